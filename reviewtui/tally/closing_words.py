"""What a panel added after the ranking, in words and as JSON."""

from collections.abc import Iterator

from reviewtui.domain.closing import (
    ABSTAINED,
    Adjustment,
    Closing,
    SignState,
    Vote,
    VoteMode,
)
from reviewtui.domain.conclusions import Conclusions
from reviewtui.domain.naming import candidate_number, expert_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.states import Why, label
from reviewtui.locales import _
from reviewtui.tally.conclusion_words import SHORTFALLS
from reviewtui.tally.conclusions import Shortfall, carried
from reviewtui.tally.grading import Lowered
from reviewtui.tally.verdict import CandidateVerdict, Verdict


def vote_result(panel: Panel, vote: Vote) -> tuple[str | None, Shortfall | None]:
    """The conclusion that a vote carries by the panel's quorum and majority, or why none."""
    rule = panel.rule.conclusions
    assert rule is not None  # without conclusions no vote is recorded
    counts = vote.counts
    best, why = carried(rule, counts.options, counts.took_part, vote.entitled)
    return (None if best is None else rule.options[best]), why


def vote_words(panel: Panel, vote: Vote) -> str:
    """One vote: how, what was counted, what carries."""
    rule = panel.rule.conclusions
    assert rule is not None  # as above
    mode = _("open vote") if vote.mode is VoteMode.OPEN else _("secret vote")
    text = _("{mode}, {took_part} of {entitled} took part: {counts}; result: {result}")
    return text.format(
        mode=mode,
        took_part=vote.counts.took_part,
        entitled=vote.entitled,
        counts=vote_counts(rule, vote),
        result=carried_words(panel, vote),
    )


def carried_words(panel: Panel, vote: Vote) -> str:
    """The conclusion that a vote carries, or shortly why none."""
    carries, why = vote_result(panel, vote)
    return carries or _(SHORTFALLS[why or Shortfall.NO_RULE])


def vote_counts(rule: Conclusions, vote: Vote) -> str:
    """How many voted what; what nobody voted is left out."""
    parts = [
        *zip(rule.options, vote.counts.options, strict=True),
        (_("abstained"), vote.counts.abstained),
        (_("void"), vote.counts.void),
    ]
    said = _("{option} {count}")
    return _(", ").join(said.format(option=one, count=count) for one, count in parts if count)


def vote_names(panel: Panel, vote: Vote) -> list[str]:
    """Of an open vote who was for what, a sentence per option, the best first."""
    rule = panel.rule.conclusions
    assert rule is not None  # as above
    said = _("{option}: {experts}")
    sentences = []
    for option in (*rule.options, ABSTAINED):
        people = [expert_name(code) for code, own in sorted(vote.names.items()) if own == option]
        if people:
            words = _("abstained") if option == ABSTAINED else option
            sentences.append(said.format(option=words, experts=_(", ").join(people)))
    return sentences


def absent(verdict: Verdict) -> frozenset[str]:
    """Codes of the experts of whom nothing came; they say and sign nothing."""
    return frozenset(
        gone.expert
        for item in verdict.candidates
        for gone in item.left_out
        if gone.why is Why.ABSENT
    )


def adjustment_words(panel: Panel, verdict: Verdict, item: Adjustment) -> str:
    """One adjustment with its reason and who agrees."""
    text = _("proposed grade adjusted to {grade} by {who}, reason: {reason}; {agreed}")
    return text.format(
        grade=item.grade,
        who=item.by,
        reason=item.reason,
        agreed=agreed_words(panel, verdict, item),
    )


def agreed_words(panel: Panel, verdict: Verdict, item: Adjustment) -> str:
    """Who agrees to an adjustment, of how many who have a say about the candidate."""
    out = verdict.of(item.candidate).left_out
    gone = absent(verdict) | {one.expert for one in out if one.why is Why.RECUSED}
    agreed = [code for code in item.consent if code not in gone]
    text = _("{count} of {entitled} experts agree: {experts}").format(
        count=len(agreed),
        entitled=sum(expert.code not in gone for expert in panel.sitting),
        experts=_(", ").join(map(expert_name, agreed)),
    )
    if len(agreed) == len(item.consent):
        return text
    said = _("these have no say and do not count: {experts}")
    others = _(", ").join(expert_name(code) for code in item.consent if code in gone)
    return _("; ").join([text, said.format(experts=others)])


def signature_words(code: str, closed: Closing, *, away: bool = False) -> str:
    """How one expert stands to the result; `away`: he is absent."""
    signature = closed.signatures.get(code)
    state = closed.sign_words(code)
    if away:
        state = _("; ").join([label(Why.ABSENT), *([state] if signature else [])])
    text = _("{expert}: {state}").format(expert=expert_name(code), state=state)
    if signature is None or not signature.note:
        return text
    return _("{text} ({note})").format(text=text, note=signature.note)


def said_note(panel: Panel, closed: Closing, code: str) -> str:
    """Shortly, for a remark: the grade the chair adjusted to, and what a vote carries."""
    words = []
    if (adjusted := closed.adjustments.get(code)) is not None:
        words.append(_("adjusted: {grade}").format(grade=adjusted.grade))
    if (vote := closed.votes.get(code)) is not None:
        words.append(_("vote: {result}").format(result=carried_words(panel, vote)))
    return _("; ").join(words)


def excess_sentences(panel: Panel, verdict: Verdict, closed: Closing) -> Iterator[str]:
    """Where adjustments go beyond the rule: above what it leaves a candidate at most, or with
    more candidates in a grade than its quota has places."""
    if not closed.adjustments:
        return
    names = panel.rule.grades.names
    for item in verdict.candidates:
        adjusted = closed.adjustments.get(item.code)
        limits = [
            reason.grade
            for reason in item.proposal.reasons
            if reason.lowers and reason.why is not Lowered.QUOTA and reason.grade in names
        ]
        most = max(limits, key=names.index, default=None)
        if adjusted and most and names.index(adjusted.grade) < names.index(most):
            said = _("{candidate} is adjusted to {grade}, but the rule leaves it at most {most}")
            yield said.format(
                candidate=candidate_number(item.code), grade=adjusted.grade, most=most
            )
    for used in verdict.quotas:
        grade = used.quota.grade
        holders = [
            item.code
            for item in verdict.candidates
            if grade == _final_grade(item, closed.adjustments.get(item.code))
        ]
        if len(holders) > used.places:
            said = _("After the adjustments {count} are {grade}, but the quota has {places}: {who}")
            yield said.format(
                count=len(holders),
                grade=grade,
                places=used.places,
                who=_(", ").join(map(candidate_number, holders)),
            )


def _final_grade(item: CandidateVerdict, adjusted: Adjustment | None) -> str | None:
    return item.grade if adjusted is None else adjusted.grade


def closing_lines(panel: Panel, verdict: Verdict, closed: Closing) -> Iterator[str]:
    """Everything on record, a sentence each: by candidate, then who has not plainly signed."""
    said = _("{candidate}: {words}")
    for candidate in panel.candidates:
        who = candidate_number(candidate.code)
        if (adjusted := closed.adjustments.get(candidate.code)) is not None:
            yield said.format(candidate=who, words=adjustment_words(panel, verdict, adjusted))
        if (vote := closed.votes.get(candidate.code)) is not None:
            yield said.format(candidate=who, words=vote_words(panel, vote))
    yield from excess_sentences(panel, verdict, closed)
    if closed.signatures:
        yield from _signature_lines(panel, verdict, closed)
    yield from stale_sentence(closed)


def stale_sentence(closed: Closing) -> Iterator[str]:
    """That something was recorded under an earlier opening; nothing where nothing was."""
    if closed.stale:
        yield _(
            "{count} adjustments or signatures were made before the ballots were opened again "
            "and no longer count; they stand in the journal"
        ).format(count=len(closed.stale))


def _signature_lines(panel: Panel, verdict: Verdict, closed: Closing) -> Iterator[str]:
    away = absent(verdict)
    found = {item.code: closed.signatures.get(item.code) for item in panel.sitting}
    there = {code: item for code, item in found.items() if code not in away}
    states = [item.state for item in there.values() if item is not None]
    signed = sum(state is not SignState.UNSIGNED for state in states)
    text = _("Result signed by {signed} of {sitting} experts")
    yield text.format(signed=signed, sitting=len(there))
    for item in found.values():
        if item is not None and (item.note or item.expert in away or closed.outdated(item.expert)):
            yield signature_words(item.expert, closed, away=item.expert in away)
    if missing := [expert_name(code) for code, item in there.items() if item is None]:
        yield _("Not on record yet: {experts}").format(experts=_(", ").join(missing))


def candidate_json(panel: Panel, closed: Closing, code: str) -> dict[str, object]:
    """Keys `adjusted` and `vote` of a candidate in `results --json`; none where nothing is."""
    keys: dict[str, object] = {}
    if (adjusted := closed.adjustments.get(code)) is not None:
        keys["adjusted"] = {
            "grade": adjusted.grade,
            "reason": adjusted.reason,
            "consent": list(adjusted.consent),
            "by": adjusted.by,
        }
    if (vote := closed.votes.get(code)) is not None:
        rule = panel.rule.conclusions
        assert rule is not None  # as above
        carries, why = vote_result(panel, vote)
        keys["vote"] = {
            "mode": vote.mode.value,
            "votes": dict(zip(rule.options, vote.counts.options, strict=True)),
            "abstained": vote.counts.abstained,
            "void": vote.counts.void,
            "entitled": vote.entitled,
            "carries": carries,
            "why": why.value if why else None,
            "names": dict(vote.names),
            "by": list(vote.by),
        }
    return keys


def signatures_json(panel: Panel, closed: Closing) -> dict[str, object]:
    """Key `signatures`: every sitting expert once anybody's is on record."""
    if not closed.signatures:
        return {}
    return {
        "signatures": [
            {
                "expert": item.code,
                "state": found.state.value if found else None,
                "note": found.note if found else "",
                **({"before_last_change": True} if closed.outdated(item.code) else {}),
            }
            for item in panel.sitting
            for found in [closed.signatures.get(item.code)]
        ]
    }

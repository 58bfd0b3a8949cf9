"""Recording what a panel adds after the ranking: adjustments, votes, signatures.

Each is an entry of the journal; the last one about a candidate or an expert counts. An
adjustment and a signature belong to the opening they were made under: once the ballots
are opened again they are told and count no more, because nobody agreed to the new result.
"""

from collections.abc import Iterable, Mapping, Sequence

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.closing import (
    ABSTAINED,
    Adjustment,
    Closing,
    Counts,
    Signature,
    SignState,
    Vote,
    VoteMode,
    read_adjustment,
    read_signature,
    read_vote,
)
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import two_people
from reviewtui.domain.panel import Panel
from reviewtui.domain.states import CandidateState, Why
from reviewtui.locales import _
from reviewtui.session.gates import long_faults
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import require_desk
from reviewtui.session.session import Session
from reviewtui.session.writer import Transaction


def closing(session: Session, number: int | None = None) -> Closing:
    """What is in force of a round."""
    number = number or session.meeting.official
    adjustments: dict[str, Adjustment] = {}
    votes: dict[str, Vote] = {}
    signatures: dict[str, Signature] = {}
    stale: list[Adjustment | Signature] = []
    changed_at = 0
    now = _opening(session, number)
    for event in session.journal():
        if event.kind not in _KINDS or event.body["round"] != number:
            continue
        fresh = event.body["opening"] == now
        if event.kind is EventKind.VOTED or (event.kind is EventKind.ADJUSTED and fresh):
            changed_at = max(changed_at, event.at)
        match event.kind:
            case EventKind.ADJUSTED:
                adjusted = read_adjustment(event.body, event.at)
                if not fresh:
                    stale.append(adjusted)
                elif adjusted.grade:
                    adjustments[adjusted.candidate] = adjusted
                else:
                    adjustments.pop(adjusted.candidate, None)
            case EventKind.VOTED:
                vote = read_vote(event.body, event.at)
                if vote.counts.took_part:
                    votes[vote.candidate] = vote
                else:
                    votes.pop(vote.candidate, None)
            case EventKind.SIGNED:
                signature = read_signature(event.body, event.at)
                if fresh:
                    signatures[signature.expert] = signature
                else:
                    stale.append(signature)
    return Closing(adjustments, votes, signatures, tuple(stale), changed_at)


_KINDS = frozenset({EventKind.ADJUSTED, EventKind.VOTED, EventKind.SIGNED})


def adjust(
    session: Session,
    candidate: str,
    grade: str,
    *,
    reason: str,
    consent: Sequence[str],
    by: str,
    number: int | None = None,
) -> None:
    """Record that the chair proposes another grade.

    Args:
        session: The session of the desk, its ballots open.
        candidate: By code.
        grade: One of the panel's grades; "" takes an earlier adjustment back.
        reason: Why; it is printed.
        consent: Codes of the experts who agree.
        by: Who adjusted.
        number: Of the round.

    Raises:
        Refused: If there is no result, the panel states no such grade, or reason, consent
            or name are missing; all faults at once.
    """
    number = number or session.meeting.official
    panel = session.panel
    faults = [*_result_faults(session, number), *long_faults(reason), *long_faults(by)]
    grades = panel.rule.grades.names
    if not grades:
        faults.append(_("the panel states no grades, so there is none to adjust"))
    elif grade and grade not in grades:
        said = _("“{grade}” is no grade of this panel; there are: {known}")
        faults.append(said.format(grade=grade, known=_(", ").join(grades)))
    if not grade and candidate not in closing(session, number).adjustments:
        faults.append(_("nothing was adjusted for this candidate"))
    if not reason.strip():
        faults.append(_("say why; the reason stands in the record"))
    if not by.strip():
        faults.append(_("say who adjusts: the chair's name"))
    if grade and not consent:
        faults.append(_("name the experts who agree"))
    if not (strangers := _people_faults(panel, consent)) and consent and not faults:
        faults += _no_say(session, candidate, number, consent)
    faults += [*strangers, *_twice(consent)]
    _refuse(session, candidate, faults)
    adjustment = Adjustment(candidate, grade, reason.strip(), tuple(consent), by.strip())
    _record(session, number, EventKind.ADJUSTED, adjustment.body())


def vote_openly(
    session: Session,
    candidate: str,
    names: Mapping[str, str],
    *,
    by: str = "",
    number: int | None = None,
) -> Vote:
    """Record a vote by name on the conclusion about a candidate.

    Args:
        session: The session of the desk.
        candidate: By code.
        names: The option each expert was for, by code; `ABSTAINED` if he abstained.
        by: Who took it down.
        number: Of the round.

    Raises:
        Refused: If the review has no conclusions, an option is none of them, or an expert
            may not vote on this candidate.
    """
    number = number or session.meeting.official
    options = _options(session, candidate)
    faults = [*_result_faults(session, number), *_people_faults(session.panel, names)]
    of_all = 0 if faults else len(entitled(session, candidate, number))
    if not faults:
        faults += _no_say(session, candidate, number, names)
    for code, option in names.items():
        if option not in (*options, ABSTAINED):
            said = _("expert {code}: “{option}” is none of {known}")
            faults.append(said.format(code=code, option=option, known=_(", ").join(options)))
    if not names:
        faults.append(_("nobody voted"))
    _refuse(session, candidate, faults)
    counts = Counts.of(names.values(), options)
    taken_by = (by.strip(),) if by.strip() else ()
    vote = Vote(candidate, VoteMode.OPEN, counts, of_all, dict(names), taken_by)
    _record(session, number, EventKind.VOTED, vote.body())
    return vote


def vote_secretly(
    session: Session,
    candidate: str,
    first: Counts,
    second: Counts,
    *,
    by: tuple[str, str],
    number: int | None = None,
) -> Vote:
    """Record the count of paper slips that two people typed, each by himself.

    Raises:
        Refused: If the two counts differ (each difference is named), there are more slips than
            experts who may vote, or the two people are not two.
    """
    number = number or session.meeting.official
    options = _options(session, candidate)
    faults = _result_faults(session, number)
    if len(first.options) != len(options) or len(second.options) != len(options):
        faults.append(
            _("a count is needed for each of: {known}").format(known=_(", ").join(options))
        )
    else:
        names = (*options, _("abstained"), _("void"))
        for name, one, other in zip(names, _flat(first), _flat(second), strict=True):
            if one != other:
                said = _("{option}: {first} and {second}; the two counts differ, count again")
                faults.append(said.format(option=name, first=one, second=other))
    if min(_flat(first)) < 0 or not first.took_part:
        faults.append(_("there are no slips to count"))
    of_all = 0 if faults else len(entitled(session, candidate, number))
    if not faults and first.took_part > (most := len(may_vote(session, candidate, number))):
        said = _("{slips} slips, but only {entitled} experts may vote on this candidate")
        faults.append(said.format(slips=first.took_part, entitled=most))
    people = by[0].strip(), by[1].strip()
    if not two_people(people):
        faults.append(_("two people count the slips; name both"))
    faults += [fault for name in people for fault in long_faults(name)]
    _refuse(session, candidate, faults)
    vote = Vote(candidate, VoteMode.SECRET, first, of_all, {}, people)
    _record(session, number, EventKind.VOTED, vote.body())
    return vote


def take_vote_back(
    session: Session, candidate: str, *, reason: str, by: str = "", number: int | None = None
) -> None:
    """Record that an earlier vote was recorded by mistake and counts no more.

    Raises:
        Refused: If there is none, or the reason is missing.
    """
    number = number or session.meeting.official
    faults = [*_result_faults(session, number), *long_faults(reason), *long_faults(by)]
    earlier = closing(session, number).votes.get(candidate)
    if not reason.strip():
        faults.append(_("say why; the reason stands in the record"))
    if earlier is None:
        faults.append(_("no vote is recorded for this candidate"))
    _refuse(session, candidate, faults)
    assert earlier is not None  # refused above
    none = earlier._replace(
        counts=Counts(tuple(0 for _option in earlier.counts.options)),
        names={},
        by=(by.strip(),) if by.strip() else (),
        reason=reason.strip(),
    )
    _record(session, number, EventKind.VOTED, none.body())


def sign(
    session: Session, expert: str, state: SignState, note: str = "", *, number: int | None = None
) -> None:
    """Record that an expert signed the result, or how he stands to it.

    Raises:
        Refused: If there is no result, no such expert sits, he is absent and is said to have
            signed, or a note is missing where it is needed: the opinion in short, or why he
            did not sign.
    """
    number = number or session.meeting.official
    faults = [*_result_faults(session, number), *_people_faults(session.panel, [expert])]
    if state is not SignState.UNSIGNED and expert in absent(session, number):
        said = _("expert {code} is absent: there is no ballot, so nothing to sign")
        faults.append(said.format(code=expert))
    if state is SignState.DISSENT and not note.strip():
        faults.append(_("say in short what the dissenting opinion is, or where it lies"))
    if state is SignState.UNSIGNED and not note.strip():
        faults.append(_("say why it is not signed"))
    _refuse(session, "", [*faults, *long_faults(note)])
    _record(session, number, EventKind.SIGNED, Signature(expert, state, note.strip()).body())


def may_vote(session: Session, candidate: str, number: int | None = None) -> tuple[str, ...]:
    """Codes of the experts who have a say about a candidate: the entitled but the absent.

    Raises:
        Refused: As `entitled`.
    """
    away = absent(session, number)
    return tuple(code for code in entitled(session, candidate, number) if code not in away)


def absent(session: Session, number: int | None = None) -> frozenset[str]:
    """Codes of the experts of whom nothing came; nobody before the ballots are open.

    Who left early or did not hand in what he began was there.
    """
    number = number or session.meeting.official
    if not session.can_show_results(number):
        return frozenset()
    marks = session.marks(number, session.panel.candidates[0].code)  # of whichever
    return frozenset(item.expert for item in marks if item.why is Why.ABSENT)


def entitled(session: Session, candidate: str, number: int | None = None) -> tuple[str, ...]:
    """Codes of the experts a quorum is counted of: all who sit but the recused.

    Raises:
        Refused: If the ballots are not open: recusals stand in them, too.
    """
    number = number or session.meeting.official
    panel = session.panel
    recused = {item.expert for item in panel.recusals if item.candidate == candidate}
    for expert in session.marks(number):
        marks = expert.candidates.get(candidate)
        if marks is not None and marks.standing is CandidateState.RECUSED:
            recused.add(expert.expert)
    return tuple(item.code for item in panel.sitting if item.code not in recused)


def _record(session: Session, number: int, kind: EventKind, body: Mapping[str, Canonical]) -> None:
    where: dict[str, Canonical] = {"round": number, "opening": _opening(session, number)}

    def work(done: Transaction) -> None:
        done.tell(DESK, kind, {**where, **body})

    session.meeting.writer.submit(work).result()


def _opening(session: Session, number: int) -> str:
    """Id of the opening in force; "" where marks came in the clear."""
    from reviewtui.session.opening_record import in_force, read_openings

    found = in_force(read_openings(session.meeting.file, session.id), number)
    return found.id if found else ""


def _result_faults(session: Session, number: int) -> list[str]:
    require_desk(session.meeting)
    if session.can_show_results(number):
        return []
    return [_("the ballots are not opened yet; this comes after the result")]


def _options(session: Session, candidate: str) -> tuple[str, ...]:
    asked = session.panel.rule.conclusions
    if asked is None:
        said = _("this panel comes to no conclusions, so there is nothing to vote on")
        raise Refused(Finding(_place(candidate), said))
    return asked.options


def _people_faults(panel: Panel, experts: Iterable[str]) -> list[str]:
    sitting = {item.code for item in panel.sitting}
    said = _("expert {code} does not sit in this panel")
    return [said.format(code=code) for code in experts if code not in sitting]


def _twice(experts: Sequence[str]) -> list[str]:
    said = _("expert {code} stands there twice")
    return [said.format(code=code) for code in dict.fromkeys(experts) if experts.count(code) > 1]


def _no_say(session: Session, candidate: str, number: int, experts: Iterable[str]) -> list[str]:
    may, known = may_vote(session, candidate, number), entitled(session, candidate, number)
    away = _("expert {code} is absent and has no say in this candidate")
    recused = _("expert {code} is recused from this candidate and has no say in it")
    return [
        (away if code in known else recused).format(code=code)
        for code in experts
        if code not in may
    ]


def _flat(counts: Counts) -> tuple[int, ...]:
    return (*counts.options, counts.abstained, counts.void)


def _refuse(session: Session, candidate: str, faults: Sequence[str]) -> None:
    place = _place(candidate) if candidate else session.path.name
    if faults:
        raise Refused(*(Finding(place, fault) for fault in faults))


def _place(candidate: str) -> str:
    return _("candidate {candidate}").format(candidate=candidate)

"""The verdict as the JSON object of `results --json` (design §12)."""

from collections.abc import Sequence
from fractions import Fraction

from reviewtui.domain.conclusions import Conclusions
from reviewtui.domain.gates import gates_of
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Candidate, Panel
from reviewtui.domain.rule import Average, Order, RoundAt, Rule, rule_hash
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Why
from reviewtui.tally.conclusions import Opinion
from reviewtui.tally.grade_words import reason_sentence
from reviewtui.tally.grading import QuotaTaken
from reviewtui.tally.hints import Hint, hint_sentence, hints
from reviewtui.tally.status import standings
from reviewtui.tally.verdict import CandidateVerdict, LeftOut, Verdict


def results_json(
    session: str, panel: Panel, sheet: Sheet, verdict: Verdict, round_number: int = 1
) -> dict[str, object]:
    """The result with numbers as decimal strings at the rounding stage's places.

    Where no stage rounds a number it has at most ten places. Candidates stand in the panel's
    order; rows that do not apply are left out. `status` stands there only for a trial, a
    draft or an unofficial table.

    Args:
        session: Id of the session.
        panel: The panel.
        sheet: Its sheet.
        verdict: What was computed from them.
        round_number: The round the marks belong to.
    """
    status = [standing.value for standing in standings(panel)]
    return {
        "session": session,
        "panel": panel.id,
        "round": round_number,
        "rule": _rule(panel.rule),
        "candidates": [
            _candidate(panel.rule, sheet, candidate, result)
            | grade_json(panel, sheet, result)
            | _gates(panel, candidate)
            for candidate, result in zip(panel.candidates, verdict.candidates, strict=True)
        ],
    } | {
        key: found
        for key, found in (("status", status), ("quotas", [*map(_quota, verdict.quotas)]))
        if found
    }


def _rule(rule: Rule) -> dict[str, object]:
    """The rule in the words of [rule] and [weights], with the hash that was signed for."""
    words: dict[str, object] = {
        "hash": rule_hash(rule),
        "granularity": rule.granularity.value,
        "order": rule.order.value,
        "average": rule.average.value,
        "weights": {"kind": rule.weights.kind.value, "source": rule.weights.source},
        "not_applicable": rule.not_applicable.value,
        "unable": rule.unable.value,
        "early_leave": rule.early_leave.value,
        "round": {stage.value: places for stage, places in rule.rounding.items()},
    }
    if rule.average is Average.TRIMMED:
        trim = rule.trim
        below = trim.below_least.value
        words["trim"] = {"drop": trim.drop, "least": trim.least, "below_least": below}
    if rule.order is Order.BY_EXPERT:
        words["standardise"] = rule.standardise
    return words


def _candidate(
    rule: Rule, sheet: Sheet, candidate: Candidate, result: CandidateVerdict
) -> dict[str, object]:
    places = rule.rounding
    return {
        "code": candidate.code,
        "name": candidate.name,
        "total": _number(result.total, places.get(RoundAt.TOTAL)),
        "rank": result.rank,
        "n": result.n,
        "grade": result.grade,
        "counted": list(result.counted),
        "trimmed": list(result.trimmed),
        "left_out": left_out_json(result.left_out),
        "primaries": [
            {
                "code": primary.code,
                "score": _number(primary.score, places.get(RoundAt.PRIMARY)),
                "additive": primary.additive,
            }
            for primary in result.primaries
        ],
        "rows": [
            {
                "code": row.code,
                "score": _number(score.score, places.get(RoundAt.ROW)),
                "n": score.n,
                "counted": list(score.counted),
                "trimmed": list(score.trimmed),
                "left_out": left_out_json(score.left_out),
            }
            for row, score in zip(sheet.rows, result.rows, strict=bool(result.rows))
            if score.applicable
        ],
        "flags": [flag.value for flag in result.flags],
    } | (_opinion(rule.conclusions, result.opinion) if rule.conclusions else {})


def _opinion(asked: Conclusions, found: Opinion | None) -> dict[str, object]:
    """What was concluded: the proposal, or why there is none, and who said what."""
    if found is None:
        return {}
    said: dict[str, object] = {
        "proposal": found.proposal,
        "votes": [
            {"option": option, "n": len(codes), "experts": list(codes)}
            for option, codes in zip(asked.options, found.experts, strict=True)
        ],
        "abstained": list(found.abstained),
        "silent": left_out_json(found.silent),
        "entitled": found.entitled,
    }
    if found.why is not None:
        said["why"] = found.why.value
    return {"conclusion": said}


def grade_json(panel: Panel, sheet: Sheet, result: CandidateVerdict) -> dict[str, object]:
    """What stands behind a proposed grade; nothing where its line says it all."""
    proposal = result.proposal
    reasons = [
        {
            "why": reason.why.value,
            "grade": reason.grade,
            "source": reason.source,
            "says": reason_sentence(panel, sheet, result.code, reason),
        }
        | ({"row": reason.row} if reason.row else {})
        for reason in proposal.reasons
    ]
    said = [_hint(hint) for hint in hints(panel, result)]
    keys: dict[str, object] = {"grade_by_band": proposal.by_band} if reasons else {}
    return keys | {
        key: found for key, found in (("grade_reasons", reasons), ("hints", said)) if found
    }


def _gates(panel: Panel, candidate: Candidate) -> dict[str, object]:
    """How the desk settled each gate; nothing where the panel has none."""
    found = [
        {
            "row": gate.row.code,
            "outcome": gate.result.value if gate.result else None,
            "reason": gate.reason,
        }
        for gate in gates_of(panel, candidate.code)
    ]
    return {"gates": found} if found else {}


def _hint(hint: Hint) -> dict[str, object]:
    consequence = hint.consequence
    return {
        "id": consequence.id,
        "kind": consequence.kind.value,
        "quote": consequence.quote.text,
        "at": consequence.quote.at,
        "decider": consequence.decider or None,
        "run": list(hint.run),
        "says": hint_sentence(hint),
    }


def _quota(used: QuotaTaken) -> dict[str, object]:
    return {
        "grade": used.quota.grade,
        "percent": decimal_text(used.quota.percent),
        "source": used.quota.source,
        "n": used.n,
        "places": used.places,
        "within": list(used.taken),
        "tied": list(used.tied),
        "beyond": list(used.beyond),
    }


def left_out_json(experts: Sequence[LeftOut]) -> list[dict[str, object]]:
    """Who does not count and why; of the absent, who had begun and did not hand in."""
    return [
        {"expert": item.expert, "why": item.why.contract.value}
        | ({"not_submitted": True} if item.why is Why.NOT_SUBMITTED else {})
        for item in experts
    ]


def _number(value: Fraction | None, places: int | None) -> str | None:
    return None if value is None else decimal_text(value, places)

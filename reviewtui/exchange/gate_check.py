"""What is worth a look about gates: not settled, settled without a reason or against the facts."""

from collections.abc import Iterator

from reviewtui.domain.gates import Gate, GateResult, gates_of, unsettled_gates
from reviewtui.domain.panel import Candidate, Panel
from reviewtui.domain.requirement_words import fact_text, metric_name, required
from reviewtui.domain.states import Outcome, label
from reviewtui.domain.testing import tested
from reviewtui.locales import _


def gate_warnings(panel: Panel) -> Iterator[tuple[str, str]]:
    """Pairs of a place in the panel's file and a sentence; none for a trial."""
    if panel.trial:
        return
    for code, rows in unsettled_gates(panel).items():
        yield (
            f"[[candidates]] {code}",
            _("gates not settled yet: {rows}; the desk settles them before the opening").format(
                rows=_(", ").join(f"{row.code} {row.name()}" for row in rows)
            ),
        )
    for candidate in panel.presented:
        for gate in gates_of(panel, candidate.code):
            place = f"[[settled]] {candidate.code} {gate.row.code}"
            if gate.result in (GateResult.FAIL, GateResult.NOT_APPLICABLE) and not gate.reason:
                yield (
                    f"{place} reason",
                    _("is missing: say why it is {result}").format(result=gate.word),
                )
            denied = any(
                (item.candidate, item.row, item.holds) == (candidate.code, gate.row.code, False)
                for item in panel.conditions
            )
            if denied and gate.result is not GateResult.NOT_APPLICABLE:
                yield (
                    place,
                    _("is settled, while it is stated that its condition does not hold"),
                )
            yield from _against_facts(panel, candidate, gate, place)


def _against_facts(
    panel: Panel, candidate: Candidate, gate: Gate, place: str
) -> Iterator[tuple[str, str]]:
    """A gate settled as passed whose own figure is missed; softly missed, a reason explains it."""
    if gate.result is not GateResult.PASS:
        return
    for item in tested(panel, gate.row.code, candidate):
        if item.outcome is Outcome.MISSED:
            sentence = _("is settled as passed, while {fact} is set against {required}: {said}")
        elif item.outcome is Outcome.MISSED_SOFT and not gate.reason:
            sentence = _(
                "is settled as passed, while {fact} is set against {required}: {said}; say why"
            )
        else:
            continue
        yield (
            place,
            sentence.format(
                fact=f"{metric_name(item.threshold)} {fact_text(item)}",
                required=required(item),
                said=label(item.outcome),
            ),
        )

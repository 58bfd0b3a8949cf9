"""What is worth a look about gates: not settled yet, or settled without a reason."""

from collections.abc import Iterator

from reviewtui.domain.gates import GateResult, gates_of, unsettled_gates
from reviewtui.domain.panel import Panel
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
                    _("is settled, while [[conditions]] says that its condition does not hold"),
                )

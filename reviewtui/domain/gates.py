"""Gates (门槛项): what the desk established before scoring, candidate by candidate.

A gate is passed, failed or not applicable, with a reason. Where its condition does not hold it
is not applicable; what the desk settled goes before that. The program decides none of it.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.domain.naming import candidate_number
from reviewtui.domain.scored_codes import reviewed
from reviewtui.domain.states import RowKind
from reviewtui.locales import N_, _

if TYPE_CHECKING:
    from reviewtui.domain.decided import Relaxation
    from reviewtui.domain.indicator_set import Row
    from reviewtui.domain.panel import Panel


class GateResult(StrEnum):
    """What a gate is settled with."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


WORDS: Final = {
    GateResult.PASS: N_("pass"),
    GateResult.FAIL: N_("fail"),
    GateResult.NOT_APPLICABLE: N_("not applicable"),
}


class Gate(NamedTuple):
    """One gate of one candidate.

    Attributes:
        result: None while nobody has settled it.
        reason: Why it failed or does not apply.
        evidence: What shows it.
        relaxations: Those that somebody decided for a line of this gate.
    """

    row: "Row"
    result: GateResult | None
    reason: str = ""
    evidence: str = ""
    relaxations: "tuple[Relaxation, ...]" = ()

    @property
    def word(self) -> str:
        """The result in the reader's language."""
        return _(WORDS[self.result]) if self.result else _("not settled yet")


def gate_rows(panel: "Panel") -> "tuple[Row, ...]":
    """The gates of the table that this type of review asks for."""
    table = panel.table
    return tuple(
        row
        for row in table.rows
        if row.kind is RowKind.GATE and reviewed(table, row.code, panel.review)
    )


def gates_of(panel: "Panel", candidate: str) -> tuple[Gate, ...]:
    """Every gate of a candidate as it stands, in the table's order.

    One that the desk settled stands here even where this type of review does not ask for it.
    """
    codes = {row.code for row in gate_rows(panel)}
    codes |= {item.row for item in panel.settled if item.candidate == candidate}
    return tuple(
        _gate(panel, row, candidate)
        for row in panel.table.rows
        if row.kind is RowKind.GATE and row.code in codes
    )


def _gate(panel: "Panel", row: "Row", candidate: str) -> Gate:
    relaxations = tuple(
        item
        for item in panel.relaxations
        if item.candidate == candidate and item.threshold in row.thresholds
    )
    for settled in panel.settled:
        if (settled.candidate, settled.row) == (candidate, row.code):
            known = settled.value in set(GateResult)
            result = GateResult(settled.value) if known else None
            return Gate(row, result, settled.reason, settled.evidence, relaxations)
    for condition in panel.conditions:
        if (condition.candidate, condition.row) == (candidate, row.code) and not condition.holds:
            return Gate(row, GateResult.NOT_APPLICABLE, condition.reason, "", relaxations)
    return Gate(row, None, "", "", relaxations)


def gates_below(panel: "Panel", candidate: str, row: str) -> tuple[Gate, ...]:
    """The gates of a candidate below a row; they are no part of what is judged there."""
    table = panel.table
    return tuple(
        gate
        for gate in gates_of(panel, candidate)
        if row in {node.code for node in table.path(gate.row.code)}
    )


def failed_gates(panel: "Panel", candidate: str) -> "list[Row]":
    """The gates that a candidate does not pass, in the table's order."""
    return [gate.row for gate in gates_of(panel, candidate) if gate.result is GateResult.FAIL]


def unsettled_gates(panel: "Panel") -> "dict[str, tuple[Row, ...]]":
    """The gates nobody has settled, by candidate; candidates that lack none are left out."""
    found = {
        candidate.code: tuple(
            gate.row for gate in gates_of(panel, candidate.code) if gate.result is None
        )
        for candidate in panel.presented
    }
    return {code: rows for code, rows in found.items() if rows}


def unsettled_sentences(panel: "Panel") -> list[str]:
    """Whose gates are not settled, with their names; empty for a trial."""
    if panel.trial:
        return []
    return [
        _("{candidate}: gates not settled: {rows}").format(
            candidate=candidate_number(code),
            rows=_(", ").join(f"{row.code} {row.name()}" for row in rows),
        )
        for code, rows in unsettled_gates(panel).items()
    ]

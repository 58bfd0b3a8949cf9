"""备注 of the summary: what a reader must know of a candidate, as far as numbers tell a formula.

What people wrote (why a gate was not passed, why a candidate was withdrawn, what the chair
adjusted) never enters a formula: a remark that holds such words stays as it is.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from reviewtui.domain.gates import GateResult, gates_of
from reviewtui.domain.rule import BelowLeast
from reviewtui.filing.live import formula
from reviewtui.filing.live.formula import cell, literal
from reviewtui.filing.live.plan import Plan
from reviewtui.filing.model import Cell
from reviewtui.filing.sheets.rule_numbers import has_caps
from reviewtui.filing.styles import Style
from reviewtui.locales import _
from reviewtui.tally.closing_words import said_note
from reviewtui.tally.grade_words import LOWERED, lowered_note, unchecked_note, undecided_note
from reviewtui.tally.remarks import above_full, remarks
from reviewtui.tally.verdict import OF_ALL, CandidateVerdict, Flag, flag_label

ELSEWHERE: Final = frozenset({Flag.TIED, *OF_ALL})
"""Flags that stand in the ranking and above the table already."""
_BY_NUMBERS: Final = frozenset(
    {Flag.NO_MARKS, Flag.ROW_WITHOUT_MARKS, Flag.PLAIN_MEAN, Flag.FEWER_EXPERTS}
)
"""Flags that follow from numbers on the summary."""


def remark(plan: Plan, item: CandidateVerdict, row: int, style: Style) -> Cell:
    """The cell of a candidate's remarks on his line of the summary."""
    panel, sheet = plan.panel, plan.sheet
    words = remarks(panel, sheet, item, but=ELSEWHERE)
    said = said_note(panel, plan.record.closed, item.code)
    text = _("; ").join(filter(None, (said, lowered_note(item), *words)))
    candidate = panel.candidate(item.code)
    failed = any(gate.result is GateResult.FAIL for gate in gates_of(panel, item.code))
    if said or failed or candidate.integrity or candidate.withdrawn:
        return Cell(text, style)
    return Cell(text, style, _joined(_Parts(plan, item, row).all()))


class Part(NamedTuple):
    """One remark that is possible, as pieces of a formula; without a condition it always stands."""

    words: str
    condition: str = ""


def _joined(parts: Iterable[Part]) -> str:
    """The remarks that stand, with what separates two of them before all but the first."""
    pieces: list[str] = []
    before: list[str] = []
    always = False
    for words, condition in parts:
        said = words
        if always:
            said = f"{literal(_('; '))}&{words}"
        elif before:
            earlier = before[0] if len(before) == 1 else f"OR({','.join(before)})"
            said = f'IF({earlier},{literal(_("; "))},"")&{words}'
        pieces.append(f'IF({condition},{said},"")' if condition else said)
        always = always or not condition
        before.append(condition)
    return "&".join(pieces)


class _Parts:
    """Each remark that is possible."""

    def __init__(self, plan: Plan, item: CandidateVerdict, row: int) -> None:
        self.plan, self.item = plan, item
        self.count, self.total = cell(row, plan.summary_count), cell(row, plan.summary_count + 1)
        self.grade = cell(row, plan.summary_count + 2 + plan.panel.ranking)

    def all(self) -> Iterator[Part]:
        """In the order in which the program says them."""
        plan, item = self.plan, self.item
        if has_caps(plan):
            yield self._lowered()
        if unchecked := unchecked_note(item):
            yield Part(literal(unchecked))
        by_numbers = _BY_NUMBERS if plan.record.by_expert else _BY_NUMBERS - {Flag.PLAIN_MEAN}
        words = remarks(plan.panel, plan.sheet, item, but=ELSEWHERE | by_numbers)
        above = words.pop() if above_full(plan.sheet, item) else ""
        yield from (Part(literal(one)) for one in words)
        if plan.trims:
            mean = literal(BelowLeast.MEAN.value)
            few = f"AND({self.count}>0,{self.count}<{formula.TRIM_LEAST}"
            few = f"{few},{formula.BELOW_LEAST}={mean})"
            yield Part(literal(flag_label(Flag.PLAIN_MEAN)), few)
        yield Part(self._no_total(), f"NOT(ISNUMBER({self.total}))")
        fewer = f"{self.count}<MAX({plan.counts()})"
        yield Part(literal(flag_label(Flag.FEWER_EXPERTS)), fewer)
        if above:
            yield Part(literal(above))

    def _no_total(self) -> str:
        nothing = literal(flag_label(Flag.NO_MARKS))
        if self.plan.record.by_expert:
            return nothing
        partly = literal(flag_label(Flag.ROW_WITHOUT_MARKS))
        return f"IF({self.count}>0,{partly},{nothing})"

    def _lowered(self) -> Part:
        """That the grade is another one than the line gives, or open."""
        by_line = f"LOOKUP({self.total},{formula.GRADE_LINES},{formula.GRADE_NAMES})"
        before, after = _(LOWERED).split("{grade}")
        lowered = f"{literal(before)}&{by_line}&{literal(after)}"
        undecided = f"{self.grade}={literal(_('undecided'))}"
        words = f"IF({undecided},{literal(undecided_note())},{lowered})"
        changed = f"IF(ISNUMBER({self.total}),{self.grade}<>{by_line},FALSE)"
        return Part(words, changed)

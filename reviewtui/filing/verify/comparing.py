"""A sheet as it was laid out against the same sheet as it stands in a file."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.filing.model import Cell, Grid, Number, Value
from reviewtui.filing.plain_text import plain, short
from reviewtui.filing.sheet_rows import column_letters
from reviewtui.filing.verify.cells import Seen
from reviewtui.filing.verify.formulas import same_formula
from reviewtui.filing.verify.looks import Looks
from reviewtui.locales import _

NEAR: Final = Fraction(1, 10**9)
"""How far a result may lie from the program's number, absolute and in proportion: what a
spreadsheet loses in its binary numbers."""
_NUMBER: Final = re.compile(
    r"[+-]?(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?"
)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAMED: Final = (2, 3)
"""Name and unit in a list of people."""


class Results:
    """Whether the formulas of a workbook carry the results that were written with them.

    Attributes:
        formulas: How many were looked at.
        lacking: Those that are as written, but without a result.
    """

    def __init__(self) -> None:
        self.formulas = 0
        self.lacking: list[Finding] = []

    def findings(self, name: str) -> list[Finding]:
        """One sentence about the file where (nearly) all are without, else each of them."""
        if len(self.lacking) * 10 <= self.formulas * 9:
            return self.lacking
        sentence = _(
            "its formulas carry no results: it was saved by a program that does not compute; "
            "open it in WPS or Excel, save it and verify it again"
        )
        return [Finding(name, sentence)]


def differing_cells(
    grid: Grid, cells: Iterable[Seen], people: range, results: Results, looks: Looks
) -> Iterator[Finding]:
    """Every cell that is not as it was laid out; the grid is used up.

    Args:
        grid: As it was laid out.
        cells: As they stand in the file.
        people: The rows of a list of people, with its title and heads. No record keeps their
            names and units, which are not compared; the list as a whole may be taken off.
        results: Told every formula, and given those that lack nothing but their result.
        looks: Shown every cell that holds what was written.
    """
    named = {(row, column) for row in people[2:] for column in _NAMED}
    listed = {place: cell for place, cell in grid.cells.items() if place[0] in people}
    there = False
    for seen in cells:
        place = seen.row, seen.column
        there = there or place in listed
        cell = grid.cells.pop(place, None)
        results.formulas += cell is not None and bool(cell.formula)
        if cell is not None and _as_written(cell, seen, named=place in named):
            looks.see(cell, seen)
            continue
        sentence = _sentence(cell, seen)
        if not sentence:
            continue
        found = Finding(f"{grid.name}!{column_letters(seen.column)}{seen.row}", sentence)
        if cell is not None and _lacks_result(cell, seen):
            looks.see(cell, seen)
            results.lacking.append(found)
        else:
            yield found
    for place in named if there else listed:
        grid.cells.pop(place, None)
    for (row, column), cell in grid.cells.items():
        if cell.formula or (cell.value is not None and cell.value != ""):
            sentence = _("is empty where {written} was written").format(written=_written(cell))
            yield Finding(f"{grid.name}!{column_letters(column)}{row}", sentence)
    yield from looks.findings(grid.name)


def same_number(value: Value, text: str) -> bool:
    """Whether a number in a file is the program's.

    Args:
        value: The program's; what is no number is never the same.
        text: As it stands in the file, as decimal or with an exponent.
    """
    if value is None or isinstance(value, str):
        return False
    if text == (value.text if isinstance(value, Number) else str(value)):
        return True
    if not _NUMBER.fullmatch(text):
        return False
    exact = value.value if isinstance(value, Number) else Fraction(value)
    return abs(Fraction(Decimal(text)) - exact) <= max(NEAR, abs(exact) * NEAR)


def same_text(one: str, other: str) -> bool:
    """Whether two texts are one in a spreadsheet, which takes `_x0041_` for a character."""
    return one == other or _settled(one) == _settled(other)


def _settled(text: str) -> str:
    return plain(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def _as_written(cell: Cell, seen: Seen, *, named: bool) -> bool:
    if seen.formula is None:
        if cell.formula:
            return False
    elif not cell.formula or not same_formula(seen.formula, cell.formula):
        return False
    value = cell.value
    if value is None or isinstance(value, str):
        if seen.kind != "text" and seen.value:
            return False
        return named or same_text(value or "", seen.value)
    return seen.kind == "n" and same_number(value, seen.value.strip())


def _lacks_result(cell: Cell, seen: Seen) -> bool:
    return seen.formula is not None and not seen.value and same_formula(seen.formula, cell.formula)


def _sentence(cell: Cell | None, seen: Seen) -> str:
    """What is wrong with a cell, by its formula where that differs, else by its value."""
    if cell is None:
        shown = short(seen.value if seen.formula is None else f"={seen.formula}")
        return _("holds {seen} where nothing was").format(seen=shown) if shown else ""
    same = seen.formula is not None and same_formula(seen.formula, cell.formula)
    shown = short(seen.value if same or seen.formula is None else f"={seen.formula}")
    written = _written(cell, result=same)
    if not shown:
        return _("is empty where {written} was written").format(written=written)
    return _("holds {seen} where {written} was written").format(seen=shown, written=written)


def _written(cell: Cell, *, result: bool = False) -> str:
    """What was laid out: the formula where there is one, or its result."""
    if cell.formula and not result:
        return short(f"={cell.formula}")
    value = cell.value
    return short(value.text if isinstance(value, Number) else str("" if value is None else value))

"""What stands around the cells of a sheet and keeps some of them from being seen.

Rows and columns that are hidden or next to nothing, cells merged over others, noughts that are
not shown, conditional formats in the colour of the ground. What a program likes to write
otherwise, such as the height of a row that is still read, is none.
Format: ECMA-376, part 1, 18.3.1.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.filing.model import Grid, Span
from reviewtui.filing.plain_text import short
from reviewtui.filing.sheet_rows import column_letters
from reviewtui.filing.verify.conditional import Conditional
from reviewtui.locales import _

_SPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ON: Final = ("1", "true")
_OFF: Final = ("0", "false")
_LOWEST: Final = 6.0
"""Points: of a lower row nobody reads a line."""
_NARROWEST: Final = 1.0
"""Characters: in a narrower column nobody sees that anything stands there."""
_MOST_COLUMNS: Final = 16_384
_PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_END: Final = r"(?:\$?([A-Z]{1,3}))?\$?([0-9]{1,7})?"
_AREA: Final = re.compile(f"{_END}:{_END}")


class Unseen:
    """What stands around the cells of one sheet; it is filled while they are read."""

    def __init__(self) -> None:
        self._rows: dict[int, float] = {}
        self._columns: list[tuple[int, int, float]] = []
        self._merged: list[str] = []
        self._said: dict[str, None] = {}
        self._notes: dict[str, str] = {}
        self._top_left = ""
        self.conditional: list[Conditional] = []

    def row(self, number: int, attributes: Mapping[str, str]) -> None:
        """A row begins."""
        height = 0.0 if attributes.get("hidden") in _ON else _number(attributes.get("ht", ""))
        if height is not None:
            self._rows[number] = height

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        """Something else begins."""
        space, _blank, local = name.rpartition(" ")
        if space not in _SPACES:
            if local in ("cfRule", "dataBar", "iconSet"):
                self._condition(local, attributes, foreign=True)
            return
        if local == "col":
            self._column(attributes)
        elif local == "mergeCell":
            self._merged.append(attributes.get("ref", ""))
        elif local in ("sheetFormatPr", "sheetView", "pane"):
            self._view(local, attributes)
        elif local == "dataValidation":
            text = " ".join(attributes.get(key, "") for key in ("promptTitle", "prompt")).strip()
            if text:
                self._notes[attributes.get("sqref", "")] = text
        else:
            self._condition(local, attributes, foreign=False)

    def _column(self, attributes: Mapping[str, str]) -> None:
        width = 0.0 if attributes.get("hidden") in _ON else _number(attributes.get("width", ""))
        first, last = (_number(attributes.get(key, "")) for key in ("min", "max"))
        if width is not None and first is not None and last is not None:
            self._columns.append((int(first), int(min(last, _MOST_COLUMNS)), width))

    def _view(self, local: str, attributes: Mapping[str, str]) -> None:
        height = _number(attributes.get("defaultRowHeight", ""))
        width = _number(attributes.get("defaultColWidth", ""))
        if attributes.get("zeroHeight") in _ON or (height is not None and height < _LOWEST):
            self._said[_("every row whose height is not stated is hidden")] = None
        if width is not None and width < _NARROWEST:
            self._said[_("every column whose width is not stated is hidden")] = None
        if attributes.get("showZeros") in _OFF:
            self._said[_("the number 0 is not shown on this sheet")] = None
        if attributes.get("showFormulas") in _ON:
            self._said[_("formulas are shown where their results should stand")] = None
        if local == "sheetView":
            self._top_left = attributes.get("topLeftCell", "A1")
        elif attributes.get("state", "").startswith("frozen") and self._top_left not in ("", "A1"):
            said = _("is frozen from {place} on: what is above and left of it is never seen")
            self._said[said.format(place=short(self._top_left))] = None

    def _condition(self, local: str, attributes: Mapping[str, str], *, foreign: bool) -> None:
        if local == "conditionalFormatting":
            self.conditional.append(Conditional(attributes.get("sqref", "")))
        elif local in ("cfRule", "dataBar", "iconSet"):
            if foreign and local == "cfRule":
                self.conditional.append(Conditional(""))
            if self.conditional:
                self.conditional[-1].add(local, attributes, foreign=foreign)

    def findings(self, grid: Grid, again: Callable[[], Grid]) -> Iterator[Finding]:
        """What of a sheet is not seen; what stands aside of it is nobody's.

        Args:
            grid: As it was laid out; its cells may be used up.
            again: Lays it out again; merged cells need what stands in them.
        """
        for said in self._said:
            yield Finding(grid.name, said)
        rows = [
            row
            for row, height in self._rows.items()
            if row <= grid.last_row and height < min(_LOWEST, grid.heights.get(row, grid.line) / 2)
        ]
        if rows:
            said = _("rows {rows} are hidden or too low to be read")
            yield Finding(grid.name, said.format(rows=_listed(rows, str)))
        columns = {
            column
            for first, last, width in self._columns
            for column in range(first, min(last, grid.columns) + 1)
            if width < min(_NARROWEST, grid.widths[column - 1] / 2)
        }
        if columns:
            said = _("columns {columns} are hidden or too narrow to be read")
            yield Finding(grid.name, said.format(columns=_listed(columns, column_letters)))
        yield from self._merged_over(grid, again)
        for place, text in self._notes.items():
            said = _("shows a note that was not exported where it is chosen: {text}")
            yield Finding(f"{grid.name}!{short(place)}", said.format(text=short(text)))

    def _merged_over(self, grid: Grid, again: Callable[[], Grid]) -> Iterator[Finding]:
        own = set(grid.merges)
        others = [one for text in self._merged if (one := _span(text)) and one not in own]
        if not others:
            return
        cells = again().cells
        for one in others:
            inside = (
                (row, column)
                for row, column in sorted(cells)
                if one.top <= row <= one.bottom and one.left <= column <= one.right
            )
            for place in inside:
                value = cells[place].value
                if place != (one.top, one.left) and value is not None and value != "":
                    first, hidden = (
                        f"{column_letters(column)}{row}"
                        for row, column in ((one.top, one.left), place)
                    )
                    said = _("is merged with the cells up to {last}, which hides {hidden}")
                    last = f"{column_letters(one.right)}{one.bottom}"
                    told = said.format(last=last, hidden=hidden)
                    yield Finding(f"{grid.name}!{first}", told)
                    break


def left_off_paper(grid: Grid, area: str, last: int) -> Iterator[Finding]:
    """That a print area leaves out some of what was exported.

    Args:
        grid: As it was laid out.
        area: As the file has it; "" for none, which prints all.
        last: The last row that must be printed.
    """
    spans = [_area(part, grid) for part in area.split(",")]
    known = [one for one in spans if one is not None]
    if known and not any(
        one.top <= 1 and one.left <= 1 and one.bottom >= last and one.right >= grid.columns
        for one in known
    ):
        said = _("its print area {area} leaves out a part of what was exported")
        yield Finding(grid.name, said.format(area=short(area.rpartition("!")[2])))


def _area(text: str, grid: Grid) -> Span | None:
    found = _AREA.fullmatch(text.rpartition("!")[2].strip())
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return Span(
        int(top) if top else 1,
        _column_number(left) if left else 1,
        int(bottom) if bottom else grid.last_row,
        _column_number(right) if right else grid.columns,
    )


def _span(text: str) -> Span | None:
    ends = [_PLACE.fullmatch(part) for part in text.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
    return Span(int(top), _column_number(left), int(bottom), _column_number(right))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _listed(numbers: Iterable[int], called: Callable[[int], str]) -> str:
    """Numbers with runs of them drawn together: 3–5, 9."""
    known = sorted(set(numbers))
    starts = [known[0], *(after for before, after in pairwise(known) if after > before + 1)]
    ends = [*(before for before, after in pairwise(known) if after > before + 1), known[-1]]
    return short(
        ", ".join(
            called(one) if one == two else f"{called(one)}-{called(two)}"
            for one, two in zip(starts, ends, strict=True)
        )
    )


def _number(text: str) -> float | None:
    try:
        return float(text) if len(text) < 40 else None
    except ValueError:
        return None

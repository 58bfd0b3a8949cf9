"""A meeting whose experts have Excel sheets, and hands that fill and spoil them."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.workbook.workbook import Workbook

from reviewtui.domain.panel import Panel
from reviewtui.exchange.issue import issue
from reviewtui.exchange.score_sheet import score_sheet_name
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.templates import begun

Hand = Callable[[Workbook], None]


def issued(folder: Path, panel: Panel) -> Path:
    """A desk's session with its issue folder beside it; the path of the session.

    Of one panel it is always the same session, with the same kits.
    """
    begun(folder, ("issued", repr(panel)), lambda place: issued_anew(place, panel))
    return folder / "desk.review"


def issued_anew(folder: Path, panel: Panel) -> Path:
    """The same, of a session of its own."""
    desk = folder / "desk.review"
    create_session(desk, panel)
    with Session.open(desk) as session:
        issue(session, folder / "kits")
    return desk


def sheet_of(desk: Path, expert: str = "01") -> Path:
    """An expert's sheet as it was issued."""
    return sheet_in(desk.parent / "kits", expert)


def sheet_in(folder: Path, expert: str) -> Path:
    """The same in a folder of kits."""
    return next(folder.rglob(score_sheet_name(expert)))


def cell_of(book: Workbook, candidate: str, code: str) -> SheetCell:
    """The cell of a candidate's row, found as a person does: by both codes."""
    for page in book.worksheets:
        columns: dict[str, int] = {}
        for line in page.iter_rows():
            texts = {str(cell.value): cell for cell in line if cell.value is not None}
            first = next(iter(texts), "")
            if first in ("code", "编号"):
                columns = {text: line.index(cell) for text, cell in texts.items()}
            elif first == code and candidate in columns:
                found = line[columns[candidate]]
                assert isinstance(found, SheetCell)
                return found
    raise KeyError((candidate, code))


def fill(path: Path, values: Mapping[tuple[str, str], Any], *hands: Hand) -> Path:
    """Type values into a copy of a sheet, then let hands at it; the copy."""
    book = load_workbook(path)
    for (candidate, code), value in values.items():
        cell_of(book, candidate, code).value = value
    for hand in hands:
        hand(book)
    copy = path.with_name(f"filled-{path.name}")
    book.save(copy)
    return copy


def whole(panel: Panel, mark: float = 8) -> dict[tuple[str, str], Any]:
    """The same mark for everything expert 01 is to score."""
    from reviewtui.domain.make_sheet import make_sheet

    sheet = make_sheet(panel, "panel", [])
    return {
        (candidate, row.code): mark
        for candidate in panel.assigned("01")
        for row in sheet.judged(candidate)
    }


def shows(number: int, said: object) -> bool:
    """Whether a number stands in something; digits inside a hash are none."""
    return re.search(rf"(?<![0-9a-f]){number}(?![0-9a-f])", str(said)) is not None

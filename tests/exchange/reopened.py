"""A desk whose second round is at work, and hands that fill and spoil its Excel sheets."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.workbook.workbook import Workbook

from reviewtui.exchange.issue import issue
from reviewtui.exchange.score_sheet import score_sheet_name
from reviewtui.session.backup import copy_session
from reviewtui.session.beginning_round import begin_round
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from tests.exchange.score_sheets import Hand
from tests.meeting import meeting, small_set
from tests.session.conftest import mark

REOPENED = {"1": ["1"], "2": []}
"""Both rows below 1 of candidate 1, and candidate 2 as a whole; 3 stays as it is."""
NOW, REASON = "mark now", "reason for another mark"


def second_round(folder: Path) -> Path:
    """Six experts, n gave n points everywhere; 05 left row 1.2 of 1 blank, 06 did not come.

    A second desk, `before.review`, knows nothing of the second round.
    """
    desk = folder / "desk.review"
    table = small_set(primaries=2, rows=2)
    create_session(desk, meeting(6, 3, table=table, granularity="rows").panel()[0])
    with Session.open(desk) as session:
        issue(session, folder / "kits")
        for number in range(1, 6):
            scoring = session.scoring(f"{number:02}", 1)
            holes = [hole for hole in scoring.holes() if number < 5 or hole != ("1", "1.2")]
            scoring.commit([mark(*hole, number) for hole in holes]).result()
            scoring.seal(left=number == 5).result()
        session.unseal()
        copy_session(session.meeting, folder / "before.review")
        begin_round(session, REOPENED, reason="discussed")
        issue(session, folder / "kits")
    return desk


def sheet_again(desk: Path, expert: str = "01", number: int = 2) -> Path:
    """An expert's sheet of a further round as it was issued."""
    return next((desk.parent / "kits").rglob(score_sheet_name(expert, number)))


def cells_of(book: Workbook, candidate: str, code: str) -> tuple[SheetCell, SheetCell]:
    """Where a line takes the mark and its reason, found as a person does."""
    for page in book.worksheets:
        heads: dict[str, int] = {}
        for line in page.iter_rows():
            texts = [str(cell.value) for cell in line]
            if NOW in texts:
                heads = {text: at for at, text in enumerate(texts)}
            elif heads and (candidate, code) == (texts[heads["candidate"]], texts[heads["code"]]):
                found = line[heads[NOW]], line[heads[REASON]]
                assert isinstance(found[0], SheetCell)
                assert isinstance(found[1], SheetCell)
                return found
    raise KeyError((candidate, code))


def fill_again(path: Path, said: Mapping[tuple[str, str], tuple[Any, Any]], *hands: Hand) -> Path:
    """Type marks and reasons into a copy of a sheet, then let hands at it; the copy."""
    book = load_workbook(path)
    for (candidate, code), values in said.items():
        for cell, value in zip(cells_of(book, candidate, code), values, strict=True):
            if value is not None:
                cell.value = value
    for hand in hands:
        hand(book)
    copy = path.with_name(f"filled-{path.name}")
    book.save(copy)
    return copy

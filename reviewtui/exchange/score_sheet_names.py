"""Names on a score sheet that stand beside another code than theirs.

Marks are taken by code; whoever fills in a sheet reads names. Where the two contradict each
other nobody can know whose marks they are.
"""

from collections.abc import Callable, Mapping

from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.score_sheet_form import is_person_line, row_text
from reviewtui.exchange.workbook_gate import ReceivedSheet
from reviewtui.locales import _

Tell = Callable[[str, str], None]
"""Takes the address of a cell and the sentence about it."""


def tell_candidates(
    received: ReceivedSheet, row: int, columns: Mapping[int, str], panel: Panel, tell: Tell
) -> None:
    """Name every cell of a line of names that names another candidate than the code above it."""
    names = {one.code: _plain(one.name) for one in panel.candidates}
    for column, code in columns.items():
        said = _plain(received.cell(row, column).text)
        if (other := _whose(said, code, names)) is not None:
            sentence = _(
                "the name of candidate {other} stands below the code {code}, so it cannot be told "
                "whose marks these are; take a fresh copy of the sheet"
            )
            tell(received.address(row, column), sentence.format(other=other, code=code))


def titles_of(sheet: Sheet) -> dict[str, str]:
    """The titles of all rows as `tell_row` compares them."""
    return {one.code: _plain(row_text(one)) for one in sheet.asked}


def tell_row(said: str, address: str, code: str, titles: Mapping[str, str], tell: Tell) -> None:
    """Name the title of a line if it is that of another row than its code says."""
    if (other := _whose(_plain(said), code, titles)) is not None:
        sentence = _(
            "the title of indicator {other} stands beside the code {code}, so it cannot be told "
            "what these marks are for; take a fresh copy of the sheet"
        )
        tell(address, sentence.format(other=other, code=code))


def tell_person(received: ReceivedSheet, above: int, expert: str, panel: Panel, tell: Tell) -> None:
    """Name a cell above the marks that says it is the sheet of another expert."""
    others = [one.code for one in panel.experts if one.code != expert]
    for (row, column), cell in received.cells.items():
        other = next((one for one in others if is_person_line(cell.text, one)), None)
        if row < above and other is not None:
            sentence = _(
                "this says it is the sheet of expert {other}, while it was issued to expert {own}"
            )
            tell(received.address(row, column), sentence.format(other=other, own=expert))


def _whose(said: str, code: str, texts: Mapping[str, str]) -> str | None:
    """The code a text belongs to, if it is certainly another's than it stands beside."""
    if not said or said == texts.get(code):
        return None
    return next((other for other, text in texts.items() if text == said), None)


def _plain(text: str) -> str:
    return "".join(text.split())

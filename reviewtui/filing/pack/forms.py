"""提交确认签字表 · 修改单 · 空白评分表: the papers of the room below, laid out as grids.

They are drawn once, in `exchange`, for a form that is filled in or for a page that is printed.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reviewtui.domain.further_round import RoundStart, reopened_rows
from reviewtui.exchange.form_writer import LINE, Look, lines
from reviewtui.exchange.paper_sheet import lay_out_paper_sheet
from reviewtui.exchange.score_sheet_form import PAPER_FORM, Identity
from reviewtui.exchange.signature_list import lay_out_signatures
from reviewtui.filing.measure import HIGHEST, on_lines
from reviewtui.filing.model import Grid, PrintSetup, Span
from reviewtui.filing.pack.occasion import Occasion
from reviewtui.filing.plain_text import plain
from reviewtui.filing.sheet_names import sheet_names
from reviewtui.filing.styles import Across, Style
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.exchange.form_writer import Leaf
    from reviewtui.session.desk_change import Changed
    from reviewtui.session.session import Session

_LOOKS: Final = {
    Look.TITLE: Style("form title", size=16, bold=True, border=False),
    Look.NOTE: Style("form note", size=11, across=Across.LEFT, border=False),
    Look.HEAD: Style("form head", size=11, bold=True, fill="E7EAEF"),
    Look.CODE: Style("form code", size=11),
    Look.TEXT: Style("form text", size=11, across=Across.LEFT),
    Look.GROUP: Style("form group", size=11, bold=True, across=Across.LEFT, fill="F3F4F6"),
    Look.GROUP_CODE: Style("form group code", size=11, bold=True, fill="F3F4F6"),
    Look.MARK: Style("form box", size=11),
    Look.WRITING: Style("form writing", size=11, across=Across.LEFT),
    Look.SHUT: Style("form shut", size=11, fill="D9D9D9"),
    Look.BOX: Style("form box", size=11),
}


class GridPaper:
    """A paper whose pages become grids.

    Args:
        warnings: What stands above every page.
        name: Gives a sheet its name, by how many there were before.
    """

    def __init__(self, warnings: Sequence[str], name: Callable[[int], str]) -> None:
        self.grids: list[Grid] = []
        self._header, self._name = " ".join(warnings), name

    def page(self, name: str, widths: Sequence[float], *, landscape: bool = False) -> "Leaf":
        """A new page; it is called by its place in the pack."""
        del name
        grid = Grid(self._name(len(self.grids)), tuple(widths))
        grid.print = PrintSetup(landscape=landscape, header=self._header)
        self.grids.append(grid)
        return GridLeaf(grid)


class GridLeaf:
    """One page of such a paper."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    def put(self, row: int, column: int, text: str, look: Look) -> None:
        """A text in a cell."""
        self._grid.put(row, column, text, _LOOKS[look])

    def line(self, row: int, text: str, look: Look, *, least: int = 1) -> None:
        """A text across the whole page, as high as it needs."""
        grid = self._grid
        style = _LOOKS[look]
        said = on_lines(text, sum(grid.widths), style) if look is Look.NOTE else text
        grid.put_span(Span(row, 1, row, grid.columns), said, style)
        self.height(row, max(least, lines(plain(said), sum(grid.widths))), look)

    def row(self, row: int, texts: Sequence[str], looks: Sequence[Look], *, least: int = 1) -> None:
        """Texts from the first column on, as high as the longest needs."""
        for column, (text, look) in enumerate(zip(texts, looks, strict=True), 1):
            self.put(row, column, text, look)
        needed = (lines(text, self._grid.widths[at]) for at, text in enumerate(texts))
        self.height(row, max(least, *needed))

    def rest(self, row: int, column: int, look: Look) -> None:
        """One empty cell from a column to the last."""
        self._grid.put_span(Span(row, column, row, self._grid.columns), None, _LOOKS[look])

    def height(self, row: int, count: int, look: Look = Look.TEXT) -> None:
        """Room for so many lines."""
        one = LINE * 1.7 if look is Look.TITLE else LINE
        self._grid.heights[row] = min(one * count + 5, HIGHEST)

    def repeat(self, first: int, last: int) -> None:
        """Print these rows on every page."""
        self._grid.print.title_rows = (first, last)

    def fit_width(self) -> None:
        """A grid is one page wide anyway; here it is one page high, too, where that is readable."""
        self._grid.print.whole = True

    def footer(self, left: str) -> None:
        """The line at the foot of every printed page."""
        self._grid.print.footer = (left, _("Page {page} of {pages}"), "")


def signature_list(occasion: Occasion) -> list[Grid]:
    """提交确认签字表: version and check code by the expert's own hand."""
    paper = GridPaper(occasion.warnings(), lambda _at: _("Submissions confirmed"))
    lay_out_signatures(
        paper,
        occasion.panel,
        occasion.session,
        occasion.sheet.hash,
        named=occasion.named,
        said=occasion.round_said,
    )
    return paper.grids


def blank_sheets(
    occasion: Occasion, starts: Mapping[str, RoundStart] = MappingProxyType({})
) -> list[Grid]:
    """空白评分表: for every expert who has something to judge, boxes for a pen.

    Args:
        starts: What each begins a further round with; then that is what is reopened for him.
    """
    panel = occasion.panel
    due = {
        code: reopened_rows(start, panel, occasion.sheet, code) for code, start in starts.items()
    }
    sitting = [
        item
        for item in panel.sitting
        if (due.get(item.code) if starts else panel.assigned(item.code))
    ]
    names = sheet_names(_("Blank {number}"), [item.code for item in sitting])
    grids: list[Grid] = []
    for expert, name in zip(sitting, names, strict=True):
        paper = GridPaper(occasion.warnings(), _numbered(name))
        identity = Identity(
            PAPER_FORM,
            occasion.session,
            occasion.sheet.hash,
            expert.code,
            str(occasion.round),
            occasion.kits.get(expert.code, ""),
        )
        lay_out_paper_sheet(
            paper,
            panel,
            occasion.sheet,
            identity,
            starts.get(expert.code),
            named=occasion.named,
        )
        grids += paper.grids
    return grids


def change_slips(
    session: "Session", occasion: Occasion, changes: Sequence["Changed"]
) -> list[Grid]:
    """修改单: one for every change at the desk."""
    from reviewtui.exchange.change_slip import lay_out_change_slip

    paper = GridPaper(
        occasion.warnings(), lambda at: _("Change slip {number}").format(number=at + 1)
    )
    for changed in changes:
        lay_out_change_slip(paper, session, changed, named=occasion.named)
    return paper.grids


def _numbered(name: str) -> Callable[[int], str]:
    return lambda at: f"{name}-{at + 1}" if at else name

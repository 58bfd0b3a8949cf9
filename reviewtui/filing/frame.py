"""What every sheet has alike: title, warnings, names, foot of the page."""

from typing import Final

from reviewtui.filing.measure import capacity, fit_heights, lines
from reviewtui.filing.model import Grid, PrintSetup, Span
from reviewtui.filing.paging import Sides, side_by_side
from reviewtui.filing.record import Record
from reviewtui.filing.styles import NOTE, TITLE, UNDER_TITLE, WARNING, Style, sized
from reviewtui.locales import _

_UPRIGHT: Final = 87.0
_ACROSS: Final = 130.0
"""Units of width that A4 takes at full size, upright and across."""
_MOST_ENLARGED: Final = 1.7


def begin(
    record: Record,
    name: str,
    heading: str,
    widths: tuple[float, ...],
    *,
    landscape: bool = False,
    sides: Sides | None = None,
) -> Grid:
    """A grid with the panel's title, the sheet's heading with its round, and the warnings on top.

    Args:
        record: What is exported.
        name: Of the sheet.
        heading: Second line of the title.
        widths: Of the columns.
        landscape: Whether the page lies across.
        sides: How columns of one kind go on to further pages across, as of `side_by_side`.
    """
    grid = Grid(name, widths)
    grid.print = page_setup(record, landscape=landscape)
    if sides:
        side_by_side(grid, *sides)
    said = "　".join(filter(None, (heading, record.round_said)))
    grid.put_line(f"{record.panel.title}\n{said}", enlarged(grid, TITLE))
    for warning in record.warnings():
        grid.put_line(warning, enlarged(grid, WARNING))
    return grid


def page_setup(record: Record, *, landscape: bool = False, said: str = "") -> PrintSetup:
    """What stands above and below every page; `said` behind the warnings above it."""
    return PrintSetup(
        landscape=landscape,
        header=" ".join(filter(None, (*record.warnings(), said))),
        footer=(
            _("Check code {code}").format(code=record.code),
            _("Page {page} of {pages}"),
            _("Content {start}").format(start=record.content[:16]),
        ),
    )


def informing_setup(record: Record) -> PrintSetup:
    """The same on the sheets of an analysis, whose every page says that it changes no result."""
    return page_setup(record, landscape=True, said=changes_nothing())


def changes_nothing() -> str:
    """What stands over everything that is for information only."""
    return _("For information only; changes no result")


def enlarged(grid: Grid, style: Style) -> Style:
    """The look for a line outside the table, so large that it can be read when a wide grid
    is scaled down to the page."""
    full = _ACROSS if grid.print.landscape else _UPRIGHT
    factor = min(_MOST_ENLARGED, max(1.0, sum(grid.widths[: grid.across]) / full))
    return sized(style, round(style.size * factor * 2) / 2)


def under_title(grid: Grid, record: Record, right: str = "") -> None:
    """The line between title and table: who reviews, when, and `right` beside it."""
    row = grid.last_row + 1
    panel = record.panel
    left = _("Organiser: {name}").format(name=panel.organiser) if panel.organiser else ""
    date = _("Date: {date}").format(date=panel.date.isoformat()) if panel.date else ""
    said = "　".join(filter(None, (right, date)))
    half, style = _parted(grid, left, said)
    sides = (left, grid.widths[:half]), (said, grid.widths[half : grid.across])
    if any(lines(text, capacity(sum(widths), style)) > 1 for text, widths in sides):
        grid.put_line("　".join(filter(None, (left, said))), enlarged(grid, UNDER_TITLE))
        return
    grid.put_span(Span(row, 1, row, half), left, style)
    grid.put_span(Span(row, half + 1, row, grid.across), said, style)


def _parted(grid: Grid, left: str, right: str) -> tuple[int, Style]:
    """After how many columns a line is parted, and how it looks: both texts on one line, a
    little smaller if need be, then most evenly."""
    widths = grid.widths[: grid.across]
    full = enlarged(grid, UNDER_TITLE)

    def badness(parted: tuple[int, Style]) -> tuple[int, float, float]:
        at, style = parted
        one, two = sum(widths[:at]), sum(widths[at:])
        needed = lines(left, capacity(one, style)) + lines(right, capacity(two, style))
        return needed, -style.size, abs(one - two)

    sizes = (sized(full, full.size - less) for less in (0.0, 1.0, 1.5))
    places = range(1, max(2, len(widths)))
    return min(((at, style) for style in sizes for at in places), key=badness)


def notes(grid: Grid, sentences: list[str]) -> None:
    """Numbered notes under a table."""
    style = enlarged(grid, NOTE)
    for number, sentence in enumerate(sentences, 1):
        label = _("Notes: ") if number == 1 else ""
        text = f"{label}{number}. {sentence}" if len(sentences) > 1 else f"{label}{sentence}"
        grid.put_line(text, style)


def finish(grid: Grid) -> Grid:
    """Give every row the height its texts need."""
    fit_heights(grid)
    return grid

"""What a paper may say at any time: who meets, about what, by which rule; never a mark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reviewtui.domain.naming import round_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.score_sheet_form import short_code
from reviewtui.filing.frame import enlarged
from reviewtui.filing.model import Grid, PrintSetup
from reviewtui.filing.styles import TITLE, UNDER_TITLE, WARNING, Across, Style
from reviewtui.locales import _
from reviewtui.tally.status import status_notes

if TYPE_CHECKING:
    from reviewtui.session.session import Session

SPARE: Final = 2
"""Free lines at the end of a list of people."""
SIGNED: Final = 30.0
"""Points of a line that is signed."""
PARAGRAPH: Final = Style("paragraph", size=11, across=Across.LEFT, border=False)


@dataclass(frozen=True)
class Occasion:
    """A meeting as far as the blind papers know it.

    Attributes:
        round: Which round the papers are for.
        made_at: When the session was made, UTC, milliseconds since 1970.
        kits: Public key of each expert's valid kit, where one was issued.
        named: Whether experts stand by name beside their number.
        several: Whether there are further rounds.
    """

    session: str
    panel: Panel
    sheet: Sheet
    round: int
    made_at: int
    kits: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    several: bool = False

    @property
    def round_said(self) -> str:
        """Which round the papers are for; "" where there is one only."""
        return round_name(self.round) if self.several else ""

    def warnings(self) -> list[str]:
        """What must stand on every page."""
        return status_notes(self.panel)

    @property
    def code(self) -> str:
        """Which meeting, and which rows and candidates."""
        return short_code(self.session, self.sheet.hash)


def occasion_of(session: "Session", number: int | None = None, *, named: bool = False) -> Occasion:
    """What the blind papers say of a session."""
    number = number or session.meeting.official
    from reviewtui.session.board import kits_out

    return Occasion(
        session=session.id,
        panel=session.panel,
        sheet=session.sheet,
        round=number,
        made_at=session.created_at,
        kits=kits_out(session, number),
        named=named,
        several=bool(session.meeting.further),
    )


def leaf(
    occasion: Occasion,
    name: str,
    widths: tuple[float, ...],
    *,
    landscape: bool = False,
    said: str = "",
) -> Grid:
    """A grid with the panel's title, its own name with what is `said` behind it, the warnings,
    and when and where."""
    panel = occasion.panel
    grid = Grid(name, widths)
    grid.print = PrintSetup(
        landscape=landscape,
        header=" ".join(occasion.warnings()),
        footer=(_("Sheet {code}").format(code=occasion.code), _("Page {page} of {pages}"), ""),
    )
    heading = "　".join(filter(None, (name, said)))
    grid.put_line(f"{panel.title}\n{heading}", enlarged(grid, TITLE))
    for warning in occasion.warnings():
        grid.put_line(warning, enlarged(grid, WARNING))
    organiser = _("Organiser: {name}").format(name=panel.organiser) if panel.organiser else ""
    date = _("Date: {date}").format(date=panel.date.isoformat()) if panel.date else ""
    grid.put_line("　".join(filter(None, (organiser, date))), enlarged(grid, UNDER_TITLE))
    return grid

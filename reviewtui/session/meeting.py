"""An open session's unchanging parts, shared by everything that works on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from reviewtui import __version__
from reviewtui.domain.ballot import Ballot
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import _
from reviewtui.session.clock import Sources
from reviewtui.session.definition import read_definition
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import SALT, SALT_SIZE
from reviewtui.session.marks import FilledIn, filled_in
from reviewtui.session.opening_record import read_openings
from reviewtui.session.round_record import FIRST_ROUND, read_rounds
from reviewtui.session.writer import Writer

if TYPE_CHECKING:
    from reviewtui.domain.contested import Contest


class Keeper(StrEnum):
    """Whose file a session is."""

    DESK = "desk"
    EXPERT = "expert"


@dataclass(frozen=True)
class Meeting:
    """File, panel and sheet of one open session.

    Attributes:
        contests: Codes that two desks gave to two people.
        opened: Rounds whose ballots are open.
        further: Rounds after the first that were begun.
        filled_in: By ballot how far it came, as far as it was asked; ballots never change.
        taken_down: Ballots by content id that were verified and parsed, where the file is only
            read: its bytes stay what they are.
    """

    file: SessionFile
    writer: Writer
    id: str
    role: Keeper
    panel: Panel
    sheet: Sheet
    created_at: int
    app: str
    sources: Sources
    contests: "Mapping[str, Contest]" = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)
    further: set[int] = field(default_factory=set)
    filled_in: dict[int, dict[str, FilledIn]] = field(default_factory=dict)
    taken_down: dict[str, Ballot] = field(default_factory=dict)

    @property
    def round(self) -> int:
        """The round at work: the last that was begun."""
        return max(self.further, default=FIRST_ROUND)

    @property
    def official(self) -> int:
        """The round whose result is the official one: the last that is open."""
        return max(self.opened, default=FIRST_ROUND)

    def salt(self) -> dict[str, Canonical]:
        """What an entry with marks carries besides, where its hash goes onto a stick."""
        if self.role is Keeper.DESK:
            return {}
        return {SALT: self.sources.random_bytes(SALT_SIZE).hex()}


def how_far(meeting: Meeting, number: int) -> dict[str, FilledIn]:
    """By candidate how far a ballot came; empty while it is closed."""
    if number not in meeting.filled_in:
        found = filled_in(meeting.file, meeting.id, number)
        if not found:
            return {}
        meeting.filled_in[number] = found
    return meeting.filled_in[number]


def require_desk(meeting: Meeting) -> None:
    """Whether this is the session of the desk.

    Raises:
        Refused: If it is an expert's working copy.
    """
    if meeting.role is not Keeper.DESK:
        raise refused(
            meeting.file.path,
            _("this is an expert's working copy; do this in the session of the desk"),
        )


def read_meeting(file: SessionFile, sources: Sources) -> Meeting:
    """The one session that a file holds.

    Raises:
        Refused: If there is not exactly one, or it does not come out as it was made.
    """
    rows = file.read("SELECT session_id, role, created_at FROM session")
    if len(rows) != 1:
        raise refused(file.path, _("the file does not hold exactly one session"))
    session, role, created_at = rows[0]
    definition = read_definition(file, session)
    return Meeting(
        file=file,
        writer=Writer(file, session, sources.now),
        id=session,
        role=Keeper(role),
        panel=definition.panel,
        sheet=definition.sheet,
        created_at=created_at,
        app=__version__,
        sources=sources,
        contests=definition.contests,
        opened={opening.round for opening in read_openings(file, session)},
        further={one.number for one in read_rounds(file, session)},
    )

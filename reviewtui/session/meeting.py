"""An open session's unchanging parts, shared by everything that works on it."""

from dataclasses import dataclass, field
from enum import StrEnum

from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.session.clock import Sources
from reviewtui.session.file import SessionFile
from reviewtui.session.writer import Writer


class Keeper(StrEnum):
    """Whose file a session is."""

    DESK = "desk"
    EXPERT = "expert"


@dataclass(frozen=True)
class Meeting:
    """File, panel and sheet of one open session; `opened` grows when a round is opened."""

    file: SessionFile
    writer: Writer
    id: str
    role: Keeper
    panel: Panel
    sheet: Sheet
    created_at: int
    app: str
    sources: Sources
    opened: set[int] = field(default_factory=set)

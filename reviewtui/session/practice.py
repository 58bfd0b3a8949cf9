"""A practice candidate: the same sheet and the same hand, in memory, and nothing of it counts.

It knows no session file, no key and no mirror: there is no way from here into a ballot.
"""

import sqlite3
from concurrent.futures import Future
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final

from reviewtui import __version__
from reviewtui.domain.findings import Refused
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import Candidate, Panel
from reviewtui.locales import _
from reviewtui.session.clock import Sources
from reviewtui.session.file import SessionFile
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.recall import Sealed
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.schema import create_tables
from reviewtui.session.scoring import Saved, Scoring
from reviewtui.session.writer import Writer

MEMORY: Final = ":memory:"


class Practice(Scoring):
    """An expert's sheet with one invented candidate; it can be neither submitted nor found again.

    Args:
        real: The sheet that is practised for; nothing but panel and expert are taken from it.
    """

    practice = True

    def __init__(self, real: Scoring) -> None:
        super().__init__(_meeting(real.panel), real.expert.code, FIRST_ROUND)

    def seal(self, reason: str = "", left: bool = False) -> Future[Sealed]:
        """Refused: practice is not submitted."""
        del reason, left
        return self._failed(Refused(not_submitted()))

    def reopen(self, reason: str) -> Future[Saved]:
        """Refused: practice is not submitted."""
        del reason
        return self._failed(Refused(not_submitted()))

    def close(self) -> None:
        """Forget everything."""
        self._meeting.writer.close()
        self._meeting.file.connection.close()


def not_submitted() -> str:
    """Why practice does not go on to submitting."""
    return _("This is practice and is not submitted; nothing of it counts")


def _meeting(panel: Panel) -> Meeting:
    """A meeting in memory: rows and rule of the panel, and one invented candidate."""
    candidate = Candidate(_free_code(panel), _("practice candidate (example)"))
    own = replace(
        panel,
        candidates=(candidate,),
        presentation=(),
        recusals=(),
        assignment=None,
        overlays=(),
        settled=(),
        data=None,
    )
    connection = sqlite3.connect(MEMORY, isolation_level=None, check_same_thread=False)
    create_tables(connection)
    file = SessionFile(Path(MEMORY), connection)
    sources = Sources()
    return Meeting(
        file=file,
        writer=Writer(file, MEMORY, sources.now),
        id=MEMORY,
        role=Keeper.EXPERT,
        panel=own,
        sheet=make_sheet(own, MEMORY, []),
        created_at=sources.now(),
        app=__version__,
        sources=sources,
    )


def _free_code(panel: Panel) -> str:
    """99, or more nines where a real candidate has that number."""
    taken = {candidate.code for candidate in panel.candidates}
    return next(code for code in ("9" * length for length in count(2)) if code not in taken)

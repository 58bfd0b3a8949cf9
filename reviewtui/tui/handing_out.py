"""What leaves the screens as files: written in the room for it, off the interface thread."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewtui.session.session import Session
    from reviewtui.tally.verdict import Verdict


async def write_workbook(session: "Session", verdict: "Verdict", path: Path) -> None:
    """Export the results.

    Raises:
        Refused: If the file exists or cannot be written.
    """
    from reviewtui.filing.workbook import export_workbook

    await asyncio.to_thread(export_workbook, session, verdict, path)

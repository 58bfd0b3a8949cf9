"""What leaves the screens as files: written in the room for it, off the interface thread."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewtui.filing.pack.pack import Pack
    from reviewtui.session.session import Session
    from reviewtui.tally.projected import Picture
    from reviewtui.tally.verdict import Verdict


class StoppedError(Exception):
    """The person at the desk wants it no more; nothing was written."""


class Watch(NamedTuple):
    """Who waits for long work.

    Attributes:
        told: Told on the interface thread what is being done.
        stopped: Whether it is to end before anything is written.
    """

    told: "Callable[[str], None]"
    stopped: "Callable[[], bool]" = lambda: False

    def from_thread(self) -> "Callable[[str], None]":
        """What the work tells, in a thread of its own; raises StoppedError where it is to end."""
        loop = asyncio.get_running_loop()

        def tell(text: str) -> None:
            if self.stopped():
                raise StoppedError
            loop.call_soon_threadsafe(self.told, text)

        return tell


async def write_workbook(
    session: "Session",
    verdict: "Verdict",
    path: Path,
    watch: Watch,
    *,
    analysis: bool = False,
    named: bool = True,
) -> None:
    """Export the results; with their statistics on sheets of their own where wished.

    Args:
        named: Whether the list is added that says which number is which expert.

    Raises:
        Refused: If the file exists or cannot be written.
        StoppedError: If it was stopped.
    """
    from reviewtui.filing.workbook import export_workbook

    tell = watch.from_thread()

    def write() -> None:
        statistics = None
        if analysis:
            from reviewtui.filing.analysed.statistics import Statistics
            from reviewtui.tally.analysis.run import analysis as analyse

            panel, sheet = session.panel, session.sheet
            statistics = Statistics(dict(analyse(panel, sheet, verdict, session.marks())))
        export_workbook(session, verdict, path, named=named, statistics=statistics, progress=tell)

    await asyncio.to_thread(write)


def write_lines(lines: "Sequence[str]", path: Path) -> None:
    """Write text to be printed; refusals as `write_workbook`."""
    from reviewtui.filing.text_file import write_lines as write

    write(lines, path)


def write_page(picture: "Picture", path: Path) -> None:
    """Write the page for a projector; refusals as `write_workbook`."""
    from reviewtui.filing import projector_page

    projector_page.write_page(picture, path)


class Wish(NamedTuple):
    """Which papers are to be written.

    Attributes:
        only: Numbers of papers; empty for all.
        detail: Whether every expert's marks stand row by row, too.
        named: Whether experts stand by name beside their number.
        round: Of which round; 0 for the official one.
        extract: A candidate whose own numbers are written instead of the papers.
    """

    only: tuple[int, ...] = ()
    detail: bool = False
    named: bool = False
    round: int = 0
    extract: str = ""


async def write_pack(session: "Session", folder: Path, wish: Wish, watch: Watch) -> "Pack":
    """Write papers, with the result if the ballots are open.

    Args:
        session: Of the desk.
        folder: Where to.
        wish: Which ones.
        watch: Told what is being done.

    Raises:
        Refused: If a file exists or cannot be written.
        StoppedError: If it was stopped.
    """
    from reviewtui.filing.pack.extract import print_extract
    from reviewtui.filing.pack.pack import print_pack
    from reviewtui.session.rule_freeze import note_rule_printed, rule_is_frozen
    from reviewtui.tally.official import outcome_of, verdict_of

    tell = watch.from_thread()
    number = wish.round or session.meeting.official

    def write() -> "Pack":
        shown = session.can_show_results(number)
        if wish.extract and shown:
            verdict = verdict_of(session, number)
            return print_extract(
                session, verdict, folder, wish.extract, round=number, progress=tell
            )
        pack = print_pack(
            session,
            outcome_of(session, number) if shown else None,
            folder,
            only=wish.only,
            detail=wish.detail,
            named=wish.named,
            round=number,
            progress=tell,
        )
        if not pack.rule or rule_is_frozen(session):
            return pack._replace(rule=False)
        note_rule_printed(session)
        return pack

    return await asyncio.to_thread(write)


def free_name(path: Path) -> Path:
    """The path, or the first one with a number behind its name that is not taken yet."""
    number, found = 2, path
    while found.exists():
        found, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return found


def typed_path(text: str) -> Path:
    """A path as it was typed; `~` is one's own folder, and a `~` that is nobody's stays."""
    return Path(os.path.expanduser(text))

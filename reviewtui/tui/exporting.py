"""Files from a screen: the path is asked for, then they are written in the background."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewtui.domain.findings import Refused
from reviewtui.locales import _
from reviewtui.tui import handing_out
from reviewtui.tui.flow import refusal_words
from reviewtui.tui.screens.menu import Item, Menu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewtui.tally.projected import Picture
    from reviewtui.tally.verdict import Verdict
    from reviewtui.tui.screens.page import TablePage


def ask_workbook(screen: "TablePage[Any]", verdict: "Verdict", *, analysis: bool = False) -> None:
    """Ask whether with the list of names and where to, and write the workbook.

    Args:
        screen: Where the wish came from.
        verdict: What is written.
        analysis: Whether sheets with its statistics are added; nothing in them is about experts.
    """
    session = screen.review.session
    path = session.path.with_suffix(".xlsx")
    if analysis:
        path = path.with_stem(_("{meeting}-analysis").format(meeting=path.stem))

    def chosen(named: bool | None) -> None:
        if named is None:
            return

        def write(target: Path, watch: handing_out.Watch) -> Awaitable[None]:
            return handing_out.write_workbook(
                session, verdict, target, watch, analysis=analysis, named=named
            )

        _ask(screen, _("Write the workbook to"), path, write)

    names = [
        Item(_("With the list of names: which number is which expert"), value=True),
        Item(_("Without names: experts stand by number only"), value=False),
    ]
    screen.app.push_screen(Menu(_("Names in the workbook"), names, marked=0), chosen)


def ask_page(screen: "TablePage[Any]", picture: "Picture") -> None:
    """Ask where to, and write the page for a projector."""

    def write(target: Path, _watch: handing_out.Watch) -> Awaitable[None]:
        return asyncio.to_thread(handing_out.write_page, picture, target)

    _ask(screen, _("Write the page to"), screen.review.session.path.with_suffix(".html"), write)


def ask_discussion(screen: "TablePage[Any]", lines: "Sequence[str]") -> None:
    """Ask where to, and write the list of what is to be discussed."""
    path = screen.review.session.path

    def write(target: Path, _watch: handing_out.Watch) -> Awaitable[None]:
        return asyncio.to_thread(handing_out.write_lines, lines, target)

    name = _("{meeting}-discussion.txt").format(meeting=path.stem)
    _ask(screen, _("Write the list to"), path.with_name(name), write)


def _ask(
    screen: "TablePage[Any]",
    question: str,
    path: Path,
    write: Callable[[Path, handing_out.Watch], Awaitable[None]],
) -> None:
    """Leaving the screen stops the work; nothing is written then."""
    from reviewtui.tui.screens.ask import Ask

    pattern = _("{doing} (Esc stops it)")

    def told(text: str) -> None:
        if screen.is_attached:
            screen.instruct(pattern.format(doing=text))

    async def work(target: Path) -> None:
        screen.instruct(_("Writing {path} ...").format(path=target))
        try:
            await write(target, handing_out.Watch(told, lambda: not screen.is_attached))
        except Refused as refusal:
            screen.say(refusal_words(screen, refusal))
        else:
            screen.say(_("Written: {path}").format(path=target))
        screen.moved()

    def begin(answer: str | None) -> None:
        if answer is not None:
            target = handing_out.typed_path(answer)
            screen.run_worker(work(target), group="writing", exclusive=True)

    note = _("An existing file is not overwritten")
    screen.app.push_screen(Ask(question, note, str(handing_out.free_name(path))), begin)

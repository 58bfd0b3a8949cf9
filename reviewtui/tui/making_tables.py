"""Choosing the table of a draft: one that is known, a document, a set file, pasted text."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui.domain.findings import Refused
from reviewtui.exchange.drafting.tables import from_file, from_text, use_set, use_table
from reviewtui.locales import _
from reviewtui.locales.width import wrap
from reviewtui.tui.lines import Line, line
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.menu import Item, Menu
from reviewtui.tui.screens.reading import ReadingScreen
from reviewtui.tui.screens.reason import confirm

if TYPE_CHECKING:
    from reviewtui.exchange.table_import import Recognised
    from reviewtui.tui.making_page import MakingPage

_FILE: Final = "file:"
_PASTE: Final = "paste:"


def choose_table(page: "MakingPage", then: Callable[[], None]) -> None:
    """Ask for the table; `then` is called once the draft names one."""
    from reviewtui.exchange.documents import load_set
    from reviewtui.exchange.library import sets

    items = []
    for resource in sets():
        try:
            table = load_set(resource.path)
        except Refused:
            continue  # `indicators list` says what is wrong with a set of one's own
        items.append(Item(table.called(), resource.id))
    items.append(Item(_("From a file: .docx, .xlsx, .csv, text, or a set .toml"), _FILE))
    items.append(Item(_("Paste the table of a notice"), _PASTE))

    def take(choice: str | None) -> None:
        match choice:
            case None:
                pass
            case "file:":
                page.app.push_screen(Ask(_("Path of the document or set")), typed)
            case "paste:":
                _paste(page, then)
            case name:
                _use(page, lambda: use_set(page.draft, name), then)

    def typed(text: str | None) -> None:
        if text is not None:
            _from_file(page, Path(text).expanduser(), then)

    page.app.push_screen(Menu(_("Which indicator table?"), items), take)


def _use(page: "MakingPage", work: Callable[[], object], then: Callable[[], None]) -> None:
    try:
        work()
    except Refused as refused:
        page.say(str(refused))
        return
    page.fill()
    then()


def _from_file(page: "MakingPage", path: Path, then: Callable[[], None]) -> None:
    if path.suffix == ".toml":
        name = path.name if path.parent == page.draft.path.parent else path.absolute().as_posix()
        _use(page, lambda: use_set(page.draft, name), then)
        return
    try:
        table = from_file(path)
    except Refused as refused:
        page.say(str(refused))
        return
    _preview(page, table, path.name, then)


def _paste(page: "MakingPage", then: Callable[[], None]) -> None:
    from reviewtui.tui.screens.lines_field import LinesScreen

    def read(text: str) -> list[tuple[str, bool]]:
        count = sum(bool(part.strip()) for part in text.splitlines())
        return [(_("{count} lines").format(count=count), False)]

    def done(text: str | None) -> None:
        if not text:
            return
        try:
            table = from_text(text)
        except Refused as refused:
            page.say(str(refused))
            return
        _preview(page, table, _("pasted text"), then)

    page.app.push_screen(
        LinesScreen(
            _("Paste the table of a notice"),
            _("Paste the text here; Esc goes on to what is recognised in it"),
            read=read,
        ),
        done,
    )


def _preview(
    page: "MakingPage", table: "Recognised", source: str, then: Callable[[], None]
) -> None:
    """Show what was recognised, then ask whether it is to be used."""
    from reviewtui.exchange.table_import import preview

    def write(width: int) -> list[Line]:
        return [line(part) for text in preview(table) for part in wrap(text, width - 1, hang=4)]

    def sure(_nothing: None) -> None:
        confirm(
            page,
            _("Use this table?"),
            _("Use it: {count} rows").format(count=table.leaves),
            lambda: _use(page, lambda: use_table(page.draft, table, source), then),
            notes=[_("It is written as a set file beside the draft; its origin is noted there.")],
        )

    page.app.push_screen(ReadingScreen(_("What is recognised"), write, below=source), sure)

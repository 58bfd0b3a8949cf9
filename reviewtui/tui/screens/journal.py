"""日志: what happened, in words, the newest first; never a mark."""

from typing import TYPE_CHECKING

from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Words

if TYPE_CHECKING:
    from reviewtui.domain.findings import Finding
    from reviewtui.session.journal_words import Entry


class JournalScreen(TablePage[None]):
    """A page to read; nothing can be done here."""

    SCOPE = Scope.JOURNAL

    def __init__(self) -> None:
        super().__init__()
        self._read: tuple[list[Entry], Finding | None] | None = None

    def on_mount(self) -> None:
        """Read the journal while the page opens."""
        super().on_mount()
        session = self.review.session

        def read() -> "tuple[list[Entry], Finding | None]":
            from reviewtui.session.journal_words import told

            return told(session), session.verify_journal()

        carry_out(self, read, self._take)

    def _take(self, read: "tuple[list[Entry], Finding | None]") -> None:
        self._read = read
        self.fill()

    def fill(self) -> None:
        """Show what was read."""
        title = self.review.session.panel.title
        if self._read is None:
            self.head = Head(_("Journal"), title)
            self.show([Words(_("Reading the journal ..."), Tone.DIM)])
            return
        entries, broken = self._read
        self.head = Head(
            _("Journal"),
            title,
            _("{count} entries, the newest first").format(count=entries[-1].last if entries else 0),
            str(broken) if broken else _("the chain is whole"),
            Tone.BAD if broken else Tone.DIM,
        )
        self.show([Words(_line(entry)) for entry in reversed(entries)])
        self.instruct(_("Up, Down, PgUp, PgDn: read on; Esc: back"))


def _line(entry: "Entry") -> str:
    return f"{entry.last:>4}  {local_time(entry.at):%m-%d %H:%M}  {entry.words}"

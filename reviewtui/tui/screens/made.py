"""The meeting was made: the opening code for its envelope, and what comes next."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui.domain.panel import Panel
from reviewtui.locales import _
from reviewtui.session.envelope_words import envelope_words
from reviewtui.session.opening_code import grouped
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.making import Made
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.tui.making import MakingApp

DESK: Final = "desk"
LATER: Final = "later"


class MadeScreen(TablePage[None]):
    """Nothing leaves this page by itself: the code may be shown this once."""

    SCOPE = Scope.MADE

    def __init__(self, session: Path, panel: Panel, digits: str) -> None:
        super().__init__()
        self._session, self._panel, self._digits = session, panel, digits

    def fill(self) -> None:
        """Show the code and the two ways on."""
        self.head = Head(
            self._panel.title,
            "",
            _("{file}: made, with {experts} experts and {candidates} candidates").format(
                file=self._session.name,
                experts=len(self._panel.experts),
                candidates=len(self._panel.candidates),
            ),
        )
        layout = Layout((Column("", 4), Column("")))
        items: list[Item] = [Words()]
        items.append(
            Words(_("Opening code: {code}").format(code=grouped(self._digits)), Tone.TITLE)
        )
        items.append(Words())
        items += [Words(sentence) for sentence in envelope_words(self._panel.rule.custody)]
        items.append(Words())
        items.append(
            Row(DESK, layout, ("1", _("Copied: open the desk (next: issue kits)")), number="1")
        )
        items.append(Row(LATER, layout, ("2", _("Copied: go on later")), number="2"))
        self.show(items)
        self.instruct(_("Copy the opening code for the envelope, then choose how to go on"))

    def chosen(self, key: str, column: int | None) -> None:
        """Ask whether the code is copied, then go on."""
        del column
        self._sure(desk=key == DESK)

    def action_back(self) -> None:
        """The way back is the second choice."""
        self._sure(desk=False)

    def _sure(self, *, desk: bool) -> None:
        app: MakingApp = self.app  # type: ignore[assignment]  # the only application it opens in
        confirm(
            self,
            _("Is the opening code copied?"),
            _("Yes, all 24 digits are on paper"),
            lambda: app.exit(Made(self._session, desk)),
        )

"""What came of entering or changing a sheet: the check code to copy, or what is wrong, by cell."""

from collections.abc import Sequence
from typing import NamedTuple

from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Row, Words

_ONE = Layout((Column(""),))


class Outcome(NamedTuple):
    """What is to be told, and whether something is in the session now."""

    title: str
    told: Sequence[tuple[str, Tone]]
    taken: bool = True


class EnteredScreen(TablePage[None]):
    """Sentences to read; Enter or Esc goes back."""

    SCOPE = Scope.ENTERED

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self._outcome = outcome

    def fill(self) -> None:
        """Show what came of it."""
        outcome, session = self._outcome, self.review.session
        self.head = Head(
            outcome.title,
            state=session.panel.title,
            saved=_("ballots are closed") if session.opened is None else _("opened"),
        )
        items: list[Words | Row] = [Words()]
        for text, tone in outcome.told:
            items += [Words(text, tone), Words()]
        self.show([*items, Row("back", _ONE, (_("Back to the list of experts"),))])
        self.instruct(
            _("Taken in. Read this, then press Enter")
            if outcome.taken
            else _("NOTHING was taken in. Put this right, then read the sheet in again")
        )

    def chosen(self, key: str, column: int | None) -> None:
        """Back."""
        del key, column
        self.dismiss(None)

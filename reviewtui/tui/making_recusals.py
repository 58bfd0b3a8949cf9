"""The recusals of a draft, changed on the grid."""

from typing import TYPE_CHECKING, cast

from reviewtui.domain.findings import Refused
from reviewtui.domain.reasons import reasons
from reviewtui.domain.recusal_matrix import RecusalMatrix
from reviewtui.domain.states import CandidateState
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.edits import recused
from reviewtui.exchange.drafting.steps import matrix_of
from reviewtui.locales import _
from reviewtui.tui.screens.menu import Item, Menu
from reviewtui.tui.screens.reason import ask_reason

if TYPE_CHECKING:
    from reviewtui.tui.making import MakingApp
    from reviewtui.tui.screens.recusals import RecusalsScreen


class DraftRecusals:
    """Each change is on the disk before the grid shows it."""

    def __init__(self, screen: "RecusalsScreen") -> None:
        self._screen = screen

    @property
    def _draft(self) -> Draft:
        draft = cast("MakingApp", self._screen.app).draft
        assert draft is not None  # the grid opens after a draft was begun
        return draft

    def matrix(self) -> RecusalMatrix:
        """The grid of the draft."""
        return matrix_of(self._draft.data)

    def title(self) -> str:
        """The meeting."""
        return str(self._draft.data["panel"].get("title", "")) or _("New review meeting")

    def recuse(self, expert: str, candidate: str) -> None:
        """Ask for the reason and store the recusal."""

        def go(reason: str | None) -> None:
            if reason is not None:
                self._store(expert, candidate, reason)

        ask_reason(self._screen, _("Why is he recused?"), reasons(CandidateState.RECUSED), go)

    def change(self, expert: str, candidate: str) -> None:
        """Take a recusal away, or give it another reason."""

        def take(again: bool | None) -> None:
            if again:
                self.recuse(expert, candidate)
            elif again is not None:
                self._store(expert, candidate, None)

        items = [Item(_("Take the recusal away"), False), Item(_("Another reason"), True)]
        self._screen.app.push_screen(Menu(_("Recusals"), items), take)

    def _store(self, expert: str, candidate: str, reason: str | None) -> None:
        try:
            self._draft.change(recused(self._draft.data, expert, candidate, reason))
        except Refused as refused:
            self._screen.say(str(refused))
            return
        self._screen.fill()

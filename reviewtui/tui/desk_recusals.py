"""The recusals of a running session, changed on the grid by amendments."""

from typing import TYPE_CHECKING

from reviewtui.domain.recusal_matrix import RecusalMatrix
from reviewtui.locales import _
from reviewtui.tui.screens.people_deeds import recusal_deed

if TYPE_CHECKING:
    from reviewtui.tui.screens.people import PeopleScreen
    from reviewtui.tui.screens.recusals import RecusalsScreen


class DeskRecusals:
    """A recusal is an amendment, with its reason and who decided; it is not taken back."""

    def __init__(self, screen: "RecusalsScreen", people: "PeopleScreen") -> None:
        self._screen, self._people = screen, people

    def matrix(self) -> RecusalMatrix:
        """The grid of the session as it is amended."""
        return RecusalMatrix.of(self._people.review.session.panel)

    def title(self) -> str:
        """The meeting."""
        return self._people.review.session.panel.title

    def recuse(self, expert: str, candidate: str) -> None:
        """Ask why and who decided, and amend."""
        panel = self._people.review.session.panel
        self._people.begin(recusal_deed(panel, expert, candidate), self._screen)

    def change(self, expert: str, candidate: str) -> None:
        """A recusal stands: marks that come later must not find their way in."""
        del expert, candidate
        self._screen.say(_("A recusal cannot be taken back once the meeting is made"))

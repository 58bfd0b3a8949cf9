"""A page of the marks of the expert at work, from which a cell is gone to in the form."""

from collections.abc import Mapping

from reviewtui.domain.naming import expert_name, round_name
from reviewtui.locales import _
from reviewtui.tally.figures import number_text
from reviewtui.tally.own import own_places, own_total_places
from reviewtui.tally.partial import OwnPlace
from reviewtui.tui import flow
from reviewtui.tui.flow import Place
from reviewtui.tui.screens.page import TablePage


class OwnPage(TablePage[Place | None]):
    """Dismissed with the cell that the form goes to, or None."""

    def __init__(self) -> None:
        super().__init__()
        self._places = 0

    @property
    def whose(self) -> str:
        """Whose marks these are, and of which round."""
        scoring = self.review.scoring
        return f"{expert_name(scoring.expert.code)}  {round_name(scoring.round)}"

    def standings(self) -> Mapping[str, OwnPlace]:
        """Own total and order of each candidate; from here on totals show equally many places."""
        scoring = self.review.scoring
        found = own_places(scoring)
        self._places = own_total_places(scoring.panel.rule, found.values())
        return found

    def total_words(self, place: OwnPlace | None) -> str:
        """An own total, at the places of all of them."""
        total = place.total if place else None
        return _("no total") if total is None else number_text(total, self._places)

    def go_to(self, place: Place | None) -> None:
        """Go to the cell that another screen named, or stay."""
        if place is not None:
            self.dismiss(place)

    def action_hide(self) -> None:
        """Cover or show all marks."""
        self.review.hidden = not self.review.hidden
        self.fill()

    def action_submit(self) -> None:
        """Submit, by way of what is missing if something is."""
        flow.submit(self, self.go_to)

    def action_completeness(self) -> None:
        """What is missing; a hole chosen there is opened in the form."""
        self.review.open("completeness", then=self.go_to)

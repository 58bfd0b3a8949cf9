"""The first screen of a kit: whose it is, and one question to be sure."""

from typing import Final

from reviewtui.domain.naming import person, round_name
from reviewtui.locales import _
from reviewtui.tui import flow
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words

YES: Final = "yes"
NO: Final = "no"
_CHOICES: Final = Layout((Column("", 4), Column("")))


class OwnerScreen(TablePage[None]):
    """“Are you …?”; whoever is somebody else gives the stick back."""

    SCOPE = Scope.IDENTIFY

    def fill(self) -> None:
        """Show the question."""
        scoring = self.review.scoring
        self.head = Head(
            scoring.panel.title,
            round_name(scoring.round),
            _("{count} candidates to score").format(count=len(scoring.candidates)),
        )
        self.show(self._question(), key=YES)
        self.moved()

    def _question(self) -> list[Item]:
        return [
            Words(),
            Words(person(self.review.scoring.expert), Tone.TITLE),
            Words(),
            Row(YES, _CHOICES, ("1", _("Yes, that is me: begin")), number="1"),
            Row(
                NO,
                _CHOICES,
                ("2", _("No: end, and give the stick back to the secretariat")),
                number="2",
            ),
        ]

    def moved(self) -> None:
        """What Enter does."""
        if self.table.key == NO:
            self.instruct(_("2, no: Enter ends; give the stick back to the secretariat"))
        else:
            asked = person(self.review.scoring.expert)
            self.instruct(_("Are you {person}? Enter = yes").format(person=asked))

    def chosen(self, key: str, column: int | None) -> None:
        """Begin, or end."""
        del column
        if key == YES:
            flow.begin(self.review)
        else:
            self.review.leave()

    def action_quit(self) -> None:
        """End the program; everything is stored."""
        self.review.leave()

"""A meeting in the making: the list of its steps, each with how it stands."""

from typing import TYPE_CHECKING, Any, Final

from reviewtui.exchange.drafting.steps import (
    Place,
    Standing,
    Status,
    Step,
    standing,
    step_name,
)
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.making_page import MakingPage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Item, Row, Words

if TYPE_CHECKING:
    from textual.screen import Screen

_TONES: Final = {
    Status.EMPTY: Tone.STRONG,
    Status.FAULTY: Tone.WARN,
    Status.FILLED: Tone.PLAIN,
    Status.OPTIONAL: Tone.DIM,
}


class MakingScreen(MakingPage):
    """Numbered steps; the last one checks everything and makes the session."""

    SCOPE = Scope.MAKING

    def __init__(self) -> None:
        super().__init__()
        self._left: Step | None = None

    def fill(self) -> None:
        """Show every step as it stands."""
        self.show_head("")
        layout = Layout((Column("", 2), Column("", 14), Column("", 15), Column("")))
        items: list[Item] = [Words()]
        open_steps: list[Step] = []
        for number, step in enumerate(Step, start=1):
            found = standing(step, self.draft)
            if found.status in (Status.EMPTY, Status.FAULTY):
                open_steps.append(step)
            items.append(self._row(number, step, found, layout))
        self.show(items, key=self._next(open_steps))
        self._left = None
        self.moved()

    def _next(self, open_steps: list[Step]) -> str | None:
        """Where the cursor goes: to the next open step once the one before is filled in."""
        if self.table.key and (self._left is None or self._left in open_steps):
            return None
        order = list(Step)
        start = order.index(self._left) if self._left else 0
        later = [step for step in open_steps if order.index(step) >= start]
        return (later or open_steps or [Step.CHECK])[0].value

    def _row(self, number: int, step: Step, found: Standing, layout: Layout) -> Row:
        words = found.words()
        if step is Step.CHECK and found.status is Status.FILLED:
            words = _("ready")
        cells = (str(number), step_name(step, self.draft.data), words, found.summary)
        return Row(step.value, layout, cells, _TONES[found.status], number=str(number))

    def moved(self) -> None:
        """What Enter does."""
        self.instruct(_("Choose a step by number or with the arrows, then press Enter"))

    def chosen(self, key: str, column: int | None) -> None:
        """Open the step."""
        del column
        self._left = Step(key)
        self.app.push_screen(page_of(Place(Step(key), "")))


def page_of(place: Place) -> "Screen[Any]":
    """The page on which a place is filled in, with the cursor on its row."""
    from reviewtui.tui.making_recusals import DraftRecusals
    from reviewtui.tui.screens.checking import CheckingScreen
    from reviewtui.tui.screens.fields import FieldsScreen
    from reviewtui.tui.screens.members import MembersScreen
    from reviewtui.tui.screens.points import PointsScreen
    from reviewtui.tui.screens.recusals import RecusalsScreen

    match place.step:
        case Step.POINTS:
            return PointsScreen(place.row)
        case Step.CANDIDATES | Step.EXPERTS:
            return MembersScreen(place.step, place.row)
        case Step.RECUSALS:
            return RecusalsScreen(DraftRecusals, place.row)
        case Step.CHECK:
            return CheckingScreen()
    return FieldsScreen(place.step, place.row)

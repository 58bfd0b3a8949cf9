"""A full screen whose body is one table, with its numbered menus; most screens are this."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual import on
from textual.app import ComposeResult

from reviewtui.locales import _
from reviewtui.tui.actions import Action, of
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.widgets.frame import FrameScreen
from reviewtui.tui.widgets.table import Item, Table

Result = TypeVar("Result")


class TablePage(FrameScreen[Result]):
    """A table in the common frame; a subclass fills it and answers what is chosen."""

    AUTO_FOCUS = "#table"

    def compose_body(self) -> ComposeResult:
        """The table."""
        yield Table(id="table")

    @property
    def table(self) -> Table:
        """The table of this page."""
        return self.query_one("#table", Table)

    def on_mount(self) -> None:
        """Fill the page for the first time."""
        self.fill()

    def on_screen_resume(self) -> None:
        """What another screen changed is shown when this one comes back."""
        if self.is_current and self.query("#table"):
            self.fill()

    def fill(self) -> None:
        """Set head, items and instruction from the session."""
        raise NotImplementedError

    def show(self, items: Sequence[Item], *, key: str | None = None) -> None:
        """Show other items; the key line follows what can be done with them."""
        self.table.show_items(items, key=key)
        self._show_foot()

    def shown(self, entry: Action) -> bool:
        """Keys of the table are named only while they do something."""
        if entry.name in ("choose", "down") and not self.table.key:
            return False
        if entry.name == "right" and self.table.column is None:
            return False
        return super().shown(entry)

    def chosen(self, key: str, column: int | None) -> None:
        """Answer the choice of a row."""

    def moved(self) -> None:
        """Answer a move of the cursor: the instruction follows it."""

    def refusal(self, entry: Action) -> str:
        """Why an action of a menu cannot be done now; empty if it can."""
        del entry
        return ""

    @on(Table.Chosen)
    def _chosen(self, event: Table.Chosen) -> None:
        event.stop()
        if not self.is_active:
            return  # a second Enter, typed while the first one opened another screen
        self.say("")
        self.chosen(event.key, event.column)

    @on(Table.Moved)
    def _moved(self, event: Table.Moved) -> None:
        event.stop()
        self.say("")
        self.moved()

    @on(Table.Unmatched)
    def _unmatched(self, event: Table.Unmatched) -> None:
        event.stop()
        if event.numbered:
            self.say(_("There is no number {typed} in this list").format(typed=event.typed))
        else:
            self.say(_("Nothing here is chosen by number: use Up and Down, then Enter"))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        self.table.choose()

    def action_up(self) -> None:
        """One row up."""
        self.table.move(-1)

    def action_down(self) -> None:
        """One row down."""
        self.table.move(1)

    def action_left(self) -> None:
        """One column to the left."""
        self.table.move_aside(-1)

    def action_right(self) -> None:
        """One column to the right."""
        self.table.move_aside(1)

    def action_menu(self) -> None:
        """The numbered menu of the place."""
        self._open_menu(_("More actions"), lambda entry: entry.space)

    def action_screen_menu(self) -> None:
        """The numbered menu of the screen."""
        self._open_menu(_("Menu"), lambda entry: entry.esc)

    def action_help(self) -> None:
        """What can be done here, and by which keys."""
        from reviewtui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.SCOPE, self.said))

    def action_back(self) -> None:
        """Close the page without a result; the first page closes the program."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.review.leave()

    def _open_menu(self, title: str, number: Callable[[Action], int]) -> None:
        entries = sorted((entry for entry in of(self.SCOPE) if number(entry)), key=number)
        items = [Choice(entry.words(), entry, self.refusal(entry)) for entry in entries]

        def carry_out(entry: Action | None) -> None:
            if entry is not None:
                self.carry_out(entry)

        self.app.push_screen(Menu(title, items), carry_out)

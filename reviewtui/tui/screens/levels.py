"""A page whose rows open into pages of their own, level by level."""

from typing import TypeVar

from reviewtui.tui.screens.page import TablePage

Result = TypeVar("Result")


class LevelsPage(TablePage[Result]):
    """Enter may go a level down, Esc goes up again to the row one came from."""

    def __init__(self) -> None:
        super().__init__()
        self._path: list[str] = []

    @property
    def level(self) -> str:
        """Key of the row that was opened last; empty on the first page."""
        return self._path[-1] if self._path else ""

    def go_in(self, key: str) -> None:
        """One level down: `fill` shows the page of this row."""
        self._path.append(key)
        self.fill()

    def action_back(self) -> None:
        """One level up; from the first page back to where one came from."""
        if not self._path:
            super().action_back()
            return
        came_from = self._path.pop()
        self.fill()
        self.table.move_to(came_from)

"""A second person compares what was typed with the paper, candidate by candidate.

Nothing can be edited here: who finds a difference types the sheet again.
"""

from typing import TYPE_CHECKING, Final

from reviewtui.domain.naming import candidate_name, expert_name
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.session.paper_entry import Box
    from reviewtui.session.paper_work import PaperWork

AGREES: Final = " agrees"
"""No row has a code like this."""


class ComparingScreen(TablePage[bool]):
    """One candidate at a time; dismissed with True once all of them agree."""

    SCOPE = Scope.COMPARING

    def __init__(self, work: "PaperWork", typist: str) -> None:
        super().__init__()
        self._work, self._typist = work, typist
        self._typed = work.require_second(typist)
        self._boxes = work.boxes(subtotals=self._typed.subtotals)
        self._left = list(dict.fromkeys(box.candidate for box in self._boxes))
        self._count = len(self._left)

    def fill(self) -> None:
        """Show what was typed for the candidate at hand."""
        candidate = self._left[0]
        self.head = Head(
            candidate_name(self.review.session.panel, candidate),
            expert_name(self._work.expert),
            _("Compare with the paper: candidate {number} of {count}").format(
                number=self._count - len(self._left) + 1, count=self._count
            ),
            self._typist,
        )
        self.show(self._items(candidate))
        self.moved()

    def _items(self, candidate: str) -> list[Item]:
        layout = Layout(
            (Column(_("item"), 8), Column(_("typed"), 12, right=True), Column(_("indicator")))
        )
        rows: list[Item] = [
            Row(
                box.row.code,
                layout,
                (
                    box.row.code,
                    self._work.said_words(self._typed, (candidate, box.row.code)),
                    "  ".join(filter(None, (box.row.name(), self._reason(box)))),
                ),
            )
            for box in self._boxes
            if box.candidate == candidate
        ]
        if candidate in self._typed.standings:
            state = self._work.said_words(self._typed, (candidate, ""))
            rows = [Row("state", layout, ("", state, ""))]
        agrees = Row(AGREES, Layout((Column(""),)), (_("All of it stands so on the paper"),))
        return [Heads(layout), *rows, Words(), agrees]

    def _reason(self, box: "Box") -> str:
        return self._typed.cell(box.candidate, box.row.code).reason

    def moved(self) -> None:
        """What Enter does."""
        self.instruct(
            _("Enter: all of this candidate stands so on the paper; on to the next one")
            if self.table.key == AGREES
            else _("Compare row by row with Down; a difference: Esc, and type the sheet again")
        )

    def chosen(self, key: str, column: int | None) -> None:
        """A row further, or the next candidate."""
        del column
        if key != AGREES:
            self.table.move(1)
        elif len(self._left) > 1:
            del self._left[0]
            self.table.show_items(self._items(self._left[0]), key=None)
            self.table.go_to_end(-1)
            self.fill()
        else:
            self.dismiss(True)

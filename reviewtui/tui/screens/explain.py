"""Why: one total opened down to the marks, or two candidates against each other."""

from functools import cached_property

from reviewtui.domain.naming import candidate_name, candidate_number
from reviewtui.locales import _
from reviewtui.tally.compare import compare
from reviewtui.tally.explain import explain
from reviewtui.tally.verdict import Verdict
from reviewtui.tui.actions import Scope
from reviewtui.tui.compared import comparison_items
from reviewtui.tui.opened import Opened
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item


class ExplainScreen(TablePage[None]):
    """Enter opens a number into its parts, Esc goes up again."""

    SCOPE = Scope.EXPLAIN

    def __init__(
        self, verdict: Verdict, candidate: str, other: str | None = None, root: str = ""
    ) -> None:
        """Prepare the screen.

        Args:
            verdict: The result it explains.
            candidate: Code of the candidate.
            other: Code of a second one to compare with.
            root: Key of the page to begin at: a primary indicator or a row, see `Opened`.
        """
        super().__init__()
        self._verdict, self._candidate, self._other = verdict, candidate, other
        self._root = root
        self._path: list[str] = []

    @cached_property
    def _opened(self) -> Opened:
        session = self.review.session
        told = explain(
            session.panel, session.sheet, self._verdict, self._candidate, session.marks()
        )
        return Opened(session.panel, session.sheet, told)

    def fill(self) -> None:
        """Show the page the path leads to."""
        panel = self.review.session.panel
        if self._other is None:
            self.head = Head(candidate_name(panel, self._candidate), _("Explanation"), panel.title)
            self.show(self._page())
        else:
            self.head = Head(
                _("{a} and {b} compared").format(
                    a=candidate_number(self._candidate), b=candidate_number(self._other)
                ),
                _("Explanation"),
                panel.title,
            )
            told = compare(
                panel, self.review.session.sheet, self._verdict, self._candidate, self._other
            )
            self.show(comparison_items(panel, self.review.session.sheet, told))
        self.moved()

    def _page(self) -> list[Item]:
        key = self._path[-1] if self._path else self._root
        return self._opened.page(self._opened.shortcut(key))

    def moved(self) -> None:
        """What Enter and Esc do."""
        if self._other is not None:
            self.instruct(_("Enter opens the row for the first candidate; Esc: back"))
        elif self._path or self._root:
            self.instruct(_("Enter opens a number into its parts; Esc: one level up"))
        elif self.review.session.panel.ranking:
            self.instruct(_("Enter opens a number into its parts; Esc: back to the ranking"))
        else:
            self.instruct(_("Enter opens a number into its parts; Esc: back to the result"))

    def chosen(self, key: str, column: int | None) -> None:
        """One level down."""
        del column
        if self._other is not None:
            self.review.open("explain", self._verdict, self._candidate, None, key)
            return
        self._path.append(key)
        self.fill()

    def action_back(self) -> None:
        """One level up, or back to the ranking."""
        if not self._path:
            self.dismiss(None)
            return
        came_from = self._path.pop()
        self.fill()
        self.table.move_to(came_from)

"""Why: one total opened down to the marks, or two candidates against each other."""

from functools import cached_property
from typing import TYPE_CHECKING

from reviewtui.domain.naming import candidate_name, candidate_number
from reviewtui.locales import _
from reviewtui.tally.compare import compare
from reviewtui.tally.explain import Explanation, explain
from reviewtui.tally.fixed import banner
from reviewtui.tally.verdict import Verdict
from reviewtui.tui.actions import Scope
from reviewtui.tui.against import OWN, Against
from reviewtui.tui.compared import comparison_items
from reviewtui.tui.lines import Tone
from reviewtui.tui.opened import Opened
from reviewtui.tui.screens.levels import LevelsPage
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Words

if TYPE_CHECKING:
    from reviewtui.tally.what_if import Trial


class ExplainScreen(LevelsPage[None]):
    """Enter opens a number into its parts, Esc goes up again."""

    SCOPE = Scope.EXPLAIN

    def __init__(
        self,
        verdict: Verdict,
        candidate: str,
        other: str | None = None,
        root: str = "",
        trial: "Trial | None" = None,
    ) -> None:
        """Prepare the screen.

        Args:
            verdict: The result it explains.
            candidate: Code of the candidate.
            other: Code of a second one to compare with.
            root: Key of the page to begin at: a primary indicator or a row, see `Opened`.
            trial: What the result is computed from where it is not the official one.
        """
        super().__init__()
        self._trial = trial
        self._verdict, self._candidate, self._other = verdict, candidate, other
        self._root = root

    @cached_property
    def _opened(self) -> Opened:
        base = self._trial or self.review.session
        return Opened(base.panel, base.sheet, self._told(self._candidate))

    def _told(self, candidate: str) -> Explanation:
        base = self._trial or self.review.session
        marks = self._trial.marks if self._trial else self.review.session.marks(candidate=candidate)
        return explain(base.panel, base.sheet, self._verdict, candidate, marks)

    @cached_property
    def _banner(self) -> list[Item]:
        """What stands above a number that is not the official one."""
        if self._trial is None:
            return []
        asked = _("What if: {choices}").format(choices=self._trial.wish.words())
        lines = (banner(self.review.session), asked)
        return [*(Words(text, Tone.WARN) for text in lines), Words()]

    def _against(self, other: str, key: str) -> list[Item]:
        """One primary or row of both."""
        session = self.review.session
        sides = self._told(self._candidate), self._told(other)
        return Against(session.panel, session.sheet, *sides).page(key)

    def fill(self) -> None:
        """Show the page the path leads to."""
        panel = self.review.session.panel
        if self._other is None:
            self.head = Head(
                candidate_name(panel, self._candidate),
                _("Explanation"),
                panel.title if self._trial is None else _("For reference only"),
            )
            self.show([*self._banner, *self._page()])
        else:
            self.head = Head(
                _("{a} and {b} compared").format(
                    a=candidate_number(self._candidate), b=candidate_number(self._other)
                ),
                _("Explanation"),
                panel.title,
            )
            if self.level:
                self.show(self._against(self._other, self.level))
            else:
                sheet = self.review.session.sheet
                told = compare(panel, sheet, self._verdict, self._candidate, self._other)
                self.show(comparison_items(panel, sheet, told))
        self.moved()

    def _page(self) -> list[Item]:
        key = self.level or self._root
        return self._opened.page(self._opened.shortcut(key))

    def moved(self) -> None:
        """What Enter and Esc do."""
        if self._other is not None and not self.level:
            self.instruct(_("Enter shows both candidates in this indicator; Esc: back"))
        elif self.level or self._root:
            self.instruct(_("Enter opens a number into its parts; Esc: one level up"))
        else:
            self.instruct(_("Enter opens a number into its parts; Esc: back"))

    def chosen(self, key: str, column: int | None) -> None:
        """One level down."""
        del column
        if self._other is not None and key.startswith(OWN):
            _kind, side, page = key.split(" ", 2)
            code = (self._candidate, self._other)[int(side)]
            self.review.open("explain", self._verdict, code, None, page)
            return
        self.go_in(key)

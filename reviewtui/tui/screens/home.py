"""What one can begin with: samples, a trial, a meeting opened before. It says what was chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.states import Review
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words


class Begin(StrEnum):
    """What a person begins with."""

    DEMO = "demo"
    DEMO_RESULTS = "demo_results"
    TRIAL = "trial"
    SESSION = "session"
    NEW = "new"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class HomeChoice:
    """The choice; `name` is the set's id for a trial, a sample's or a session's file."""

    begin: Begin
    name: str = ""
    review: Review | None = None


class HomeScreen(TablePage[HomeChoice]):
    """Numbered choices; dismissed with one of them."""

    SCOPE = Scope.HOME

    def __init__(
        self,
        sets: Callable[[], Sequence[IndicatorSet]] = tuple,
        recent: Sequence[Path] = (),
        samples: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Set out the choices.

        Args:
            sets: Reads the indicator sets that can be tried; called when they are asked for.
            recent: Sessions opened before, the newest first.
            samples: Names of the finished samples, with what each shows.
        """
        super().__init__()
        self._sets, self._recent, self._samples = sets, tuple(recent), tuple(samples)

    def fill(self) -> None:
        """Show the choices."""
        self.head = Head("reviewtui", "", _("Scoring and tallying for expert review panels"))
        layout = Layout((Column("", 4), Column("")))
        choices = [
            (Begin.DEMO, _("Open the sample: a half-filled score sheet")),
            (Begin.DEMO_RESULTS, _("Open a sample result (choose one): ranking and explanation")),
            (Begin.TRIAL, _("Try an indicator table (choose one); no official result")),
            (Begin.SESSION, _("Open a recent meeting file")),
            (Begin.NEW, _("Make a new review meeting")),
            (Begin.QUIT, _("Exit")),
        ]
        items: list[Item] = [Words()]
        for number, (begin, words) in enumerate(choices, start=1):
            items.append(Row(begin, layout, (str(number), words), number=str(number)))
        self.show(items)
        self.instruct(_("Choose by number or with the arrows, then press Enter"))

    def chosen(self, key: str, column: int | None) -> None:
        """Ask on where the choice needs it."""
        del column
        begin = Begin(key)
        if begin is Begin.DEMO_RESULTS:
            self._ask(
                begin,
                _("Open a sample result"),
                self._samples,
                _("There is no sample"),
            )
        elif begin is Begin.TRIAL:
            self._ask(
                begin,
                _("Try an indicator table"),
                [(table.id, table.called()) for table in self._sets()],
                _("There is no indicator table"),
            )
        elif begin is Begin.SESSION:
            self._ask(
                begin,
                _("Open a recent meeting file"),
                [(str(path), str(path)) for path in self._recent],
                _("No meeting file has been opened on this machine yet"),
            )
        else:
            self._choose(HomeChoice(begin))

    def _ask(self, begin: Begin, title: str, choices: Sequence[tuple[str, str]], none: str) -> None:
        if not choices:
            self.say(none)
            return

        def go(name: str | None) -> None:
            if name is not None and begin is Begin.TRIAL:
                self._ask_review(name)
            elif name is not None:
                self._choose(HomeChoice(begin, name))

        self.app.push_screen(Menu(title, [Choice(words, name) for name, words in choices]), go)

    def _ask_review(self, name: str) -> None:
        """As at which review: the table reads differently, and other groups take part."""
        from reviewtui.domain.review_words import review_and_groups
        from reviewtui.exchange.trial import can_be_tried

        table = next(table for table in self._sets() if table.id == name)

        def go(review: Review | None) -> None:
            if review is not None:
                self._choose(HomeChoice(Begin.TRIAL, name, review))

        reviews = [review for review in Review if can_be_tried(table, review)]
        choices = [Choice(review_and_groups(table, review), review) for review in reviews]
        self.app.push_screen(Menu(_("Try it as at which review"), choices), go)

    def _choose(self, choice: HomeChoice) -> None:
        self.app.exit(choice)

    def action_quit(self) -> None:
        """End the program."""
        self._choose(HomeChoice(Begin.QUIT))

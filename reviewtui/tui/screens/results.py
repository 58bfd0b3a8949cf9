"""得分排序: rank, total, valid marks, primaries and what a reader must know; opens into why."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from textual.worker import get_current_worker

from reviewtui.domain.naming import candidate_name, candidate_number, expert_name, round_name
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot
from reviewtui.session.opening_words import conflict_sentence
from reviewtui.tally.verdict import Verdict
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.flow import much, uncollected
from reviewtui.tui.lines import Tone
from reviewtui.tui.ranking import Ranking
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.standing import Standing, State, line_of, state_of
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Words

if TYPE_CHECKING:
    from textual.events import Resize


Wanted = tuple[State, int, int]
"""The state of the session, the width of the screen, and the page of columns."""

OF_A_CANDIDATE: Final = ("explain", "compare", "candidate")
NEED_A_RESULT: Final = ("explain", "compare", "export", "closing", "projector", "advanced")


class ResultsScreen(TablePage[None]):
    """The ranking after the opening; before it, who is missing, and no number."""

    SCOPE = Scope.RESULTS

    def __init__(self) -> None:
        super().__init__()
        self._standing: Standing | None = None
        self._shown: Wanted | None = None
        self._wanted: Wanted | None = None
        self._page = 0

    @property
    def verdict(self) -> Verdict | None:
        """The result that is shown; None before the opening or where the rule gives none."""
        return self._standing.verdict if self._standing else None

    @property
    def _ranking(self) -> Ranking | None:
        return self._standing.ranking(self._shown[1]) if self._standing and self._shown else None

    def fill(self) -> None:
        """Show the ranking, or why there is none."""
        session = self.review.session
        if not session.can_show_results():
            self._standing = self._shown = None
            self._say_state(_("ballots are closed"))
            self.show(list(self._closed_items()))
            self.moved()
            return
        wanted = state_of(session), self.size.width, self._page
        if wanted == self._shown:
            return
        same = self._standing is not None and self._standing.state == wanted[0]
        if not same:
            self._standing = self._shown = None
        if not much(session) or (self._standing and self._standing.ready(*wanted[1:])):
            standing = self._standing or Standing(session)
            self._came(wanted, standing, standing.items(*self._page_of(standing, wanted)))
        elif wanted != self._wanted:
            self._wanted = wanted
            if self._shown is None:
                self._say_state(_("being worked out ..."))
                self.show([Words(_("The result is being worked out ..."), Tone.DIM)])
                self.instruct(_("It appears as soon as it is there; Esc: back"))
            self.run_worker(lambda: self._beside(wanted), thread=True, exclusive=True)

    def _beside(self, wanted: "Wanted") -> None:
        """Off the interface thread."""
        with uncollected(self.review.session):
            self._work(wanted)

    def _work(self, wanted: "Wanted") -> None:
        """The ranking, then the lines above it."""
        session, worker = self.review.session, get_current_worker()
        standing = self._standing or Standing(session)
        for whole in (False, True):
            if whole:
                _lines = standing.lines
            items = standing.items(*self._page_of(standing, wanted), whole=whole)
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self._came, wanted, standing, items)

    def _page_of(self, standing: Standing, wanted: "Wanted") -> tuple[int, int]:
        _state, width, page = wanted
        ranking = standing.ranking(width)
        return width, min(page, ranking.pages - 1) if ranking else 0

    def _came(self, wanted: "Wanted", standing: Standing, items: list[Item]) -> None:
        if not self.is_mounted:
            return
        session = self.review.session
        self._standing, self._shown, self._wanted = standing, wanted, None
        self._page = self._page_of(standing, wanted)[1]
        number = session.meeting.official
        counted = [one for one in session.official().values() if isinstance(one, StoredBallot)]
        kept = sum(one.round != number for one in counted)
        said = _("{count} ballots counted").format(count=len(counted))
        if kept:
            text = _("{count} ballots counted, {kept} of them from the round before")
            said = text.format(count=len(counted), kept=kept)
        self._say_state(said if counted else "")
        self.show(items, key=self.table.key or self._best)
        self.moved()

    @property
    def _best(self) -> str:
        """The candidate on whom the cursor stands first."""
        return self.verdict.ranking()[0].code if self.verdict else ""

    @property
    def _candidate(self) -> str:
        """Code of the candidate under the cursor; "" elsewhere."""
        return "" if line_of(self.table.key) else self.table.key

    def _say_state(self, state: str) -> None:
        session = self.review.session
        self.head = Head(session.panel.title, round_name(session.meeting.official), state)

    def on_resize(self, event: "Resize") -> None:
        """A wide screen has room for more columns."""
        super().on_resize(event)
        if self.is_mounted and self.query("#table"):
            self.fill()

    def _closed_items(self) -> Iterator[Item]:
        session = self.review.session
        progress = session.progress()
        missing = [code for code, (_d, _t, sealed) in progress.items() if not sealed]
        yield Words()
        if session.meeting.official in session.meeting.opened:
            yield Words(conflict_sentence(session, session.meeting.official), Tone.BAD)
            return
        yield Words(
            _("The ballots are closed. Until they are opened no mark is shown."), Tone.STRONG
        )
        yield Words(
            _("Handed in: {sealed} of {experts} experts").format(
                sealed=len(progress) - len(missing), experts=len(progress)
            )
        )
        if missing:
            yield Words(
                _("Still missing: {experts}").format(
                    experts=_(", ").join(expert_name(code) for code in missing)
                ),
                Tone.WARN,
            )
        yield Words()
        yield Words(
            _("Open them on the desk screen (“Open the ballots”), or with: {command}").format(
                command=f"reviewtui unseal {session.path.name}"
            )
        )

    def moved(self) -> None:
        """What Enter does on this candidate, and what left and right show."""
        code, ranking = self.table.key, self._ranking
        if not code or ranking is None:
            self.instruct(_("Esc: back"))
        elif line_of(code):
            self.instruct(_("Enter shows what stands behind this line; Down: the candidates"))
        elif self._page:
            codes = ranking.primaries(self._page)
            self.instruct(
                _("{candidate}. Primary scores {first} to {last}; Left: {left}{right}").format(
                    candidate=candidate_name(self.review.session.panel, code),
                    first=codes[0],
                    last=codes[-1],
                    left=_("the ranking") if self._page == 1 else _("those before"),
                    right=_("; Right: the next") if self._page + 1 < ranking.pages else "",
                )
            )
        else:
            opens = _("{candidate}: Enter shows how the total came about")
            words = [opens.format(candidate=candidate_number(code))]
            if code == self._best:
                words.append(_("Up: the lines above"))
            elif ranking.pages > 1:
                words.append(_("Right: primary scores"))
            self.instruct(_("; ").join(words))

    def shown(self, entry: Action) -> bool:
        """Left and right are named where there are further pages of columns."""
        if entry.name == "right":
            return self._ranking is not None and self._ranking.pages > 1
        return super().shown(entry)

    def action_left(self) -> None:
        """The page of columns before."""
        self._turn(-1)

    def action_right(self) -> None:
        """The page of columns after."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self._ranking is not None and 0 <= self._page + by < self._ranking.pages:
            self._page += by
            self.fill()

    def chosen(self, key: str, column: int | None) -> None:
        """Explain a candidate, or what stands behind a line."""
        del column
        if self.verdict is None:
            return
        about = line_of(key)
        if about is None:
            self.review.open("explain", self.verdict, key)
        else:
            lines = self._standing.lines if self._standing else []
            said = next(line.text for line in lines if line.about is about)
            self.review.open("behind", self.verdict, about, said)

    def refusal(self, entry: Action) -> str:
        """Before the opening there is nothing to explain and nothing to hand out."""
        if self.verdict is None and entry.name in NEED_A_RESULT:
            return _("There is no result yet")
        if entry.name in OF_A_CANDIDATE and not self._candidate:
            return _("Choose a candidate first")
        return ""

    def action_explain(self) -> None:
        """How the total came about."""
        if self._candidate:
            self.table.choose()

    def action_candidate(self) -> None:
        """Read what the candidate declared and what is asked of it."""
        if self._candidate:
            session = self.review.session
            self.review.open("candidate", session.panel, session.sheet, self._candidate)

    def action_compare(self) -> None:
        """Set two candidates against each other."""
        code, verdict = self._candidate, self.verdict
        if verdict is None or not code:
            return
        others = [one.code for one in verdict.ranking() if one.code != code]
        panel = self.review.session.panel

        def show(other: str | None) -> None:
            if other is not None:
                self.review.open("explain", verdict, code, other)

        self.app.push_screen(
            Menu(
                _("Compare {candidate} with").format(candidate=candidate_number(code)),
                [Choice(candidate_name(panel, other), other) for other in others],
            ),
            show,
        )

    def action_projector(self) -> None:
        """What the whole room sees."""
        if self.verdict is not None:
            self.review.open("projector", self.verdict)

    def action_advanced(self) -> None:
        """The numbered menu of everything behind the four lines."""
        if self.verdict is not None:
            from reviewtui.tui.advanced import open_menu

            open_menu(self, self.verdict)

    def action_export(self) -> None:
        """Write the workbook; the path is asked for."""
        from reviewtui.tui.exporting import ask_workbook

        if self.verdict is not None:
            ask_workbook(self, self.verdict)

    def action_closing(self) -> None:
        """What the panel adds to its result."""
        if self.verdict is not None:
            self.review.open("closing", self.verdict)

    def action_rule(self) -> None:
        """The whole rule, from its first sentence."""
        self.table.go_to_end(1)

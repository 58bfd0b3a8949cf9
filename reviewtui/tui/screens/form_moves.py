"""Moving about the form: rows, groups, candidates, holes; its menus, and boxes over it."""

from collections.abc import Callable

from reviewtui.domain.ballot import OPEN, Standing
from reviewtui.domain.states import CandidateState
from reviewtui.locales import _
from reviewtui.session.changes import StandingChange
from reviewtui.tui.actions import Action, of
from reviewtui.tui.flow import Place
from reviewtui.tui.reopened import due
from reviewtui.tui.screens.form_entry import FormEntry
from reviewtui.tui.widgets.grid import ScoreGrid


class FormMoves(FormEntry):
    """The form with the actions that only move its cursor, and its menus."""

    def action_enter(self) -> None:
        """Confirm what stands in the box."""
        self.enter()

    def action_up(self) -> None:
        """One row up."""
        self.step(-1)

    def action_down(self) -> None:
        """One row down."""
        self.step(1)

    def action_left(self) -> None:
        """The group before."""
        self._to_group(-1)

    def action_right(self) -> None:
        """The group after."""
        self._to_group(1)

    def _to_group(self, by: int) -> None:
        groups = self.outline.groups
        at = self.outline.group_of(self.entry.code) + by
        if not self.outline.single and 0 <= at < len(groups):
            self.go(self.candidate, groups[at].entries[0].code)

    def action_first(self) -> None:
        """The first row in sight."""
        self.go(self.candidate, self.shown_entries[0].code)

    def action_last(self) -> None:
        """The last row in sight."""
        self.go(self.candidate, self.shown_entries[-1].code)

    def action_previous_candidate(self) -> None:
        """The candidate before."""
        self._to_candidate(-1)

    def action_next_candidate(self) -> None:
        """The candidate after."""
        self._to_candidate(1)

    def _to_candidate(self, by: int) -> None:
        """The same row, for comparing; from a complete candidate the next row to be marked."""
        codes = self.scoring.candidates
        at = codes.index(self.candidate) + by
        if 0 <= at < len(codes):
            complete = not any(self._is_hole(entry) for entry in self.outline.entries)
            begun = self.scoring.progress(codes[at])[0] > 0
            self.go(codes[at], self.entry.code if begun or not complete else "")
        else:
            self.say(
                _("This is the last candidate") if by > 0 else _("This is the first candidate")
            )

    def action_next_hole(self) -> None:
        """The next unmarked row: below, then above, then in the next candidates."""
        self._to_hole(1)

    def action_previous_hole(self) -> None:
        """The unmarked row before this one."""
        self._to_hole(-1)

    def _to_hole(self, by: int) -> None:
        codes = self.scoring.candidates
        holes = due(self.scoring)
        if not holes:
            self._say_done()
            return
        own = [place for place in holes if place[0] == self.candidate]
        others = [place for place in holes if place[0] != self.candidate]
        if own and own != [(self.candidate, self.entry.code)]:
            ahead = [place for place in own if by * (self._line_of(place) - self.at) > 0]
            self.go(*(ahead or own)[0 if by > 0 else -1])
        elif others:
            here = codes.index(self.candidate)
            ahead = [place for place in others if by * (codes.index(place[0]) - here) > 0]
            self.go(*(ahead or others)[0 if by > 0 else -1])
        else:
            self.say(
                _("This is the only row without a mark")
                if self.scoring.start is None
                else _("This is the only row that is reopened")
            )

    def _line_of(self, place: Place) -> int:
        return self.outline.position(place[1]) or 0

    # The candidate as a whole ----------------------------------------------------------

    def action_recuse(self) -> None:
        """Recused from the candidate, or not any more."""
        self._stand(CandidateState.RECUSED)

    def action_decline(self) -> None:
        """The candidate is declined, or not any more."""
        self._stand(CandidateState.DECLINED)

    def _stand(self, state: CandidateState) -> None:
        candidate = self.candidate

        def store(standing: Standing) -> None:
            self.commit([StandingChange(candidate, standing)])
            self.fill()

        if self.scoring.standing(candidate).state is state:
            store(OPEN)
        else:
            self.ask_standing(state, store)

    def ask_standing(self, state: CandidateState, then: Callable[[Standing], None]) -> None:
        """Ask for the reason; `then` gets the standing if the person goes on."""
        raise NotImplementedError

    # Mouse -----------------------------------------------------------------------------

    def on_score_grid_pointed(self, event: ScoreGrid.Pointed) -> None:
        """A click on a row; what stands in the box is never lost by it."""
        if not self._busy_box():
            self.go(self.candidate, self.shown_entries[event.row].code)

    def on_score_grid_scrolled(self, event: ScoreGrid.Scrolled) -> None:
        """The wheel."""
        if not self._busy_box():
            self.step(event.by)

    def _busy_box(self) -> bool:
        if self.box:
            self._say_waiting()
        return bool(self.box)

    # Other screens over it -------------------------------------------------------------

    def fill(self) -> None:
        """Paint everything anew: marks may have changed elsewhere."""
        self._show_place()

    def on_screen_resume(self) -> None:
        """What another screen changed is seen at once."""
        if self._painted and self.is_current:
            self.fill()

    def on_screen_suspend(self) -> None:
        """A box over the form takes the digits: nobody shall think that they are marks."""
        if self.app.screen is not self:
            self.say("")
            self.instruct(
                _("The box below comes first: digits choose there and give no mark; Esc goes back")
            )

    def action_menu(self) -> None:
        """The numbered menu of the row."""
        title = _("{menu}: {code} {title}").format(
            menu=_("More actions"), code=self.entry.code, title=self.entry.title
        )
        self._open_menu(title, lambda entry: entry.space)

    def action_screen_menu(self) -> None:
        """The numbered menu of the screen."""
        self._open_menu(_("Menu"), lambda entry: entry.esc)

    def _open_menu(self, title: str, number: Callable[[Action], int]) -> None:
        from reviewtui.tui.screens.menu import Item, Menu

        entries = sorted((entry for entry in of(self.SCOPE) if number(entry)), key=number)
        items = [Item(self._label(entry), entry, self._refusal(entry)) for entry in entries]
        second = [at for at, entry in enumerate(entries) if number(entry) > 10][:1]
        self.app.push_screen(
            Menu(title, items, pages=second, clear=self.grid.cursor_area), self._carry_out
        )

    def _carry_out(self, entry: Action | None) -> None:
        if entry is not None:
            self.carry_out(entry)

    def _label(self, entry: Action) -> str:
        return entry.words()

    def _refusal(self, entry: Action) -> str:
        """Why an action cannot be done now; empty if it can."""
        del entry
        return ""

    def action_help(self) -> None:
        """Explain the place."""
        from reviewtui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.SCOPE, self._standing_instruction()))

"""The scoring form: what its menus do with the row, the candidate and the whole sheet."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

from reviewtui.domain.ballot import BLANK, Cell, Standing
from reviewtui.domain.naming import OBJECTION, candidate_name
from reviewtui.domain.rule import Unable
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.locales import _
from reviewtui.session.changes import CommentChange, MarkChange
from reviewtui.tui import flow
from reviewtui.tui.actions import Action
from reviewtui.tui.flow import Place
from reviewtui.tui.reopened import takes, whole_words
from reviewtui.tui.screens.form_moves import FormMoves

if TYPE_CHECKING:
    from reviewtui.session.scoring import Saved, Scoring

CHANGING: Final = (
    *("submit", "leave", "reopen", "recuse", "decline", "fill"),
    *("object", "comment", "comment_candidate"),
)
"""Actions that change what is stored; after the opening none of them does anything."""


class FormScreen(FormMoves):
    """The form of one expert. Everything in it can be reached without a letter."""

    @property
    def scoring(self) -> "Scoring":
        """The marks of the expert at work."""
        return self.review.scoring

    def go_to(self, place: Place | None) -> None:
        """Go to the cell that another screen named, or stay."""
        if place is None:
            self.fill()
        else:
            self.go(*place)

    # Menus -----------------------------------------------------------------------------

    def action_palette(self) -> None:
        """All actions of the form, searched by words."""
        from reviewtui.tui.screens.palette import Palette

        self.app.push_screen(Palette(self.SCOPE), self._carry_out)

    def _label(self, entry: Action) -> str:
        state = self.scoring.standing(self.candidate).state
        match entry.name:
            case "hide":
                return _("Show the marks") if self.review.hidden else _("Hide the marks")
            case "recuse" if state is CandidateState.RECUSED:
                return _("Take my recusal back")
            case "decline" if state is CandidateState.DECLINED:
                return _("Score this candidate after all")
            case _other:
                return entry.words()

    def _refusal(self, entry: Action) -> str:
        """Why an action cannot be done now; empty if it can."""
        scoring = self.scoring
        match entry.name:
            case "reopen" if not scoring.opened:
                return "" if scoring.sealed else _("Nothing has been submitted yet")
            case "undo":
                return "" if scoring.can_undo else _("There is nothing to undo")
            case "redo":
                return "" if scoring.can_redo else _("There is nothing to redo")
            case name if name in CHANGING and scoring.opened:
                return flow.opened_words()
            case "submit" | "leave" | "recuse" | "decline" | "fill" if scoring.sealed:
                return _("Submitted; take it back first (Esc, then 7)")
            case name if words := whole_words(scoring, self.candidate, name):
                return words
            case "clear" | "unable":
                return self._why_closed() or self._nothing_to_clear(entry)
            case _other:
                return ""

    def _nothing_to_clear(self, entry: Action) -> str:
        done = self.scoring.cell(self.candidate, self.entry.code).done
        return _("This row is blank already") if entry.name == "clear" and not done else ""

    # The row ---------------------------------------------------------------------------

    def action_clear(self) -> None:
        """Take the mark of this row away."""
        if sentence := self._why_closed():
            self.say(sentence)
            return
        start = self.scoring.start
        if start is not None:
            before = start.before(self.candidate, self.entry.code)
            self.commit([MarkChange(self.candidate, self.entry.code, before)])
            self.fill()
            self.say(_("Row {row} is again as it was before").format(row=self.entry.code))
            return
        self.commit([MarkChange(self.candidate, self.entry.code, BLANK)])
        self.fill()
        self.say(_("Row {row} is blank now; Space, then 7 undoes it").format(row=self.entry.code))

    def action_unable(self) -> None:
        """Say why this row cannot be judged."""
        from reviewtui.domain.reasons import reasons
        from reviewtui.tui.screens.reason import ask_reason

        candidate, code = self.candidate, self.entry.code
        notes = [_("It is never counted as 0 points.")]
        if self.scoring.panel.rule.unable is Unable.NO_TOTAL:
            notes.append(
                _("By this meeting's rule your marks for this candidate then give no total.")
            )

        def store(reason: str | None) -> None:
            if reason is not None:
                cell = Cell(CellState.UNABLE, reason=reason)
                self.commit([MarkChange(candidate, code, cell)])
                self._move_on(stored=True)

        title = _("Unable to judge: {code} {title}").format(code=code, title=self.entry.title)
        ask_reason(self, title, reasons(CellState.UNABLE), store, notes=notes)

    def action_object(self) -> None:
        """Write an objection to materials or to a settled result."""
        self._edit_comment(self.entry.code, opening=_(OBJECTION))

    def action_comment(self) -> None:
        """Write a comment on this row."""
        self._edit_comment(self.entry.code)

    def action_comment_candidate(self) -> None:
        """Write a comment on the candidate."""
        self._edit_comment("")

    def _edit_comment(self, row: str, opening: str = "") -> None:
        from reviewtui.tui.screens.comment import CommentScreen

        candidate = self.candidate
        if self.shut:
            self.say(self._why_closed())
            return
        if not takes(self.scoring, candidate, row):
            self.say(_("This is not reopened in this round; it stays as it was"))
            return
        about = candidate_name(self.scoring.panel, candidate)
        where = f"{row} {self.entry.title}" if row else _("Comment on the whole candidate")
        text = self.scoring.comment(candidate, row)
        if opening and opening.strip() not in text:
            text = f"{text}\n{opening}".lstrip()

        def store(written: str | None) -> None:
            if written is not None and opening:
                written = written.rstrip().removesuffix(opening.strip()).rstrip()
            if written is not None and written != self.scoring.comment(candidate, row):
                self.commit([CommentChange(candidate, row, written)])
            self.fill()

        self.app.push_screen(CommentScreen(about, where, text, self.review.phrases), store)

    def action_source(self) -> None:
        """Read what the row stands on."""
        from reviewtui.tui.screens.source import SourceScreen

        self.app.push_screen(SourceScreen(self.scoring, self.candidate, self.entry))

    def action_candidate(self) -> None:
        """Read what the candidate declared and what is asked of it."""
        self.review.open("candidate", self.scoring.panel, self.scoring.sheet, self.candidate)

    def action_fill(self) -> None:
        """Fill the empty rows of the group at one rate or level."""
        from reviewtui.tui.screens.fill import ask_rate

        if sentence := self._why_not_open():
            self.say(sentence)
            return
        candidate = self.candidate
        empty = [entry for entry in self.shown_entries if self._is_hole(entry)]
        if not empty:
            self.say(_("No row of this group is empty; nothing was filled"))
            return

        def store(cells: dict[str, Cell] | None) -> None:
            if cells:
                self.commit([MarkChange(candidate, code, cell) for code, cell in cells.items()])
                self.fill()
                self.say(
                    _("{count} rows filled; Space, then 7 takes all of them back").format(
                        count=len(cells)
                    )
                )

        ask_rate(self, empty, store)

    # Undo ------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take the last step back."""
        undone = self.scoring.undo()
        self._turn_back(undone, _("There is nothing to undo"))
        if undone is not None:
            self.say(_("The last step is undone; to redo it, press Space, then 0 and 1"))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._turn_back(self.scoring.redo(), _("There is nothing to redo"))

    def _turn_back(self, future: "Future[Saved] | None", nothing: str) -> None:
        if future is None:
            self.say(nothing)
            return
        self._await(future)
        candidate, row = self.scoring.last_change or (self.candidate, "")
        if candidate in self.scoring.candidates:  # it may have been withdrawn since
            self.go(candidate, row or self.entry.code)

    # The candidate ---------------------------------------------------------------------

    def ask_standing(self, state: CandidateState, then: Callable[[Standing], None]) -> None:
        """Ask why, and whether it is really meant."""
        from reviewtui.tui.screens.reason import ask_standing

        ask_standing(self, self.scoring.panel, self.candidate, state, then)

    # The sheet -------------------------------------------------------------------------

    def action_hide(self) -> None:
        """Cover or show all marks."""
        self.review.hidden = not self.review.hidden
        self.fill()

    def action_submit(self) -> None:
        """Submit, by way of what is missing."""
        flow.submit(self, self.go_to)

    def action_leave(self) -> None:
        """Submit what is finished."""
        flow.submit(self, self.go_to, left=True)

    def action_reopen(self) -> None:
        """Take the submitted sheet back."""
        flow.reopen(self)

    def action_overview(self) -> None:
        """One's own marks for all candidates."""
        self.review.open("overview", then=self.go_to)

    def action_completeness(self) -> None:
        """What is missing."""
        self.review.open("completeness", then=self.go_to)

    def action_candidates(self) -> None:
        """The list of candidates."""
        self.review.open("candidates", then=self.go_to)

    def action_group(self) -> None:
        """Choose a group of indicators by number."""
        from reviewtui.tui.screens.goto import Goto

        def go(at: int | None) -> None:
            if at is not None:
                self.go(self.candidate, self.outline.groups[at].entries[0].code)

        titles = [f"{group.code} {group.title}" for group in self.outline.groups]
        here = self.outline.group_of(self.entry.code)
        self.app.push_screen(Goto(_("Go to an indicator group"), titles, here), go)

    def action_settings(self) -> None:
        """Choose a look."""
        from reviewtui.tui.screens.menu import Item, Menu
        from reviewtui.tui.themes import THEME_LABELS

        def choose(theme: str | None) -> None:
            if theme is not None:
                self.app.theme = theme
                self.review.keep_theme(theme)

        items = [Item(_(words), name) for name, words in THEME_LABELS.items()]
        self.app.push_screen(Menu(_("Display"), items), choose)

    def action_quit(self) -> None:
        """Get up; everything confirmed is stored."""
        flow.ask_to_rise(self)

    def _why_not_open(self) -> str:
        standing = self.scoring.standing(self.candidate)
        if standing.state is CandidateState.OPEN:
            return ""
        return _("{state}: this candidate is not marked. PgDn goes to the next").format(
            state=label(standing.state)
        )

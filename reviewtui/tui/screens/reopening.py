"""Beginning a further round: which candidates and rows are reopened, what experts are shown.

What stands on the list for discussion is chosen already.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reviewtui.domain.further_round import Feedback
from reviewtui.domain.naming import candidate_number, round_name
from reviewtui.locales import _
from reviewtui.session.beginning_round import begin_round, codes_in, rows_named
from reviewtui.session.journal_words import reopened_words
from reviewtui.session.round_words import feedback_words
from reviewtui.tally.analysis.undecided import listed_points
from reviewtui.tally.discussion import Point, point_reason
from reviewtui.tally.rounds import listed_cells
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.questions import ask_in_turn, decided_by, why
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.session.round_record import FurtherRound

BEGIN: Final = " begin"
FEEDBACK: Final = " feedback"
"""No candidate has a code like these."""
CHOICES: Final = Layout((Column("", 4), Column("")))


class ReopeningScreen(TablePage[str]):
    """Candidates to be ticked; dismissed with what was begun, in words."""

    SCOPE = Scope.REOPENING

    def __init__(self) -> None:
        super().__init__()
        self._cells: dict[str, list[str]] = {}
        self._why: dict[str, str] = {}
        self._feedback = Feedback.SPREAD
        self._number = 0

    def on_mount(self) -> None:
        """Take up the list for discussion."""
        session = self.review.session
        self._number = session.meeting.round + 1
        super().on_mount()

        def take_up(listed: Sequence[Point]) -> None:
            self._cells = listed_cells(listed)
            for point in listed:
                self._why.setdefault(point.candidate, point_reason(session.panel, point))
            self.say("")
            self.fill()

        self.say(_("being worked out ..."))
        carry_out(self, lambda: listed_points(session), take_up)

    def fill(self) -> None:
        """Show what is chosen."""
        panel = self.review.session.panel
        self.head = Head(
            panel.title,
            round_name(self._number),
            _("Begin the round: what is reopened"),
            _("{count} candidates chosen").format(count=len(self._cells)),
            Tone.DIM if self._cells else Tone.WARN,
        )
        self.show(self._items())
        self.moved()

    def _items(self) -> list[Item]:
        panel = self.review.session.panel
        layout = Layout(
            (
                *(Column("", 3), Column(_("no."), 5), Column(_("reopened rows"), 22)),
                Column(_("candidate")),
            )
        )
        rows = [
            Row(
                item.code,
                layout,
                (
                    "[x]" if item.code in self._cells else "[ ]",
                    item.code,
                    self._rows_words(item.code),
                    _("{name}; {why}").format(name=item.name, why=why)
                    if (why := self._why.get(item.code))
                    else item.name,
                ),
                tone=Tone.STRONG if item.code in self._cells else Tone.PLAIN,
            )
            for item in panel.candidates
            if not item.withdrawn
        ]
        begin = _("Begin {round}").format(round=round_name(self._number))
        return [
            Row(BEGIN, CHOICES, ("1", begin), Tone.STRONG, number="1"),
            Row(FEEDBACK, CHOICES, ("2", feedback_words(self._feedback)), number="2"),
            Words(),
            Heads(layout),
            *rows,
        ]

    def _rows_words(self, code: str) -> str:
        chosen = self._cells.get(code)
        if chosen is None:
            return ""
        return _(", ").join(chosen) if chosen else _("all rows")

    def moved(self) -> None:
        """What Enter does."""
        match self.table.key:
            case key if key == BEGIN:
                self.instruct(_("Enter: say why and who decided; then the round begins"))
            case key if key == FEEDBACK:
                self.instruct(_("Enter: change what experts see of the round before"))
            case _other:
                self.instruct(_("Enter: reopen this candidate, or some of its rows, or not"))

    def chosen(self, key: str, column: int | None) -> None:
        """Tick, change, or begin."""
        del column
        if key == BEGIN:
            self._begin()
        elif key == FEEDBACK:
            spread = self._feedback is Feedback.SPREAD
            self._feedback = Feedback.NONE if spread else Feedback.SPREAD
            self.fill()
        elif key in self._cells:
            del self._cells[key]
            self.fill()
        else:
            self._ask_rows(key)

    def _ask_rows(self, candidate: str) -> None:
        sheet = self.review.session.sheet
        known = _(", ").join(row.code for row in sheet.judged(candidate))

        def check(text: str) -> str:
            for code in codes_in(text):
                if not rows_named(sheet, candidate, [code]):
                    return _("there is no row {row}; there are: {known}").format(
                        row=code, known=known
                    )
            return ""

        def take(text: str | None) -> None:
            if text is not None:
                self._cells[candidate] = codes_in(text)
                self.fill()

        title = _("Which rows of {candidate}?").format(candidate=candidate_number(candidate))
        note = _("Codes, such as 6, 7.1; empty: all rows")
        self.app.push_screen(Ask(title, note, optional=True, check=check), take)

    def _begin(self) -> None:
        if not self._cells:
            self.say(_("Choose a candidate first: go down to it and press Enter"))
            return
        session = self.review.session

        def sure(said: tuple[str, ...]) -> None:
            reason, by = said
            chosen = {
                code: rows_named(session.sheet, code, self._cells[code])
                for code in session.sheet.candidates
                if code in self._cells
            }
            confirm(
                self,
                _("Begin {round}").format(round=round_name(self._number)),
                _("Begin it now"),
                lambda: carry_out(self, lambda: self._do(reason, by), self._begun),
                notes=[
                    reopened_words(chosen),
                    feedback_words(self._feedback),
                    _("Once kits or marks of it are out, what is reopened stays as it is."),
                ],
            )

        ask_in_turn(self, [why(), decided_by()], sure)

    def _do(self, reason: str, by: str) -> "FurtherRound":
        session = self.review.session
        return begin_round(session, self._cells, by=by, reason=reason, feedback=self._feedback)

    def _begun(self, begun: "FurtherRound") -> None:
        text = _("{round} begins: issue kits again (5), or let experts score in this session")
        self.dismiss(text.format(round=round_name(begun.number)))

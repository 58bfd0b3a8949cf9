"""Who is scoring: the panel's experts with how far each is, and one question to be sure.

Counts only, never a mark: the next expert sits at the same machine.
"""

from typing import TYPE_CHECKING, Final

from reviewtui.domain.naming import person, round_name
from reviewtui.domain.panel import Expert
from reviewtui.locales import _
from reviewtui.session.board_words import taking_turns
from reviewtui.tui import flow
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.session.session import Session

YES: Final = "yes"
NO: Final = "no"


class IdentifyScreen(TablePage[None]):
    """The list of experts, then “are you …?”; it stays below while the expert works."""

    SCOPE = Scope.IDENTIFY

    def __init__(self) -> None:
        super().__init__()
        self._asked: Expert | None = None

    def on_screen_resume(self) -> None:
        """Whoever sat here has got up."""
        self.review.get_up()
        self.review.hidden = False
        super().on_screen_resume()

    def fill(self) -> None:
        """Show the list, or the question."""
        session = self.review.session
        progress = session.progress()
        sealed = sum(one[2] for one in progress.values())
        self.head = Head(
            session.panel.title,
            round_name(session.meeting.round),
            _("{sealed} of {experts} experts have submitted").format(
                sealed=sealed, experts=len(session.panel.sitting)
            ),
        )
        if self._asked is None:
            self.show(self._people())
        else:
            self.show(_question(self._asked), key=YES)
        self.moved()

    def _people(self) -> list[Item]:
        session = self.review.session
        states = _states(session)
        layout = Layout((Column(_("no."), 5), Column(_("state"), 16), Column(_("name, unit"))))
        return [
            Heads(layout),
            *(
                Row(
                    expert.code,
                    layout,
                    (
                        expert.code,
                        states[expert.code],
                        f"{expert.name}  {expert.unit}".rstrip(),
                    ),
                    number=expert.code if expert.code.isdecimal() else str(number),
                )
                for number, expert in enumerate(session.panel.sitting, start=1)
            ),
            Words(),
            Words(taking_turns(), Tone.DIM),
        ]

    def moved(self) -> None:
        """The instruction asks for the number, or repeats the question."""
        if self._asked is not None and self.table.typed:
            self.instruct(
                _("1, yes, that is me: Enter begins")
                if self.table.key == YES
                else _("2, no: Enter goes back to the list")
            )
        elif self._asked is not None:
            self.instruct(
                _("Are you {person}? Enter = yes, Esc = choose again").format(
                    person=person(self._asked)
                )
            )
        elif self.table.typed:
            self.instruct(_("Number {typed}: press Enter").format(typed=self.table.typed))
        else:
            self.instruct(_("Choose yourself: type your number or use the arrows, then Enter"))

    def chosen(self, key: str, column: int | None) -> None:
        """Ask whether it is this person; sit down when the answer is yes."""
        del column
        if self._asked is None:
            self._asked = self.review.session.panel.expert(key)
            self.fill()
        elif key == NO:
            self.action_screen_menu()
        else:
            self._sit_down(self._asked.code)

    def action_screen_menu(self) -> None:
        """Back to the list from the question; the menu from the list."""
        if self._asked is None:
            super().action_screen_menu()
            return
        asked, self._asked = self._asked.code, None
        self.fill()
        self.table.move_to(asked)

    def action_quit(self) -> None:
        """End the program; everything is stored."""
        self.review.leave()

    def _sit_down(self, expert: str) -> None:
        self._asked = None
        self.review.take_seat(expert)
        flow.begin(self.review)


def _states(session: "Session") -> dict[str, str]:
    """How far each expert is, in counts and a word."""
    revs: dict[str, int] = {}
    for ballot in session.stored():
        revs[ballot.expert] = max(ballot.rev, revs.get(ballot.expert, 1))
    states = {}
    for code, (done, total, sealed) in session.progress().items():
        if sealed:
            states[code] = _("submitted v{rev}").format(rev=revs.get(code, 1))
        elif done:
            states[code] = _("filled {done}/{total}").format(done=done, total=total)
        else:
            states[code] = _("not begun")
    return states


def _question(expert: Expert) -> list[Item]:
    layout = Layout((Column("", 4), Column("")))
    return [
        Words(),
        Words(person(expert), Tone.TITLE),
        Words(),
        Row(YES, layout, ("1", _("Yes, that is me: begin")), number="1"),
        Row(NO, layout, ("2", _("No: choose again")), number="2"),
    ]

"""代录、修改、退回: the experts, and what the desk can do with the sheet of one of them.

Nothing here shows a mark; every version is kept, and all of it stands in the journal.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import expert_name, person, round_name
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session import board_words
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out, refusal_words
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.questions import ask_in_turn, decided_by, why
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Row

if TYPE_CHECKING:
    from reviewtui.session.board import Holding
    from reviewtui.tui.screens.entered import Outcome

Deed = Callable[[str], None]


class SheetsScreen(TablePage[None]):
    """Everybody who sits; Enter on one shows what can be done with his sheet."""

    SCOPE = Scope.SHEETS

    def __init__(self, expert: str = "") -> None:
        super().__init__()
        self._by = ""
        self._expert = expert
        """Whose choices open at once; empty: the list is for choosing somebody."""

    def on_mount(self) -> None:
        """Go to the expert who was chosen before."""
        super().on_mount()
        if self._expert:
            self.table.move_to(self._expert)
            self.call_after_refresh(self.chosen, self._expert, None)

    def fill(self) -> None:
        """Show how everybody stands."""
        from reviewtui.session.typed_pass import being_typed

        session = self.review.session
        holdings = self._holdings()
        opened = session.opened is not None
        typed = being_typed(session.meeting, session.meeting.round)
        self.head = Head(
            _("Enter, change, return"),
            round_name(session.meeting.round),
            board_words.summary(holdings),
            _("opened") if opened else _("ballots are closed"),
        )
        layout = Layout(
            (
                *(Column(_("no."), 5), Column(_("state"), 18)),
                *(Column(_("paper sheet"), 13), Column(_("name, unit"))),
            )
        )
        rows = [
            Row(
                one.expert.code,
                layout,
                (
                    one.expert.code,
                    board_words.state_words(one, opened=opened),
                    _paper_words(len(typed.get(one.expert.code, ()))),
                    f"{one.expert.name}  {one.expert.unit}".rstrip(),
                ),
                number=one.expert.code if one.expert.code.isdecimal() else "",
            )
            for one in holdings
        ]
        self.show([Heads(layout), *rows])
        self.instruct(
            _("Choose an expert by number, then Enter; nothing happens without a question")
        )

    def _holdings(self) -> "list[Holding]":
        from reviewtui.session.board import board as holdings_of

        return holdings_of(self.review.session)

    def chosen(self, key: str, column: int | None) -> None:
        """What can be done with this expert's sheet."""
        del column
        entering, changing, returning = self._refusals(key)
        items: list[Choice[Deed]] = [
            Choice(_("Type in his paper sheet (two people)"), self._type_in, entering),
            Choice(_("Read in his Excel sheet"), self._read_in, entering),
            Choice(_("Change marks on the spot, he stands here"), self._change, changing),
            Choice(
                _("Hand back: he submits again on his machine"),
                lambda expert: self._ask(expert, withdraw=False),
                returning,
            ),
            Choice(
                _("Withdraw: nothing of it counts any more"),
                lambda expert: self._ask(expert, withdraw=True),
                returning,
            ),
        ]

        def take(deed: Deed | None) -> None:
            if deed is not None:
                deed(key)

        notes = [_("Every version is kept.")]
        title = person(self.review.session.panel.expert(key))
        self.app.push_screen(Menu(title, items, notes=notes), take)

    def _refusals(self, expert: str) -> tuple[str, str, str]:
        """Why his marks cannot be entered, changed, or given back; empty if they can."""
        from reviewtui.session.desk_change import require_changeable
        from reviewtui.session.typed_in import require_sheet

        def refusal(require: Callable[[], object]) -> str:
            try:
                require()
            except Refused as refused:
                return refusal_words(self, refused)
            return ""

        session = self.review.session
        here = next(one for one in self._holdings() if one.expert.code == expert)
        return (
            refusal(lambda: require_sheet(session, expert)),
            refusal(lambda: require_changeable(session, expert)),
            "" if _is_here(here) else _("No ballot of this expert is here yet"),
        )

    def _type_in(self, expert: str) -> None:
        self.review.open("paper", expert, then=self._tell)

    def _read_in(self, expert: str) -> None:
        from reviewtui.tui.screens.sheet_deeds import read_in

        read_in(self, expert, self._tell)

    def _change(self, expert: str) -> None:
        from reviewtui.tui.screens.sheet_deeds import change_marks

        change_marks(self, expert, self._tell)

    def _tell(self, outcome: "Outcome | None") -> None:
        self.fill()
        if outcome is not None:
            self.review.open("entered", outcome)

    def _ask(self, expert: str, *, withdraw: bool) -> None:
        from reviewtui.session.conflict_words import after_withdrawal

        title = _("Withdraw the ballot") if withdraw else _("Hand back for a change")

        def sure(said: tuple[str, ...]) -> None:
            reason, self._by = said
            deed = f"{title}: {expert_name(expert)}"
            notes = [_("Reason: {said}").format(said=reason)]
            if withdraw:
                notes.append(after_withdrawal())
            confirm(
                self,
                title,
                deed,
                lambda: self._do(expert, reason, withdraw=withdraw),
                notes=notes,
            )

        ask_in_turn(self, [why(), decided_by(self._by)], sure)

    def _do(self, expert: str, reason: str, *, withdraw: bool) -> None:
        from reviewtui.session import withdrawing

        session, by = self.review.session, self._by

        def work() -> None:
            if withdraw:
                withdrawing.withdraw(session, expert, by=by, reason=reason)
            else:
                withdrawing.ask_back(session, expert, by=by, reason=reason)

        def done(_none: None) -> None:
            self.fill()
            text = (
                _("{expert}: the ballot is withdrawn and counts no more; it is kept.")
                if withdraw
                else _("{expert}: noted. The version that is here counts until the new one comes.")
            )
            self.say(text.format(expert=expert_name(expert)))

        carry_out(self, work, done)


def _is_here(holding: "Holding") -> bool:
    """Whether there is a ballot, counting or not, that can be handed back or withdrawn."""
    return holding.handed_in or holding.state is Why.CONFLICT


def _paper_words(passes: int) -> str:
    """How many people have typed at the paper sheet that is not taken in yet."""
    return _("typed {count} of 2").format(count=passes) if passes else ""

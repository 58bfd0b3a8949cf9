"""退回、撤回: an expert is asked to submit again, or what he submitted counts no more.

Both keep every version, ask for the reason, and stand in the journal.
"""

from typing import TYPE_CHECKING

from reviewtui.domain.naming import expert_name, person, round_name
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.tui import board
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.questions import ask_in_turn, decided_by, why
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.session.board import Holding

AGAIN, GONE = "again", "gone"


class ReturnsScreen(TablePage[None]):
    """Whoever handed something in."""

    SCOPE = Scope.RETURNS

    def __init__(self) -> None:
        super().__init__()
        self._by = ""

    def fill(self) -> None:
        """Show whose ballot is here."""
        from reviewtui.session.board import board as holdings_of

        session = self.review.session
        holdings = holdings_of(session)
        opened = session.opened is not None
        self.head = Head(
            _("Hand back, withdraw"),
            round_name(1),
            board.summary(holdings),
            _("opened") if opened else _("ballots are closed"),
        )
        layout = Layout((Column(_("no."), 5), Column(_("state"), 18), Column(_("name, unit"))))
        rows = [
            Row(
                one.expert.code,
                layout,
                (
                    one.expert.code,
                    board.state_words(one, opened=opened),
                    f"{one.expert.name}  {one.expert.unit}".rstrip(),
                ),
                number=one.expert.code if one.expert.code.isdecimal() else "",
            )
            for one in holdings
            if _is_here(one)
        ]
        items: list[Item] = [Heads(layout), *rows]
        if not rows:
            items = [Words(_("No ballot is here yet."), Tone.DIM)]
        self.show(items)
        self.instruct(
            _("Choose an expert by number, then Enter; nothing happens without a question")
            if rows
            else _("Esc: back")
        )

    def chosen(self, key: str, column: int | None) -> None:
        """Hand back or withdraw."""
        del column
        items = [
            Choice(_("Hand back: he submits again on his machine"), AGAIN),
            Choice(_("Withdraw: nothing of it counts any more"), GONE),
        ]

        def take(deed: str | None) -> None:
            if deed is not None:
                self._ask(key, withdraw=deed == GONE)

        notes = [_("Every version is kept.")]
        title = person(self.review.session.panel.expert(key))
        self.app.push_screen(Menu(title, items, notes=notes), take)

    def _ask(self, expert: str, *, withdraw: bool) -> None:
        title = _("Withdraw the ballot") if withdraw else _("Hand back for a change")

        def sure(said: tuple[str, ...]) -> None:
            reason, self._by = said
            deed = f"{title}: {expert_name(expert)}"
            notes = [_("Reason: {said}").format(said=reason)]
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

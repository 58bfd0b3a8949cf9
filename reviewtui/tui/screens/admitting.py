"""Opening again at the desk: whose late ballots are admitted, why, and who decided.

Everything is chosen by number but a reason or a name that is not offered.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewtui.domain.reasons import admitting_reasons
from reviewtui.locales import _
from reviewtui.session.opening_again import (
    Again,
    Late,
    in_conflict,
    late_ballots,
    wants_code,
)
from reviewtui.session.opening_words import opening_name
from reviewtui.tui.recording import record
from reviewtui.tui.screens.code import code_question
from reviewtui.tui.screens.menu import Item, Menu
from reviewtui.tui.screens.reason import ask_reason, confirm

if TYPE_CHECKING:
    from reviewtui.tui.screens.page import TablePage

GO_ON = ""
"""The item that ends the choosing of ballots."""


def admit_late(page: "TablePage[str | None]", then: Callable[[], None]) -> None:
    """Ask for everything and open again.

    Args:
        page: Where the wish came from; refusals are said there.
        then: Called once the round is open again.
    """
    _Asking(page, then).begin()


class _Asking:
    def __init__(self, page: "TablePage[str | None]", then: Callable[[], None]) -> None:
        self._page, self._then = page, then
        self._session = page.review.session
        self._late = late_ballots(self._session.meeting)
        self._admit = {one.expert for one in self._late if one.counts}
        self._record = ""

    @property
    def _title(self) -> str:
        return _("Open again")

    def begin(self) -> None:
        """First whose list holds, where openings are in conflict."""
        stand = in_conflict(self._session.meeting)
        if not stand:
            self._choose()
            return
        items = [Item(_("Take the lists together"), "")]
        items += [
            Item(_("Only the list of {opening}").format(opening=opening_name(one)), one.id)
            for one in stand
        ]

        def take(record: str | None) -> None:
            if record is None:
                return
            self._record = record
            if record or not self._late:
                self._admit = set()
                self._ask_why()
            else:
                self._choose()

        self._page.app.push_screen(Menu(self._title, items), take)

    def _choose(self, marked: int = 0) -> None:
        """Whose late ballots; a digit puts one in or takes it out."""
        items = [Item(_("Go on with these"), GO_ON, "" if self._admit else _("Choose a ballot"))]
        items += [Item(self._words(one), one.expert) for one in self._late]

        def take(expert: str | None) -> None:
            if expert is None:
                return
            if expert == GO_ON:
                self._ask_why()
                return
            self._admit ^= {expert}
            self._choose([GO_ON, *(one.expert for one in self._late)].index(expert))

        notes = [_("A number puts a ballot in or takes it out. What is not admitted stays late.")]
        self._page.app.push_screen(Menu(self._title, items, notes=notes, marked=marked), take)

    def _words(self, one: Late) -> str:
        panel = self._session.panel
        who = f"{one.expert} {panel.expert(one.expert).name}".rstrip()
        text = (
            _("admitted     {who}, version {rev}")
            if one.expert in self._admit
            else _("stays late   {who}, version {rev}")
        )
        return text.format(who=who, rev=one.ballots[-1].rev)

    def _ask_why(self) -> None:
        def take(reason: str | None) -> None:
            if reason is not None:
                self._ask_who(reason, ())

        ask_reason(self._page, _("Why is it opened again?"), admitting_reasons(), take)

    def _ask_who(self, reason: str, by: tuple[str, ...]) -> None:
        panel = self._session.panel
        chair = next((one.name for one in panel.sitting if one.role == "chair" and one.name), "")
        names = [_("Chair {name}").format(name=chair)] if chair else []
        names += [_("The supervisor")]
        wanted = 2 if in_conflict(self._session.meeting) else 1

        def take(name: str | None) -> None:
            if name is None:
                return
            decided = (*by, name)
            if len(decided) < wanted:
                self._ask_who(reason, decided)
            else:
                self._confirm(reason, decided)

        title = _("Who decided this?") if not by else _("Second person who decides")
        offered = [name for name in names if name not in by]
        ask_reason(self._page, title, offered, take, other=_("Somebody else (type the name)"))

    def _confirm(self, reason: str, by: tuple[str, ...]) -> None:
        admit = tuple(one.expert for one in self._late if one.expert in self._admit)
        notes = [_("Decided by {names}: {reason}").format(names=_(", ").join(by), reason=reason)]
        if admit:
            notes.append(_("Admitted: {experts}").format(experts=_(", ").join(admit)))
        notes.append(_("The earlier record is kept; nothing else changes."))
        wish = Again(reason, by, admit, self._record)
        confirm(
            self._page, self._title, _("Open again now"), lambda: self._ask_code(wish), notes=notes
        )

    def _ask_code(self, wish: Again) -> None:
        if not (wish.admit and wants_code(self._session.meeting)):
            self._open(wish, "")
            return

        def answer(typed: str | None) -> None:
            if typed is not None:
                self._open(wish, typed)

        self._page.app.push_screen(code_question(), answer)

    def _open(self, wish: Again, code: str) -> None:
        session = self._session

        def done(fault: str) -> None:
            self._then()
            if fault:
                self._page.say(fault)

        record(self._page, lambda: session.unseal_again(wish, code=code), done)

"""录入纸质评分表: where one expert's paper sheet stands, and what comes next.

One person types it, a second one types it again unseen or compares it with the paper, they
look up where they differ, then it is taken in. No number of it shows on this page.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import expert_name, person
from reviewtui.domain.reasons import changing_reasons
from reviewtui.locales import _
from reviewtui.session.paper_work import PaperWork, Stage
from reviewtui.session.typed_pass import FIRST, SECOND, WHOLE
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.entered import Outcome
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.reason import ask_reason, confirm
from reviewtui.tui.screens.sheet_deeds import ask_replacing, outcome
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.domain.ballot import Ballot, Cell
    from reviewtui.session.typed_in import Entry, TypedIn
    from reviewtui.session.typed_pass import Place, TypedPass

NEITHER: Final = 0
_CHOICES: Final = Layout((Column("", 1), Column("")))

Deed = tuple[str, Callable[[], None]]


class PaperScreen(TablePage[Outcome]):
    """One expert's sheet; dismissed with what came of it once it is taken in."""

    SCOPE = Scope.PAPER

    def __init__(self, expert: str) -> None:
        super().__init__()
        self._expert = expert
        self._deeds: list[Deed] = []

    @property
    def _work(self) -> PaperWork:
        return PaperWork(self.review.session, self._expert)

    def fill(self) -> None:
        """Show how far the sheet has come."""
        work = self._work
        self.head = Head(
            _("Type in a paper sheet"),
            person(self.review.session.panel.expert(self._expert)),
            _("The output will say: entered from a paper sheet"),
            _("ballots are closed")
            if self.review.session.opened is None
            else _("opened: what comes now is late"),
        )
        told, instruction, self._deeds = self._standing(work)
        items: list[Item] = [Words(), Words(told), Words()]
        items += [
            Row(str(number), _CHOICES, (str(number), label), number=str(number))
            for number, (label, _do) in enumerate(self._deeds, start=1)
        ]
        items += [
            Words(),
            Words(_("What is typed is stored at once, sealed, and shows nowhere else."), Tone.DIM),
        ]
        self.show(items)
        self.instruct(instruction)

    def _standing(self, work: PaperWork) -> tuple[str, str, list[Deed]]:
        """What is to be told, line 4, and what can be done."""
        first, second = work.typed(FIRST), work.typed(SECOND)
        one, other = (typed.typist if typed else "" for typed in (first, second))
        forget = (_("Forget what was typed, begin anew"), self._forget)
        again = (_("The second person types the sheet again, without seeing it"), self._second)
        compare = (_("The second person compares what was typed with the paper"), self._compare)
        match work.stage:
            case Stage.NEW:
                deeds = [(_("Type it in as it is printed"), lambda: self._first(subtotals=False))]
                if not work.why_no_subtotals():
                    label = _("Type only one subtotal per primary; every output says so")
                    deeds.append((label, lambda: self._first(subtotals=True)))
                told = _("Nobody has typed this sheet yet. Two people are needed.")
                return told, _("The paper in hand: choose by number, then Enter"), deeds
            case Stage.FIRST:
                told = _("First pass: {person} has begun and not finished.").format(person=one)
                deeds = [(self._go_on_words(one), lambda: self._go_on(first, FIRST)), forget]
                return told, _("{person} goes on: 1, then Enter").format(person=one), deeds
            case Stage.WAITS:
                told = _("First pass: {person}, finished. The second person is missing.")
                asked = _("Now somebody other than {person}: choose by number, then Enter")
                return (told.format(person=one), asked.format(person=one), [again, compare, forget])
            case Stage.SECOND:
                told = _("First pass: {person}, finished. Second pass: {other} has begun.")
                deeds = [
                    (self._go_on_words(other), lambda: self._go_on(second, SECOND)),
                    (_("Forget the second pass only; somebody else types it"), self._forget_second),
                    *(compare, forget),
                ]
                return (
                    told.format(person=one, other=other),
                    _("{person} goes on: 1, then Enter").format(person=other),
                    deeds,
                )
            case Stage.DIFFER:
                told = _("{person} and {other} differ in {count} places.").format(
                    person=one, other=other, count=len(work.differences())
                )
                settle = (_("Look them up on the paper, one after the other"), self._settle)
                return told, _("Both with the paper: 1, then Enter"), [settle, forget]
            case Stage.AGREED:
                told = _("{person} and {other} have typed the same.")
                return (
                    told.format(person=one, other=other),
                    _("1, then Enter: take the sheet in"),
                    [(_("Take the sheet in"), self._take), forget],
                )

    def _go_on_words(self, typist: str) -> str:
        return _("I am {person}: go on typing").format(person=typist)

    def chosen(self, key: str, column: int | None) -> None:
        """Carry out the choice."""
        del column
        self._deeds[int(key) - 1][1]()

    # Typing ----------------------------------------------------------------------------

    def _ask_person(
        self, title: str, check: Callable[[str], object], then: Callable[[str], None]
    ) -> None:
        def answer(name: str | None) -> None:
            if name is not None:
                then(name)

        note = _("It stands in the journal and in the output")
        self.app.push_screen(Ask(title, note, check=_refusal_of(check)), answer)

    def _ask_typist(self, check: Callable[[str], object], then: Callable[[str], None]) -> None:
        self._ask_person(_("Who is typing? Type your name"), check, then)

    def _first(self, *, subtotals: bool) -> None:
        def begin(typist: str) -> None:
            self._type(self._work.begin_first(typist, subtotals=subtotals), FIRST)

        self._ask_typist(lambda _name: None, begin)

    def _second(self) -> None:
        work = self._work
        self._ask_typist(
            work.require_second, lambda typist: self._type(work.begin_second(typist), SECOND)
        )

    def _go_on(self, typed: "TypedPass | None", turn: int) -> None:
        if typed is not None:
            self._type(typed, turn)

    def _type(self, typed: "TypedPass", turn: int) -> None:
        """Open the form over the pass; what is typed there is kept step by step."""
        from reviewtui.session.typed_sheet import TypedSheet, kept_in

        session = self.review.session
        keep = kept_in(session.meeting, self._expert, self._work.round, turn)
        sheet = TypedSheet(session, self._expert, typed, keep, self._work.round)
        if not sheet.candidates:
            self.say(_("This expert has nobody to judge: all candidates are recused"))
            return

        def done(finished: bool | None) -> None:
            self.fill()
            if finished and turn == SECOND:
                self._settle()
            elif finished:
                self.say(_("The first pass is kept. Now hand the paper to a second person"))

        self.review.open("typing", sheet, turn, then=done)

    def _compare(self) -> None:
        def open_it(typist: str) -> None:
            def done(agreed: bool | None) -> None:
                if agreed:
                    self._replacing(lambda reason: self._work.confirm(typist, reason))

            self.review.open("comparing", self._work, typist, then=done)

        title = _("Who compares it with the paper? Type your name")
        self._ask_person(title, self._work.require_second, open_it)

    def _forget(self) -> None:
        deed = _("Forget everything that was typed from this sheet")
        confirm(
            self, _("Begin anew"), deed, lambda: carry_out(self, self._work.discard, self._anew)
        )

    def _forget_second(self) -> None:
        deed = _("Forget the second pass; the first one stays")
        title = _("Begin the second pass anew")
        work = self._work
        confirm(
            self, title, deed, lambda: carry_out(self, lambda: work.discard(SECOND), self._gone)
        )

    def _gone(self, _none: None) -> None:
        self.fill()
        self.say(_("The second pass is forgotten; now somebody else types it"))

    def _anew(self, _none: None) -> None:
        self.fill()
        self.say(_("What was typed is forgotten; the paper is typed from the start"))

    # What both say ---------------------------------------------------------------------

    def _settle(self) -> None:
        """One difference after the other; each is kept at once."""
        work = self._work
        places = work.differences()
        if not places:
            self.fill()
            self._take()
            return
        place = places[0]
        items: list[Choice[int]] = [
            Choice(
                _("{said} (typed by {person})").format(
                    said=work.said_words(typed, place), person=typed.typist
                ),
                turn,
            )
            for turn in (FIRST, SECOND)
            if (typed := work.typed(turn)) is not None
        ]
        if place[1] != WHOLE:
            items.append(Choice(_("Neither: something else stands there"), NEITHER))
        title = _("{place}: what stands on the paper?").format(place=work.place_words(place))
        notes = [
            _("{count} places still differ.").format(count=len(places))
            if len(places) > 1
            else _("This is the last difference.")
        ]

        def answer(turn: int | None) -> None:
            if turn is None:
                self.fill()
            elif turn == NEITHER:
                self._settle_anew(place)
            else:
                self._look_up(lambda: work.settle(place, turn))

        self.app.push_screen(Menu(title, items, notes=notes), answer)

    def _settle_anew(self, place: "Place") -> None:
        work = self._work

        def answer(text: str | None) -> None:
            if text is None:
                self._settle()
            else:
                self._settle_with_reason(place, work.read(place, text))

        title = _("{place}: what stands on the paper?").format(place=work.place_words(place))
        note = _("Left empty: the box is empty on the paper")
        check = _refusal_of(lambda text: work.read(place, text))
        self.app.push_screen(Ask(title, note, optional=True, check=check), answer)

    def _settle_with_reason(self, place: "Place", cell: "Cell") -> None:
        """In a further round another mark has its reason on the paper, too."""
        work = self._work

        def store(reason: str | None) -> None:
            if reason is None:
                self._settle()
            else:
                self._look_up(lambda: work.settle_as(place, cell._replace(reason=reason)))

        if not work.wants_reason(place, cell):
            store("")
            return
        if known := work.reason_at(place):
            store(known)
            return
        title = _("{place}: which reason stands on the paper?")
        ask_reason(self, title.format(place=work.place_words(place)), changing_reasons(), store)

    def _look_up(self, store: Callable[[], None]) -> None:
        carry_out(self, store, lambda _none: self._settle())

    def _take(self) -> None:
        self._replacing(lambda reason: self._work.take(reason))

    def _replacing(self, seal: Callable[[str], "tuple[Ballot, TypedIn, Entry]"]) -> None:
        """Ask why it replaces what is there, if something is; then seal it."""

        title = f"{_('Type in a paper sheet')}  {expert_name(self._expert)}"

        def done(told: Outcome) -> None:
            self.dismiss(told)

        def enter(reason: str) -> None:
            carry_out(self, lambda: outcome(self, title, *seal(reason)), done)

        ask_replacing(self, self._expert, enter)


def _refusal_of(check: Callable[[str], object]) -> Callable[[str], str]:
    """The sentence with which a text is refused; "" if it is not."""

    def refusal(text: str) -> str:
        try:
            check(text)
        except Refused as refused:
            return str(refused)
        return ""

    return refusal

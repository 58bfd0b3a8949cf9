"""人员与顺序: experts and candidates as they stand, and every amendment of them.

Each amendment is asked for field by field, confirmed once in the words of the journal, and
takes effect at once. What cannot be amended any more is said in a sentence.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from reviewtui.domain.amendment import (
    RESULT_STANDS,
    Amendment,
    Change,
    OrderChange,
)
from reviewtui.domain.amendment_words import amendment_words
from reviewtui.domain.lot import method
from reviewtui.domain.naming import candidate_name, person
from reviewtui.domain.panel import Candidate, Expert, Role
from reviewtui.locales import _
from reviewtui.tally.wording import early_leave_sentence
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens import people_deeds as deeds
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.people_deeds import Deed
from reviewtui.tui.screens.questions import ask_in_turn, decided_by, why
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.domain.panel import Panel

EXPERT: Final = "expert"
CANDIDATE: Final = "candidate"


class PeopleScreen(TablePage[None]):
    """Experts, then candidates in the order of presentation, then what was amended."""

    SCOPE = Scope.PEOPLE

    def __init__(self) -> None:
        super().__init__()
        self._by = ""

    @property
    def _panel(self) -> "Panel":
        return self.review.session.panel

    def fill(self) -> None:
        """Show the panel as it is now."""
        session = self.review.session
        self.head = Head(
            _("People and order"),
            session.panel.title,
            _("{experts} experts, {candidates} candidates").format(
                experts=len(session.panel.sitting), candidates=len(session.panel.presented)
            ),
            _("opened") if session.opened else _("ballots are closed"),
        )
        self.show([*self._experts(), Words(), *self._candidates(), Words(), *self._amended()])
        self.moved()

    def _experts(self) -> Iterator[Item]:
        layout = Layout((Column(_("no."), 5), Column(_("state"), 12), Column(_("name, unit"))))
        yield Heads(layout)
        for expert in self._panel.experts:
            yield Row(
                f"{EXPERT} {expert.code}",
                layout,
                (expert.code, _expert_state(expert), _expert_name(expert)),
                Tone.DIM if expert.replaced_by else Tone.PLAIN,
                number=expert.code if expert.code.isdecimal() else "",
            )

    def _candidates(self) -> Iterator[Item]:
        layout = Layout((Column(_("no."), 5), Column(_("turn"), 12), Column(_("candidate"))))
        yield Heads(layout)
        presented = self._panel.presented
        gone = [item for item in self._panel.candidates if item.withdrawn]
        for turn, candidate in enumerate([*presented, *gone], start=1):
            state = _("withdrawn") if candidate.withdrawn else str(turn)
            yield Row(
                f"{CANDIDATE} {candidate.code}",
                layout,
                (candidate.code, state, _candidate_name(candidate)),
                Tone.DIM if candidate.withdrawn else Tone.PLAIN,
            )

    def _amended(self) -> Iterator[Item]:
        from reviewtui.session.amending import amendments, idle_amendments

        session = self.review.session
        idle = {item.amendment.id: item.why for item in idle_amendments(session)}
        yield Words(early_leave_sentence(self._panel.rule), Tone.DIM)
        for made in amendments(session):
            remark = _(" ({why})").format(why=made.reason) if made.reason else ""
            yield Words(f"{made.number}. {amendment_words(made.change)}{remark}", Tone.DIM)
            if made.id in idle:
                text = _("without effect: {why}").format(why=idle[made.id])
                yield Words(text, Tone.WARN, indent=3)

    def moved(self) -> None:
        """What Enter does; other amendments are in the menu of Space."""
        self.instruct(_("Enter amends this one; Space: somebody new, order, leaving early"))

    def chosen(self, key: str, column: int | None) -> None:
        """What can be amended here."""
        del column
        kind, _blank, code = key.partition(" ")
        if kind == EXPERT:
            self._offer_expert(code)
        else:
            self._offer_candidate(code)

    def _offer_expert(self, code: str) -> None:
        title = _("Recuse from which candidate?")
        self._offer(
            person(self._panel.expert(code)),
            deeds.expert_deeds(self._panel, code),
            _("Recuse from a candidate"),
            lambda: self._offer(title, deeds.recusal_deeds(self._panel, code)),
        )

    def _offer_candidate(self, code: str) -> None:
        settled = deeds.settled_deeds(self._panel, code)
        self._offer(
            candidate_name(self._panel, code),
            deeds.candidate_deeds(self._panel, code),
            _("Put right what the secretariat settled") if settled else "",
            lambda: self._offer(_("Which row?"), settled),
        )

    def _offer(
        self,
        title: str,
        offered: Sequence[Deed],
        more: str = "",
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """A menu of deeds; `more` is a last item that leads on to another menu."""
        chosen = [*offered, None]

        def take(number: int | None) -> None:
            deed = None if number is None else chosen[number]
            if deed is not None:
                self.begin(deed)
            elif number is not None:
                then()

        labels = [deed.label for deed in offered] + [more] * bool(more)
        self.app.push_screen(
            Menu(title, [Choice(label, number) for number, label in enumerate(labels)]), take
        )

    def action_add(self) -> None:
        """One expert more."""
        self.begin(deeds.addition(self._panel))

    def action_lot(self) -> None:
        """Draw the order."""
        self.begin(deeds.lot(self._panel))

    def action_order(self) -> None:
        """Type the order."""
        self.begin(deeds.typed_order(self._panel))

    def action_early_leave(self) -> None:
        """What becomes of the finished candidates of those who leave early."""
        self._offer(_("Leaving early"), deeds.leave_deeds())

    def action_recusals(self) -> None:
        """Who does not judge whom."""
        from reviewtui.tui.desk_recusals import DeskRecusals
        from reviewtui.tui.screens.recusals import RecusalsScreen

        def kept(grid: RecusalsScreen) -> DeskRecusals:
            return DeskRecusals(grid, self)

        self.app.push_screen(RecusalsScreen(kept))

    def begin(self, deed: Deed, page: "TablePage[None] | None" = None) -> None:
        """Ask what must be known, then why and who decided, then whether it is meant.

        Args:
            page: Which page shows the outcome; None: this one.
        """
        count = len(deed.questions)

        def answered(said: tuple[str, ...]) -> None:
            reason, self._by = said[count:]
            notes = [
                text.format(said=answer)
                for text, answer in (
                    (_("Reason: {said}"), reason),
                    (_("Decided by: {said}"), self._by),
                )
                if answer
            ]
            confirm(
                self,
                deed.label,
                deed.blind or amendment_words(deed.make(said[:count])),
                lambda: self._amend(deed.make(said[:count]), reason, page or self),
                notes=notes,
            )

        reasoned = why(optional=deed.kind in RESULT_STANDS)
        ask_in_turn(self, [*deed.questions, reasoned, decided_by(self._by)], answered)

    def _amend(self, change: Change, reason: str, page: TablePage[None]) -> None:
        from reviewtui.session.amending import amend, kits_are_out
        from reviewtui.session.in_force import put_in_force

        session = self.review.session

        def work() -> Amendment:
            made = amend(session, change, by=self._by, reason=reason)
            put_in_force(session)
            return made

        def done(made: Amendment) -> None:
            page.fill()
            said = [
                _("Amendment {number}: {words}").format(
                    number=made.number, words=amendment_words(made.change)
                )
            ]
            if isinstance(made.change, OrderChange) and made.change.seed:
                said.append(method(made.change.seed))
            if kits_are_out(session):
                said.append(
                    _(
                        "Kits that are out stay valid; they show the panel as it was when they "
                        "were issued."
                    )
                )
            page.say("\n".join(said))

        carry_out(page, work, done)


def _expert_state(expert: Expert) -> str:
    if expert.replaced_by:
        return _("replaced by {code}").format(code=expert.replaced_by)
    return _("chair") if expert.role is Role.CHAIR else _("member")


def _expert_name(expert: Expert) -> str:
    return "  ".join(filter(None, (expert.name, expert.title, expert.unit)))


def _candidate_name(candidate: Candidate) -> str:
    return "  ".join(filter(None, (candidate.name, candidate.unit)))

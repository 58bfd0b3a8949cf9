"""The secretary's screen for the day: who has handed in, the opening, the result.

Before the opening it knows counts and versions, never a mark.
"""

from typing import Final

from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import expert_name, round_name
from reviewtui.domain.states import Why, label
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.session.effective import StoredBallot
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

UNSEAL: Final = "unseal"
RESULTS: Final = "results"
CHOICES: Final = Layout((Column("", 4), Column("")))


class DeskScreen(TablePage[None]):
    """The board, and two numbered choices."""

    SCOPE = Scope.DESK

    def fill(self) -> None:
        """Count anew."""
        session = self.review.session
        progress = session.progress()
        sealed = sum(one[2] for one in progress.values())
        opened = session.opened is not None
        self.head = Head(
            session.panel.title,
            round_name(1),
            _("Handed in: {sealed} of {experts} experts").format(
                sealed=sealed, experts=len(progress)
            ),
            _("opened") if opened else _("ballots are closed"),
            Tone.WARN if opened else Tone.DIM,
        )
        self.show([*self._choices(), Words(), *self._board()])
        self.moved()

    def _choices(self) -> list[Item]:
        return [
            Row(UNSEAL, CHOICES, ("1", self._opening()), number="1"),
            Row(RESULTS, CHOICES, ("2", _("Show the result")), number="2"),
        ]

    def _opening(self) -> str:
        opened = self.review.session.opened
        if opened is None:
            return _("Open the ballots")
        return _("Opened {time:%Y-%m-%d %H:%M}").format(time=local_time(opened.at))

    def _board(self) -> list[Item]:
        session = self.review.session
        layout = Layout(
            (
                Column(_("no."), 5),
                Column(_("state"), 16),
                Column(_("filled"), 9, right=True),
                Column(_("name, unit")),
            )
        )
        items: list[Item] = [Heads(layout)]
        progress, standings = session.progress(), session.effective()
        for expert in session.panel.experts:
            done, total, sealed = progress[expert.code]
            cells = (
                expert.code,
                _state(standings[expert.code], done, sealed=sealed),
                f"{done}/{total}",
                f"{expert.name}  {expert.unit}".rstrip(),
            )
            items += [
                Words("".join(line), Tone.PLAIN if sealed else Tone.WARN)
                for line in layout.place(cells, 72)
            ]
        return items

    def moved(self) -> None:
        """What Enter does."""
        if self.table.key == RESULTS:
            self.instruct(_("Enter shows the result. Choose by number"))
        elif self.review.session.opened is not None:
            self.instruct(_("The ballots are open. Choose 2 and press Enter for the result"))
        else:
            self.instruct(_("Choose by number, then Enter. Before the opening no mark is shown"))

    def chosen(self, key: str, column: int | None) -> None:
        """Open the ballots, or show the result."""
        del column
        if key == UNSEAL:
            self.action_unseal()
        else:
            self.action_results()

    def refusal(self, entry: Action) -> str:
        """An opening happens once."""
        if entry.name == "unseal" and self.review.session.opened is not None:
            return _("The ballots have been opened already")
        return ""

    def action_unseal(self) -> None:
        """Open all ballots together, after one question."""
        session = self.review.session
        if session.opened is not None:
            self.say(_("The ballots have been opened already"))
            return
        reworking = session.reworking()
        missing = [
            code
            for code, (_d, _t, sealed) in session.progress().items()
            if not sealed and code not in reworking
        ]
        notes = [_("All ballots are opened together, once. Marks can no longer be changed then.")]
        if missing:
            notes.append(
                _("Not handed in and left out as absent: {experts}").format(
                    experts=_(", ").join(expert_name(code) for code in missing)
                )
            )
        if reworking:
            text = _("Taken back, not handed in again; the earlier version counts: {experts}")
            notes.append(text.format(experts=_(", ").join(expert_name(code) for code in reworking)))

        def go(sure: bool | None) -> None:
            if sure:
                self._unseal()

        self.app.push_screen(
            Menu(
                _("Open the ballots"),
                [Choice(_("Not yet"), False), Choice(_("Open them now"), True)],
                notes=notes,
            ),
            go,
        )

    def _unseal(self) -> None:
        try:
            self.review.session.unseal()
        except Refused as refusal:
            self.say(str(refusal))
            return
        self.fill()
        self.action_results()

    def action_results(self) -> None:
        """The ranking, or who is missing."""
        self.review.open("results")

    def action_quit(self) -> None:
        """End the program."""
        self.review.leave()


def _state(standing: StoredBallot | Why, done: int, *, sealed: bool) -> str:
    """What the desk may know of an expert's ballot, in a word."""
    if isinstance(standing, StoredBallot) and sealed:
        return _("submitted v{rev}").format(rev=standing.rev)
    if isinstance(standing, StoredBallot):
        return _("taken back v{rev}").format(rev=standing.rev)
    if standing is not Why.ABSENT:
        return label(standing)
    return _("at work") if done else _("not begun")

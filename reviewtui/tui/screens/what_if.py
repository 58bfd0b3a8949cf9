"""试算: the same marks by another computation, beside the official result, changing nothing."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import candidate_number, expert_name
from reviewtui.domain.rule import Average
from reviewtui.locales import _
from reviewtui.session.result_deeds import note_what_if
from reviewtui.tally.figures import NOTHING, rank_text, total_text
from reviewtui.tally.fixed import banner
from reviewtui.tally.verdict import Verdict
from reviewtui.tally.what_if import (
    AVERAGES,
    Moved,
    Trial,
    WhatIf,
    moved,
    moved_sentence,
    name_and_note,
    what_if,
)
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

CANDIDATE: Final = "candidate "
"""Begins the key of a line about a candidate."""
CHOICES: Final = Layout((Column("", 1), Column("", 24), Column("")))


class WhatIfScreen(TablePage[None]):
    """Three choices by number; both results below. What was asked is a line of the journal."""

    SCOPE = Scope.WHAT_IF

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self._verdict = verdict
        self._wish = WhatIf()
        self._trial: Trial | None = None
        self._found: tuple[Moved, ...] = ()
        self._refused: tuple[str, ...] = ()

    @cached_property
    def _banner(self) -> str:
        return banner(self.review.session)

    def fill(self) -> None:
        """Show the choices and what they give."""
        self.head = Head(self.review.session.panel.title, _("What if"), _("For reference only"))
        self.show(list(self._items()), key=self.table.key)
        self.moved()

    def moved(self) -> None:
        """What Enter does here."""
        if self.table.key.startswith(CANDIDATE):
            self.instruct(_("Enter shows how the other total comes about; Esc: back"))
        else:
            self.instruct(_("Choose what is to differ, by number and Enter; Esc: back"))

    def _items(self) -> Iterator[Item]:
        wish = self._wish
        yield Words(self._banner, Tone.WARN)
        yield Words()
        average = _("as the rule says") if wish.average is None else _(AVERAGES[wish.average])
        without = _(", ").join(map(expert_name, wish.without)) or _("nobody")
        equal = _("equal weights") if wish.equal else _("as the rule says")
        for number, (key, label, value) in enumerate(
            (
                ("average", _("Averaging"), average),
                ("equal", _("Weights"), equal),
                ("without", _("Left out"), without),
            ),
            start=1,
        ):
            yield Row(key, CHOICES, (str(number), label, value), number=str(number))
        yield Words()
        for text in self._refused:
            yield Words(text, Tone.WARN)
        if self._found:
            yield from self._result()

    def _result(self) -> Iterator[Item]:
        panel = self.review.session.panel
        layout = Layout(
            (
                Column(_("rank"), 9),
                Column(_("total"), 9, right=True),
                Column("", 4, right=True),
                Column(_("then"), 9),
                Column(_("total"), 9, right=True),
                Column(_("candidate")),
            )
        )
        if said := moved_sentence(self._found):
            yield Words(said, Tone.STRONG)
        yield Heads(layout)
        for one in self._found:
            yield Row(
                f"{CANDIDATE}{one.candidate}",
                layout,
                (
                    rank_text(one.rank, tied=one.tied),
                    total_text(panel.rule, one.total),
                    _arrow(one),
                    rank_text(one.other_rank, tied=one.other_tied),
                    total_text(panel.rule, one.other_total),
                    f"{candidate_number(one.candidate)} {name_and_note(panel, one)}",
                ),
            )

    def chosen(self, key: str, column: int | None) -> None:
        """Change one of the choices; a candidate opens into its total by the other computation."""
        del column
        match key:
            case "average":
                self._choose_average()
            case "equal":
                self._ask(WhatIf(self._wish.average, not self._wish.equal, self._wish.without))
            case "without":
                self._choose_expert()
            case _ if self._trial is not None:
                code = key.removeprefix(CANDIDATE)
                self.review.open("explain", self._trial.verdict, code, None, "", self._trial)

    def _choose_average(self) -> None:
        choices: list[Choice[str]] = [Choice(_("as the rule says"), "")]
        choices += [Choice(_(AVERAGES[one]), one.value) for one in Average]

        def take(value: str | None) -> None:
            if value is not None:
                average = Average(value) if value else None
                self._ask(WhatIf(average, self._wish.equal, self._wish.without))

        self.app.push_screen(Menu(_("Averaging"), choices), take)

    def _choose_expert(self) -> None:
        counted = dict.fromkeys(code for one in self._verdict.candidates for code in one.counted)
        own = self._wish.without
        choices = [
            Choice(
                _("{expert}: count again").format(expert=expert_name(code))
                if code in own
                else expert_name(code),
                code,
            )
            for code in sorted(counted)
        ]
        if own:
            choices.append(Choice(_("Leave out nobody"), ""))

        def take(code: str | None) -> None:
            if code is None:
                return
            left = () if not code else tuple(sorted({*own} ^ {code}))
            self._ask(WhatIf(self._wish.average, self._wish.equal, left))

        self.app.push_screen(Menu(_("Leave out an expert"), choices), take)

    def _ask(self, wish: WhatIf) -> None:
        session = self.review.session

        def work() -> Trial:
            found = what_if(session.panel, session.sheet, session.marks(), wish)
            note_what_if(session, session.meeting.official, wish.asked())
            return found

        def done(other: Trial) -> None:
            self._trial = other
            self._found, self._refused = moved(self._verdict, other.verdict), ()
            self.fill()

        def refused_or_done() -> Trial | Refused:
            try:
                return work()
            except Refused as refusal:
                return refusal

        def take(found: Trial | Refused) -> None:
            if isinstance(found, Refused):
                self._found, self._refused = (), tuple(map(str, found.reasons))
                self.fill()
            else:
                done(found)

        self._wish = wish
        if not wish.asked():
            self._found = self._refused = ()
            self.fill()
        else:
            carry_out(self, refused_or_done, take)


def _arrow(one: Moved) -> str:
    if not one.rank or not one.other_rank:
        return NOTHING
    return f"{one.places:+d}" if one.places else "="

"""Weights from pairs: who has compared what, what it comes to, and one pair after another."""

from collections.abc import Iterator
from fractions import Fraction
from math import log
from typing import Final

from reviewtui.domain.comparisons import Judgements, ratio_text
from reviewtui.domain.findings import Refused
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.numbers import decimal
from reviewtui.exchange.drafting.comparing import (
    groups_of,
    judged,
    points_of,
    taken,
    without_comparisons,
)
from reviewtui.exchange.drafting.steps import Step, step_name
from reviewtui.locales import _
from reviewtui.tally.pairwise import Opinion, combined, open_pairs, opinion, pairs
from reviewtui.tally.pairwise_words import STEPS, doubt_words, method_words, ratio_words
from reviewtui.tui.action import Action
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.making_page import MakingPage
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

_STEP: Final = "1"
"""Whole points, unless somebody wants them finer."""
_OPEN: Final = "open"
"""Where the cursor waits at a pair without an answer: a second Enter out of habit answers none."""


class WeighingScreen(MakingPage):
    """A line per expert; below them what the panel's judgements come to."""

    SCOPE = Scope.WEIGHING

    @property
    def _table(self) -> IndicatorSet:
        assert self.reading.table is not None  # the points page offers this only with a table
        return self.reading.table

    def fill(self) -> None:
        """Show who is through, and the weights so far."""
        self.show_head(step_name(Step.POINTS, self.draft.data))
        self.show([*self._experts(), *self._weights()])
        self.moved()

    def _experts(self) -> Iterator[Item]:
        layout = Layout(
            (
                Column(_("no."), 4, right=True),
                Column(_("compared"), 8, right=True),
                Column(_("consistency"), 11, right=True),
                Column(_("expert")),
            )
        )
        yield Heads(layout)
        groups = groups_of(self.reading.panel, self._table)
        wanted = sum(len(pairs(rows)) for rows in groups.values())
        for expert in self.reading.panel.experts:
            own = self.reading.panel.comparisons.get(expert.code, ())
            left = sum(len(open_pairs(rows, own)) for rows in groups.values())
            found = [opinion(rows, own) for rows in groups.values()]
            worst = max(filter(None, found), key=lambda one: one.ratio, default=None)
            cells = (
                expert.code,
                f"{wanted - left}/{wanted}",
                ratio_words(worst) if worst else "",
                expert.name,
            )
            tone = Tone.WARN if worst and worst.doubtful else Tone.PLAIN
            digits = expert.code if expert.code.isdecimal() else ""
            yield Row(expert.code, layout, cells, tone, number=digits)

    def _weights(self) -> Iterator[Item]:
        panel = self.reading.panel
        groups = groups_of(panel, self._table)
        shares = combined(groups, panel.comparisons)
        yield Words()
        if shares is None:
            yield Words(
                _("The panel's weights stand here once one expert has compared everything."),
                Tone.DIM,
            )
            return
        yield Words(_("What the panel's judgements come to, in percent of the whole"), Tone.STRONG)
        for code, share in shares.items():
            row = self._table.row(code)
            indent = "  " * (len(self._table.path(code)) - 1)
            yield Words(f"{share * 100:6.2f}  {indent}{code} {row.name()}")
        yield Words(method_words(), Tone.DIM)

    def moved(self) -> None:
        """What Enter does, and where an expert contradicts himself."""
        panel = self.reading.panel
        own = panel.comparisons.get(self.table.key, ())
        groups = groups_of(panel, self._table)
        doubts = [
            doubt
            for found in (opinion(rows, own) for rows in groups.values())
            if isinstance(found, Opinion)
            for doubt in found.doubts
        ]
        if doubts:
            self.instruct(doubt_words(doubts[0]))
        else:
            said = _("Enter: expert {code} compares in pairs; Space: use the weights")
            self.instruct(said.format(code=self.table.key))

    def chosen(self, key: str, column: int | None) -> None:
        """Let the expert compare."""
        del column
        self.app.push_screen(PairScreen(key))

    def refusal(self, entry: Action) -> str:
        """Why an action cannot be done now."""
        own = self.reading.panel.comparisons.get(self.table.key)
        if entry.name == "clear" and not own:
            return _("This expert has compared nothing yet")
        if entry.name == "use":
            groups = groups_of(self.reading.panel, self._table)
            if combined(groups, self.reading.panel.comparisons) is None:
                return _("No expert has compared all rows yet")
        return ""

    def action_use(self) -> None:
        """Take the weights over, with a step and the line that says who decided."""

        def fault(text: str) -> str:
            try:
                points_of(self.reading.panel, self._table, decimal(text))
            except ValueError:
                return _("a number such as 1 or 0.5 is needed")
            except Refused as refused:
                return str(refused)
            return ""

        def with_step(step: str | None) -> None:
            if step is not None:
                self._ask_source(points_of(self.reading.panel, self._table, decimal(step)))

        note = _("The weights are cut to this step so that they make 100 exactly")
        self.app.push_screen(Ask(_("In steps of"), note, _STEP, check=fault), with_step)

    def _ask_source(self, points: dict[str, str]) -> None:
        def answer(source: str | None) -> None:
            if source is None:
                return
            if self.store(taken(self.draft.data, points, source.strip())):
                self.dismiss(None)

        said = "  ".join(f"{code} {value}" for code, value in points.items())
        note = _("Who decided on these weights, and where it stands: {weights}")
        source = str(self.draft.data.get("weights", {}).get("source", ""))
        self.app.push_screen(
            Ask(_("Source of the weights"), note.format(weights=said), source), answer
        )

    def action_clear(self) -> None:
        """Take an expert's judgements away."""
        code = self.table.key
        confirm(
            self,
            _("Remove the judgements of expert {code}").format(code=code),
            _("Remove them"),
            lambda: self._clear(code),
        )

    def _clear(self, code: str) -> None:
        self.store(without_comparisons(self.draft.data, code))


class PairScreen(MakingPage):
    """One pair on the screen: nine answers, a digit and Enter each; then the next pair."""

    SCOPE = Scope.PAIR

    def __init__(self, expert: str) -> None:
        super().__init__()
        self._expert = expert
        self._at = -1

    @property
    def _own(self) -> Judgements:
        return self.reading.panel.comparisons.get(self._expert, ())

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        assert self.reading.table is not None  # as above
        groups = groups_of(self.reading.panel, self.reading.table)
        return [pair for rows in groups.values() for pair in pairs(rows)]

    def _answer_of(self, pair: tuple[str, str]) -> Fraction | None:
        for first, second, ratio in self._own:
            if (first, second) == pair:
                return ratio
            if (second, first) == pair:
                return 1 / ratio
        return None

    def _next_open(self, start: int) -> int | None:
        """The next pair without an answer, from `start` on and then from the beginning."""
        count = len(self._pairs)
        order = [(start + step) % count for step in range(count)]
        return next((at for at in order if self._answer_of(self._pairs[at]) is None), None)

    def fill(self) -> None:
        """Show the pair, and the answer it has."""
        if self._at < 0:
            self._at = self._next_open(0) or 0
        table = self.reading.table
        assert table is not None  # as above
        first, second = self._pairs[self._at]
        answer = self._answer_of((first, second))
        answered = sum(self._answer_of(pair) is not None for pair in self._pairs)
        self.show_head(
            _("Expert {code} compares in pairs").format(code=self._expert),
            _("{done} of {count} compared").format(done=answered, count=len(self._pairs)),
        )
        names = {code: f"[{code} {table.row(code).name()}]" for code in (first, second)}
        layout = Layout((Column("", 3), Column("")))
        items: list[Item] = [Words()]
        for number, (ratio, words) in enumerate(STEPS.items(), 1):
            text = _(words).format(first=names[first], second=names[second])
            tone = Tone.STRONG if ratio == answer else Tone.PLAIN
            key = ratio_text(ratio)
            items.append(Row(key, layout, (str(number), text), tone, number=str(number)))
        if answer is None:
            items.append(Row(_OPEN, layout, ("", _("not compared yet")), Tone.DIM))
        else:
            now = _("Answered so far: {ratio}").format(ratio=ratio_text(answer))
            items += [Words(), Words(now, Tone.DIM)]
        self.show(items, key=_OPEN if answer is None else ratio_text(_nearest(answer)))
        said = _("Pair {number} of {count}: which is more important? A number, then Enter")
        self.instruct(said.format(number=self._at + 1, count=len(self._pairs)))

    def on_screen_resume(self) -> None:
        """Nothing another screen shows changes a pair: the cursor stays."""

    def chosen(self, key: str, column: int | None) -> None:
        """Store the answer and go on."""
        del column
        if key == _OPEN:
            self.say(_("Choose a number from 1 to 9 first, then press Enter"))
            return
        first, second = self._pairs[self._at]
        if not self.store(judged(self.draft.data, self._expert, first, second, Fraction(key))):
            return
        following = self._next_open(self._at + 1)
        if following is None:
            self.dismiss(None)
        else:
            self._at = following
            self.fill()

    def action_before(self) -> None:
        """The pair before."""
        self._turn(-1)

    def action_after(self) -> None:
        """The pair after."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        self._at = (self._at + step) % len(self._pairs)
        self.fill()


def _nearest(answer: Fraction) -> Fraction:
    """The answer on the screen that stands for one in between, as a file may hold it."""
    return min(STEPS, key=lambda step: abs(log(step) - log(answer)))

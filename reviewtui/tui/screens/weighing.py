"""Weights from pairs: who has compared what, what it comes to, and one pair after another."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from reviewtui.domain.comparisons import Judgement, Judgements, ratio_text
from reviewtui.domain.findings import Refused
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.naming import expert_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.typed_mark import typed_decimal
from reviewtui.exchange.drafting.comparing import (
    groups_of,
    judged,
    points_of,
    taken,
    without_comparisons,
)
from reviewtui.exchange.drafting.steps import Step, step_name
from reviewtui.locales import _
from reviewtui.tally.pairwise import Doubt, combined, open_pairs, opinion, pairs
from reviewtui.tally.pairwise_words import (
    STEPS,
    doubt_words,
    judgement_words,
    method_words,
    nearest_step,
    state_words,
)
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
        self.show([*self._experts(), *self._weights(), *self._doubts()])
        self.moved()

    def _experts(self) -> Iterator[Item]:
        layout = Layout(
            (
                Column(_("no."), 4, right=True),
                Column(_("compared"), 8, right=True),
                Column(_("consistency"), 16),
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
                state_words(worst) if worst else "",
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

    def _doubts(self) -> Iterator[Item]:
        """The judgements that contradict the others, expert by expert."""
        found = [
            (expert.code, doubt)
            for expert in self.reading.panel.experts
            for doubt in doubts_of(self.reading.panel, self._table, expert.code)
        ]
        if not found:
            return
        yield Words()
        yield Words(_("Judgements that go against the others of the same expert"), Tone.STRONG)
        said = _("{expert}: {words}")
        for code, doubt in found:
            words = doubt_words(self._table, doubt)
            yield Words(said.format(expert=expert_name(code), words=words))

    def moved(self) -> None:
        """What Enter does."""
        code = self.table.key
        said = _("Enter: expert {code} compares in pairs; Space: use the weights")
        if doubts_of(self.reading.panel, self._table, code):
            said = _("Expert {code} contradicts himself: Enter shows the pair that fits least")
        self.instruct(said.format(code=code))

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
                points_of(self.reading.panel, self._table, typed_decimal(text))
            except (ValueError, ZeroDivisionError):
                return _("a number such as 1 or 0.5 is needed")
            except Refused as refused:
                return str(refused)
            return ""

        def with_step(step: str | None) -> None:
            if step is not None:
                self._ask_source(points_of(self.reading.panel, self._table, typed_decimal(step)))

        note = _("The weights are cut to this step so that they make 100 exactly")
        self.app.push_screen(Ask(_("In steps of"), note, _STEP, check=fault), with_step)

    def _ask_source(self, points: dict[str, str]) -> None:
        def answer(source: str | None) -> None:
            if source is None:
                return
            if self.store(taken(self.draft.data, points, source.strip())):
                self.dismiss(None)

        groups = groups_of(self.reading.panel, self._table)
        comparisons = self.reading.panel.comparisons
        through = sum(
            not any(open_pairs(rows, comparisons.get(expert.code, ())) for rows in groups.values())
            for expert in self.reading.panel.experts
        )
        note = _(
            "Who decided on these weights, and where it stands. {through} of {count} experts "
            "compared everything: {weights}"
        ).format(
            through=through,
            count=len(self.reading.panel.experts),
            weights=_(", ").join(f"{code}={value}" for code, value in points.items()),
        )
        self.app.push_screen(Ask(_("Source of the weights"), note), answer)

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

    @property
    def _own_doubts(self) -> list[Doubt]:
        assert self.reading.table is not None  # as above
        return doubts_of(self.reading.panel, self.reading.table, self._expert)

    def _first(self) -> int:
        """The first pair without an answer; where there is none, the one that fits least."""
        following = self._next_open(0)
        if following is None and (doubts := self._own_doubts):
            pairs = self._pairs
            following = next(at for at, pair in enumerate(pairs) if _same(doubts[0], pair))
        return following or 0

    def fill(self) -> None:
        """Show the pair, and the answer it has."""
        if self._at < 0:
            self._at = self._first()
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
        doubt = next((one for one in self._own_doubts if _same(one, (first, second))), None)
        if doubt is not None:
            items += [Words(), Words(doubt_words(table, doubt), Tone.WARN)]
        if answer is None:
            items.append(Row(_OPEN, layout, ("", _("not compared yet")), Tone.DIM))
        elif answer not in STEPS:
            judgement = Judgement(first, second, answer)
            now = _("Answered so far: {ratio}").format(ratio=judgement_words(table, judgement))
            items += [Words(), Words(now, Tone.DIM)]
        self.show(items, key=_OPEN if answer is None else ratio_text(nearest_step(answer)))
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


def doubts_of(panel: Panel, table: IndicatorSet, expert: str) -> list[Doubt]:
    """The judgements of an expert that contradict his others, group by group."""
    own = panel.comparisons.get(expert, ())
    found = (opinion(rows, own) for rows in groups_of(panel, table).values())
    return [doubt for one in found if one is not None for doubt in one.doubts]


def _same(doubt: Doubt, pair: tuple[str, str]) -> bool:
    return {doubt.judgement.first, doubt.judgement.second} == set(pair)

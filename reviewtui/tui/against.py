"""One primary or row of two candidates side by side, down to what each expert gave both."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from reviewtui.domain.naming import candidate_number, title
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import CellState, label
from reviewtui.locales import _
from reviewtui.tally.explain import Explanation, MarkPart, RowPart
from reviewtui.tally.explain_words import sums_note
from reviewtui.tally.figures import NOTHING, number_text, primary_text, shared_places, signed
from reviewtui.tui.lines import Tone
from reviewtui.tui.opened import PRIMARY, ROW
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

OWN: Final = "own"
"""Kind of a row that leads to the explanation of one candidate: its number, then the page."""


class Against:
    """The pages behind a comparison. A row's key is the kind of page it opens, and a code."""

    def __init__(self, panel: Panel, sheet: Sheet, a: Explanation, b: Explanation) -> None:
        self._panel, self._sheet, self._sides = panel, sheet, (a, b)
        self._names = tuple(candidate_number(side.candidate) for side in self._sides)

    def page(self, key: str) -> list[Item]:
        """The page of a primary or of a row."""
        kind, _blank, code = key.partition(" ")
        pairs = self._rows(code) if kind == PRIMARY else {code: self._pair(code)}
        if list(pairs) == [code]:
            return list(self._row(code, pairs[code]))
        return list(self._primary(code, pairs))

    def _rows(self, primary: str) -> dict[str, tuple[RowPart | None, ...]]:
        """The rows of a primary that either candidate has."""
        found = [
            row.code
            for side in self._sides
            for part in side.primaries
            if part.code == primary
            for row in part.rows
        ]
        return {code: self._pair(code) for code in dict.fromkeys(found)}

    def _pair(self, code: str) -> tuple[RowPart | None, ...]:
        return tuple(
            next((row for part in side.primaries for row in part.rows if row.code == code), None)
            for side in self._sides
        )

    def _layout(self, first: str, last: str) -> Layout:
        return Layout(
            (
                Column(first, 8),
                *(Column(name, 10, right=True) for name in self._names),
                Column(_("difference"), 10, right=True),
                Column(last),
            )
        )

    def _primary(self, code: str, pairs: dict[str, tuple[RowPart | None, ...]]) -> Iterator[Item]:
        yield Words(f"{code} {title(self._panel, self._sheet, code)}", Tone.TITLE)
        scores = [
            next((part.score for part in side.primaries if part.code == code), None)
            for side in self._sides
        ]
        yield from self._own(
            f"{PRIMARY} {code}", [primary_text(self._panel.rule, score) for score in scores]
        )
        yield Words(_("What each row brings to the total"))
        layout = self._layout(_("code"), _("indicator"))
        yield Heads(layout)
        for row, (one, other) in pairs.items():
            brought = [None if part is None else part.contribution for part in (one, other)]
            cells = (
                row,
                *(
                    _no_score(part) or primary_text(self._panel.rule, value)
                    for part, value in zip((one, other), brought, strict=True)
                ),
                signed(primary_text(self._panel.rule, _minus(*brought))),
                title(self._panel, self._sheet, row),
            )
            yield Row(f"{ROW} {row}", layout, cells)
        if not all(part.additive for side in self._sides for part in side.primaries):
            yield Words(sums_note(), Tone.DIM)

    def _row(self, code: str, pair: tuple[RowPart | None, ...]) -> Iterator[Item]:
        yield Words(f"{code} {title(self._panel, self._sheet, code)}", Tone.TITLE)
        yield from self._own(f"{ROW} {code}", map(_standing, pair))
        given = [{mark.expert: mark for mark in part.marks} if part else {} for part in pair]
        places = shared_places(mark.mark for side in given for mark in side.values())
        layout = self._layout(_("expert"), _("preferred"))
        if any(given):
            yield Heads(layout)
        for expert in dict.fromkeys(code for side in given for code in side):
            a, b = (side.get(expert) for side in given)
            gap = _minus(_mark(a), _mark(b))
            preferred = "" if gap is None else _("equal")
            if gap:
                preferred = self._names[0 if gap > 0 else 1]
            cells = (
                expert,
                _cell(a, places),
                _cell(b, places),
                NOTHING if gap is None else signed(number_text(gap, places)),
                preferred,
            )
            yield Words("".join(layout.place(cells, 70)[0]).rstrip())

    def _own(self, key: str, standings: Iterable[str | None]) -> Iterator[Item]:
        """What each candidate has, and the way to how it came about."""
        layout = Layout((Column("", 6), Column("")))
        for number, (name, said) in enumerate(zip(self._names, standings, strict=True)):
            if said is None:
                cells = (name, label(CellState.NOT_APPLICABLE))
                yield Words("".join(layout.place(cells, 60)[0]))
            else:
                yield Row(f"{OWN} {number} {key}", layout, (name, said))
        yield Words()


def _minus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b


def _no_score(part: RowPart | None) -> str:
    """Why a row of one candidate carries no number; empty where it may carry one."""
    if part is None or part.place is Place.NOT_APPLICABLE:
        return label(CellState.NOT_APPLICABLE)
    return ""


def _standing(part: RowPart | None) -> str | None:
    """What a row stands at for one candidate; None where he has no such row."""
    if part is None:
        return None
    if gone := _no_score(part):
        return gone
    score = number_text(part.score.score)
    if part.place is Place.SETTLED:
        return _("settled by the secretariat: {mark}").format(mark=score)
    return _("mean {mean}, n = {n}").format(mean=score, n=part.score.n)


def _mark(part: MarkPart | None) -> Fraction | None:
    return None if part is None else part.mark


def _cell(part: MarkPart | None, places: int) -> str:
    """A mark, or why there is none."""
    if part is None:
        return NOTHING
    if part.mark is None:
        return label(part.why) if part.why is not None else NOTHING
    return number_text(part.mark, places)

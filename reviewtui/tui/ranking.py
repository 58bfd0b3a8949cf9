"""A ranking in columns: all of them where they fit, else page after page of primary scores."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from reviewtui.domain.naming import candidate_name, title
from reviewtui.domain.numbers import round_half_away
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import _
from reviewtui.locales.width import cell_len
from reviewtui.tally.conclusion_words import proposal_words
from reviewtui.tally.figures import primary_text, rank_text, total_text
from reviewtui.tally.grade_words import grade_text
from reviewtui.tally.verdict import CandidateVerdict, Flag, Verdict
from reviewtui.tui.lines import Tone
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import MARGIN, Heads, Item, Row, Words

BARS: Final = (10, 6)
"""Cells of a bar for a full mark in everything, and where there is little room."""
WIDEST_CONCLUSION: Final = 18
NAME: Final = 32
"""Cells that most names need to stand on one line."""

Field = tuple[Column, Callable[[CandidateVerdict], str]]
"""A column, and what stands in it for a candidate."""


class Ranking:
    """One ranking, laid out for a screen of a certain width.

    The first page has names, bars and states; where the primary scores do not fit beside
    them, the following pages have those.
    """

    def __init__(
        self, panel: Panel, sheet: Sheet, verdict: Verdict, notes: Mapping[str, str], width: int
    ) -> None:
        """Lay out.

        Args:
            notes: States of the candidates in words, by code; empty where there are none.
            width: Cells of the whole screen.
        """
        self._panel, self._sheet, self._verdict, self._notes = panel, sheet, verdict, notes
        self._width = width - MARGIN
        self._codes = [one.code for one in verdict.candidates[0].primaries]
        self._titled = False
        self._parts: list[list[str]] = []
        self._pages = list(self._fit())

    @property
    def pages(self) -> int:
        """How many pages there are, 1 or more."""
        return len(self._pages)

    def primaries(self, page: int) -> Sequence[str]:
        """Codes of the primaries that a page after the first shows."""
        return self._parts[page - 1]

    def items(self, page: int) -> Iterator[Item]:
        """Headings and rows of a page; below primary scores, what their codes stand for."""
        fields = self._pages[page]
        layout = Layout(tuple(column for column, _cell in fields), least=NAME)
        yield Heads(layout)
        for one in self._verdict.ranking():
            yield Row(
                one.code,
                layout,
                tuple(cell(one) for _column, cell in fields),
                number=one.code if one.code.isdecimal() else "",
                title=self._name_above(one) if self._titled else "",
            )
        if page:
            yield Words()
            names = (
                f"{code} {title(self._panel, self._sheet, code)}" for code in self._parts[page - 1]
            )
            yield Words(_("; ").join(names), Tone.DIM)

    def _fit(self) -> Iterator[tuple[Field, ...]]:
        ranks, marks, names = self._ranks(), self._marks(), self._names()
        flat = (*ranks, _bar(BARS[0]), *marks, *names)
        if _cells(flat) + NAME <= self._width:
            yield flat
            return
        for length in BARS if marks else ():
            above = (*ranks, _bar(length), *marks)
            if _cells(above) <= self._width:
                self._titled = True
                yield above
                return
        wide = _cells((*ranks, _bar(BARS[0]), *names)) + NAME <= self._width
        yield (*ranks, _bar(BARS[0] if wide else BARS[1]), *names)
        if marks:
            yield from self._further((ranks[0], ranks[1], names[0]), marks)

    def _further(
        self, kept: tuple[Field, ...], marks: Sequence[Field]
    ) -> Iterator[tuple[Field, ...]]:
        """As few pages as hold all primaries, with as many on each."""
        most = max(1, (self._width - _cells(kept)) // _cells(marks[:1]))
        pages = -(-len(marks) // most)
        size = -(-len(marks) // pages)
        for first in range(0, len(marks), size):
            self._parts.append(self._codes[first : first + size])
            yield (*kept, *marks[first : first + size])

    def _ranks(self) -> tuple[Field, ...]:
        rule = self._panel.rule
        texts = [grade_text(one) for one in self._verdict.candidates]
        grades = [cell_len(text) for text in texts if text]
        head = min(cell_len(_("grade")), 8)
        return (
            *self._rank(),
            *self._conclusion(),
            (
                Column(_("total"), 8, right=True),
                lambda one: _("none") if one.total is None else total_text(rule, one.total),
            ),
            (Column(_("n valid"), 8, right=True), lambda one: str(one.n)),
            *([(Column(_("grade"), max(head, *grades)), grade_text)] if grades else []),
        )

    def _rank(self) -> tuple[Field, ...]:
        if not self._panel.ranking:
            return ()
        return (
            (
                Column(_("rank"), 9),
                lambda one: rank_text(one.rank, tied=Flag.TIED in one.flags),
            ),
        )

    def _conclusion(self) -> tuple[Field, ...]:
        """What the experts conclude comes before every number."""
        said = [proposal_words(one.opinion) for one in self._verdict.candidates if one.opinion]
        if not said:
            return ()
        head = _("conclusion")
        width = min(max(map(cell_len, (head, *said))), WIDEST_CONCLUSION)
        return (
            (Column(head, width), lambda one: proposal_words(one.opinion) if one.opinion else ""),
        )

    def _marks(self) -> tuple[Field, ...]:
        rule = self._panel.rule
        scores = [
            primary_text(rule, primary.score)
            for one in self._verdict.candidates
            for primary in one.primaries
        ]
        width = max(6, *(cell_len(text) + 1 for text in scores)) if scores else 6

        def field(place: int, code: str) -> Field:
            return (
                Column(code, width, right=True),
                lambda one: primary_text(rule, one.primaries[place].score),
            )

        return tuple(field(place, code) for place, code in enumerate(self._codes))

    def _names(self) -> tuple[Field, ...]:
        return (
            (Column(_("no."), 4), lambda one: one.code),
            (Column(_("candidate")), self._name_and_notes),
        )

    def _name_and_notes(self, one: CandidateVerdict) -> str:
        name, notes = self._panel.candidate(one.code).name, self._notes[one.code]
        return f"{name}\n{notes}" if notes else name

    def _name_above(self, one: CandidateVerdict) -> str:
        return "  ".join(
            filter(None, (candidate_name(self._panel, one.code), self._notes[one.code]))
        )


def _cells(fields: Sequence[Field]) -> int:
    """Cells of the columns of fixed width, each with the gap after it."""
    return sum(column.width + 1 for column, _cell in fields if column.width)


def _bar(length: int) -> Field:
    """The total as a bar, `length` signs long for a full mark in everything."""

    def text(one: CandidateVerdict) -> str:
        if one.total is None or one.base <= 0:
            return ""
        signs = round_half_away(Fraction(length) * one.total / one.base, 0)
        return "=" * max(0, min(length, int(signs)))

    return Column("", length), text

"""本人评分总览: all own marks side by side with own totals and own order, to compare and mend."""

from collections.abc import Mapping
from typing import Final

from textual.events import Resize

from reviewtui.domain.ballot import BLANK
from reviewtui.domain.naming import candidate_name, candidate_number, row_name
from reviewtui.domain.numbers import mark_text
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.domain.typed_mark import cell_text
from reviewtui.locales import _
from reviewtui.locales.width import cell_len
from reviewtui.tally.figures import rank_text
from reviewtui.tally.partial import OwnPlace
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import Place
from reviewtui.tui.lines import Tone
from reviewtui.tui.rows import HIDDEN
from reviewtui.tui.screens.own_page import OwnPage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row

WIDE: Final = 110
"""Cells from which on names stand beside the marks; below, above them."""
NAME: Final = 20
LEAST: Final = 5
"""Cells of a column of marks: `10.0` and room for the bracket of the cursor."""


class OverviewScreen(OwnPage):
    """The matrix of own marks, best own total first; Enter goes to the cell in the form."""

    SCOPE = Scope.OVERVIEW

    def fill(self) -> None:
        """Show the candidates, best own total first."""
        scoring = self.review.scoring
        places = self.standings()
        ranked = sum(place.rank is not None for place in places.values())
        self.head = Head(
            _("My marks for all candidates"),
            self.whose,
            _("{ranked} of {total} candidates have a total").format(
                ranked=ranked, total=len(scoring.candidates)
            ),
        )
        order = sorted(
            scoring.candidates,
            key=lambda code: (places[code].rank is None, places[code].rank or 0),
        )
        if self.review.hidden:  # the order would tell what the marks no longer do
            order = list(scoring.candidates)
        texts = {
            code: [self._cell(code, row) for row in scoring.sheet.asked]
            for code in scoring.candidates
        }
        layout = self._layout(texts)
        self.show(
            [Heads(layout), *(self._row(code, places[code], texts[code], layout) for code in order)]
        )
        self.moved()

    def on_resize(self, event: Resize) -> None:
        """More marks fit beside the names on a wide screen."""
        super().on_resize(event)
        if self.is_mounted and self.query("#table"):
            self.fill()

    @property
    def _beside(self) -> bool:
        """Whether names stand beside the marks, or on a line of their own above them."""
        return self.size.width >= WIDE

    def _layout(self, texts: Mapping[str, list[str]]) -> Layout:
        longest = max((_needs(text) for row in texts.values() for text in row), default=0)
        rows = self.review.scoring.sheet.asked
        heads = max(cell_len(row.code) for row in rows)
        width = min(max(longest, heads, LEAST - 1) + 1, 10)
        own = (Column(_("own order"), 7), Column(_("total"), 7, right=True))
        marks = tuple(Column(row.code, width, right=True, moving=True) for row in rows)
        if not self._beside:
            return Layout((*own, *marks))
        return Layout((*own, Column(_("no."), 4), *marks, Column(_("candidate"))), least=NAME)

    def _row(self, code: str, place: OwnPlace, texts: list[str], layout: Layout) -> Item:
        scoring = self.review.scoring
        standing = scoring.standing(code).state
        own = (self._rank(place), self._total(code, place))
        name = scoring.panel.candidate(code).name
        return Row(
            code,
            layout,
            (*own, code, *texts, name) if self._beside else (*own, *texts),
            tone=Tone.PLAIN if standing is CandidateState.OPEN else Tone.DIM,
            number=code if code.isdecimal() else "",
            title="" if self._beside else candidate_name(scoring.panel, code),
        )

    def _rank(self, place: OwnPlace) -> str:
        if place.rank is None or self.review.hidden:
            return ""
        return rank_text(place.rank, tied=place.tied)

    def _total(self, code: str, place: OwnPlace) -> str:
        scoring = self.review.scoring
        standing = scoring.standing(code).state
        if standing is not CandidateState.OPEN:
            return label(standing)
        done, rows = scoring.progress(code)
        if done < rows:
            return f"{done}/{rows}"
        if self.review.hidden:
            return HIDDEN
        return self.total_words(place)

    def _cell(self, code: str, row: ScoredRow) -> str:
        """A cell of the matrix: mark or state; blank where the whole candidate is not judged."""
        scoring = self.review.scoring
        if scoring.standing(code).state is not CandidateState.OPEN:
            return "-"
        if row not in scoring.sheet.judged(code):
            settled = scoring.sheet.candidates[code].settled.get(row.code)
            return label(CellState.NOT_APPLICABLE) if settled is None else _("settled")
        cell = scoring.cells(code).get(row.code, BLANK)
        return HIDDEN if self.review.hidden and cell.mark is not None else cell_text(cell, row)

    def moved(self) -> None:
        """The instruction names the cell under the cursor in full."""
        place = self._place()
        if place is None:
            self.instruct(_("There is no candidate"))
            return
        code, row = place
        scoring = self.review.scoring
        self.instruct(
            _("{candidate} [{row}], full mark {top}: Enter goes to it in the form").format(
                candidate=candidate_number(code),
                row=row_name(scoring.sheet, code, scoring.sheet.row(row)),
                top=mark_text(scoring.sheet.row(row).top),
            )
        )

    def _place(self) -> Place | None:
        if not self.table.key or self.table.column is None:
            return None
        return self.table.key, self.review.scoring.sheet.asked[self.table.column].code

    def chosen(self, key: str, column: int | None) -> None:
        """Go to the cell in the form, if there is something to mark."""
        scoring = self.review.scoring
        place = self._place()
        if place is None or column is None:
            return
        row = scoring.sheet.asked[column]
        standing = scoring.standing(key).state
        if standing is not CandidateState.OPEN:
            self.say(
                _("{candidate}: {state}; it has no marks to change").format(
                    candidate=candidate_number(key), state=label(standing)
                )
            )
        elif row not in scoring.sheet.judged(key):
            self.say(_("This row is not judged for this candidate: the organiser settled it"))
        else:
            self.dismiss(place)


def _needs(text: str) -> int:
    """Cells that a cell's text needs: states in words may wrap, two characters to a line."""
    if text.isascii():
        return max((cell_len(word) for word in text.split()), default=0)
    return min(cell_len(text), LEAST - 1)

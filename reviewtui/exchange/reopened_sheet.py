"""What a score sheet of a further round (第二轮评分表) holds: a line for each reopened row.

Beside the row stands what the expert is shown of the round before, then there is room for the
mark now and for its reason. The codes of candidate and row stand in every line, so that the
reader finds it again wherever people moved it.
"""

from typing import Final, NamedTuple

from reviewtui.domain.further_round import LEAST_MARKS, Feedback, RoundStart, reopened_rows
from reviewtui.domain.naming import candidate_name, round_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.row_words import anchor_lines, with_outside
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.exchange.form_writer import Leaf, Look
from reviewtui.exchange.score_sheet_form import (
    CANDIDATE,
    CODE,
    COMMENT,
    INDICATOR,
    NOW,
    POINTS,
    REASON,
    STANDINGS,
    WHOLE,
    bounds,
    own_lines,
)
from reviewtui.locales import _
from reviewtui.session.round_words import shown_before

NOTHING: Final = "-"
"""Stands where the panel's marks are not shown."""


class Line(NamedTuple):
    """A line to be filled in; without a row it is for the whole candidate."""

    at: int
    scored: ScoredRow | None


class Lines:
    """The lines of one expert.

    Args:
        start: What he begins the round with.
        number: Of the round.
    """

    def __init__(
        self, panel: Panel, sheet: Sheet, expert: str, start: RoundStart, number: int
    ) -> None:
        self._panel, self._sheet, self._start = panel, sheet, start
        self.rows = reopened_rows(start, panel, sheet, expert)
        """Reopened rows by candidate."""
        self._spread = start.feedback is Feedback.SPREAD
        own = _("own mark, {round}").format(round=round_name(number - 1))
        columns = [
            *((_(CANDIDATE), 8), (_(CODE), 7), (_(INDICATOR), 33), (_(POINTS), 8), (own, 11)),
            *([(_("panel's median"), 9), (_("lowest to highest"), 16)] if self._spread else ()),
            *((_(NOW), 10), (_(REASON), 26 if self._spread else 51)),
        ]
        self._heads = [head for head, _width in columns]
        self.widths = tuple(float(width) for _head, width in columns)
        """Of the columns, in characters."""
        self.now = len(columns) - 1
        """The column of the marks now; the one of the reasons comes after it."""

    def put(
        self, page: Leaf, row: int, *, mark: Look, writing: Look, printed: bool
    ) -> tuple[int, list[Line]]:
        """Lay the lines out from a row on; the first free row, and what there is to fill in.

        Args:
            mark, writing: How room for a mark and for words looks.
            printed: Whether it is for a pen: all there is to know stands on the page then,
                and comments go onto the paper itself.
        """
        page.row(row, self._heads, [Look.HEAD] * len(self._heads))
        page.repeat(row, row)
        row += 1
        found: list[Line] = []
        for candidate, rows in self.rows.items():
            page.line(row, candidate_name(self._panel, candidate), Look.GROUP)
            row += 1
            for told in own_lines(self._panel, self._sheet, candidate) if printed else ():
                page.line(row, told, Look.NOTE)
                row += 1
            for scored in rows:
                texts = self._texts(candidate, scored, printed=printed)
                self._line(page, row, texts, mark, writing, least=2)
                found.append(Line(row, scored))
                row += 1
            if self._start.reopens_whole(candidate):
                said = " / ".join(_(word) for word in STANDINGS.values())
                texts = self._wide([candidate, _(WHOLE), said])
                self._line(page, row, texts, mark, writing)
                found.append(Line(row, None))
                row += 1
            if not printed:
                texts = self._wide([candidate, _(COMMENT)])
                self._line(page, row, texts, Look.SHUT, writing)
                row += 1
        return row, found

    def _texts(self, candidate: str, scored: ScoredRow, *, printed: bool) -> list[str]:
        name = self._sheet.title(candidate, scored.code, scored.name())
        anchors = anchor_lines(self._panel, scored.code) if printed else ()
        shown = shown_before(self._start, candidate, scored)
        texts = [
            *(candidate, scored.code, "\n".join([with_outside(name, scored), *anchors])),
            *(bounds(scored), shown.own),
        ]
        if self._spread:
            ends = _("{low} to {high} ({n} marks)") if shown.median else NOTHING
            texts += [
                shown.median or NOTHING,
                ends.format(low=shown.low, high=shown.high, n=shown.n),
            ]
        return self._wide(texts)

    def _wide(self, texts: list[str]) -> list[str]:
        return texts + [""] * (len(self.widths) - len(texts))

    def _line(
        self, page: Leaf, row: int, texts: list[str], mark: Look, writing: Look, least: int = 1
    ) -> None:
        looks = [Look.CODE, Look.CODE, Look.TEXT, *[Look.CODE] * (len(texts) - 5), mark, writing]
        page.row(row, texts, looks, least=least)


def reopened_instruction(start: RoundStart) -> str:
    """What the signs of the lines mean, and what stays as it was."""
    told = [
        _(
            "Only what stands here is reopened; all other marks stay as they were. What you leave "
            "empty under “{now}” stays, too. Another mark needs its reason beside it; where you "
            "had given none, it needs no reason."
        ).format(now=_(NOW))
    ]
    if start.feedback is Feedback.SPREAD:
        told.append(
            _(
                "Median, lowest and highest mark are the panel's, without names; “{nothing}”: "
                "fewer than {least} were given, or you had given none yourself."
            ).format(nothing=NOTHING, least=LEAST_MARKS)
        )
    return "\n".join(told)

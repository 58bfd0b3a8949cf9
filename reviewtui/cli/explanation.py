"""`explain` in lines of text: one total down to the marks, or two candidates side by side."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from reviewtui.cli.console import aligned
from reviewtui.domain.naming import candidate_name, candidate_number, title
from reviewtui.domain.numbers import decimal_text, step_places
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Average, Order, RoundAt
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import Why, label
from reviewtui.locales import N_, _
from reviewtui.tally.average import row_average
from reviewtui.tally.compare import Comparison
from reviewtui.tally.explain import ExpertPart, Explanation, MarkPart, RowPart
from reviewtui.tally.explain_words import (
    chain_lines,
    common_lines,
    difference_sentence,
    left_out_sentence,
    one_sided_lines,
    preference_sentence,
    rescaled_lines,
    side_lines,
    standing_sentence,
    sums_note,
    total_sentence,
)
from reviewtui.tally.figures import (
    NOTHING,
    number_text,
    own_places_of,
    score_text,
    shortened_note,
    signed,
)

AVERAGES: Final = {
    Average.MEAN: N_("average"),
    Average.TRIMMED: N_("trimmed average"),
    Average.MEDIAN: N_("median"),
}
PLACES: Final = {
    Place.SETTLED: N_("settled by the desk"),
    Place.NOT_APPLICABLE: N_("not applicable"),
}


class Lines:
    """The texts of one panel's explanations."""

    def __init__(self, panel: Panel, sheet: Sheet) -> None:
        self._panel, self._sheet, self._rule = panel, sheet, panel.rule

    def explanation(self, parts: Explanation) -> list[str]:
        """One total: the last step, its primaries, every mark, the rule."""
        return [
            candidate_name(self._panel, parts.candidate),
            *parts.opinion,
            total_sentence(self._rule, parts),
            *chain_lines(parts),
            standing_sentence(parts),
            *parts.grade_reasons,
            *parts.remarks,
            *parts.hints,
            *(left_out_sentence(out) for out in parts.left_out),
            "",
            *self._primaries(parts),
            "",
            *self._marks(parts),
            *self._shown(parts),
            "",
            *parts.sentences,
        ]

    def comparison(self, found: Comparison) -> list[str]:
        """Two candidates: totals, primaries by difference, experts, common experts only."""
        difference = difference_sentence(self._rule, found)
        lines = [*side_lines(self._panel, found), *([difference] if difference else [])]
        lines += rescaled_lines(self._rule, found)
        lines += ["", *self._primary_differences(found)]
        if found.preferences:
            lines += ["", *self._preferences(found), preference_sentence(found)]
        lines += one_sided_lines(found)
        return [*lines, "", *common_lines(self._rule, found)]

    def _score(self, value: Fraction | None, stage: RoundAt) -> str:
        return score_text(value, self._rule.rounding.get(stage))

    def _primary(self, value: Fraction | None) -> str:
        return self._score(value, RoundAt.PRIMARY)

    def _shown(self, parts: Explanation) -> list[str]:
        """A sentence where numbers of the tables are longer than they are shown."""
        rows = [row for primary in parts.primaries for row in primary.rows]
        values = [
            *(value for one in parts.primaries for value in (one.full, one.score)),
            *(row.score.score for row in rows),
            *(part.total for part in parts.experts),
            *(row.contribution for row in rows if parts.order is Order.BY_INDICATOR),
        ]
        return _lines(shortened_note(values))

    def _primaries(self, parts: Explanation) -> list[str]:
        rows = [
            (
                primary.code,
                score_text(primary.full or None, None),
                self._primary(primary.score),
                title(self._panel, self._sheet, primary.code, parts.candidate),
            )
            for primary in parts.primaries
        ]
        header = (_("no."), _("full mark"), _("score"), _("primary indicator"))
        additive = all(primary.additive for primary in parts.primaries)
        return [*aligned(header, rows, right=(1, 2)), *([] if additive else [sums_note()])]

    def _marks(self, parts: Explanation) -> list[str]:
        """Rows by experts; extremes that were left out stand in brackets."""
        rows = [row for primary in parts.primaries for row in primary.rows]
        marks: Sequence[MarkPart] = next((row.marks for row in rows if row.marks), ())
        experts = [mark.expert for mark in marks if mark.why is not Why.NOT_ASSIGNED]
        table = [self._mark_row(parts.candidate, row, experts) for row in rows]
        if parts.experts:
            totals = {part.expert: part for part in parts.experts}
            places = own_places_of(self._rule, [part.total for part in parts.experts])
            said = [_expert_total(totals.get(code), places) for code in experts]
            table.append(["", *said, "", _("expert's total")])
        header = [_("indicator"), *experts, _(AVERAGES[row_average(self._rule)]), _("title")]
        if any(_is_weighted(parts.order, row) for row in rows):
            header[-1:-1] = [_("per point"), _("brings")]
            for line, row in zip(table, rows, strict=True):
                brings = self._score(row.contribution, RoundAt.WEIGHTED_ROW)
                line[-1:-1] = [number_text(row.worth), brings]
        return aligned(header, table, right=range(1, len(header) - 1))

    def _mark_row(self, candidate: str, row: RowPart, experts: Sequence[str]) -> list[str]:
        name = title(self._panel, self._sheet, row.code, candidate)
        places = step_places(self._sheet.row(row.code).step)
        by_expert = {mark.expert: mark for mark in row.marks}
        said = [_mark(by_expert[code], places) if by_expert else "" for code in experts]
        if row.place is not Place.JUDGED:
            name = f"{name} ({_(PLACES[row.place])})"
        return [row.code, *said, self._score(row.score.score, RoundAt.ROW), name]

    def _primary_differences(self, found: Comparison) -> list[str]:
        rows = [
            (
                item.code,
                self._primary(item.a),
                self._primary(item.b),
                signed(self._primary(item.difference)),
                title(self._panel, self._sheet, item.code),
            )
            for item in found.primaries
        ]
        header = (_("no."), *_codes(found), _("difference"), _("primary indicator"))
        additive = all(item.additive for item in found.primaries)
        shown = shortened_note(
            value for item in found.primaries for value in (item.a, item.b, item.difference)
        )
        lines = aligned(header, rows, right=(1, 2, 3))
        return [*lines, *_lines(shown), *([] if additive else [sums_note()])]

    def _preferences(self, found: Comparison) -> list[str]:
        totals = [total for item in found.preferences for total in (item.a, item.b)]
        places = own_places_of(self._rule, totals)
        rows = [
            (
                item.expert,
                number_text(item.a, places),
                number_text(item.b, places),
                candidate_number(item.preferred) if item.preferred else _("equal"),
            )
            for item in found.preferences
        ]
        header = (_("expert"), *_codes(found), _("preferred"))
        return [*aligned(header, rows, right=(1, 2)), *_lines(shortened_note(totals))]


def _lines(text: str) -> list[str]:
    return [text] if text else []


def _is_weighted(order: Order, row: RowPart) -> bool:
    """Whether a row brings another number to its primary than it has itself."""
    return order is Order.BY_INDICATOR and row.contribution != row.score.score


def _codes(found: Comparison) -> list[str]:
    return [candidate_number(item.code) for item in (found.a, found.b)]


def _expert_total(part: ExpertPart | None, places: int) -> str:
    if part is None:
        return NOTHING
    return _bracketed(number_text(part.total, places), part.trimmed)


def _mark(mark: MarkPart, places: int) -> str:
    if mark.mark is None:
        return label(mark.why) if mark.why else NOTHING
    return _bracketed(decimal_text(mark.mark, places), mark.trimmed)


def _bracketed(text: str, trimmed: bool) -> str:
    return f"({text})" if trimmed else text

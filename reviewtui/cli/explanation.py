"""`explain` in lines of text: one total down to the marks, or two candidates side by side."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from reviewtui.cli.console import aligned
from reviewtui.domain.numbers import decimal_text, step_places
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Average, Order, RoundAt
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import Why, label
from reviewtui.locales import N_, _
from reviewtui.tally.compare import Comparison
from reviewtui.tally.explain import (
    Arithmetic,
    ExpertPart,
    Explanation,
    MarkPart,
    RowPart,
)
from reviewtui.tally.verdict import CandidateVerdict, LeftOut, flag_label
from reviewtui.tui.naming import (
    candidate_name,
    candidate_number,
    number_text,
    own_places_of,
    primary_text,
    quotient_text,
    total_text,
)

NOTHING: Final = "–"
PLACES: Final = {
    Place.SETTLED: N_("settled by the desk"),
    Place.NOT_APPLICABLE: N_("not applicable"),
}


def grouped(left_out: Iterable[LeftOut]) -> list[str]:
    """Who is left out, by reason: “recused 03, 05”."""
    groups: dict[Why, list[str]] = {}
    for item in left_out:
        groups.setdefault(item.why, []).append(item.expert)
    return [f"{label(why)} {_(', ').join(experts)}" for why, experts in groups.items()]


class Lines:
    """The texts of one panel's explanations."""

    def __init__(self, panel: Panel, sheet: Sheet) -> None:
        self._panel, self._sheet, self._rule = panel, sheet, panel.rule

    def explanation(self, parts: Explanation) -> list[str]:
        """One total: its primaries, every mark, the last step, the rule."""
        lines = [self._headline(parts), *self._left_out(parts)]
        lines += ["", *self._primaries(parts), "", *self._marks(parts)]
        if parts.arithmetic is not None:
            lines += ["", self._last_step(parts, parts.arithmetic)]
        return [*lines, "", *parts.sentences]

    def comparison(self, found: Comparison) -> list[str]:
        """Two candidates: totals, primaries by difference, experts, common experts only."""
        names = [candidate_name(self._panel, item.code) for item in (found.a, found.b)]
        lines = [*names, "", *self._sides(found), "", *self._primary_differences(found)]
        if found.preferences:
            lines += ["", *self._preferences(found)]
        return [*lines, "", self._common(found)]

    def _total(self, value: Fraction | None) -> str:
        return NOTHING if value is None else total_text(self._rule, value)

    def _own(self, value: Fraction) -> str:
        return number_text(value, self._rule.rounding.get(RoundAt.EXPERT_TOTAL))

    def _primary(self, value: Fraction | None) -> str:
        return NOTHING if value is None else primary_text(self._rule, value)

    def _title(self, candidate: str, code: str) -> str:
        return self._sheet.title(candidate, code, self._panel.table.row(code).name())

    def _headline(self, parts: Explanation) -> str:
        words = [
            candidate_name(self._panel, parts.candidate),
            _("total {total}").format(total=self._total(parts.total)),
            _("rank {rank}").format(rank=parts.rank or NOTHING),
            _("n = {n}").format(n=parts.n),
        ]
        return "  ".join([*words, *([parts.grade] if parts.grade else [])])

    def _left_out(self, parts: Explanation) -> list[str]:
        words = grouped(parts.left_out)
        lines = [_("Left out: {words}").format(words=_("; ").join(words))] if words else []
        return lines + [flag_label(flag) for flag in parts.flags]

    def _primaries(self, parts: Explanation) -> list[str]:
        rows = [
            (
                primary.code,
                decimal_text(primary.full, 2) if primary.full else NOTHING,
                self._primary(primary.score),
                self._title(parts.candidate, primary.code)
                + ("" if primary.additive else _(" (not additive)")),
            )
            for primary in parts.primaries
        ]
        header = (_("no."), _("full mark"), _("score"), _("primary indicator"))
        return aligned(header, rows, right=(1, 2))

    def _marks(self, parts: Explanation) -> list[str]:
        """Rows by experts; extremes that were left out stand in brackets."""
        rows = [row for primary in parts.primaries for row in primary.rows]
        marks: Sequence[MarkPart] = next((row.marks for row in rows if row.marks), ())
        experts = [mark.expert for mark in marks if mark.why is not Why.NOT_ASSIGNED]
        table = [self._mark_row(parts.candidate, row, experts) for row in rows]
        if parts.experts:
            totals = {part.expert: part for part in parts.experts}
            said = [self._expert_total(totals.get(code)) for code in experts]
            table.append(["", *said, "", _("expert's total")])
        header = [_("indicator"), *experts, _("average"), _("title")]
        return aligned(header, table, right=range(1, len(experts) + 2))

    def _expert_total(self, part: ExpertPart | None) -> str:
        if part is None:
            return NOTHING
        return self._bracketed(self._own(part.total), part.trimmed)

    def _mark_row(self, candidate: str, row: RowPart, experts: Sequence[str]) -> list[str]:
        scored = self._sheet.row(row.code)
        title = self._sheet.title(candidate, row.code, scored.name())
        places = step_places(scored.step)
        by_expert = {mark.expert: mark for mark in row.marks}
        said = [self._mark(by_expert[code], places) if by_expert else "" for code in experts]
        if row.place is not Place.JUDGED:
            title = f"{title} ({_(PLACES[row.place])})"
        score = row.score.score
        average = NOTHING
        if score is not None:
            average = decimal_text(score, self._rule.rounding.get(RoundAt.ROW, 2))
        return [row.code, *said, average, title]

    def _mark(self, mark: MarkPart, places: int) -> str:
        if mark.mark is None:
            return label(mark.why) if mark.why else NOTHING
        text = decimal_text(mark.mark, places)
        return self._bracketed(text, mark.trimmed)

    def _bracketed(self, text: str, trimmed: bool) -> str:
        return f"({text})" if trimmed else text

    def _last_step(self, parts: Explanation, step: Arithmetic) -> str:
        """The last step of the computation, as it would be done by hand."""
        by_expert = parts.order is Order.BY_EXPERT
        values = [
            self._own(value) if by_expert else self._primary(value)
            for value in step.values.values()
        ]
        result = self._total(step.result)
        joined = " + ".join(values)
        if step.divisor == 1:
            return f"{joined} = {result}"
        average = _("median") if parts.average is Average.MEDIAN else _("average")
        quotient = quotient_text(step.quotient)
        line = average + _(": ") + f"({joined}) ÷ {step.divisor} = {quotient}"
        if step.places is None:
            return line
        return line + _(", rounded to {places} places: {result}").format(
            places=step.places, result=result
        )

    def _sides(self, found: Comparison) -> list[str]:
        sides = (found.a, found.b)
        difference = NOTHING if found.difference is None else self._signed(found.difference)
        rows = [
            (_("total"), *(self._total(item.total) for item in sides), difference),
            (_("rank"), *(str(item.rank or NOTHING) for item in sides), ""),
            (_("valid marks"), *(str(item.n) for item in sides), ""),
        ]
        return aligned(("", *self._codes(sides), _("difference")), rows, right=(1, 2, 3))

    def _codes(self, sides: Sequence[CandidateVerdict]) -> list[str]:
        return [candidate_number(item.code) for item in sides]

    def _signed(self, value: Fraction) -> str:
        return ("+" if value > 0 else "") + self._total(value)

    def _primary_differences(self, found: Comparison) -> list[str]:
        rows = []
        for item in found.primaries:
            difference = NOTHING
            if item.difference is not None:
                difference = ("+" if item.difference > 0 else "") + self._primary(item.difference)
            title = self._panel.table.row(item.code).name()
            note = "" if item.additive else _(" (not additive)")
            rows.append(
                (item.code, self._primary(item.a), self._primary(item.b), difference, title + note)
            )
        header = (
            _("no."),
            *self._codes((found.a, found.b)),
            _("difference"),
            _("primary indicator"),
        )
        return aligned(header, rows, right=(1, 2, 3))

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
        header = (_("expert"), *self._codes((found.a, found.b)), _("higher"))
        count = {item.code: 0 for item in (found.a, found.b)}
        for item in found.preferences:
            if item.preferred:
                count[item.preferred] += 1
        summary = _("{count_a} experts gave {a} more, {count_b} gave {b} more").format(
            count_a=count[found.a.code],
            a=candidate_number(found.a.code),
            count_b=count[found.b.code],
            b=candidate_number(found.b.code),
        )
        return [*aligned(header, rows, right=(1, 2)), summary]

    def _common(self, found: Comparison) -> str:
        return _(
            "Over the {n} experts who count for both ({experts}): {a} {total_a}, {b} {total_b}"
        ).format(
            n=len(found.common),
            experts=_(", ").join(found.common),
            a=candidate_number(found.a.code),
            total_a=self._total(found.a_common),
            b=candidate_number(found.b.code),
            total_b=self._total(found.b_common),
        )

"""How one total came about, down to the marks: numbers and codes, and the rule in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.numbers import round_half_away
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Average, Order, RoundAt
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import Why
from reviewtui.tally.attendance import Seat, attendance
from reviewtui.tally.by_expert import ExpertDetail, count
from reviewtui.tally.case import Case, gap
from reviewtui.tally.conclusion_words import opinion_lines
from reviewtui.tally.grade_words import reason_sentences
from reviewtui.tally.grading import UNGRADED, Proposal
from reviewtui.tally.hints import hint_sentence, hints
from reviewtui.tally.remarks import remarks
from reviewtui.tally.verdict import CandidateVerdict, Flag, LeftOut, RowScore, Verdict
from reviewtui.tally.wording import rule_sentences


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One average: what was added, by how much it was divided, how it was rounded.

    Attributes:
        values: What entered, by expert, after trimming (for a median the middle ones).
        places: None where the rule does not round here.
    """

    values: Mapping[str, Fraction]
    sum: Fraction
    divisor: int
    quotient: Fraction
    places: int | None
    result: Fraction


@dataclass(frozen=True, slots=True)
class MarkPart:
    """One expert's cell.

    Attributes:
        mark: Points as typed; None where there is none.
        contribution: Points of the total in this expert's own total; None under by_indicator
            and where nothing of it counts.
        why: Why it does not count.
        trimmed: Left out as an extreme: the mark by_indicator, the expert's total by_expert.
    """

    expert: str
    mark: Fraction | None
    contribution: Fraction | None = None
    why: Why | None = None
    trimmed: bool = False


@dataclass(frozen=True, slots=True)
class RowPart:
    """One row of the candidate.

    Attributes:
        worth: Points of the total per point typed, after rescaling.
        full: Points of the total that a full mark brings.
        contribution: What the row brings to its primary: the weighted row by_indicator, the
            mean of the experts' contributions by_expert.
        arithmetic: The row's average; None where there is none (settled, not applicable).
    """

    score: RowScore
    place: Place
    worth: Fraction
    full: Fraction
    contribution: Fraction | None
    arithmetic: Arithmetic | None
    marks: tuple[MarkPart, ...]

    @property
    def code(self) -> str:
        """The row's code."""
        return self.score.code


@dataclass(frozen=True, slots=True)
class PrimaryPart:
    """One primary with its rows."""

    code: str
    score: Fraction | None
    additive: bool
    full: Fraction
    rows: tuple[RowPart, ...]


@dataclass(frozen=True, slots=True)
class ExpertPart:
    """One counted expert: points per primary, total, and the standard score if official."""

    expert: str
    primaries: Mapping[str, Fraction]
    total: Fraction
    standard: Fraction | None
    trimmed: bool
    rescaled: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """One total, opened. `arithmetic` is its last step: across experts by_expert, the sum of
    the primaries by_indicator (then its values are by primary code). `opinion` is what the
    experts concluded, shown before any number. `remarks` leave out being tied, which is said
    with the rank.
    """

    candidate: str
    order: Order
    average: Average
    total: Fraction | None
    rank: int | None
    grade: str | None
    n: int
    base: Fraction
    primaries: tuple[PrimaryPart, ...]
    experts: tuple[ExpertPart, ...]
    arithmetic: Arithmetic | None
    left_out: tuple[LeftOut, ...]
    flags: tuple[Flag, ...]
    opinion: tuple[str, ...]
    remarks: tuple[str, ...]
    sentences: tuple[str, ...]
    proposal: Proposal = UNGRADED
    grade_reasons: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def explain(
    panel: Panel, sheet: Sheet, verdict: Verdict, code: str, experts: Sequence[ExpertMarks]
) -> Explanation:
    """Open one candidate's total down to the marks.

    Args:
        panel, sheet, experts: What the verdict was computed from.
        verdict: The verdict.
        code: The candidate's code; KeyError if there is none.
    """
    result = verdict.of(code)
    return _Opening(Case(panel, sheet), result, attendance(panel, experts)[code]).explanation()


class _Opening:
    """One candidate's numbers, worked out again step by step."""

    def __init__(self, case: Case, result: CandidateVerdict, seats: Sequence[Seat]) -> None:
        self.case, self.result, self.seats = case, result, seats
        self.worths = case.weighting.of(result.code)
        self.by_expert = case.rule.order is Order.BY_EXPERT
        self.count = count(case, result.code, seats) if self.by_expert else None
        self.contributions = self._contributions()

    def explanation(self) -> Explanation:
        result, rule = self.result, self.case.rule
        return Explanation(
            candidate=result.code,
            order=rule.order,
            average=rule.average,
            total=result.total,
            rank=result.rank,
            grade=result.grade,
            n=result.n,
            base=result.base,
            primaries=self._primaries(),
            experts=self._experts(),
            arithmetic=self._last_step(),
            left_out=result.left_out,
            flags=result.flags,
            opinion=self._opinion(),
            remarks=self._remarks(),
            sentences=rule_sentences(self.case.panel, self.case.sheet),
            proposal=result.proposal,
            grade_reasons=tuple(reason_sentences(self.case.panel, self.case.sheet, result)),
            hints=tuple(map(hint_sentence, hints(self.case.panel, result))),
        )

    def _remarks(self) -> tuple[str, ...]:
        return tuple(remarks(self.case.panel, self.case.sheet, self.result, but={Flag.TIED}))

    def _opinion(self) -> tuple[str, ...]:
        asked, found = self.case.rule.conclusions, self.result.opinion
        return tuple(opinion_lines(asked, found)) if asked and found else ()

    def _contributions(self) -> dict[str, list[Fraction]]:
        """Points per row of each counted expert (by_expert)."""
        if self.count is None:
            return {}
        detail = ExpertDetail(self.case, self.count)
        found = {}
        for seat in self.count.seats:
            points, over = detail.ladder(seat).weighted(self.count.vector(seat))
            found[seat.expert] = [Fraction(value, over) for value in points]
        return found

    def _primaries(self) -> tuple[PrimaryPart, ...]:
        shown = self.case.sheet.own_order(self.result.code)
        rows = {at: self._row(at, self.result.rows[at]) for at in shown}
        return tuple(
            PrimaryPart(
                code=primary.code,
                score=primary.score,
                additive=primary.additive,
                full=primary.full,
                rows=tuple(
                    rows[at] for at in shown if at in self.case.primaries.rows[primary.code]
                ),
            )
            for primary in self.result.primaries
        )

    def _row(self, position: int, score: RowScore) -> RowPart:
        place = self.case.sheet.candidates[self.result.code].places[position]
        judged = place is Place.JUDGED
        return RowPart(
            score=score,
            place=place,
            worth=self.worths.exact[position] * 100,
            full=self.worths.shares[position],
            contribution=self._brings(position, score),
            arithmetic=self._row_average(position, score) if judged else None,
            marks=tuple(self._mark(seat, position, score) for seat in self.seats) if judged else (),
        )

    def _brings(self, position: int, score: RowScore) -> Fraction | None:
        if score.score is None:
            return None
        if self.contributions:
            points = [values[position] for values in self.contributions.values()]
            return sum(points, start=Fraction(0)) / len(points)
        if self.by_expert:
            return None
        exact = score.score * 100 * self.worths.exact[position]
        return round_half_away(exact, self.case.rule.rounding.get(RoundAt.WEIGHTED_ROW))

    def _mark(self, seat: Seat, position: int, score: RowScore) -> MarkPart:
        if seat.marks is None:
            return MarkPart(seat.expert, None, why=seat.why)
        mark = seat.marks.marks[position]
        typed = None if mark is None else Fraction(mark, 100)
        missing = gap(seat, (position,))
        if missing is not None:
            return MarkPart(seat.expert, None, why=missing)
        if self.by_expert and seat.expert not in self.contributions:
            out = {item.expert: item.why for item in self.result.left_out}
            return MarkPart(seat.expert, typed, why=out.get(seat.expert))
        own = self.contributions.get(seat.expert)
        trimmed = self.result.trimmed if self.by_expert else score.trimmed
        return MarkPart(
            seat.expert, typed, own[position] if own else None, trimmed=seat.expert in trimmed
        )

    def _row_average(self, position: int, score: RowScore) -> Arithmetic | None:
        marks = {
            seat.expert: Fraction(seat.marks.marks[position] or 0, 100)
            for seat in self.seats
            if seat.marks is not None and seat.expert in score.counted
        }
        if self.by_expert:
            return _mean(marks, None)
        return self._average(marks, score.trimmed, RoundAt.ROW)

    def _experts(self) -> tuple[ExpertPart, ...]:
        if self.count is None:
            return ()
        official = self.result.expert_totals
        standard = self.case.rule.standardise
        return tuple(
            ExpertPart(
                expert=seat.expert,
                primaries=self.result.expert_primaries[seat.expert],
                total=self.count.total_of(position),
                standard=official[seat.expert] if standard else None,
                trimmed=seat.expert in self.result.trimmed,
                rescaled=seat.expert in self.count.own,
            )
            for position, seat in enumerate(self.count.seats)
        )

    def _last_step(self) -> Arithmetic | None:
        if self.by_expert:
            return self._average(self.result.expert_totals, self.result.trimmed, RoundAt.TOTAL)
        points = {item.code: item.score for item in self.result.primaries if item.score is not None}
        if self.result.total is None:
            return None
        whole = sum(points.values(), start=Fraction(0))
        places = self.case.rule.rounding.get(RoundAt.TOTAL)
        return Arithmetic(points, whole, 1, whole, places, self.result.total)

    def _average(
        self, values: Mapping[str, Fraction], trimmed: Sequence[str], stage: RoundAt
    ) -> Arithmetic | None:
        used = {expert: value for expert, value in values.items() if expert not in trimmed}
        if self.case.rule.average is Average.MEDIAN:
            middle = sorted(used, key=used.__getitem__)
            middle = middle[(len(middle) - 1) // 2 : len(middle) // 2 + 1]
            used = {expert: value for expert, value in used.items() if expert in middle}
        return _mean(used, self.case.rule.rounding.get(stage))


def _mean(values: Mapping[str, Fraction], places: int | None) -> Arithmetic | None:
    if not values:
        return None
    total = sum(values.values(), start=Fraction(0))
    quotient = total / len(values)
    result = round_half_away(quotient, places)
    return Arithmetic(values, total, len(values), quotient, places, result)

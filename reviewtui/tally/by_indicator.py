"""Order by_indicator: across experts for each row first, then up the tree (design §8)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import cast

from reviewtui.domain.findings import Finding
from reviewtui.domain.numbers import nearest, round_half_away
from reviewtui.domain.rule import Average, RoundAt
from reviewtui.domain.sheet import Place
from reviewtui.domain.states import Why
from reviewtui.tally.attendance import Seat, left_out
from reviewtui.tally.case import Case, Unranked, gap
from reviewtui.tally.verdict import Flag, LeftOut, PrimaryScore, RowScore


@dataclass(slots=True)
class Averages:
    """One candidate's rows across experts, per row of the sheet.

    Attributes:
        values: Hundredths of a point over `over`, rounded where the rule rounds rows; None
            where no expert has a valid mark, 0 where the row takes no part.
        short: (row, n) where the rule refuses to trim so few marks.
        plain: Whether a plain mean stands in somewhere.
        gaps: Whether an expert who is present has no mark in some row.
    """

    candidate: str
    seats: Sequence[Seat]
    values: list[int | None] = field(default_factory=list)
    over: int = 1
    short: list[tuple[str, int]] = field(default_factory=list)
    plain: bool = False
    gaps: bool = False


class ByIndicator:
    """One computation.

    Attributes:
        findings: Rows with too few marks for the rule, once `outcomes` is known.
        undefined: Nothing: this order has no standard scores.
    """

    def __init__(self, case: Case, seats: Mapping[str, list[Seat]]) -> None:
        self.case = case
        self.findings: list[Finding] = []
        self.undefined: list[Finding] = []
        self.seats = seats

    def outcomes(self) -> list[Unranked]:
        """Totals from averaged rows, in the panel's order."""
        return [self._outcome(candidate, seats) for candidate, seats in self.seats.items()]

    def _outcome(self, candidate: str, seats: list[Seat]) -> Unranked:
        item = averages(self.case, candidate, seats)
        counted, left = _counted(self.case, item)
        self.findings += [self.case.too_few(candidate, n, row) for row, n in item.short]
        worths = self.case.weighting.of(candidate)
        flags = self.case.base_flags(worths)
        if item.plain:
            flags.append(Flag.PLAIN_MEAN)
        return Unranked(
            candidate=candidate,
            total=total_of(self.case, item) if counted else None,
            counted=counted,
            trimmed=(),
            left_out=left,
            base=worths.base,
            detail=IndicatorDetail(self.case, item, counted, left),
            flags=flags,
        )


def averages(case: Case, candidate: str, seats: Sequence[Seat]) -> Averages:
    """Average every row of one candidate over the experts who have a mark in it."""
    item = Averages(candidate, seats)
    columns: Sequence[Sequence[int | None]] = _columns(case, candidate, seats)
    even = _even(case, columns)
    if even is None:
        item.gaps = True
        valid = [[mark for mark in column if mark is not None] for column in columns]
        item.values, item.over = _ragged(case, valid)
        columns = valid
    else:
        item.values[:], item.over = even
    if case.rule.average is Average.TRIMMED:
        _note_few(case, item, columns)
    _add_fixed(case, item)
    places = case.rule.rounding.get(RoundAt.ROW)
    if places is not None:
        scale, over = 10**places, item.over * 100
        item.over = scale
        item.values = [
            None if value is None else 100 * nearest(value * scale, over) for value in item.values
        ]
    return item


def total_of(case: Case, item: Averages) -> Fraction | None:
    """The total of averaged rows, rounded as the rule says; None if a row has no mark."""
    if None in item.values:
        return None
    ladder = case.ladder(case.weighting.of(item.candidate))
    points = ladder.total(cast(list[int], item.values), item.over)
    total = Fraction(points, ladder.denominator(item.over))
    return round_half_away(total, case.rule.rounding.get(RoundAt.TOTAL))


def _columns(case: Case, candidate: str, seats: Sequence[Seat]) -> Sequence[Sequence[int | None]]:
    """The marks of the experts who are present, judged row by judged row."""
    vectors = [_marks(seat) for seat in seats if seat.marks is not None]
    judged = case.judged(candidate)
    if not vectors:
        return [()] * len(judged)
    columns = list(zip(*vectors, strict=True))
    if len(judged) == len(columns):
        return columns
    return [columns[position] for position in judged]


def _even(case: Case, columns: Sequence[Sequence[int | None]]) -> tuple[list[int], int] | None:
    """The averages where every expert has every mark; None where one is missing."""
    if not all(columns):
        return None
    try:
        return case.averaging.ratios(cast(Sequence[Sequence[int]], columns))
    except TypeError:
        return None


def _ragged(case: Case, columns: Sequence[Sequence[int]]) -> tuple[list[int | None], int]:
    """The averages of columns of different lengths, over one denominator."""
    ratios = [case.averaging.ratio(column) if column else None for column in columns]
    over = lcm(*{ratio[1] for ratio in ratios if ratio})
    return [ratio[0] * (over // ratio[1]) if ratio else None for ratio in ratios], over


def _note_few(case: Case, item: Averages, columns: Sequence[Sequence[int | None]]) -> None:
    """Note which rows have too few marks to be trimmed."""
    averaging = case.averaging
    for position, column in zip(case.judged(item.candidate), columns, strict=True):
        if averaging.refuses(len(column)):
            item.short.append((case.sheet.rows[position].code, len(column)))
        item.plain = item.plain or averaging.plain(len(column))


def _add_fixed(case: Case, item: Averages) -> None:
    """Put settled values, and 0 where a row does not apply, between the averages."""
    fixed = case.fixed(item.candidate)
    for position, value in fixed:  # ascending, so that each finds its place
        item.values.insert(position, value * item.over)


def _marks(seat: Seat) -> Sequence[int | None]:
    assert seat.marks is not None
    marks = seat.marks.marks
    if not seat.marks.unable:
        return marks
    return [None if at in seat.marks.unable else mark for at, mark in enumerate(marks)]


def _counted(case: Case, item: Averages) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Experts with a counted row, and the others with the reason, in the panel's order.

    Where the desk settled everything, whoever is present counts; where no row applies, nobody.
    """
    applies = any(case.weighting.of(item.candidate).kept)
    judged = case.judged(item.candidate) if item.gaps else ()
    counted, left = [], []
    for seat in item.seats:
        why = seat.why
        if seat.marks is not None and applies:
            vector = _marks(seat)
            if not judged or any(vector[position] is not None for position in judged):
                counted.append(seat.expert)
                continue
            why = gap(seat, judged)
        left.append(left_out(seat.expert, why or Why.BLANK))
    return tuple(counted), tuple(left)


@dataclass(frozen=True, slots=True)
class IndicatorDetail:
    """What stands behind one total of this order."""

    case: Case
    averages: Averages
    counted: tuple[str, ...]
    left_out: tuple[LeftOut, ...]

    def rows(self) -> tuple[RowScore, ...]:
        """Every row with its own experts, trimmed and left out."""
        own = self.case.sheet.candidates[self.averages.candidate]
        return tuple(
            self._row(position, row.code, own.places[position])
            for position, row in enumerate(self.case.sheet.rows)
        )

    def _row(self, position: int, code: str, place: Place) -> RowScore:
        if place is Place.NOT_APPLICABLE:
            return RowScore(code, None, 0, applicable=False)
        value = self.averages.values[position]
        score = None if value is None else Fraction(value, 100 * self.averages.over)
        if place is Place.SETTLED:
            return RowScore(
                code, score, len(self.counted), self.counted, (), self.left_out, settled=True
            )
        marks: dict[str, int] = {}
        left = []
        for seat in self.averages.seats:
            mark = None if seat.marks is None else _marks(seat)[position]
            if mark is not None:
                marks[seat.expert] = mark
            else:
                left.append(left_out(seat.expert, gap(seat, (position,)) or Why.BLANK))
        experts = tuple(marks)
        return RowScore(
            code=code,
            score=score,
            n=len(experts),
            counted=experts,
            trimmed=tuple(experts[at] for at in self.case.averaging.dropped(list(marks.values()))),
            left_out=tuple(left),
        )

    def primaries(self) -> tuple[PrimaryScore, ...]:
        """Sums of the weighted rows; None where one of them has no mark."""
        worths = self.case.weighting.of(self.averages.candidate)
        values = self.averages.values
        sums, denominator = self.case.ladder(worths).primaries(
            [value or 0 for value in values], self.averages.over
        )
        scores = []
        for (code, positions), points in zip(self.case.primaries.rows.items(), sums, strict=True):
            known = self.counted and all(values[position] is not None for position in positions)
            applies = any(worths.kept[position] for position in positions)
            scores.append(
                PrimaryScore(
                    code=code,
                    score=Fraction(points, denominator) if known and applies else None,
                    additive=True,
                    full=sum((worths.shares[at] for at in positions), start=Fraction(0)),
                )
            )
        return tuple(scores)

    def expert_totals(self) -> Mapping[str, Fraction]:
        """Unrounded totals of the experts who marked every row; the rule uses none of them."""
        worths = self.case.weighting.of(self.averages.candidate)
        judged = self.case.judged(self.averages.candidate)
        fixed = self.case.fixed(self.averages.candidate)
        settled = sum((worths.exact[at] * value for at, value in fixed), start=Fraction(0))
        found = {}
        for seat in self.averages.seats:
            if seat.marks is None or gap(seat, judged) is not None:
                continue
            marks = seat.marks.marks
            points = sum(worths.weights[at] * (marks[at] or 0) for at in judged)
            found[seat.expert] = settled + Fraction(points, worths.denominator)
        return found

    def total_over(self, experts: Collection[str]) -> Fraction | None:
        """The total with the rows averaged over these experts only."""
        seats = [seat for seat in self.averages.seats if seat.expert in experts]
        few = averages(self.case, self.averages.candidate, seats)
        return None if few.short or not experts else total_of(self.case, few)

    def expert_primaries(self) -> Mapping[str, Mapping[str, Fraction]]:
        """None: this order has no primary of a single expert."""
        return {}

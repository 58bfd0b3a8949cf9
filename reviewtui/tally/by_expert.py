"""Order by_expert: each expert's total first, then across the experts (design §8)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import cast

from reviewtui.domain.findings import Finding
from reviewtui.domain.numbers import nearest, round_half_away
from reviewtui.domain.rule import RoundAt, Unable
from reviewtui.domain.sheet import Place
from reviewtui.domain.states import Why
from reviewtui.tally.attendance import Seat, left_out
from reviewtui.tally.case import Case, Unranked
from reviewtui.tally.ladder import Ladder
from reviewtui.tally.standard import shared, standard_scores, undefined
from reviewtui.tally.verdict import Flag, LeftOut, PrimaryScore, RowScore
from reviewtui.tally.weighting import Worths


@dataclass(slots=True)
class Count:
    """The experts who count for one candidate, with totals over one denominator.

    Attributes:
        own: Ladder of each expert whose rows are rescaled for what he cannot judge.
        standard: Whether the totals have become standard scores.
    """

    candidate: str
    worths: Worths
    fixed: tuple[tuple[int, int], ...]
    seats: list[Seat] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    denominator: int = 1
    left_out: list[LeftOut] = field(default_factory=list)
    own: dict[str, Ladder] = field(default_factory=dict)
    standard: bool = False

    def vector(self, seat: Seat) -> Sequence[int]:
        """The expert's row values: marks, settled values, 0 where a row takes no part.

        Blank cells stay None, which no ladder takes.
        """
        assert seat.marks is not None
        vector: Sequence[int | None] = seat.marks.marks
        if self.fixed or seat.expert in self.own:
            filled = list(vector)
            if seat.expert in self.own:
                for position in seat.marks.unable:
                    filled[position] = 0
            for position, value in self.fixed:
                filled[position] = value
            vector = filled
        return cast(Sequence[int], vector)

    def total_of(self, position: int) -> Fraction:
        """The total of the expert at a position of `seats`."""
        return Fraction(self.totals[position], self.denominator)


class ByExpert:
    """One computation.

    Attributes:
        findings: Candidates with too few totals for the rule, once `outcomes` is known.
        undefined: Experts without standard scores where these are official.
    """

    def __init__(self, case: Case, seats: Mapping[str, list[Seat]]) -> None:
        self.case = case
        self.findings: list[Finding] = []
        self.undefined: list[Finding] = []
        self.counts = [count(case, candidate, row) for candidate, row in seats.items()]

    def outcomes(self) -> list[Unranked]:
        """Totals across experts, in the panel's order."""
        if self.case.rule.standardise:
            self._standardise()
        return [self._outcome(item) for item in self.counts]

    def _outcome(self, item: Count) -> Unranked:
        n = len(item.totals)
        averaging = self.case.averaging
        if averaging.refuses(n):
            self.findings.append(self.case.too_few(item.candidate, n))
        flags = self.case.base_flags(item.worths)
        if item.own:
            flags.append(Flag.UNABLE_RESCALED)
        if averaging.plain(n):
            flags.append(Flag.PLAIN_MEAN)
        return Unranked(
            candidate=item.candidate,
            total=across(self.case, item.totals, item.denominator) if n else None,
            counted=tuple([seat.expert for seat in item.seats]),
            trimmed=tuple([item.seats[at].expert for at in averaging.dropped(item.totals)]),
            left_out=tuple(item.left_out),
            base=item.worths.base,
            detail=ExpertDetail(self.case, item),
            flags=flags,
        )

    def _standardise(self) -> None:
        """Put each expert's totals on the common scale, or find that it cannot be done."""
        places = self.case.rule.rounding.get(RoundAt.STANDARD)
        totals: dict[str, dict[str, Fraction]] = {}
        for item in self.counts:
            for position, seat in enumerate(item.seats):
                totals.setdefault(seat.expert, {})[item.candidate] = item.total_of(position)
        scores: dict[str, dict[str, Fraction]] = {}
        for expert in self.case.panel.experts:
            own = totals.get(expert.code)
            if own:
                found = standard_scores(own, places)
                if found is None:
                    self.undefined.append(undefined(expert.code, own))
                scores[expert.code] = own if found is None else found
        for item in self.counts:
            values = [scores[seat.expert][item.candidate] for seat in item.seats]
            item.totals, item.denominator = shared(values)
            item.standard = True


def count(case: Case, candidate: str, seats: Sequence[Seat]) -> Count:
    """Each expert's total for one candidate; who has none is left out with the reason."""
    item = Count(candidate, case.weighting.of(candidate), case.fixed(candidate))
    full: Ladder | Why = case.ladder(item.worths) if any(item.worths.kept) else Why.BLANK
    denominators: list[int] = []
    for seat in seats:
        ladder = full
        if seat.marks is None:
            ladder = seat.why or Why.BLANK
        elif seat.marks.unable:
            ladder = _own_ladder(case, item, seat, full)
        if not isinstance(ladder, Why):
            try:
                total = ladder.total(item.vector(seat))
            except TypeError:
                ladder = Why.BLANK
            else:
                item.seats.append(seat)
                item.totals.append(total)
                denominators.append(ladder.denominator())
                continue
        item.left_out.append(left_out(seat.expert, ladder))
    _share_denominator(item, denominators, case.rule.rounding.get(RoundAt.EXPERT_TOTAL))
    return item


def across(case: Case, totals: Sequence[int], denominator: int) -> Fraction:
    """The average of experts' totals, rounded as the rule rounds the total."""
    numerator, divisor = case.averaging.ratio(totals)
    total = Fraction(numerator, divisor * denominator)
    return round_half_away(total, case.rule.rounding.get(RoundAt.TOTAL))


def _own_ladder(case: Case, item: Count, seat: Seat, full: Ladder | Why) -> Ladder | Why:
    """The ladder of an expert who cannot judge some rows, or why he has no total.

    `full` is that of an expert who judges them all.
    """
    assert seat.marks is not None
    marks = seat.marks
    judged = frozenset(case.judged(item.candidate))
    unable = marks.unable & judged
    if not unable:
        return full
    if case.rule.unable is Unable.NO_TOTAL:
        return Why.UNABLE
    if any(marks.marks[position] is None for position in judged - unable):
        return Why.BLANK
    worths = case.weighting.without(item.worths, unable)
    if unable == judged or (item.worths.base and not worths.base):
        return Why.UNABLE
    item.own[seat.expert] = ladder = case.ladder(worths)
    return ladder


def _share_denominator(item: Count, denominators: list[int], places: int | None) -> None:
    """Bring the totals to one denominator, rounding them if the rule does."""
    if places is not None:
        item.denominator = 10**places
        item.totals = [
            nearest(total * item.denominator, denominator)
            for total, denominator in zip(item.totals, denominators, strict=True)
        ]
        return
    item.denominator = lcm(*set(denominators))
    if item.own:
        item.totals = [
            total * (item.denominator // denominator)
            for total, denominator in zip(item.totals, denominators, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class ExpertDetail:
    """What stands behind one total of this order."""

    case: Case
    count: Count

    def ladder(self, seat: Seat) -> Ladder:
        """The ladder a counted expert's marks climb."""
        return self.count.own.get(seat.expert) or self.case.ladder(self.count.worths)

    def rows(self) -> tuple[RowScore, ...]:
        """The mean mark of each row over the experts who count and have one."""
        sheet = self.case.sheet
        own = sheet.candidates[self.count.candidate]
        return tuple(
            self._row(position, row.code, own.places[position], own.settled.get(row.code))
            for position, row in enumerate(sheet.rows)
        )

    def _row(self, position: int, code: str, place: Place, settled: int | None) -> RowScore:
        if place is Place.NOT_APPLICABLE:
            return RowScore(code, None, 0, applicable=False)
        item = self.count
        if place is Place.SETTLED:
            counted = tuple(seat.expert for seat in item.seats)
            score = Fraction(settled or 0, 100)
            left = tuple(item.left_out)
            return RowScore(code, score, len(counted), counted, (), left, settled=True)
        marks: dict[str, int] = {}
        unable = []
        for seat in item.seats:
            assert seat.marks is not None
            mark = seat.marks.marks[position]
            if mark is None or position in seat.marks.unable:
                unable.append(left_out(seat.expert, Why.UNABLE))
            else:
                marks[seat.expert] = mark
        return RowScore(
            code=code,
            score=Fraction(sum(marks.values()), 100 * len(marks)) if marks else None,
            n=len(marks),
            counted=tuple(marks),
            left_out=self.case.in_order(item.left_out + unable),
        )

    def primaries(self) -> tuple[PrimaryScore, ...]:
        """Means over the experts who count, before anybody is trimmed."""
        places = self.case.rule.rounding.get(RoundAt.PRIMARY)
        own = self.expert_primaries().values()
        scores = []
        for code, positions in self.case.primaries.rows.items():
            worths = self.count.worths
            score = None
            if own and any(worths.kept[position] for position in positions):
                points = sum((one[code] for one in own), start=Fraction(0))
                score = round_half_away(points / len(own), places)
            scores.append(
                PrimaryScore(
                    code=code,
                    score=score,
                    additive=self.case.averaging.sums(len(own)) and not self.count.standard,
                    full=sum((worths.shares[at] for at in positions), start=Fraction(0)),
                )
            )
        return tuple(scores)

    def expert_totals(self) -> Mapping[str, Fraction]:
        """What the average is taken of."""
        return {
            seat.expert: self.count.total_of(position)
            for position, seat in enumerate(self.count.seats)
        }

    def total_over(self, experts: Collection[str]) -> Fraction | None:
        """The average of these experts' totals only."""
        item = self.count
        totals = [
            total
            for seat, total in zip(item.seats, item.totals, strict=True)
            if seat.expert in experts
        ]
        if not totals or self.case.averaging.refuses(len(totals)):
            return None
        return across(self.case, totals, item.denominator)

    def expert_primaries(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Points per primary, rounded where the rule rounds primaries."""
        found = {}
        for seat in self.count.seats:
            sums, denominator = self.ladder(seat).primaries(self.count.vector(seat))
            found[seat.expert] = {
                code: Fraction(points, denominator)
                for code, points in zip(self.case.primaries.codes, sums, strict=True)
            }
        return found

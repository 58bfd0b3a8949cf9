"""Proposed grades from rounded totals, ranks and facts: a pure function of the grade rule.

A grade begins with the band that the total reaches by itself and can only be lowered; each
lowering is kept with its reason. Ties at the line of a quota are listed and not decided.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.grades import BarExcellent, Floor, Grades, Quota


class Lowered(StrEnum):
    """Why a proposed grade is not the one of the band, or could not be worked out."""

    RANK = "rank"
    GATE = "gate"
    INTEGRITY = "integrity"
    FLOOR = "floor"
    FLOOR_UNKNOWN = "floor_unknown"
    BARRED = "barred"
    BAR_UNKNOWN = "bar_unknown"
    QUOTA = "quota"
    QUOTA_TIE = "quota_tie"


SAYS_ONLY = frozenset({Lowered.FLOOR_UNKNOWN, Lowered.BAR_UNKNOWN})
"""They lower nothing: what the rule asks for is not on record."""


class Measured(NamedTuple):
    """A row of one candidate beside a floor: the average's part of the full mark, and how many
    of the counted experts gave less than the percentage; `share` None: no mark in it."""

    share: Fraction | None
    below: int = 0
    of: int = 0


class Falls(NamedTuple):
    """The two inputs of 一票否优; None: not on record or not to be read as a number."""

    rd_ratio: bool | None = None
    fiscal: bool | None = None

    @property
    def both(self) -> bool | None:
        """Whether both fall; None where it depends on what is not on record."""
        if self.rd_ratio is False or self.fiscal is False:
            return False
        return True if self.rd_ratio and self.fiscal else None


UNKNOWN: Final = Falls()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule looks at of one candidate."""

    code: str
    total: Fraction | None
    rank: int | None
    failed_gates: frozenset[str] = frozenset()
    integrity: bool = False
    floors: Mapping[Floor, Measured] = field(default_factory=dict)
    falls: Falls = UNKNOWN


@dataclass(frozen=True, slots=True)
class GradeReason:
    """One reason as data; the sentence is made in the reader's language.

    Attributes:
        why: Which rule.
        grade: The highest grade it leaves, or at a tie the grade that is open.
        source: The source line of that rule.
        row: The gate, row or primary.
        rank: The last rank that the band takes.
        quota: The quota it fell out of, or whose line it stands on.
    """

    why: Lowered
    grade: str | None
    source: str
    row: str = ""
    rank: int | None = None
    floor: Floor | None = None
    measured: Measured | None = None
    bar: BarExcellent | None = None
    falls: Falls | None = None
    quota: "QuotaTaken | None" = None

    @property
    def lowers(self) -> bool:
        """Whether it took the grade down."""
        return self.why not in SAYS_ONLY and self.why is not Lowered.QUOTA_TIE


@dataclass(frozen=True, slots=True)
class QuotaTaken:
    """A quota as it was used.

    Attributes:
        n: Candidates with a total.
        places: floor(n · percent / 100).
        taken: Who is within, by rank.
        tied: Who stands at the line with equal ranks.
        beyond: Who reached the grade otherwise and is beyond it.
        free: How many of the tied can be within; 0 where nobody is tied.
    """

    quota: Quota
    n: int
    places: int
    taken: tuple[str, ...]
    tied: tuple[str, ...]
    beyond: tuple[str, ...]
    free: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed grade: None below every band, without a total, or undecided at a line.

    `by_band`: what the total's line alone would say.
    """

    grade: str | None = None
    by_band: str | None = None
    reasons: tuple[GradeReason, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether it stands at the line of a quota among equals."""
        return any(reason.why is Lowered.QUOTA_TIE for reason in self.reasons)


UNGRADED: Final = Proposal()
"""Where the panel states no bands: ranking only, the grade stays blank."""


def propose(
    grades: Grades, standings: Sequence[Standing]
) -> tuple[dict[str, Proposal], tuple[QuotaTaken, ...]]:
    """The proposals by candidate, and how each quota was used.

    Args:
        grades: The panel's rule.
        standings: Every candidate; the order is irrelevant.
    """
    found = _Grading(grades, standings)
    taken = tuple(found.fill(quota) for quota in _from_the_top(grades))
    return {item.code: found.proposal(item) for item in standings}, taken


def _from_the_top(grades: Grades) -> list[Quota]:
    return sorted(grades.quotas, key=lambda quota: grades.names.index(quota.grade))


class _Grading:
    """Positions in the list of grades, 0 the highest, while quotas push candidates down."""

    def __init__(self, grades: Grades, standings: Sequence[Standing]) -> None:
        self.grades = grades
        self.below = len(grades.bands)
        self.ranked = sorted(
            (item for item in standings if item.total is not None),
            key=lambda item: (item.rank or 0, len(item.code), item.code),
        )
        self.most = len(self.ranked)
        self.reasons: dict[str, list[GradeReason]] = {}
        self.line: dict[str, int] = {}
        self.at: dict[str, int] = {}
        self.open: set[str] = set()
        self.coming: dict[int, int] = {}
        for item in self.ranked:
            total = item.total or Fraction(0)
            line = self.line[item.code] = grades.by_line(total)
            caps = list(self._caps(item, total))
            self.at[item.code] = self._within_rank(
                max([line, *(cap for cap, _reason in caps)]), item
            )
            self.reasons[item.code] = [
                reason for cap, reason in caps if cap > line or not reason.lowers
            ]

    def _within_rank(self, at: int, item: Standing) -> int:
        """The first position from `at` down whose band takes the candidate's rank."""
        bands = self.grades.bands
        while at < self.below and (item.rank or 0) > (bands[at].rank_at_most or self.most):
            at += 1
        return at

    def name(self, at: int) -> str | None:
        """The grade at a position; None below every band."""
        return self.grades.bands[at].name if at < self.below else None

    def _caps(self, item: Standing, total: Fraction) -> Iterator[tuple[int, GradeReason]]:
        grades, line = self.grades, self.line[item.code]
        by_rank = grades.by_line(total, item.rank)
        if by_rank > line:
            rank = grades.bands[line].rank_at_most
            yield (
                by_rank,
                GradeReason(Lowered.RANK, self.name(by_rank), grades.source, rank=rank),
            )
        lowest = self.below - 1
        for veto in grades.vetoes:
            if veto.row in item.failed_gates or (not veto.row and item.integrity):
                why = Lowered.GATE if veto.row else Lowered.INTEGRITY
                yield lowest, GradeReason(why, self.name(lowest), veto.source, row=veto.row)
        for floor in grades.floors:
            yield from self._floor(floor, item.floors.get(floor, Measured(None)))
        bar = grades.bar_excellent
        if bar is not None and item.falls.both is not False and line == 0:
            why = Lowered.BARRED if item.falls.both else Lowered.BAR_UNKNOWN
            cap = 1 if item.falls.both else 0
            yield (
                cap,
                GradeReason(why, self.name(cap), bar.source, bar=bar, falls=item.falls),
            )

    def _floor(self, floor: Floor, seen: Measured) -> Iterator[tuple[int, GradeReason]]:
        cap = self.grades.names.index(floor.cap)
        if floor.quorum is None:
            missed = seen.share is not None and seen.share * 100 < floor.percent
            unknown = seen.share is None
        else:
            missed = seen.of > 0 and seen.below >= floor.quorum * seen.of
            unknown = seen.of == 0
        if missed or unknown:
            why = Lowered.FLOOR_UNKNOWN if unknown else Lowered.FLOOR
            yield (
                0 if unknown else cap,
                GradeReason(
                    why, floor.cap, floor.source, row=floor.row, floor=floor, measured=seen
                ),
            )

    def fill(self, quota: Quota) -> QuotaTaken:
        """Let candidates into a grade by rank as long as there is room; push the rest down.

        Places are kept for those who are undecided at the line above and may come down.
        """
        at = self.grades.names.index(quota.grade)
        places = quota.places(len(self.ranked))
        coming = self.coming.get(at, 0)
        room = max(0, places - coming)
        wanting = [
            item for item in self.ranked if self.at[item.code] == at and item.code not in self.open
        ]
        ranks = [item.rank or 0 for item in wanting]
        taken = [item for item in wanting if bisect_right(ranks, item.rank or 0) <= room]
        rest = wanting[len(taken) :]
        free = room - len(taken)
        tied = [item for item in rest if item.rank == rest[0].rank] if free else []
        used = QuotaTaken(
            quota,
            len(self.ranked),
            places,
            taken=tuple(item.code for item in taken),
            tied=tuple(item.code for item in tied),
            beyond=tuple(item.code for item in rest[len(tied) :]),
            free=free if tied else 0,
        )
        for item in tied:
            self.open.add(item.code)
            self.reasons[item.code].append(
                GradeReason(Lowered.QUOTA_TIE, quota.grade, quota.source, quota=used)
            )
        for item in rest[len(tied) :]:
            lower = self.at[item.code] = self._within_rank(at + 1, item)
            self.reasons[item.code].append(
                GradeReason(Lowered.QUOTA, self.name(lower), quota.source, quota=used)
            )
        self.coming[at + 1] = max(0, coming - places) + len(tied) - used.free
        return used

    def proposal(self, item: Standing) -> Proposal:
        """What is proposed for one candidate."""
        if item.total is None:
            return Proposal()
        grade = None if item.code in self.open else self.name(self.at[item.code])
        return Proposal(grade, self.name(self.line[item.code]), tuple(self.reasons[item.code]))

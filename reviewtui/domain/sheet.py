"""The sheet: which rows experts mark, and what each is worth, candidate by candidate.

Derived from panel and table; its hash freezes at the first mark and travels with ballots.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.domain.canonical import Canonical, content_hash
from reviewtui.domain.conclusions import CONCLUSION, TITLE, Conclusions
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.rule import Level, Scale
from reviewtui.domain.states import RowKind
from reviewtui.locales import language

if TYPE_CHECKING:
    from reviewtui.domain.indicator_set import IndicatorSet, Row

HUNDRED: Final = Hundredths(10_000)
"""100 points, or 100 percent, in hundredths."""


class Place(StrEnum):
    """What a row is on the sheet of one candidate."""

    JUDGED = "judged"
    SETTLED = "settled"
    NOT_APPLICABLE = "not_applicable"


class ScoredRow(NamedTuple):
    """A row that carries a mark of its own.

    Attributes:
        code: The row's code in the table.
        primary: Code of the primary indicator it belongs to (its own, if it is one).
        low, top: Bounds of what an expert types, hundredths of a point (or of a percent).
        step: Smallest difference between two marks, in hundredths.
        full: Full mark, hundredths of a point; what `top` is worth where marks are points.
        worth: Points of the total per hundredth typed, before anything is rescaled.
        share: Points of the total that a full mark brings; the base of rescaling.
        added: It exists by an overlay only and is outside the common base.
        levels: What may be chosen where the scale is levels, best first.
        parent: Code of the row right above it in the table; "" for a primary.
    """

    code: str
    title: str
    title_en: str
    primary: str
    kind: RowKind
    scale: Scale
    low: Hundredths
    top: Hundredths
    step: Hundredths
    full: Hundredths
    worth: Fraction
    share: Fraction
    counts: bool = True
    added: bool = False
    levels: tuple[Level, ...] = ()
    parent: str = ""

    def name(self) -> str:
        """The title in the reader's language."""
        return self.title_en if language() == "en" and self.title_en else self.title


def conclusion_row(conclusions: Conclusions) -> ScoredRow:
    """The row in which an expert concludes: words in place of marks, worth nothing."""
    levels = tuple(Level(name, conclusions.mark(at)) for at, name in enumerate(conclusions.options))
    return ScoredRow(
        code=CONCLUSION,
        title=TITLE[0],
        title_en=TITLE[1],
        primary=CONCLUSION,
        kind=RowKind.JUDGEMENT,
        scale=Scale.LEVELS,
        low=levels[-1].mark,
        top=levels[0].mark,
        step=levels[-1].mark,
        full=Hundredths(0),
        worth=Fraction(0),
        share=Fraction(0),
        counts=False,
        levels=levels,
    )


class CandidateSheet(NamedTuple):
    """What one candidate's rows are, in the order of `Sheet.rows`.

    Attributes:
        places: Judged, settled or not applicable, per row.
        settled: The desk's mark per settled row code, hundredths as an expert would type.
        titles: Reworded titles, by row code (scored rows and reading list alike).
        applies: The choice that applies, by code of the group of alternatives.
        hidden: Codes of rows below the scored ones that an overlay took off the reading list.
        defaulted: Groups of alternatives whose choice follows from the years since the approval.
    """

    places: tuple[Place, ...]
    settled: Mapping[str, Hundredths] = MappingProxyType({})
    evidence: Mapping[str, str] = MappingProxyType({})
    titles: Mapping[str, str] = MappingProxyType({})
    applies: Mapping[str, str] = MappingProxyType({})
    hidden: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = MappingProxyType({})
    defaulted: frozenset[str] = frozenset()

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that the desk settled; what a sheet's hash carries."""
        return {group: to for group, to in self.applies.items() if group not in self.defaulted}


@dataclass(frozen=True)
class Sheet:
    """The scored rows of a panel and, per candidate, what becomes of them.

    Attributes:
        rows: What is tallied.
        conclusion: The row in which experts conclude, where the panel asks for it.
    """

    rows: tuple[ScoredRow, ...]
    candidates: Mapping[str, CandidateSheet]
    frozen: Canonical = field(repr=False, compare=False)
    conclusion: ScoredRow | None = None

    @cached_property
    def hash(self) -> str:
        """SHA-256 of what a ballot must agree with, 64 hexadecimal digits."""
        return content_hash(self.frozen)

    @cached_property
    def asked(self) -> tuple[ScoredRow, ...]:
        """Every row that an expert may be asked: those that are tallied, then the conclusion."""
        return self.rows if self.conclusion is None else (*self.rows, self.conclusion)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Positions in `rows` as people read them: an added row stands after its siblings."""
        order = [at for at, row in enumerate(self.rows) if not row.added]
        for at, row in enumerate(self.rows):
            if row.added:
                rows = [self.rows[other] for other in order]
                near = [
                    n for n, other in enumerate(rows) if row.parent in (other.code, other.parent)
                ]
                near = near or [n for n, other in enumerate(rows) if other.primary == row.primary]
                order.insert(near[-1] + 1 if near else len(order), at)
        return tuple(order)

    def own_order(self, candidate: str) -> tuple[int, ...]:
        """`order` without the rows that overlays added for others."""
        places = self.candidates[candidate].places
        return tuple(
            at
            for at in self.order
            if not (self.rows[at].added and places[at] is Place.NOT_APPLICABLE)
        )

    @cached_property
    def index(self) -> dict[str, int]:
        """Position among `asked` of each row by code."""
        return {row.code: number for number, row in enumerate(self.asked)}

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """Points of the total behind each primary, where all its rows apply; rows that an
        overlay adds stand outside."""
        shares: dict[str, Fraction] = {}
        for row in self.rows:
            if not row.added:
                shares[row.primary] = shares.get(row.primary, Fraction(0)) + row.share
        return shares

    def own_base(self, candidate: str) -> Fraction:
        """Points that a full mark in every row of this candidate brings (折算基数)."""
        places = self.candidates[candidate].places
        if places not in self._bases:
            applying = (
                row.share
                for row, place in zip(self.rows, places, strict=True)
                if place is not Place.NOT_APPLICABLE
            )
            self._bases[places] = sum(applying, start=Fraction(0))
        return self._bases[places]

    @cached_property
    def _bases(self) -> dict[tuple[Place, ...], Fraction]:
        """By what becomes of each row; most candidates have all of them alike."""
        return {}

    @cached_property
    def base(self) -> Fraction:
        """Points that a full mark in everything brings, where all rows apply."""
        return sum(self.shares.values(), start=Fraction(0))

    def row(self, code: str) -> ScoredRow:
        """The row of that code; KeyError if nobody is asked it."""
        return self.asked[self.index[code]]

    def place(self, candidate: str, code: str) -> Place:
        """What a row is for this candidate; a conclusion is everybody's own."""
        position = self.index[code]
        places = self.candidates[candidate].places
        return places[position] if position < len(places) else Place.JUDGED

    def judged(self, candidate: str) -> tuple[ScoredRow, ...]:
        """The rows an expert answers for this candidate, the conclusion last."""
        places = self.candidates[candidate].places
        if places not in self._judged:
            rows = (self.rows[at] for at in self.order if places[at] is Place.JUDGED)
            last = () if self.conclusion is None else (self.conclusion,)
            self._judged[places] = (*rows, *last)
        return self._judged[places]

    @cached_property
    def _judged(self) -> dict[tuple[Place, ...], tuple[ScoredRow, ...]]:
        return {}

    def title(self, candidate: str, code: str, otherwise: str) -> str:
        """The row's title for this candidate: reworded by an overlay, or `otherwise`."""
        return self.candidates[candidate].titles.get(code, otherwise)


def reading_list(
    table: "IndicatorSet", sheet: Sheet, candidate: str, code: str
) -> list[tuple[str, str]]:
    """(code, title) of the rows to bear in mind at a primary indicator, as they apply here.

    Gates are not among them: the desk has settled those, and nobody judges them.
    """
    own = sheet.candidates[candidate]
    if code not in table:
        return []

    def below(row: "Row") -> list["Row"]:
        children = table.children(row.code)
        if row.kind is RowKind.ALTERNATIVES and row.code in own.applies:
            return [table.row(own.applies[row.code])]
        return [item for child in children for item in (below(child) or [child])]

    return [
        (row.code, own.titles.get(row.code, row.name()))
        for row in below(table.row(code))
        if row.code not in own.hidden and row.kind is not RowKind.GATE
    ]

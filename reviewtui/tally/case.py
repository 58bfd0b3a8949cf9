"""What both orders of computation share, and what each hands on before ranks and grades."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from reviewtui.domain.findings import Finding
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.tally.attendance import Seat
from reviewtui.tally.average import averaging
from reviewtui.tally.ladder import Ladder, Primaries
from reviewtui.tally.verdict import Detail, Flag, LeftOut
from reviewtui.tally.weighting import Weighting, Worths


@dataclass(slots=True)
class Unranked:
    """One candidate's total with who counts; `detail` answers for the rest."""

    candidate: str
    total: Fraction | None
    counted: tuple[str, ...]
    trimmed: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    base: Fraction
    detail: Detail
    flags: list[Flag] = field(default_factory=list)


class Case:
    """A panel, its sheet and what follows from them for every candidate alike."""

    def __init__(self, panel: Panel, sheet: Sheet) -> None:
        self.panel, self.sheet, self.rule = panel, sheet, panel.rule
        self.averaging = averaging(panel.rule)
        self.primaries = Primaries(sheet)
        self.weighting = Weighting(panel, sheet)
        self._order = {expert.code: at for at, expert in enumerate(panel.experts)}
        self._ladders: dict[Worths, Ladder] = {}
        self._judged: dict[tuple[Place, ...], tuple[int, ...]] = {}

    def ladder(self, worths: Worths) -> Ladder:
        """The ladder over these worths, with what it has already rounded."""
        ladder = self._ladders.get(worths)
        if ladder is None:
            ladder = Ladder(worths, self.primaries, self.rule.rounding)
            self._ladders[worths] = ladder
        return ladder

    def fixed(self, candidate: str) -> tuple[tuple[int, int], ...]:
        """(position, hundredths) of the rows that no expert marks; 0 where none applies."""
        if len(self.judged(candidate)) == len(self.sheet.rows):
            return ()
        sheet = self.sheet.candidates[candidate]
        return tuple(
            (position, sheet.settled.get(self.sheet.rows[position].code, 0))
            if place is Place.SETTLED
            else (position, 0)
            for position, place in enumerate(sheet.places)
            if place is not Place.JUDGED
        )

    def judged(self, candidate: str) -> tuple[int, ...]:
        """Positions of the rows that experts mark."""
        places = self.sheet.candidates[candidate].places
        judged = self._judged.get(places)
        if judged is None:
            judged = self._judged[places] = tuple(
                position for position, place in enumerate(places) if place is Place.JUDGED
            )
        return judged

    def in_order(self, left: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
        """Those left out, in the panel's order of experts."""
        return tuple(sorted(left, key=lambda item: self._order[item.expert]))

    def base_flags(self, worths: Worths) -> list[Flag]:
        """What a reader must know about the rows that take part."""
        flags = [Flag.RESCALED] if worths.changed else []
        if worths.base != self.weighting.base:
            flags.append(Flag.SMALLER_BASE)
        return flags

    def too_few(self, candidate: str, n: int, row: str = "") -> Finding:
        """That the rule gives no result with so few marks, and what to do."""
        trim = self.rule.trim
        place = _("candidate {code}").format(code=candidate)
        if row:
            place = _("candidate {code}, row {row}").format(code=candidate, row=row)
        return Finding(
            place,
            _(
                "has {n} valid marks; leaving out the highest and the lowest ({drop} each) "
                "needs at least {least}, so no ranking is given. The marks are kept: take in "
                "what is still missing, or have it marked in a further round; else let the "
                "panel decide on another average and put it on record"
            ).format(n=n, drop=trim.drop, least=trim.least),
        )


def gap(seat: Seat, judged: Sequence[int]) -> Why | None:
    """Unable or blank if a mark is missing in one of the rows, else None."""
    marks = seat.marks
    if marks is None:
        return seat.why
    if any(position in marks.unable for position in judged):
        return Why.UNABLE
    if any(marks.marks[position] is None for position in judged):
        return Why.BLANK
    return None

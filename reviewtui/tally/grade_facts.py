"""What the grade rule looks at of each candidate, and the verdict with its proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from reviewtui.domain.gates import failed_gates
from reviewtui.domain.grades import FISCAL, RD_RATIO, Floor, falls
from reviewtui.domain.panel import Candidate, Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.attendance import Seat
from reviewtui.tally.case import Case
from reviewtui.tally.grading import Falls, Measured, Standing, propose
from reviewtui.tally.ranking import ranks
from reviewtui.tally.verdict import CandidateVerdict, Verdict


def graded(case: Case, verdict: Verdict, seats: Mapping[str, Sequence[Seat]]) -> Verdict:
    """The verdict with proposed grades; the same where the panel states no bands."""
    grades = case.panel.rule.grades
    if not grades.bands:
        return verdict
    places = ranks([item.total for item in verdict.candidates])
    standings = [
        _standing(case, item, rank, seats[item.code])
        for item, rank in zip(verdict.candidates, places, strict=True)
    ]
    proposals, quotas = propose(grades, standings)
    return replace(
        verdict,
        candidates=tuple(
            replace(item, grade=proposals[item.code].grade, proposal=proposals[item.code])
            for item in verdict.candidates
        ),
        quotas=quotas,
    )


def _standing(
    case: Case, item: CandidateVerdict, rank: int | None, seats: Sequence[Seat]
) -> Standing:
    panel, grades = case.panel, case.panel.rule.grades
    candidate = panel.candidate(item.code)
    floors = grades.floors if item.total is not None else ()
    return Standing(
        code=item.code,
        total=item.total,
        rank=rank,
        failed_gates=frozenset(row.code for row in failed_gates(panel, item.code)),
        integrity=candidate.integrity is not None and candidate.integrity.found,
        floors={floor: measured(case, floor, item, seats) for floor in floors},
        falls=falls_of(panel, candidate),
    )


def falls_of(panel: Panel, candidate: Candidate) -> Falls:
    """The two inputs of 一票否优 as the panel reads them."""
    bar = panel.rule.grades.bar_excellent
    if bar is None:
        return Falls()
    facts = [candidate.facts.get(metric) for metric in (RD_RATIO, FISCAL[bar.reading])]
    return Falls(*(None if fact is None else falls(fact.text) for fact in facts))


def measured(case: Case, floor: Floor, item: CandidateVerdict, seats: Sequence[Seat]) -> Measured:
    """A row or the rows below it against a floor.

    The average's part is of the printed score where the row is a primary; an expert's own
    part is of his marks, weighted as in the total. Rows outside the base do not take part.
    """
    worths = case.weighting.of(item.code)
    rows = [at for at in rows_below(case.panel, case.sheet, floor.row) if worths.shares[at] > 0]
    full = sum((worths.shares[at] for at in rows), start=Fraction(0))
    if not full:
        return Measured(None)
    fixed = dict(case.fixed(item.code))
    counted = set(item.counted)
    below = of = 0
    for seat in seats:
        if seat.marks is None or seat.expert not in counted:
            continue
        own = [fixed.get(at, seat.marks.marks[at]) for at in rows]
        points = [
            worths.exact[at] * mark for at, mark in zip(rows, own, strict=True) if mark is not None
        ]
        if len(points) == len(rows):
            of += 1
            below += sum(points, start=Fraction(0)) * 100 < floor.percent * full
    return Measured(_average(case, floor, item, rows, full), below, of)


def rows_below(panel: Panel, sheet: Sheet, code: str) -> list[int]:
    """Positions of the scored rows that are the row, or lie below it."""
    if code in sheet.index:
        return [sheet.index[code]]
    table = panel.table
    return [
        at
        for at, row in enumerate(sheet.rows)
        if row.primary == code
        or (row.code in table and code in {above.code for above in table.path(row.code)})
    ]


def _average(
    case: Case, floor: Floor, item: CandidateVerdict, rows: Sequence[int], full: Fraction
) -> Fraction | None:
    if floor.row not in case.sheet.index:
        for primary in item.primaries:
            if primary.code == floor.row:
                return None if primary.score is None else primary.score / full
    worths = case.weighting.of(item.code)
    scores = item.rows
    points = Fraction(0)
    for at in rows:
        score = scores[at].score
        if score is None:
            return None
        points += worths.exact[at] * score * 100
    return points / full

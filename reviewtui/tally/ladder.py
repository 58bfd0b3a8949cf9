"""From one value per row up to weighted rows, primaries and a total, in integers.

Both orders climb it: by_expert with each expert's marks, by_indicator with the averages.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import getitem, itemgetter, mul
from typing import Any, TypeAlias

from reviewtui.domain.numbers import nearest
from reviewtui.domain.rule import RoundAt
from reviewtui.domain.sheet import Sheet
from reviewtui.tally.weighting import Worths

Scaled: TypeAlias = tuple[list[int], int]
"""Numerators and their common denominator, in points of the total."""

Places: TypeAlias = Mapping[RoundAt, int]


class _Rounded(dict[int, int]):
    """Weighted and rounded values of one row, each worked out once."""

    def __init__(self, weight: int, denominator: int) -> None:
        super().__init__()
        self._weight, self._denominator = weight, denominator

    def __missing__(self, value: int) -> int:
        self[value] = rounded = nearest(value * self._weight, self._denominator)
        return rounded


class Ladder:
    """The steps above a row's value, with what one candidate's rows are worth.

    A vector holds one integer per row of the sheet, in hundredths of a point over `over`,
    0 in rows that do not take part; a None in it raises TypeError.
    """

    def __init__(self, worths: Worths, primaries: "Primaries", rounding: Places) -> None:
        self.worths = worths
        self._primaries = primaries
        self._row_places = rounding.get(RoundAt.WEIGHTED_ROW)
        self._primary_places = rounding.get(RoundAt.PRIMARY)
        self._tables: dict[int, list[_Rounded]] = {}

    def weighted(self, vector: Sequence[int], over: int = 1) -> Scaled:
        """What each row brings, rounded where the rule rounds weighted rows."""
        if self._row_places is None:
            return list(map(mul, vector, self.worths.weights)), self.worths.denominator * over
        return list(map(getitem, self._rounded(over), vector)), 10**self._row_places

    def primaries(self, vector: Sequence[int], over: int = 1) -> Scaled:
        """What each primary brings, rounded where the rule rounds primaries."""
        rows, denominator = self.weighted(vector, over)
        sums = [sum(pick(rows)) for pick in self._primaries.picks]
        if self._primary_places is None:
            return sums, denominator
        scale: int = 10**self._primary_places
        return [nearest(value * scale, denominator) for value in sums], scale

    def total(self, vector: Sequence[int], over: int = 1) -> int:
        """The sum over all primaries, over `denominator(over)`."""
        if self._primary_places is not None:
            return sum(self.primaries(vector, over)[0])
        if self._row_places is not None:
            return sum(map(getitem, self._rounded(over), vector))
        return sum(map(mul, vector, self.worths.weights))

    def denominator(self, over: int = 1) -> int:
        """What totals are numerators over."""
        if self._primary_places is not None:
            return int(10**self._primary_places)
        if self._row_places is not None:
            return int(10**self._row_places)
        return self.worths.denominator * over

    def _rounded(self, over: int) -> list[_Rounded]:
        tables = self._tables.get(over)
        if tables is None:
            scale = 10 ** (self._row_places or 0)
            tables = self._tables[over] = [
                _Rounded(weight * scale, self.worths.denominator * over)
                for weight in self.worths.weights
            ]
        return tables


class Primaries:
    """Which rows of the sheet belong to which primary."""

    def __init__(self, sheet: Sheet) -> None:
        rows: dict[str, list[int]] = {}
        for position, row in enumerate(sheet.rows):
            rows.setdefault(row.primary, []).append(position)
        self.rows = {code: tuple(positions) for code, positions in rows.items()}
        self.codes = tuple(self.rows)
        self.picks = tuple(_pick(positions) for positions in self.rows.values())


def _pick(positions: tuple[int, ...]) -> Callable[[Sequence[int]], Any]:
    """A getter of these positions of a vector; added rows stand apart from their primary."""
    first, last = positions[0], positions[-1] + 1
    if last - first == len(positions):
        return itemgetter(slice(first, last))
    return itemgetter(*positions)

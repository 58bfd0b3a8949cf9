"""What the analysis found, with whether experts may be told apart; nothing here loads numpy."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

from reviewtui.filing.frame import (
    begin,
    changes_nothing,
    enlarged,
    informing_setup,
    under_title,
)
from reviewtui.filing.model import Grid, Number, Value
from reviewtui.filing.record import Record
from reviewtui.filing.styles import WARNING
from reviewtui.tally.analysis.results import Part, Result
from reviewtui.tally.analysis.words import Words

NONE: Final = "—"
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Statistics:
    """The results of one analysis.

    Attributes:
        results: By part, as `tally.analysis.run.analysis` gives them.
        experts: Whether what is said of single experts is printed, by number.
    """

    results: Mapping[Part, Result]
    experts: bool = False

    def found(self, part: Part, kind: type[Kind]) -> Kind | None:
        """The result of a part; None where it is undefined or was not worked out."""
        result = self.results.get(part)
        return result if isinstance(result, kind) else None


def figure(value: float | None, places: int = 2) -> Value:
    """A statistic with so many decimals."""
    if value is None:
        return NONE
    text = f"{value:.{places}f}"
    return Number(Fraction(text), places)


def percent(share: float | None) -> Value:
    """A share as percent, to a tenth."""
    return NONE if share is None else figure(100 * share, 1)


def words_of(record: Record) -> Words:
    """The sentences about this panel."""
    return Words(record.panel, record.sheet)


def informing(record: Record, name: str, heading: str, widths: tuple[float, ...]) -> Grid:
    """A page across that says on top and above every page that it changes no result."""
    grid = begin(record, name, heading, widths, landscape=True)
    grid.put_line(changes_nothing(), enlarged(grid, WARNING))
    grid.print = informing_setup(record)
    under_title(grid, record)
    return grid

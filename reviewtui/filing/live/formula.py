"""Pieces of formulas. Only what spreadsheets of 2007 and all later ones have.

A spreadsheet computes in binary floating point. Every number is brought back to ten decimals
before the rule rounds it, so that a half is the half it is and not a little less.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from reviewtui.domain.rule import Average, BelowLeast, RoundAt, Rule
from reviewtui.filing.sheet_rows import column_letters

CLEAN: Final = 10
"""Decimals at which a sum of binary numbers is taken for the decimal it stands for."""
COMPARED: Final = 12
"""Decimals at which experts' totals that trimming compares are equal: binary sums of equal
decimals differ by less, and an average of them is still the same at `CLEAN` decimals."""
MOST_CLEANED: Final = 6
"""Decimals of a rounding up to which that changes nothing but errors of the binary sum."""

PLACES: Final = {
    RoundAt.ROW: "places_row",
    RoundAt.WEIGHTED_ROW: "places_weighted_row",
    RoundAt.PRIMARY: "places_primary",
    RoundAt.EXPERT_TOTAL: "places_expert_total",
    RoundAt.TOTAL: "places_total",
    RoundAt.STANDARD: "places_standard",
}
"""What formulas call the decimals of each stage."""
TRIM_DROP: Final = "trim_drop"
TRIM_LEAST: Final = "trim_least"
BELOW_LEAST: Final = "below_least"
EARLY_LEAVE: Final = "early_leave"
QUORUM: Final = ("quorum_parts", "quorum_whole")
MAJORITY: Final = ("majority_parts", "majority_whole")
"""Parts and whole of a fraction that is asked for: two of three."""
GRADE_LINES: Final = "grade_lines"
GRADE_NAMES: Final = "grade_names"


def cell(row: int, column: int, sheet: str = "") -> str:
    """The address of a cell, on another sheet where one is named."""
    return f"{_on(sheet)}{column_letters(column)}{row}"


def block(top: int, left: int, bottom: int, right: int, sheet: str = "") -> str:
    """The address of a rectangle; of a single cell where it is one."""
    if (top, left) == (bottom, right):
        return cell(top, left, sheet)
    return f"{_on(sheet)}{column_letters(left)}{top}:{column_letters(right)}{bottom}"


def fixed(top: int, left: int, bottom: int, right: int, sheet: str = "") -> str:
    """The same with dollars, as names and columns of ranks need it."""
    ends = (f"${column_letters(left)}${top}", f"${column_letters(right)}${bottom}")
    return _on(sheet) + (ends[0] if ends[0] == ends[1] else ":".join(ends))


def _on(sheet: str) -> str:
    return f"'{sheet}'!" if sheet else ""


def link(sheet: str, text: str) -> str:
    """A text that leads to a sheet of the same workbook; a link of the cell would not wrap."""
    return f"HYPERLINK({literal(f'#{_on(sheet)}A1')},{literal(text)})"


def literal(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def runs(positions: Iterable[int]) -> list[tuple[int, int]]:
    """Positions as stretches, both ends included."""
    found: list[tuple[int, int]] = []
    for position in positions:
        if found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found


def rounded(rule: Rule, stage: RoundAt, value: str) -> str:
    """The value rounded as the rule says for a stage; as it is where it says nothing."""
    places = rule.rounding.get(stage)
    if places is None:
        return value
    inner = f"ROUND({value},{CLEAN})" if places <= MOST_CLEANED else value
    return f"ROUND({inner},{PLACES[stage]})"


def trimmable(rule: Rule, value: str) -> str:
    """An expert's total, rounded by the rule, or so that trimming sees which ones are equal."""
    if RoundAt.EXPERT_TOTAL in rule.rounding or rule.average is not Average.TRIMMED:
        return rounded(rule, RoundAt.EXPERT_TOTAL, value)
    return f"ROUND({value},{COMPARED})"


def final(rule: Rule, value: str) -> str:
    """A total: rounded by the rule, or to the ten decimals at which totals are compared."""
    if RoundAt.TOTAL in rule.rounding:
        return rounded(rule, RoundAt.TOTAL, value)
    return f"ROUND({value},{CLEAN})"


def averaged(rule: Rule, values: str) -> str:
    """The rule's average of the numbers in a range that holds at least one."""
    match rule.average:
        case Average.MEAN:
            return f"AVERAGE({values})"
        case Average.MEDIAN:
            return f"MEDIAN({values})"
        case Average.TRIMMED:
            left = f"IF({_possible(rule)},COUNT({values})-2*{TRIM_DROP},0)"
            trimmed = f"({_without_ends(rule, values)})/{left}"
            return f"IF(COUNT({values})>={TRIM_LEAST},{trimmed},AVERAGE({values}))"


def most_dropped(rule: Rule) -> int:
    """Up to how many left out at either end the formulas can follow a changed cell."""
    return rule.trim.drop + 1


def _possible(rule: Rule) -> str:
    """The condition that a changed cell is a number the formulas follow; else they divide by 0."""
    return f"AND({TRIM_DROP}>=0,{TRIM_DROP}<={most_dropped(rule)},2*{TRIM_DROP}<{TRIM_LEAST})"


def refuses(rule: Rule, values: str) -> str:
    """The condition that there are too few numbers to be averaged; empty where none is."""
    if rule.average is not Average.TRIMMED:
        return ""
    refuse = literal(BelowLeast.REFUSE.value)
    return f"AND(COUNT({values})<{TRIM_LEAST},{BELOW_LEAST}={refuse})"


def _without_ends(rule: Rule, values: str) -> str:
    ends = "".join(
        f"-IF({TRIM_DROP}>={at},LARGE({values},{at})+SMALL({values},{at}),0)"
        for at in range(1, most_dropped(rule) + 1)
    )
    return f"SUM({values}){ends}"


def dropped(value: str, values: str, before: str) -> str:
    """The condition that trimming leaves a number out: by its place from the lowest up.

    Args:
        value: The cell with the number.
        values: The range it stands in.
        before: The part of that range up to and with the cell; of equal numbers the first is
            the lowest.
    """
    place = f"RANK({value},{values},1)+COUNTIF({before},{value})-1"
    return (
        f"AND(COUNT({values})>={TRIM_LEAST},"
        f"OR({place}<={TRIM_DROP},{place}>COUNT({values})-{TRIM_DROP}))"
    )


def added(terms: Sequence[str]) -> str:
    """The sum of terms; 0 where there is none."""
    return "+".join(terms) or "0"

"""Which rows of a table carry marks in a panel."""

from reviewtui.domain.indicator_set import IndicatorSet, Row
from reviewtui.domain.rule import Granularity, Rule
from reviewtui.domain.states import Review, RowKind


def scored_codes(table: IndicatorSet, rule: Rule, review: Review) -> tuple[str, ...]:
    """The codes that carry marks at the rule's granularity, in the table's order.

    Gates are checked before scoring and carry none; a group of alternatives is one row; a
    row that is listed for other review types only is outside, with all below it.
    """

    def below(row: Row) -> list[str]:
        if row.kind is RowKind.GATE or not belongs(row, review):
            return []
        children = table.children(row.code)
        if not children or row.kind is RowKind.ALTERNATIVES:
            return [row.code]
        return [code for child in children for code in below(child)]

    codes: list[str] = []
    for primary in table.primaries:
        by_row = rule.granularity is Granularity.ROWS or (
            rule.granularity is Granularity.MIXED and primary.code in rule.by_row
        )
        rows = below(primary)
        codes += rows if by_row or not rows else [primary.code]
    return tuple(codes)


def belongs(row: Row, review: Review) -> bool:
    """Whether a row is for this review type; a row that lists none is for all."""
    return not row.reviews or review in row.reviews


def reviewed(table: IndicatorSet, code: str, review: Review) -> bool:
    """Whether a row and all rows above it are for this review type."""
    return all(belongs(node, review) for node in table.path(code))

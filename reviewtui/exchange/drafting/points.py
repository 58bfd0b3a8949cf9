"""The points of a draft: which rows need them, their sums, equal parts. Pure and exact."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.numbers import decimal, decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import WeightKind
from reviewtui.domain.scored_codes import scored_codes
from reviewtui.exchange.drafting.edits import value_at

HUNDRED = Fraction(100)


class PointRow(NamedTuple):
    """A row that takes a weight: `scored` is False for a branch of shares, and for what is left
    of another granularity (`left_over`)."""

    code: str
    title: str
    depth: int
    of: str
    full: str
    scored: bool = True
    left_over: bool = False


class Sums(NamedTuple):
    """Live sums.

    Attributes:
        total: Of the scored rows that have a number.
        missing: Rows without one.
        off: With shares: the nodes whose children do not make 100, with their sum; "" is the top.
    """

    total: Fraction
    missing: int
    off: Mapping[str, Fraction]


def point_rows(panel: Panel, table: IndicatorSet, data: Mapping[str, Any]) -> list[PointRow]:
    """The rows that take a weight, in the table's order, then what is left over."""
    scored = scored_codes(table, panel.rule, panel.review)
    nodes = set(scored)
    if panel.rule.weights.kind is WeightKind.SHARE:
        nodes = {node.code for code in scored for node in table.path(code)}
    of, full = _texts(data, "of"), _texts(data, "full")

    def row(code: str, title: str, depth: int) -> PointRow:
        return PointRow(
            code,
            title,
            depth,
            of.get(code, ""),
            full.get(code, ""),
            code in scored,
            code not in nodes,
        )

    rows = [
        row(item.code, item.name(), len(table.path(item.code)) - 1)
        for item in table.rows
        if item.code in nodes
    ]
    left = [code for code in {**of, **full} if code not in nodes]
    return rows + [row(code, table.row(code).name() if code in table else "", 0) for code in left]


def _texts(data: Mapping[str, Any], key: str) -> dict[str, str]:
    found = value_at(data, f"weights.{key}")
    return {code: str(text) for code, text in found.items()} if isinstance(found, Mapping) else {}


def sums(panel: Panel, table: IndicatorSet, data: Mapping[str, Any]) -> Sums:
    """What the weights come to so far; with factors the base is that of the full marks."""
    rows = [row for row in point_rows(panel, table, data) if not row.left_over]
    values = {row.code: _number(row.of) for row in rows}
    missing = sum(value is None for value in values.values())
    if panel.rule.weights.kind is not WeightKind.SHARE:
        total = sum((values[row.code] or Fraction(0) for row in rows), Fraction(0))
        return Sums(total, missing, {})
    below: dict[str, Fraction] = {}
    for row in rows:
        parent = table.row(row.code).parent
        below[parent] = below.get(parent, Fraction(0)) + (values[row.code] or Fraction(0))
    off = {parent: total for parent, total in below.items() if total != HUNDRED}
    return Sums(below.get("", Fraction(0)), missing, off)


def _number(text: str) -> Fraction | None:
    try:
        return decimal(text)
    except ValueError:
        return None


def equal_part(count: int, total: Fraction = HUNDRED) -> str | None:
    """The mark of each of `count` rows that make `total` exactly; None if no hundredth does."""
    part = total / count if count else Fraction(0)
    return decimal_text(part) if part > 0 and (part * 100).denominator == 1 else None

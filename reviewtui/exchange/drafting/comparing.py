"""Comparing the rows of a draft in pairs: which groups, what was judged, the points of it."""

import copy
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from reviewtui.domain.comparisons import ratio_text
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import WeightKind
from reviewtui.domain.scored_codes import scored_codes
from reviewtui.exchange.drafting.edits import Document, weighted
from reviewtui.exchange.drafting.points import HUNDRED
from reviewtui.locales import _
from reviewtui.tally.pairwise import MOST, combined, cut, group_weights

Groups = Mapping[str, Sequence[str]]
"""The rows that are compared with each other, by the row above them; "" is the top."""


def groups_of(panel: Panel, table: IndicatorSet) -> dict[str, list[str]]:
    """Every group whose rows carry a weight, or rows below them do, in the table's order."""
    groups: dict[str, list[str]] = {}
    for code in scored_codes(table, panel.rule, panel.review):
        for node in table.path(code):
            rows = groups.setdefault(node.parent, [])
            if node.code not in rows:
                rows.append(node.code)
    return groups


def why_not(panel: Panel, groups: Groups) -> str:
    """Why these rows are not compared in pairs; "" if they can be."""
    if panel.rule.weights.kind is WeightKind.FACTOR:
        return _("Factors are no parts of a whole: type them, pairs give none")
    for parent, rows in groups.items():
        if len(rows) > MOST:
            where = parent or _("the primary indicators")
            said = _("{where}: {count} rows; more than {most} are not compared in pairs")
            return said.format(where=where, count=len(rows), most=MOST)
    return ""


def judged(data: Document, expert: str, first: str, second: str, ratio: Fraction) -> Document:
    """The document with one judgement more, or changed."""
    data = copy.deepcopy(data)
    own = data.setdefault("comparisons", {}).setdefault(expert, {})
    own.pop(f"{second}:{first}", None)
    own[f"{first}:{second}"] = ratio_text(ratio)
    return data


def without_comparisons(data: Document, expert: str) -> Document:
    """The document without an expert's judgements."""
    data = copy.deepcopy(data)
    data.get("comparisons", {}).pop(expert, None)
    if not data.get("comparisons", True):
        del data["comparisons"]
    return data


def points_of(panel: Panel, table: IndicatorSet, step: Fraction) -> dict[str, str]:
    """The weights that the panel's judgements come to, cut to steps that make 100.

    Points: one number per scored row. Shares: a percentage per row of every group.

    Raises:
        Refused: If a group was compared by nobody to its end, or 100 does not hold so many
            steps.
    """
    groups = groups_of(panel, table)
    if why := why_not(panel, groups):
        raise Refused(why)
    shares = combined(groups, panel.comparisons)
    if shares is None:
        raise Refused(*_unfinished(panel, groups))
    try:
        if panel.rule.weights.kind is WeightKind.SHARE:
            parts: dict[str, Fraction] = {}
            for rows in groups.values():
                whole = sum(shares[row] for row in rows)
                parts |= cut({row: shares[row] / whole for row in rows}, HUNDRED, step)
        else:
            scored = scored_codes(table, panel.rule, panel.review)
            parts = cut({row: shares[row] for row in scored}, HUNDRED, step)
    except ValueError:
        said = _("100 holds no whole number of steps of {step}, or too few for every row")
        raise Refused(said.format(step=decimal_text(step))) from None
    return {row: decimal_text(part) for row, part in parts.items()}


def taken(data: Mapping[str, Any], points: Mapping[str, str], source: str) -> Document:
    """The document with these weights and the line that says who decided on them."""
    changed = weighted(dict(data), points)
    changed["weights"].setdefault("kind", WeightKind.POINTS.value)
    changed["weights"]["source"] = source
    return changed


def _unfinished(panel: Panel, groups: Groups) -> list[Finding]:
    said = _("no expert has compared all of its rows yet; the judgements so far are kept")
    return [
        Finding(parent or _("the primary indicators"), said)
        for parent, rows in groups.items()
        if group_weights(rows, panel.comparisons.values()) is None
    ]

"""讨论清单: what the panel should talk about, by a rule and by hand; it decides nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, NamedTuple

from reviewtui.domain.naming import candidate_name, title
from reviewtui.domain.numbers import decimal, decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import _
from reviewtui.session.result_deeds import Discussion, Item
from reviewtui.tally.plain_lines import range_text
from reviewtui.tally.stability import Spread, spreads
from reviewtui.tally.verdict import Verdict

APART: Final = Fraction(1, 5)
"""Range of experts' totals, as a share of the base, from which on a candidate is proposed until
somebody says otherwise; in a published contest every work with 20 of 100 was discussed again."""


class Undecided(NamedTuple):
    """A candidate at a line that he could be above or below.

    Attributes:
        said: How so, in the reader's language.
        line: The line, for programs.
    """

    candidate: str
    said: str
    line: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to discuss.

    Attributes:
        spread: Of the experts' totals; None with fewer than two.
        by_rule: Whether the rule names it; it may have been put there by hand as well.
        undecided: Lines at which a whole candidate is undecided.
    """

    candidate: str
    row: str
    spread: Spread | None
    by_rule: bool
    undecided: tuple[Undecided, ...] = ()


def first_wish(base: Fraction) -> Discussion:
    """The list before anybody said anything of it.

    Args:
        base: Points of a full mark in everything.
    """
    return Discussion(at_least=decimal_text(base * APART))


def points(
    verdict: Verdict, wish: Discussion, undecided: Sequence[Undecided] = ()
) -> tuple[Point, ...]:
    """The list: by range, the largest first, whole candidates before their rows.

    Args:
        verdict: The official result.
        wish: The rule, and what was added or taken off by hand.
        undecided: Who is undecided at a line; listed unless the list is by hand only.
    """
    at_lines: dict[str, list[Undecided]] = {}
    for one in undecided:
        at_lines.setdefault(one.candidate, []).append(one)
    known = {one.code for one in verdict.candidates}
    spread = {one.candidate: one for one in spreads(verdict)}
    limit = decimal(wish.at_least) if wish.at_least else None
    ruled: set[Item] = set()
    if limit is not None:
        far = (code for code, one in spread.items() if one.range >= limit)
        ruled = {(code, "") for code in (*far, *at_lines)}
    listed = [item for item in {*ruled, *wish.added} - {*wish.taken_off} if item[0] in known]
    order = {one.code: at for at, one in enumerate(verdict.candidates)}

    def key(item: Item) -> tuple[Fraction, int, str]:
        own = spread.get(item[0])
        return (-own.range if own else Fraction(0), order[item[0]], item[1])

    return tuple(
        Point(
            item[0],
            item[1],
            spread.get(item[0]),
            item in ruled,
            () if item[1] else tuple(at_lines.get(item[0], ())),
        )
        for item in sorted(listed, key=key)
    )


def listed(verdict: Verdict, wish: Discussion, item: Item) -> bool:
    """Whether one thing is on the list by its range or by hand."""
    if item in wish.taken_off or item in wish.added:
        return item in wish.added and item not in wish.taken_off
    totals = () if item[1] else verdict.of(item[0]).expert_totals.values()
    return (
        bool(wish.at_least)
        and len(totals) > 1
        and max(totals) - min(totals) >= decimal(wish.at_least)
    )


def added(wish: Discussion, item: Item) -> Discussion:
    """The list with one thing put on it by hand."""
    off = tuple(one for one in wish.taken_off if one != item)
    if item in wish.added:
        return wish._replace(taken_off=off)
    return wish._replace(added=(*wish.added, item), taken_off=off)


def taken_off(wish: Discussion, item: Item) -> Discussion:
    """The list with one thing taken off it by hand."""
    left = tuple(one for one in wish.added if one != item)
    off = wish.taken_off if item in wish.taken_off else (*wish.taken_off, item)
    return wish._replace(added=left, taken_off=off)


def point_name(panel: Panel, sheet: Sheet, point: Point) -> str:
    """The candidate, and the row where it is only one."""
    name = candidate_name(panel, point.candidate)
    if not point.row:
        return name
    return f"{name}  {point.row} {title(panel, sheet, point.row, point.candidate)}"


def point_reason(panel: Panel, point: Point) -> str:
    """Why it is on the list; the range is that of totals, so a row has none."""
    if point.row:
        return _("by hand")
    said = range_text(panel, point.spread) if point.spread else _("no spread")
    text = _("by rule: {range}") if point.by_rule else _("by hand; {range}")
    return _("; ").join([text.format(range=said), *(one.said for one in point.undecided)])


def discussion_lines(
    panel: Panel, sheet: Sheet, wish: Discussion, found: tuple[Point, ...]
) -> Iterator[str]:
    """The list to read out, print or keep."""
    yield panel.title
    yield rule_sentence(panel, sheet, wish)
    yield ""
    if not found:
        yield _("Nothing is on the list.")
    for number, point in enumerate(found, start=1):
        yield f"{number}. {point_name(panel, sheet, point)}"
        yield f"   {point_reason(panel, point)}"
    yield ""
    yield _("A proposal for the discussion; it changes no result.")


def rule_sentence(panel: Panel, sheet: Sheet, wish: Discussion) -> str:
    """By which rule candidates get on the list."""
    if not wish.at_least:
        return _("List for discussion, by hand only")
    text = _("List for discussion: experts' totals {range} points or more apart")
    if panel.ranking:
        text = _(
            "List for discussion: experts' totals {range} points or more apart, or undecided at a "
            "line"
        )
    said = text.format(range=wish.at_least)
    if wish.at_least != first_wish(sheet.base).at_least:
        return said
    share = _("{said} ({share}% of {base} points, unless the panel says otherwise)")
    return share.format(said=said, share=decimal_text(APART * 100), base=decimal_text(sheet.base))


def discussion_json(wish: Discussion, found: tuple[Point, ...]) -> dict[str, Any]:
    """For programs, and for a second round."""
    return {
        "at_least": wish.at_least or None,
        "points": [
            {
                "candidate": point.candidate,
                "row": point.row or None,
                "by_rule": point.by_rule,
                "range": decimal_text(point.spread.range) if point.spread else None,
                "undecided": [dict(one.line) for one in point.undecided],
            }
            for point in found
        ],
    }

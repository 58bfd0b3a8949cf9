"""Two candidates set against each other: by primary, by expert, over common experts only."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from reviewtui.domain.numbers import decimal_text, round_half_away
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import RoundAt
from reviewtui.locales import _
from reviewtui.tally.compare import Comparison, PrimaryDifference
from reviewtui.tui.lines import Tone
from reviewtui.tui.naming import (
    candidate_name,
    candidate_number,
    expert_name,
    number_text,
    own_places_of,
    primary_text,
    total_text,
)
from reviewtui.tui.opened import PRIMARY
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

BAR: Final = 10


def comparison_items(panel: Panel, told: Comparison) -> list[Item]:
    """The whole comparison; a primary's row opens the first candidate's primary."""
    return [
        *_heads(panel, told),
        Words(),
        *_primaries(panel, told),
        Words(),
        *_preferences(panel, told),
        Words(),
        *_common(panel, told),
    ]


def _heads(panel: Panel, told: Comparison) -> Iterator[Item]:
    for one in (told.a, told.b):
        total = _("no total") if one.total is None else total_text(panel.rule, one.total)
        yield Words(
            _("{candidate}: total {total}, rank {rank}, n = {n}").format(
                candidate=candidate_name(panel, one.code),
                total=total,
                rank=one.rank or "-",
                n=one.n,
            ),
            Tone.STRONG,
        )
    if told.difference is not None:
        yield Words(
            _("{a} minus {b}: {difference}").format(
                a=candidate_number(told.a.code),
                b=candidate_number(told.b.code),
                difference=_signed(told.difference, panel.rule.rounding.get(RoundAt.TOTAL)),
            )
        )


def _primaries(panel: Panel, told: Comparison) -> Iterator[Item]:
    layout = Layout(
        (
            Column(_("code"), 6),
            Column(candidate_number(told.a.code), 8, right=True),
            Column(candidate_number(told.b.code), 8, right=True),
            Column(_("difference"), 10, right=True),
            Column("", BAR),
            Column(_("primary indicator")),
        )
    )
    yield Words(_("Where the difference comes from, the largest first:"))
    yield Heads(layout)
    differences = [item.difference or Fraction(0) for item in told.primaries]
    largest = max((abs(one) for one in differences), default=Fraction(0))
    for item in told.primaries:
        yield Row(
            f"{PRIMARY} {item.code}",
            layout,
            (
                item.code,
                *(
                    "-" if score is None else primary_text(panel.rule, score)
                    for score in (item.a, item.b)
                ),
                "-" if item.difference is None else _signed(item.difference, 2),
                _bar(item, largest),
                panel.table.row(item.code).name() if item.code in panel.table else item.code,
            ),
        )
    if not all(item.additive for item in told.primaries):
        yield Words(
            _("Primary scores are means of their own; here they do not add up to the total."),
            Tone.DIM,
        )


def _preferences(panel: Panel, told: Comparison) -> Iterator[Item]:
    layout = Layout(
        (
            Column(_("expert"), 8),
            Column(candidate_number(told.a.code), 10, right=True),
            Column(candidate_number(told.b.code), 10, right=True),
            Column(_("preferred")),
        )
    )
    totals = [total for one in told.preferences for total in (one.a, one.b)]
    places = own_places_of(panel.rule, totals)
    yield Words(_tally_of_preferences(told))
    yield Heads(layout)
    for one in told.preferences:
        cells = (
            one.expert,
            number_text(one.a, places),
            number_text(one.b, places),
            _("equal") if one.preferred is None else candidate_number(one.preferred),
        )
        yield Words("".join(layout.place(cells, 60)[0]))
    for one_sided in sorted(set(told.a.counted) ^ set(told.b.counted)):
        only = told.a if one_sided in told.a.counted else told.b
        yield Words(
            _("{expert} counts only for {candidate}").format(
                expert=expert_name(one_sided), candidate=candidate_number(only.code)
            ),
            Tone.DIM,
        )


def _tally_of_preferences(told: Comparison) -> str:
    def count(code: str | None) -> int:
        return sum(one.preferred == code for one in told.preferences)

    return _("{a} preferred by {for_a}, {b} by {for_b}, equal for {equal}").format(
        a=candidate_number(told.a.code),
        for_a=count(told.a.code),
        b=candidate_number(told.b.code),
        for_b=count(told.b.code),
        equal=count(None),
    )


def _common(panel: Panel, told: Comparison) -> Iterator[Item]:
    def text(total: Fraction | None) -> str:
        return _("no total") if total is None else total_text(panel.rule, total)

    yield Words(
        _("Over the {n} common experts only: {a} {a_total}, {b} {b_total}").format(
            n=len(told.common),
            a=candidate_number(told.a.code),
            a_total=text(told.a_common),
            b=candidate_number(told.b.code),
            b_total=text(told.b_common),
        ),
        Tone.STRONG,
    )
    yield Words(_("For comparison only; the official totals stand above."), Tone.DIM)


def _signed(value: Fraction, places: int | None = None) -> str:
    text = decimal_text(value, places)
    return text if value < 0 else f"+{text}" if value else text


def _bar(item: PrimaryDifference, largest: Fraction) -> str:
    if not item.difference or not largest:
        return ""
    signs = int(round_half_away(BAR * abs(item.difference) / largest, 0))
    return ("+" if item.difference > 0 else "-") * max(1, signs)

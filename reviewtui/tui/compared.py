"""Two candidates set against each other: by primary, by expert, over common experts only."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from reviewtui.domain.naming import candidate_number, title
from reviewtui.domain.numbers import round_half_away
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import _
from reviewtui.tally.compare import Comparison, PrimaryDifference
from reviewtui.tally.explain_words import (
    common_lines,
    difference_sentence,
    one_sided_lines,
    preference_sentence,
    rescaled_lines,
    side_lines,
    sums_note,
)
from reviewtui.tally.figures import (
    number_text,
    own_places_of,
    primaries_note,
    primary_text,
    signed,
)
from reviewtui.tui.lines import Tone
from reviewtui.tui.opened import PRIMARY
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

BAR: Final = 10


def comparison_items(panel: Panel, sheet: Sheet, told: Comparison) -> list[Item]:
    """The whole comparison; a primary's row opens it for both."""
    common, worth = common_lines(panel.rule, told)
    return [
        *(Words(text, Tone.STRONG) for text in side_lines(panel, told)),
        Words(difference_sentence(panel.rule, told)),
        *(Words(text) for text in rescaled_lines(panel.rule, told)),
        Words(),
        *_primaries(panel, sheet, told),
        Words(),
        *(_preferences(panel, told) if told.preferences else ()),
        *(Words(text, Tone.DIM) for text in one_sided_lines(told)),
        Words(),
        Words(common, Tone.STRONG),
        Words(worth, Tone.DIM),
    ]


def _primaries(panel: Panel, sheet: Sheet, told: Comparison) -> Iterator[Item]:
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
                primary_text(panel.rule, item.a),
                primary_text(panel.rule, item.b),
                signed(primary_text(panel.rule, item.difference)),
                _bar(item, largest),
                title(panel, sheet, item.code),
            ),
        )
    shown = [value for item in told.primaries for value in (item.a, item.b, item.difference)]
    if said := primaries_note(panel.rule, shown):
        yield Words(said, Tone.DIM)
    if not all(item.additive for item in told.primaries):
        yield Words(sums_note(), Tone.DIM)


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
    yield Words(preference_sentence(told))
    yield Heads(layout)
    for one in told.preferences:
        cells = (
            one.expert,
            number_text(one.a, places),
            number_text(one.b, places),
            _("equal") if one.preferred is None else candidate_number(one.preferred),
        )
        yield Words("".join(layout.place(cells, 60)[0]))


def _bar(item: PrimaryDifference, largest: Fraction) -> str:
    if not item.difference or not largest:
        return ""
    signs = int(round_half_away(BAR * abs(item.difference) / largest, 0))
    return ("+" if item.difference > 0 else "-") * max(1, signs)

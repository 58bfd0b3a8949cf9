"""What other weights would change, in sentences that say whose order they are about."""

from collections.abc import Iterator
from math import inf
from typing import Final

from reviewtui.domain.naming import candidate_number, title
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import N_, _
from reviewtui.tally.analysis.shares import often, percent
from reviewtui.tally.analysis.spread_words import MOST_NAMED
from reviewtui.tally.analysis.weight_results import (
    Acceptance,
    AtRule,
    Kept,
    Smaa,
    Stability,
    WeightStability,
)
from reviewtui.tally.figures import order_text

HEADS: Final = (
    N_("The first stays first"),
    N_("The first {count} stay the same"),
    N_("The whole order stays"),
)


def another_order(one: AtRule) -> str:
    """That the primaries' scores, added up, do not rank as the result does; "" where they do."""
    if one.differs is None:
        return ""
    best = sorted(one.ranks, key=one.ranks.__getitem__)[:MOST_NAMED]
    return _(
        "Not the official order: the primaries' scores at the rule's own weights, added up, "
        "rank {order}, because {why}; this is about that order."
    ).format(order=order_text((code, one.ranks[code]) for code in best), why=one.differs.sentence)


def _with_order(one: AtRule, said: str) -> str:
    first = another_order(one)
    return _("{first} {second}").format(first=first, second=said) if first else said


def smaa(result: Smaa) -> str:
    """Who would be first over all weights."""
    accepted = result.accepted
    best = sorted(accepted, key=lambda code: -accepted[code].acceptability[0])[:MOST_NAMED]
    parts = [
        _("{candidate} {often}").format(
            candidate=candidate_number(code), often=often(accepted[code].acceptability[0])
        )
        for code in best
        if accepted[code].acceptability[0] > 0
    ]
    text = _(
        "Over all weights of the {count} primaries, first would be {first} (n = {n}, {draws} "
        "draws)."
    )
    said = text.format(
        count=len(result.primaries), first=_(", ").join(parts), n=result.n, draws=result.draws
    )
    return _with_order(result.at_rule, said)


class WeightWords:
    """Sentences about one panel's primaries."""

    def __init__(self, panel: Panel, sheet: Sheet) -> None:
        self.panel, self.sheet = panel, sheet

    def primary(self, code: str) -> str:
        """A primary by code and title."""
        return f"{code} {title(self.panel, self.sheet, code)}"

    def sentence(self, result: WeightStability) -> str:
        """How far a single weight may move, the narrowest of all, and about whose order."""
        return _with_order(result.at_rule, self._room(result))

    def _room(self, result: WeightStability) -> str:
        primaries = result.primaries
        narrow = min(primaries, key=lambda code: _room(primaries[code], primaries[code].first))
        tight = min(primaries, key=lambda code: _room(primaries[code], primaries[code].order))
        order = self._kept(tight, primaries[tight], primaries[tight].order)
        if all(_anywhere(one.order) for one in primaries.values()):
            text = _(
                "Whatever weight a single primary is given, the others in proportion, the whole "
                "order stays (n = {n})."
            )
            return text.format(n=result.n)
        if all(_anywhere(one.first) for one in primaries.values()):
            text = _(
                "Whatever weight a single primary is given, the others in proportion, the first "
                "stays first; the whole order stays with {order}, the narrowest of all (n = {n})."
            )
            return text.format(order=order, n=result.n)
        text = _(
            "A single weight moved, the others in proportion: the first stays first with "
            "{first}, the whole order with {order}, the narrowest of all (n = {n})."
        )
        first = self._kept(narrow, primaries[narrow], primaries[narrow].first)
        return text.format(first=first, order=order, n=result.n)

    def _kept(self, code: str, one: Stability, kept: Kept) -> str:
        said = _("{primary} (now {now}) between {low} and {high}").format(
            primary=self.primary(code),
            now=percent(one.weight),
            low=percent(kept.low),
            high=percent(kept.high),
        )
        swaps = beyond(kept)
        return _("{kept} ({swaps})").format(kept=said, swaps=swaps) if swaps else said

    def stability(self, result: WeightStability, code: str) -> Iterator[str]:
        """What one primary's weight may be, and who comes above whom beyond."""
        one = result.primaries[code]
        yield _("{primary}: the rule gives it {weight}.").format(
            primary=self.primary(code), weight=percent(one.weight)
        )
        for head, kept in zip(HEADS, (one.first, one.top, one.order), strict=True):
            text, swaps = _("{head}: from {low} to {high}"), beyond(kept)
            said = text.format(
                head=_(head).format(count=result.top),
                low=percent(kept.low),
                high=percent(kept.high),
            )
            yield _("{kept} ({swaps})").format(kept=said, swaps=swaps) if swaps else said
        if other := another_order(result.at_rule):
            yield other

    def central(self, one: Acceptance) -> Iterator[str]:
        """The weights that favour a candidate, on the average."""
        if one.central is None:
            yield _("No weights drawn put it first.")
            return
        share = often(one.acceptability[0])
        yield _("First {often} of the weights drawn; these are on the average:").format(often=share)
        for code, weight in one.central.items():
            yield _("{primary}: {weight}").format(
                primary=self.primary(code), weight=percent(weight)
            )


def beyond(kept: Kept) -> str:
    """Who comes above whom beyond either end."""
    parts = [
        _(text).format(upper=candidate_number(pair[0]), lower=candidate_number(pair[1]))
        for text, pair in ((BELOW, kept.below), (ABOVE, kept.above))
        if pair is not None
    ]
    return _("; ").join(parts)


BELOW: Final = N_("with less {upper} comes above {lower}")
ABOVE: Final = N_("with more {upper} comes above {lower}")


def _anywhere(kept: Kept) -> bool:
    """Whether the bounds, as they are printed, leave the weight free."""
    return (percent(kept.low), percent(kept.high)) == (percent(0), percent(1))


def _room(one: Stability, kept: Kept) -> float:
    """How far a weight may move before something changes; a bound printed as 0 or 1 is none."""
    down = inf if percent(kept.low) == percent(0) else one.weight - kept.low
    up = inf if percent(kept.high) == percent(1) else kept.high - one.weight
    return min(down, up)

"""`weights`: what experts' comparisons in pairs come to, and taking it into the panel."""

import argparse
import json
from fractions import Fraction
from typing import TYPE_CHECKING

from reviewtui.cli.console import aligned, next_command, say, tell
from reviewtui.domain.comparisons import Judgement, ratio_text
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.naming import expert_name
from reviewtui.domain.typed_mark import typed_decimal
from reviewtui.exchange.drafting.comparing import Groups, groups_of, points_of, taken, why_not
from reviewtui.locales import _
from reviewtui.tally.pairwise import Opinion, combined, open_pairs, opinion, pairs
from reviewtui.tally.pairwise_words import consistency_words, doubt_words, method_words

if TYPE_CHECKING:
    from reviewtui.domain.panel import Panel
    from reviewtui.exchange.drafting.draft import Draft


def weights(given: argparse.Namespace) -> int:
    """Say what the judgements of a panel file come to; with a source, write it into the file."""
    from reviewtui.exchange.drafting.draft import Draft

    draft = Draft.open(given.panel)
    read = draft.read()
    if read.table is None:
        raise Refused(*read.findings)
    faults = [item for item in read.findings if "[comparisons" in item.place]
    if faults:
        raise Refused(*faults)
    groups = groups_of(read.panel, read.table)
    if why := why_not(read.panel, groups):
        raise Refused(Finding(given.panel.name, why))
    if given.source is not None:
        return _use(draft, read.panel, read.table, groups, given)
    if given.json:
        tell(json.dumps(_json(read.panel, groups), ensure_ascii=False, indent=2))
    else:
        _tell(read.panel, read.table, groups)
        if combined(groups, read.panel.comparisons) is None:
            say(_("The panel's weights stand here once one expert has compared everything."))
            say(next_command("new", "--edit", given.panel))
    return 0


def _use(
    draft: "Draft", panel: "Panel", table: IndicatorSet, groups: Groups, given: argparse.Namespace
) -> int:
    if not given.source.strip():
        raise Refused(_("A source is needed: who decided on these weights, and where it stands"))
    points = points_of(panel, table, _step(given.step))
    draft.change(taken(draft.data, points, given.source.strip()))
    for code, value in points.items():
        tell(f"{code}  {value}")
    left = [
        expert.code
        for expert in panel.experts
        if any(open_pairs(rows, panel.comparisons.get(expert.code, ())) for rows in groups.values())
    ]
    if left:
        text = _(
            "Only {through} of {count} experts compared everything; these judgements are not, or "
            "not wholly, in the weights: {experts}"
        )
        say(
            text.format(
                through=len(panel.experts) - len(left),
                count=len(panel.experts),
                experts=_(", ").join(map(expert_name, left)),
            )
        )
    say(_("{file}: the weights and their source are written").format(file=draft.path))
    return 0


def _step(text: str) -> Fraction:
    try:
        if (step := typed_decimal(text)) > 0:
            return step
    except ValueError:
        pass
    raise Refused(_("“{text}”: a number such as 1 or 0.5 is needed").format(text=text))


def _opinions(panel: "Panel", groups: Groups) -> dict[str, dict[str, Opinion]]:
    """Of every expert, by the row above the group; groups with an open pair left out."""
    return {
        expert.code: {
            parent: found
            for parent, rows in groups.items()
            if (found := opinion(rows, panel.comparisons.get(expert.code, ()))) is not None
        }
        for expert in panel.experts
    }


def _tell(panel: "Panel", table: IndicatorSet, groups: Groups) -> None:
    opinions = _opinions(panel, groups)
    wanted = sum(len(pairs(rows)) for rows in groups.values())
    for expert in panel.experts:
        own = panel.comparisons.get(expert.code, ())
        left = sum(len(open_pairs(rows, own)) for rows in groups.values())
        said = _("Expert {code}: {done} of {count} pairs compared")
        tell(said.format(code=expert.code, done=wanted - left, count=wanted))
        for parent, found in opinions[expert.code].items():
            if len(groups[parent]) > 1:
                where = parent or _("the primary indicators")
                place = _("{place}: {said}").format(place=where, said=consistency_words(found))
                tell(f"  {place}")
            for doubt in found.doubts:
                tell(f"    {doubt_words(table, doubt)}")
    shares = combined(groups, panel.comparisons)
    if shares is None:
        return
    tell("")
    through = [code for code, found in opinions.items() if len(found) == len(groups)]
    shown = [
        alone
        for expert in through
        if (alone := combined(groups, {expert: panel.comparisons[expert]})) is not None
    ]
    rows = [
        (
            code,
            f"{share * 100:.2f}",
            *(f"{alone[code] * 100:.2f}" for alone in shown),
            table.row(code).name(),
        )
        for code, share in shares.items()
    ]
    head = (_("row"), _("panel %"), *through, _("title"))
    for line in aligned(head, rows, right=tuple(range(1, len(through) + 2))):
        tell(line)
    tell("")
    tell(method_words())


def _json(panel: "Panel", groups: Groups) -> dict[str, object]:
    """Shares to ten places, as decimal strings; `weights` is null while nobody is through.

    An expert's weights by group are the principal eigenvector, as Saaty publishes them; the
    panel's are geometric means, as `weights_by` says.
    """
    shares = combined(groups, panel.comparisons)
    return {
        "random_index": "Saaty 1980",
        "weights_by": {"experts": "principal eigenvector", "weights": "geometric means of lines"},
        "experts": {
            expert: {
                parent: {
                    "consistency_ratio": f"{found.ratio:.10f}",
                    "weights": {row: f"{weight:.10f}" for row, weight in found.weights.items()},
                    "doubts": [
                        {**_pair(doubt.judgement), "fits": ratio_text(doubt.fits)}
                        for doubt in found.doubts
                    ],
                }
                for parent, found in own.items()
            }
            for expert, own in _opinions(panel, groups).items()
        },
        "weights": shares and {row: f"{share:.10f}" for row, share in shares.items()},
    }


def _pair(item: Judgement) -> dict[str, str]:
    return {"first": item.first, "second": item.second, "judged": ratio_text(item.ratio)}

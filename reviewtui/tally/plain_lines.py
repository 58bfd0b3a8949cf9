"""The four plain lines that open a result: valid marks, spread, the first ranks, the neighbours;
where the panel concludes instead of ranking, the quorum and what hangs on one vote.

For everybody in the room: an expert is a number here, and nothing is said of how he marks.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from reviewtui.domain.closing import Vote
from reviewtui.domain.conclusions import Conclusions
from reviewtui.domain.grades import exact
from reviewtui.domain.naming import candidate_number, expert_name
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import RoundAt
from reviewtui.domain.states import Why
from reviewtui.locales import N_, _
from reviewtui.tally.figures import LEAST_SHOWN, number_text, order_text
from reviewtui.tally.one_vote import Said, one_vote_json, otherwise, said_of
from reviewtui.tally.remarks import left_out_words
from reviewtui.tally.stability import (
    FIRST,
    Dependent,
    Spread,
    Without,
    dependent_orders,
    first_without,
    spreads,
    without_each,
)
from reviewtui.tally.verdict import Flag, LeftOut, Verdict

MOST: Final = 2
"""Changes that a line tells one by one."""


class About(StrEnum):
    """What a line is about."""

    VALID = "valid"
    SPREAD = "spread"
    FIRST = "first"
    ORDER = "order"
    CONCLUDED = "concluded"
    VOTE = "vote"


class PlainLine(NamedTuple):
    """One line, and what it is about."""

    about: About
    text: str


def plain_lines(
    panel: Panel, verdict: Verdict, votes: Mapping[str, Vote] | None = None
) -> list[PlainLine]:
    """The lines, as far as the panel ranks and concludes.

    Args:
        panel: The panel.
        verdict: The official result.
        votes: Votes on record, by candidate.
    """
    lines = [
        PlainLine(About.VALID, valid_line(verdict)),
        PlainLine(About.SPREAD, _spread_line(panel, verdict)),
    ]
    if panel.ranking:
        without = tuple(without_each(panel, verdict))
        lines += [
            PlainLine(About.FIRST, _("; ").join(first_lines(verdict, without))),
            PlainLine(About.ORDER, order_line(verdict, without)),
        ]
    if panel.rule.conclusions is not None:
        rule, said = panel.rule.conclusions, tuple(said_of(verdict, votes or {}))
        lines += [
            PlainLine(About.CONCLUDED, concluded_line(rule, said)),
            PlainLine(About.VOTE, vote_line(rule, said)),
        ]
    return [line for line in lines if line.text]


def valid_line(verdict: Verdict) -> str:
    """How many valid marks each candidate has, and who was to judge and counts for none."""
    standing = [one for one in verdict.candidates if Flag.WITHDRAWN not in one.flags]
    counts = sorted({one.n for one in standing})
    if not counts:
        return ""
    text = _("Valid marks: n = {n} for every candidate").format(n=counts[-1])
    if len(counts) > 1:
        few = [one.code for one in standing if one.n == counts[0]]
        text = _("Valid marks: n = {least} to {most}, fewest for {candidates}").format(
            least=counts[0],
            most=counts[-1],
            candidates=candidates_text(few),
        )
    if out := [one for one in out_everywhere(verdict) if one.why is not Why.NOT_ASSIGNED]:
        text = _("{text}; counted for no candidate: {experts}").format(
            text=text, experts=left_out_words(out)
        )
    return text


def out_everywhere(verdict: Verdict) -> list[LeftOut]:
    """Who is left out of every candidate that was not withdrawn, for the same reason."""
    standing = [one for one in verdict.candidates if Flag.WITHDRAWN not in one.flags]
    if not standing:
        return []
    first, *others = standing
    return [out for out in first.left_out if all(out in one.left_out for one in others)]


def _spread_line(panel: Panel, verdict: Verdict) -> str:
    found = spreads(verdict)
    if not found:
        return _("No candidate has two experts' totals, so there is no spread.")
    return _("Experts differ most on {candidate}: {range}").format(
        candidate=candidate_number(found[0].candidate), range=range_text(panel, found[0])
    )


def range_text(panel: Panel, spread: Spread) -> str:
    """The lowest and the highest total of an expert, and how far they are apart."""
    places = panel.rule.rounding.get(RoundAt.EXPERT_TOTAL, LEAST_SHOWN)
    return _("{lowest} to {highest}, range {range}").format(
        lowest=number_text(spread.lowest, places),
        highest=number_text(spread.highest, places),
        range=number_text(spread.range, places),
    )


def first_lines(verdict: Verdict, without: Sequence[Without]) -> list[str]:
    """Whether the first three stay without any one expert, or what they become."""
    ranked = sum(one.rank is not None for one in verdict.candidates)
    if ranked < 2 or not without:
        return []
    changes = first_without(verdict, without)
    refused = [one.expert for one in without if one.refused]
    found = []
    if not changes and not refused:
        found.append(
            _("Without any one expert the first three stay as they are.")
            if ranked > FIRST
            else _("Without any one expert the ranking stays as it is.")
        )
    if changes:
        parts = [
            (
                _("Without {experts} the first three become {order}")
                if len(codes) == 1
                else _("Without any one of {experts} the first three become {order}")
            ).format(experts=experts_text(codes), order=order_text(first))
            for first, codes in list(changes.items())[:MOST]
        ]
        if len(changes) > MOST:
            parts.append(_("{count} other changes").format(count=len(changes) - MOST))
        found.append(_("; ").join(parts))
    if len(refused) == len(without):
        found.append(_("Without any one expert there would be too few marks for the rule."))
    elif refused:
        found.append(refused_line(refused))
    return found


def refused_line(experts: Sequence[str]) -> str:
    """That the rule gives no result without any one of these."""
    text = (
        _("Without {experts} there would be too few marks for the rule.")
        if len(experts) == 1
        else _("Without any one of {experts} there would be too few marks for the rule.")
    )
    return text.format(experts=experts_text(experts))


def order_line(verdict: Verdict, without: Sequence[Without]) -> str:
    """Which neighbours' order depends on single experts."""
    dependent = dependent_orders(verdict, without)
    if not dependent:
        return stable_order(verdict, without)
    parts = order_sentences(dependent[:MOST])
    if len(dependent) > MOST:
        parts.append(_("{count} other pairs").format(count=len(dependent) - MOST))
    return _("; ").join(parts)


def stable_order(verdict: Verdict, without: Sequence[Without]) -> str:
    """That no order depends on one expert, as far as the rule gives a result without him.

    Nothing where nobody has a neighbour or nobody can be left out.
    """
    if sum(one.rank is not None for one in verdict.candidates) < 2:
        return ""
    refused = [one for one in without if one.refused]
    if not refused:
        return _("No order of two neighbours depends on a single expert.")
    if len(refused) == len(without):
        return ""
    return _("No order of two neighbours depends on a single one of the other experts.")


def order_sentences(dependent: Sequence[Dependent]) -> list[str]:
    """One sentence for each pair."""
    return [
        (
            _("Whether {upper} and {lower} are tied depends on {experts}")
            if one.tied
            else _("The order of {upper} and {lower} depends on {experts}")
        ).format(
            upper=candidate_number(one.upper),
            lower=candidate_number(one.lower),
            experts=experts_text(one.experts),
        )
        for one in dependent
    ]


def concluded_line(rule: Conclusions, said: Sequence[Said]) -> str:
    """Whether everybody who had a say concluded, and whether the quorum is reached."""
    if not said:
        return ""
    silent = [one.candidate for one in said if one.silent]
    text = _("Every entitled expert concluded on every candidate")
    if silent:
        text = _("Not every entitled expert concluded on {candidates}").format(
            candidates=candidates_text(silent)
        )
    if rule.quorum is None:
        return text
    few = [one.candidate for one in said if not one.quorum(rule)]
    quorum = _("the quorum of {part} is reached for every candidate").format(
        part=exact(rule.quorum)
    )
    if few:
        quorum = _("the quorum of {part} is not reached for {candidates}").format(
            part=exact(rule.quorum), candidates=candidates_text(few)
        )
    return _("; ").join([text, quorum])


def vote_line(rule: Conclusions, said: Sequence[Said]) -> str:
    """Whose proposed conclusion hangs on one vote."""
    if not said or rule.majority is None:
        return ""
    close = [one.candidate for one in said if any(otherwise(rule, one))]
    if not close:
        return _("No single vote cast otherwise would change a proposed conclusion.")
    text = _("One vote cast otherwise could change the proposed conclusion on {candidates}")
    return text.format(candidates=candidates_text(close))


def experts_text(codes: Sequence[str]) -> str:
    """The experts by number, or the first of them and how many others."""
    names = [expert_name(code) for code in codes]
    return _first_of(names, N_("{names} and {count} other experts"))


def candidates_text(codes: Sequence[str]) -> str:
    """The candidates by number, or the first of them and how many others."""
    names = [candidate_number(code) for code in codes]
    return _first_of(names, N_("{names} and {count} others"))


def _first_of(names: Sequence[str], text: str) -> str:
    named = _(", ").join(names[:FIRST])
    if len(names) <= FIRST:
        return named
    return _(text).format(names=named, count=len(names) - FIRST)


def stability_json(
    panel: Panel, verdict: Verdict, votes: Mapping[str, Vote] | None = None
) -> dict[str, Any]:
    """The same for programs: `spread` by candidate, and what hangs on single experts."""
    found: dict[str, Any] = {
        "spread": [
            {
                "candidate": one.candidate,
                "n": one.n,
                "lowest": decimal_text(one.lowest),
                "highest": decimal_text(one.highest),
                "range": decimal_text(one.range),
            }
            for one in spreads(verdict)
        ]
    }
    if panel.rule.conclusions is not None:
        found["one_vote"] = one_vote_json(panel.rule.conclusions, verdict, votes or {})
    if panel.ranking:
        without = tuple(without_each(panel, verdict))
        dependent = dependent_orders(verdict, without)
        found["without"] = [
            {"expert": one.expert, "ranks": dict(one.ranks), "refused": list(one.refused)}
            for one in without
        ]
        found["orders"] = [
            {"upper": one.upper, "lower": one.lower, "experts": list(one.experts)}
            for one in dependent
            if not one.tied
        ]
        found["ties"] = [
            {"candidates": [one.upper, one.lower], "experts": list(one.experts)}
            for one in dependent
            if one.tied
        ]
    return found

"""What the experts conclude of a candidate, in words for a table or a page."""

from collections.abc import Iterator
from typing import Final

from reviewtui.domain.conclusions import Conclusions
from reviewtui.domain.naming import expert_name
from reviewtui.locales import N_, _
from reviewtui.tally.conclusions import Opinion, Shortfall
from reviewtui.tally.remarks import left_out_words

SHORTFALLS: Final = {
    Shortfall.NO_RULE: N_("for the chair to sum up"),
    Shortfall.NO_VOTES: N_("nobody concluded"),
    Shortfall.NO_QUORUM: N_("quorum not reached"),
    Shortfall.NO_MAJORITY: N_("no conclusion has the majority"),
}


def proposal_words(found: Opinion) -> str:
    """The proposed conclusion, or why there is none."""
    if found.proposal is not None:
        return found.proposal
    return _(SHORTFALLS[found.why or Shortfall.NO_RULE])


def counts_words(rule: Conclusions, found: Opinion) -> str:
    """How many experts concluded what; options that nobody chose are left out."""
    parts = [
        _("{option} {count}").format(option=option, count=count)
        for option, count in zip(rule.options, found.counts, strict=True)
        if count
    ]
    if found.abstained:
        parts.append(_("abstained {count}").format(count=len(found.abstained)))
    return _(", ").join(parts)


def opinion_lines(rule: Conclusions, found: Opinion) -> Iterator[str]:
    """The whole of it: proposal, counts, who concluded what, who said nothing and why."""
    yield _("Conclusion proposed: {proposal}").format(proposal=proposal_words(found))
    if not found.took_part:
        return
    yield _("{took_part} of {entitled} experts concluded: {counts}").format(
        took_part=found.took_part, entitled=found.entitled, counts=counts_words(rule, found)
    )
    said = [*zip(rule.options, found.experts, strict=True), (_("abstained"), found.abstained)]
    for option, codes in said:
        if codes:
            yield _("{option}: {experts}").format(
                option=option, experts=_(", ").join(expert_name(code) for code in codes)
            )
    if found.silent:
        yield _("Without a conclusion: {experts}").format(experts=left_out_words(found.silent))

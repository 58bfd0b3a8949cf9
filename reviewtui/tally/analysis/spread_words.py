"""What repetitions with other experts or marks find, each in one sentence."""

from typing import Final

from reviewtui.domain.naming import candidate_number
from reviewtui.locales import _
from reviewtui.tally.analysis.results import Spreads
from reviewtui.tally.analysis.shares import often
from reviewtui.tally.plain_lines import candidates_text

MOST_NAMED: Final = 3


def _first(result: Spreads) -> str:
    spreads = result.spreads
    best = sorted(spreads, key=lambda code: -spreads[code].p_first)[:MOST_NAMED]
    texts = []
    for code in best:
        one = spreads[code]
        if not one.p_first > 0:
            continue
        text = (
            _("{candidate} {often}, 90% of its ranks {low}")
            if one.rank_low == one.rank_high
            else _("{candidate} {often}, 90% of its ranks {low} to {high}")
        )
        texts.append(
            text.format(
                candidate=candidate_number(code),
                often=often(one.p_first),
                low=one.rank_low,
                high=one.rank_high,
            )
        )
    return _("; ").join(texts)


def bootstrap(result: Spreads) -> str:
    """Who would be first with other experts, and whom they would leave without a rank."""
    said = _(
        "Had other experts of the same kind sat there, first would be {first} (n = {n}, "
        "{count} repetitions)."
    ).format(first=_first(result), n=result.n, count=result.repetitions)
    for more in filter(None, (ranked_partly(result), marked_by_one(result))):
        said = _("{first} {second}").format(first=said, second=more)
    return said


def no_interval() -> str:
    """What stands where an interval would stand, of one expert's marks."""
    return _("1 ballot only, no interval")


def marked_by_one(result: Spreads) -> str:
    """Whom one expert marked; "" if there is nobody like that."""
    if not result.single:
        return ""
    text = _("{words}: {candidates}.")
    return text.format(words=no_interval(), candidates=candidates_text(result.single))


def ranked_partly(result: Spreads) -> str:
    """Who has a rank in a part of the repetitions only, and what the numbers are of."""
    codes = result.partly
    if not codes:
        return ""
    parts = [
        _("{candidate} {often}").format(
            candidate=candidate_number(code), often=often(1 - result.without_rank(code))
        )
        for code in codes[:MOST_NAMED]
    ]
    if len(codes) > MOST_NAMED:
        parts.append(_("{count} other candidates").format(count=len(codes) - MOST_NAMED))
    return _(
        "Ranked in a part of the repetitions only, too few marks in the others: {candidates}; "
        "shares are of all repetitions, ranks of those with a rank."
    ).format(candidates=_(", ").join(parts))


def rounding(result: Spreads) -> str:
    """Who would be first within half a step."""
    return _(
        "Were every mark up to half a step higher or lower, first would be {first} (n = {n}, "
        "{count} repetitions)."
    ).format(first=_first(result), n=result.n, count=result.repetitions)

"""Who handed in what, in sentences for the desk; counts, never a mark."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from reviewtui.domain.naming import expert_name
from reviewtui.domain.states import Why, label
from reviewtui.locales import _
from reviewtui.session.board import Holding

NAMED: Final = 8
"""Missing experts up to this many are named; more are told by number."""


def state_words(holding: Holding, *, opened: bool) -> str:
    """What the desk may know of an expert's ballot."""
    state, (done, total) = holding.state, holding.drafted
    if not isinstance(state, Why):
        back = holding.reworking and not opened
        text = _("asked back v{rev}") if back else _("submitted v{rev}")
        return text.format(rev=state.rev)
    if state is not Why.ABSENT:
        return label(state)
    if holding.sits_out:
        return _("takes no part")
    if done and not opened:
        return _("at work {done}/{total}").format(done=done, total=total)
    if opened and holding.carries:
        return _("earlier counts")
    if done:
        return label(Why.NOT_SUBMITTED)
    return label(Why.ABSENT) if opened else _("not handed in")


def summary(holdings: Sequence[Holding]) -> str:
    """How many have handed in, and how many of whatever else there is."""
    parts = [
        _("Handed in: {sealed} of {experts} experts").format(
            sealed=sum(holding.handed_in for holding in holdings), experts=_due(holdings)
        )
    ]
    counts = Counter(holding.state for holding in holdings if isinstance(holding.state, Why))
    parts += [
        _("{what} {count}").format(what=label(why), count=counts[why])
        for why in (Why.CONFLICT, Why.WITHDRAWN, Why.REVOKED, Why.UNREADABLE)
        if counts[why]
    ]
    late = sum(holding.late for holding in holdings)
    if late:
        parts.append(_("{what} {count}").format(what=label(Why.LATE), count=late))
    return "  ".join(parts)


def unknown_progress(holdings: Sequence[Holding]) -> str:
    """Whose progress nobody can know here; "" if there is nobody like that."""
    away = [
        one
        for one in holdings
        if one.kit and one.state is Why.ABSENT and not one.drafted[0] and not one.sits_out
    ]
    if not away:
        return ""
    return _(
        "{count} experts score on machines of their own: how far they are is not known "
        "here before they hand in"
    ).format(count=len(away))


def missing_words(holdings: Sequence[Holding]) -> str:
    """Of whom no ballot counts, by name, and why where he is not simply missing."""
    missing = [holding for holding in holdings if not holding.handed_in and not holding.sits_out]
    if not missing:
        return _("Complete: the ballots of all {count} experts are here.").format(
            count=_due(holdings)
        )
    if len(missing) > NAMED:
        return _("Still missing, {count} of {all}: {names}").format(
            count=len(missing),
            all=_due(holdings),
            names=_(", ").join(holding.expert.code for holding in missing),
        )
    named = []
    for holding in missing:
        words = f"{expert_name(holding.expert.code)} {holding.expert.name}".rstrip()
        if isinstance(holding.state, Why) and holding.state is not Why.ABSENT:
            words += _(" ({why})").format(why=label(holding.state))
        named.append(words)
    return _("Still missing, {count} of {all}: {names}").format(
        count=len(missing), all=_due(holdings), names=_(", ").join(named)
    )


def _due(holdings: Sequence[Holding]) -> int:
    """From how many a ballot is expected."""
    return sum(not holding.sits_out for holding in holdings)


def taking_turns() -> str:
    """How far marks are hidden where experts score one after another on one machine."""
    return _(
        "Taking turns hides marks on the screen only: whoever has the session file or a copy "
        "of it can read them."
    )

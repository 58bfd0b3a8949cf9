"""The desk's board: per expert kit, version, completeness; counts, never a mark."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reviewtui.domain.naming import expert_name
from reviewtui.domain.states import Why, label
from reviewtui.locales import _
from reviewtui.tui.lines import Tone
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row

if TYPE_CHECKING:
    from reviewtui.session.board import Holding

WIDE: Final = 76
"""Cells from which on units stand beside names."""
NAMED: Final = 8
"""Missing experts up to this many are named; more are told by number."""

_TONES: Final = {Why.CONFLICT: Tone.BAD, Why.LATE: Tone.WARN, Why.WITHDRAWN: Tone.WARN}


def board_items(holdings: "Sequence[Holding]", width: int, *, opened: bool) -> list[Item]:
    """The headings and a row per expert."""
    layout = _layout(width)
    rows = [_row(one, layout, width, opened=opened) for one in holdings]
    return [Heads(layout), *rows]


def _row(holding: "Holding", layout: Layout, width: int, *, opened: bool) -> Row:
    expert, checked = holding.expert, holding.checked
    name = f"{expert.name}  {expert.unit}".rstrip() if width >= WIDE else expert.name
    cells = (
        expert.code,
        _("is out") if holding.kit else "",
        state_words(holding, opened=opened),
        "" if checked is None else "{}/{}".format(*checked),
        name,
    )
    tone = Tone.PLAIN if holding.handed_in else Tone.DIM
    tone = _TONES.get(holding.state, tone) if isinstance(holding.state, Why) else tone
    if holding.reworking and not opened:
        tone = Tone.WARN
    number = expert.code if expert.code.isdecimal() else ""
    return Row(expert.code, layout, cells, tone, number=number)


def state_words(holding: "Holding", *, opened: bool) -> str:
    """What the desk may know of an expert's ballot."""
    state, (done, total) = holding.state, holding.drafted
    if not isinstance(state, Why):
        back = holding.reworking and not opened
        text = _("asked back v{rev}") if back else _("submitted v{rev}")
        return text.format(rev=state.rev)
    if state is not Why.ABSENT:
        return label(state)
    if done and not opened:
        return _("at work {done}/{total}").format(done=done, total=total)
    if done:
        return label(Why.NOT_SUBMITTED)
    return label(Why.ABSENT) if opened else _("not handed in")


def summary(holdings: "Sequence[Holding]") -> str:
    """How many have handed in, and how many of whatever else there is."""
    parts = [
        _("Handed in: {sealed} of {experts} experts").format(
            sealed=sum(holding.handed_in for holding in holdings), experts=len(holdings)
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


def unknown_progress(holdings: "Sequence[Holding]") -> str:
    """Whose progress nobody can know here; "" if there is nobody like that."""
    away = [one for one in holdings if one.kit and one.state is Why.ABSENT and not one.drafted[0]]
    if not away:
        return ""
    return _(
        "{count} experts score on machines of their own: how far they are is not known "
        "here before they hand in"
    ).format(count=len(away))


def missing_words(holdings: "Sequence[Holding]") -> str:
    """Of whom no ballot counts, by name, and why where he is not simply missing."""
    missing = [holding for holding in holdings if not holding.handed_in]
    if not missing:
        return _("Complete: the ballots of all {count} experts are here.").format(
            count=len(holdings)
        )
    if len(missing) > NAMED:
        return _("Still missing, {count} of {all}: {names}").format(
            count=len(missing),
            all=len(holdings),
            names=_(", ").join(holding.expert.code for holding in missing),
        )
    named = []
    for holding in missing:
        words = f"{expert_name(holding.expert.code)} {holding.expert.name}".rstrip()
        if isinstance(holding.state, Why) and holding.state is not Why.ABSENT:
            words += _(" ({why})").format(why=label(holding.state))
        named.append(words)
    return _("Still missing, {count} of {all}: {names}").format(
        count=len(missing), all=len(holdings), names=_(", ").join(named)
    )


def _layout(width: int) -> Layout:
    return Layout(
        (
            Column(_("no."), 4),
            Column(_("kit"), 6),
            Column(_("state"), 16),
            Column(_("checked"), 7, right=True),
            Column(_("name, unit") if width >= WIDE else _("full name")),
        )
    )

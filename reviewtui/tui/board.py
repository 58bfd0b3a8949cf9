"""The desk's board: per expert kit, version, completeness; counts, never a mark."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.board_words import state_words
from reviewtui.tui.lines import Tone
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row

if TYPE_CHECKING:
    from reviewtui.session.board import Holding

WIDE: Final = 76
"""Cells from which on units stand beside names."""
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

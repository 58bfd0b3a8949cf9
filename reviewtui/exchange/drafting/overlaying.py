"""Changes of the table for single candidates in a draft. Pure."""

import copy
from collections.abc import Mapping
from typing import Any, Final

from reviewtui.domain.panel import OverlayChange
from reviewtui.exchange.drafting.edits import Document, entries
from reviewtui.exchange.meeting_tables import OVERLAYS, Field

_ASKED: Final = {
    OverlayChange.HIDE: ("row", "reason", "document"),
    OverlayChange.REWORD: ("row", "title", "reason", "document"),
    OverlayChange.ADD: ("row", "title", "parent", "full", "weight", "reason", "document"),
}
_COLUMNS: Final = {field.key: field for field in OVERLAYS.columns}
_ALSO_NEEDED: Final = ("title",)
"""A reworded or added row has a wording; of one that is not applicable none is asked."""


def asked(change: OverlayChange) -> tuple[Field, ...]:
    """What a change of this kind says, in the order it is asked."""
    fields = (_COLUMNS[key] for key in _ASKED[change])
    return tuple(
        field._replace(needed=field.needed or field.key in _ALSO_NEEDED) for field in fields
    )


def overlays_of(data: Mapping[str, Any], candidate: str) -> list[tuple[int, Document]]:
    """The changes for a candidate, each with its place in the document's list."""
    return [
        (number, item)
        for number, item in enumerate(entries(data, "overlays"))
        if item.get("candidate") == candidate
    ]


def overlaid(data: Document, number: int | None, item: Mapping[str, Any] | None) -> Document:
    """The document with a change.

    Args:
        number: Its place in the list; None: a new one at the end.
        item: What it says; None takes it away.
    """
    data = copy.deepcopy(data)
    listed = data.setdefault("overlays", [])
    if number is None:
        listed += [dict(item)] if item is not None else []
    elif item is None:
        del listed[number]
    else:
        listed[number] = dict(item)
    if not listed:
        del data["overlays"]
    return data

"""Points that stand in the same text as a title: `研发投入（15分）。主要看…` comes apart."""

import re
from typing import Final, NamedTuple

from reviewtui.exchange.table_draft import Draft
from reviewtui.exchange.table_numbers import narrow

_BRACKETED: Final = re.compile(
    r"(?P<title>.{1,60}?)\s*[（(【\[]\s*(?:满分|分值|权重)?\s*[:：]?\s*(?P<points>-?\d{1,3}(?:\.\d+)?)\s*分"
    r"\s*[)）】\]]\s*(?:[。．：:，,；;]\s*(?P<more>.*))?",
    re.DOTALL,
)
_BEHIND: Final = re.compile(r"(?P<title>.*[^\d\s.、—-])\s+(?P<points>\d{1,3}(?:\.\d+)?)\s*分")


class Parted(NamedTuple):
    """A text of a table: the title, the points with it, what was said behind them."""

    title: str
    points: str = ""
    more: str = ""


def parted(text: str) -> Parted:
    """A text with its points taken off; as it is where none are marked as such."""
    found = _BRACKETED.fullmatch(narrow(text)) or _BEHIND.fullmatch(narrow(text))
    if found is None:
        return Parted(text)
    more = found.groupdict().get("more") or ""
    return Parted(found["title"].strip(), found["points"], more.strip())


def without_points(draft: Draft) -> Draft:
    """A row whose title carries its points; one that has others beside it stays as it is."""
    title, points, more = parted(draft.title)
    if not points or draft.points not in ("", points):
        return draft
    guidance = "\n".join(filter(None, (more, draft.guidance)))
    return draft._replace(title=title, points=points, guidance=guidance)

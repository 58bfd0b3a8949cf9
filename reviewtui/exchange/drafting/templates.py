"""What a new meeting can begin with: the rule and the table of a panel that came along.

Whoever sits, is judged, and what each row is worth never comes from a template: those are
the organiser's own, with a source of his own.
"""

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

from reviewtui.domain.findings import Finding
from reviewtui.domain.states import Review
from reviewtui.exchange.documents import read_toml
from reviewtui.exchange.library import panels

_TAKEN = ("granularity", "by_row", "scale", "step", "levels", "order", "average", "trim",
          "not_applicable", "unable", "early_leave", "round", "standardise", "custody")  # fmt: skip


class Template(NamedTuple):
    """A panel that came along; `data` is its document."""

    id: str
    title: str
    data: dict[str, Any]


def templates(review: Review) -> Iterator[Template]:
    """The templates for a review type."""
    unsaid: list[Finding] = []
    for resource in panels():
        data = read_toml(resource.path, unsaid)
        head = data.get("panel") if data else None
        if data and isinstance(head, dict) and head.get("review") == review.value:
            yield Template(resource.id, str(head.get("title", resource.id)), data)


def begun(data: dict[str, Any], template: Template) -> dict[str, Any]:
    """The draft with the table and the rule of a template."""
    data = copy.deepcopy(data)
    data["panel"]["set"] = template.data["panel"]["set"]
    rule = template.data.get("rule", {})
    data["rule"] = {key: copy.deepcopy(rule[key]) for key in _TAKEN if key in rule}
    return data

"""What a new meeting can begin with: table, rule and conclusions of a template that came along.

Whoever sits, is judged, and what each row is worth never comes from a template: those are
the organiser's own, with a source of his own.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reviewtui.domain.findings import Finding, refuse_if
from reviewtui.domain.states import Review
from reviewtui.exchange.documents import read_toml
from reviewtui.exchange.library import panel_templates

_TAKEN = ("granularity", "by_row", "scale", "step", "levels", "order", "average", "trim",
          "not_applicable", "unable", "early_leave", "round", "standardise", "custody")  # fmt: skip


class Template(NamedTuple):
    """A template that came along; `data` is its document."""

    id: str
    title: str
    data: dict[str, Any]
    path: Path


def templates(review: Review | None = None) -> Iterator[Template]:
    """The templates, of one review type or all."""
    for resource in panel_templates():
        findings: list[Finding] = []
        data = read_toml(resource.path, findings)
        refuse_if(findings)
        assert data is not None  # without a finding there is a document
        head = data["panel"]
        if review is None or head["review"] == review.value:
            yield Template(resource.id, head["title"], data, resource.path)


def template_named(name: str) -> Template | None:
    """The template of that name; None if there is none."""
    return next((template for template in templates() if template.id == name), None)


def begun(data: dict[str, Any], template: Template) -> dict[str, Any]:
    """The draft with the table, the rule and the conclusions of a template."""
    data = copy.deepcopy(data)
    data["panel"]["set"] = template.data["panel"]["set"]
    rule = template.data.get("rule", {})
    data["rule"] = {key: copy.deepcopy(rule[key]) for key in _TAKEN if key in rule}
    if "conclusions" in template.data:
        data["conclusions"] = copy.deepcopy(template.data["conclusions"])
    return data

"""Who judges whom in a draft: nobody is named while everybody judges all. Pure."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from reviewtui.domain.naming import matching
from reviewtui.exchange.drafting.edits import Document, entries
from reviewtui.exchange.drafting.typed import typed
from reviewtui.exchange.meeting_cells import ALL, NONE, Unread
from reviewtui.exchange.meeting_tables import EXPERTS
from reviewtui.locales import _

SCOPE = next(field for field in EXPERTS.columns if field.key == "scope")


def judged_by(data: Mapping[str, Any], expert: str) -> list[str] | None:
    """The candidates an expert judges; None where all do all."""
    assignment = data.get("assignment")
    return list(assignment.get(expert, ())) if isinstance(assignment, Mapping) else None


def judged_words(data: Mapping[str, Any], expert: str) -> str:
    """The same in words, as they can be typed again."""
    judged = judged_by(data, expert)
    if judged is None or judged == _codes(data, "candidates"):
        return _(ALL)
    return "、".join(judged) or _(NONE)


def read_scope(data: Mapping[str, Any], text: str) -> list[str]:
    """The candidates that are meant by numbers, by 全部 (or nothing), or by 无.

    Raises:
        Unread: With a sentence.
    """
    said = typed(SCOPE, text)
    candidates = _codes(data, "candidates")
    if said in (None, ALL):
        return candidates
    if said == NONE:
        return []
    wanted = set()
    for code in said:
        found = matching(candidates, code)
        if found is None:
            raise Unread(_("there is no candidate {code}").format(code=code))
        wanted.add(found)
    return [code for code in candidates if code in wanted]


def scope_fault(data: Mapping[str, Any], text: str) -> str:
    """What is wrong with such a text; "" if nothing is."""
    try:
        read_scope(data, text)
    except Unread as unread:
        return str(unread)
    return ""


def assigned(data: Document, expert: str, candidates: Sequence[str]) -> Document:
    """The document with an expert judging these; once all judge all, nobody is named."""
    data = copy.deepcopy(data)
    everyone = _codes(data, "candidates")
    before = data.get("assignment")
    told = dict(before) if isinstance(before, Mapping) else {}
    if not isinstance(before, Mapping):
        told = {code: list(everyone) for code in _codes(data, "experts")}
    told[expert] = list(candidates)
    data["assignment"] = {code: chosen for code, chosen in told.items() if chosen}
    return unassigned(data)


def unassigned(data: Document) -> Document:
    """The document, without an assignment if everybody judges all."""
    everyone = set(_codes(data, "candidates"))
    assignment = data.get("assignment")
    if isinstance(assignment, dict) and all(
        set(assignment.get(code, ())) == everyone for code in _codes(data, "experts")
    ):
        del data["assignment"]
    return data


def with_newcomers(data: Document, before: Mapping[str, Any]) -> Document:
    """The document, newcomers assigned as before they came: to whoever judged all, or to all."""
    assignment = data.get("assignment")
    if not isinstance(assignment, dict):
        return data
    were = _codes(before, "candidates")
    now = _codes(data, "candidates")
    known = set(_codes(before, "experts"))
    for expert in _codes(data, "experts"):
        if expert not in known or set(assignment.get(expert, ())) == set(were):
            assignment[expert] = list(now)
    return data


def _codes(data: Mapping[str, Any], key: str) -> list[str]:
    return [str(item.get("code", "")) for item in entries(data, key)]

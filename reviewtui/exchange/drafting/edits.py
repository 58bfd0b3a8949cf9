"""Changes of a panel document, from one state to the next. Pure."""

import copy
import datetime
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from reviewtui.domain.conclusions import OPTIONS
from reviewtui.domain.facts import Flag
from reviewtui.domain.panel import Role
from reviewtui.domain.rule import STAGES, Average, Granularity, Order, Scale
from reviewtui.exchange.meeting_tables import Field
from reviewtui.exchange.panel_text import plan_id

Document = dict[str, Any]
_CONCLUDING: Final = ("panel.review", "conclusions.options")
"""What decides which conclusions there are to choose from."""
_FLAGS: Final = frozenset({"rule.standardise", "panel.ranking"})


def value_at(data: Mapping[str, Any], key: str) -> Any:
    """What stands at a dotted key of the document, or None."""
    found: Any = data
    for step in key.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def put(data: Document, key: str, value: Any) -> Document:
    """The document with a value at a dotted key; None takes it away, and an empty table with it."""
    data = copy.deepcopy(data)
    if key in _FLAGS and value is not None:
        value = value == Flag.YES.value
    *way, last = key.split(".")
    tables = [data]
    for step in way:
        below = tables[-1].setdefault(step, {})
        if not isinstance(below, dict):
            below = tables[-1][step] = {}
        tables.append(below)
    if value is None:
        tables[-1].pop(last, None)
    else:
        tables[-1][last] = value
    for table, step in reversed(list(zip(tables, way, strict=False))):
        if not table[step]:
            del table[step]
    return _consistent(_concluding(data) if key in _CONCLUDING else data)


def concludes(data: Mapping[str, Any]) -> bool:
    """Whether the review type is one that comes to a conclusion."""
    return value_at(data, "panel.review") in set(OPTIONS)


def _concluding(data: Document) -> Document:
    """With the conclusions that are usual at the review type, or without any."""
    usual = {review.value: list(options) for review, options in OPTIONS.items()}
    options = usual.get(data["panel"].get("review", ""))
    now = data.get("conclusions", {})
    if options is None:
        data.pop("conclusions", None)
    elif now.get("options") in (None, *usual.values()):
        data["conclusions"] = {**now, "options": options}
    return data


def _consistent(data: Document) -> Document:
    """Without what belongs to a choice that was not made."""
    rule = data.get("rule", {})
    if rule.get("average") != Average.TRIMMED.value:
        rule.pop("trim", None)
    if rule.get("granularity") != Granularity.MIXED.value:
        rule.pop("by_row", None)
    if rule.get("scale") != Scale.LEVELS.value:
        rule.pop("levels", None)
    stages = _stages(rule)
    rounding = rule.get("round")
    if isinstance(rounding, dict):
        rule["round"] = {key: places for key, places in rounding.items() if key in stages}
        if not rule["round"]:
            del rule["round"]
    return data


def _stages(rule: Mapping[str, Any]) -> set[str]:
    order = rule.get("order")
    return {
        stage.value for stage in STAGES[Order(order) if order in set(Order) else next(iter(Order))]
    }


def applies(field: Field, data: Mapping[str, Any]) -> bool:
    """Whether a field means anything beside the choices made so far."""
    rule: Mapping[str, Any] = data.get("rule", {})
    *way, last = field.key.split(".")
    match way:
        case ["rule", "trim"]:
            return bool(rule.get("average") == Average.TRIMMED.value)
        case ["rule", "round"]:
            return last in _stages(rule) and (last != "standard" or bool(rule.get("standardise")))
        case ["conclusions"]:
            return concludes(data)
    match field.key:
        case "panel.ranking":
            return concludes(data)
        case "rule.by_row":
            return bool(rule.get("granularity") == Granularity.MIXED.value)
        case "rule.levels":
            return bool(rule.get("scale") == Scale.LEVELS.value)
        case "rule.standardise":
            return bool(rule.get("order") != Order.BY_INDICATOR.value)
    return True


def named(data: Document, before: Mapping[str, Any]) -> Document:
    """The document with an id for the plan; one made of set and day follows them."""
    head = data.get("panel", {})
    if not isinstance(head.get("set"), str):
        return data
    if head.get("id") in (None, _made_id(before.get("panel", {}))):
        data["panel"] = {"id": _made_id(head), **{k: v for k, v in head.items() if k != "id"}}
    return data


def _made_id(head: Mapping[str, Any]) -> str | None:
    name, date = head.get("set"), head.get("date")
    day = date if isinstance(date, datetime.date) else None
    return plan_id(name, day) if isinstance(name, str) else None


def entries(data: Mapping[str, Any], key: str) -> list[Document]:
    """The entries of a list of tables."""
    return [item for item in data.get(key, ()) if isinstance(item, dict)]


def with_people(data: Document, key: str, people: Iterable[Mapping[str, Any]]) -> Document:
    """The document with people or candidates taken in; a known code is changed, not doubled."""
    data = copy.deepcopy(data)
    listed = data.setdefault(key, [])
    known = {item.get("code"): item for item in listed}
    for person in people:
        item = known.get(person["code"])
        if item is None:
            listed.append(dict(person))
            known[person["code"]] = listed[-1]
        else:
            item.update(person)
    if not listed:
        del data[key]
    return data


def corrected(data: Document, key: str, code: str, field: str, value: Any) -> Document:
    """The document with one field of one entry; None takes it away."""
    data = copy.deepcopy(data)
    for item in entries(data, key):
        if item.get("code") == code:
            if value is None:
                item.pop(field, None)
            else:
                item[field] = value
    return data


def without(data: Document, key: str, code: str) -> Document:
    """The document without an expert or candidate, and without what hangs on that code."""
    data = copy.deepcopy(data)
    own = "expert" if key == "experts" else "candidate"
    _keep(data, key, [item for item in entries(data, key) if item.get("code") != code])
    for other in ("recusals", "overlays", "settled"):
        _keep(data, other, [item for item in entries(data, other) if item.get(own) != code])
    assignment = data.get("assignment")
    if isinstance(assignment, dict):
        if own == "expert":
            assignment.pop(code, None)
        else:
            data["assignment"] = {
                expert: [item for item in chosen if item != code]
                for expert, chosen in assignment.items()
            }
    if own == "expert" and isinstance(data.get("comparisons"), dict):
        data["comparisons"].pop(code, None)
        if not data["comparisons"]:
            del data["comparisons"]
    order = value_at(data, "panel.order")
    if own == "candidate" and isinstance(order, list):
        data = put(data, "panel.order", [item for item in order if item != code] or None)
    return data


def chaired(data: Document, code: str) -> Document:
    """The document with this expert in the chair; "" for nobody."""
    data = copy.deepcopy(data)
    for item in entries(data, "experts"):
        item.pop("role", None)
        if item.get("code") == code:
            item["role"] = Role.CHAIR.value
    return data


def recused(data: Document, expert: str, candidate: str, reason: str | None) -> Document:
    """The document with a pair recused for a reason; None takes the recusal away."""
    data = copy.deepcopy(data)
    kept = [
        item
        for item in entries(data, "recusals")
        if (item.get("expert"), item.get("candidate")) != (expert, candidate)
    ]
    if reason is not None:
        item = {"expert": expert, "candidate": candidate}
        kept.append(item | ({"reason": reason} if reason else {}))
    _keep(data, "recusals", kept)
    return data


def listed(data: Document, key: str, items: Sequence[Any]) -> Document:
    """The document with a whole list, such as grade lines; none of it if empty."""
    return put(data, key, list(items) or None)


def weighted(data: Document, given: Mapping[str, str | None], key: str = "of") -> Document:
    """The document with weights (or full marks) of rows; None takes one away."""
    data = copy.deepcopy(data)
    table = data.setdefault("weights", {}).setdefault(key, {})
    for code, value in given.items():
        if value is None:
            table.pop(code, None)
        else:
            table[code] = value
    if not table:
        del data["weights"][key]
    return data


def _keep(data: Document, key: str, items: list[Document]) -> None:
    if items:
        data[key] = items
    else:
        data.pop(key, None)


def word_of(value: Any, kind: type[StrEnum]) -> StrEnum | None:
    """The value of a closed list, as a document has it; None if it is none."""
    if isinstance(value, bool):
        value = Flag.YES.value if value else Flag.NO.value
    return kind(value) if value in [one.value for one in kind] else None

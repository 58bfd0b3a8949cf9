"""What a draft says of one candidate beside its name: declared figures, settled values. Pure."""

import copy
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reviewtui.domain.facts import Flag
from reviewtui.domain.gates import GateResult
from reviewtui.domain.indicator_set import IndicatorSet, Row
from reviewtui.domain.panel import Panel
from reviewtui.domain.scored_codes import reviewed
from reviewtui.domain.states import RowKind
from reviewtui.exchange.drafting.edits import Document, entries
from reviewtui.exchange.meeting_candidates import metric_headings
from reviewtui.exchange.meeting_columns import SETTLED_KINDS
from reviewtui.exchange.meeting_tables import FACT_PARTS, SETTLED_PARTS, Field
from reviewtui.exchange.meeting_words import word

_VALUE: Final = "value"


class Figure(NamedTuple):
    """A figure that can be declared; `said` holds its parts by key."""

    metric: str
    heading: str
    said: Mapping[str, Any]

    @property
    def parts(self) -> tuple[Field, ...]:
        """What can be said of it."""
        return FACT_PARTS


class Settling(NamedTuple):
    """A row that the desk settles; `said` holds its parts by key."""

    row: Row
    said: Mapping[str, Any]

    @property
    def parts(self) -> tuple[Field, ...]:
        """What can be said of it; only a gate asks why."""
        asks_why = self.row.kind is RowKind.GATE or "reason" in self.said
        return tuple(part for part in SETTLED_PARTS if part.key != "reason" or asks_why)


def figures(data: Mapping[str, Any], table: IndicatorSet, candidate: str) -> list[Figure]:
    """Every figure the table asks for or the candidate declared, in the table's order."""
    declared = _facts(data, candidate)
    return [
        Figure(metric, heading, _parts(declared.get(metric)))
        for metric, heading in metric_headings(table, list(declared)).items()
    ]


def settlings(data: Mapping[str, Any], panel: Panel, candidate: str) -> list[Settling]:
    """Every row of this review type that the desk settles, and whatever else it settled."""
    said = {
        str(item.get("row")): item
        for item in entries(data, "settled")
        if item.get("candidate") == candidate
    }
    table = panel.table
    return [
        Settling(row, said.get(row.code, {}))
        for row in table.rows
        if row.code in said
        or (row.kind in SETTLED_KINDS and reviewed(table, row.code, panel.review))
    ]


def outcomes(table: IndicatorSet, row: Row) -> list[tuple[str, str]]:
    """What a row can be settled as: value and words; empty where a number is typed."""
    if row.kind is RowKind.ALTERNATIVES:
        return [
            (choice.code, f"{choice.code} {choice.name()}") for choice in table.children(row.code)
        ]
    if row.kind is RowKind.GATE:
        return [(value.value, word(value)) for value in GateResult]
    return [(value.value, word(value)) for value in Flag] if row.kind is RowKind.FACT else []


def outcome_words(table: IndicatorSet, row: Row, value: str) -> str:
    """A settled value in words."""
    return dict(outcomes(table, row)).get(value, value)


def with_figure(data: Document, candidate: str, metric: str, part: str, value: Any) -> Document:
    """The document with one part of a declared figure; None takes it away.

    Without its value there is no figure: its day and source go with it.
    """
    data = copy.deepcopy(data)
    for item in entries(data, "candidates"):
        if item.get("code") != candidate:
            continue
        facts = item.setdefault("facts", {})
        said = _changed(_parts(facts.get(metric)), part, value)
        facts[metric] = said[_VALUE] if list(said) == [_VALUE] else said
        if not said:
            del facts[metric]
        if not facts:
            del item["facts"]
    return data


def with_settled(data: Document, candidate: str, row: str, part: str, value: Any) -> Document:
    """The document with one part of a settled value; None takes it away.

    Without its outcome nothing is settled: evidence and reason go with it.
    """
    data = copy.deepcopy(data)
    listed = data.setdefault("settled", [])
    found = next(
        (item for item in listed if (item.get("candidate"), item.get("row")) == (candidate, row)),
        None,
    )
    before = {key: said for key, said in (found or {}).items() if key not in ("candidate", "row")}
    said = _changed(before, part, value)
    if found is not None:
        listed.remove(found)
    if said:
        listed.append({"candidate": candidate, "row": row, **said})
    if not listed:
        del data["settled"]
    return data


def _facts(data: Mapping[str, Any], candidate: str) -> Mapping[str, Any]:
    for item in entries(data, "candidates"):
        if item.get("code") == candidate and isinstance(item.get("facts"), Mapping):
            return dict(item["facts"])
    return {}


def _parts(fact: Any) -> dict[str, Any]:
    """A figure by its parts, also where only its value is written."""
    if fact is None:
        return {}
    return dict(fact) if isinstance(fact, Mapping) else {_VALUE: fact}


def _changed(said: Mapping[str, Any], part: str, value: Any) -> dict[str, Any]:
    changed = {key: one for key, one in said.items() if key != part}
    if value is not None:
        changed[part] = value
    if _VALUE not in changed:
        return {}
    return {_VALUE: changed.pop(_VALUE), **changed}

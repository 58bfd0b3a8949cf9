"""The columns of the form's tables for one indicator set and one panel document."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Any, Final, NamedTuple

from reviewtui.domain.facts import Flag
from reviewtui.domain.gates import GateResult
from reviewtui.domain.indicator_set import IndicatorSet, Row
from reviewtui.domain.states import RowKind, label
from reviewtui.exchange.meeting_candidates import metric_headings
from reviewtui.exchange.meeting_cells import NONE
from reviewtui.exchange.meeting_entries import Document
from reviewtui.exchange.meeting_tables import (
    CANDIDATES,
    EXPERTS,
    FACT_PARTS,
    LEVELS,
    ROWS,
    SETTLED,
    SETTLED_PARTS,
    Field,
    Kind,
    Table,
)
from reviewtui.exchange.meeting_words import word, words
from reviewtui.locales import _

SETTLED_KINDS: Final = (RowKind.FACT, RowKind.ALTERNATIVES, RowKind.GATE)


class Column(NamedTuple):
    """A column of a table as it is written.

    Attributes:
        value: What an entry of the document has in it.
        group: The heading above, for the parts of a figure.
        choices: What can be chosen, where the field has no list of its own.
        given: Whether it is ours, not to be filled in.
    """

    field: Field
    value: Callable[[Any], Any]
    group: str = ""
    choices: Sequence[str] = ()
    given: bool = False


def columns_of(table: Table, rows: IndicatorSet, data: Document) -> list[Column]:
    """The columns of a table; those of the candidates grow with the set's requirements."""
    if table is ROWS:
        return _columns_of_rows(data)
    columns = [Column(field, _taker(field)) for field in table.columns]
    if table is EXPERTS:
        columns[-1] = Column(table.columns[-1], _scope(data))
    if table is LEVELS:
        columns = [Column(field, itemgetter(at)) for at, field in enumerate(table.columns)]
    if table is CANDIDATES:
        columns[-1:] = _kind_column(rows, data)
        columns += _fact_columns(rows, data)
        columns += _settled_columns(rows, data)
    return columns


def value_text(value: Any, field: Field) -> Any:
    """A value of the document as the form writes it; None for an absent one."""
    if value is None:
        return None
    match field.kind:
        case Kind.CODES | Kind.TEXTS | Kind.WHO:
            return "、".join(value)
        case Kind.WORD:
            return _word(value, field.words)
        case Kind.DAY if isinstance(value, str):
            return datetime.date.fromisoformat(value)
    return value


def _word(value: Any, kind: type[StrEnum] | None) -> str:
    if isinstance(value, bool):
        return word(Flag.YES if value else Flag.NO)
    known = {one.value: one for one in kind or ()}
    return word(known[value]) if value in known else str(value)


def _taker(field: Field) -> Callable[[Mapping[str, Any]], Any]:
    return lambda entry: value_text(entry.get(field.key), field)


def _kind_column(rows: IndicatorSet, data: Document) -> list[Column]:
    """The kind of unit by its name; none where the table has no kinds and nobody said one."""
    names = {kind.code: kind.name() for kind in rows.kinds}
    if not names and not any("kind" in one for one in data.get("candidates", ())):
        return []

    def name(candidate: Mapping[str, Any]) -> Any:
        code = candidate.get("kind")
        return names.get(code, code) if isinstance(code, str) else None

    return [Column(CANDIDATES.columns[-1], name, choices=list(names.values()))]


def _scope(data: Document) -> Callable[[Mapping[str, Any]], Any]:
    assignment = data.get("assignment")

    def scope(expert: Mapping[str, Any]) -> Any:
        if assignment is None:
            return None
        return "、".join(assignment.get(expert["code"], ())) or _(NONE)

    return scope


def _columns_of_rows(data: Document) -> list[Column]:
    weights, own = data.get("weights", {}), data.get("rule", {}).get("rows", {})
    code, title, kind, of, full, scale, step = ROWS.columns

    def number(key: str) -> Callable[[Row], Any]:
        return lambda row: weights.get(key, {}).get(row.code)

    def of_rule(field: Field) -> Callable[[Row], Any]:
        return lambda row: value_text(own.get(row.code, {}).get(field.key), field)

    return [
        Column(code, lambda row: row.code, given=True),
        Column(title, lambda row: row.title, given=True),
        Column(kind, lambda row: label(row.kind), given=True),
        Column(of, number("of")),
        Column(full, number("full")),
        Column(scale, of_rule(scale)),
        Column(step, of_rule(step)),
    ]


def _fact_columns(rows: IndicatorSet, data: Document) -> list[Column]:
    declared = [metric for one in data.get("candidates", []) for metric in one.get("facts", {})]
    return [
        Column(part, _fact_part(metric, part), heading)
        for metric, heading in metric_headings(rows, list(dict.fromkeys(declared))).items()
        for part in FACT_PARTS
    ]


def _fact_part(metric: str, part: Field) -> Callable[[Mapping[str, Any]], Any]:
    def value(candidate: Mapping[str, Any]) -> Any:
        fact = candidate.get("facts", {}).get(metric, {})
        fact = {"value": fact} if isinstance(fact, str) else fact
        return value_text(fact.get(part.key), part)

    return value


def _settled_columns(rows: IndicatorSet, data: Document) -> list[Column]:
    settled: dict[tuple[str, str], Mapping[str, str]] = {
        (item["candidate"], item["row"]): item for item in data.get("settled", [])
    }
    used = {row for _candidate, row in settled}
    explained = {item["row"] for item in settled.values() if "reason" in item}
    return [
        Column(
            part,
            _settled_part(settled, row.code, part),
            f"{_(SETTLED)} {row.code} {row.title}",
            _outcomes(rows, row) if part.key == "value" else (),
        )
        for row in rows.rows
        if row.kind in SETTLED_KINDS or row.code in used
        for part in SETTLED_PARTS
        if part.key != "reason" or row.kind is RowKind.GATE or row.code in explained
    ]


def _settled_part(
    settled: Mapping[tuple[str, str], Mapping[str, str]], row: str, part: Field
) -> Callable[[Mapping[str, Any]], Any]:
    def value(candidate: Mapping[str, Any]) -> Any:
        item = settled.get((candidate["code"], row), {})
        said = item.get(part.key)
        if said is None or part.key != "value":
            return said
        known = {one.value: one for one in _closed(Flag, GateResult)}
        return word(known[said]) if said in known else said

    return value


def _closed(*kinds: type[StrEnum]) -> Iterable[StrEnum]:
    for kind in kinds:
        yield from kind


def _outcomes(rows: IndicatorSet, row: Row) -> list[str]:
    if row.kind is RowKind.ALTERNATIVES:
        return [choice.code for choice in rows.children(row.code)]
    if row.kind is RowKind.GATE:
        return words(GateResult)
    return words(Flag) if row.kind is RowKind.FACT else []

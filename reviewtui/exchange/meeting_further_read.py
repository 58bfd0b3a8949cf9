"""Reading the sheet of what few meetings have into the document of a panel."""

from collections.abc import Callable, Mapping
from typing import Any

from reviewtui.domain.facts import Flag
from reviewtui.exchange.meeting_entries import Document, Taker
from reviewtui.exchange.meeting_further import HISTORY, INTEGRITY, OF_GRADES, TABLES
from reviewtui.exchange.meeting_layout import Entry
from reviewtui.exchange.meeting_tables import Table


def take_further(
    data: Document, entries: Callable[[Table], list[Entry]], taker: Taker, known: Mapping[str, str]
) -> None:
    """Take the tables of this sheet over into the panel document.

    Args:
        data: Added to.
        entries: The lines of a table.
        taker: Finds and notes.
        known: Names of the candidates by code.
    """
    by_code = {one["code"]: one for one in data["candidates"]}
    for table in TABLES:
        taken = []
        for entry in entries(table):
            item = taker.referring(entry, table, _names(table, known))
            if item is not None:
                taken.append({key: _flag(table, key, value) for key, value in item.items()})
        if table is HISTORY:
            for item in taken:
                by_code[item.pop("candidate")].setdefault("history", []).append(item)
        elif table is INTEGRITY:
            for item in taken:
                by_code[item.pop("candidate")]["integrity"] = item
        elif taken and table in OF_GRADES:
            data["grades"][table.key.removeprefix("grades.")] = taken
        elif taken:
            data[table.key] = taken


def _names(table: Table, known: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    return (
        {"candidate": known} if any(column.key == "candidate" for column in table.columns) else {}
    )


def _flag(table: Table, key: str, value: Any) -> Any:
    flags = {column.key for column in table.columns if column.words is Flag}
    return value == Flag.YES.value if key in flags else value

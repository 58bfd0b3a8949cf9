"""Which keys of a panel document the form has a place for: nothing is dropped in silence."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reviewtui.exchange.meeting_form import SHEETS
from reviewtui.exchange.meeting_further import OF_CANDIDATES
from reviewtui.exchange.meeting_tables import NOT_CARRIED, SETTLED_PARTS

_WHOLE: Final = frozenset(
    {"assignment", "weights.of", "weights.full", "rule.rows", "rule.levels", "candidates.facts"}
)
"""What is carried key by key of its own."""


def without_place(data: Mapping[str, Any]) -> list[str]:
    """The keys of a document that no cell of the form says, as paths such as `panel.trial`."""
    known = _places()
    return list(dict.fromkeys(path for path in _paths(data, "") if path not in known))


def _places() -> set[str]:
    known = {"settled.candidate", "settled.row"}
    known |= {f"settled.{part.key}" for part in SETTLED_PARTS}
    known |= {f"{key}.{name}" for key, names in NOT_CARRIED.items() for name in names}
    for form in SHEETS:
        known |= {field.key for field in form.fields}
        for table in form.tables:
            where = f"candidates.{table.key}" if table in OF_CANDIDATES else table.key
            known |= {f"{where}.{column.key}" for column in table.columns}
    return known


def _paths(value: Any, path: str) -> Iterator[str]:
    """Every leaf by its path; lines of a list share theirs."""
    if path in _WHOLE:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _paths(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for inner in value:
            yield from _paths(inner, path)
    else:
        yield path

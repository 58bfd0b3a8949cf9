"""A panel as the TOML that people review, whatever it was read from."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.panel import Panel
from reviewtui.exchange.toml_text import toml_text
from reviewtui.locales import _

_DATES: Final = frozenset({"date", "approved_on", "as_of"})


def panel_text(panel: Panel, source: Path, target: Path) -> str:
    """The panel's document as TOML; read again it gives the same panel, hash and all.

    Args:
        panel: As read.
        source: What it was read from.
        target: Where the text is to lie.

    Raises:
        Refused: If the panel names a set by a file that would not be found from there.
    """
    name = panel.set_name
    by_file = name.endswith(".toml") or "/" in name or "\\" in name
    if by_file and source.absolute().parent != target.absolute().parent:
        sentence = _(
            "the panel names its indicator set as the file {set}; write the TOML into the same "
            "folder as {source}"
        )
        raise Refused(Finding(str(target), sentence.format(set=name, source=source.name)))
    document = _revived(panel.data)
    return toml_text(document, [_("Written from {file}.").format(file=source.name)])


def plan_id(set_name: str, date: datetime.date | None = None) -> str:
    """An id for a plan that has none: of its set and the day."""
    stem = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-"
        for sign in Path(set_name).stem
    )
    return (stem.strip("-") or "panel") + (f"-{date:%Y%m%d}" if date else "")


def _revived(value: Any, key: str = "") -> Any:
    """Frozen data with its dates as dates again."""
    if isinstance(value, Mapping):
        return {name: _revived(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_revived(item) for item in value]
    if key in _DATES and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    return value

"""Writing documents as TOML that people read and change: one key per line, small tables inline."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

_BARE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_LONGEST_INLINE: Final = 100


def toml_text(document: Mapping[str, Any], remarks: Sequence[str] = ()) -> str:
    """A document of tables and lists of tables as TOML text.

    Args:
        document: Texts, whole numbers, flags, dates, lists and tables; no floating point.
        remarks: Lines of comment at the top.

    Raises:
        TypeError: If there is something in it that TOML or we do not write.
    """
    parts = ["\n".join(f"# {line}" for line in remarks)] if remarks else []
    for key, value in document.items():
        if isinstance(value, Mapping):
            parts.append("\n".join(_table([key], value)))
        elif _is_list_of_tables(value):
            parts += ["\n".join(_table([key], item, listed=True)) for item in value]
        else:
            raise TypeError(key)
    return "\n\n".join(parts) + "\n"


def _table(way: list[str], table: Mapping[str, Any], *, listed: bool = False) -> Iterator[str]:
    """A table with its header; what does not fit on a line becomes a table of its own."""
    name = ".".join(map(_key, way))
    below = {key: value for key, value in table.items() if _stands_alone(key, value)}
    plain = {key: value for key, value in table.items() if key not in below}
    if plain or listed or not below:
        yield f"[[{name}]]" if listed else f"[{name}]"
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in below.items():
        if not listed:
            yield ""
        yield from _table([*way, key], value)


def _stands_alone(key: str, value: Any) -> bool:
    return isinstance(value, Mapping) and len(f"{key} = {_value(value)}") > _LONGEST_INLINE


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value)
        case int():
            return str(value)
        case datetime.date() if not isinstance(value, datetime.datetime):
            return value.isoformat()
        case Mapping():
            inside = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
            return f"{{ {inside} }}" if inside else "{}"
        case list() | tuple():
            return _list([_value(item) for item in value])
    raise TypeError(value)


def _list(items: list[str]) -> str:
    line = f"[{', '.join(items)}]"
    if len(line) <= _LONGEST_INLINE - 20:
        return line
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _text(text: str) -> str:
    """A basic string; JSON escapes what TOML wants escaped, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

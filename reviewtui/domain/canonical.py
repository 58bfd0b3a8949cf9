"""Canonical JSON and content hashes: the same meaning, the same bytes.

UTF-8, keys sorted, no blanks, integers and strings only; for keys without characters above
U+FFFF this equals RFC 8785.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

Canonical: TypeAlias = "int | str | Sequence[Canonical] | Mapping[str, Canonical] | None"

_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def canonical_bytes(value: Canonical) -> bytes:
    """The canonical bytes of a value.

    Raises:
        TypeError: If there is a float in it: no official number passes through one.
    """
    _refuse_floats(value)
    return _ENCODER.encode(value).encode()


def content_hash(value: Canonical) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(value)
    within: Iterable[object] = ()
    if isinstance(value, dict):
        within = value.values()
    elif isinstance(value, list):
        within = value
    for item in within:
        if type(item) is not str and type(item) is not int:
            _refuse_floats(item)

"""Canonical JSON and content hashes: the same meaning, the same bytes.

UTF-8, keys sorted, no blanks, integers and strings only; for keys without characters above
U+FFFF this equals RFC 8785.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Canonical: TypeAlias = "int | str | Sequence[Canonical] | Mapping[str, Canonical] | None"


def canonical_bytes(value: Canonical) -> bytes:
    """The canonical bytes of a value.

    Raises:
        TypeError: If there is a float in it: no official number passes through one.
    """
    _refuse_floats(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def content_hash(value: Canonical) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(value)
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_floats(item)

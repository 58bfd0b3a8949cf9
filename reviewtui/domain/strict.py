"""Documents that come in, read strictly: of exactly the form and the kinds they were written in.

What is otherwise raises Python's own errors; each reader says in its sentence what follows.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn, Protocol, TypeVar

LARGEST_NUMBER: Final = 2**53
_HEX64: Final = re.compile(r"[0-9a-f]{64}")


class Document(Protocol):
    """What can be written again."""

    def document(self) -> bytes:
        """Its canonical bytes."""
        ...


Read = TypeVar("Read", bound=Document)


def read_exactly(document: bytes, read: Callable[[Mapping[str, Any]], Read]) -> Read:
    """Parse a document; only the bytes that writing it would give again are accepted.

    Raises:
        ValueError: If it is anything else.
    """
    try:
        found = read(json.loads(document.decode()))
        if found.document() != document:
            raise ValueError("not in the one permitted form")
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("no document of this format") from error
    return found


def parse_strictly(document: bytes) -> Any:
    """JSON of objects, lists, strings and integers; nothing twice, nothing half.

    Raises:
        ValueError, RecursionError: If it is anything else.
    """
    return _DECODER.decode(document.decode("utf-8"))


def text(value: object) -> str:
    """A string, without half a character in it."""
    if type(value) is not str:
        raise TypeError(value)
    value.encode()  # a lone surrogate is no text
    return value


def texts(value: object) -> tuple[str, ...]:
    """A list of strings."""
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(text(item) for item in value)


def whole(value: object, *, least: int = 0) -> int:
    """An integer that counts something."""
    if type(value) is not int or not least <= value <= LARGEST_NUMBER:
        raise TypeError(value)
    return value


def hex64(value: object) -> str:
    """A SHA-256 or a public key."""
    found = text(value)
    if not _HEX64.fullmatch(found):
        raise ValueError(value)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate key")
    return result


def _refuse(found: str) -> NoReturn:
    raise ValueError(found)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_refuse, parse_constant=_refuse
)

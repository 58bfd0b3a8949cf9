"""Resolutions: how two people settled which of several versions of a ballot counts.

A resolution is one more element of a set that only grows: it settles a conflict only where
it names every version that stands, and two that contradict each other settle nothing.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reviewtui.domain.canonical import Canonical, canonical_bytes, content_hash

FORMAT: Final = "reviewtui-resolution/1"


class Resolution(NamedTuple):
    """One resolution.

    Attributes:
        session: Id of the session.
        round: Which round.
        expert: Whose ballots.
        chosen: Content id of the version that counts.
        refused: Those of the other versions that stood.
        supersedes: Ids of the earlier resolutions about this expert that were known.
        by: The two people who decided.
        reason: Why.
        at: UTC milliseconds.
    """

    session: str
    round: int
    expert: str
    chosen: str
    refused: tuple[str, ...]
    supersedes: tuple[str, ...]
    by: tuple[str, str]
    reason: str
    at: int

    @property
    def id(self) -> str:
        """SHA-256 of the document, 64 hexadecimal digits."""
        return content_hash(self._canonical())

    def document(self) -> bytes:
        """The canonical bytes that are kept and hashed."""
        return canonical_bytes(self._canonical())

    def _canonical(self) -> Canonical:
        return {
            "format": FORMAT,
            "session": self.session,
            "round": self.round,
            "expert": self.expert,
            "chosen": self.chosen,
            "refused": sorted(self.refused),
            "supersedes": sorted(self.supersedes),
            "by": list(self.by),
            "reason": self.reason,
            "at": self.at,
        }


def read_resolution(document: bytes) -> Resolution:
    """Parse a resolution; only the bytes that writing it would give again are accepted.

    Raises:
        ValueError: If it is anything else.
    """
    try:
        resolution = _read(json.loads(document.decode()))
        if resolution.document() != document:
            raise ValueError("not in the one permitted form")
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("no resolution of this format") from error
    return resolution


def _read(value: Mapping[str, Any]) -> Resolution:
    if value["format"] != FORMAT:
        raise ValueError("format")
    first, second = _texts(value["by"])
    return Resolution(
        session=_text(value["session"]),
        round=_whole(value["round"]),
        expert=_text(value["expert"]),
        chosen=_text(value["chosen"]),
        refused=_texts(value["refused"]),
        supersedes=_texts(value["supersedes"]),
        by=(first, second),
        reason=_text(value["reason"]),
        at=_whole(value["at"]),
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_text(item) for item in value)


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError(value)
    return value


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(value)
    return value

"""Resolutions: how two people settled which of several versions of a ballot counts.

A resolution is one more element of a set that only grows: it settles a conflict only where
it names every version that stands, and two that contradict each other settle nothing.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reviewtui.domain.canonical import Canonical, canonical_bytes, content_hash
from reviewtui.domain.strict import read_exactly, text, texts, whole

FORMAT: Final = "reviewtui-resolution/1"


class Resolution(NamedTuple):
    """One resolution.

    Attributes:
        session: Id of the session.
        round: Which round.
        expert: Whose ballots.
        chosen: Content id of the version that counts.
        refused: Those of the other versions that stood. Where the code had been given to two
            people, the ids of the amendments that gave it too: it was decided knowing of them.
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
    return read_exactly(document, _read)


def _read(value: Mapping[str, Any]) -> Resolution:
    if value["format"] != FORMAT:
        raise ValueError("format")
    first, second = texts(value["by"])
    return Resolution(
        session=text(value["session"]),
        round=whole(value["round"]),
        expert=text(value["expert"]),
        chosen=text(value["chosen"]),
        refused=texts(value["refused"]),
        supersedes=texts(value["supersedes"]),
        by=(first, second),
        reason=text(value["reason"]),
        at=whole(value["at"]),
    )

"""What a reader of tables hands on: rows as they were found, and what was done on the way."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Draft(NamedTuple):
    """A row as it stands in the source.

    Attributes:
        depth: 1 for a primary indicator.
        number: Its own number, `6.1` or an ordinal; "" if it has none.
        whole: Whether the number is the whole code, not an ordinal among neighbours.
        points: What the source gives as its points; "" for nothing.
        where: Line or cell in the source.
    """

    depth: int
    title: str
    number: str = ""
    whole: bool = False
    guidance: str = ""
    points: str = ""
    where: str = ""


@dataclass(slots=True)
class Notes:
    """What was done to the source, in sentences, for the preview."""

    joined: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """The rows of a table and what else was found about it."""

    drafts: list[Draft] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    title: str = ""
    note: str = ""

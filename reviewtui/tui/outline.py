"""The sheet of one candidate as the form shows it: groups of rows under their primaries."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Place, ScoredRow, Sheet


class Entry(NamedTuple):
    """One scored row of one candidate: what it is there, and its title there."""

    row: ScoredRow
    place: Place
    title: str

    @property
    def code(self) -> str:
        """The row's code."""
        return self.row.code

    @property
    def judged(self) -> bool:
        """Whether the expert marks it."""
        return self.place is Place.JUDGED


class Group(NamedTuple):
    """A primary indicator and its scored rows; `full` is what they sum to in hundredths."""

    code: str
    title: str
    entries: tuple[Entry, ...]
    full: Hundredths


class Outline(NamedTuple):
    """All scored rows of one candidate, in the order they are marked.

    `single` is True where one list shows them all: every group has one row, or there is
    one group only.
    """

    groups: tuple[Group, ...]
    entries: tuple[Entry, ...]
    single: bool

    def group_of(self, code: str) -> int:
        """Position of the group that holds a row."""
        return next(
            number
            for number, group in enumerate(self.groups)
            if any(entry.code == code for entry in group.entries)
        )

    def position(self, code: str) -> int | None:
        """Position of a row among all entries; None if this candidate has no such row."""
        return next(
            (number for number, entry in enumerate(self.entries) if entry.code == code), None
        )

    def only(self, codes: Collection[str]) -> "Outline":
        """The same with these rows alone."""
        groups = []
        for group in self.groups:
            if kept := tuple(entry for entry in group.entries if entry.code in codes):
                groups.append(group._replace(entries=kept, full=_full(kept)))
        return _outlined(tuple(groups))


def outline(panel: Panel, sheet: Sheet, candidate: str) -> Outline:
    """The rows of a candidate, grouped; rows that an overlay added stand in their group."""
    return _outline(_Identity(panel), _Identity(sheet), candidate)


class _Identity:
    """A frozen document as a cache key: hashed by identity, because its maps cannot be."""

    __slots__ = ("held",)

    def __init__(self, held: object) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.held is other.held


@lru_cache(maxsize=256)
def _outline(panel_key: _Identity, sheet_key: _Identity, candidate: str) -> Outline:
    panel, sheet = panel_key.held, sheet_key.held
    assert isinstance(panel, Panel)
    assert isinstance(sheet, Sheet)
    own = sheet.candidates[candidate]
    entries: dict[str, list[Entry]] = {row.code: [] for row in panel.table.primaries}
    for at in sheet.own_order(candidate):
        row, place = sheet.rows[at], own.places[at]
        title = sheet.title(candidate, row.code, row.name())
        entries[row.primary].append(Entry(row, place, title))
    groups = tuple(
        Group(
            code,
            sheet.title(candidate, code, panel.table.row(code).name()),
            tuple(found),
            _full(found),
        )
        for code, found in entries.items()
        if found
    )
    if (conclusion := sheet.conclusion) is not None:
        own_words = Entry(conclusion, Place.JUDGED, conclusion.name())
        groups += (Group(conclusion.code, conclusion.name(), (own_words,), conclusion.full),)
    return _outlined(groups)


def _full(entries: Iterable[Entry]) -> Hundredths:
    return Hundredths(sum(entry.row.full for entry in entries if entry.row.counts))


def _outlined(groups: tuple[Group, ...]) -> Outline:
    return Outline(
        groups,
        tuple(entry for group in groups for entry in group.entries),
        len(groups) == 1 or all(len(group.entries) == 1 for group in groups),
    )

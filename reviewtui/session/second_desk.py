"""A second desk: what its session brings besides ballots, and how it is stored.

Keys, resolutions, amendments and records of openings are sets that only grow, so that two
desks that took each other in know the same. Journals are never mixed: the other one's entries
from where the two part are kept as they are.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from reviewtui.domain.canonical import Canonical, canonical_bytes
from reviewtui.session.definition import read_amendments
from reviewtui.session.frozen_since import TOLD, frozen_since
from reviewtui.session.kept_aside import JOURNAL, KeptAside, file_id, keep
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.opening_code import (
    BadCode,
    read_opening_code,
    store_typed_digits,
    unlock,
)
from reviewtui.session.opening_record import Opening, read_openings, standing
from reviewtui.session.other_session import (
    Key,
    OtherSession,
    amendment_rows,
    journal_rows,
    resolution_rows,
)
from reviewtui.session.round_record import FurtherRound, read_rounds
from reviewtui.session.told import Entry, entries_in, kept_journals


class SecondDesk(NamedTuple):
    """What other desks bring besides ballots, as far as it is not here.

    Attributes:
        names: Their file names.
        revoked: Public keys that were revoked there, with the time.
        journals: Their entries from where they part from ours: name and lines.
        shorter: Ids of kept journals that these continue.
        openings: Records of openings.
        rounds: Records of further rounds.
        frozen_since: Since when the rule was frozen there, if that is earlier than known here.
        digits: The opening code, where it was typed there for an opening and is not kept here.
        differs: Rounds in which openings are in conflict once all records are here.
        opened: Rounds that are closed here and open once all records are here.
    """

    names: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    revoked: tuple[tuple[str, int], ...] = ()
    resolutions: tuple[tuple[str, str], ...] = ()
    amendments: tuple[tuple[str, int, str], ...] = ()
    large: tuple[KeptAside, ...] = ()
    journals: tuple[tuple[str, bytes], ...] = ()
    shorter: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()
    rounds: tuple[FurtherRound, ...] = ()
    frozen_since: int | None = None
    digits: str = ""
    differs: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()

    @property
    def brings(self) -> bool:
        """Whether there is anything to store."""
        return any(
            (
                *(self.keys, self.revoked, self.resolutions, self.amendments, self.large),
                *(self.journals, self.openings, self.rounds, self.frozen_since),
            )
        )

    def told(self) -> dict[str, Canonical]:
        """What the journal says of it."""
        if not self.brings:
            return {}
        told: dict[str, Canonical] = {
            "desks": list(self.names),
            "keys": [key.public for key in self.keys],
            "revoked": [public for public, _at in self.revoked],
            "resolutions": [own for own, _document in self.resolutions],
            "amendments": [own for own, _number, _document in self.amendments],
            "journals": [file_id(lines, len(lines)) for _name, lines in self.journals],
        }
        if self.frozen_since is not None:
            told[TOLD] = self.frozen_since
        if self.openings:
            told["openings"] = [opening.travelling() for opening in self.openings]
        if self.rounds:
            told["rounds"] = [one.travelling() for one in self.rounds]
        return told


def lacking_here(meeting: Meeting, others: Sequence[OtherSession]) -> SecondDesk:
    """What desks among the others bring that is not here yet."""
    desks = [other for other in others if other.role is Keeper.DESK]
    if not desks:
        return SecondDesk()
    file, own = meeting.file, meeting.id
    known = dict(
        file.read("SELECT public, revoked_at FROM signing_key WHERE session_id = ?", (own,))
    )
    here = journal_rows(file, own)
    resolved = set(resolution_rows(file, own))
    amended = set(amendment_rows(file, own))
    kept = {
        found
        for (found,) in file.read("SELECT file_id FROM kept_aside WHERE session_id = ?", (own,))
    }
    keys: dict[str, Key] = {}
    revoked: dict[str, int] = {}
    for key in (key for desk in desks for key in desk.keys):
        if key.public not in known:
            keys.setdefault(key.public, key)
        if key.revoked_at is not None and known.get(key.public) is None:
            revoked.setdefault(key.public, key.revoked_at)
    journals, shorter = _journals(meeting, desks, here)
    ours = {opening.id: opening for opening in read_openings(file, own)}
    told = {opening.id: opening for desk in desks for opening in desk.openings}
    brought = sorted(told.keys() - ours.keys())
    union = [*ours.values(), *(told[own_id] for own_id in brought)]
    numbers = sorted({opening.round for opening in union})
    begun = {one.id for one in read_rounds(file, own)}
    return SecondDesk(
        names=tuple(desk.name for desk in desks),
        keys=tuple(keys.values()),
        revoked=tuple(sorted(revoked.items())),
        resolutions=tuple(sorted({pair for desk in desks for pair in desk.resolutions} - resolved)),
        amendments=tuple(sorted({row for desk in desks for row in desk.amendments} - amended)),
        large=tuple(
            {
                item.file_id: item
                for desk in desks
                for item in desk.large
                if item.file_id not in kept
            }.values()
        ),
        journals=journals,
        shorter=shorter,
        openings=tuple(told[own_id] for own_id in brought),
        rounds=tuple(
            {
                one.id: one
                for desk in desks
                for one in sorted(desk.rounds, key=lambda one: one.id)
                if one.id not in begun
            }.values()
        ),
        frozen_since=_frozen_there(meeting, desks),
        digits=_typed_there(meeting, desks) if brought else "",
        differs=tuple(number for number in numbers if len(standing(union, number)) > 1),
        opened=tuple(number for number in numbers if number not in meeting.opened),
    )


def _frozen_there(meeting: Meeting, desks: Sequence[OtherSession]) -> int | None:
    """Since when the rule was frozen there, if it was earlier than known here."""
    there = min(
        (desk.frozen_since for desk in desks if desk.frozen_since is not None), default=None
    )
    here = frozen_since(meeting.file, meeting.id, read_amendments(meeting.file, meeting.id))
    return there if there is not None and (here is None or there < here) else None


def take_over(connection: sqlite3.Connection, session: str, desk: SecondDesk, at: int) -> None:
    """Store what other desks bring, inside the caller's transaction."""
    connection.executemany(
        "INSERT INTO signing_key (session_id, public, holder, seed, made_at, revoked_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [(session, *key) for key in desk.keys],
    )
    connection.executemany(
        "UPDATE signing_key SET revoked_at = ? "
        "WHERE session_id = ? AND public = ? AND revoked_at IS NULL",
        [(when, session, public) for public, when in desk.revoked],
    )
    connection.executemany(
        "INSERT INTO resolution (session_id, resolution_id, document) VALUES (?, ?, ?)",
        [(session, *row) for row in desk.resolutions],
    )
    connection.executemany(
        "INSERT INTO amendment (session_id, amendment_id, number, document) VALUES (?, ?, ?, ?)",
        [(session, *row) for row in desk.amendments],
    )
    if desk.digits:
        store_typed_digits(connection, session, desk.digits)
    for item in desk.large:
        keep(connection, session, item, b"")
    connection.executemany(
        "DELETE FROM kept_aside WHERE session_id = ? AND file_id = ?",
        [(session, own) for own in desk.shorter],
    )
    connection.executemany(
        "INSERT INTO kept_aside (session_id, file_id, name, expert, why, content, received_at) "
        "VALUES (?, ?, ?, '', ?, ?, ?)",
        [
            (session, file_id(lines, len(lines)), name, JOURNAL, lines, at)
            for name, lines in desk.journals
        ],
    )


def _journals(
    meeting: Meeting, desks: Sequence[OtherSession], here: Sequence[Entry]
) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, ...]]:
    """The desks' entries that are not known, and kept ones that they continue.

    What a desk had taken in of a third one comes over with it.
    """
    kept = [lines for lines in kept_journals(meeting.file, meeting.id) if lines]
    ours = {entry[-1] for entry in here}
    known = ours.union(entry[-1] for lines in kept for entry in entries_in(lines))
    new: dict[bytes, str] = {}
    for desk in desks:
        for journal in (desk.journal, *desk.brought):
            parted = [entry for entry in journal if entry[-1] not in ours]
            if all(entry[-1] in known for entry in parted):
                continue
            known.update(entry[-1] for entry in parted)
            new[b"".join(canonical_bytes(list(entry)) + b"\n" for entry in parted)] = desk.name
    longest = [
        (name, lines)
        for lines, name in new.items()
        if not any(other != lines and other.startswith(lines) for other in new)
    ]
    shorter = [one for one in kept if any(lines.startswith(one) for _name, lines in longest)]
    return tuple(longest), tuple(file_id(one, len(one)) for one in shorter)


def _typed_there(meeting: Meeting, desks: Sequence[OtherSession]) -> str:
    """The opening code if it is not kept here and one of the desks has the right one."""
    code = meeting.file.lend(lambda connection: read_opening_code(connection, meeting.id))
    if code is None or code.digits:
        return ""
    for digits in sorted({desk.digits for desk in desks if desk.digits}):
        try:
            unlock(code, digits)
        except BadCode:
            continue
        return digits
    return ""

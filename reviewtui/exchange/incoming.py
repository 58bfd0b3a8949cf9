"""Finding what came in: ballot files, working copies and second desks on sticks and in folders.

Nothing on a stick is trusted: only plain files are opened, links are not followed, pipes are
not waited for, no more than one ballot's size is read. What cannot be read, and what is not
handed in yet, is named.
"""

import json
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.ballot import BLANK, Ballot
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.printable import printable
from reviewtui.domain.system_reasons import reason_of
from reviewtui.exchange.kits import BALLOT, SUFFIX, mirror_of
from reviewtui.exchange.passed_over import passed_over
from reviewtui.exchange.score_sheet_identity import is_called_form, is_form, is_one_of_ours
from reviewtui.exchange.score_sheet_reader import score_sheet_in
from reviewtui.exchange.workbook_gate import received
from reviewtui.exchange.zip_gate import MOST_BYTES
from reviewtui.locales import _
from reviewtui.session import kit as kits
from reviewtui.session.changes import read_edits
from reviewtui.session.draft import fresh_draft
from reviewtui.session.envelope import LARGEST, is_envelope
from reviewtui.session.journal import DRAFTING
from reviewtui.session.kept_aside import file_id, lying_sheets
from reviewtui.session.meeting import Keeper
from reviewtui.session.mirror import Reflection, read_mirror
from reviewtui.session.other_session import Draft, OtherSession, read_other, vouched
from reviewtui.session.receiving import SHEETS, Arrival
from reviewtui.session.session import Session
from reviewtui.session.signed import BadBytes
from reviewtui.session.typed_in import travelling
from reviewtui.session.united import united

SESSION: Final = ".review"
DEEPEST: Final = 3
"""Folders below a given one."""
SHOWN: Final = 10
"""Files that are named in one notice."""
MOST: Final = 20_000
"""Entries of a folder tree; a stick of ballots has a few dozen."""
SQLITE: Final = b"SQLite format 3\0"
_SYSTEM: Final = frozenset(
    {
        "$recycle.bin", "recycler", "recycled", "system volume information", "lost+found",
        "__macosx",
    }
)  # fmt: skip


class Notice(NamedTuple):
    """Something found that is no ballot.

    Attributes:
        name: Of the file.
        sentence: What it is, in the reader's language.
        serious: Whether something may be missing for it.
        sheet: The Excel sheet in which it is one of the findings; "" elsewhere.
    """

    name: str
    sentence: str
    serious: bool = True
    sheet: str = ""

    def __str__(self) -> str:
        return _("{place}: {said}").format(place=self.name, said=self.sentence)


class Found(NamedTuple):
    """Everything that lies in the given places."""

    arrivals: tuple[Arrival, ...] = ()
    others: tuple[OtherSession, ...] = ()
    notices: tuple[Notice, ...] = ()


def look(session: Session, places: Sequence[Path]) -> Found:
    """Read all that lies in files and folders, for this session.

    Args:
        session: The desk's.
        places: Files, folders, drives.

    Raises:
        Refused: If one of the places does not exist.
    """
    refuse_if(
        Finding(printable(str(place)), _("there is no such file or folder"))
        for place in places
        if not os.path.lexists(place)
    )
    search = _Search(session)
    for place in places:
        search.add(place)
    search.end()
    return Found(tuple(search.arrivals), tuple(search.others), tuple(search.notices))


class _Search:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: set[tuple[int, int]] = {_identity(session.path.stat())}
        self.arrivals: list[Arrival] = []
        self.others: list[OtherSession] = []
        self.notices: list[Notice] = []
        self._sheets: list[tuple[Arrival, bool]] = []
        self._places: dict[str, list[str]] = {}
        self._outdated: list[str] = []
        self._unread: list[str] = []

    def end(self) -> None:
        """Read the Excel sheets by all that was found, and those that lay aside before."""
        self._desk = united(self._session.meeting, self.others)
        for arrival, named in self._sheets:
            self._sheet(arrival, named=named)
        self.others = [self._with_sheets(other) for other in self.others]
        for item, content in lying_sheets(self._session):
            if (freed := self._freed(item.name, content)) is not None:
                self.arrivals.append(freed)
        if self._outdated:
            sentence = _("empty sheet of a revoked kit; not needed any more")
            self.notices.append(Notice(_(", ").join(self._outdated), sentence, serious=False))
        if self._unread:
            sentence = _(
                "not read, though they may hold score sheets; unpack archives, take files out of "
                "deep folders, have protected workbooks saved without a password, or give a file "
                "by its name"
            )
            names = self._unread[:SHOWN]
            if more := len(self._unread) - len(names):
                names = [*names, _("{count} further files").format(count=more)]
            self.notices.append(Notice(_(", ").join(names), sentence, serious=False))

    def add(self, place: Path) -> None:
        """Look at one place that somebody named."""
        try:
            found = place.stat()
        except OSError as fault:
            self._unreadable(printable(str(place)), fault)
            return
        if not stat.S_ISDIR(found.st_mode):
            self._file(place, printable(str(place)), named=True)
            return
        for path in files_in(place, self.notices):
            name = printable(str(Path(place.name) / path.relative_to(place)))
            self._file(path, name, named=False)
        deep = passed_over(place, DEEPEST, _SYSTEM)
        self._unread += [printable(str(Path(place.name) / one.relative_to(place))) for one in deep]

    def _file(self, path: Path, name: str, *, named: bool) -> None:
        try:
            content, size, identity = read_start(path)
        except OSError as fault:
            self._unreadable(name, fault)
            return
        if identity in self._seen:
            return
        self._seen.add(identity)
        suffix = path.suffix.lower()
        if content.startswith(SQLITE):
            self._other(path, name, named=named)
        elif suffix == SUFFIX:
            self._kit(path, name, content)
        elif suffix == SESSION:
            self.notices.append(Notice(name, _("is no session of this program, or damaged")))
        elif suffix in SHEETS:
            if named or is_form(content) or is_called_form(content, name):
                places = self._places.setdefault(file_id(content, size), [])
                if not places:
                    self._sheets.append((Arrival(name, content, size), named))
                places.append(name)
            elif self._is_called_after_someone(path) and not is_one_of_ours(content, path.name):
                self._unread.append(name)
        elif suffix == BALLOT or named or is_envelope(content):
            self.arrivals.append(Arrival(name, content, size))

    def _is_called_after_someone(self, path: Path) -> bool:
        """Whether a workbook has an expert's name: other people's are nobody's business."""
        names = (expert.name.partition("（")[0] for expert in self._session.panel.experts)
        return any(name in path.stem for name in names)

    def _other(self, path: Path, name: str, *, named: bool) -> None:
        try:
            other = read_other(path, name)
        except OSError as fault:
            self._unreadable(name, fault)
            return
        except Refused as refusal:
            self.notices += [Notice(name, reason.sentence) for reason in refusal.reasons]
            return
        if other.session != self._session.id:
            sentence = _("belongs to another meeting; nothing was taken from it")
            self.notices.append(Notice(name, sentence, serious=named))
            return
        other = vouched(self._session.meeting, other)
        self.others.append(other)
        self.notices += [Notice(name, finding.sentence) for finding in other.findings]
        self.notices += [self._unsubmitted(name, draft) for draft in other.drafts]
        if other.role is Keeper.DESK and other.sheet != self._session.sheet.hash:
            self.notices.append(Notice(name, _("has other rows or candidates than this session")))

    def _kit(self, path: Path, name: str, content: bytes) -> None:
        """A kit is nothing to take in; work beside it that is not handed in is named."""
        mirror = mirror_of(path)
        try:
            kit = kits.read_kit(content)
            seen = read_mirror(mirror, kit.session) if mirror.is_file() else None
        except (BadBytes, OSError):
            return
        session = self._session
        experts = {expert.code for expert in session.panel.experts}
        if seen is None or kit.session != session.id or kit.expert not in experts:
            return
        draft = _draft_of(seen, session, kit.expert)
        if draft.done:
            self.notices.append(self._unsubmitted(name, draft))

    def _sheet(self, arrival: Arrival, *, named: bool) -> None:
        """An Excel score sheet becomes a ballot of the desk; every stick has an empty one."""
        name, content = arrival.name, arrival.content
        if arrival.size > len(content):
            self.arrivals.append(arrival)  # of which nothing but the name is kept
            return
        try:
            read = score_sheet_in(received(content, name), self._desk)
            if not read.blank:
                self._tell_places(arrival)
                self.arrivals.append(self._filled(name, content, read.ballot))
                self.notices += [
                    Notice(warning.place, warning.sentence, serious=False)
                    for warning in read.warnings
                ]
            elif read.revoked:
                self._outdated.append(name)
            elif named:
                self.notices.append(Notice(name, _("nothing is filled in; nothing was taken")))
        except Refused as refusal:
            self.arrivals.append(arrival)  # to be kept aside
            self.notices += [
                Notice(reason.place, reason.sentence, serious=False, sheet=name)
                for reason in refusal.reasons
            ]
            self._tell_places(arrival)

    def _tell_places(self, arrival: Arrival) -> None:
        """Name where else the same sheet lies; it is read once."""
        _first, *others = self._places[file_id(arrival.content, arrival.size)]
        if others:
            sentence = _("the same file lies here too and was read once: {places}")
            told = sentence.format(places=_(", ").join(others))
            self.notices.append(Notice(arrival.name, told, serious=False))

    def _filled(self, name: str, content: bytes, ballot: Ballot) -> Arrival:
        filled = travelling(self._session, ballot)
        return Arrival(name, filled, len(filled), sheet=file_id(content, len(content)))

    def _freed(self, name: str, content: bytes) -> Arrival | None:
        """The ballot of a sheet that lay aside, if nothing stands against it any more."""
        try:
            read = score_sheet_in(received(content, name), self._desk)
        except Refused:
            return None
        return None if read.blank else self._filled(name, content, read.ballot)

    def _with_sheets(self, other: OtherSession) -> OtherSession:
        """A second desk with the sheets that lie aside there read as far as they can be here."""
        arrivals = tuple(
            (is_form(item.content) and self._freed(item.name, item.content)) or item
            for item in other.arrivals
        )
        return other._replace(arrivals=arrivals)

    def _unsubmitted(self, name: str, draft: Draft) -> Notice:
        sentence = _(
            "expert {expert} has marks that are not submitted, {done} of {total} rows; they "
            "are not taken. Let the expert submit"
        ).format(expert=draft.expert, done=draft.done, total=draft.total)
        return Notice(name, sentence, serious=False)

    def _unreadable(self, name: str, fault: OSError) -> None:
        sentence = _("cannot be read: {reason}").format(reason=reason_of(fault))
        self.notices.append(Notice(name, sentence))


def _draft_of(seen: Reflection, session: Session, expert: str) -> Draft:
    """How far a mirror's entries lead."""
    panel, sheet = session.panel, session.sheet
    draft = fresh_draft(panel, sheet, expert)
    for entry in seen.entries:
        if entry.kind in DRAFTING:
            try:
                draft.apply(read_edits(json.loads(entry.body)))
            except (ValueError, TypeError, KeyError, AttributeError):  # not of our making
                break
    rows = [
        (candidate, row.code)
        for candidate in panel.assigned(expert)
        if not panel.recusal(expert, candidate)
        for row in sheet.judged(candidate)
    ]
    done = sum(draft.cells[candidate].get(row, BLANK).done for candidate, row in rows)
    return Draft(expert, done, len(rows))


def files_in(folder: Path, notices: list[Notice]) -> Iterator[Path]:
    """Files of interest in a folder, at most three folders down, in order of their names.

    Args:
        folder: Where to look.
        notices: Takes what could not be looked at.
    """
    left = MOST
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop(0)
        try:
            with os.scandir(place) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as fault:
            sentence = _("cannot be read: {reason}").format(reason=reason_of(fault))
            notices.append(Notice(printable(str(place)), sentence))
            continue
        left -= len(entries)
        if left < 0:
            sentence = _("holds too many files; give the folder with the ballots")
            notices.append(Notice(printable(str(folder)), sentence))
            return
        for entry in entries:
            if entry.name.startswith((".", "~$")) or entry.name.lower() in _SYSTEM:
                continue
            if _is_folder(entry):
                if depth < DEEPEST:
                    waiting.append((Path(entry.path), depth + 1))
            elif entry.name.lower().endswith((SESSION, SUFFIX, *SHEETS)) or (
                BALLOT in entry.name.lower()  # systems add " (1)" or ".txt"
            ):
                if entry.is_symlink():
                    notices.append(
                        Notice(printable(entry.path), _("is a link, which is not followed"))
                    )
                else:
                    yield Path(entry.path)


def read_start(path: Path) -> tuple[bytes, int, tuple[int, int]]:
    """A file's bytes up to the most of its kind, its size, and what tells it from another.

    Raises:
        OSError: If it cannot be read or is a pipe or a device; none is waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(0, _("it is a pipe or a device, not a file"))
        content = file.read(_most(path.suffix.lower()))
    return content, max(found.st_size, len(content)), _identity(found)


def _most(suffix: str) -> int:
    """How much of a file is read, by its ending; of a workbook a byte more than is permitted."""
    if suffix in SHEETS:
        return MOST_BYTES + 1
    return kits.LARGEST if suffix == SUFFIX else LARGEST


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False

"""Kits onto sticks, one after the other: which drives may be used, write, read back, note it.

Whom to ask what, and when to wait for the next stick, is left to the command line.
"""

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.naming import expert_name
from reviewtui.domain.panel import Expert
from reviewtui.domain.printable import printable
from reviewtui.domain.system_reasons import reason_of
from reviewtui.exchange import watch
from reviewtui.exchange.incoming import files_in
from reviewtui.exchange.issue import Issued, issue_to
from reviewtui.exchange.kits import BALLOT, SUFFIX, read_kit_file
from reviewtui.exchange.runtime import Runtime, flush, forget_cached
from reviewtui.locales import _
from reviewtui.session.envelope import LARGEST, read_envelope
from reviewtui.session.round_start import taking_part
from reviewtui.session.session import Session
from reviewtui.session.signed import BadBytes
from reviewtui.session.sticks_out import on_sticks, tell_on_stick

ROOM: Final = 2_000_000
"""Bytes that a kit, its mirror and its ballots take at most, besides the program."""


def without_stick(session: Session) -> list[Expert]:
    """The experts whose stick is still to be written, in the panel's order."""
    ready = on_sticks(session)
    return [expert for expert in taking_part(session.meeting) if expert.code not in ready]


def strangers(session: Session, drive: Path, expert: str) -> list[str]:
    """What lies on a drive that is not this expert's: other kits, ballots, sessions.

    A stick with two kits lets its expert open the wrong one. What he handed in of an earlier
    round is moved aside when the new kit comes.
    """
    found = []
    for path in files_in(drive, []):
        name = printable(path.relative_to(drive).as_posix())
        if path.suffix.lower() == SUFFIX:
            owner = _owner(session, path)
            if owner != expert:
                whose = expert_name(owner) if owner else _("of another meeting")
                found.append(_("{file} ({whose})").format(file=name, whose=whose))
        elif path.suffix.lower() == BALLOT and _handed_in_before(session, path, expert):
            continue
        elif path.suffix.lower() in (BALLOT, ".review"):
            found.append(name)
    return found


def fit_drives(session: Session) -> tuple[list[Path], list[Refused]]:
    """Drives that are plugged in and may be written to, and why others may not."""
    fit, unfit = [], []
    for drive in watch.removable_drives():
        try:
            refuse_unfit(session, drive)
        except Refused as refused:
            unfit.append(refused)
        else:
            fit.append(drive)
    return fit, unfit


def refuse_unfit(session: Session, drive: Path) -> None:
    """Whether a drive may be written to at all.

    Raises:
        Refused: If it is not there, is the system's disk or holds the session itself.
    """
    shown = printable(str(drive))
    if not drive.is_dir():
        raise Refused(Finding(shown, _("there is no such drive; is the stick in?")))
    if session.path.resolve().is_relative_to(drive.resolve()):
        raise Refused(Finding(shown, _("the session itself lies on this drive; take another one")))
    if on_system_disk(drive):
        sentence = _(
            "this is the machine's own disk, not a stick; put the stick in, or write folders "
            "with -o DIR"
        )
        raise Refused(Finding(shown, sentence))


def on_system_disk(place: Path) -> bool:
    """Whether a place lies on the disk that the system, or the person's home, is on."""
    if sys.platform == "win32":
        own = os.environ.get("SYSTEMDRIVE", "C:")
        return os.path.splitdrive(place.resolve())[0].lower() == own.lower()
    device = place.stat().st_dev
    with contextlib.suppress(OSError, RuntimeError):
        if Path.home().stat().st_dev == device:
            return True
    return device == Path("/").stat().st_dev


def write_stick(
    session: Session,
    drive: Path,
    expert: str,
    *,
    runtime: Runtime | None = None,
    anew: bool = False,
) -> Issued:
    """Write an expert's kit onto a drive, read all of it back and note it in the journal.

    Args:
        session: The desk's open session.
        drive: Where the stick is mounted.
        expert: Code of the expert.
        runtime: The program, to go along.
        anew: Revoke the kit that is out; only once the drive has shown that it takes something.

    Raises:
        Refused: If the drive may not be used, is full or write-protected, or gives back
            something else. No stick is noted then, and it can be done again.
    """
    refuse_unfit(session, drive)
    _refuse_full(drive, runtime)
    _refuse_protected(drive)
    issued = issue_to(session, drive, expert, runtime=runtime, anew=anew)
    _read_back(issued)
    tell_on_stick(session, expert, issued.kit_id)
    return issued


def _read_back(issued: Issued) -> None:
    """Compare what the medium holds with what memory still does, file by file.

    The program beside it was compared when it was laid there.
    """
    files = sorted(path for path in issued.folder.iterdir() if path.is_file())
    try:
        written = [path.read_bytes() for path in files]
        flush()
        for path in files:
            forget_cached(path)
        there = [path.read_bytes() for path in files]
    except OSError as fault:
        sentence = _("the stick cannot be read: {reason}").format(reason=reason_of(fault))
        raise Refused(Finding(printable(str(issued.folder)), sentence)) from fault
    sentence = _("was read back otherwise than written; use another stick")
    pairs = zip(files, written, there, strict=True)
    refuse_if([Finding(printable(str(path)), sentence) for path, was, now in pairs if was != now])


def _refuse_full(drive: Path, runtime: Runtime | None) -> None:
    wanted = ROOM + (runtime.for_expert().size if runtime else 0)
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(drive).free
        if free < wanted:
            sentence = _("the stick is too full: {wanted} MB are needed, {free} MB are free")
            sentence = sentence.format(wanted=-(-wanted // 1_000_000), free=free // 1_000_000)
            raise Refused(Finding(printable(str(drive)), sentence))


def _refuse_protected(drive: Path) -> None:
    """A small file shows whether the drive takes anything, before a kit is made for it."""
    probe = drive / f".reviewtui-{os.getpid()}"
    try:
        probe.write_bytes(b"?")
        probe.unlink()
    except OSError as fault:
        sentence = _("nothing can be written onto this stick: {reason}. Has it a switch for that?")
        sentence = sentence.format(reason=reason_of(fault))
        raise Refused(Finding(printable(str(drive)), sentence)) from fault


def _handed_in_before(session: Session, path: Path, expert: str) -> bool:
    """Whether a file says it is the expert's ballot of an earlier round of this meeting."""
    try:
        with path.open("rb") as file:
            header = read_envelope(file.read(LARGEST + 1)).header
    except (OSError, BadBytes):
        return False
    own = (header.session, header.expert) == (session.id, expert)
    return own and header.round < session.meeting.round


def _owner(session: Session, path: Path) -> str:
    """Whose kit it is in this meeting; "" if it is none of it."""
    try:
        kit = read_kit_file(path)
    except Refused:
        return ""
    return kit.expert if kit.session == session.id else ""

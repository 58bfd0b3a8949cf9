"""Opening a kit: the working copy on this machine, the mirror and the ballots on the stick."""

import contextlib
import glob
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.ballot import check_code
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.system_reasons import reason_of
from reviewtui.exchange.work_folder import work_folder
from reviewtui.locales import N_, _
from reviewtui.session.clock import Sources
from reviewtui.session.envelope import LARGEST as LARGEST_BALLOT
from reviewtui.session.envelope import Envelope, read_envelope
from reviewtui.session.kit import LARGEST, Kit, read_kit
from reviewtui.session.mirror import (
    Mirror,
    Reach,
    Reflection,
    journal_entries,
    reach_after,
    read_mirror,
)
from reviewtui.session.recall import Sealed
from reviewtui.session.session import Session
from reviewtui.session.signed import BadBytes
from reviewtui.session.whole_file import write_whole
from reviewtui.session.working_copy import (
    Fork,
    Take,
    begins_alike,
    catch_up,
    compare,
    create_working_copy,
    require_fit,
)

SUFFIX = ".kit"
BALLOT = ".ballot"

WAYS_OUT: Final = {
    Reach.GONE: N_("put the stick back in"),
    Reach.PROTECTED: N_(
        "take the write protection off the stick (some have a small switch), or let the "
        "secretariat put your kit onto another stick and open it here"
    ),
    Reach.FULL: N_("delete from the stick what does not belong to this meeting"),
    Reach.FAILING: N_(
        "pull the stick out and put it in again; if that does not help, let the secretariat put "
        "your kit onto another stick and open it here"
    ),
}
"""What to do where a stick does not take what is to be written."""


class Forked(Exception):  # noqa: N818  a question to the expert, not an error of ours
    """This machine and the stick went different ways; open again with a `Take`."""

    def __init__(self, fork: Fork) -> None:
        super().__init__()
        self.fork = fork


class OpenKit(NamedTuple):
    """A kit at work: the session of its working copy, and where it was opened from.

    Attributes:
        broken: Whether part of the mirror could not be taken over.
        awaited: Whether the mirror tells of a ballot that is not beside the kit.
    """

    kit: Kit
    path: Path
    session: Session
    broken: bool = False
    awaited: bool = False

    @property
    def mirror(self) -> Mirror:
        """What follows on the stick."""
        mirror = self.session.meeting.writer.mirror
        assert mirror is not None  # set when it was opened
        return mirror


def read_kit_file(path: Path) -> Kit:
    """The kit in a file.

    Raises:
        Refused: If it cannot be read or is none.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as fault:
        sentence = _("this kit cannot be read: {reason}").format(reason=reason_of(fault))
        raise Refused(Finding(str(path), sentence)) from fault
    try:
        return read_kit(content)
    except BadBytes as bad:
        sentence = _("this is not a usable kit: {why}. Ask the secretariat for it again")
        raise Refused(Finding(str(path), sentence.format(why=bad))) from bad


@contextlib.contextmanager
def opened_kit(
    path: Path,
    *,
    folder: Path | None = None,
    take: Take | None = None,
    sources: Sources = Sources(),  # noqa: B008  frozen
) -> Iterator[OpenKit]:
    """Open the work behind a kit: begin it, or go on with what is here and on the stick.

    Args:
        path: The kit.
        folder: Where working copies lie on this machine.
        take: The answer to `Forked`.
        sources: Where time and chance come from.

    Raises:
        Refused: If kit or working copy cannot be used.
        Forked: If both went on separately and nobody has chosen.
    """
    path = path.absolute()
    kit = read_kit_file(path)
    folder = folder or work_folder()
    copy = _copy_of(kit, folder)
    seen, ballots = _on_stick(path, kit)
    if not copy.exists():
        _make(copy, kit, path)
    with contextlib.ExitStack() as stack:
        session = stack.enter_context(Session.open(copy, sources=sources))
        require_fit(session, kit)
        if not begins_alike(session, seen):  # a revoked kit's, or nothing we would have written
            seen = Reflection(broken=True)
        course = compare(session, seen)
        if isinstance(course, Fork):
            if take is None:
                raise Forked(course)
            course = take
            if take is Take.HERE:
                set_aside(mirror_of(path))
        if course is Take.STICK:
            stack.pop_all().close()
            set_aside(copy)
            _make(copy, kit, path)
            session = stack.enter_context(Session.open(copy, sources=sources))
        elif course is Take.HERE:
            seen = Reflection()
        whole = catch_up(session, kit, seen, ballots)
        if seen.broken or not whole:
            with contextlib.suppress(OSError):  # a stick that takes nothing keeps it anyway
                set_aside(mirror_of(path))
        writer = session.meeting.writer
        writer.mirror = Mirror(mirror_of(path), path)
        writer.mirror.follow(session.meeting.file, session.id)
        awaited = seen.sealed is not None and not ballots
        work = OpenKit(kit, path, session, seen.broken or not whole, awaited)
        _bring_ballot(work)
        yield work


def mirror_of(kit: Path) -> Path:
    """The mirror beside a kit."""
    return kit.with_name(f"{kit.name}.mirror")


def hand_over(work: OpenKit, sealed: Sealed) -> Path:
    """Write the sealed ballot beside the kit and read it back; then the stick may go.

    Nothing else on the stick shows a mark then: what was set aside there is kept here.

    Raises:
        Refused: If the stick is not there or does not take it, or marks are left on it. The
            ballot is safe on this machine, and this can be called again.
    """
    session = work.session
    ((content,),) = session.meeting.file.read(
        "SELECT content FROM ballot WHERE session_id = ? AND content_id = ?",
        (session.id, sealed.content_id),
    )
    path = work.path.with_name(ballot_name(work.kit.expert, work.kit.round, sealed))
    try:
        if not work.path.is_file():
            raise FileNotFoundError(work.path)
        write_whole(path, bytes(content), replace=True)
        read_envelope(path.read_bytes())
    except (OSError, BadBytes) as fault:
        why = str(fault) if isinstance(fault, BadBytes) else _cause(fault, work.path)
        reach = Reach.FAILING if isinstance(fault, BadBytes) else reach_after(fault, work.path)
        sentence = _(
            "the ballot could not be written to the stick ({reason}). It is safe on this "
            "machine: {next}, and write it again"
        )
        told = sentence.format(reason=why, next=_(WAYS_OUT[reach]))
        raise Refused(Finding(str(path), told)) from fault
    _clear_stick(session, work.kit, work.path)
    return path


def ballot_name(expert: str, number: int, sealed: Sealed) -> str:
    """The name of a ballot's file, with the check code in it."""
    digits = check_code(sealed.content_id).replace(" ", "")
    name = _("{expert}-round{number}-v{rev}-{digits}").format(
        expert=expert, number=number, rev=sealed.rev, digits=digits
    )
    return f"{name}{BALLOT}"


def wipe(kit: Path, folder: Path | None = None) -> list[Path]:
    """Remove what this machine keeps of a kit's work; returns what was removed.

    Raises:
        Refused: If the last ballot is not beside the kit, another machine went on after it, or
            the stick shows marks that cannot be taken off it: nothing is removed then.
    """
    found = read_kit_file(kit)
    copy = _copy_of(found, folder or work_folder())
    if not copy.exists():
        return []
    with Session.open(copy) as session:
        scoring = session.scoring(found.expert, found.round)
        if scoring.sealed is None:
            raise Refused(
                Finding(str(copy), _("this has not been submitted yet; nothing was removed"))
            )
        if not _lies_beside(kit, scoring.sealed):
            name = ballot_name(found.expert, found.round, scoring.sealed)
            sentence = _("the ballot {name} is not beside the kit; nothing was removed")
            raise Refused(Finding(str(copy), sentence.format(name=name)))
        if compare(session, _on_stick(kit, found)[0]) not in (None, Take.HERE):
            raise _went_on(kit)
        _clear_stick(session, found, kit)
    removed = sorted(copy.parent.glob(f"{copy.stem}*"))
    for path in removed:
        path.unlink()
    return removed


def what_remains() -> str:
    """What is left after wiping, and where."""
    return _(
        "On the stick the kit and the sealed ballot stay. On this computer nothing of the marks "
        "stays but settings and a log without marks; as with any deleted file, special tools may "
        "still find traces on the disk."
    )


def _copy_of(kit: Kit, folder: Path) -> Path:
    return folder / f"{kit.session[:8]}-{kit.expert}-r{kit.round}-{kit.id[:8]}.review"


def _make(copy: Path, kit: Kit, place: Path) -> None:
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        sentence = _("the working copy cannot be kept here: {reason}")
        raise Refused(
            Finding(str(copy.parent), sentence.format(reason=reason_of(fault)))
        ) from fault
    create_working_copy(copy, kit, place.name)


def _on_stick(path: Path, kit: Kit) -> tuple[Reflection, list[Envelope]]:
    """Mirror and ballots beside the kit."""
    try:
        seen = read_mirror(mirror_of(path), kit.session)
        ballots = _ballots_beside(path)
    except OSError as fault:
        sentence = _("the stick cannot be read: {reason}").format(reason=reason_of(fault))
        raise Refused(Finding(str(path), sentence)) from fault
    return seen, ballots


def _ballots_beside(kit: Path) -> list[Envelope]:
    """Every ballot in the kit's folder; what is none is not looked at any further."""
    ballots = []
    for file in sorted(kit.parent.glob(f"*{BALLOT}")):
        with contextlib.suppress(OSError, BadBytes), file.open("rb") as opened:
            ballots.append(read_envelope(opened.read(LARGEST_BALLOT + 1)))
    return ballots


def _bring_ballot(work: OpenKit) -> None:
    """What could not be put in order on the stick after sealing is done now, if that goes."""
    sealed = work.session.scoring(work.kit.expert, work.kit.round).sealed
    if sealed is None:
        return
    with contextlib.suppress(Refused):
        if _lies_beside(work.path, sealed):
            _clear_stick(work.session, work.kit, work.path)
        else:
            hand_over(work, sealed)


def _lies_beside(kit: Path, sealed: Sealed) -> bool:
    """Whether the ballot is there, whole, under whatever name."""
    return any(item.header.content_id == sealed.content_id for item in _ballots_beside(kit))


def _clear_stick(session: Session, kit: Kit, path: Path) -> None:
    """Leave no mark readable beside a kit whose ballot is there; what is only there is kept here.

    Raises:
        Refused: If another machine went on after the ballot, or stick or disk fail.
    """
    mirror = mirror_of(path)
    stem, name = glob.escape(mirror.stem), glob.escape(mirror.name)
    try:
        seen = read_mirror(mirror, kit.session)
        if seen.sealed is None and mirror.exists():
            here = len(journal_entries(session.meeting.file, session.id))
            course = compare(session, seen)
            if isinstance(course, Fork):
                _keep_here(mirror, session.path)
            elif course is Take.STICK or (course is None and len(seen.entries) > here):
                raise _went_on(path)
            _write_mirror(session, path)
        for aside in sorted(mirror.parent.glob(f"{stem}.aside-*{mirror.suffix}")):
            _keep_here(aside, session.path)
            aside.unlink()
        for half in mirror.parent.glob(f".{name}.*.new"):
            half.unlink()
    except OSError as fault:
        sentence = _(
            "marks that can be read are still on the stick ({reason}). The ballot is safe on this "
            "machine: {next}, and write it again"
        )
        way_out = _(WAYS_OUT[reach_after(fault, path)])
        told = sentence.format(reason=_cause(fault, path), next=way_out)
        raise Refused(Finding(str(path), told)) from fault


def _cause(fault: OSError, kit: Path) -> str:
    """Why nothing can be written beside a kit, in words for its expert."""
    match reach_after(fault, kit):
        case Reach.GONE:
            return _("the stick is out")
        case Reach.PROTECTED:
            return _("the stick is write-protected")
        case Reach.FULL:
            return _("no room is left on the stick")
        case _:
            return reason_of(fault)


def _went_on(kit: Path) -> Refused:
    sentence = _(
        "another computer went on with this stick; open the kit again to see what lies there"
    )
    return Refused(Finding(str(kit), sentence))


def _write_mirror(session: Session, path: Path) -> None:
    """Write the mirror anew as the journal is now.

    Raises:
        OSError: If the stick does not take it.
    """
    writer = session.meeting.writer
    writer.mirror = Mirror(mirror_of(path), path)
    writer.submit(lambda _done: None).result()
    if writer.mirror.reach is not Reach.BOTH:
        raise writer.mirror.fault or FileNotFoundError(path)


def _keep_here(file: Path, copy: Path) -> None:
    """Keep what a file on the stick says beside the working copy."""
    write_whole(_aside(copy.with_suffix(file.suffix)), file.read_bytes())


def set_aside(path: Path) -> None:
    """Keep a file under another name that is free; a mirror goes once the ballot is there.

    Raises:
        OSError: If it cannot be renamed.
    """
    path.rename(_aside(path))


def _aside(path: Path) -> Path:
    """A name that is free, for a file that is not deleted."""
    for number in range(1, 1000):
        kept = path.with_name(f"{path.stem}.aside-{number}{path.suffix}")
        if not kept.exists():
            return kept
    raise FileExistsError(path)

"""The folder of an archive: written aside and renamed when it is whole; scans added to it."""

import hashlib
import os
import shutil
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.printable import printable
from reviewtui.domain.system_reasons import reason_of
from reviewtui.filing.archive import layout
from reviewtui.filing.archive.manifest import BadManifest, Manifest, make_manifest, read_manifest
from reviewtui.filing.archive.reading import Unreadable, document, is_archive, read_folder
from reviewtui.filing.archive.written import (
    Cover,
    files_of,
    records_of,
    require_no_secret,
)
from reviewtui.filing.model import Progress, silent
from reviewtui.filing.workbook import export_workbook
from reviewtui.filing.writer import AlreadyThere
from reviewtui.locales import _
from reviewtui.session.may_leave import secrets_of
from reviewtui.session.whole_file import sync_folder, write_whole

if TYPE_CHECKING:
    from reviewtui.session.session import Session

LARGEST_SCAN: Final = 2 * 1024 * 1024 * 1024
MOST_SCANS: Final = 10_000
_UNFIT: Final = frozenset('<>:"\\|?*')


class Archived(NamedTuple):
    """What was written.

    Attributes:
        files: How many files, the manifest included.
        manifest: SHA-256 of the manifest: the one number that stands for all of it.
        attached: How many scans were added.
        second: SHA-256 of the manifest of the scans; "" where none were given.
        moved: Where an earlier archive of that name lies now.
        new: Whether the archive was written; False if just the same was there.
    """

    folder: Path
    files: int
    manifest: str
    attached: int = 0
    second: str = ""
    moved: Path | None = None
    new: bool = True


def archive(
    session: "Session",
    folder: Path,
    cover: Cover = Cover(),  # noqa: B008  frozen
    *,
    attach: Path | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> Archived:
    """Write the archive of a session, or add scans to one of it that is there.

    Scans are added to an archive as it lies there, whatever version wrote it.

    Args:
        session: Open, with its ballots opened or imported.
        folder: What is made; its parent must be there.
        cover: Retention and file number; where scans are added those of the archive stand.
        attach: A folder with scans of signed sheets.
        force: Whether something else of that name gives way; it is moved aside, never deleted.
        progress: Told what is being done.

    Raises:
        AlreadyThere: If something else lies there and is not to give way.
        Refused: If the ballots are not opened, a secret would leave, or it cannot be written.
    """
    folder = folder.absolute()
    scans = scans_in(attach) if attach is not None else {}
    if (
        scans
        and not force
        and (kept := _kept_of(session, folder, cover, scans, progress)) is not None
    ):
        try:
            added, second = _attach(folder, scans, kept, progress)
        except OSError as fault:
            sentence = _("not every scan was attached: {reason}; attach them again")
            reason = sentence.format(reason=reason_of(fault))
            raise Refused(Finding(str(folder), reason)) from fault
        return Archived(folder, len(kept.hashes) + 1, kept.hash, added, second, new=False)
    half = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        manifest = _write(session, half, cover, progress)
        there = folder.exists() or folder.is_symlink()
        same = there and _holds(folder, manifest)
        moved = None
        if there and not same:
            if not force:
                raise _is_there(folder)
            moved = _moved_aside(folder)
        if not same:
            os.rename(half, folder)
            sync_folder(folder.parent)
        added, second = _attach(folder, scans, manifest, progress) if scans else (0, "")
    except OSError as fault:
        sentence = _("the archive was not written: {reason}; what was there before is unchanged")
        raise Refused(Finding(str(folder), sentence.format(reason=reason_of(fault)))) from fault
    finally:
        shutil.rmtree(half, ignore_errors=True)
    count = len(manifest.hashes) + 1
    return Archived(folder, count, manifest.hash, added, second, moved, not same)


def _write(session: "Session", half: Path, cover: Cover, progress: Progress) -> Manifest:
    """Every file, durably, under a name that nobody takes for an archive."""
    progress(_("computing the result"))
    records = records_of(session, cover)
    files = files_of(session, records, cover, progress)
    half.mkdir()
    hashes = {}
    for name, content in files.items():
        path = half / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
        hashes[name] = hashlib.sha256(content).hexdigest()
    secrets = secrets_of(session)
    for number, record in records.items():
        if record.verdict.refused is not None:
            continue
        name = layout.workbook_file(number)
        export_workbook(
            *(session, record.verdict, half / name),
            detail=True,
            round=number,
            filed=record.filed,
            progress=progress,
        )
        content = (half / name).read_bytes()
        require_no_secret({name: content}, secrets)
        hashes[name] = hashlib.sha256(content).hexdigest()
    manifest = make_manifest(hashes)
    write_whole(half / layout.MANIFEST, manifest.content)
    return manifest


def _kept_of(
    session: "Session", folder: Path, cover: Cover, scans: Container[str], progress: Progress
) -> Manifest | None:
    """The manifest of an archive of this session that lies there; None if something else does.

    What an earlier attaching left half done is done again, if these scans are among it.

    Raises:
        Refused: If it is not as it was archived.
    """
    if folder.is_symlink() or not is_archive(folder):
        return None
    there = read_folder(folder, progress)
    try:
        said = document(there.files, layout.COVER)
        kept = Cover(said["retention"], said["file_number"], said.get("no_result", ""))
        own = said["session"] == session.id
    except (Unreadable, KeyError, TypeError):
        return None
    if not own or any(new and new != old for new, old in zip(cover, kept, strict=True)):
        return None
    refuse_if(
        finding
        for finding in there.findings
        if finding.place.removeprefix(f"{layout.ATTACHED}/") not in scans
    )
    return there.manifest


def _holds(folder: Path, manifest: Manifest) -> bool:
    """Whether the archive that lies there is this one."""
    path = folder / layout.MANIFEST
    return (
        path.is_file()
        and not path.is_symlink()
        and path.stat().st_size == len(manifest.content)
        and path.read_bytes() == manifest.content
    )


def _moved_aside(folder: Path) -> Path:
    """Give what lies there another name beside it."""
    for number in range(1, 1000):
        other = folder.with_name(f"{folder.name}.old-{number}")
        if not (other.exists() or other.is_symlink()):
            os.rename(folder, other)
            return other
    raise _is_there(folder)


def _is_there(folder: Path) -> AlreadyThere:
    sentence = _("something else lies there already and was left as it is; choose another name")
    return AlreadyThere(Finding(str(folder), sentence))


def scans_in(folder: Path) -> dict[str, Path]:
    """The files of a folder with scans, by the name they get.

    Raises:
        Refused: With everything that cannot be attached; links are not followed.
    """
    if not folder.is_dir():
        raise Refused(Finding(str(folder), _("there is no such folder with scans")))
    found, findings = {}, []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            findings.append(Finding(printable(str(path)), _("is a link; copy the file itself")))
        elif path.is_file():
            if printable(name) != name or set(name) & _UNFIT:
                findings.append(
                    Finding(
                        printable(str(path)),
                        _("its name holds characters that some systems refuse; rename it"),
                    )
                )
            elif path.stat().st_size > LARGEST_SCAN:
                findings.append(Finding(str(path), _("is larger than 2 GB; scan it smaller")))
            found[name] = path
    if len(found) > MOST_SCANS:
        findings.append(Finding(str(folder), _("holds more files than any meeting has sheets")))
    if not found and not findings:
        findings.append(Finding(str(folder), _("holds no file")))
    if findings:
        raise Refused(*findings)
    return found


def _attach(
    folder: Path, scans: dict[str, Path], manifest: Manifest, progress: Progress
) -> tuple[int, str]:
    """Add scans under a second manifest that names the first; those that are there stay.

    Returns:
        How many were new, and the SHA-256 of the second manifest.

    Raises:
        Refused: If another file of the same name was attached before; nothing is added then.
    """
    listed = folder / layout.ATTACHED_MANIFEST
    known: dict[str, str] = {}
    if listed.exists():
        try:
            known = dict(read_manifest(listed.read_bytes()).hashes)
        except BadManifest:
            sentence = _("is damaged; nothing was attached")
            raise Refused(Finding(str(listed), sentence)) from None
    new: dict[str, Path] = {}
    findings = []
    for name, path in scans.items():
        progress(_("attaching {name}").format(name=name))
        own = f"{layout.ATTACHED}/{name}"
        hashed = _hash_of(path)
        if known.get(own, hashed) != hashed:
            findings.append(
                Finding(str(path), _("another file of that name was attached before; rename it"))
            )
        elif own not in known:
            new[own] = path
            known[own] = hashed
    if findings:
        raise Refused(*findings)
    for own, path in new.items():
        (folder / own).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / own)
        if _hash_of(folder / own) != known[own]:
            raise OSError(0, "read back otherwise than written")
    known[layout.MANIFEST] = manifest.hash
    second = make_manifest(known)
    write_whole(listed, second.content, replace=True)
    return len(new), second.hash


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

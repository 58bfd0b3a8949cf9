"""The portable folder of the program: checked against its listing, and laid beside kits."""

import contextlib
import hashlib
import io
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final, NamedTuple

from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _

NAME: Final = "reviewtui"
LISTING: Final = "files.sha256"
"""As `sha256sum -c` reads it, so that nobody needs the program to check the program."""

DESK_ONLY: Final = frozenset(("numpy", "numpy.libs", "lxml", "docx"))
"""Packages that only the desk's work asks for: near half of what a stick would have to take."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")


class Runtime(NamedTuple):
    """A portable folder.

    Attributes:
        folder: Where it lies.
        files: SHA-256 of every file, by its path inside.
        size: Bytes of all of them.
    """

    folder: Path
    files: Mapping[str, str]
    size: int

    @property
    def listing(self) -> bytes:
        """The listing of these files, as it lies in the folder."""
        return "".join(f"{digest}  {name}\n" for name, digest in self.files.items()).encode()

    def for_expert(self) -> "Runtime":
        """What goes onto an expert's stick: all but what only the desk's work asks for."""
        files = {
            name: digest
            for name, digest in self.files.items()
            if not DESK_ONLY.intersection(PurePosixPath(name).parts)
        }
        return self._replace(files=files, size=_size(self.folder, files))


def read_runtime(folder: Path) -> Runtime:
    """A portable folder, every file of it as listed and no other in it.

    Args:
        folder: The folder, or the one that holds it.

    Raises:
        Refused: If it is none, naming each file that is missing, changed or additional.
    """
    if not (folder / LISTING).is_file() and (folder / NAME / LISTING).is_file():
        folder = folder / NAME
    try:
        text = (folder / LISTING).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        sentence = _("this is no portable folder of the program: {file} cannot be read")
        raise Refused(Finding(str(folder), sentence.format(file=LISTING))) from fault
    files = _listed(folder, text)
    refuse_if(_differences(folder, files))
    return Runtime(folder, files, _size(folder, files))


def lay_beside(runtime: Runtime, folder: Path, link: Path | None = None) -> bool:
    """Put the program into a folder with a kit, and read it back; false if it lay there already.

    An older one gives way; what is no portable folder does not.

    Args:
        runtime: Checked.
        folder: The expert's folder.
        link: A copy made before on the same disk; the same files take no room twice.

    Raises:
        Refused: If something else lies there, or what was written comes back otherwise.
        OSError: If it cannot be written; nothing is left behind then.
    """
    target = folder / NAME
    if target.exists():
        if _is_same(runtime, target):
            return False
        if not (target / LISTING).is_file():
            raise Refused(Finding(str(target), _("something else lies here; move it away")))
    half = folder / f".{NAME}.new"
    try:
        shutil.rmtree(half, ignore_errors=True)
        for name in runtime.files:
            _put(runtime.folder / name, half / name, link / NAME / name if link else None)
        _keep(io.BytesIO(runtime.listing), half / LISTING)
        flush()
        differences = _differences(half, runtime.files)
        if differences:
            sentence = _("was read back otherwise than written; use another stick")
            raise Refused(*(Finding(item.place, sentence) for item in differences[:3]))
        if target.exists():
            shutil.rmtree(target)
        half.rename(target)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return True


def flush() -> None:
    """Make everything written durable, where the system can say so of all of it at once."""
    if sys.platform != "win32":
        os.sync()


def forget_cached(path: Path) -> None:
    """Let the next look at a file come from the medium and not from memory."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _listed(folder: Path, text: str) -> dict[str, str]:
    files = {}
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        name = PurePosixPath(found[2]) if found else None
        if found is None or name is None or name.is_absolute() or ".." in name.parts:
            sentence = _("{file} is damaged: “{line}”").format(file=LISTING, line=line[:80])
            raise Refused(Finding(str(folder), sentence))
        files[str(name)] = found[1]
    return files


def _differences(folder: Path, files: Mapping[str, str]) -> list[Finding]:
    found = []
    for name, digest in files.items():
        path = folder / name
        try:
            forget_cached(path)
            with path.open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == digest
        except FileNotFoundError:
            found.append(Finding(str(path), _("is missing; get the portable folder again")))
        except OSError as fault:
            sentence = _("cannot be read: {reason}").format(reason=reason_of(fault))
            found.append(Finding(str(path), sentence))
        else:
            if not same:
                sentence = _("is not the listed file; get the portable folder again")
                found.append(Finding(str(path), sentence))
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or inside in files or inside == LISTING):
            found.append(Finding(str(path), _("does not belong here; take it away")))
    return found


def _is_same(runtime: Runtime, target: Path) -> bool:
    try:
        listing = (target / LISTING).read_bytes()
    except OSError:
        return False
    return listing == runtime.listing and not _differences(target, runtime.files)


def _size(folder: Path, files: Mapping[str, str]) -> int:
    return sum((folder / name).stat().st_size for name in files)


def _put(source: Path, target: Path, link: Path | None) -> None:
    """One file, a second name for it where that goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if link is not None:
        with contextlib.suppress(OSError):
            os.link(link, target)
            return
    with source.open("rb") as whole:
        _keep(whole, target)
    if os.name == "posix":
        with contextlib.suppress(OSError):
            target.chmod(0o755 if source.stat().st_mode & 0o111 else 0o644)


def _keep(whole: BinaryIO, target: Path) -> None:
    with target.open("wb") as copy:
        shutil.copyfileobj(whole, copy, 1 << 20)
        copy.flush()
        if sys.platform == "win32":
            os.fsync(copy.fileno())

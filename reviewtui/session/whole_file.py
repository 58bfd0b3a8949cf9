"""Files that appear whole or not at all."""

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write a file so that its name never stands for half of it, and read it back.

    Args:
        path: Where.
        content: All of it.
        replace: Whether an existing file gives way; only when the new one is durable.

    Raises:
        FileExistsError: If there is one and it is not to be replaced.
        OSError: If it cannot be written, or the medium gives back something else; what was
            there before still is.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if half.read_bytes() != content:
            raise OSError(0, "read back otherwise than written")
        if replace:
            os.replace(half, path)
            sync_folder(path.parent)
        else:
            put_in_place(half, path)
    finally:
        with contextlib.suppress(OSError):
            half.unlink()


def put_in_place(half: Path, path: Path) -> None:
    """Give a finished file its name without replacing anything.

    Raises:
        FileExistsError: If there is something of that name.
    """
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this drive; on Windows rename refuses to replace
        if path.exists():
            raise FileExistsError(path) from None
        os.rename(half, path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make a new name durable, where the system can say so of a folder."""
    if os.name == "posix":
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

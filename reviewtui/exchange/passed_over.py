"""Files that a merge does not read and that may hold ballots all the same: to be named."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reviewtui.exchange.kits import BALLOT

ARCHIVES: Final = (".rar", ".7z")
"""Endings of archives that cannot be looked into; `.zip` can."""
MOST: Final = 20_000
"""Entries that are looked at; what lies beyond is no stick of ballots."""
LARGEST_ARCHIVE: Final = 64 * 1024 * 1024
LAUNCHER: Final = "reviewtui.cmd"
"""Lies in the portable program, which holds thousands of files and no ballot."""


def passed_over(folder: Path, deepest: int, skipped: frozenset[str]) -> Iterator[Path]:
    """Ballots deeper down than is read, and archives with ballots in them.

    Args:
        folder: Where a merge looks.
        deepest: Folders below it that are read.
        skipped: Names of folders that belong to the system, in small letters.
    """
    left = MOST
    for place, folders, files in os.walk(folder):
        left -= len(files) + len(folders)
        if left < 0:
            return
        if LAUNCHER in files:
            folders.clear()
            continue
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name.lower() not in skipped
        )
        depth = len(Path(place).relative_to(folder).parts)
        for name in sorted(files):
            path, lower = Path(place) / name, name.lower()
            if name.startswith((".", "~$")) or path.is_symlink():
                continue
            deep = depth > deepest and lower.endswith(BALLOT)
            packed = lower.endswith(ARCHIVES) or (lower.endswith(".zip") and _has_ballot(path))
            if deep or packed:
                yield path


def _has_ballot(path: Path) -> bool:
    """Whether an archive lists a ballot; nothing of it is unpacked."""
    try:
        if path.stat().st_size > LARGEST_ARCHIVE:
            return True
        with zipfile.ZipFile(path) as archive:
            return any(BALLOT in name.lower() for name in archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False

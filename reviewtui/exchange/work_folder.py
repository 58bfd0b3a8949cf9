"""Where working copies lie: on this machine's own disk, a stick is no place for a database.

Borrowed machines have accounts without a home, or with one that cannot be written. Work is
kept in the system's temporary folder then, and the person is told: the stick holds it too.
"""

import os
import stat
import sys
import tempfile
from pathlib import Path

import platformdirs

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _


def work_folder() -> Path:
    """The folder of working copies; made if it is not there yet.

    Raises:
        Refused: If neither the person's data folder nor the temporary one can be written.
    """
    usual = Path(platformdirs.user_data_dir("reviewtui", appauthor=False)) / "work"
    if usual.is_absolute() and _takes(usual):
        return usual
    return own_temporary() / "work"


def own_temporary() -> Path:
    """A folder of this account alone in the temporary one, the same every time.

    Raises:
        Refused: If it cannot be made, or is somebody else's.
    """
    folder = Path(tempfile.gettempdir()) / f"reviewtui{_account()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as fault:
        sentence = _("the working copy cannot be kept here: {reason}")
        raise Refused(Finding(str(folder), sentence.format(reason=reason_of(fault)))) from fault
    if sys.platform != "win32":
        private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        if not private or found.st_uid != os.getuid():
            raise Refused(Finding(str(folder), _("this is somebody else's; it is not used")))
    return folder


def lasts(folder: Path) -> bool:
    """Whether what lies in a folder is still there after the machine was switched off."""
    return not folder.resolve().is_relative_to(Path(tempfile.gettempdir()).resolve())


def _account() -> str:
    """What tells the folders of two accounts apart; on Windows each has a place of its own."""
    if sys.platform == "win32":
        return ""
    return f"-{os.getuid()}"


def _takes(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)

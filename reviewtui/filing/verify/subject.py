"""What a path is verified as: one line for each kind of thing."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.filing.archive.reading import is_archive
from reviewtui.filing.model import Progress, silent
from reviewtui.filing.verify.archive import verify_archive
from reviewtui.filing.verify.session import verify_session
from reviewtui.filing.verify.verified import Verified
from reviewtui.filing.verify.workbook import is_workbook, verify_workbook
from reviewtui.locales import _

SQLITE: Final = b"SQLite format 3\0"
"""How every database begins, sessions too."""


def is_session(path: Path) -> bool:
    """Whether it begins as a database, or at least ends as a session."""
    if path.suffix.lower() == ".review":
        return path.is_file()
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


KINDS: Final[tuple[tuple[Callable[[Path], bool], Callable[[Path, Progress], Verified]], ...]] = (
    (is_archive, verify_archive),
    (is_workbook, verify_workbook),
    (lambda path: path.is_file() and is_session(path), verify_session),
)


def verify(path: Path, progress: Progress = silent) -> Verified:
    """Verify whatever lies there.

    Raises:
        Refused: If nothing lies there, it is nothing that can be verified, or it cannot be read.
    """
    if not path.exists():
        raise Refused(Finding(str(path), _("there is nothing of that name")))
    for fits, work in KINDS:
        if fits(path):
            return work(path, progress)
    if path.is_dir():
        sentence = _("is no archive: archive.json and SHA256SUMS are missing")
    else:
        sentence = _("is neither a session nor an archive nor a workbook")
    raise Refused(Finding(str(path), sentence))

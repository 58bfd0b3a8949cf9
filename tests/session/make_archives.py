"""Write the archives that every later version must verify: of the sessions of every schema
version, in the first format of archives.

Run as `python -m tests.session.make_archives`; those that are there stay as they are and are
not made again.
"""

import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.filing.archives import FROZEN, archived, files_of
from tests.meeting import ROOT

TARGET = ROOT / "tests" / "data" / "archives"


def make(source: Path) -> None:
    """One archive, packed: `archive-1-of-v2.zip` is format 1 of a session of version 2."""
    with tempfile.TemporaryDirectory() as place:
        files = files_of(archived(source, Path(place)))
    with ZipFile(TARGET / f"archive-1-of-{source.stem}.zip", "w", ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(ZipInfo(name), content, ZIP_DEFLATED)


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for session in sorted(FROZEN.glob("*.review")):
        if not (TARGET / f"archive-1-of-{session.stem}.zip").exists():
            make(session)

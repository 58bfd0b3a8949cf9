"""Archives for tests: of the frozen sessions and the samples, and what spoils them."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.filing.archive import verify as standalone
from reviewtui.filing.archive.folder import archive
from reviewtui.filing.archive.manifest import make_manifest
from reviewtui.filing.archive.written import Cover
from reviewtui.filing.verify.archive import verify_archive
from reviewtui.session.session import Session
from tests.meeting import ROOT

FROZEN = ROOT / "tests" / "data" / "sessions"
SAMPLES = ROOT / "sample_sessions"
MANIFEST = "SHA256SUMS"


def copied(source: Path, folder: Path) -> Path:
    """A session of the project, where it may be opened."""
    return Path(shutil.copy(source, folder / source.name))


def archived(source: Path, folder: Path, **options: Any) -> Path:
    """The archive of a session of the project."""
    path = copied(source, folder)
    with Session.open(path, reading=True) as session:
        done = archive(
            session, folder / f"{source.stem}.archive", Cover("30年", "2026-17"), **options
        )
    return done.folder


def handed_in(folder: Path, content: bytes, name: str) -> tuple[Path, dict[str, Any]]:
    """The archive of a meeting to which a file came, and what it says of that file."""
    path = copied(FROZEN / "v2.review", folder)
    (folder / name).write_bytes(content)
    with Session.open(path) as session:
        carry_out(session, plan(session, [folder / name]), folder / "backup")
        done = archive(session, folder / "archive")
    said = json.loads((done.folder / "record/session.json").read_text("utf-8"))
    own = hashlib.sha256(content).hexdigest()
    (item,) = [one for one in said["aside"] if one["file_id"] == own]
    return done.folder, item


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of an archive."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def named_by_both(folder: Path) -> tuple[set[str], set[str]]:
    """The places that the program and the second verifier find at fault."""
    found = {finding.place for finding in verify_archive(folder).findings}
    return found, {name for name, _chinese, _english in standalone.verify(folder).findings}


def rewritten(folder: Path) -> None:
    """The manifest made anew, as who covers up a change would."""
    hashes = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files_of(folder).items()
        if name != MANIFEST
    }
    (folder / MANIFEST).write_bytes(make_manifest(hashes).content)


def changed(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    """A JSON file of an archive with a change, in the one permitted form."""
    path = folder / name
    value = json.loads(path.read_text("utf-8"))
    change(value)
    end = "\n" if path.read_bytes().endswith(b"\n") else ""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_text(text + end, "utf-8", newline="")

"""Where drafts lie: a free name for a new one, and those that are there."""

from pathlib import Path

from reviewtui.domain.findings import Finding
from reviewtui.exchange.documents import read_toml


def free_draft(folder: Path, stem: str) -> Path:
    """A name for a new draft that neither a draft nor a session bears."""
    number, name = 1, stem
    while any((folder / f"{name}{ending}").exists() for ending in (".toml", ".review")):
        number += 1
        name = f"{stem}-{number}"
    return folder / f"{name}.toml"


def drafts_in(folder: Path) -> list[Path]:
    """The panels in a folder, the one touched last first."""
    found = []
    for path in folder.glob("*.toml"):
        unsaid: list[Finding] = []
        data = read_toml(path, unsaid)
        if data is not None and isinstance(data.get("panel"), dict):
            found.append((path.stat().st_mtime_ns, path))
    return [path for _time, path in sorted(found, reverse=True)]

"""What the program brings along, and the user's own indicator sets.

In a wheel the data folders lie inside the package, in a checkout beside it. A user's set
is found by its own id; one that bears a built-in id is reported and never used for it.
"""

import os
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.locales import _

_TEMPLATE: Final = "template-"
"""Begins the name of a panel that leaves points and people open."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that the program knows by name.

    Attributes:
        id: For a set the id it carries, otherwise the file's name without its ending.
        built_in: It came with the program.
    """

    id: str
    path: Path
    built_in: bool = True


def sets() -> list[Resource]:
    """The indicator sets: the built-in ones, then the user's own that may be used."""
    return _in_folder("indicator_sets", "toml") + _own_sets()[0]


def own_set_findings() -> list[Finding]:
    """Why files in the user's folder are not used, and which ids they would shadow."""
    return _own_sets()[1]


def find_set(set_id: str) -> Resource | None:
    """The set of that id, the built-in one before any other; None if there is none."""
    for resource in _in_folder("indicator_sets", "toml"):
        if resource.id == set_id:
            return resource
    return next((own for own in _own_sets()[0] if own.id == set_id), None)


def panels() -> list[Resource]:
    """The example panels: complete and fictional."""
    return [own for own in _in_folder("panels", "toml") if not own.id.startswith(_TEMPLATE)]


def panel_templates() -> list[Resource]:
    """The templates of panels by their names; points, sources and people are open in them."""
    return [
        Resource(own.id.removeprefix(_TEMPLATE), own.path)
        for own in _in_folder("panels", "toml")
        if own.id.startswith(_TEMPLATE)
    ]


def samples() -> list[Resource]:
    """The sample sessions; they are to be copied, never opened in place."""
    return _in_folder("sample_sessions", "review")


def user_sets_folder() -> Path:
    """Where a user's own sets lie; it need not exist."""
    return data_folder() / "indicator_sets"


def data_folder() -> Path:
    """Where the program keeps what belongs to this user; it need not exist.

    `REVIEWTUI_DATA` names another data folder than the platform's.
    """
    chosen = os.environ.get("REVIEWTUI_DATA")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("reviewtui", appauthor=False)


def _folder(name: str) -> Path:
    package = Path(str(resources.files("reviewtui")))
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def _in_folder(name: str, ending: str) -> list[Resource]:
    return [Resource(path.stem, path) for path in sorted(_folder(name).glob(f"*.{ending}"))]


def _own_sets() -> tuple[list[Resource], list[Finding]]:
    taken = {resource.id: resource.path for resource in _in_folder("indicator_sets", "toml")}
    built_in = frozenset(taken)
    found: list[Resource] = []
    findings: list[Finding] = []
    for path in sorted(user_sets_folder().glob("*.toml")):
        set_id = _declared_id(path)
        if set_id is None:
            findings.append(
                Finding(str(path), _("is not used: it is no indicator set that can be read"))
            )
        elif set_id in built_in:
            findings.append(
                Finding(
                    str(path),
                    _(
                        "is not used: {id} is the id of a built-in set; give your own set "
                        "another id"
                    ).format(id=set_id),
                )
            )
        elif set_id in taken:
            findings.append(
                Finding(
                    str(path),
                    _("is not used: {other} has the same id {id}").format(
                        other=taken[set_id].name, id=set_id
                    ),
                )
            )
        else:
            taken[set_id] = path
            found.append(Resource(set_id, path, built_in=False))
    return found, findings


def _declared_id(path: Path) -> str | None:
    try:
        head = tomllib.loads(path.read_text("utf-8-sig")).get("set")
    except (OSError, ValueError, RecursionError):
        return None
    set_id = head.get("id") if isinstance(head, dict) else None
    return set_id if isinstance(set_id, str) and set_id else None

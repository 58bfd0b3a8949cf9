"""Folders that many tests begin with: made once in a run, copied for each."""

import shutil
import tempfile
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Final

from reviewtui import locales
from reviewtui.session import meeting

_KEPT: Final = tempfile.TemporaryDirectory(prefix="reviewtui-tests-")
_MADE: Final[dict[Hashable, Path]] = {}


def begun(folder: Path, named: Hashable, make: Callable[[Path], object]) -> None:
    """Put into a folder what `make` puts into an empty one, made once in a run.

    In each language, that is, and for each version of the program that tests play.

    Args:
        named: Tells what is made from everything else in the run.
        make: Leaves nothing open, and nothing in its files tells where they lie.
    """
    shutil.copytree(_once(named, make), folder, dirs_exist_ok=True)


def begun_file(path: Path, named: Hashable, make: Callable[[Path], object]) -> None:
    """The same for a single file; `make` gets the path at which it is to stand."""
    shutil.copyfile(_once(named, lambda place: make(place / "file")) / "file", path)


def _once(named: Hashable, make: Callable[[Path], object]) -> Path:
    key = (named, locales.language(), meeting.__version__)
    if key not in _MADE:
        place = Path(tempfile.mkdtemp(dir=_KEPT.name))
        make(place)
        _MADE[key] = place
    return _MADE[key]

"""Folders that many tests begin with: made once in a run, copied for each."""

import shutil
import tempfile
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Final

from reviewtui import locales

_KEPT: Final = tempfile.TemporaryDirectory(prefix="reviewtui-tests-")
_MADE: Final[dict[Hashable, Path]] = {}


def begun(folder: Path, named: Hashable, make: Callable[[Path], object]) -> None:
    """Put into a folder what `make` puts into an empty one; in each language it is made once.

    Args:
        named: Tells what is made from everything else in the run.
        make: Leaves nothing open, and nothing in its files tells where they lie.
    """
    key = (named, locales.language())
    if key not in _MADE:
        place = Path(tempfile.mkdtemp(dir=_KEPT.name))
        make(place)
        _MADE[key] = place
    shutil.copytree(_MADE[key], folder, dirs_exist_ok=True)

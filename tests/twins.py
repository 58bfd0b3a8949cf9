"""The failing twin: a check that also passes on a wrong variant proves nothing.

The check of a trap is a function of the thing it looks at. Its test runs it on the right thing,
and hands it to `twin` with what would fall into the trap. `RUN` counts the twins that failed as
they must, so that a test of a trap whose twin never ran is seen (`tests/conftest.py`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import pytest

Thing = TypeVar("Thing")

TESTS: Final = Path(__file__).parent
RUN: Final[list[str]] = []
"""The names of the checks that saw their wrong variant, in the order they ran."""


def twin(check: Callable[[Thing], object], wrong: Thing) -> None:
    """Run a check on a wrong variant; it must see the difference, not merely break.

    An assertion of the program itself is no sight of ours: the one that fails stands in a test.
    """
    with pytest.raises(AssertionError) as seen:
        check(wrong)
    where = Path(seen.traceback[-1].path)
    if TESTS not in where.parents:
        pytest.fail(f"the wrong variant broke in {where}, and no check saw it")
    RUN.append(getattr(check, "__name__", "check"))

"""The failing twin: a check that also passes on a wrong variant proves nothing.

The check of a trap is a function of the thing it looks at. Its test runs it on the right thing,
and hands it to `twin` with what would fall into the trap.
"""

from collections.abc import Callable
from typing import TypeVar

import pytest

Thing = TypeVar("Thing")


def twin(check: Callable[[Thing], None], wrong: Thing) -> None:
    """Run a check on a wrong variant; it must see the difference, not merely break."""
    with pytest.raises(AssertionError):
        check(wrong)

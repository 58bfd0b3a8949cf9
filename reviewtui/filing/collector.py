"""Working on millions of cells without the collector of cycles.

Cells hold no cycles: counting references frees them. The collector would go through all of
them again and again, for a quarter of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector rest meanwhile; as a decorator, for the whole of a function."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

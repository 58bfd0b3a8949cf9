"""Paired measurements: the thing and its floor in turn, so that a drifting machine cancels out."""

import statistics
import time
from collections.abc import Callable, Sequence


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def wall(work: Callable[[], object]) -> float:
    """Wall seconds of one call, where waiting for the disk is the point."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(ours: Sequence[float], floor: Sequence[float]) -> float:
    """Ratio of the medians."""
    return statistics.median(ours) / statistics.median(floor)


def best(measure: Callable[[], float], limit: float, tries: int = 3) -> float:
    """The least of a few measurements; stops at the first within the limit.

    What else the machine does can only spoil a figure, not improve it.
    """
    least = measure()
    for _ in range(tries - 1):
        if least <= limit:
            break
        least = min(least, measure())
    return least

"""A control: the program, but it says saved before it is, and the disk lags behind a little."""

import sys
import time
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from reviewtui.__main__ import main
from reviewtui.session.writer import Writer

LAG = 0.5
"""Seconds between what is said and what is so."""

honest = Writer._do


def say_saved_first(self: Writer, job: Any) -> None:
    """Tell the screen, wait, commit."""
    job.future.set_result(None)
    time.sleep(LAG)
    honest(self, replace(job, future=Future()))


if __name__ == "__main__":
    Writer._do = say_saved_first  # type: ignore[method-assign]
    sys.exit(main())

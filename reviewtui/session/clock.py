"""Where times, ids and key seeds come from; samples and tests put their own in."""

import os
import time
import uuid
from collections.abc import Callable
from typing import NamedTuple

Now = Callable[[], int]
"""UTC, milliseconds since 1970."""


def utc_now() -> int:
    """The machine's clock in UTC milliseconds."""
    return time.time_ns() // 1_000_000


def new_session_id() -> str:
    """A fresh id, 32 hexadecimal digits."""
    return uuid.uuid4().hex


class Sources(NamedTuple):
    """Everything a session takes from outside its file."""

    now: Now = utc_now
    random_bytes: Callable[[int], bytes] = os.urandom

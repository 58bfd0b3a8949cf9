"""Where times, ids and key seeds come from; samples and tests put their own in.

And how a time is shown to people.
"""

import os
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, NamedTuple

Now = Callable[[], int]
"""UTC, milliseconds since 1970."""
LATEST: Final = 32_503_680_000_000
"""The year 3000; a later moment in a file from outside is none."""


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


def local_time(moment: int) -> datetime:
    """A moment (UTC, milliseconds) in the time of the meeting room."""
    return datetime.fromtimestamp(moment // 1000, UTC).astimezone()

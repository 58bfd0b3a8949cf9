"""A step that is killed: a child that gets SIGKILL in the middle, at a moment one can name.

The moment is the n-th statement, sync or renaming, so that a failure comes again and shrinks.
Nothing in memory survives; what lies on the disk is what a reboot would find.
"""

import os
import signal
from collections.abc import Callable

import pytest

CAN_KILL = hasattr(os, "fork")
needs_kill = pytest.mark.skipif(not CAN_KILL, reason="NOT TESTED: needs fork and kill")


def killed(step: Callable[[], object], at: int) -> bool:
    """Run a step in a child that dies before its n-th touch of the disk.

    Args:
        step: What to do; nothing of it comes back but what lies on the disk.
        at: Before which touch, counted from 1.

    Returns:
        Whether it died; False if the step was over by then.
    """
    child = os.fork()
    if child == 0:
        try:
            _arm(at)
            step()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _arm(at: int) -> None:
    from reviewtui.session import file

    left = at

    def touch(*_what: object) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    connect = file._database

    def watched(path: object) -> object:
        connection = connect(path)  # type: ignore[arg-type]
        connection.set_trace_callback(touch)
        return connection

    file._database = watched  # type: ignore[assignment]
    for name in ("fsync", "replace", "rename", "link"):
        _before(name, touch)


def _before(name: str, touch: Callable[..., None]) -> None:
    honest = getattr(os, name)

    def watched(*words: object, **keys: object) -> object:
        touch()
        return honest(*words, **keys)

    setattr(os, name, watched)

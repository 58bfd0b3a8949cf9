"""When a screen under test is still: nobody has anything left to do.

Textual's own wait looks at the processor: a screen counts as still once 20 ms went by without
work. Every key costs three such pauses, and a thread that waits for the disk counts as rest.
Here a wait ends when it may, and not before.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Final

import pytest
from textual import app, pilot
from textual._context import active_app

from reviewtui.session.writer import Writer

A_MOMENT: Final = 0.002
"""Seconds between two looks at what runs beside the screen."""


@contextmanager
def still_screens() -> Iterator[None]:
    """Keys and pauses of a test's hand wait for stillness."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "wait_for_idle", still)
        patch.setattr(pilot, "wait_for_idle", still)
        patch.setattr(Writer, "submit", _watched(Writer.submit))
        patch.setattr(Writer, "_do", _counted(Writer._do))
        yield


async def still(_least: float = 0, most: float = 1) -> None:
    """Wait until no task is ready, nothing is stored or worked out and no picture is due.

    Args:
        most: Seconds; what a test holds up is waited for no longer.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + most
    while loop.time() < end:
        if _works():
            await asyncio.sleep(A_MOMENT)
            continue
        await asyncio.sleep(0)
        if not (loop._ready or _works() or _draws()):  # type: ignore[attr-defined]
            return


_stored: list[Future[Any]] = []
_writing: list[Writer] = []


def _watched(submit: Callable[..., Future[Any]]) -> Callable[..., Future[Any]]:
    def watched(*words: Any, **keys: Any) -> Future[Any]:
        future = submit(*words, **keys)
        _stored.append(future)
        return future

    return watched


def _counted(do: Callable[[Writer, Any], None]) -> Callable[[Writer, Any], None]:
    def counted(writer: Writer, job: Any) -> None:
        _writing.append(writer)
        try:
            do(writer, job)
        finally:
            _writing.remove(writer)

    return counted


def _works() -> bool:
    """Whether a worker runs, the session stores, or the terminal's new size is on its way."""
    _stored[:] = [future for future in _stored if not future.done()]
    shown = active_app.get()
    return bool(_stored or _writing or shown._batch_count or shown._resize_event) or not all(
        worker.is_finished for worker in shown.workers
    )


def _draws() -> bool:
    """Draw what is due, rather than wait for the next of sixty pictures a second."""
    shown = active_app.get()
    screen = shown._screen_stack[-1] if shown._screen_stack else None
    if screen is None or not screen.is_running or not screen._update_timer._active.is_set():
        return False
    screen._on_timer_update()
    return True

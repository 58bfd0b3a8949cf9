"""A terminal that goes away must not keep the program, and with it the session, open.

Textual 8.2.8 writes in a thread that ends with the first error; whoever writes after it
waits for ever once 30 writes are queued. And the kernel wakes the program of a terminal that
closes (SIGCONT); Textual takes that for a return from the background and begins anew. The
hang-up itself (SIGHUP) is lost on a busy loop: asyncio's pipe holds about 278 wake-ups.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from textual import constants

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message


def driver_class() -> "type[Driver] | None":
    """The driver that outlives its terminal; None leaves the choice to Textual.

    Windows ends the programs of a console that closes.
    """
    if sys.platform == "win32" or constants.DRIVER is not None:
        return None
    return _outliving_driver()


class Outlet:
    """A stream that throws away what nobody can read any more, and tells it once."""

    def __init__(self, stream: TextIO, lost: Callable[[], object]) -> None:
        self._stream = stream
        self._lost = lost
        self._open = True

    def write(self, text: str) -> None:
        """Write the text, or lose it."""
        self._attempt(lambda: self._stream.write(text))

    def flush(self) -> None:
        """Write out what is buffered, or lose it."""
        self._attempt(self._stream.flush)

    def fileno(self) -> int:
        """The descriptor of the stream."""
        return self._stream.fileno()

    def _attempt(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except BlockingIOError:
            return
        except OSError:
            if self._open:
                self._open = False
                self._lost()


def _outliving_driver() -> "type[Driver]":
    import signal
    import termios

    from textual.drivers.linux_driver import LinuxDriver

    from reviewtui.tui.esc_digit import parted, read_apart

    read_apart()

    class OutlivingDriver(LinuxDriver):
        """Writes through an outlet, and does not begin anew on a terminal that is gone."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._file: Any = Outlet(self._file, self._end)

        def process_message(self, message: "Message") -> None:
            for own in parted(message):
                super().process_message(own)

        def _end(self) -> None:
            self._app.call_later(self._app.exit, return_code=128 + signal.SIGHUP)

        def _sigcont_application(self, *args: Any) -> None:
            try:
                termios.tcgetattr(self.fileno)
            except termios.error:
                return
            super()._sigcont_application(*args)

    return OutlivingDriver

"""A real terminal for tests: the program in a pty, its screen kept by a terminal emulator."""

import contextlib
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import pyte

PROGRAM = (sys.executable, "-m", "reviewtui")

# Sequences that the emulator does not know and would print: device queries, keyboard modes.
_UNKNOWN = re.compile(rb"\x1bP.*?\x1b\\|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[[?][0-9;]*\$p")

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
}


class Terminal:
    """A program in a pty of a given size; `screen` is what a person would read."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""
        self.raw = bytearray()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:  # pragma: no cover  the child
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it would be ignored
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor"})
            os.environ.update(env or {})
            if cwd:
                os.chdir(cwd)
            os.execvp(argv[0], list(argv))
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.set_blocking(self._fd, False)
        os.set_inheritable(self._fd, False)  # else the next program holds this terminal open
        self.returncode: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill(signal.SIGKILL)
        os.close(self._fd)

    def pump(self, seconds: float = 0.0) -> int:
        """Read what the program has written within `seconds`; return how many bytes."""
        read = 0
        deadline = time.monotonic() + seconds
        while True:
            ready, _, _ = select.select([self._fd], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return read
            try:
                chunk = os.read(self._fd, 1 << 16)
            except OSError as error:
                if error.errno == errno.EIO:
                    return read
                raise
            if not chunk:
                return read
            read += len(chunk)
            self.raw += chunk
            self._feed(chunk)
            if seconds == 0.0:
                deadline = time.monotonic()

    def _feed(self, chunk: bytes) -> None:
        data = self._held + chunk
        cut = data.rfind(b"\x1b")
        self._held = b""
        if cut >= 0 and len(data) - cut < 64 and not re.search(rb"[a-zA-Z\\]", data[cut + 2 :]):
            data, self._held = data[:cut], data[cut:]
        self._stream.feed(_UNKNOWN.sub(b"", data))

    @property
    def screen(self) -> list[str]:
        """The lines on the screen; a wide character takes two cells, the second of them empty."""
        columns = range(self._screen.columns)
        return [
            "".join(self._screen.buffer[line][column].data for column in columns)
            for line in range(self._screen.lines)
        ]

    @property
    def text(self) -> str:
        """The screen as one text without the blanks between wide characters."""
        return "\n".join(line.rstrip() for line in self.screen)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and line of the hardware cursor."""
        return self._screen.cursor.x, self._screen.cursor.y

    def shows(self, wanted: str) -> bool:
        """Whether the text is on the screen, in one line."""
        return any(wanted in line for line in self.screen)

    def wait_for(self, wanted: str, seconds: float = 20.0) -> Self:
        """Wait until the text is on the screen.

        Raises:
            AssertionError: With the screen, if it does not appear in time.
        """
        deadline = time.monotonic() + seconds
        while not self.shows(wanted):
            self.pump(0.02)
            if time.monotonic() > deadline:
                raise AssertionError(f"{wanted!r} does not appear:\n{self.text}")
        return self

    def wait_written(self, *wanted: str, seconds: float = 20.0) -> None:
        """Wait until the program has written these texts; the emulator is not asked, so that
        measuring does not wait for it."""
        deadline = time.monotonic() + seconds
        written = b""
        while not all(text.encode() in written for text in wanted):
            assert time.monotonic() < deadline, f"{wanted} not written"
            if select.select([self._fd], [], [], 1.0)[0]:
                written += os.read(self._fd, 1 << 16)

    def wait_gone(self, unwanted: str, seconds: float = 20.0) -> Self:
        """Wait until the text is no longer on the screen."""
        deadline = time.monotonic() + seconds
        while self.shows(unwanted):
            self.pump(0.02)
            if time.monotonic() > deadline:
                raise AssertionError(f"{unwanted!r} stays:\n{self.text}")
        return self

    def settle(self, quiet: float = 0.08, most: float = 5.0) -> Self:
        """Read until the program has written nothing for `quiet` seconds."""
        deadline = time.monotonic() + most
        while self.pump(quiet) and time.monotonic() < deadline:
            pass
        return self

    def press(self, *keys: str) -> Self:
        """Press keys by name (`enter`, `down` …); anything else is typed as it is."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())
            self.pump()
        return self

    def freeze(self, *keys: str, pause: float = 0.02) -> None:
        """Press keys at a pace, and read nothing of what they bring about."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())
            time.sleep(pause)

    def close(self, seconds: float = 20.0) -> int | None:
        """Close the terminal under the program; return its wait status, None if it stays."""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self._fd, inheritable=False)  # the last descriptor of the pty goes
        os.close(nothing)
        return self.wait(seconds)

    def kill(self, number: int = signal.SIGKILL, seconds: float = 20.0) -> int | None:
        """Send a signal and collect the program; return its wait status."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
            self.wait(seconds)
            if self.returncode is None:
                os.kill(self.pid, signal.SIGKILL)
                self.wait(seconds)
        return self.returncode

    def wait(self, seconds: float = 20.0) -> int | None:
        """Wait until the program has ended; return its wait status."""
        deadline = time.monotonic() + seconds
        while self.returncode is None and time.monotonic() < deadline:
            if not self.pump(0.01):
                time.sleep(0.01)  # a terminal without a program answers at once
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = status
        return self.returncode

    def cpu_ns(self) -> int:
        """CPU time of all threads of the program so far, in nanoseconds (Linux)."""
        total = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total

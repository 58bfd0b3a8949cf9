"""What commands say: results on standard output, messages on standard error.

Nothing is coloured or shortened here. Without a terminal nothing is wrapped either: a line is as
long as what it says, so that pipes, screen readers and copying get all of it.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence

from reviewtui.locales import _
from reviewtui.locales.width import cell_len, pad, wrap


def tell(text: str = "") -> None:
    """A line of the result, on standard output."""
    print(text)


class NextStep(str):
    """The sentence that names the next command; nothing is said after it."""

    __slots__ = ()


_waiting: list[str] = []


def say(text: str) -> None:
    """A message to the person, on standard error."""
    if isinstance(text, NextStep):
        say_what_waited()
    print(text, file=sys.stderr)


def say_at_the_end(text: str) -> None:
    """A message that is said after the command's own words, before the next step."""
    _waiting.append(text)


def say_what_waited() -> None:
    """Say what was kept for the end of the command."""
    while _waiting:
        say(_waiting.pop(0))


def next_command(*words: object) -> NextStep:
    """The sentence that names the command that comes next, as it can be typed."""
    return NextStep(_("Next: {line}").format(line=shell_line("reviewtui", *words)))


def shell_line(*words: object) -> str:
    """Words as they are typed at a prompt, quoted where they must be."""
    if sys.platform == "win32":
        from subprocess import list2cmdline as joined
    else:
        from shlex import join as joined
    return joined([str(word) for word in words])


def has_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def line_cells() -> int | None:
    """Cells of a line of help in a terminal; None where nothing is to be wrapped."""
    if not sys.stdout.isatty():
        return None
    return max(os.get_terminal_size(sys.stdout.fileno()).columns - 2, 38)


def aligned(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()
) -> list[str]:
    """A table in columns two blanks apart; wide characters count as two cells.

    Args:
        header: Titles of the columns; may be empty texts.
        rows: As many texts per row as there are titles.
        right: Numbers of the columns whose texts stand at the right.
    """
    lines = [header, *rows] if any(header) else list(rows)
    columns = len(header)
    widths = [
        max((cell_len(line[column]) for line in lines), default=0) for column in range(columns)
    ]
    return [
        "  ".join(
            pad(line[column], widths[column], right=column in right) for column in range(columns)
        ).rstrip()
        for line in lines
    ]


def folded(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[int] = (),
    *,
    room: int | None,
) -> list[str]:
    """A table as `aligned` gives it; where it is wider than a terminal, its last column goes
    below each row, and the one before it is wrapped in its place.

    Args:
        room: Cells of a line; None where nothing is to be wrapped.
    """
    lines = aligned(header, rows, right)
    if room is None or all(cell_len(line) <= room for line in lines):
        return lines
    lines = aligned(header[:-1], [row[:-1] for row in rows], right)
    at = cell_len(lines[0]) - cell_len(header[-2])
    found = [lines[0]]
    for line, row in zip(lines[1:], rows, strict=True):
        first, *more = wrap(row[-2], room - at)
        found.append(line.removesuffix(row[-2].rstrip()) + first)
        more += wrap(row[-1], room - at) if row[-1] else []
        found += [" " * at + part for part in more]
    return found


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """One line on standard error that says what is being done, wiped at the end.

    Where standard error is no terminal nothing is said.
    """
    if not sys.stderr.isatty():
        yield lambda _text: None
        return
    width = os.get_terminal_size(sys.stderr.fileno()).columns - 1

    def show(text: str) -> None:
        sys.stderr.write("\r" + pad(wrap(text, width)[0], width) + ("" if text else "\r"))
        sys.stderr.flush()

    try:
        yield show
    finally:
        show("")

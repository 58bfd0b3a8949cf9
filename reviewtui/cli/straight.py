"""The straight way to the form: what people open it with, before any parser is loaded.

The plainest lines only, with a person at the terminal; all others go through `line`.
"""

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from reviewtui.cli.console import has_terminal
from reviewtui.cli.guard import guarded
from reviewtui.cli.language import choose_language
from reviewtui.cli.scoring import demo_form, show_form
from reviewtui.locales import use


def open_straight(arguments: Sequence[str]) -> int | None:
    """Open the form that the line plainly asks for; the exit status, or None if it does not."""
    wanted = _wanted(arguments)
    if wanted is None or not has_terminal():
        return None
    gc.disable()  # collecting while modules load costs a tenth; the first frame ends it
    use(choose_language(None))
    return guarded(wanted, arguments[0])


def _wanted(arguments: Sequence[str]) -> Callable[[], int] | None:
    match arguments:
        case ["demo"]:
            return demo_form
        case ["demo", "--dir", folder] if _is_value(folder):
            return lambda: demo_form(Path(folder))
        case ["score", path] if _is_value(path):
            return lambda: show_form(Path(path))
        case ["score", path, "--expert", code] if _is_value(path) and _is_value(code):
            return lambda: show_form(Path(path), code)
    return None


def _is_value(word: str) -> bool:
    return not word.startswith("-")

"""The door: the terminal's environment first, then one command."""

import contextlib
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _prepare()
    if given == ["--version"]:
        from reviewtui import __version__

        print(f"reviewtui {__version__}")
        return 0
    if given and given[0] in ("score", "demo"):
        from reviewtui.cli.straight import open_straight

        status = open_straight(given)
        if status is not None:
            return status
    from reviewtui.cli.line import run

    return run(given)


def _prepare() -> None:
    """Keep input methods working, nothing moving, every character printable, and a home.

    With the kitty keyboard protocol some terminals hand keys to the program before the
    input method has composed them.
    """
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    if not os.path.isabs(os.path.expanduser("~")):
        _settle()
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _settle() -> None:
    """A home for an account without one: else all it keeps goes into a folder named ~ here."""
    from reviewtui.domain.findings import Refused
    from reviewtui.exchange.work_folder import own_temporary

    with contextlib.suppress(Refused):
        os.environ["HOME"] = str(own_temporary())


if __name__ == "__main__":
    sys.exit(main())

"""No traceback reaches a person: refusals are sentences, surprises go into the log file.

The log holds where the program stood, never what was in it: no marks, no names.
"""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reviewtui import __version__
from reviewtui.cli.console import say, say_what_waited
from reviewtui.domain.findings import Refused
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _

REFUSED: Final = 1
WRONG_USE: Final = 2
INTERRUPTED: Final = 130
LOG_BYTES: Final = 1_000_000
"""The log begins anew beyond this size."""


class WrongUse(Exception):  # noqa: N818  the person's slip, not the program's
    """Arguments that do not go together; the sentence says which."""


def guarded(command: Callable[[], int], name: str) -> int:
    """Run a command; the exit status, whatever happens in it.

    Args:
        command: What to run.
        name: What the log calls it; no arguments, they may carry names.
    """
    try:
        return _guarded(command, name)
    finally:
        say_what_waited()


def _guarded(command: Callable[[], int], name: str) -> int:
    try:
        status = command()
        sys.stdout.flush()
        return status
    except WrongUse as slip:
        say(f"reviewtui {name}: {slip}")
        say(_("Examples and all options: {line}").format(line=f"reviewtui {name} --help"))
        return WRONG_USE
    except Refused as refused:
        for reason in refused.reasons:
            say(str(reason))
        return REFUSED
    except BrokenPipeError:
        # The reader went away; a second complaint at exit would be a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as fault:
        if os.environ.get("REVIEWTUI_DEBUG"):
            raise
        say(sentence_of(fault))
        return REFUSED
    except Exception as fault:
        if os.environ.get("REVIEWTUI_DEBUG"):
            raise
        say(_not_on_sticks(fault) or _report(fault, name))
        return REFUSED


def _not_on_sticks(fault: Exception) -> str:
    """What to say if a stick's program was asked for the desk's work; "" if it is not that."""
    from reviewtui.exchange.runtime import DESK_ONLY

    lacking = getattr(fault, "error", fault)  # what failed in the background comes wrapped
    if not isinstance(lacking, ModuleNotFoundError) or lacking.name is None:
        return ""
    if lacking.name.partition(".")[0] not in DESK_ONLY:
        return ""
    return _(
        "this is the program of an expert's stick; it has no statistics and writes no Word "
        "files. Nothing is lost: do it with the program from which the sticks were written"
    )


def sentence_of(fault: OSError) -> str:
    """What the system refused, to which file, in the reader's language."""
    reason = reason_of(fault)
    return f"{fault.filename}: {reason}" if fault.filename else reason


def log_file() -> Path:
    """Where unexpected errors are noted."""
    import platformdirs

    return Path(platformdirs.user_log_dir("reviewtui", appauthor=False)) / "reviewtui.log"


def _report(fault: BaseException, name: str) -> str:
    kept = _("Marks that were confirmed are stored in the session.")
    try:
        path = note(fault, name)
    except OSError as second:
        where = sentence_of(second)
        return _("An unexpected error ({kind}); it could not be noted: {where}").format(
            kind=type(fault).__name__, where=where
        )
    return (
        _("An unexpected error ({kind}); where it happened is noted in {file}").format(
            kind=type(fault).__name__, file=path
        )
        + "\n"
        + kept
    )


def note(fault: BaseException, name: str) -> Path:
    """Add an error to the log: kinds and places only, no message, no values."""
    path = log_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} reviewtui {__version__} "
        f"python {sys.version.split()[0]} {sys.platform} {name if name.isidentifier() else '-'}"
    ]
    link: BaseException | None = fault
    while link is not None:
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}")
        lines += _places(link)
        link = link.__cause__ or link.__context__
    begin_anew = path.exists() and path.stat().st_size > LOG_BYTES
    with path.open("w" if begin_anew else "a", encoding="utf-8") as log:
        log.write("\n".join(lines) + "\n")
    return path


def _places(fault: BaseException) -> list[str]:
    places = []
    step = fault.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        places.append(f"    {code.co_filename}:{step.tb_lineno} {code.co_qualname}")
        step = step.tb_next
    return places

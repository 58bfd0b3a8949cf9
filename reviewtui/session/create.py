"""A new session: one self-contained file with panel and table frozen in it."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Custody
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _
from reviewtui.session.clock import Now, new_session_id, utc_now
from reviewtui.session.faults import obstacle, refused
from reviewtui.session.file import open_session
from reviewtui.session.founding import Founding, found
from reviewtui.session.meeting import Keeper
from reviewtui.session.opening_code import (
    SALT_SIZE,
    OpeningCode,
    draw_digits,
    make_opening_code,
)
from reviewtui.session.whole_file import put_in_place, sync_folder


def create_session(
    path: Path,
    panel: Panel,
    *,
    replace: bool = False,
    now: Now = utc_now,
    new_id: Callable[[], str] = new_session_id,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> str:
    """Write the session file of a meeting. It appears whole or not at all.

    Args:
        path: Where; an existing file is left as it is.
        panel: Read from its document; document and table are frozen into the session.
        replace: Whether an existing session gives way, once the new one is completely written.
        now: Clock, UTC milliseconds.
        new_id: Gives the session's id.
        random_bytes: Gives the opening code and its salt.

    Returns:
        The opening code for the envelope, ungrouped; "" for a trial, which has none.

    Raises:
        Refused: If the file exists, the folder cannot be written, or the panel is not fit;
            with `replace`, if what exists is no session or is open elsewhere.
    """
    code = None if panel.trial else _new_code(random_bytes)
    kept = code
    if code is not None and panel.rule.custody is Custody.SUPERVISOR:
        kept = code._replace(digits="")
    made = Founding(new_id(), panel, Keeper.DESK, now(), kept)
    write_session(path, made, replace=replace)
    return code.digits if code else ""


def write_session(path: Path, made: Founding, *, replace: bool = False) -> None:
    """Write a session file, whoever it is for.

    Raises:
        Refused: As `create_session`.
    """
    path = path.absolute()
    if path.exists() and not replace:
        raise refused(path, _("this file already exists; nothing was written"))
    half = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        found(half, made)
        if replace and path.exists():
            _replace(half, path)
        else:
            put_in_place(half, path)
    except FileExistsError as error:
        raise refused(path, _("this file already exists; nothing was written")) from error
    except OSError as error:
        raise _not_written(path, reason_of(error)) from error
    except sqlite3.Error as error:
        raise _not_written(path, obstacle(path, error)) from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink()


def _new_code(random_bytes: Callable[[int], bytes]) -> OpeningCode:
    return make_opening_code(draw_digits(random_bytes), random_bytes(SALT_SIZE))


def _replace(half: Path, path: Path) -> None:
    """Give the finished file the name of a session that nobody has open.

    Opening and closing that session also folds its log into it: a log that stayed behind
    would be taken for the new one's.
    """
    open_session(path).close()
    if path.with_name(f"{path.name}-wal").exists():
        raise refused(path, _("the old session could not be closed; it was not replaced"))
    os.replace(half, path)
    sync_folder(path.parent)


def _not_written(path: Path, said: str) -> Exception:
    return refused(path, _("the session could not be written: {said}").format(said=said))

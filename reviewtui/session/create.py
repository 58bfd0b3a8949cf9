"""A new session: one self-contained file with panel and table frozen in it."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from reviewtui import __version__
from reviewtui.domain.canonical import Canonical, canonical_bytes
from reviewtui.domain.findings import Finding, refuse_if
from reviewtui.domain.make_sheet import check_rule_fits, make_sheet
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _
from reviewtui.session.clock import Now, new_session_id, utc_now
from reviewtui.session.faults import obstacle, refused
from reviewtui.session.file import open_session
from reviewtui.session.journal import EventKind, Journal
from reviewtui.session.keys import DESK
from reviewtui.session.meeting import Keeper
from reviewtui.session.schema import create_tables


def create_session(
    path: Path,
    panel: Panel,
    *,
    role: Keeper | str = Keeper.DESK,
    replace: bool = False,
    now: Now = utc_now,
    new_id: Callable[[], str] = new_session_id,
) -> None:
    """Write a new session file. It appears whole or not at all.

    Args:
        path: Where; an existing file is left as it is.
        panel: Read from its document; document and table are frozen into the session.
        role: Whose file it is.
        replace: Whether an existing session gives way, once the new one is completely written.
        now: Clock, UTC milliseconds.
        new_id: Gives the session's id.

    Raises:
        Refused: If the file exists, the folder cannot be written, or the panel is not fit;
            with `replace`, if what exists is no session or is open elsewhere.
    """
    path = path.absolute()
    if path.exists() and not replace:
        raise refused(path, _("this file already exists; nothing was written"))
    half = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _write(half, panel, Keeper(role), now(), new_id())
        if replace and path.exists():
            _replace(half, path)
        else:
            _put_in_place(half, path)
    except FileExistsError as error:
        raise refused(path, _("this file already exists; nothing was written")) from error
    except OSError as error:
        raise _not_written(path, reason_of(error)) from error
    except sqlite3.Error as error:
        raise _not_written(path, obstacle(path, error)) from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink()


def _write(path: Path, panel: Panel, role: Keeper, at: int, session: str) -> None:
    findings: list[Finding] = []
    sheet = make_sheet(panel, panel.id, findings)
    check_rule_fits(panel, sheet, panel.id, findings)
    refuse_if(findings)
    definition: dict[str, Canonical] = {"panel": panel.data, "set": panel.table.data}
    text = canonical_bytes(definition).decode()
    rule = rule_hash(panel.rule)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        create_tables(connection)
        connection.execute(
            "INSERT INTO session (session_id, role, created_at, definition, sheet_hash, "
            "rule_hash, trial, app) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (session, role.value, at, text, sheet.hash, rule, int(panel.trial), __version__),
        )
        connection.executemany(
            "INSERT INTO settled (session_id, candidate, row, value, evidence, settled_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (session, item.candidate, item.row, item.value, item.evidence, at)
                for item in panel.settled
            ],
        )
        Journal(session).append(
            connection,
            at,
            DESK,
            EventKind.CREATED,
            {
                "panel": panel.id,
                "role": role.value,
                "trial": int(panel.trial),
                "sheet": sheet.hash,
                "rule": rule,
                "set": panel.table.hash,
            },
        )
        connection.execute("COMMIT")
    finally:
        connection.close()


def _put_in_place(half: Path, path: Path) -> None:
    """Give the finished file its name without replacing anything."""
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this drive; on Windows rename refuses to replace
        if path.exists():
            raise FileExistsError(path) from None
        os.rename(half, path)
    _sync_folder(path.parent)


def _replace(half: Path, path: Path) -> None:
    """Give the finished file the name of a session that nobody has open.

    Opening and closing that session also folds its log into it: a log that stayed behind
    would be taken for the new one's.
    """
    open_session(path).close()
    if path.with_name(f"{path.name}-wal").exists():
        raise refused(path, _("the old session could not be closed; it was not replaced"))
    os.replace(half, path)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    """Make the new name durable, where the system can say so of a folder."""
    if os.name == "posix":
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _not_written(path: Path, said: str) -> Exception:
    return refused(path, _("the session could not be written: {said}").format(said=said))

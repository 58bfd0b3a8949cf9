"""The first transaction of a session file: what it is made of, whoever makes it."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from reviewtui import __version__
from reviewtui.domain.canonical import Canonical, canonical_bytes
from reviewtui.domain.findings import Finding, refuse_if
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.rule_fits import check_rule_fits
from reviewtui.session.journal import EventKind, Journal
from reviewtui.session.keys import DESK, store_key
from reviewtui.session.meeting import Keeper
from reviewtui.session.opening_code import OpeningCode, store_opening_code
from reviewtui.session.schema import create_tables


class Founding(NamedTuple):
    """What a new session file holds.

    Attributes:
        session: The session's id.
        at: UTC milliseconds.
        code: The opening code as this file may know it; None where nothing is boxed.
        seed: An expert's signing key, in his working copy.
        expert: Whose working copy it is; "" at the desk.
    """

    session: str
    panel: Panel
    role: Keeper
    at: int
    code: OpeningCode | None = None
    seed: bytes = b""
    expert: str = ""
    start: Mapping[str, Canonical] | None = None


def found(path: Path, made: Founding) -> None:
    """Write the tables and the first entry of the journal, durably.

    Raises:
        Refused: If the panel is not fit for a session.
        sqlite3.Error: If the file cannot be written.
    """
    panel = made.panel
    findings: list[Finding] = []
    sheet = make_sheet(panel, panel.id, findings)
    check_rule_fits(panel, sheet, panel.id, findings)
    refuse_if(findings)
    definition = canonical_bytes(definition_of(panel)).decode()
    rule = rule_hash(panel.rule)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        create_tables(connection)
        connection.execute(
            "INSERT INTO session (session_id, role, created_at, definition, sheet_hash, "
            "rule_hash, trial, app) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(made.session, made.role.value, made.at, definition),
                *(sheet.hash, rule, int(panel.trial), __version__),
            ),
        )
        connection.executemany(
            "INSERT INTO settled (session_id, candidate, row, value, evidence, settled_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (made.session, item.candidate, item.row, item.value, item.evidence, made.at)
                for item in panel.settled
            ],
        )
        if made.code is not None:
            store_opening_code(connection, made.session, made.code)
        told: dict[str, Canonical] = {
            "panel": panel.id,
            "role": made.role.value,
            "trial": int(panel.trial),
            "sheet": sheet.hash,
            "rule": rule,
            "set": panel.table.hash,
        }
        if made.expert:
            told["kit"] = store_key(connection, made.session, made.expert, made.seed, made.at)
        else:
            told["app"] = __version__
        journal = Journal(made.session)
        journal.append(connection, made.at, DESK, EventKind.CREATED, told)
        if made.start is not None:
            journal.append(connection, made.at, DESK, EventKind.ROUND, made.start)
        connection.execute("COMMIT")
    finally:
        connection.close()


def definition_of(panel: Panel) -> Mapping[str, Canonical]:
    """The two documents a session is read from: panel and indicator set."""
    return {"panel": panel.data, "set": panel.table.data}

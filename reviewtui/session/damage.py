"""What is damaged in a session file, row by row, when it no longer holds what was written.

Readers of a table trust it: what they cannot read makes them fail, wherever they stand. Only
then the whole file is looked at here, and the sentence names the row instead of the failure.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import N_, _
from reviewtui.session.faults import Damaged
from reviewtui.session.file import SessionFile
from reviewtui.session.journal import EventKind, verify_chain

UNREADABLE: Final = (
    sqlite3.Error, ValueError, TypeError, LookupError, AttributeError, AssertionError,
    RecursionError,
)  # fmt: skip
"""How a reader fails on what the program never wrote."""

MOST_TOLD: Final = 20
"""Findings of the database itself, and damaged rows of one table."""

TABLE_NAMES: Final[Mapping[str, str]] = {
    "session": N_("the session's own table"),
    "signing_key": N_("the table of keys"),
    "settled": N_("the table of settled values"),
    "draft": N_("the table of drafts"),
    "journal": N_("the journal"),
    "ballot": N_("the table of ballots"),
    "ballot_mark": N_("the table of marks"),
    "place": N_("the table of cursors"),
    "opening_code": N_("the table of the opening code"),
    "kept_aside": N_("the table of files kept aside"),
    "resolution": N_("the table of resolutions"),
    "amendment": N_("the table of amendments"),
    "typed_pass": N_("the table of what was typed in"),
}
"""What people call a table."""


class _Text(bytes):
    """What a file holds as text, not yet decoded."""


def damages(file: SessionFile) -> list[Finding]:
    """Everything that the program cannot have written; empty for a file that can be read."""
    try:
        return [*_own_words(file), *(_rows(file) or _written(file))]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return [_torn(file, str(error))]


def name_damage(file: SessionFile, fault: BaseException) -> None:
    """Say which rows are damaged instead of how a reader failed on them.

    Raises:
        Damaged: If `fault` is such a failure and there are such rows.
    """
    if _is_unreadable(fault) and (found := damages(file)):
        raise Damaged(*found, _what_now(file)) from fault


def give_up(file: SessionFile, fault: BaseException) -> None:
    """Close a file of which no meeting could be made, saying what is damaged in it.

    Raises:
        Damaged: Unless `fault` is something else that came between.
    """
    try:
        if not isinstance(fault, Refused) and not _is_unreadable(fault):
            return
        if found := damages(file):
            raise Damaged(*found, _what_now(file)) from fault
        if isinstance(fault, Refused):
            raise Damaged(*fault.reasons) from fault
        raise Damaged(_foreign(file), _what_now(file)) from fault
    finally:
        file.close()


def readable(file: SessionFile, look: Callable[[], list[Finding]]) -> list[Finding]:
    """What `look` finds; the damage where it comes upon something that cannot be read."""
    try:
        return look()
    except Refused as refusal:
        return list(refusal.reasons)
    except Exception as fault:
        if not _is_unreadable(fault):
            raise
        return damages(file) or [_foreign(file)]


def _is_unreadable(fault: BaseException | None) -> bool:
    """Whether a reader failed so; what failed in the background or in a library comes wrapped."""
    while fault is not None and not isinstance(fault, UNREADABLE):
        fault = getattr(fault, "error", None) or fault.__cause__
    return fault is not None


def _what_now(file: SessionFile) -> Finding:
    sentence = _("nothing was changed; keep the file as it is and continue with the latest backup")
    return Finding(file.path.name, sentence, warning=True)


def _foreign(file: SessionFile) -> Finding:
    sentence = _("holds something that this program does not write; another program changed it")
    return Finding(file.path.name, sentence)


def _torn(file: SessionFile, said: str) -> Finding:
    return Finding(file.path.name, _("the file is damaged ({said})").format(said=said))


def _own_words(file: SessionFile) -> Iterator[Finding]:
    """What the database finds in its own pages and indexes."""
    for (said,) in file.read(f"PRAGMA integrity_check({MOST_TOLD})"):
        if said != "ok":
            yield _torn(file, said)


def _rows(file: SessionFile) -> list[Finding]:
    return [
        Finding(f"{file.path.name}: {place}", _damaged_words().format(column=column))
        for table in TABLE_NAMES
        for place, column in file.lend(partial(_unreadable, table))
    ]


def _damaged_words() -> str:
    return _("is damaged or was changed by another program: its {column} cannot be read")


def _unreadable(table: str, connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Row and column of what nobody can read in one table, at most `MOST_TOLD` of them."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    found: list[tuple[str, str]] = []
    usual, connection.text_factory = connection.text_factory, _Text
    try:
        for row in connection.execute(f"SELECT * FROM {table}"):
            values = dict(zip((column[1] for column in columns), row, strict=True))
            found += [
                (_place(table, values, columns), name)
                for _at, name, kind, needed, _default, _key in columns
                if not _fits(table, name, values[name], kind, needed=bool(needed))
            ]
            if len(found) >= MOST_TOLD:
                break
    finally:
        connection.text_factory = usual
    return found


def _fits(table: str, name: str, value: object, kind: str, *, needed: bool) -> bool:
    """Whether a column holds what readers take for granted."""
    if value is None:
        return not needed
    if kind == "BLOB":
        return type(value) is bytes
    if kind != "TEXT":
        return type(value) is int
    if not isinstance(value, _Text):
        return False
    try:
        text = value.decode()
        _READERS.get((table, name), str)(text)
    except (ValueError, TypeError, LookupError, RecursionError):
        return False
    return True


def _object(text: str) -> None:
    dict[str, Any](**json.loads(text))


def _ids(text: str) -> None:
    for own in json.loads(text):
        bytes.fromhex(own)


def _definition(text: str) -> None:
    for name in ("panel", "set"):
        dict[str, Any](**json.loads(text)[name])


_READERS: Final[Mapping[tuple[str, str], Callable[[str], object]]] = {
    ("session", "definition"): _definition,
    ("signing_key", "public"): bytes.fromhex,
    ("signing_key", "seed"): bytes.fromhex,
    ("journal", "kind"): EventKind,
    ("journal", "body"): _object,
    ("ballot", "content_id"): bytes.fromhex,
    ("ballot", "supersedes"): _ids,
    ("opening_code", "salt"): bytes.fromhex,
    ("opening_code", "public"): bytes.fromhex,
    ("resolution", "document"): _object,
    ("amendment", "document"): _object,
}
"""What reads a text that is more than a text; it raises on what is not readable."""


def _place(table: str, values: Mapping[str, object], columns: list[tuple[Any, ...]]) -> str:
    """The row by its number, or by what tells it from the others."""
    match table:
        case "journal":
            return _("journal entry {number}").format(number=_shown(values["seq"]))
        case "session":
            return _(TABLE_NAMES[table])
        case "ballot":
            keys = ["number", "expert", "content_id"]
        case _:
            keys = [column[1] for column in columns if column[5] and column[1] != "session_id"]
    row = ", ".join(f"{key} {_shown(values[key])}" for key in keys)
    return _("{table}, row {row}").format(table=_(TABLE_NAMES[table]), row=row)


def _shown(value: object) -> str:
    """A key of a damaged row: short, and nothing that a screen would obey."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return "".join(sign if sign.isprintable() else "?" for sign in text[:12])


def _written(file: SessionFile) -> list[Finding]:
    """The first entry of the journal that is not as it was written, and the documents."""
    found = []
    for session, definition in file.read("SELECT session_id, definition FROM session"):
        broken = verify_chain(file, session)
        found += [] if broken is None else [broken]
        own = hashlib.sha256(definition.encode()).hexdigest()
        for (body,) in file.read(
            "SELECT body FROM journal WHERE session_id = ? AND kind IN ('opened', 'imported')",
            (session,),
        ):
            if json.loads(body).get("definition", own) != own:
                sentence = _("panel or table are not what the session was made with")
                return [*found, Finding(file.path.name, sentence)]
    return found

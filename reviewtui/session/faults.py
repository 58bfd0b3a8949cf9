"""Faults of the disk and of the file, said in sentences."""

import sqlite3
from enum import IntEnum
from pathlib import Path

from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _


class Code(IntEnum):
    """SQLite's primary result codes that people can do something about."""

    BUSY = 5
    LOCKED = 6
    READ_ONLY = 8
    IO = 10
    CORRUPT = 11
    FULL = 13
    CANNOT_OPEN = 14
    NOT_A_DATABASE = 26


class Damaged(Refused):
    """A session that does not hold any more what the program wrote into it."""


def code_of(error: sqlite3.Error) -> int:
    """The primary result code; 0 if the error carries none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def cause(error: sqlite3.Error) -> str:
    """What happened and what helps, for an error while something was saved in a form or by a
    command."""
    match code_of(error):
        case Code.FULL:
            return _("the disk is full; free some space and try again")
        case Code.IO:
            return _("the disk reports a fault; check the drive and try again")
        case Code.READ_ONLY | Code.CANNOT_OPEN:
            return _(
                "the file can no longer be written; "
                "check the drive and its write protection and try again"
            )
        case Code.BUSY | Code.LOCKED:
            return _("another program holds the file; close it and try again")
        case Code.CORRUPT | Code.NOT_A_DATABASE:
            return _("the file is damaged; close it and continue with the latest backup")
    return _("the database reports: {error}").format(error=error)


def obstacle(path: Path, error: sqlite3.Error) -> str:
    """What keeps a file from being made or opened, and what helps."""
    match code_of(error):
        case Code.FULL:
            return _("the disk is full; free some space and try again")
        case Code.IO:
            return _("the disk reports a fault; check the drive and try again")
        case Code.READ_ONLY | Code.CANNOT_OPEN if not path.parent.is_dir():
            return _("there is no folder {folder}").format(folder=path.parent)
        case Code.READ_ONLY | Code.CANNOT_OPEN:
            return _(
                "the folder {folder} cannot be written; choose another one or check its "
                "write protection"
            ).format(folder=path.parent)
    return _("the database reports: {error}").format(error=error)


def refused(path: Path, sentence: str) -> Refused:
    """A refusal about the session file."""
    return Refused(Finding(path.name, sentence))


def damaged(path: Path, said: str) -> Damaged:
    """The refusal of a session file in which the database itself finds a fault."""
    sentence = _("the file is damaged ({said}); continue with the latest backup")
    return Damaged(Finding(path.name, sentence.format(said=said)))

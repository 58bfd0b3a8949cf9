"""Whether a file is one of our Excel score sheets, and what it says of itself."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange.score_sheet_form import (
    EXCEL_FORM,
    PAPER_FORM,
    SHEET_NAME,
    Identity,
    identity_in,
)
from reviewtui.exchange.workbook_gate import ReceivedBook
from reviewtui.locales import _, in_every_language

_LARGEST_LIST: Final = 1024 * 1024
"""Bytes of the part of a workbook that names its sheets and constants."""


def is_score_sheet(path: Path) -> bool:
    """Whether a workbook is one of our score sheets, to fill in or to print, or is called so."""
    try:
        with path.open("rb") as file:
            named = _parts_named(file)
    except OSError:
        return False
    forms = (EXCEL_FORM, PAPER_FORM)
    return _is_called(path.name) or any(form.encode() in named for form in forms)


def is_form(content: bytes) -> bool:
    """Whether a file is one of our Excel score sheets; nothing of it is parsed."""
    return EXCEL_FORM.encode() in _parts_named(BytesIO(content))


def is_of_another_meeting(content: bytes, session: str) -> bool:
    """Whether a file is one of our Excel score sheets and names another session."""
    named = _parts_named(BytesIO(content))
    return EXCEL_FORM.encode() in named and session.encode() not in named


def is_called_form(content: bytes, name: str) -> bool:
    """Whether a file has the name of a score sheet, whatever became of it.

    Saved in an old format, encrypted or cut short it cannot be told by what is in it; but an
    expert's marks may be lost with it. The sheet that is printed has a like name and is none.
    """
    return _is_called(name) and PAPER_FORM.encode() not in _parts_named(BytesIO(content))


def is_one_of_ours(content: bytes, name: str) -> bool:
    """Whether a workbook is one that goes out beside kits and brings nothing back."""
    return PAPER_FORM.encode() in _parts_named(BytesIO(content)) or name in (
        f"{one}.xlsx" for one in in_every_language("signature-list")
    )


def _is_called(name: str) -> bool:
    own = (re.escape(one).replace(r"\{code\}", ".+") for one in in_every_language(SHEET_NAME))
    return re.search("|".join(own), name) is not None


def _parts_named(workbook: BinaryIO) -> bytes:
    """The part of a workbook that holds defined names; empty where there is none."""
    try:
        with (
            zipfile.ZipFile(workbook) as archive,
            archive.open("xl/workbook.xml") as part,
        ):
            return part.read(_LARGEST_LIST)
    except (
        zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError,
        EOFError, zlib.error,
    ):  # fmt: skip
        return b""


def require_form(book: ReceivedBook) -> Identity:
    """What a workbook says of itself, if it is a sheet to be filled in.

    Raises:
        Refused: If it is none, with what it is.
    """
    identity = identity_in(dict(book.marks))
    if identity is None or identity.form != EXCEL_FORM:
        raise Refused(Finding(book.name, _no_form(identity)))
    if not identity.round.isdecimal() or not 1 <= int(identity.round) <= 99:
        sentence = _("its hidden id was changed; take a fresh copy of the sheet")
        raise Refused(Finding(book.name, sentence))
    return identity


def _kind(form: str) -> str:
    """A form without its version."""
    return form.partition("/")[0]


_KINDS: Final = frozenset(map(_kind, (EXCEL_FORM, PAPER_FORM)))


def _no_form(identity: Identity | None) -> str:
    if identity is None or _kind(identity.form) not in _KINDS:
        return _(
            "is not a score sheet of this program, or was copied into a new workbook and lost its "
            "hidden id; fill in the file that was issued with the kit"
        )
    if identity.form == PAPER_FORM:
        return _(
            "is the sheet to be printed; type it in from the signed paper, or fill in the Excel "
            "sheet beside it"
        )
    return _("is a score sheet of another version of the program; issue it again")

"""Which files kept aside may leave a session with its papers.

A sealed ballot and a score sheet may. Whatever else was handed in by mistake could be anything,
another meeting's kit with its signing key for one, in any wrapping: of that only the name, the
size, the fingerprint and the reason leave.
"""

import json
import zipfile
import zlib
from collections.abc import Collection
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reviewtui.session.ballots import LARGEST_OWN, read_ballot, signer_of
from reviewtui.session.envelope import is_envelope, read_envelope
from reviewtui.session.journal import DRAFTING
from reviewtui.session.kept_aside import JOURNAL, Reason, lying_sheets
from reviewtui.session.kit import FORMAT as KIT
from reviewtui.session.signed import BadBytes

if TYPE_CHECKING:
    from reviewtui.session.session import Session

NO_SEED: Final = "0" * 64
"""Stands where a session made of papers has no signing seed."""

_MOST_UNPACKED: Final = 64 * 1024 * 1024
_SHEET: Final = "xl/workbook.xml"
_NO_XML: Final = ("xl/printerSettings/", "xl/media/", "docProps/thumbnail")
"""Parts of a workbook that office programs add and that are no text."""
_XML_STARTS: Final = (b"<", b"\xef\xbb\xbf<")


def may_leave(why: str, content: bytes, shown: Collection[str], secrets: Collection[bytes]) -> bool:
    """Whether the bytes of a file may leave.

    Args:
        why: For what it was kept.
        content: The file.
        shown: Experts whose drafts may be seen.
        secrets: What must not stand in it, in every spelling.
    """
    parts = [content]
    match why:
        case _ if not content:
            return True
        case _ if why == JOURNAL:
            fits = _tells_no_drafts(content, shown)
        case Reason.SCORE_SHEET:
            parts += (unpacked := _parts_of_sheet(content))
            fits = bool(unpacked)
        case _:
            fits = _is_ballot(content)
    return fits and not any(secret in part for part in parts for secret in secrets)


def leaving_sheets(session: "Session") -> dict[str, bytes]:
    """The Excel sheets among them, by the id of the file."""
    lying = lying_sheets(session)
    secrets = secrets_of(session) if lying else ()
    return {
        item.file_id: content
        for item, content in lying
        if content and may_leave(item.why, content, (), secrets)
    }


def secrets_of(session: "Session") -> frozenset[bytes]:
    """Every secret of a session, in each spelling in which it could stand in a file."""
    from base64 import b64encode

    from reviewtui.session.opening_code import grouped, read_opening_code, unlock

    file, own = session.meeting.file, session.id
    raw = [
        bytes.fromhex(seed)
        for (seed,) in file.read("SELECT seed FROM signing_key WHERE session_id = ?", (own,))
        if seed != NO_SEED
    ]
    code = file.lend(lambda connection: read_opening_code(connection, own))
    found = set()
    if code is not None and code.digits:
        found |= {code.digits.encode(), grouped(code.digits).encode()}
        raw.append(bytes(unlock(code).encode()))
    for secret in raw:
        text = secret.hex()
        found |= {secret, text.encode(), text.upper().encode(), b64encode(secret).rstrip(b"=")}
    return frozenset(found)


def _is_ballot(content: bytes) -> bool:
    """Whether it is a whole ballot, signed by whomever: in its envelope, or its two lines."""
    try:
        if is_envelope(content):
            read_envelope(content, largest=LARGEST_OWN)
        else:
            read_ballot(content, [signer_of(content)])
    except (BadBytes, ValueError):
        return False
    return True


def _parts_of_sheet(content: bytes) -> list[bytes]:
    """What is packed in a workbook; nothing if something else is packed with it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _MOST_UNPACKED:
                return []
            parts = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return []
    text = (part for name, part in parts.items() if not name.startswith(_NO_XML))
    if _SHEET not in parts or not all(part.lstrip().startswith(_XML_STARTS) for part in text):
        return []
    return [] if any(KIT.encode() in part for part in parts.values()) else list(parts.values())


def _tells_no_drafts(content: bytes, shown: Collection[str]) -> bool:
    """Whether another desk's journal tells no drafts but those that may be seen."""
    try:
        lines = [json.loads(line) for line in content.splitlines()]
        return all(kind not in DRAFTING or actor in shown for _at, _no, actor, kind, *_ in lines)
    except (ValueError, TypeError, RecursionError):
        return False

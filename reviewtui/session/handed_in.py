"""What the header of a received ballot tells of how far its expert came; no box is opened."""

from collections.abc import Collection
from typing import NamedTuple

from reviewtui.domain.sheet import Sheet
from reviewtui.session.ballots import LARGEST_OWN
from reviewtui.session.envelope import Header, Progress, is_envelope, read_envelope
from reviewtui.session.file import SessionFile
from reviewtui.session.signed import BadBytes

_SET_ASIDE = (Progress.RECUSED, Progress.DECLINED)


class Told(NamedTuple):
    """Rows known to be done, and rows to judge.

    Of a candidate that is done in part only that much is known: its rows count as open.
    """

    done: int
    total: int


def read_header(file: SessionFile, session: str, content_id: str) -> Header | None:
    """The header of a stored ballot; None for one in the clear, which has none, and for one
    that is not as it was received, which `check` names.

    Raises:
        KeyError: If there is none of that id.
    """
    rows = file.read(
        "SELECT content FROM ballot WHERE session_id = ? AND content_id = ?",
        (session, content_id),
    )
    if not rows:
        raise KeyError(content_id)
    content = bytes(rows[0][0])
    if not is_envelope(content):
        return None
    try:
        return read_envelope(content, largest=LARGEST_OWN).header
    except BadBytes:
        return None


def told_by(header: Header, sheet: Sheet, candidates: Collection[str]) -> Told:
    """How far an expert came with these candidates, as far as his header tells."""
    done = total = 0
    for candidate, state in header.progress.items():
        if state in _SET_ASIDE or candidate not in candidates:
            continue
        rows = len(sheet.judged(candidate))
        total += rows
        done += rows if state is Progress.COMPLETE else 0
    return Told(done, total)

"""The gate for files from outside: read in a fixed order, named at the first thing wrong.

Size, form, signature of the header, session, key, sheet, expert, candidates. Nothing here
looks into a box or touches the session.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from reviewtui.domain.ballot import FORMAT, Channel
from reviewtui.domain.panel import Panel
from reviewtui.locales import _
from reviewtui.session.ballots import read_ballot, signer_of
from reviewtui.session.clock import LATEST
from reviewtui.session.envelope import LARGEST, Header, header_of, is_envelope, read_envelope
from reviewtui.session.kept_aside import Reason
from reviewtui.session.round_record import LAST_ROUND
from reviewtui.session.shelf import LAST_VERSION, signs_for
from reviewtui.session.signed import BadBytes, bad

SHEETS: Final = (".xlsx", ".xls", ".et", ".xlsm")
"""Endings of Excel sheets; those that come here could not be taken as a score sheet."""

_ANY_VERSION: Final = FORMAT.rpartition("/")[0].encode() + b"/"
_VERSION: Final = FORMAT.removeprefix(_ANY_VERSION.decode()).encode()


class Arrival(NamedTuple):
    """A file as it was found.

    Attributes:
        name: As people are told of it; printable.
        content: All its bytes, or the beginning of one that is larger than any ballot.
        size: Bytes of the whole file.
        clear: Whether it may be a ballot in the clear, as a second desk holds imported marks.
        sheet: Of a ballot that was read from an Excel sheet, under which id that would lie aside.
    """

    name: str
    content: bytes
    size: int
    clear: bool = False
    sheet: str = ""


class Received(NamedTuple):
    """A ballot that passed the gate; `signer` is the public key that signed it."""

    arrival: Arrival
    header: Header
    signer: str


class Aside(NamedTuple):
    """A file that did not pass, and what can be said of it."""

    arrival: Arrival
    reason: Reason
    detail: str = ""
    header: Header | None = None


class Gate:
    """Reads files for one session.

    Args:
        session: Its id.
        panel: Its panel as it is now; kits that went out before still hold candidates that
            were withdrawn since.
        sheet: Hash of its sheet.
        holders: Public key to holder, revoked keys too.
    """

    def __init__(self, session: str, panel: Panel, sheet: str, holders: Mapping[str, str]) -> None:
        self._session, self._sheet, self._holders = session, sheet, holders
        self._experts = frozenset(expert.code for expert in panel.experts)
        gone = {candidate.code for candidate in panel.candidates if candidate.withdrawn}
        self._permitted = cache(lambda expert: gone | set(panel.assigned(expert)))

    def read(self, arrival: Arrival) -> Received | Aside:
        """The ballot in a file, or why it is none that counts here."""
        if arrival.size > max(LARGEST, len(arrival.content)):
            return Aside(arrival, Reason.TOO_LARGE)
        try:
            header, signer = self._open(arrival)
        except BadBytes as fault:
            return Aside(arrival, _unread(arrival), str(fault))
        misfit = self._misfit(header, signer)
        return Aside(arrival, misfit, "", header) if misfit else Received(arrival, header, signer)

    def _open(self, arrival: Arrival) -> tuple[Header, str]:
        content = arrival.content
        if not content:
            bad(_("the file is empty"))
        if arrival.clear and not is_envelope(content):
            ballot = read_ballot(content, self._holders)
            header, signer = header_of(ballot, b""), signer_of(content)
        else:
            largest = max(LARGEST, len(content)) if arrival.clear else LARGEST
            header, signer, _boxed, _content = read_envelope(content, largest=largest)
        if not 1 <= header.round <= LAST_ROUND or not 1 <= header.rev <= LAST_VERSION:
            bad(_("its round or version is none"))
        if header.written_at > LATEST:
            bad(_("its time is none"))
        return header, signer

    def _misfit(self, header: Header, signer: str) -> Reason | None:
        if header.session != self._session:
            return Reason.OTHER_MEETING
        holder = self._holders.get(signer)
        if holder is None:
            return Reason.UNKNOWN_KEY
        if holder != signs_for(header.expert, header.channel):
            return Reason.OTHER_KEY
        if header.channel is Channel.FORM and header.kit not in ("", signer):
            return Reason.OTHER_KEY
        if header.sheet != self._sheet:
            return Reason.OTHER_SHEET
        if header.expert not in self._experts:
            return Reason.UNKNOWN_EXPERT
        if not header.progress.keys() <= self._permitted(header.expert):
            return Reason.NOT_ASSIGNED
        return None


def _unread(arrival: Arrival) -> Reason:
    """What kind of file that is which could not be read as a ballot."""
    content = arrival.content
    if is_envelope(content):
        return Reason.DAMAGED
    if content.startswith(_ANY_VERSION):
        line = content[len(_ANY_VERSION) :].partition(b"\n")[0].strip()
        return Reason.DAMAGED if line == _VERSION else Reason.NEWER
    if arrival.name.lower().endswith(SHEETS):
        return Reason.SCORE_SHEET
    if not content:
        return Reason.DAMAGED
    return Reason.NO_BALLOT

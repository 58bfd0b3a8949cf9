"""A ballot on its way: a signed header in the clear, the ballot itself in a sealed box.

Line 1 names the format, line 2 is the header's canonical JSON, line 3 public key and
signature over a fixed prefix and line 2; the box follows to the end of the file. Plan,
board and conflicts need the header only. It carries the SHA-256 of the box, so that
damage on the way shows when the file is received and not when it is opened; and at the
opening the ballot must say everywhere what its header said.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reviewtui.domain.ballot import FORMAT, OPEN, Ballot, Channel, Kind, content_id
from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.states import CandidateState
from reviewtui.domain.strict import hex64, parse_strictly, text, whole
from reviewtui.locales import _
from reviewtui.session.ballots import document_of, read_ballot
from reviewtui.session.box import BadBox, box, unbox
from reviewtui.session.signed import BadBytes, bad, signature_line, verified

if TYPE_CHECKING:
    from nacl.public import PrivateKey

MAGIC: Final = FORMAT.encode() + b"\n"
SIGNED_PREFIX: Final = b"reviewtui/ballot-header/1\n"
LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a file from outside: 40 000 scores take a tenth of it."""

LARGEST_HEADER: Final = 256 * 1024
"""Bytes: 5 000 candidates take half of it. Anybody may sign a header, so it is read before it
is known who did, and that must be quick."""


class Progress(StrEnum):
    """How far an expert came with a candidate; all that a header tells of his marks."""

    COMPLETE = "complete"
    PARTLY = "partly"
    RECUSED = "recused"
    DECLINED = "declined"
    LEFT = "left"


class Header(NamedTuple):
    """What may be known of a ballot before it is opened.

    Attributes:
        content_id: SHA-256 of the ballot's document.
        box: SHA-256 of the sealed box.
        progress: By candidate.

    The other fields repeat the ballot's own (`domain.ballot.Ballot`).
    """

    session: str
    round: int
    kind: Kind
    kit: str
    expert: str
    rev: int
    supersedes: tuple[str, ...]
    channel: Channel
    sheet: str
    written_at: int
    content_id: str
    box: str
    progress: Mapping[str, Progress]

    def document(self) -> bytes:
        """The canonical bytes that are signed."""
        return canonical_bytes(
            {
                "format": FORMAT,
                "session": self.session,
                "round": self.round,
                "kind": self.kind.value,
                "kit": self.kit,
                "expert": self.expert,
                "rev": self.rev,
                "supersedes": sorted(self.supersedes),
                "channel": self.channel.value,
                "sheet": self.sheet,
                "written_at": self.written_at,
                "content_id": self.content_id,
                "box": self.box,
                "progress": {code: state.value for code, state in self.progress.items()},
            }
        )


class Envelope(NamedTuple):
    """A received file taken apart.

    Attributes:
        signer: Public key that signed the header.
        boxed: The sealed box.
        content: All bytes of the file.
    """

    header: Header
    signer: str
    boxed: bytes
    content: bytes


def header_of(ballot: Ballot, boxed: bytes) -> Header:
    """What the header of a ballot in this box must say."""
    return Header(
        session=ballot.session,
        round=ballot.round,
        kind=ballot.kind,
        kit=ballot.kit,
        expert=ballot.expert,
        rev=ballot.rev,
        supersedes=ballot.supersedes,
        channel=ballot.channel,
        sheet=ballot.sheet,
        written_at=ballot.written_at,
        content_id=content_id(ballot.document()),
        box=hashlib.sha256(boxed).hexdigest(),
        progress=progress_of(ballot),
    )


def progress_of(ballot: Ballot) -> dict[str, Progress]:
    """How far the expert came, by candidate."""
    found = {}
    for candidate in {*ballot.cells, *ballot.standings}:
        state = ballot.standings.get(candidate, OPEN).state
        if state is not CandidateState.OPEN:
            found[candidate] = Progress(state.value)
        else:
            cells = ballot.cells.get(candidate, {})
            whole_one = bool(cells) and all(cell.done for cell in cells.values())
            found[candidate] = Progress.COMPLETE if whole_one else Progress.PARTLY
    return found


def pack(
    ballot: Ballot,
    content: bytes,
    seed: bytes,
    public: bytes,
    random_bytes: Callable[[int], bytes],
) -> bytes:
    """The travelling file of a signed ballot.

    Args:
        ballot: What `content` says.
        content: Its two signed lines.
        seed: Of the key that signed them; signs the header too.
        public: Public key of the boxes.
        random_bytes: Gives the box its chance.
    """
    boxed = box(content, public, random_bytes)
    document = header_of(ballot, boxed).document()
    return MAGIC + document + b"\n" + signature_line(document, seed, SIGNED_PREFIX) + b"\n" + boxed


def is_envelope(content: bytes) -> bool:
    """Whether this is a travelling file; otherwise it may be a ballot in the clear."""
    return content.startswith(MAGIC)


def read_envelope(content: bytes, *, largest: int = LARGEST) -> Envelope:
    """Take a travelling file apart; whose key signed it is for the caller to judge.

    Raises:
        BadBytes: At the first thing that is not exactly as it must be.
    """
    if len(content) > largest:
        bad(_("it is larger than any ballot"))
    magic, _first, rest = content.partition(b"\n")
    if magic + b"\n" != MAGIC:
        bad(_("it is not a ballot file of this program"))
    document, _second, rest = rest.partition(b"\n")
    if len(document) > LARGEST_HEADER:
        bad(_("it is larger than any ballot"))
    line, _third, boxed = rest.partition(b"\n")
    signer = verified(document, line, SIGNED_PREFIX, None)
    header = _read_header(document)
    if header.document() != document:
        bad(_("it is not written in the one permitted form"))
    if hashlib.sha256(boxed).hexdigest() != header.box:
        bad(_("it is damaged or incomplete"))
    return Envelope(header, signer, boxed, content)


def open_envelope(envelope: Envelope, key: "PrivateKey", keys: Collection[str]) -> Ballot:
    """The ballot in the box.

    Args:
        envelope: The file taken apart.
        key: Of the boxes.
        keys: Public keys that may have signed the ballot.

    Raises:
        BadBytes: If the box does not open, the ballot in it is none, somebody else signed
            it, or it says something else than its header.
    """
    content = unboxed(envelope, key)
    ballot = read_ballot(content, [envelope.signer] if envelope.signer in keys else [])
    if header_of(ballot, envelope.boxed) != envelope.header:
        bad(_("the ballot in it says something else than its header"))
    return ballot


def unboxed(envelope: Envelope, key: "PrivateKey") -> bytes:
    """The signed lines in the box, unread.

    Raises:
        BadBytes: If the box does not open.
    """
    try:
        content = unbox(envelope.boxed, key)
    except BadBox:
        bad(_("its box cannot be opened with the opening code of this session"))
    if content_id(document_of(content)) != envelope.header.content_id:
        bad(_("the ballot in it says something else than its header"))
    return content


def _read_header(document: bytes) -> Header:
    try:
        return _header(parse_strictly(document))
    except BadBytes:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        bad(_("the header is not that of a ballot"))


def _header(value: Mapping[str, Any]) -> Header:
    if value["format"] != FORMAT:
        bad(_("it has the format {format}").format(format=str(value["format"])[:40]))
    return Header(
        session=text(value["session"]),
        round=whole(value["round"]),
        kind=Kind(value["kind"]),
        kit=text(value["kit"]),
        expert=text(value["expert"]),
        rev=whole(value["rev"]),
        supersedes=tuple(hex64(item) for item in value["supersedes"]),
        channel=Channel(value["channel"]),
        sheet=hex64(value["sheet"]),
        written_at=whole(value["written_at"]),
        content_id=hex64(value["content_id"]),
        box=hex64(value["box"]),
        progress={code: Progress(state) for code, state in value["progress"].items()},
    )

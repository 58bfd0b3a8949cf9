"""A ballot's exact bytes: written, signed, and read back strictly.

Line 1 is the canonical document, line 2 the public key and the Ed25519 signature over a
fixed prefix and line 1, in hexadecimal because base64 has several spellings of the same
bytes. Reading verifies before it parses, and accepts only bytes that writing the parsed
ballot would give again.
"""

from collections.abc import Iterable, Mapping
from types import NoneType
from typing import Any, Final

from reviewtui.domain.ballot import FORMAT, SIGNED_PREFIX, Ballot, Cell, Channel, Kind, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.domain.strict import hex64, parse_strictly, text, whole
from reviewtui.locales import _
from reviewtui.session.signed import BadBytes, bad, signature_line, verified

LARGEST_OWN: Final = 64 * 1024 * 1024
"""Bytes of a ballot in a session: 5 000 candidates with 43 rows take about 10 MB."""

LARGEST_MARK: Final = 1_000_000_000
"""Hundredths; the tables take no more."""


def sign(document: bytes, seed: bytes) -> bytes:
    """The two lines of a ballot."""
    return b"%s\n%s\n" % (document, signature_line(document, seed, SIGNED_PREFIX))


def document_of(content: bytes) -> bytes:
    """Line 1, unverified."""
    return content.split(b"\n", 1)[0]


def signer_of(content: bytes) -> str:
    """The public key that line 2 names, unverified."""
    return content.partition(b"\n")[2].split(b" ", 1)[0].decode()


def read_ballot(content: bytes, keys: Iterable[str], *, largest: int = LARGEST_OWN) -> Ballot:
    """Verify, then parse.

    Args:
        content: The exact bytes.
        keys: Public keys, in hexadecimal, that may have signed it.
        largest: Bytes above which nothing is even looked at.

    Raises:
        BadBytes: At the first thing that is not exactly as it must be.
    """
    if len(content) > largest:
        bad(_("it is larger than any ballot"))
    document, _first, rest = content.partition(b"\n")
    line, end, after = rest.partition(b"\n")
    if not end or after:
        bad(_("it does not consist of a document line and a signature line"))
    verified(document, line, SIGNED_PREFIX, set(keys))
    return parse_unsigned(document)


def parse_unsigned(document: bytes) -> Ballot:
    """A ballot's document by itself, as a kit carries its owner's own.

    Raises:
        BadBytes: At the first thing that is not exactly as it must be.
    """
    ballot, again = _parse(document)
    if again != document:
        bad(_("it is not written in the one permitted form"))
    return ballot


def _parse(document: bytes) -> tuple[Ballot, bytes]:
    """The ballot, and what it would be written as."""
    try:
        ballot = ballot_of(parse_strictly(document))
        return ballot, ballot.document()
    except BadBytes:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        bad(_("the document is not a ballot of this format"))


def ballot_of(value: Any) -> Ballot:
    """The ballot of a parsed document, whoever signed it.

    Raises:
        BadBytes: If it is of another format, and what Python raises of one that is none.
    """
    if value["format"] != FORMAT:
        bad(_("it has the format {format}").format(format=str(value["format"])[:40]))
    cells = _cells(value)
    return Ballot(
        session=text(value["session"]),
        expert=text(value["expert"]),
        sheet=text(value["sheet"]),
        round=whole(value["round"]),
        rev=whole(value["rev"]),
        kind=Kind(value["kind"]),
        channel=Channel(value["channel"]),
        supersedes=tuple(hex64(item) for item in value["supersedes"]),
        kit=text(value["kit"]),
        cells=cells,
        standings={
            candidate: Standing(CandidateState(state), text(reason))
            for candidate, (state, reason) in value["candidates"].items()
        },
        comments={
            candidate: {row: text(said) for row, said in texts.items()}
            for candidate, texts in value["comments"].items()
        },
        reason=text(value["reason"]),
        written_at=whole(value["written_at"]),
        app=text(value["app"]),
    )


def _cells(value: Mapping[str, Any]) -> dict[str, dict[str, Cell]]:
    filled = {(candidate, row) for candidate, row in value["filled"]}
    plain: dict[tuple[str, int | None], Cell] = {}
    cells: dict[str, dict[str, Cell]] = {}
    for candidate, rows in value["cells"].items():
        reasons = value["reasons"].get(candidate, {})
        into = cells[candidate] = {}
        for row, (state, mark) in rows.items():
            cell = plain.get((state, mark)) if type(mark) in (int, NoneType) else None
            if cell is None:
                cell = plain[state, mark] = _cell(state, mark)
            if row in reasons or (candidate, row) in filled:
                reason = text(reasons.get(row, ""))
                cell = cell._replace(reason=reason, filled=(candidate, row) in filled)
            into[row] = cell
    return cells


def _cell(state: str, mark: object) -> Cell:
    if state != CellState.SCORED:
        if mark is not None:
            bad(_("a mark belongs to a scored row and to no other"))
        return Cell(CellState(state))
    if type(mark) is not int:
        bad(_("a mark belongs to a scored row and to no other"))
    if abs(mark) > LARGEST_MARK:
        raise ValueError("too large")
    return Cell(CellState.SCORED, Hundredths(mark))

"""A ballot's exact bytes: written, signed, and read back strictly.

Line 1 is the canonical document, line 2 the public key and the Ed25519 signature over a
fixed prefix and line 1, in hexadecimal because base64 has several spellings of the same
bytes. Reading verifies before it parses, and accepts only bytes that writing the parsed
ballot would give again.
"""

import json
import re
from collections.abc import Iterable, Mapping
from types import NoneType
from typing import Any, Final, NoReturn

from reviewtui.domain.ballot import FORMAT, SIGNED_PREFIX, Ballot, Cell, Channel, Kind, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.locales import _

LARGEST_OWN: Final = 64 * 1024 * 1024
"""Bytes of a ballot in a session: 5 000 candidates with 43 rows take about 10 MB."""

_SIGNATURE: Final = re.compile(rb"([0-9a-f]{64}) ([0-9a-f]{128})\n")
_HEX64: Final = re.compile(r"[0-9a-f]{64}")
_LARGEST_NUMBER: Final = 2**53

LARGEST_MARK: Final = 1_000_000_000
"""Hundredths; the tables take no more."""


class BadBallot(ValueError):  # noqa: N818  it is about the ballot, not an error of ours
    """Bytes that are no ballot; the text says why, in the reader's language."""


def sign(document: bytes, seed: bytes) -> bytes:
    """The two lines of a ballot."""
    from nacl.signing import SigningKey  # 40 ms, and only who seals needs it

    key = SigningKey(seed)
    signature = key.sign(SIGNED_PREFIX + document).signature
    return b"%s\n%s %s\n" % (
        document,
        key.verify_key.encode().hex().encode(),
        signature.hex().encode(),
    )


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
        BadBallot: At the first thing that is not exactly as it must be.
    """
    if len(content) > largest:
        _bad(_("it is larger than any ballot"))
    document, newline, signature = content.partition(b"\n")
    match = _SIGNATURE.fullmatch(signature)
    if not newline or not match:
        _bad(_("it does not consist of a document line and a signature line"))
    public, signed = match[1].decode(), bytes.fromhex(match[2].decode())
    if public not in set(keys):
        _bad(_("it is signed with a key that is not registered"))
    _verify(public, document, signed)
    ballot, again = _parse(document)
    if again != document:
        _bad(_("it is not written in the one permitted form"))
    return ballot


def _verify(public: str, document: bytes, signature: bytes) -> None:
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(bytes.fromhex(public)).verify(SIGNED_PREFIX + document, signature)
    except BadSignatureError:
        _bad(_("the signature does not fit: it was changed after it was signed"))


def _parse(document: bytes) -> tuple[Ballot, bytes]:
    """The ballot, and what it would be written as."""
    try:
        value = json.loads(
            document.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
        ballot = _ballot(value)
        return ballot, ballot.document()
    except BadBallot:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        _bad(_("the document is not a ballot of this format"))


def _ballot(value: Any) -> Ballot:
    if value["format"] != FORMAT:
        _bad(_("it has the format {format}").format(format=str(value["format"])[:40]))
    cells = _cells(value)
    return Ballot(
        session=_text(value["session"]),
        expert=_text(value["expert"]),
        sheet=_text(value["sheet"]),
        round=_whole(value["round"]),
        rev=_whole(value["rev"]),
        kind=Kind(value["kind"]),
        channel=Channel(value["channel"]),
        supersedes=tuple(_content_id(item) for item in value["supersedes"]),
        kit=_text(value["kit"]),
        cells=cells,
        standings={
            candidate: Standing(CandidateState(state), _text(reason))
            for candidate, (state, reason) in value["candidates"].items()
        },
        comments={
            candidate: {row: _text(text) for row, text in texts.items()}
            for candidate, texts in value["comments"].items()
        },
        reason=_text(value["reason"]),
        written_at=_whole(value["written_at"]),
        app=_text(value["app"]),
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
                reason = _text(reasons.get(row, ""))
                cell = cell._replace(reason=reason, filled=(candidate, row) in filled)
            into[row] = cell
    return cells


def _cell(state: str, mark: object) -> Cell:
    if state != CellState.SCORED:
        if mark is not None:
            _bad(_("a mark belongs to a scored row and to no other"))
        return Cell(CellState(state))
    if type(mark) is not int:
        _bad(_("a mark belongs to a scored row and to no other"))
    if abs(mark) > LARGEST_MARK:
        raise ValueError("too large")
    return Cell(CellState.SCORED, Hundredths(mark))


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError(value)
    value.encode()  # a lone surrogate is no text
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST_NUMBER:
        raise TypeError(value)
    return value


def _content_id(value: object) -> str:
    text = _text(value)
    if not _HEX64.fullmatch(text):
        raise ValueError(value)
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate key")
    return result


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _bad(sentence: str) -> NoReturn:
    raise BadBallot(sentence)

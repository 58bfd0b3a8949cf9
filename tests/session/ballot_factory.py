"""Ballot files as kits write them, without kits: for tests of everything that receives them."""

import itertools
import os
from collections.abc import Callable, Sequence

from reviewtui.domain.ballot import Ballot, Kind, Standing
from reviewtui.domain.states import CandidateState
from reviewtui.session.ballots import sign
from reviewtui.session.clock import utc_now
from reviewtui.session.envelope import pack, read_envelope
from reviewtui.session.keys import SEED_SIZE, store_key
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.session import Session
from reviewtui.session.signed import public_of
from tests.session.conftest import scored

_count = itertools.count(1)


def chance(size: int) -> bytes:
    """Bytes that never come again."""
    return os.urandom(size)


def give_key(session: Session, expert: str) -> bytes:
    """Register a new key for an expert, as issuing a kit does; returns its seed."""
    seed = chance(SEED_SIZE)
    session.meeting.writer.submit(
        lambda done: store_key(done.connection, session.id, expert, seed, done.at)
    ).result()
    return seed


def revoke(session: Session, seed: bytes) -> None:
    """Revoke a key, as issuing a kit anew does."""
    session.meeting.writer.submit(
        lambda done: done.connection.execute(
            "UPDATE signing_key SET revoked_at = ? WHERE public = ?", (done.at, public_of(seed))
        )
    ).result()


def make_ballot(
    session: Session,
    expert: str,
    seed: bytes,
    points: float | str = 8,
    *,
    replaces: Sequence[bytes] = (),
    rev: int | None = None,
    kind: Kind = Kind.CAST,
    round: int = 1,  # noqa: A002
) -> Ballot:
    """A ballot with the same mark in every row.

    Args:
        replaces: Files of the earlier versions it replaces.
        rev: Its number; default one above the highest it replaces.
    """
    earlier = [read_envelope(content).header for content in replaces]
    candidates = session.panel.assigned(expert) if kind is Kind.CAST else ()
    recused = {
        code: Standing(CandidateState.RECUSED, "同单位")
        for code in candidates
        if session.panel.recusal(expert, code)
    }
    return Ballot(
        session=session.id,
        expert=expert,
        sheet=session.sheet.hash,
        round=round,
        rev=rev or max((header.rev for header in earlier), default=0) + 1,
        kind=kind,
        supersedes=tuple(sorted(header.content_id for header in earlier)),
        kit=public_of(seed),
        cells={
            code: {row.code: scored(points) for row in session.sheet.judged(code)}
            for code in candidates
            if code not in recused
        },
        standings=recused,
        reason="更正" if earlier else "",
        written_at=utc_now() + next(_count),
    )


def ballot_file(
    session: Session,
    expert: str,
    seed: bytes,
    points: float | str = 8,
    *,
    change: Callable[[Ballot], Ballot] | None = None,
    **keys: object,
) -> bytes:
    """The bytes of a `.ballot` file; `change` spoils the ballot before it is signed."""
    ballot = make_ballot(session, expert, seed, points, **keys)  # type: ignore[arg-type]
    return sealed(session, change(ballot) if change else ballot, seed)


def sealed(session: Session, ballot: Ballot, seed: bytes) -> bytes:
    """Sign and box a ballot."""
    code = session.meeting.file.lend(lambda connection: read_opening_code(connection, session.id))
    assert code is not None
    return pack(ballot, sign(ballot.document(), seed), seed, code.public, chance)


def own_id(content: bytes) -> str:
    """The content id of a ballot file."""
    return read_envelope(content).header.content_id

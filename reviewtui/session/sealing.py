"""From a draft to a signed ballot in the session."""

import sqlite3
from collections.abc import Collection
from dataclasses import replace

from reviewtui.domain.ballot import BLANK, OPEN, Ballot, Cell, Channel, Standing
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.further_round import RoundStart, going_on
from reviewtui.domain.states import AWAY, CandidateState
from reviewtui.session.ballots import sign
from reviewtui.session.draft import Draft
from reviewtui.session.envelope import pack
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import seed_of
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.recall import Sealed
from reviewtui.session.shelf import known_of, shelve
from reviewtui.session.signed import public_of
from reviewtui.session.writer import Transaction


def make_ballot(
    meeting: Meeting,
    expert: str,
    number: int,
    draft: Draft,
    unfinished: Collection[str],
    reason: str,
    start: RoundStart | None = None,
) -> Ballot:
    """The expert's ballot as the draft stands; version and ancestors are still open.

    A candidate he recused himself from or declined carries no cells, whatever the draft
    still keeps; one he left unfinished keeps what he had marked.

    Args:
        unfinished: Candidates that he leaves early.
        reason: Why there is a new version; "" for the first.
        start: What a further round began with.
    """
    if start is not None:
        return _carry_on(meeting, number, start, draft, reason)
    standings: dict[str, Standing] = {}
    cells = {}
    for candidate in meeting.panel.assigned(expert):
        standing = draft.standings.get(candidate)
        if candidate in unfinished:
            standing = Standing(CandidateState.LEFT)
        if standing is not None and standing.state is not CandidateState.OPEN:
            standings[candidate] = standing
        if standing is None or standing.state in (CandidateState.OPEN, CandidateState.LEFT):
            own = draft.cells[candidate]
            rows = meeting.sheet.judged(candidate)
            cells[candidate] = {row.code: own.get(row.code, BLANK) for row in rows}
    comments: dict[str, dict[str, str]] = {}
    for (candidate, row), text in draft.comments.items():
        if text:
            comments.setdefault(candidate, {})[row] = text
    return Ballot(
        session=meeting.id,
        expert=expert,
        sheet=meeting.sheet.hash,
        round=number,
        cells=cells,
        standings=standings,
        comments=comments,
        reason=reason,
        app=meeting.app,
    )


def sign_and_shelve(done: Transaction, meeting: Meeting, ballot: Ballot) -> Sealed:
    """Sign the ballot as the next version and store it, inside the caller's transaction."""
    known, rev = known_of(done.connection, meeting.id, ballot.expert, ballot.round)
    seed = seed_of(
        done.connection, meeting.id, ballot.expert, meeting.sources.random_bytes, done.at
    )
    kit = public_of(seed) if meeting.role is Keeper.EXPERT else ""
    ballot = replace(ballot, supersedes=known, rev=rev + 1, written_at=done.at, kit=kit)
    content = enclosed(done.connection, meeting, ballot, sign(ballot.document(), seed), seed)
    own = shelve(done.connection, meeting.id, ballot, content, done.at)
    left: list[Canonical] = [
        candidate
        for candidate, standing in sorted(ballot.standings.items())
        if standing.state is CandidateState.LEFT
    ]
    body: dict[str, Canonical] = {
        "round": ballot.round,
        "content_id": own,
        "rev": ballot.rev,
        "left": left,
    }
    if ballot.reason:
        body["reason"] = ballot.reason
    done.tell(ballot.expert, EventKind.SEALED, body)
    return Sealed(own, ballot.rev, done.at)


def enclosed(
    connection: sqlite3.Connection, meeting: Meeting, ballot: Ballot, content: bytes, seed: bytes
) -> bytes:
    """The signed ballot as it is stored and travels: boxed, unless nothing is boxed here."""
    code = read_opening_code(connection, meeting.id)
    if code is None:
        return content
    return pack(ballot, content, seed, code.public, meeting.sources.random_bytes)


def _carry_on(
    meeting: Meeting, number: int, start: RoundStart, draft: Draft, reason: str
) -> Ballot:
    """The expert's ballot of a further round, which goes on from the one before."""
    base = start.base
    cells: dict[str, dict[str, Cell]] = {}
    standings: dict[str, Standing] = {}
    comments = {candidate: dict(texts) for candidate, texts in base.comments.items()}
    for candidate, rows in start.cells.items():
        before = base.cells.get(candidate)
        if before is None or base.standings.get(candidate, OPEN).state in AWAY:
            continue
        said = draft.standings.get(candidate, OPEN)
        if said.state in AWAY and start.reopens_whole(candidate):
            standings[candidate] = said
            continue
        own = draft.cells[candidate]
        cells[candidate] = {row: own.get(row, BLANK) for row in rows if row in before}
        texts = comments.setdefault(candidate, {})
        texts |= {row: draft.comments.get((candidate, row), "") for row in ("", *rows)}
    return replace(
        going_on(start, number, cells, standings),
        channel=Channel.FORM,
        comments={
            candidate: {row: text for row, text in texts.items() if text}
            for candidate, texts in comments.items()
        },
        reason=reason,
        app=meeting.app,
    )

"""Marks from another system: one ballot per expert, signed by the desk, open from birth."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reviewtui.domain.ballot import BLANK, Ballot, Cell, Channel, Standing
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.fields import duplicates
from reviewtui.domain.findings import Finding, refuse_if
from reviewtui.domain.states import AWAY, CandidateState
from reviewtui.locales import _
from reviewtui.session.ballots import sign
from reviewtui.session.definition import definition_hash
from reviewtui.session.effective import StoredBallot, effective
from reviewtui.session.fitting import ballot_findings
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK, desk_seed
from reviewtui.session.marks import mark_rows
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening import of_expert
from reviewtui.session.shelf import Shelf, known_of, next_number, shelve
from reviewtui.session.writer import Transaction


def take_in(
    meeting: Meeting, stored: Collection[StoredBallot], ballots: Sequence[Ballot], note: str
) -> None:
    """Store the ballots that are new, with their marks.

    Raises:
        Refused: With everything that does not fit; nothing is stored then.
    """
    whole = [_complete(ballot, meeting) for ballot in ballots]
    refuse_if(_findings(meeting, stored, whole))
    new = [ballot for ballot in whole if not _already_there(meeting, stored, ballot)]
    if not new:
        return
    from reviewtui.session.store import fill_marks  # loads SQLModel: half a second

    definition = definition_hash(meeting.file, meeting.id)

    def work(done: Transaction) -> None:
        connection = done.connection
        seed = desk_seed(done, meeting.id, meeting.sources.random_bytes)
        ids, filled = [], []
        for number, ballot in enumerate(new, start=next_number(connection, meeting.id)):
            known, rev = known_of(connection, meeting.id, ballot.expert, ballot.round)
            ballot = replace(ballot, supersedes=known, rev=rev + 1, written_at=done.at)
            content = sign(ballot.document(), seed)
            ids.append(shelve(connection, meeting.id, ballot, content, done.at, number))
            filled.append((number, mark_rows(meeting.id, number, ballot, meeting.sheet)))
        fill_marks(connection, meeting.id, filled)
        told: list[Canonical] = list(ids)
        body = {"ballots": told, "note": note, "definition": definition}
        done.tell(DESK, EventKind.IMPORTED, body)

    meeting.writer.submit(work).result()


def _complete(ballot: Ballot, meeting: Meeting) -> Ballot:
    """The ballot with every judged row of every assigned candidate, and known recusals."""
    panel, sheet = meeting.panel, meeting.sheet
    standings = dict(ballot.standings)
    cells: dict[str, Mapping[str, Cell]] = dict(ballot.cells)
    for candidate in panel.assigned(ballot.expert):
        own = cells.get(candidate, {})
        unsaid = all(cell == BLANK for cell in own.values())
        recusal = panel.recusal(ballot.expert, candidate)
        if recusal and unsaid:
            standings.setdefault(candidate, Standing(CandidateState.RECUSED, recusal.reason))
        standing = standings.get(candidate)
        if standing and standing.state in AWAY and unsaid:
            cells.pop(candidate, None)
            continue
        judged = {row.code: own.get(row.code, BLANK) for row in sheet.judged(candidate)}
        cells[candidate] = {**judged, **own}
    return replace(
        ballot,
        session=meeting.id,
        sheet=sheet.hash,
        channel=Channel.IMPORT,
        cells=cells,
        standings=standings,
        app=meeting.app,
    )


def _findings(
    meeting: Meeting, stored: Collection[StoredBallot], ballots: Sequence[Ballot]
) -> list[Finding]:
    found = [
        Finding(_expert(code), _("occurs more than once"))
        for code in duplicates(ballot.expert for ballot in ballots)
    ]
    for ballot in ballots:
        place = _expert(ballot.expert)
        if ballot.round in meeting.opened:
            sentence = _("the ballots of round {number} were opened before").format(
                number=ballot.round
            )
            found.append(Finding(place, sentence))
        if any(
            item.channel is not Channel.IMPORT and item.round == ballot.round
            for item in of_expert(stored, ballot.expert)
        ):
            sentence = _("has handed in an own ballot; imported marks do not replace it")
            found.append(Finding(place, sentence))
        if by := meeting.panel.replacement(ballot.expert):
            found.append(Finding(place, _("was replaced by expert {by}").format(by=by)))
        found += ballot_findings(ballot, meeting.panel, meeting.sheet)
    return found


def _already_there(meeting: Meeting, stored: Collection[StoredBallot], ballot: Ballot) -> bool:
    """Whether the ballot that counts says just the same."""
    turn = [item for item in of_expert(stored, ballot.expert) if item.round == ballot.round]
    counts = effective(turn)
    if not isinstance(counts, StoredBallot):
        return False
    there = Shelf(meeting).take_down(counts)
    same = replace(
        ballot, rev=there.rev, supersedes=there.supersedes, written_at=there.written_at,
        app=there.app,
    )  # fmt: skip
    return same.document() == there.document()


def _expert(code: str) -> str:
    return _("expert {expert}").format(expert=code)

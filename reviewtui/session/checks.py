"""Is a session sound: invariants as queries that must return no rows, and the bytes."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from reviewtui.domain.ballot import Ballot
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import expert_name
from reviewtui.domain.states import Why
from reviewtui.locales import N_, _
from reviewtui.session.changes import read_edits
from reviewtui.session.counting import counting
from reviewtui.session.damage import damages, readable
from reviewtui.session.definition import read_definition
from reviewtui.session.draft import Draft, fresh_draft, hold_recusals, read_draft
from reviewtui.session.effective import StoredBallot
from reviewtui.session.fitting import ballot_findings
from reviewtui.session.journal import DRAFTING, EventKind, read_events
from reviewtui.session.marks import filled_ballots, mark_rows
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.opening_code import read_opening_code, unlock
from reviewtui.session.opening_record import read_openings, standing
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.round_start import read_start
from reviewtui.session.shelf import Shelf
from reviewtui.session.unboxing import round_faults, starts_in

if TYPE_CHECKING:
    from reviewtui.session.session import Session

INVARIANTS: Final[tuple[tuple[str, str], ...]] = (
    (
        N_("the file holds rows of another session"),
        " UNION ALL ".join(
            f"SELECT session_id FROM {table} WHERE session_id <> :session"
            for table in (
                "session", "signing_key", "settled", "draft", "journal", "ballot",
                "ballot_mark", "place", "opening_code", "kept_aside", "resolution", "amendment",
                "typed_pass",
            )
        ),
    ),
    (
        N_("two ballots carry the same number"),
        "SELECT number FROM ballot WHERE session_id = :session GROUP BY number HAVING count(*) > 1",
    ),
    (
        N_("there are marks of a ballot that is not there"),
        "SELECT DISTINCT ballot FROM ballot_mark WHERE session_id = :session AND ballot NOT IN "
        "(SELECT number FROM ballot WHERE session_id = :session)",
    ),
    (
        N_("a sealed ballot is not told of in the journal"),
        "SELECT content_id FROM ballot AS b WHERE session_id = :session AND NOT EXISTS "
        "(SELECT 1 FROM journal AS j WHERE j.session_id = :session "
        "AND j.kind IN ('sealed', 'imported', 'withdrawn', 'received', 'typed_in') "
        "AND instr(j.body, b.content_id) > 0)",
    ),
    (
        N_("two valid keys belong to the same holder"),
        # Each of two desks may have made one; a merge brings both together.
        "SELECT holder FROM signing_key WHERE session_id = :session AND revoked_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM journal AS j WHERE j.session_id = :session "
        "AND j.kind = 'received' AND instr(j.body, public) > 0) "
        "GROUP BY holder HAVING count(*) > 1",
    ),
    (
        N_("a cursor stands after an entry that is not in the journal"),
        "SELECT expert FROM place WHERE session_id = :session AND after_seq > "
        "(SELECT coalesce(max(seq), 0) FROM journal WHERE session_id = :session)",
    ),
)  # fmt: skip


def check(session: "Session") -> list[Finding]:
    """All that is wrong with an open session; changes nothing."""
    meeting = session.meeting
    found = damages(meeting.file)
    for look in (
        lambda: _draft_findings(meeting),
        lambda: _conflict_findings(meeting),
        lambda: check_ballots(meeting, session.stored(), session.open_ones()),
        lambda: _unfilled_findings(meeting, session.stored()),
        lambda: _code_findings(meeting),
    ):
        found += readable(meeting.file, look)
    return list(dict.fromkeys(found))


def _code_findings(meeting: Meeting) -> list[Finding]:
    """Whether ballots can be opened: the digits that are kept lead to the key of the boxes."""
    code = meeting.file.lend(lambda connection: read_opening_code(connection, meeting.id))
    try:
        if code is not None and code.digits:
            unlock(code)
    except (ValueError, TypeError):
        sentence = _("the opening code that is kept does not open the ballots; use the envelope's")
        return [Finding(meeting.file.path.name, sentence)]
    created = read_events(meeting.file, meeting.id)[:1]
    boxed = meeting.role is Keeper.DESK and any("app" in event.body for event in created)
    if code is None and boxed and not meeting.panel.trial:
        sentence = _("the opening code and the key of the boxes are gone; use a backup")
        return [Finding(meeting.file.path.name, sentence)]
    return []


def check_ballots(
    meeting: Meeting, ballots: Sequence[StoredBallot], opened: Iterable[StoredBallot]
) -> list[Finding]:
    """What can be said of the ballots alone, also in a session made of papers."""
    name = meeting.file.path.name
    found = []
    for sentence, query in INVARIANTS:
        rows = meeting.file.read(query, {"session": meeting.id})
        if rows:
            which = ", ".join(str(row[0])[:12] for row in rows[:5])
            found.append(Finding(name, f"{_(sentence)}: {which}"))
    found += _idle_findings(meeting)
    found += _opening_findings(meeting)
    parsed = {}
    shelf = Shelf(meeting)
    open_numbers = {item.number for item in opened}
    for item in ballots:
        try:
            if item.number in open_numbers:
                parsed[item.number] = shelf.take_down(item)
            else:
                shelf.verify_closed(item)
        except Refused as refusal:
            found += refusal.reasons
    for item in ballots:
        if item.number in parsed:
            faults = _ballot_findings(meeting, item, parsed[item.number])
            found += faults
            if faults:
                del parsed[item.number]
    found += _round_findings(meeting, [item for item in ballots if item.number in parsed], parsed)
    filled = filled_ballots(meeting.file, meeting.id)
    shut = filled - open_numbers
    for item in ballots:
        if item.number in shut:
            found.append(_about(name, item, _("its marks are in the table before the opening")))
        elif item.number in filled and item.number in parsed:
            found += _mark_findings(meeting, item, parsed[item.number])
    return found


def _unfilled_findings(meeting: Meeting, ballots: Iterable[StoredBallot]) -> list[Finding]:
    """Ballots whose marks were filled in here and are not in the table any more.

    What another desk opened is filled in when it is first shown.
    """
    opened = {
        own
        for event in read_events(meeting.file, meeting.id)
        if event.kind in (EventKind.OPENED, EventKind.IMPORTED)
        for own in event.body.get("admitted", event.body["ballots"])
    }
    filled, shelf = filled_ballots(meeting.file, meeting.id), Shelf(meeting)
    return [
        finding
        for item in ballots
        if item.content_id in opened and item.number not in filled
        for finding in _mark_findings(meeting, item, shelf.take_down(item))
    ]


def _round_findings(
    meeting: Meeting, ballots: Sequence[StoredBallot], parsed: Mapping[int, Ballot]
) -> list[Finding]:
    """Ballots of further rounds that differ from the round before where nothing was reopened."""
    found: list[Finding] = []
    for number in sorted({item.round for item in ballots}):
        turn = [item for item in ballots if item.round == number]
        try:
            starts = starts_in(meeting, number, turn)
        except Refused as refusal:
            found += refusal.reasons
            continue
        for item in turn:
            faults = round_faults(parsed[item.number], starts.get(item.expert))
            found += [_about(meeting.file.path.name, item, fault) for fault in faults]
    return found


def _idle_findings(meeting: Meeting) -> list[Finding]:
    """Amendments without effect: worth a look, for another desk meant them."""
    sentence = _("amendment {number} has no effect: {why}")
    return [
        Finding(
            meeting.file.path.name,
            sentence.format(number=item.amendment.number, why=item.why),
            warning=True,
        )
        for item in read_definition(meeting.file, meeting.id).idle
    ]


def _conflict_findings(meeting: Meeting) -> list[Finding]:
    """Experts of whom nothing counts until people decide: worth a look."""

    def told(code: str, number: int) -> str:
        text = _("{expert}: several versions of round {round} stand in conflict; none counts")
        contest = meeting.contests.get(code)
        if contest:
            text = _(
                "{expert}: the code was given to two people, {people}; nothing handed in under it "
                "in round {round} counts until two people settle whose it is"
            )
        people = _(", ").join(contest.names if contest else ())
        return text.format(expert=expert_name(code), round=number, people=people)

    try:
        return [
            Finding(meeting.file.path.name, told(code, number), warning=True)
            for number in range(FIRST_ROUND, meeting.round + 1)
            for code, state in counting(meeting, number).items()
            if state is Why.CONFLICT
        ]
    except Refused as refusal:
        return list(refusal.reasons)


def _opening_findings(meeting: Meeting) -> list[Finding]:
    """Openings that were done again or are in conflict: worth a look."""
    openings = read_openings(meeting.file, meeting.id)
    found = []
    for number in sorted({one.round for one in openings}):
        stand = standing(openings, number)
        if len(stand) > 1:
            text = _(
                "round {round} was opened with different lists of ballots, and none is in force"
            )
            found.append(text.format(round=number))
        elif stand[0].supersedes:
            text = _("round {round} was opened again, reason: {reason}")
            found.append(text.format(round=number, reason=stand[0].reason))
    return [Finding(meeting.file.path.name, sentence, warning=True) for sentence in found]


def _draft_findings(meeting: Meeting) -> list[Finding]:
    """Whether every draft is what the journal's entries lead to."""
    panel, sheet, file = meeting.panel, meeting.sheet, meeting.file
    told: dict[tuple[int, str], Draft] = {}
    when: dict[tuple[int, str, str, str], int] = {}

    @cache
    def base_of(number: int, expert: str) -> Ballot | None:
        start = read_start(meeting, expert, number)
        return start.base if start else None

    for event in read_events(file, meeting.id):
        if event.kind in DRAFTING:
            owner = event.body["round"], event.actor
            if owner not in told:
                told[owner] = fresh_draft(panel, sheet, event.actor, base_of(*owner))
            edits = read_edits(event.body)
            told[owner].apply(edits)
            when |= {(*owner, *edit.place): event.at for edit in edits}
    places = [(candidate, row.code) for candidate in sheet.candidates for row in sheet.asked]
    places += [(candidate, "") for candidate in sheet.candidates]
    found = []
    for number, expert in {
        *told,
        *file.read("SELECT DISTINCT round, expert FROM draft WHERE session_id = ?", (meeting.id,)),
    }:
        base = base_of(number, expert)
        expected = told.get((number, expert)) or fresh_draft(panel, sheet, expert, base)
        hold_recusals(expected, panel, expert)
        try:
            stored = read_draft(file, meeting.id, panel, sheet, expert, number, base)
        except LookupError:  # of a candidate or a row that the sheet does not have
            stored = None
        if stored is None or any(expected.row(*place) != stored.row(*place) for place in places):
            sentence = _("the drafts of expert {expert} differ from what the journal tells")
            found.append(Finding(file.path.name, sentence.format(expert=expert)))
    for *place, at in file.read(
        "SELECT round, expert, candidate, row, changed_at FROM draft WHERE session_id = ?",
        (meeting.id,),
    ):
        if when.get((place[0], place[1], place[2], place[3]), -1) != at:
            sentence = _("a draft of expert {expert} was changed at another time than told")
            found.append(Finding(file.path.name, sentence.format(expert=place[1])))
    return [*dict.fromkeys(found)]


def _ballot_findings(meeting: Meeting, item: StoredBallot, ballot: Ballot) -> list[Finding]:
    """Whether what the tables say of a ballot is what it says itself, and whether it fits."""
    name = meeting.file.path.name
    found = []
    told = (item.expert, item.round, item.rev, item.kind, item.channel, item.supersedes)
    own = (
        ballot.expert, ballot.round, ballot.rev, ballot.kind, ballot.channel,
        tuple(sorted(ballot.supersedes)),
    )  # fmt: skip
    if told != own:
        found.append(_about(name, item, _("the table says otherwise than the ballot")))
    if ballot.session != meeting.id:
        found.append(_about(name, item, _("it belongs to another session")))
    if ballot.sheet != meeting.sheet.hash:
        found.append(_about(name, item, _("it was filled on another sheet")))
        return found
    return found + ballot_findings(ballot, meeting.panel, meeting.sheet)


def _mark_findings(meeting: Meeting, item: StoredBallot, ballot: Ballot) -> list[Finding]:
    stored = meeting.file.read(
        "SELECT session_id, ballot, candidate, position, row, state, mark FROM ballot_mark "
        "WHERE session_id = ? AND ballot = ? ORDER BY candidate, position",
        (meeting.id, item.number),
    )
    if stored == list(mark_rows(meeting.id, item.number, ballot, meeting.sheet)):
        return []
    sentence = _("the table of marks differs from the ballot; continue with the latest backup")
    return [_about(meeting.file.path.name, item, sentence)]


def _about(place: str, item: StoredBallot, sentence: str) -> Finding:
    about = _("ballot {id} of expert {expert}").format(id=item.content_id[:12], expert=item.expert)
    return Finding(f"{place}: {about}", sentence)

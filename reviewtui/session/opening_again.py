"""Opening a round again: late ballots are admitted by name, with a reason and who decided.

Nothing else changes with it: rule, settled facts and amendments stay those of the opening it
supersedes. That one stays in the journal for ever.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import two_people
from reviewtui.domain.rule import Custody, rule_hash
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.counting import state_when_opened
from reviewtui.session.definition import definition_hash
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.gates import long_faults
from reviewtui.session.kept_aside import revoked_ballots
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening import of_expert, record, require_current, taken_back
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.opening_record import Listed, Opening, listed, read_openings, standing
from reviewtui.session.resolutions import read_resolutions
from reviewtui.session.shelf import read_shelf
from reviewtui.session.unboxing import SHORTEST, unbox_all


class Late(NamedTuple):
    """The ballots of one expert that came after the opening.

    Attributes:
        ballots: In order of arrival.
        outcome: What counts of him if they are admitted, or why none does.
        counts: Whether then one of them counts.
    """

    expert: str
    ballots: tuple[StoredBallot, ...]
    outcome: StoredBallot | Why
    counts: bool


class Again(NamedTuple):
    """What opening again shall do.

    Attributes:
        reason: Why.
        by: Who decided, as stated; two people where openings are in conflict.
        admit: Codes of the experts whose late ballots are admitted; None for everybody of
            whom one would count.
        record: Id, or its beginning, of the one opening whose list shall hold, where several
            are in conflict, and then nobody is admitted unless named; "" takes their lists
            together.
    """

    reason: str
    by: tuple[str, ...]
    admit: tuple[str, ...] | None = None
    record: str = ""


def late_ballots(meeting: Meeting, number: int | None = None) -> list[Late]:
    """Whose ballots came after the opening of a round, in the panel's order.

    Versions that one which was opened replaces are nobody's concern and left out.
    """
    number = number or meeting.official
    done = listed(read_openings(meeting.file, meeting.id), number)
    return [] if done is None else _late(meeting, number, done)


def in_conflict(meeting: Meeting, number: int | None = None) -> list[Opening]:
    """The openings of a round that stand against each other; empty if one is in force."""
    found = standing(read_openings(meeting.file, meeting.id), number or meeting.official)
    return found if len(found) > 1 else []


def wants_code(meeting: Meeting) -> bool:
    """Whether the supervisor's code must be typed, as for the first opening."""
    code = meeting.file.lend(lambda connection: read_opening_code(connection, meeting.id))
    if code is None:
        return False
    return not code.digits or meeting.panel.rule.custody is Custody.SUPERVISOR


def open_again(
    meeting: Meeting, number: int, wish: Again, code: str = "", without: Collection[str] = ()
) -> Opening:
    """Open a round again; returns the record.

    Args:
        meeting: The open session.
        number: Which round.
        wish: Why, who decided, and what is admitted.
        code: The opening code as typed; needed wherever the supervisor holds it.
        without: Ids of late ballots that cannot be opened and are left aside.

    Raises:
        Refused: If the round is not open, nothing would change, reason or name is missing,
            the code is missing or wrong, or a ballot cannot be opened; nothing is changed then.
    """
    place = meeting.file.path
    require_current(meeting)
    openings = read_openings(meeting.file, meeting.id)
    base = listed(openings, number)
    if base is None:
        sentence = _("round {number} is not opened yet; there is nothing to open again")
        raise refused(place, sentence.format(number=number))
    stand = standing(openings, number)
    _require_said(meeting, wish, conflict=len(stand) > 1)
    if wish.record:
        base = listed([_chosen(meeting, stand, wish.record)], number) or base
    admitted = _admitted(meeting, wish, _late(meeting, number, base))
    if not admitted and len(stand) < 2:
        raise refused(place, _("no ballot came late that would count; nothing was opened again"))
    if admitted and wants_code(meeting) and not code:
        sentence = _("the supervisor holds the opening code; it is needed again to admit a ballot")
        raise refused(place, sentence)
    parsed, left = unbox_all(meeting, admitted, number, code, without)
    if admitted and not parsed:
        raise refused(place, _("none of the ballots can be opened; nothing was opened"))
    ids = [item.content_id for item in admitted]
    body = _body(meeting, number, wish, base, [own for own in ids if own not in left], left)
    body["supersedes"] = sorted(one.id for one in openings if one.round == number)
    return record(meeting, body, code, parsed)


def _body(
    meeting: Meeting,
    number: int,
    wish: Again,
    base: Listed,
    admitted: Sequence[str],
    left: Collection[str],
) -> dict[str, Canonical]:
    """The record, but for what it supersedes."""
    turn = [item for item in read_shelf(meeting.file, meeting.id) if item.round == number]
    now = base._replace(
        ballots=base.ballots.union(admitted), without=(base.without | set(left)) - set(admitted)
    )
    gone = revoked_ballots(meeting.file, meeting.id)
    states = _states(meeting, turn, now)
    panel = meeting.panel
    return {
        "round": number,
        "by": list(wish.by),
        "reason": wish.reason,
        "ballots": _in_order(turn, now.ballots),
        "admitted": list(admitted),
        "missing": [one.code for one in panel.sitting if isinstance(states[one.code], Why)],
        "reworking": sorted(taken_back(meeting.file, meeting.id, number)),
        "without": _in_order(turn, now.without),
        "revoked": sorted(
            now.revoked.union(item.content_id for item in turn if item.content_id in gone)
            - now.ballots
            - now.without
        ),
        "rule": rule_hash(meeting.panel.rule),
        "definition": definition_hash(meeting.file, meeting.id),
        "amendments": sorted(base.amendments),
        "settled": [[item.candidate, item.row, item.value] for item in panel.settled],
    }


def _late(meeting: Meeting, number: int, base: Listed) -> list[Late]:
    gone = revoked_ballots(meeting.file, meeting.id)
    turn = [item for item in read_shelf(meeting.file, meeting.id) if item.round == number]
    resolutions = read_resolutions(meeting.file, meeting.id)
    found = []
    for expert in meeting.panel.sitting:
        own = of_expert(turn, expert.code)
        came = [
            item
            for item in own
            if item.content_id not in base.there and item.content_id not in gone
        ]
        if not came:
            continue
        ids = {item.content_id for item in came}
        admitted = base._replace(ballots=base.ballots | ids)
        outcome, before = (
            state_when_opened(meeting, expert.code, own, done, resolutions)
            for done in (admitted, base)
        )
        if outcome != before:
            counts = isinstance(outcome, StoredBallot) and outcome.content_id in ids
            found.append(Late(expert.code, tuple(came), outcome, counts))
    return found


def _admitted(meeting: Meeting, wish: Again, late: Iterable[Late]) -> list[StoredBallot]:
    known = {one.expert: one for one in late}
    codes = wish.admit
    if codes is None and wish.record:
        codes = ()
    elif codes is None:
        codes = tuple(one.expert for one in known.values() if one.counts)
    findings = [
        Finding(
            meeting.file.path.name,
            _("no ballot of expert {code} came late that could be admitted").format(code=code),
        )
        for code in dict.fromkeys(codes)
        if code not in known
    ]
    if findings:
        raise Refused(*findings)
    return [item for code in dict.fromkeys(codes) for item in known[code].ballots]


def _chosen(meeting: Meeting, stand: Sequence[Opening], word: str) -> Opening:
    found = [one for one in stand if len(word) >= SHORTEST and one.id.startswith(word.lower())]
    if len(stand) < 2 or len(found) != 1:
        sentence = _("there is no opening {id} in conflict with another one")
        raise refused(meeting.file.path, sentence.format(id=word[:12]))
    return found[0]


def _require_said(meeting: Meeting, wish: Again, *, conflict: bool) -> None:
    names = [name.strip() for name in wish.by if name.strip()]
    faults = [fault for text in (*wish.by, wish.reason) for fault in long_faults(text)]
    if not wish.reason.strip():
        faults.append(_("say why the round is opened again; the reason stands in the record"))
    if conflict and not two_people(names):
        faults.append(
            _("openings are in conflict: two people decide which ballots count; name both")
        )
    elif not names:
        faults.append(_("say who decided, the chair or the supervisor"))
    if faults:
        raise Refused(*(Finding(meeting.file.path.name, fault) for fault in faults))


def _states(
    meeting: Meeting, turn: Sequence[StoredBallot], now: Listed
) -> dict[str, StoredBallot | Why]:
    resolutions = read_resolutions(meeting.file, meeting.id)
    return {
        expert.code: state_when_opened(meeting, expert.code, turn, now, resolutions)
        for expert in meeting.panel.sitting
    }


def _in_order(turn: Iterable[StoredBallot], ids: Collection[str]) -> list[Canonical]:
    """Ids in order of arrival; what is listed and not here comes last."""
    here = [item.content_id for item in turn if item.content_id in ids]
    return [*here, *sorted(set(ids) - set(here))]

"""Whether a session's tables say what its journal tells: nothing added, dropped or changed.

`checks` looks at each table by itself and at the ballots' bytes; this looks at everything
that was ever told, and finds what a careful hand changed in a table alone.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from reviewtui.domain.findings import Finding
from reviewtui.domain.panel import Panel, read_panel
from reviewtui.domain.rule import rule_hash
from reviewtui.locales import N_, _
from reviewtui.session.definition import definition_hash, read_origin
from reviewtui.session.effective import StoredBallot
from reviewtui.session.handed_in import read_header
from reviewtui.session.journal import EventKind
from reviewtui.session.kept_aside import JOURNAL, file_id
from reviewtui.session.keys import DESK
from reviewtui.session.may_leave import NO_SEED
from reviewtui.session.opening_record import in_force
from reviewtui.session.session import Session
from reviewtui.session.signed import public_of
from reviewtui.session.told import entries_in, kept_journals

_SEALED: Final = frozenset({EventKind.SEALED, EventKind.WITHDRAWN, EventKind.TYPED_IN})
_SEVERAL: Final = frozenset({EventKind.IMPORTED, EventKind.RECEIVED})
_NAMES: Final = {"amendment": N_("amendment"), "resolution": N_("resolution")}

Told = tuple[int, str, str, Mapping[str, Any]]
"""Time, actor, kind and body of an entry."""


def recorded_findings(session: Session) -> list[Finding]:
    """Everything in an open session that its journal tells otherwise; changes nothing."""
    name, told = session.path.name, [*_told(session)]
    return [
        Finding(name, sentence)
        for looks in (
            (_founding, _definition, _settled_rows, _ballots, _order, _openings),
            (_documents, _keys, _key_times, _aside, _aside_told),
        )
        for look in looks
        for sentence in look(session, told)
    ]


def _told(session: Session) -> Iterator[Told]:
    for at, actor, kind, body in session.meeting.file.read(
        "SELECT at, actor, kind, body FROM journal WHERE session_id = ? ORDER BY seq",
        (session.id,),
    ):
        try:
            said = json.loads(body)
        except ValueError:
            continue  # the chain is broken there, which is said elsewhere
        if isinstance(said, dict):
            yield at, actor, kind, said


def _founding(session: Session, told: list[Told]) -> Iterator[str]:
    if not told or told[0][2] != EventKind.CREATED:
        yield _("the journal does not begin with how the session was made")
        return
    at, _actor, _kind, body = told[0]
    ((created, trial, role, app),) = session.meeting.file.read(
        "SELECT created_at, trial, role, app FROM session WHERE session_id = ?", (session.id,)
    )
    if body.get("app", app) != app:
        yield _("the journal tells another version of the program that made the session")
    origin = read_origin(session.meeting.file, session.id)
    made = (at, body.get("trial"), body.get("role"), body.get("panel"))
    if made != (created, trial, role, origin.panel.id) or trial != int(origin.panel.trial):
        yield _("who, when or for what the session was made reads otherwise than in the journal")
    if body.get("sheet") != origin.sheet.hash:
        yield _("the sheet is not the one that the journal tells of")
    if body.get("rule") != rule_hash(origin.panel.rule):
        yield _("the rule is not the one that the journal tells of")
    if body.get("set") != origin.table.hash:
        yield _("the indicator table is not the one that the journal tells of")


def _definition(session: Session, told: list[Told]) -> Iterator[str]:
    own = definition_hash(session.meeting.file, session.id)
    named = {
        body.get("definition", own)
        for _at, _actor, kind, body in told
        if kind in (EventKind.OPENED, EventKind.IMPORTED)
    }
    if named - {own}:
        yield _("panel or table are not what the session was made with")


def _settled_rows(session: Session, _told: list[Told]) -> Iterator[str]:
    """What the desk had settled stands in the definition as in its table."""
    file, findings = session.meeting.file, list[Finding]()
    ((text,),) = file.read("SELECT definition FROM session WHERE session_id = ?", (session.id,))
    panel = read_panel(json.loads(text)["panel"], session.panel.table, "", findings)
    said = {
        (item.candidate, item.row, item.value, item.evidence, session.created_at)
        for item in panel.settled
    }
    rows = file.read(
        "SELECT candidate, row, value, evidence, settled_at FROM settled WHERE session_id = ?",
        (session.id,),
    )
    if {*rows} != said:
        yield _("what was settled when the session was made reads otherwise in its table")


def _ballots(session: Session, told: list[Told]) -> Iterator[str]:
    stored = {item.content_id: item for item in session.stored()}
    times: dict[str, set[int]] = {}
    for at, _actor, kind, body in told:
        if kind in _SEALED:
            times.setdefault(str(body.get("content_id")), set()).add(at)
        elif kind in _SEVERAL:
            for own in body.get("ballots", ()):
                times.setdefault(str(own), set()).add(at)
    for own in times:
        if own not in stored:
            yield _("ballot {id} is told of in the journal and is not there").format(id=own[:12])
    for item in stored.values():
        if times.get(item.content_id) and item.received_at not in times[item.content_id]:
            yield _about(item, _("the journal tells another time at which it came"))
        header = read_header(session.meeting.file, session.id, item.content_id)
        if header is not None and (
            *(header.expert, header.round, header.rev, header.kind, header.channel),
            tuple(sorted(header.supersedes)),
        ) != (*(item.expert, item.round, item.rev, item.kind, item.channel), item.supersedes):
            yield _about(item, _("the table says otherwise than its header"))


def _order(session: Session, told: list[Told]) -> Iterator[str]:
    """Ballots are numbered in the order in which the journal tells of them."""
    first: dict[str, int] = {}
    for at, (_at, _actor, kind, body) in enumerate(told):
        if kind in _SEALED:
            first.setdefault(str(body.get("content_id")), at)
        elif kind in _SEVERAL:
            for own in body.get("ballots", ()):
                first.setdefault(str(own), at)
    last, numbers = 0, [item.number for item in session.stored()]
    if numbers != [*range(1, len(numbers) + 1)]:
        yield _("the ballots are not numbered one after the other")
    for item in session.stored():
        place = first.get(item.content_id, last)
        if place < last:
            yield _about(item, _("the journal tells of it earlier than its number says"))
        last = max(last, place)


def _about(item: StoredBallot, sentence: str) -> str:
    about = _("ballot {id} of expert {expert}").format(id=item.content_id[:12], expert=item.expert)
    return f"{about}: {sentence}"


def _openings(session: Session, _told: list[Told]) -> Iterator[str]:
    stored = {item.content_id for item in session.stored()}
    openings = session.openings()
    for number in sorted({one.round for one in openings}):
        one = in_force(openings, number)
        if one is None:
            continue
        place = _("the opening record of round {round}").format(round=number)
        for own in (*one.ballots, *one.without, *one.revoked):
            if own not in stored:
                sentence = _("{place} lists ballot {id}, which is not there")
                yield sentence.format(place=place, id=own[:12])
        if "rule" in one.body and one.body["rule"] != rule_hash(session.panel.rule):
            yield _("{place} names another rule").format(place=place)
        if "settled" in one.body and one.body["settled"] != _settled(session.panel):
            yield _("{place} names other settled values").format(place=place)


def _settled(panel: Panel) -> list[list[str]]:
    return [[item.candidate, item.row, item.value] for item in panel.settled]


def _documents(session: Session, told: list[Told]) -> Iterator[str]:
    """Amendments and resolutions: those told of and those there are the same."""
    file = session.meeting.file
    for table, kind, key in (
        ("amendment", EventKind.AMENDED, "amendment"),
        ("resolution", EventKind.RESOLVED, "resolution"),
    ):
        there = {
            own for (own,) in file.read(
                f"SELECT {table}_id FROM {table} WHERE session_id = ?", (session.id,)
            )
        }  # fmt: skip
        own_words = {str(body[key]) for _at, _who, kind_, body in told if kind_ == kind}
        brought = {
            str(own)
            for _at, _who, kind_, body in told
            if kind_ == EventKind.RECEIVED
            for own in body.get(f"{table}s", ())
        }
        for own in sorted((own_words | brought) - there):
            yield _("{kind} {id} is told of in the journal and is not there").format(
                kind=_(_NAMES[table]), id=own[:12]
            )
        for own in sorted(there - own_words - brought):
            yield _("{kind} {id} is not told of in the journal").format(
                kind=_(_NAMES[table]), id=own[:12]
            )


def _keys(session: Session, told: list[Told]) -> Iterator[str]:
    rows = session.meeting.file.read(
        "SELECT holder, public, seed, revoked_at FROM signing_key WHERE session_id = ?",
        (session.id,),
    )
    holders = {public: holder for holder, public, _seed, _gone in rows}
    for holder, public, seed, _gone in rows:
        if seed != NO_SEED and public_of(bytes.fromhex(seed)) != public:
            yield _("the key {id} of {holder} does not fit itself").format(
                id=public[:8], holder=_holder(holder)
            )
    for _at, _who, kind, body in told:
        if kind == EventKind.ISSUED and holders.get(str(body.get("kit"))) != body.get("expert"):
            yield _("the kit {id} of expert {expert} is told of in the journal otherwise").format(
                id=str(body.get("kit"))[:8], expert=body.get("expert")
            )


def _key_times(session: Session, told: list[Told]) -> Iterator[str]:
    """Keys were made and revoked when the journal, or that of another desk, tells so.

    Earlier builds told nobody when the desk's own key was made; of theirs it is not asked.
    """
    everywhere = _with_brought(session, told)
    if everywhere is None:
        return
    kits: dict[str, set[tuple[int, str]]] = {}
    signed: dict[str, set[int]] = {}
    for at, actor, kind, body in everywhere:
        if kind == EventKind.ISSUED:
            kits.setdefault(str(body.get("expert")), set()).add((at, str(body.get("kit"))))
        elif kind == EventKind.CREATED and "kit" in body:
            kits.setdefault("", set()).add((at, str(body["kit"])))
        elif kind == EventKind.KEY_MADE:
            kits.setdefault(DESK, set()).add((at, str(body.get("key"))))
        elif kind in (EventKind.SEALED, EventKind.WITHDRAWN):
            signed.setdefault(actor, set()).add(at)
    for holder, public, made, gone in session.meeting.file.read(
        "SELECT holder, public, made_at, revoked_at FROM signing_key WHERE session_id = ?",
        (session.id,),
    ):
        issued = kits.get(holder, set()) | kits.get("", set())
        known = {at for at, kit in issued if kit == public}
        before = not known or made < min(known)
        if before and holder != DESK:  # sealed here before a kit was issued with it
            known = signed.get(holder, known)
        key = _("the key {id} of {holder}").format(id=public[:8], holder=_holder(holder))
        if known and made != min(known):
            yield _("{key} was made at another time than the journal tells").format(key=key)
        if gone is not None and known and gone not in {at for at, kit in issued if kit != public}:
            yield _("{key} was revoked, which the journal does not tell").format(key=key)


def _with_brought(session: Session, told: list[Told]) -> list[Told] | None:
    """What other desks told as well; None where an archive keeps some of it back."""
    found = list(told)
    for lines in kept_journals(session.meeting.file, session.id):
        if not lines:
            return None
        found += [
            (at, actor, kind, json.loads(body))
            for _seq, at, actor, kind, body, *_hashes in entries_in(lines)
        ]
    return found


def _holder(holder: str) -> str:
    if holder == DESK:
        return _("the desk")
    return _("expert {expert}").format(expert=holder)


def _aside(session: Session, _told: list[Told]) -> Iterator[str]:
    for own, why, content in session.meeting.file.read(
        "SELECT file_id, why, content FROM kept_aside WHERE session_id = ?", (session.id,)
    ):
        if content and file_id(bytes(content), len(content)) != own:
            what = _("another desk's journal") if why == JOURNAL else _("a file kept aside")
            yield _("{what} ({id}) is not as it was received").format(what=what, id=own[:12])


def _aside_told(session: Session, told: list[Told]) -> Iterator[str]:
    """Files kept aside are those that the journal tells of, with name and time."""
    first: dict[str, tuple[str, int]] = {}
    gone: set[str] = set()
    for at, _actor, kind, body in told:
        if kind == EventKind.RECEIVED:
            names = zip(body.get("aside", ()), body.get("aside_names", ()), strict=False)
            for own, name in names:
                first.setdefault(str(own), (str(name), at))
            gone |= {str(own) for own in body.get("freed", ())}
    there = {
        own: (name, at)
        for own, name, at in session.meeting.file.read(
            "SELECT file_id, name, received_at FROM kept_aside WHERE session_id = ?", (session.id,)
        )
    }
    for own, said in first.items():
        if own in gone:
            continue
        what = _("a file kept aside ({id})").format(id=own[:12])
        if own not in there:
            yield _("{what} is told of in the journal and is not there").format(what=what)
        elif there[own] != said:
            yield _("{what} came under another name or at another time").format(what=what)

"""The journal in words for people: who did what, how much; never a mark.

Entries of an expert at work are told as how many changes, also after the opening.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from reviewtui.domain.amendment import Amendment
from reviewtui.domain.amendment_words import amendment_words
from reviewtui.domain.channel_words import channel_beside
from reviewtui.domain.closing import SignState, sign_label
from reviewtui.domain.naming import candidate_number, expert_name
from reviewtui.locales import _
from reviewtui.session.amending import amendments
from reviewtui.session.effective import StoredBallot
from reviewtui.session.journal import DRAFTING, Event, EventKind
from reviewtui.session.keys import DESK
from reviewtui.session.session import Session
from reviewtui.session.typed_in import typists


class Entry(NamedTuple):
    """One line, or several changes of one expert in a row as one.

    Attributes:
        first, last: Numbers of the entries.
        at: UTC milliseconds, of the last.
    """

    first: int
    last: int
    at: int
    words: str


def told(session: Session) -> list[Entry]:
    """The whole journal, in order."""
    words = _Words(session.stored(), amendments(session), typists(session))
    found: list[Entry] = []
    changes = 0
    before: Event | None = None
    for event in session.journal():
        together = before is not None and _same_hand(before, event)
        if event.kind in DRAFTING:
            changes = (changes if together else 0) + _count(event.body)
            text = _("{expert} fills in: {count} changes").format(
                expert=expert_name(event.actor), count=changes
            )
        else:
            text = words.of(event)
        first = found.pop().first if together else event.seq
        found.append(Entry(first, event.seq, event.at, text))
        before = event
    return found


def _same_hand(before: Event, event: Event) -> bool:
    drafting = before.kind in DRAFTING and event.kind in DRAFTING
    return drafting and before.actor == event.actor


def _count(body: Mapping[str, Any]) -> int:
    if "changes" in body:
        return int(body["changes"])
    return sum(len(body.get(key, ())) for key in ("marks", "standings", "comments"))


class _Words:
    def __init__(
        self,
        ballots: Iterable[StoredBallot],
        made: Iterable[Amendment],
        typed: Mapping[str, Sequence[str]],
    ) -> None:
        self._typed = typed
        self._ballots = {ballot.content_id: ballot for ballot in ballots}
        self._amendments = {amendment.id: amendment for amendment in made}

    def of(self, event: Event) -> str:
        """What one entry that is no drafting says."""
        body = event.body
        who = _("The desk") if event.actor == DESK else expert_name(event.actor)
        match event.kind:
            case EventKind.CREATED:
                return _("The session was made")
            case EventKind.SEALED:
                text = _("{who} submits version {rev}").format(who=who, rev=body["rev"])
                left = body.get("left") or ()
                if left:
                    text += _("; leaves early, unfinished: {codes}").format(codes=_listed(left))
                return text + _reason(body)
            case EventKind.REOPENED if body.get("by"):
                text = _("{who} is asked to submit again").format(who=who)
                return text + _reason(body)
            case EventKind.REOPENED:
                return _("{who} takes the ballot back").format(who=who) + _reason(body)
            case EventKind.WITHDRAWN:
                text = _("The ballot of {who} is withdrawn, version {rev}")
                return text.format(who=who, rev=body["rev"]) + _reason(body)
            case EventKind.ISSUED:
                text = _("Kit {kit} issued for {expert}")
                return text.format(kit=body["kit"][:8], expert=expert_name(body["expert"]))
            case EventKind.ON_STICK:
                text = _("Kit {kit} of {expert} written onto a stick and read back")
                return text.format(kit=body["kit"][:8], expert=expert_name(body["expert"]))
            case EventKind.IMPORTED:
                text = _("Imported in the clear: {ballots}")
                return text.format(ballots=self._named(body["ballots"])) + _note(body)
            case EventKind.RECEIVED:
                return self._received(body)
            case EventKind.OPENED:
                return self._opened(body)
            case EventKind.AMENDED:
                return self._amended(body)
            case EventKind.RESOLVED:
                return self._resolved(body)
            case EventKind.TYPED_IN:
                text = _("Entered for {expert} by the desk: version {rev}")
                said = text.format(expert=expert_name(body["expert"]), rev=body["rev"])
                return said + _by(body) + _reason(body) + _note(body)
            case EventKind.ADJUSTED if body["grade"]:
                text = _("Proposed grade of candidate {code} adjusted to {grade}")
                said = text.format(code=body["candidate"], grade=body["grade"])
                return said + _by(body) + _reason(body)
            case EventKind.ADJUSTED:
                text = _("Adjustment of the proposed grade of candidate {code} taken back")
                return text.format(code=body["candidate"]) + _by(body) + _reason(body)
            case EventKind.VOTED:
                count = sum(body["options"]) + body["abstained"] + body["void"]
                text = _("Vote on candidate {code} recorded, {count} took part")
                if not count:
                    text = _("Vote on candidate {code} taken back")
                said = text.format(code=body["candidate"], count=count)
                return said + _by(body) + _reason(body)
            case EventKind.SIGNED:
                text = _("{expert}: {state}")
                state = sign_label(SignState(body["state"]))
                return text.format(expert=expert_name(body["expert"]), state=state) + _reason(
                    {"reason": body["note"]}
                )
            case EventKind.ROUND:
                return self._round(body)
            case EventKind.RULE_PRINTED:
                return _("The rule page was printed; the rule is frozen")
            case EventKind.KEY_MADE:
                return _("The key with which the desk signs is made: {key}").format(
                    key=body["key"][:8]
                )
            case EventKind.COPIED:
                return _("Copied for a second desk: {name}").format(name=body["name"])
        return _of_the_result(event.kind, body) or str(event.kind)

    def _received(self, body: Mapping[str, Any]) -> str:
        parts = []
        if body["ballots"]:
            parts.append(_("Received: {ballots}").format(ballots=self._named(body["ballots"])))
        if body["aside_names"]:
            parts.append(_("Kept aside: {names}").format(names=_listed(body["aside_names"])))
        if body.get("desks"):
            parts.append(_("From another desk: {names}").format(names=_listed(body["desks"])))
        if body.get("amendments"):
            text = _("amendments of another desk: {count}")
            parts.append(text.format(count=len(body["amendments"])))
        parts += [
            _("opening of another desk: {words}").format(words=self._opened(item["body"]))
            for item in body.get("openings", ())
        ]
        parts += [
            _("round of another desk: {words}").format(words=self._round(item["body"]))
            for item in body.get("rounds", ())
        ]
        return _("; ").join(parts) or _("Received: nothing new")

    def _round(self, body: Mapping[str, Any]) -> str:
        text = _("Round {number} begins; reopened: {cells}")
        said = text.format(number=body["round"], cells=reopened_words(body["cells"]))
        return said + _by(body) + _reason(body)

    def _opened(self, body: Mapping[str, Any]) -> str:
        text = (
            _("The ballots of round {round} are opened again: {count} files")
            if body.get("supersedes")
            else _("The ballots of round {round} are opened: {count} files")
        ).format(round=body["round"], count=len(body["ballots"]))
        if body.get("admitted"):
            text += _("; admitted: {ballots}").format(ballots=self._named(body["admitted"]))
        if body["missing"]:
            experts = _(", ").join(expert_name(code) for code in body["missing"])
            text += _("; missing: {experts}").format(experts=experts)
        return text + _by(body) + _reason(body)

    def _amended(self, body: Mapping[str, Any]) -> str:
        amendment = self._amendments.get(body["amendment"])
        said = amendment_words(amendment.change) if amendment else str(body["kind"])
        text = _("Amendment {number}: {words}").format(number=body["number"], words=said)
        return text + _by(body) + _reason(body)

    def _resolved(self, body: Mapping[str, Any]) -> str:
        text = _("Conflict of {expert} settled: {ballot} counts").format(
            expert=expert_name(body["expert"]), ballot=self._named([body["chosen"]])
        )
        return text + _by(body) + _reason(body)

    def _named(self, ids: Sequence[str]) -> str:
        return _(", ").join(self._ballot(own) for own in ids)

    def _ballot(self, own: str) -> str:
        ballot = self._ballots.get(own)
        if ballot is None:
            return own[:12]
        text = _("{expert} version {rev}").format(expert=expert_name(ballot.expert), rev=ballot.rev)
        text += channel_beside(ballot.channel)
        names = self._typed.get(own)
        return text + _(" ({names})").format(names=_listed(names)) if names else text


def _of_the_result(kind: EventKind, body: Mapping[str, Any]) -> str:
    match kind:
        case EventKind.FIXED:
            text = _("The ranking of round {round} is fixed").format(round=body["round"])
            return text + _by(body)
        case EventKind.WHAT_IF:
            text = _("Asked what another computation would give, changing nothing: {asked}")
            return text.format(asked=_listed(body["asked"]))
        case EventKind.EXPERTS_SHOWN:
            return _("The statistics about experts are opened; by {who}").format(who=body["by"])
        case EventKind.DISCUSSION:
            text = _("The list for discussion: range from {at_least}, {added} added, {off} off")
            return text.format(
                at_least=body["at_least"] or "-",
                added=len(body["added"]),
                off=len(body["taken_off"]),
            )
    return ""


def reopened_words(cells: Mapping[str, Sequence[str]]) -> str:
    """What a further round reopens, candidate by candidate; all rows are not listed one by one."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for candidate, rows in cells.items():
        alike.setdefault(tuple(rows), []).append(candidate)
    text = _("{candidates} rows {rows}")
    return _("; ").join(
        text.format(candidates=_listed(map(candidate_number, codes)), rows=_listed(rows))
        for rows, codes in alike.items()
    )


def _listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def _reason(body: Mapping[str, Any]) -> str:
    return _("; reason: {reason}").format(reason=body["reason"]) if body.get("reason") else ""


def _by(body: Mapping[str, Any]) -> str:
    by = body.get("by") or ""
    names = by if isinstance(by, str) else _listed(name for name in by if name)
    return _("; decided by {names}").format(names=names) if names else ""


def _note(body: Mapping[str, Any]) -> str:
    return _(" ({why})").format(why=body["note"]) if body.get("note") else ""

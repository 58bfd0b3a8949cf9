"""The gate before another machine's journal: a mirror on a stick may say anything.

What this program would not have written ends it: all before it counts, nothing after it.
"""

from collections.abc import Sequence
from typing import Any, Final

from reviewtui.domain.ballot import Cell, Standing
from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.strict import hex64, parse_strictly, text, texts, whole
from reviewtui.session.changes import Edit, MarkChange, StandingChange, edits_body, read_edits
from reviewtui.session.draft import Draft, read_draft, write_rows
from reviewtui.session.gates import faults_of
from reviewtui.session.journal import DRAFTING, INSERT, EventKind
from reviewtui.session.kit import Kit
from reviewtui.session.mirror import Entry, last_turn
from reviewtui.session.round_start import read_start
from reviewtui.session.session import Session
from reviewtui.session.writer import Transaction

_NO_ENTRY: Final = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def take_over(
    done: Transaction, session: Session, kit: Kit, own: Sequence[Entry], new: Sequence[Entry]
) -> list[Entry]:
    """Add what follows on this machine's journal, as it is, and let it take effect on the draft.

    Args:
        done: The transaction of the working copy.
        session: The working copy.
        kit: Its kit; entries of anybody else or of another round are none of it.
        own: The journal so far.
        new: What a mirror has beyond it.

    Returns:
        What was added. A seal that nothing follows is not: it never ends a mirror's entries.
    """
    if not new:
        return []
    gate = _Gate(session, kit, own)
    taken: list[Entry] = []
    for entry in new:
        if not gate.lets_pass(entry):
            break
        taken.append(entry)
    while taken and taken[-1].kind == EventKind.SEALED:
        del taken[-1]
    for entry in taken:
        done.connection.execute(INSERT, (session.id, *entry))
    rows_of = (session.id, kit.round, kit.expert)
    for place, at in gate.touched.items():
        write_rows(done.connection, rows_of, [gate.draft.row(*place)], at)
    done.forget()
    return taken


class _Gate:
    def __init__(self, session: Session, kit: Kit, own: Sequence[Entry]) -> None:
        meeting = session.meeting
        self._panel, self._sheet, self._kit = session.panel, session.sheet, kit
        self._start = read_start(meeting, kit.expert, kit.round)
        owner = session.panel, session.sheet, kit.expert, kit.round
        base = self._start.base if self._start else None
        self.draft: Draft = read_draft(meeting.file, session.id, *owner, base)
        self.touched: dict[tuple[str, str], int] = {}
        self._end = own[-1].hash
        last = last_turn(own)
        self._sealed = last is not None and last.kind == EventKind.SEALED

    def lets_pass(self, entry: Entry) -> bool:
        """Whether an entry may follow; its edits have taken effect then."""
        if entry.prev != self._end or entry.actor != self._kit.expert:
            return False
        try:
            body = parse_strictly(entry.body.encode())
            fits = canonical_bytes(body).decode() == entry.body
            fits = fits and whole(body["round"]) == self._kit.round and self._fits(entry, body)
        except _NO_ENTRY:
            return False
        self._end = entry.hash
        return fits

    def _fits(self, entry: Entry, body: dict[str, Any]) -> bool:
        if entry.kind in DRAFTING:
            return not self._sealed and self._edits_fit(entry, body)
        if entry.kind in (EventKind.SEALED, EventKind.WITHDRAWN):
            hex64(body["content_id"])
            whole(body["rev"], least=1)
            texts(body["left"])
            self._sealed = entry.kind == EventKind.SEALED
            return True
        if entry.kind == EventKind.RECEIVED:
            return body.keys() == {"round", "ballots"} and all(map(hex64, body["ballots"]))
        if entry.kind == EventKind.REOPENED and self._sealed:
            text(body["reason"])
            hex64(body["content_id"])
            self._sealed = False
            return True
        return False

    def _edits_fit(self, entry: Entry, body: dict[str, Any]) -> bool:
        edits = read_edits(body)
        places = {(type(edit.after), edit.place) for edit in edits}
        if not edits or len(places) != len(edits) or not all(map(_plain, edits)):
            return False
        if {**body, **edits_body(edits)} != body or ("next" in body and len(body["next"]) != 2):
            return False
        texts(body.get("next", []))
        changes = [edit.after for edit in edits]
        own = self._panel, self._sheet, self._kit.expert, self._start
        if faults_of(changes, self.draft, *own):
            return False
        if any(self.draft.before(edit.after) != edit.before for edit in edits):
            return False
        self.draft.apply(edits)
        self.touched.update({edit.place: entry.at for edit in edits})
        return True


def _plain(edit: Edit) -> bool:
    """Whether a mark is a number and a text is text: JSON has other things too."""
    for change in edit:
        match change:
            case MarkChange(_candidate, _row, Cell(_state, mark, reason, _filled)):
                if type(mark) not in (int, type(None)) or type(reason) is not str:
                    return False
            case StandingChange(_candidate, Standing(_said, reason)):
                if type(reason) is not str:
                    return False
            case _:
                if type(change.text) is not str:
                    return False
    return True

"""A session at the desk: what may be known of it, opening, importing, reading the marks.

Before the opening nothing of an expert's marks comes out of here but counts. What only the
desk needs is loaded when it is asked for: an expert's first frame waits for every module.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from reviewtui import __version__
from reviewtui.domain.ballot import Ballot, Channel
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.indicator_set import read_set
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.panel import Panel, read_panel
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.clock import Sources
from reviewtui.session.draft import count_done, set_aside
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile, open_session
from reviewtui.session.journal import DRAFTING, Event, rounds_opened, verify_chain
from reviewtui.session.meeting import Keeper, Meeting
from reviewtui.session.scoring import Scoring
from reviewtui.session.writer import Transaction, Writer

if TYPE_CHECKING:
    from reviewtui.session.effective import StoredBallot
    from reviewtui.session.opening import Opening


class Session:
    """One open session file. A context manager; `close` leaves one self-contained file."""

    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self.path: Path = meeting.file.path
        self.id = meeting.id
        self.role = meeting.role
        self.panel: Panel = meeting.panel
        self.sheet: Sheet = meeting.sheet
        self.created_at = meeting.created_at
        self.trial = meeting.panel.trial

    @classmethod
    def open(cls, path: Path, *, sources: Sources = Sources()) -> Self:  # noqa: B008  frozen
        """Open a session file and take its lock.

        Raises:
            Refused: With the sentence for whatever keeps it from being used here and now.
        """
        file = open_session(Path(path))
        try:
            return cls(_read_meeting(file, sources))
        except BaseException:
            file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what is on the way, fold the log into the file, release it."""
        self._meeting.writer.close()
        self._meeting.file.close()

    @property
    def low_space(self) -> bool:
        """Whether less than 50 MB are free on the drive."""
        return self._meeting.file.low_space

    def scoring(self, expert: str, round: int = 1) -> Scoring:  # noqa: A002
        """One expert's sheet.

        Raises:
            Refused: If there is no such expert.
        """
        if expert not in {item.code for item in self.panel.experts}:
            raise refused(self.path, _("there is no expert {code}").format(code=expert))
        return Scoring(self._meeting, expert, round)

    # What may be known before the opening

    def stored(self) -> "list[StoredBallot]":
        """Every ballot ever received, in order of arrival, without its marks."""
        from reviewtui.session.shelf import read_shelf

        return read_shelf(self._meeting.file, self.id)

    def effective(self, round: int = 1) -> "dict[str, StoredBallot | Why]":  # noqa: A002
        """Per expert of the panel the ballot that counts, or why none does."""
        from reviewtui.session.effective import effective, effective_when_opened
        from reviewtui.session.opening import of_expert

        ballots = [ballot for ballot in self.stored() if ballot.round == round]
        listed = self._listed(round)
        found: dict[str, StoredBallot | Why] = {}
        for expert in self.panel.experts:
            own = of_expert(ballots, expert.code)
            found[expert.code] = (
                effective(own) if listed is None else effective_when_opened(own, listed)
            )
        return found

    def progress(self, round: int = 1) -> dict[str, tuple[int, int, bool]]:  # noqa: A002
        """Per expert: rows done, rows to judge, handed in. Counts only, never a number.

        Candidates he recused himself from or declined are in neither count.
        """
        from reviewtui.session.opening import taken_back

        file = self._meeting.file
        aside = set_aside(file, self.id, round)
        done = count_done(file, self.id, round)
        back = taken_back(file, self.id, round)
        handed_in = {ballot.expert: ballot for ballot in self.stored() if ballot.round == round}
        found = {}
        for code in (expert.code for expert in self.panel.experts):
            rows = [
                candidate
                for candidate in self.panel.assigned(code)
                if (code, candidate) not in aside and not self.panel.recusal(code, candidate)
            ]
            said = sum(done.get((code, candidate), 0) for candidate in rows)
            if code in handed_in and handed_in[code].channel is not Channel.FORM:
                from reviewtui.session.marks import count_marks

                said = count_marks(file, self.id, handed_in[code].number)
            total = sum(len(self.sheet.judged(candidate)) for candidate in rows)
            found[code] = (said, total, code in handed_in and code not in back)
        return found

    def reworking(self, round: int = 1) -> tuple[str, ...]:  # noqa: A002
        """Experts who took their ballot back and have not handed in again; the one they took
        back counts until they do."""
        from reviewtui.session.opening import taken_back

        back = taken_back(self._meeting.file, self.id, round)
        return tuple(expert.code for expert in self.panel.experts if expert.code in back)

    @property
    def opened(self) -> "Opening | None":
        """The last opening, or None."""
        from reviewtui.session.opening import read_openings

        openings = read_openings(self._meeting.file, self.id)
        return openings[-1] if openings else None

    def can_show_results(self, round: int = 1) -> bool:  # noqa: A002
        """Opened, or nothing but imported marks, or a trial with a ballot."""
        if round in self._meeting.opened:
            return True
        ballots = [ballot for ballot in self.stored() if ballot.round == round]
        return bool(ballots) and (
            self.trial or all(ballot.channel is Channel.IMPORT for ballot in ballots)
        )

    def journal(self) -> list[Event]:
        """What happened, in order; entries with marks tell only how many until they are open."""
        from reviewtui.session.store import list_journal  # loads SQLModel: half a second

        shown = {ballot.expert for ballot in self.stored() if self._is_open(ballot)}
        return [
            event if event.kind not in DRAFTING or event.actor in shown else _counted(event)
            for event in list_journal(self._meeting.file, self.id)
        ]

    def verify_journal(self) -> Finding | None:
        """The first entry that was tampered with, or None."""
        return verify_chain(self._meeting.file, self.id)

    # Opening and importing

    def unseal(self, by: str = "", round: int = 1) -> "Opening":  # noqa: A002
        """Open the ballots of a round together (启封).

        Args:
            by: Who opens, for the record.
            round: Which round.

        Raises:
            Refused: If there is nothing to open, it was opened before, or a ballot's bytes
                are not what was signed; nothing is opened then.
        """
        from reviewtui.session.opening import open_round

        self._require_desk()
        ballots = self.stored()
        parsed = self._parsed(item for item in ballots if item.round == round)
        opening = open_round(self._meeting, ballots, round, by)
        self._fill(parsed)
        return opening

    def take_in(self, ballots: Sequence[Ballot], note: str = "") -> None:
        """Store marks from another system: signed by the desk, open from the start.

        Marks that are the same as those already there change nothing.

        Args:
            ballots: One per expert; session, sheet, version and channel are filled in here.
            note: Where they came from, for the journal.

        Raises:
            Refused: With everything that does not fit panel and sheet; nothing is stored then.
        """
        from reviewtui.session.importing import take_in

        self._require_desk()
        new = take_in(self._meeting, self.stored(), ballots, note)
        self._fill(self._parsed(item for item in self.stored() if item.content_id in new))

    # After the opening

    def ballot(self, content_id: str) -> Ballot:
        """One ballot, verified and parsed.

        Raises:
            KeyError: If there is none of that id.
            Refused: If it is not open yet, or its bytes are not what was signed.
        """
        for item in self.stored():
            if item.content_id == content_id:
                if not self._is_open(item):
                    raise self._still_closed()
                return self._take_down(item)
        raise KeyError(content_id)

    def marks(self, round: int = 1) -> list[ExpertMarks]:  # noqa: A002
        """What counts, for every expert of the panel; the early-leave rule is the tally's.

        Raises:
            Refused: If the ballots are not open yet.
        """
        from reviewtui.session.marks import filled_ballots, read_marks

        if not self.can_show_results(round):
            raise self._still_closed()
        states = self.effective(round)
        counted = [state for state in states.values() if not isinstance(state, Why)]
        filled = filled_ballots(self._meeting.file, self.id)
        lacking = [ballot for ballot in counted if ballot.number not in filled]
        if lacking:
            self._fill(self._parsed(lacking))
        return [
            ExpertMarks(code, why=state)
            if isinstance(state, Why)
            else ExpertMarks(
                code, read_marks(self._meeting.file, self.id, state.number, self.sheet)
            )
            for code, state in states.items()
        ]

    def comments(self, round: int = 1) -> dict[str, Mapping[str, Mapping[str, str]]]:  # noqa: A002
        """Per expert, candidate and row ("" is the whole candidate) what they wrote."""
        if not self.can_show_results(round):
            raise self._still_closed()
        return {
            code: self._take_down(state).comments
            for code, state in self.effective(round).items()
            if not isinstance(state, Why)
        }

    def rebuild(self) -> None:
        """Fill the table of marks anew from the ballots' bytes."""
        self._fill(self._parsed(item for item in self.stored() if self._is_open(item)))

    def check(self) -> list[Finding]:
        """Everything that is not as it must be; empty for a sound session."""
        from reviewtui.session.checks import check

        ballots = self.stored()
        return check(self._meeting, ballots, [item for item in ballots if self._is_open(item)])

    # Inside

    def _listed(self, number: int) -> tuple[str, ...] | None:
        """Ids in the opening record of a round; None if it is not opened."""
        from reviewtui.session.opening import read_openings

        for opening in read_openings(self._meeting.file, self.id):
            if opening.round == number:
                return opening.ballots
        return None

    def _is_open(self, ballot: "StoredBallot") -> bool:
        if self.trial or ballot.channel is Channel.IMPORT:
            return True
        return ballot.content_id in (self._listed(ballot.round) or ())

    def _take_down(self, ballot: "StoredBallot") -> Ballot:
        from reviewtui.session.shelf import read_keys, take_down

        file = self._meeting.file
        return take_down(file, self.id, ballot.content_id, read_keys(file, self.id))

    def _parsed(self, ballots: "Iterable[StoredBallot]") -> list[tuple[int, Ballot]]:
        return [(ballot.number, self._take_down(ballot)) for ballot in ballots]

    def _fill(self, parsed: Sequence[tuple[int, Ballot]]) -> None:
        from reviewtui.session.marks import mark_rows
        from reviewtui.session.store import fill_marks  # loads SQLModel: half a second

        def work(done: Transaction) -> None:
            for number, ballot in parsed:
                rows = mark_rows(self.id, number, ballot, self.sheet)
                fill_marks(done.connection, self.id, number, rows)

        self._meeting.writer.submit(work).result()

    def _require_desk(self) -> None:
        if self.role is not Keeper.DESK:
            raise refused(
                self.path,
                _("this is an expert's working copy; do this in the session of the desk"),
            )

    def _still_closed(self) -> Refused:
        return refused(
            self.path, _("the ballots have not been opened yet; open them together first")
        )


def _counted(event: Event) -> Event:
    """An entry with marks as the desk may see it: how many, never which."""
    changes = sum(len(event.body.get(key, ())) for key in ("marks", "standings", "comments"))
    return event._replace(body={"round": event.body["round"], "changes": changes})


def _read_meeting(file: SessionFile, sources: Sources) -> Meeting:
    rows = file.read(
        "SELECT session_id, role, created_at, definition, sheet_hash, rule_hash FROM session"
    )
    if len(rows) != 1:
        raise refused(file.path, _("the file does not hold exactly one session"))
    session, role, created_at, definition, sheet_hash, rule_said = rows[0]
    panel, sheet = _read_definition(file, session, json.loads(definition))
    if sheet.hash != sheet_hash or rule_hash(panel.rule) != rule_said:
        raise refused(
            file.path,
            _(
                "rows or rule of this session come out otherwise than when it was made; "
                "open it with the version that made it"
            ),
        )
    return Meeting(
        file=file,
        writer=Writer(file, session, sources.now),
        id=session,
        role=Keeper(role),
        panel=panel,
        sheet=sheet,
        created_at=created_at,
        app=__version__,
        sources=sources,
        opened=rounds_opened(file, session),
    )


def _read_definition(
    file: SessionFile, session: str, definition: Mapping[str, Any]
) -> tuple[Panel, Sheet]:
    """Panel and sheet of the frozen documents, with the values settled since."""
    settled = [
        {"candidate": candidate, "row": row, "value": value, "evidence": evidence}
        for candidate, row, value, evidence in file.read(
            "SELECT candidate, row, value, evidence FROM settled WHERE session_id = ? "
            "ORDER BY candidate, row",
            (session,),
        )
    ]
    document = {**definition["panel"]}
    if settled:
        document["settled"] = settled
    else:
        document.pop("settled", None)
    findings: list[Finding] = []
    place = file.path.name
    table = read_set(definition["set"], place, findings)
    refuse_if(findings)
    assert table is not None  # without findings there is a set
    panel = read_panel(document, table, place, findings)
    sheet = make_sheet(panel, place, findings)
    refuse_if(findings)
    return panel, sheet

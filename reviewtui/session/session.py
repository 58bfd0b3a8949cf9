"""A session at the desk: what may be known of it, opening, importing, reading the marks.

Before the opening nothing of an expert's marks comes out of here but counts. What only the
desk needs is loaded when it is asked for: an expert's first frame waits for every module.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from reviewtui.domain.ballot import Ballot, Channel
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.session.clock import Sources
from reviewtui.session.draft import count_done
from reviewtui.session.faults import refused
from reviewtui.session.file import open_session
from reviewtui.session.journal import DRAFTING, Event, verify_chain
from reviewtui.session.meeting import Meeting, read_meeting, require_desk
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.scoring import Scoring
from reviewtui.session.writer import Transaction

if TYPE_CHECKING:
    from reviewtui.session.effective import StoredBallot
    from reviewtui.session.opening_again import Again
    from reviewtui.session.opening_record import Opening


class Session:
    """One open session file. A context manager; `close` leaves one self-contained file."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.path: Path = meeting.file.path
        self.id = meeting.id
        self.role = meeting.role
        self.panel: Panel = meeting.panel
        self.sheet: Sheet = meeting.sheet
        self.created_at = meeting.created_at
        self.trial = meeting.panel.trial

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        reading: bool = False,
        sources: Sources = Sources(),  # noqa: B008  frozen
    ) -> Self:
        """Open a session file and take its lock.

        Args:
            path: The file.
            reading: Nothing will be changed: the file keeps its bytes.
            sources: Where time and chance come from.

        Raises:
            Refused: With the sentence for whatever keeps it from being used here and now.
        """
        file = open_session(Path(path), reading=reading)
        try:
            return cls(read_meeting(file, sources))
        except BaseException as fault:
            from reviewtui.session.damage import give_up

            give_up(file, fault)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        try:
            if fault is not None:
                from reviewtui.session.damage import name_damage

                name_damage(self.meeting.file, fault)
        finally:
            self.close()

    def close(self) -> None:
        """Write what is on the way, fold the log into the file, release it."""
        self.meeting.writer.close()
        self.meeting.file.close()

    @property
    def low_space(self) -> bool:
        """Whether less than 50 MB are free on the drive."""
        return self.meeting.file.low_space

    def scoring(self, expert: str, round: int | None = None) -> Scoring:  # noqa: A002
        """One expert's sheet, by default of the round at work.

        Raises:
            Refused: If there is no such expert, or he was replaced.
        """
        known = {item.code: item for item in self.panel.experts}
        if expert not in known:
            raise refused(self.path, _("there is no expert {code}").format(code=expert))
        if by := known[expert].replaced_by:
            sentence = _("expert {code} was replaced by expert {by}")
            raise refused(self.path, sentence.format(code=expert, by=by))
        return Scoring(self.meeting, expert, round or self.meeting.round)

    # What may be known before the opening

    def stored(self) -> "list[StoredBallot]":
        """Every ballot ever received, in order of arrival, without its marks."""
        from reviewtui.session.shelf import read_shelf

        return read_shelf(self.meeting.file, self.id)

    def effective(self, round: int | None = None) -> "dict[str, StoredBallot | Why]":  # noqa: A002
        """Per expert of the panel the ballot of the round that counts, or why none does."""
        from reviewtui.session.counting import counting

        return counting(self.meeting, round or self.meeting.round)

    def official(self, round: int | None = None) -> "dict[str, StoredBallot | Why]":  # noqa: A002
        """The same for the result of a round, by default the last that is open: who handed in
        none of it counts with the one of the round before."""
        from reviewtui.session.counting import official

        return official(self.meeting, round or self.meeting.official)

    def missing(self, round: int | None = None) -> dict[str, Why]:  # noqa: A002
        """Of whom no ballot counts, and why; those who were replaced are not missed.

        Who filled something in and has no ballot is told apart from who is absent.
        """
        from reviewtui.session.typed_pass import being_typed

        round = round or self.meeting.round  # noqa: A001
        states = self.effective(round)
        begun = {expert for expert, _candidate in count_done(self.meeting.file, self.id, round)}
        begun |= being_typed(self.meeting, round).keys()
        return {
            code: Why.NOT_SUBMITTED if state is Why.ABSENT and code in begun else state
            for code, state in states.items()
            if isinstance(state, Why) and state is not Why.NOT_ASSIGNED
        }

    def progress(self, round: int | None = None) -> dict[str, tuple[int, int, bool]]:  # noqa: A002
        """Per expert: rows done, rows to judge, handed in; as `progress.progress`."""
        from reviewtui.session.progress import progress

        return progress(self, round or self.meeting.round)

    def reworking(self, round: int | None = None) -> tuple[str, ...]:  # noqa: A002
        """Experts who took their ballot back and have not handed in again; the one they took
        back counts until they do."""
        from reviewtui.session.opening import taken_back

        back = taken_back(self.meeting.file, self.id, round or self.meeting.round)
        return tuple(expert.code for expert in self.panel.experts if expert.code in back)

    @property
    def opened(self) -> "Opening | None":
        """The opening of the round at work; of several in conflict the first by id."""
        from reviewtui.session.opening_record import standing

        found = standing(self.openings(), self.meeting.round)
        return found[0] if found else None

    def openings(self) -> "list[Opening]":
        """Every record of an opening, superseded ones included; earliest round first."""
        from reviewtui.session.opening_record import read_openings

        return read_openings(self.meeting.file, self.id)

    def can_show_results(self, round: int | None = None) -> bool:  # noqa: A002
        """Opened and undisputed, or nothing but imported marks, or a trial with a ballot."""
        round = round or self.meeting.official  # noqa: A001
        if round in self.meeting.opened:
            from reviewtui.session.opening_record import in_force

            return in_force(self.openings(), round) is not None
        ballots = [ballot for ballot in self.stored() if ballot.round == round]
        return bool(ballots) and (
            self.trial or all(ballot.channel is Channel.IMPORT for ballot in ballots)
        )

    def journal(self) -> list[Event]:
        """What happened, in order; entries with marks tell only how many until they are open."""
        from reviewtui.session.store import list_journal  # loads SQLModel: half a second

        shown = {(ballot.expert, ballot.round) for ballot in self.open_ones()}
        return [
            event
            if event.kind not in DRAFTING or (event.actor, event.body.get("round")) in shown
            else _counted(event)
            for event in list_journal(self.meeting.file, self.id)
        ]

    def verify_journal(self) -> Finding | None:
        """The first entry that was tampered with, or None."""
        return verify_chain(self.meeting.file, self.id)

    # Opening and importing

    def unseal(
        self,
        by: str = "",
        round: int | None = None,  # noqa: A002
        code: str = "",
        without: Collection[str] = (),
    ) -> "Opening":
        """Open the ballots of a round together (启封).

        Args:
            by: Who opens, for the record.
            round: Which round.
            code: The opening code as typed; needed only where the supervisor holds it.
            without: Content ids, or beginnings of at least eight digits, of ballots that
                cannot be opened: their experts are then missing, with that reason.

        Raises:
            Refused: If there is nothing to open, it was opened before, or a ballot cannot be
                opened or is not what its header says; each is named, nothing is opened then.
        """
        from reviewtui.session.opening import open_round
        from reviewtui.session.unboxing import unbox_all

        self._require_desk()
        ballots, round = self.stored(), round or self.meeting.round  # noqa: A001
        parsed, left = unbox_all(self.meeting, ballots, round, code, without)
        return open_round(self.meeting, ballots, round, by, code, parsed, left)

    def unseal_again(
        self,
        wish: "Again",
        round: int | None = None,  # noqa: A002
        code: str = "",
        without: Collection[str] = (),
    ) -> "Opening":
        """Open a round again, admitting late ballots; arguments and refusals as `open_again`."""
        from reviewtui.session.opening_again import open_again

        self._require_desk()
        return open_again(self.meeting, round or self.meeting.official, wish, code, without)

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
        take_in(self.meeting, self.stored(), ballots, note)

    # After the opening

    def ballot(self, content_id: str) -> Ballot:
        """One ballot, verified and parsed.

        Raises:
            KeyError: If there is none of that id.
            Refused: If it is not open yet, or its bytes are not what was signed.
        """
        for item in self.stored():
            if item.content_id == content_id:
                if item not in self.open_ones():
                    raise self._still_closed()
                return self._parsed([item])[0][1]
        raise KeyError(content_id)

    def marks(
        self,
        round: int | None = None,  # noqa: A002
        candidate: str | None = None,
    ) -> list[ExpertMarks]:
        """What counts, for every expert of the panel; the early-leave rule is the tally's.

        Args:
            round: By default the official one.
            candidate: The one whose marks are wanted; by default those of all.

        Raises:
            Refused: If the ballots are not open yet.
        """
        from reviewtui.session.marks import filled_ballots, marks_of, read_marks

        file, round = self.meeting.file, round or self.meeting.official  # noqa: A001
        if not self.can_show_results(round):
            raise self._still_closed(round)
        states = self.official(round)
        counted = [state for state in states.values() if not isinstance(state, Why)]
        filled = filled_ballots(file, self.id)
        lacking = self._parsed(ballot for ballot in counted if ballot.number not in filled)
        if lacking and not file.reading:
            self._fill(lacking)
        parsed = dict(lacking)
        missing = self.missing(FIRST_ROUND)

        def read(ballot: "StoredBallot") -> Mapping[str, CandidateMarks]:
            own = parsed.get(ballot.number)
            if own is not None:
                return marks_of(own, self.sheet)
            return read_marks(file, self.id, ballot.number, self.sheet, candidate)

        return [
            ExpertMarks(code, why=missing.get(code, state))
            if isinstance(state, Why)
            else ExpertMarks(code, read(state))
            for code, state in states.items()
        ]

    def comments(self, round: int | None = None) -> dict[str, Mapping[str, Mapping[str, str]]]:  # noqa: A002
        """Per expert, candidate and row ("" is the whole candidate) what they wrote."""
        return {ballot.expert: ballot.comments for ballot in self.counted_ballots(round)}

    def counted_ballots(self, round: int | None = None) -> list[Ballot]:  # noqa: A002
        """The ballots that count, as they were sealed, in the panel's order of experts.

        Raises:
            Refused: If they are not open yet.
        """
        if not self.can_show_results(round):
            raise self._still_closed(round or self.meeting.official)
        counted = [state for state in self.official(round).values() if not isinstance(state, Why)]
        return [ballot for _number, ballot in self._parsed(counted)]

    def rebuild(self) -> None:
        """Fill the table of marks anew from the ballots' bytes."""
        self._fill(self._parsed(self.open_ones()))

    def check(self) -> list[Finding]:
        """Everything that is not as it must be; empty for a sound session."""
        from reviewtui.session.checks import check

        return check(self)

    # Inside

    def open_ones(self) -> "list[StoredBallot]":
        """The ballots whose marks may be known: those that any opening listed, for one."""
        shown = {own for opening in self.openings() for own in opening.ballots}
        return [
            ballot
            for ballot in self.stored()
            if self.trial or ballot.channel is Channel.IMPORT or ballot.content_id in shown
        ]

    def _parsed(
        self, ballots: "Iterable[StoredBallot]", typed: str = ""
    ) -> list[tuple[int, Ballot]]:
        from reviewtui.session.shelf import Shelf

        shelf = Shelf(self.meeting, typed)
        return [(ballot.number, shelf.take_down(ballot)) for ballot in ballots]

    def _fill(self, parsed: Sequence[tuple[int, Ballot]]) -> None:
        from reviewtui.session.marks import mark_rows
        from reviewtui.session.store import fill_marks  # loads SQLModel: half a second

        def work(done: Transaction) -> None:
            rows = ((at, mark_rows(self.id, at, ballot, self.sheet)) for at, ballot in parsed)
            fill_marks(done.connection, self.id, rows)

        self.meeting.writer.submit(work).result()

    def _require_desk(self) -> None:
        require_desk(self.meeting)

    def _still_closed(self, number: int = 0) -> Refused:
        if number in self.meeting.opened:
            from reviewtui.session.opening_words import conflict_sentence

            return refused(self.path, conflict_sentence(self, number))
        return refused(
            self.path, _("the ballots have not been opened yet; open them together first")
        )


def _counted(event: Event) -> Event:
    """An entry with marks as the desk may see it: how many, never which.

    In an archive the text of one that was never handed in is kept back, its round with it.
    """
    changes = sum(len(event.body.get(key, ())) for key in ("marks", "standings", "comments"))
    round = {key: event.body[key] for key in ("round",) if key in event.body}  # noqa: A001
    return event._replace(body={**round, "changes": changes})

"""The meeting on disk: two desks, a stick per expert, two machines, a pocket with copies.

Everything here is the real program on real files; nothing is remembered but paths.
"""

import hashlib
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reviewtui.domain.ballot import Ballot, Cell, content_id
from reviewtui.domain.rule import EarlyLeave
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.exchange.collecting import Merged, carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import Forked, OpenKit, hand_over, opened_kit, read_kit_file
from reviewtui.exchange.score_sheet import score_sheet_name
from reviewtui.exchange.score_sheet_identity import require_form
from reviewtui.exchange.score_sheet_reader import filled_in
from reviewtui.exchange.workbook_gate import receive_workbook
from reviewtui.session.backup import copy_session
from reviewtui.session.clock import Sources
from reviewtui.session.create import create_session
from reviewtui.session.envelope import is_envelope, read_envelope
from reviewtui.session.paper_entry import paper_ballot
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, TypedIn, take_typed
from reviewtui.session.typed_pass import PAPER, TypedPass, differences, keep_pass, read_pass
from reviewtui.session.working_copy import Take
from tests.exchange.score_sheets import fill
from tests.meeting import Meeting, meeting, small_set
from tests.session.conftest import START, scored
from tests.whole_meeting.model import CANDIDATES, EXPERTS, FACT, ROWS, Marks

DESKS = ("A", "B")
MACHINES = ("home", "hotel")
MEMORY = Path("/dev/shm")
"""Where there is one, a drive in memory: the order of things is at stake here, not the disk."""
FILLED = "filled.xlsx"


class World:
    """A folder with all of it."""

    def __init__(self, early_leave: EarlyLeave = EarlyLeave.COUNT_FINISHED) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.life, self.ticks, self.keys = 0, itertools.count(), itertools.count()
        self.sources = Sources(lambda: START + next(self.ticks) * 1000, self._random)
        panel, _sheet = _held().rule(early_leave=early_leave.value).panel()
        create_session(self.desk("A"), panel, now=self.sources.now, random_bytes=self._random)
        with self.open("A") as session:
            self.kits = {
                item.expert.code: item.kit for item in issue(session, self.folder / "kits")
            }
            copy_session(session.meeting, self.desk("B"))
        self.pocket = self.folder / "pocket"
        self.pocket.mkdir()
        self.backups: dict[str, Path] = {}

    def next_life(self) -> None:
        """Chance goes on elsewhere: what a killed child drew never comes again."""
        self.life += 1

    def _random(self, size: int) -> bytes:
        return hashlib.sha256(f"{self.life} {next(self.keys)}".encode()).digest()[:size]

    def gone(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.folder)

    # Desks

    def desk(self, name: str) -> Path:
        return self.folder / f"{name}.review"

    def open(self, desk: str) -> Session:
        return Session.open(self.desk(desk), sources=self.sources)

    def merge(self, desk: str, place: Path) -> Merged:
        """Plan twice, carry out once; afterwards the same place brings nothing."""
        with self.open(desk) as session:
            merged = plan(session, [place])
            assert _said(merged) == _said(plan(session, [place]))
            done = carry_out(session, merged, self.folder / f"backup-{desk}")
            assert not plan(session, [place]).plan.changes
        assert done.backup is not None
        self.backups[desk] = done.backup
        return done

    def merge_desk(self, into: str, out: str) -> Merged:
        return self.merge(into, self.desk(out))

    def restore(self, desk: str) -> None:
        """The desk's machine dies; a new one goes on with the last backup."""
        self.desk(desk).unlink()
        shutil.copyfile(self.backups[desk], self.desk(desk))

    def type_pass(self, desk: str, expert: str, turn: int, points: float) -> None:
        """One of two people types a paper sheet with one mark everywhere."""
        cells = {candidate: dict.fromkeys(ROWS, scored(points)) for candidate in CANDIDATES}
        with self.open(desk) as session:
            typed = TypedPass(f"会务{turn}", cells, finished=True)
            keep_pass(session.meeting, expert, 1, turn, typed)

    def passes(self, desk: str, expert: str) -> list[TypedPass]:
        """What both people have typed so far."""
        with self.open(desk) as session:
            found = [read_pass(session.meeting, expert, 1, turn) for turn in (1, 2)]
        return [typed for typed in found if typed is not None]

    def agreed(self, desk: str, expert: str) -> bool:
        """Whether two readings are there and say the same."""
        found = self.passes(desk, expert)
        return len(found) == 2 and not differences(*found)

    def take_paper(self, desk: str, expert: str, reason: str) -> tuple[TypedIn, Ballot]:
        """What both typed becomes a ballot."""
        with self.open(desk) as session:
            typed = read_pass(session.meeting, expert, 1, 1)
            assert typed is not None
            ballot = paper_ballot(session, expert, 1, typed)
            entry = Entry(("会务1", "会务2"), reason)
            return take_typed(session, ballot, entry, typed=PAPER), ballot

    def reissue(self, desk: str, expert: str) -> str:
        """A new kit onto the expert's stick; the old one is revoked. The new key.

        Where a name was corrected the folder is another one; it is copied over what lies there.
        """
        with self.open(desk) as session:
            (issued,) = issue(session, self.folder / "kits", [expert], anew=True)
        if issued.folder != self.stick(expert):
            shutil.copytree(issued.folder, self.stick(expert), dirs_exist_ok=True)
            shutil.rmtree(issued.folder)
        return read_kit_file(self.kits[expert]).id

    # Sticks

    def stick(self, expert: str) -> Path:
        return self.kits[expert].parent

    def kit_id(self, expert: str) -> str:
        return read_kit_file(self.kits[expert]).id

    def fill_sheet(self, expert: str, points: int, hole: bool) -> Marks:
        """Fill in the Excel sheet on the stick; with a hole the last row stays empty."""
        marks: Marks = {(c, row): points * 100 for c in CANDIDATES for row in ROWS}
        if hole:
            marks[CANDIDATES[-1], ROWS[-1]] = None
        typed = {place: points for place, mark in marks.items() if mark is not None}
        blank = self.stick(expert) / score_sheet_name(expert)
        fill(blank, typed).replace(self.stick(expert) / FILLED)
        return marks

    def sheet_on(self, place: Path) -> str:
        """Content id of the ballot that stands in a filled Excel sheet."""
        book = receive_workbook(place / FILLED)
        with self.open("A") as session:
            filled = filled_in(book, require_form(book), session.panel, session.sheet, blind=True)
        return content_id(filled.ballot.document())

    def files_on(self, place: Path) -> set[str]:
        """Content ids of the ballot files in a place."""
        return {
            read_envelope(file.read_bytes()).header.content_id for file in place.glob("*.ballot")
        }

    # Experts

    @contextmanager
    def sitting(self, expert: str, machine: str) -> Iterator[OpenKit]:
        """The expert opens his kit; where two ways part he goes on with the stick."""
        place: dict[str, Any] = {"folder": self.folder / machine, "sources": self.sources}
        try:
            opened = opened_kit(self.kits[expert], **place)
            work = opened.__enter__()
        except Forked:
            opened = opened_kit(self.kits[expert], take=Take.STICK, **place)
            work = opened.__enter__()
        try:
            yield work
        finally:
            opened.__exit__(None, None, None)

    def score(self, expert: str, machine: str, place: tuple[str, str], points: float) -> None:
        from tests.session.conftest import mark

        with self.sitting(expert, machine) as work:
            scoring = work.session.scoring(expert)
            if scoring.sealed is None:
                scoring.commit([mark(*place, points)], place).result()

    def submit(self, expert: str, machine: str, left: bool) -> None:
        from tests.session.conftest import mark

        with self.sitting(expert, machine) as work:
            scoring = work.session.scoring(expert)
            if scoring.sealed is not None:
                return
            if not left:
                scoring.commit([mark(*hole, 5) for hole in scoring.holes()]).result()
            hand_over(work, scoring.seal(left=left).result())

    def take_back(self, expert: str, machine: str) -> None:
        with self.sitting(expert, machine) as work:
            scoring = work.session.scoring(expert)
            if scoring.sealed is not None:
                scoring.reopen("笔误").result()


def _held() -> Meeting:
    """Four rows to judge, and one that the desk settles: no at first."""
    table = small_set(primaries=2, rows=2)
    table["rows"].append({"code": FACT, "parent": "2", "title": "核定项", "kind": "fact"})
    held = meeting(len(EXPERTS), len(CANDIDATES), table=table, granularity="rows")
    for candidate in CANDIDATES:
        held.settle(candidate, FACT, "no")
    return held


def _said(merged: Merged) -> object:
    """A plan; a sheet is boxed anew whenever it is read: the same ballot in other bytes."""
    own = tuple(ballot.header.content_id for ballot in merged.plan.ballots)
    return merged.plan._replace(ballots=()), own


def marks_of(ballot: Ballot) -> Marks:
    """Every cell of a ballot; what is recused has none."""
    assert all(
        standing.state in (CandidateState.OPEN, CandidateState.LEFT, CandidateState.RECUSED)
        for standing in ballot.standings.values()
    )
    return cells_of(ballot.cells)


def cells_of(cells: Any) -> Marks:
    """Marks by candidate and row; a blank is None and never 0."""
    return {
        (candidate, row): _mark(cell)
        for candidate, own in cells.items()
        for row, cell in own.items()
    }


def _mark(cell: Cell) -> int | None:
    assert (cell.mark is None) == (cell.state is not CellState.SCORED)
    return None if cell.mark is None else int(cell.mark)


def signer_of(session: Session, content_id: str) -> str:
    """The key that signed a stored ballot; "" where it lies in the clear."""
    ((content,),) = session.meeting.file.read(
        "SELECT content FROM ballot WHERE content_id = ?", (content_id,)
    )
    return read_envelope(content).signer if is_envelope(content) else ""

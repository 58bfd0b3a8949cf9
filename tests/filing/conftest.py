"""Finished meetings for the filing room, without a session file."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from reviewtui.domain.ballot import Ballot, Cell, Channel, Standing, content_id
from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Place, ScoredRow, Sheet
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.filing.received import Received
from reviewtui.filing.record import Record
from reviewtui.tally.compute import compute
from tests.meeting import Meeting, meeting

OPENED = 1_796_715_300_000  # 2026-12-08 02:15 UTC


@dataclass
class Table:
    """A meeting at which every expert marked everything, until told otherwise."""

    panel: Panel
    sheet: Sheet
    ballots: dict[str, Ballot] = field(default_factory=dict)
    channel: Channel = Channel.FORM

    @classmethod
    def of(cls, drawn: Meeting, *, seed: int = 1) -> "Table":
        """Draw marks for everybody at a meeting."""
        return cls.at(*drawn.panel(), seed=seed)

    @classmethod
    def at(cls, panel: Panel, sheet: Sheet, *, seed: int = 1) -> "Table":
        """Draw marks for everybody on a panel."""
        table = cls(panel, sheet)
        draw = random.Random(seed)
        for expert in panel.experts:
            cells = {
                candidate: {
                    row.code: Cell(CellState.SCORED, _drawn(row, draw))
                    for row in sheet.judged(candidate)
                }
                for candidate in panel.assigned(expert.code)
                if not panel.recusal(expert.code, candidate)
            }
            table.ballots[expert.code] = Ballot("s" * 32, expert.code, sheet.hash, cells=cells)
        return table

    def _change(self, expert: str, **keys: object) -> None:
        old = self.ballots[expert]
        self.ballots[expert] = Ballot(**{**_fields(old), **keys})  # type: ignore[arg-type]

    def absent(self, expert: str) -> "Table":
        """An expert hands in nothing."""
        del self.ballots[expert]
        return self

    def say(self, expert: str, candidate: str, row: str, cell: Cell) -> "Table":
        """An expert's word on one row."""
        cells = {code: dict(rows) for code, rows in self.ballots[expert].cells.items()}
        cells[candidate][row] = cell
        self._change(expert, cells=cells)
        return self

    def stand(self, expert: str, candidate: str, state: CandidateState) -> "Table":
        """An expert's word on a whole candidate."""
        standings = {**self.ballots[expert].standings, candidate: Standing(state, "原因")}
        self._change(expert, standings=standings)
        return self

    def comment(self, expert: str, candidate: str, text: str, row: str = "") -> "Table":
        """An expert's comment."""
        comments = {key: dict(texts) for key, texts in self.ballots[expert].comments.items()}
        comments.setdefault(candidate, {})[row] = text
        self._change(expert, comments=comments)
        return self

    def marks(self) -> list[ExpertMarks]:
        """What the tally reads."""
        result = []
        for expert in self.panel.experts:
            ballot = self.ballots.get(expert.code)
            if ballot is None:
                result.append(ExpertMarks(expert.code, why=Why.ABSENT))
                continue
            result.append(
                ExpertMarks(
                    expert.code,
                    {code: self._candidate(ballot, code) for code in self._touched(ballot)},
                )
            )
        return result

    def _touched(self, ballot: Ballot) -> list[str]:
        return sorted({*ballot.cells, *ballot.standings})

    def _candidate(self, ballot: Ballot, code: str) -> CandidateMarks:
        cells: Mapping[str, Cell] = ballot.cells.get(code, {})
        own = self.sheet.candidates[code]
        found = [
            cells.get(row.code, Cell()) if place is Place.JUDGED else Cell()
            for row, place in zip(self.sheet.rows, own.places, strict=True)
        ]
        standing = ballot.standings.get(code, Standing()).state
        unable = {at for at, cell in enumerate(found) if cell.state is CellState.UNABLE}
        said = cells.get(CONCLUSION, Cell())
        return CandidateMarks([cell.mark for cell in found], standing, frozenset(unable), said)

    def record(self) -> Record:
        """What an export of this meeting says."""
        marks = self.marks()
        ballots = {code: replace(one, channel=self.channel) for code, one in self.ballots.items()}
        received = tuple(
            Received(
                content=content_id(ballot.document()),
                expert=code,
                rev=ballot.rev,
                channel=self.channel,
                received_at=OPENED - 60_000,
                effective=True,
                late=False,
            )
            for code, ballot in ballots.items()
        )
        return Record(
            session="s" * 32,
            panel=self.panel,
            sheet=self.sheet,
            verdict=compute(self.panel, self.sheet, marks),
            why={item.expert: item.why for item in marks if item.why},
            marks={item.expert: item.candidates for item in marks},
            ballots=ballots,
            received=received,
            opened_at=None if self.channel is Channel.IMPORT else OPENED,
            frozen_at=OPENED,
            app="reviewtui 0.0.0",
        )


def _drawn(row: ScoredRow, draw: random.Random) -> Hundredths:
    if row.levels:
        return draw.choice(row.levels).mark
    return Hundredths(row.low + row.step * draw.randint(0, (row.top - row.low) // row.step))


def _fields(ballot: Ballot) -> dict[str, object]:
    return {name: getattr(ballot, name) for name in Ballot.__dataclass_fields__}


@pytest.fixture
def small() -> Table:
    """3 × 3 on two primaries with three rows each, marked by row."""
    return Table.of(meeting(3, 3))


@pytest.fixture
def eventful() -> Table:
    """9 × 8 with everything that can happen to a ballot."""
    drawn = meeting(9, 8, average="trimmed").recuse("03", "2").hide("4", "9")
    return (
        Table.of(drawn)
        .absent("08")
        .say("02", "1", "6", Cell(CellState.UNABLE, None, "材料未提供"))
        .stand("05", "5", CandidateState.DECLINED)
        .stand("06", "7", CandidateState.LEFT)
        .stand("06", "8", CandidateState.LEFT)
        .comment("01", "1", "团队扎实，但中试条件不足。")
        .comment("04", "1", "专职人员比重偏低。", "6")
    )

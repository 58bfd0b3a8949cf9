"""What an export says, gathered once: the session's papers beside the verdict.

The sheets read a `Record` and nothing else, so that none of them asks the session, and the
same record gives the same workbook.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from reviewtui.domain.ballot import Ballot, Channel, check_code
from reviewtui.domain.marks import CandidateMarks
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Expert, Panel
from reviewtui.domain.rule import Order
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.filing.content import hash_of
from reviewtui.locales import _
from reviewtui.tally.status import status_notes
from reviewtui.tally.verdict import CandidateVerdict, Verdict

if TYPE_CHECKING:
    from reviewtui.session.session import Session

_WHOLE = {
    CandidateState.RECUSED: Why.RECUSED,
    CandidateState.DECLINED: Why.DECLINED,
    CandidateState.LEFT: Why.LEFT,
}


@dataclass(frozen=True, slots=True)
class Received:
    """One ballot as the session holds it. Times are UTC, milliseconds since 1970."""

    content: str
    expert: str
    rev: int
    channel: Channel
    received_at: int
    effective: bool
    late: bool

    @property
    def code(self) -> str:
        """The check code that the expert copied by hand."""
        return check_code(self.content)


@dataclass(frozen=True, slots=True)
class Said:
    """What one expert said of one row of one candidate.

    `mark` in hundredths as typed; also the desk's mark where the row is settled.
    """

    state: CellState
    mark: Hundredths | None
    settled: bool
    text: str


@dataclass(frozen=True)
class Record:
    """One round of a session, ready to be laid out.

    Attributes:
        why: Experts of whose marks nothing counts, and why.
        marks: By expert and candidate, as the tally read them.
        ballots: The effective ballots, by expert: comments and reasons stand there.
        received: Every ballot of the round, in the order of arrival.
        opened_at: When the ballots were opened; None where marks came in the clear.
        frozen_at: The hour the file carries.
    """

    session: str
    panel: Panel
    sheet: Sheet
    verdict: Verdict
    why: Mapping[str, Why]
    marks: Mapping[str, Mapping[str, CandidateMarks]]
    ballots: Mapping[str, Ballot]
    received: tuple[Received, ...]
    opened_at: int | None
    frozen_at: int
    app: str

    @cached_property
    def content(self) -> str:
        """The content hash, 64 hexadecimal digits."""
        effective = {item.expert: item.content for item in self.received if item.effective}
        ballots = [
            (expert.code, effective.get(expert.code, self.why.get(expert.code, Why.ABSENT)))
            for expert in self.panel.experts
        ]
        return hash_of(self.session, self.panel, self.sheet, ballots, self.verdict)

    @property
    def code(self) -> str:
        """The check code of the whole result."""
        return check_code(self.content)

    @property
    def by_expert(self) -> bool:
        """Whether every expert has a total of his own."""
        return self.panel.rule.order is Order.BY_EXPERT

    @cached_property
    def channels(self) -> frozenset[Channel]:
        """How the counted marks came in."""
        return frozenset(item.channel for item in self.received if item.effective)

    def warnings(self) -> list[str]:
        """What must stand above every table, so that nobody takes it for more than it is."""
        lines = status_notes(self.panel)
        if Channel.IMPORT in self.channels:
            lines.append(_("These marks were imported from another system, not signed by experts"))
        if self.channels & {Channel.EXCEL, Channel.PAPER}:
            lines.append(_("Some score sheets were entered by the desk on the experts' behalf"))
        return lines

    def ranked(self) -> tuple[CandidateVerdict, ...]:
        """Best first, ties in the panel's order, candidates without a total last."""
        return self.verdict.ranking()

    def shares(self) -> dict[str, Fraction]:
        """Points of the total behind each primary indicator, where all its rows apply."""
        shares: dict[str, Fraction] = {}
        for row in self.sheet.rows:
            if not row.added:
                shares[row.primary] = shares.get(row.primary, Fraction(0)) + row.share
        return shares

    def left_out(self, expert: str, candidate: str) -> Why | None:
        """Why an expert does not count for a candidate; None if he does."""
        return self._left_out.get((expert, candidate))

    @cached_property
    def _left_out(self) -> dict[tuple[str, str], Why]:
        return {
            (gone.expert, candidate.code): gone.why
            for candidate in self.verdict.candidates
            for gone in candidate.left_out
        }

    def whole(self, expert: str, candidate: str) -> Why | None:
        """The state that covers a whole candidate for an expert, so that no row has its own."""
        if candidate not in self._assigned[expert]:
            return Why.NOT_ASSIGNED
        marks = self.marks.get(expert, {}).get(candidate)
        standing = _WHOLE.get(marks.standing) if marks else None
        if standing is Why.RECUSED or (expert, candidate) in self._recusals:
            return Why.RECUSED
        if expert not in self.ballots:
            return self.why.get(expert, Why.ABSENT)
        return standing

    @cached_property
    def _recusals(self) -> frozenset[tuple[str, str]]:
        return frozenset((item.expert, item.candidate) for item in self.panel.recusals)

    @cached_property
    def _assigned(self) -> dict[str, frozenset[str]]:
        return {
            expert.code: frozenset(self.panel.assigned(expert.code))
            for expert in self.panel.experts
        }

    def said(self, expert: str, candidate: str) -> tuple[Said, ...]:
        """Row by row what an expert said of a candidate, in the order of the sheet's rows."""
        key = (expert, candidate)
        if key not in self._said:
            self._said[key] = self._read(expert, candidate)
        return self._said[key]

    @cached_property
    def _said(self) -> dict[tuple[str, str], tuple[Said, ...]]:
        return {}

    def _read(self, expert: str, candidate: str) -> tuple[Said, ...]:
        marks = self.marks.get(expert, {}).get(candidate, CandidateMarks(()))
        ballot = self.ballots.get(expert)
        cells = ballot.cells.get(candidate, {}) if ballot else {}
        comments = ballot.comments.get(candidate, {}) if ballot else {}
        own = self.sheet.candidates[candidate]
        given = tuple(marks.marks) or (None,) * len(self.sheet.rows)
        result = []
        for number, (row, place) in enumerate(zip(self.sheet.rows, own.places, strict=True)):
            texts = (
                cells[row.code].reason if row.code in cells else "",
                comments.get(row.code, ""),
            )
            text = "\n".join(filter(None, texts))
            if place is Place.NOT_APPLICABLE:
                result.append(Said(CellState.NOT_APPLICABLE, None, False, text))
            elif place is Place.SETTLED:
                result.append(Said(CellState.SCORED, own.settled[row.code], True, text))
            elif (mark := given[number]) is not None:
                result.append(Said(CellState.SCORED, Hundredths(mark), False, text))
            elif number in marks.unable:
                result.append(Said(CellState.UNABLE, None, False, text))
            else:
                result.append(Said(CellState.BLANK, None, False, text))
        return tuple(result)

    def comment(self, expert: str, candidate: str) -> str:
        """What an expert wrote about a candidate as a whole, with his reason for a state."""
        ballot = self.ballots.get(expert)
        if ballot is None:
            return ""
        standing = ballot.standings.get(candidate)
        texts = (
            standing.reason if standing else "",
            ballot.comments.get(candidate, {}).get("", ""),
        )
        return "\n".join(filter(None, texts))

    def expert(self, code: str) -> Expert:
        """The expert of that code; KeyError if there is none."""
        return self._experts[code]

    @cached_property
    def _experts(self) -> dict[str, Expert]:
        return {expert.code: expert for expert in self.panel.experts}

    def expert_total(self, expert: str, candidate: CandidateVerdict) -> Fraction | Why | None:
        """His total, or the state in its place; None where he counts without a total of his own."""
        gone = self.left_out(expert, candidate.code)
        return gone if gone is not None else candidate.expert_totals.get(expert)


def gather(session: "Session", verdict: Verdict, app: str, *, number: int = 1) -> Record:
    """Gather everything of one round that an export says.

    Args:
        session: Open, with its ballots opened.
        verdict: Computed from this round's marks.
        app: Name and version of the program.
        number: Of the round.
    """
    effective = session.effective(number)
    contents = {stored.content_id for stored in effective.values() if not isinstance(stored, Why)}
    last = session.opened
    opening = last if last is not None and last.round == number else None
    received = tuple(
        Received(
            content=stored.content_id,
            expert=stored.expert,
            rev=stored.rev,
            channel=stored.channel,
            received_at=stored.received_at,
            effective=stored.content_id in contents,
            late=opening is not None
            and stored.content_id not in opening.ballots
            and stored.received_at > opening.at,
        )
        for stored in sorted(session.stored(), key=lambda item: item.number)
        if stored.round == number
    )
    counted = session.marks(number)
    arrived = max((item.received_at for item in received), default=session.created_at)
    return Record(
        session=session.id,
        panel=session.panel,
        sheet=session.sheet,
        verdict=verdict,
        why={item.expert: item.why for item in counted if item.why is not None},
        marks={item.expert: item.candidates for item in counted},
        ballots={
            expert: session.ballot(stored.content_id)
            for expert, stored in effective.items()
            if not isinstance(stored, Why)
        },
        received=received,
        opened_at=opening.at if opening else None,
        frozen_at=opening.at if opening else arrived,
        app=app,
    )

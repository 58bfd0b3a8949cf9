"""What an export says, gathered once: the session's papers beside the verdict.

The sheets read a `Record` and nothing else, so that none of them asks the session, and the
same record gives the same workbook.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reviewtui.domain.ballot import Ballot, Channel, check_code
from reviewtui.domain.canonical import Canonical, content_hash
from reviewtui.domain.closing import NOTHING_CLOSED, Closing
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.naming import OBJECTION, round_name
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Expert, Panel
from reviewtui.domain.rule import Order
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import WHY_OF, CellState, Why
from reviewtui.filing.content import content_of
from reviewtui.filing.live.plan import Plan
from reviewtui.filing.received import Received
from reviewtui.locales import N_, _, in_every_language
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.tally.compute import single_experts
from reviewtui.tally.status import status_notes
from reviewtui.tally.verdict import CandidateVerdict, Verdict

if TYPE_CHECKING:
    from reviewtui.tally.rounds import Rounds


ENTERED: Final = {
    Channel.EXCEL: N_("Entered by the desk from Excel score sheets: {experts}"),
    Channel.PAPER: N_("Entered by the desk from paper score sheets: {experts}"),
}
"""What stands above every table where the desk entered marks for experts."""


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
        number: Which round.
        official: The round whose result is the official one, when this was gathered.
        why: Experts of whose marks nothing counts, and why.
        marks: By expert and candidate, as the tally read them.
        ballots: The effective ballots, by expert: comments and reasons stand there.
        received: Every ballot of the round, in the order of arrival.
        opened_at: When the ballots were opened; None where marks came in the clear.
        frozen_at: The hour the file carries.
        opened_again: That the ballots were opened again, a sentence each; mostly empty.
        settled: Which version of a ballot two people settled on, a sentence each; mostly empty.
        rounds: Every further round that is open beside the one before, up to this one.
        aside: Files that were received and are no ballot here, a sentence each.
        aside_apart: How many of them are damaged ballots whose whole one came, and how many
            belong to another meeting.
        closed: What the panel added after the ranking.
        filed: Retention and file number that the office gives an archive; None elsewhere.
        journal: Number and hash of the last entry that is more than a look; (0, "") where it was
            not kept.
        first_content: Whether its content hash is that of `content.FIRST`.
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
    opened_again: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    rounds: "tuple[Rounds, ...]" = ()
    aside: tuple[str, ...] = ()
    aside_apart: tuple[int, int] = (0, 0)
    closed: Closing = NOTHING_CLOSED
    filed: tuple[str, str] | None = None
    number: int = FIRST_ROUND
    official: int = FIRST_ROUND
    journal: tuple[int, str] = (0, "")
    first_content: bool = False

    @cached_property
    def preimage(self) -> Canonical:
        """What the content hash is taken of."""
        effective = {item.expert: item.content for item in self.received if item.effective}
        ballots = [
            (expert.code, effective.get(expert.code, self.without(expert.code).contract.value))
            for expert in self.panel.experts
        ]
        return content_of(
            self.session,
            self.panel,
            self.sheet,
            ballots,
            self.verdict,
            self.closed,
            first=self.first_content,
        )

    @cached_property
    def content(self) -> str:
        """The content hash, 64 hexadecimal digits."""
        return content_hash(self.preimage)

    def without(self, expert: str) -> Why:
        """Why no ballot of an expert counts."""
        return self.why.get(expert, Why.ABSENT)

    @property
    def code(self) -> str:
        """The check code of the whole result."""
        return check_code(self.content)

    @property
    def round_said(self) -> str:
        """Which round this is and whether its result stands; "" where there is one round only."""
        if max(self.number, self.official) == FIRST_ROUND:
            return ""
        name = round_name(self.number)
        if self.number == self.official:
            return _("{round} (official result)").format(round=name)
        later = round_name(self.official)
        return _("{round} (replaced by {later})").format(round=name, later=later)

    @property
    def by_expert(self) -> bool:
        """Whether every expert has a total of his own."""
        return self.panel.rule.order is Order.BY_EXPERT

    @cached_property
    def channels(self) -> frozenset[Channel]:
        """How the counted marks came in."""
        return frozenset(one.channel for expert in self.ballots for one in self.behind(expert))

    def behind(self, expert: str) -> Iterator[Ballot]:
        """An expert's ballot that counts, and those of earlier rounds that it began as."""
        counts = self.ballots[expert]
        yield counts
        for one in self.rounds:
            if one.number <= counts.round and expert in one.earlier:
                yield one.earlier[expert]

    @cached_property
    def plan(self) -> Plan:
        """Where the formulas of the workbook find what they compute from."""
        return Plan(self)

    def warnings(self) -> list[str]:
        """What must stand above every table, so that nobody takes it for more than it is."""
        lines = status_notes(self.panel)
        if Channel.IMPORT in self.channels:
            lines.append(_("These marks were imported from another system, not signed by experts"))
        for channel, sentence in ENTERED.items():
            if channel in self.channels:
                lines.append(_(sentence).format(experts=self._by(channel)))
        if spread := self._by_subtotals():
            said = _(
                "Entered by subtotals, so that the marks of single rows are a spread: {experts}"
            )
            lines.append(said.format(experts=spread))
        return lines

    def _by(self, channel: Channel) -> str:
        """Codes of the experts whose counted marks came in by a channel."""
        return _(", ").join(
            sorted(
                expert
                for expert in self.ballots
                if any(one.channel is channel for one in self.behind(expert))
            )
        )

    def _by_subtotals(self) -> str:
        """Codes of the experts of whose paper sheets only subtotals were entered."""
        return _(", ").join(
            expert
            for expert in self.ballots
            if any(one.by_subtotals for one in self.behind(expert))
        )

    def ranked(self) -> tuple[CandidateVerdict, ...]:
        """Best first, ties in the panel's order, candidates without a total last."""
        return self.verdict.ranking()

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
        if self.panel.candidate(candidate).withdrawn:
            return Why.WITHDRAWN
        if candidate not in self._assigned[expert]:
            return Why.NOT_ASSIGNED
        marks = self.marks.get(expert, {}).get(candidate)
        standing = WHY_OF.get(marks.standing) if marks else None
        if standing is Why.RECUSED or (expert, candidate) in self._recusals:
            return Why.RECUSED
        if expert not in self.ballots:
            return self.without(expert)
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

    def concluded(self, expert: str, candidate: CandidateVerdict) -> str | Why:
        """What an expert concluded of a candidate, in the option's words, or why nothing."""
        asked, found = self.panel.rule.conclusions, candidate.opinion
        if asked is None or found is None:
            return Why.NOT_ASSIGNED
        for option, codes in zip(asked.options, found.experts, strict=True):
            if expert in codes:
                return option
        if expert in found.abstained:
            return _("abstained")
        silent = {gone.expert: gone.why for gone in found.silent}
        return silent.get(expert) or self.whole(expert, candidate.code) or Why.NOT_ASSIGNED

    def objections(self, candidate: str) -> list[tuple[str, str, str]]:
        """(row, expert, text) of every objection about a candidate, in the table's order."""
        marks = tuple(in_every_language(OBJECTION))
        found = []
        for expert, ballot in self.ballots.items():
            for row, comment in ballot.comments.get(candidate, {}).items():
                for text in comment.splitlines():
                    if mark := next((one for one in marks if text.startswith(one)), ""):
                        found.append((row, expert, text.removeprefix(mark).strip()))
        place = {row.code: at for at, row in enumerate(self.panel.table.rows)}
        return sorted(found, key=lambda item: (place.get(item[0], len(place)), item))

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

    @cached_property
    def own(self) -> Verdict:
        """Where the experts' own numbers stand; the verdict, unless the rule gives no result."""
        if self.verdict.refused is None:
            return self.verdict
        marks = [
            ExpertMarks(item.code, self.marks.get(item.code, {}), self.why.get(item.code))
            for item in self.panel.experts
        ]
        return single_experts(self.panel, self.sheet, marks)

    def expert_total(self, expert: str, candidate: CandidateVerdict) -> Fraction | Why | None:
        """His total, or the state in its place; None where he counts without a total of his own."""
        gone = self.left_out(expert, candidate.code)
        return gone if gone is not None else candidate.expert_totals.get(expert)

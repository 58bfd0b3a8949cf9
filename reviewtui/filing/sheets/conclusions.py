"""专家组结论汇总表: what the experts conclude of each candidate, counted and expert by expert.

What each expert concludes stands here as he said it; the counts and the proposal are computed
from these words.
"""

from collections.abc import Iterator
from typing import Final

from reviewtui.domain.conclusions import Conclusions, conclusions_sentences
from reviewtui.domain.states import Why, label
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.live.formula import MAJORITY, QUORUM, block, cell, literal
from reviewtui.filing.model import Cell, Grid
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, STATE, TEXT, TOTAL, sized
from reviewtui.locales import _
from reviewtui.tally.conclusion_words import SHORTFALLS, proposal_words
from reviewtui.tally.conclusions import NOT_ENTITLED, Opinion, Shortfall
from reviewtui.tally.verdict import CandidateVerdict

_MANY: Final = 10
_FIRST: Final = 4
"""Column of the best conclusion."""


def conclusions(record: Record, rule: Conclusions) -> Grid:
    """Lay out the conclusions; experts stand by number.

    Args:
        record: What is exported.
        rule: The options, and the rule by which one is proposed.
    """
    name = _("Conclusions")
    experts = [expert.code for expert in record.panel.experts]
    size = 10.5 if len(experts) <= _MANY else 9.0
    one = 9.0 if len(experts) <= _MANY else 7.5
    heads = [*rule.options, _("abstained")]
    widths = (7.0, 29.0, 14.0, *([8.5] * len(heads)), 7.5, 7.5, *([one] * len(experts)))
    grid = begin(record, name, _("Conclusions of the experts"), widths, landscape=True)
    under_title(grid, record)
    top = grid.put_row(
        (
            _("Candidate code"),
            _("Name of the candidate"),
            _("Conclusion proposed"),
            *heads,
            _("took part"),
            _("entitled"),
            *experts,
        ),
        sized(HEADER, size),
    )
    laid = _Rows(record, rule, top, size)
    for item in record.verdict.candidates:
        if item.opinion is not None:
            grid.put_cells(laid.row(item, item.opinion, grid.last_row + 1))
    grid.freeze = (top + 1, 4)
    grid.print.title_rows = (1, top)
    notes(grid, [*conclusions_sentences(rule), _("The panel advises; it decides nothing.")])
    return finish(grid)


class _Rows:
    """The lines of the candidates; `head` is the line with the names of the conclusions."""

    def __init__(self, record: Record, rule: Conclusions, head: int, size: float) -> None:
        self.record, self.rule, self.head = record, rule, head
        self.plain, self.text, self.strong, self.state = (
            sized(style, size) for style in (CELL, TEXT, TOTAL, STATE)
        )
        self.experts = [expert.code for expert in record.panel.experts]
        self.abstained = _FIRST + len(rule.options)
        self.took_part, self.entitled = self.abstained + 1, self.abstained + 2

    def row(self, item: CandidateVerdict, found: Opinion, at: int) -> Iterator[Cell]:
        """One candidate's line."""
        yield Cell(item.code, self.plain)
        yield Cell(self.record.panel.candidate(item.code).name, self.text)
        yield Cell(proposal_words(found), self.strong, self._proposal(at))
        for column, count in enumerate((*found.counts, len(found.abstained)), _FIRST):
            head = cell(self.head, column)
            yield Cell(count, self.plain, self._said(at, head))
        counted = block(at, _FIRST, at, self.abstained)
        yield Cell(found.took_part, self.plain, f"SUM({counted})")
        away = "".join(f"-{self._said(at, literal(label(why)))}" for why in sorted(NOT_ENTITLED))
        yield Cell(found.entitled, self.plain, f"{len(self.experts)}{away}")
        for expert in self.experts:
            said = self.record.concluded(expert, item)
            if isinstance(said, Why):
                yield Cell(label(said), self.state)
            else:
                yield Cell(said, self.plain)

    def _said(self, at: int, word: str) -> str:
        """How many experts said a word: compared as a whole, so that none is a pattern."""
        first = self.entitled + 1
        experts = block(at, first, at, first + len(self.experts) - 1)
        return f"SUMPRODUCT(1*({experts}={word}))"

    def _proposal(self, at: int) -> str:
        """The best conclusion that carries, or why none does; as `tally.conclusions`."""
        took, entitled = cell(at, self.took_part), cell(at, self.entitled)
        if self.rule.majority is None:
            carried = self._why(Shortfall.NO_RULE)
        else:
            carried = self._carried(at, took)
            if self.rule.quorum is not None:
                enough = f"{took}*{QUORUM[1]}<{entitled}*{QUORUM[0]}"
                carried = f"IF({enough},{self._why(Shortfall.NO_QUORUM)},{carried})"
        return f"IF({took}=0,{self._why(Shortfall.NO_VOTES)},{carried})"

    def _carried(self, at: int, took: str) -> str:
        last = self.abstained - 1
        text = self._why(Shortfall.NO_MAJORITY)
        for column in range(last, _FIRST - 1, -1):
            first = last if column == last else _FIRST
            wanting = f"SUM({block(at, first, at, column)})"
            carries = f"{wanting}*{MAJORITY[1]}>={took}*{MAJORITY[0]}"
            text = f"IF({carries},{cell(self.head, column)},{text})"
        return text

    def _why(self, why: Shortfall) -> str:
        return literal(_(SHORTFALLS[why]))

"""评分汇总表: every expert's total or state, n, the official number, the ranking, signatures.

The page that every office prints first. Experts stand by number; names are in a list of
their own.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from reviewtui.domain.rule import Average, RoundAt
from reviewtui.domain.states import Why, label
from reviewtui.filing.frame import begin, enlarged, finish, notes, under_title
from reviewtui.filing.live.formula import averaged, block, cell, final, link, literal, refuses
from reviewtui.filing.live.plan import COUNT, POINTS, SUMMARY_FIRST, Plan
from reviewtui.filing.live.words import TOO_FEW
from reviewtui.filing.measure import display_width, head_width, number_width
from reviewtui.filing.model import Cell, Grid, Span
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.remark import remark
from reviewtui.filing.sheets.rule_numbers import grade_formula
from reviewtui.filing.styles import (
    CELL,
    HEADER,
    LINKED,
    SIGNATURE,
    STATE,
    TEXT,
    TOTAL,
    TRIMMED,
    TRIMMED_NARROW,
    sized,
)
from reviewtui.filing.wording import (
    LEAST_SHOWN,
    MOST_SHOWN,
    Decimals,
    average_name,
    rank_value,
    shortened_sentence,
)
from reviewtui.locales import _
from reviewtui.tally.grade_words import grade_text, quota_sentence
from reviewtui.tally.verdict import CandidateVerdict, Flag
from reviewtui.tally.wording import (
    average_sentence,
    bases_sentence,
    different_rows_sentence,
    gaps_sentence,
    not_applicable_sentence,
    rounding_sentence,
    ties_sentence,
    unable_sentence,
)

MOST_ON_A_PAGE: Final = 24
"""Experts side by side on one A4 page that can still be read."""
_WITH_NOTES: Final = 3
"""Candidates that stand at least on the page with the signatures."""
_MANY: Final = 12
_SHORT_HEAD: Final = 8
"""Columns of a head such as 建议等次; broken before its last character it reads ill."""
_NAMED_WIDE: Final = 16
"""Experts beside whom a long name still has its room."""
_ROW_HEIGHT: Final = 24.0


def summary(record: Record, sheets: Sequence[str] = ()) -> Grid:
    """Lay out the summary table.

    Args:
        record: What is exported.
        sheets: Those of the candidates, in the verdict's order, for each to lead there.
    """
    return _Summary(record, sheets).grid()


class _Summary:
    """One pass over the ranking; the columns depend on how many experts there are."""

    def __init__(self, record: Record, sheets: Sequence[str]) -> None:
        self.record, self.rule = record, record.panel.rule
        codes = [item.code for item in record.verdict.candidates]
        self.sheets = dict(zip(codes, sheets, strict=False))
        self.experts = [expert.code for expert in record.panel.experts]
        self.many = len(self.experts) > _MANY
        self.size = 10.0 if self.many else 10.5
        candidates = record.verdict.candidates
        self.totals = Decimals(
            (item.total for item in candidates), self.rule.rounding.get(RoundAt.TOTAL)
        )
        self.own = Decimals(
            (total for item in candidates for total in item.expert_totals.values()),
            self.rule.rounding.get(RoundAt.EXPERT_TOTAL),
            most=LEAST_SHOWN if self.many else MOST_SHOWN,
        )
        self.flags = {flag for item in candidates for flag in item.flags}
        self.graded = bool(self.rule.grades.bands)
        self.ranked = record.panel.ranking
        self.last_expert = 3 + len(self.experts)

    def _widths(self) -> tuple[float, ...]:
        trims = self.rule.average is Average.TRIMMED and self.record.by_expert
        brackets = 2 if trims and not self.many else 0
        expert = number_width(self.own.longest + brackets, self.size)
        codes = max(display_width(item.code) for item in self.record.panel.candidates)
        rank = len(str(len(self.record.verdict.candidates)))
        if Flag.TIED in self.flags:
            rank += display_width(_(" tied"))
        code, n, average, ranks, grade = (
            head_width(text, self.size)
            for text in (
                _("Candidate code"),
                _("Valid n"),
                average_name(self.rule),
                _("Rank"),
                _("Proposed grade"),
            )
        )
        whole = number_width(_SHORT_HEAD, self.size)
        return (
            4.5,
            max(5.0 if self.many else 7.0, code, min(14.0, number_width(codes, self.size))),
            30.0 if len(self.experts) <= _NAMED_WIDE else 20.0,
            *([max(5.0 if self.many else 9.0, expert, self._words())] * len(self.experts)),
            max(5.0 if self.many else whole, n),
            max(7.5, average, number_width(self.totals.longest, self.size * 1.1)),
            *([max(5.5, ranks, number_width(rank, self.size * 1.1))] if self.ranked else []),
            *([max(6.0 if self.many else whole, grade)] if self.graded else []),
            12.0 if self.many else 18.0,
        )

    def _words(self) -> float:
        """Width for the longest word among the states."""
        whys = {gone.why for item in self.record.verdict.candidates for gone in item.left_out}
        return max((head_width(label(why), self.size) for why in whys), default=0.0)

    def grid(self) -> Grid:
        """Title, table, notes, signatures."""
        name = _("Score summary")
        sides = (3, 3, len(self.experts), MOST_ON_A_PAGE)
        grid = begin(self.record, name, name, self._widths(), landscape=True, sides=sides)
        under_title(grid, self.record)
        self._head(grid)
        for number, candidate in enumerate(self.record.ranked(), 1):
            grid.least_heights[grid.put_cells(self._row(number, candidate))] = _ROW_HEIGHT
        last = grid.last_row
        notes(grid, self._notes())
        self._signatures(grid)
        grid.print.whole = True
        grid.print.together.append((max(last - _WITH_NOTES + 1, 1), grid.last_row))
        return finish(grid)

    def _head(self, grid: Grid) -> None:
        style = sized(HEADER, self.size)
        top = grid.last_row + 1
        rank_head = [_("Rank")] if self.ranked else []
        rank_head += [_("Proposed grade")] if self.graded else []
        fixed = {1: _("No."), 2: _("Candidate code"), 3: _("Name of the candidate")}
        after = (_("Valid n"), average_name(self.rule), *rank_head, _("Remarks"))
        fixed |= dict(enumerate(after, self.last_expert + 1))
        for column, text in fixed.items():
            grid.put_span(Span(top, column, top + 1, column), text, style)
        grid.put_span(
            Span(top, 4, top, self.last_expert), _("Experts' totals, by expert number"), style
        )
        for column, code in enumerate(self.experts, 4):
            grid.put(top + 1, column, code, style)
        grid.least_heights[top] = 22.0
        grid.least_heights[top + 1] = 22.0
        grid.freeze = (top + 2, 4)
        grid.print.title_rows = (1, top + 1)

    def _row(self, number: int, candidate: CandidateVerdict) -> Iterable[Cell]:
        plain, text, total = (sized(style, self.size) for style in (CELL, TEXT, TOTAL))
        plan, code = self.record.plan, candidate.code
        row = number + plan.summary_top - 1
        own = cell(row, plan.summary_count + 1)
        name = self.record.panel.candidate(candidate.code).name
        yield Cell(number, plain)
        leads = link(self.sheets[code], code) if code in self.sheets else ""
        yield Cell(code, sized(LINKED, self.size) if leads else plain, leads)
        yield Cell(name, text)
        for expert in self.experts:
            yield self._expert_cell(expert, candidate)
        experts = block(row, SUMMARY_FIRST, row, self.last_expert)
        counts = plan.working(plan.standing_row(code), COUNT)
        if self.record.by_expert:
            counts = f"COUNT({experts})"
            whole = _total_of(plan, experts, cell(row, plan.summary_count))
        else:
            whole = plan.working(plan.total_row(code), POINTS)
        yield Cell(candidate.n, plain, counts)
        value = "—" if candidate.total is None else self.totals.number(candidate.total)
        yield Cell(value, total, whole)
        if self.ranked:
            yield Cell(rank_value(candidate), total, _rank_of(plan, own))
        if self.graded:
            yield Cell(grade_text(candidate) or "—", plain, grade_formula(plan, code, own))
        yield remark(plan, candidate, row, text)

    def _expert_cell(self, expert: str, candidate: CandidateVerdict) -> Cell:
        plan = self.record.plan
        text = plan.working(plan.total_row(candidate.code), plan.column(expert))
        value = self.record.expert_total(expert, candidate)
        if isinstance(value, Why):
            return Cell(label(value), sized(STATE, self.size), text)
        if isinstance(value, Fraction):
            dropped = TRIMMED_NARROW if self.many else TRIMMED
            style = dropped if expert in candidate.trimmed else CELL
            return Cell(self.own.number(value), sized(style, self.size), text)
        return Cell(_("counted"), sized(CELL, self.size), text)

    def _notes(self) -> list[str]:
        sentences = [average_sentence(self.rule), gaps_sentence(), unable_sentence(self.rule)]
        if {Flag.RESCALED, Flag.SMALLER_BASE} & self.flags:
            sentences.append(not_applicable_sentence(self.record.panel, self.record.sheet))
        panel, sheet = self.record.panel, self.record.sheet
        warned = [different_rows_sentence(panel, sheet), bases_sentence(panel, sheet)]
        sentences += filter(None, warned)
        sentences.append(rounding_sentence(self.rule))
        sentences += map(quota_sentence, self.record.verdict.quotas)
        if Flag.TIED in self.flags:
            sentences.append(ties_sentence())
        if any(item.trimmed for item in self.record.verdict.candidates):
            sentences.append(
                _("Underlined totals were dropped before averaging.")
                if self.many
                else _("Totals in brackets were dropped before averaging.")
            )
        if not self.record.by_expert:
            sentences.append(
                _(
                    "The experts' own totals stand here for information: this rule averages "
                    "row by row and knows no such number."
                )
            )
        sentences += filter(None, [shortened_sentence((self.own, self.totals))])
        sentences.append(
            _("Check code of this result: {code}. SHA-256 of its content: {hash}").format(
                code=self.record.code, hash=self.record.content
            )
        )
        return sentences

    def _signatures(self, grid: Grid) -> None:
        row = grid.last_row + 1
        labels = (
            _("Compiled by:"),
            _("Checked by:"),
            _("Panel chair:"),
            _("Supervisor:"),
            _("Date:"),
        )
        for span, text in zip(_fifths(grid, row), labels, strict=True):
            grid.put_span(span, text, enlarged(grid, SIGNATURE))
        grid.heights[row] = 48.0


def _rank_of(plan: Plan, own: str) -> str:
    """A candidate's rank from the cell with his total, with a word where others have the same."""
    totals = plan.totals()
    rank = f"RANK({own},{totals},0)"
    shared = f"IF(COUNTIF({totals},{own})>1,{rank}&{literal(_(' tied'))},{rank})"
    return f'IF(ISNUMBER({own}),{shared},"—")'


def _total_of(plan: Plan, totals: str, count: str) -> str:
    """A candidate's total from the experts' totals beside it (by_expert)."""
    rule = plan.rule
    value = final(rule, averaged(rule, totals))
    if too_few := refuses(rule, totals):
        value = f"IF({too_few},{literal(_(TOO_FEW))},{value})"
    return f'IF({count}=0,"—",{value})'


def _fifths(grid: Grid, row: int) -> list[Span]:
    """Five spans of about equal width across the grid."""
    widths = grid.widths[: grid.across]
    spans: list[Span] = []
    left, filled = 1, 0.0
    for column, width in enumerate(widths, 1):
        filled += width
        part = len(spans) + 1
        rest = len(widths) - column
        if part < 5 and (filled >= sum(widths) * part / 5 or rest == 5 - part):
            spans.append(Span(row, left, row, column))
            left = column + 1
    return [*spans, Span(row, left, row, len(widths))]

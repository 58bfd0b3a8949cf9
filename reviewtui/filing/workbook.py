"""The workbook for the filing report: nine sheets and charts, with `detail` one for everybody.

Every number that follows from others is a formula, from the raw marks up to the grade, and
carries as its result the program's own number, to its last digit.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui import __version__
from reviewtui.domain.findings import Finding, Refused
from reviewtui.filing.analysed.sheets import analysis_sheets
from reviewtui.filing.analysed.statistics import Statistics
from reviewtui.filing.gathering import gather
from reviewtui.filing.model import Book, Entry, Grid, Grids, Progress, silent
from reviewtui.filing.record import Record
from reviewtui.filing.sheet_names import sheet_names
from reviewtui.filing.sheets.about import about
from reviewtui.filing.sheets.charts import charts
from reviewtui.filing.sheets.closing import closing_sheet, has_closing
from reviewtui.filing.sheets.conclusions import conclusions
from reviewtui.filing.sheets.gates import gates, has_gates
from reviewtui.filing.sheets.indicators import indicators
from reviewtui.filing.sheets.kept_sheet import kept_sheet
from reviewtui.filing.sheets.marks import marks
from reviewtui.filing.sheets.one_candidate import one_candidate
from reviewtui.filing.sheets.one_expert import one_expert
from reviewtui.filing.sheets.primaries import primaries
from reviewtui.filing.sheets.raw_marks import raw_marks
from reviewtui.filing.sheets.reconciliation import reconciliation
from reviewtui.filing.sheets.requirements import has_requirements, requirements
from reviewtui.filing.sheets.rounds import rounds
from reviewtui.filing.sheets.rule_numbers import rule_numbers
from reviewtui.filing.sheets.summary import summary
from reviewtui.filing.sheets.working import working
from reviewtui.filing.unnamed import unnamed
from reviewtui.filing.writer import write_book
from reviewtui.locales import _
from reviewtui.tally.verdict import Verdict

if TYPE_CHECKING:
    from reviewtui.session.session import Session

ENDING: Final = ".xlsx"


def export_workbook(
    session: "Session",
    verdict: Verdict,
    path: Path,
    *,
    detail: bool = False,
    named: bool = True,
    force: bool = False,
    round: int | None = None,  # noqa: A002  the domain's word
    statistics: Statistics | None = None,
    filed: tuple[str, str] | None = None,
    progress: Progress = silent,
) -> None:
    """Write the workbook of a session.

    Args:
        session: Open, with results that can be shown.
        verdict: Computed from its marks.
        path: The .xlsx to write.
        detail: Whether to add one sheet per candidate and one per expert.
        named: Whether to add the list that says which number is which expert; without it no
            expert is named anywhere but in what experts wrote themselves.
        force: Whether a file of that name is replaced.
        round: Whose marks the verdict was computed from; by default the official one.
        statistics: Written on sheets of their own, for information; None leaves no trace.
        filed: Retention and file number, where it is written into an archive.
        progress: Told what is being done, a few words at a time.

    Raises:
        AlreadyThere: If the file is there and not to be replaced.
        Refused: If the ballots are not opened, the name has another ending, or the file
            cannot be written.
    """
    if not session.can_show_results(round):
        raise Refused(_("The ballots are not opened yet: there is nothing to export before that."))
    if path.suffix.lower() != ENDING:
        raise Refused(
            Finding(
                str(path),
                _("a workbook ends in .xlsx; write for instance -o {name}").format(
                    name=f"{path.stem or 'result'}{ENDING}"
                ),
            )
        )
    progress(_("laying out the sheets"))
    record = gather(session, verdict, f"reviewtui {__version__}", number=round)
    record = replace(record, filed=filed)
    if not named:
        record = unnamed(record)
    informing = analysis_sheets(record, statistics) if statistics else ()
    book = make_book(record, detail=detail, named=named, informing=informing)
    write_book(book, path, force=force, progress=progress)


def make_book(
    record: Record, *, detail: bool = False, named: bool = True, informing: Sequence[Entry] = ()
) -> Book:
    """Lay out all sheets, in the order an office staples them.

    Args:
        record: What is exported.
        detail: Whether to add one sheet per candidate and one per expert.
        named: Whether to add the list that says which number is which expert.
        informing: Sheets of an analysis, which do not follow from the record.
    """
    plan = record.plan
    candidates, experts, more = _detail(record) if detail else ([], [], [])
    rules, names = rule_numbers(plan)
    listed = _AllMarks(record)
    concluded: list[Entry] = []
    if (asked := record.panel.rule.conclusions) is not None:
        told = _("what the experts conclude, counted; the proposal")
        concluded.append((_("Conclusions"), told, partial(conclusions, record, asked)))
    compared: list[Entry] = []
    if record.rounds:
        told = _("who moved, by how much, and what it changed")
        compared.append((_("Two rounds"), told, partial(rounds, record, record.rounds)))
    closed: list[Entry] = []
    if has_closing(record):
        told = _("grades adjusted, votes, and who signed")
        closed.append((_("Closing and signatures"), told, partial(closing_sheet, record)))
    established: list[Entry] = []
    if has_gates(record):
        told = _("what was established before scoring; it carries no mark")
        established.append((gates(record).name, told, partial(gates, record)))
    main: list[Entry] = [
        *concluded,
        (
            _("Score summary"),
            _("every expert's total or state, n, the average, the ranking"),
            partial(summary, record, candidates),
        ),
        *closed,
        (
            _("Primary scores"),
            _("where each total comes from"),
            partial(primaries, record),
        ),
        (
            _("Indicators and full marks"),
            _("the indicator table with full marks and weights, and changes"),
            partial(indicators, record),
        ),
        *established,
        (_("All marks"), _("every mark of every expert, to be filtered"), listed.grid),
        (
            plan.raw,
            _("the marks as they were typed; everything is computed from here"),
            partial(raw_marks, plan),
        ),
        (plan.work, _("step by step from the marks to the totals"), partial(working, plan)),
        (
            plan.rules,
            _("weights, decimals, trimming and grade lines, with their names in formulas"),
            lambda: rules,
        ),
        *compared,
        (
            _("Reconciliation"),
            _("counts that must agree, ballots, hashes"),
            lambda: reconciliation(record, listed.last_line),
        ),
        *charts(record),
        *informing,
    ]
    contents = [(name, holds, name) for name, holds, _make in main]
    if detail:
        told = _("one per candidate: each row beside each expert's mark")
        contents.append((_span(candidates), told, candidates[0]))
        told = _("one per expert: each row beside each candidate")
        contents.append((_span(experts), told, experts[0]))
    if detail and has_requirements(record):
        grid = requirements(record)
        told = _("what was declared beside what is asked; it changes no mark")
        contents.append((grid.name, told, grid.name))
        more.append(lambda: grid)
    return Book(
        title=f"{record.panel.title} {_('Score summary')}",
        author=record.panel.organiser or "reviewtui",
        frozen_at=record.frozen_at,
        grids=Grids(
            [
                partial(about, record, contents, named=named),
                *(make for _name, _holds, make in main),
                *more,
                partial(kept_sheet, record, detail=detail, informing=informing),
            ]
        ),
        names=names,
    )


class _AllMarks:
    """The sheet of all marks, and where it ends: the reconciliation counts its lines."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._last: int | None = None

    def grid(self) -> Grid:
        """The sheet."""
        grid = marks(self.record)
        self._last = grid.last_row
        return grid

    @property
    def last_line(self) -> int:
        """Its last line."""
        return self._last or self.grid().last_row


def _detail(record: Record) -> tuple[list[str], list[str], list[Callable[[], Grid]]]:
    """Names of the sheets of candidates and of experts, and how each is made."""
    candidates = sheet_names(
        _("Candidate {number}"), [item.code for item in record.verdict.candidates]
    )
    experts = sheet_names(_("Expert {number}"), [expert.code for expert in record.panel.experts])
    return (
        candidates,
        experts,
        [
            *(
                partial(one_candidate, record, name, item)
                for name, item in zip(candidates, record.verdict.candidates, strict=True)
            ),
            *(
                partial(one_expert, record, name, expert)
                for name, expert in zip(experts, record.panel.experts, strict=True)
            ),
        ],
    )


def _span(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"

"""The workbook for the filing report: nine sheets, with `detail` one more for everybody.

Every number that follows from others is a formula, from the raw marks up to the grade, and
carries as its result the program's own number, to its last digit.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui import __version__
from reviewtui.domain.findings import Finding, Refused
from reviewtui.filing.model import Book, Grid, Progress, silent
from reviewtui.filing.record import Record, gather
from reviewtui.filing.sheet_names import sheet_names
from reviewtui.filing.sheets.about import about
from reviewtui.filing.sheets.conclusions import conclusions
from reviewtui.filing.sheets.gates import gates, has_gates
from reviewtui.filing.sheets.indicators import indicators
from reviewtui.filing.sheets.marks import marks
from reviewtui.filing.sheets.one_candidate import one_candidate
from reviewtui.filing.sheets.one_expert import one_expert
from reviewtui.filing.sheets.primaries import primaries
from reviewtui.filing.sheets.raw_marks import raw_marks
from reviewtui.filing.sheets.reconciliation import reconciliation
from reviewtui.filing.sheets.requirements import has_requirements, requirements
from reviewtui.filing.sheets.rule_numbers import rule_numbers
from reviewtui.filing.sheets.summary import summary
from reviewtui.filing.sheets.working import working
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
    force: bool = False,
    round: int = 1,  # noqa: A002  the domain's word
    progress: Progress = silent,
) -> None:
    """Write the workbook of a session.

    Args:
        session: Open, with results that can be shown.
        verdict: Computed from its marks.
        path: The .xlsx to write.
        detail: Whether to add one sheet per candidate and one per expert.
        force: Whether a file of that name is replaced.
        round: Whose marks the verdict was computed from.
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
    write_book(make_book(record, detail=detail), path, force=force, progress=progress)


def make_book(record: Record, *, detail: bool = False) -> Book:
    """Lay out all sheets, in the order an office staples them."""
    plan = record.plan
    rules, names = rule_numbers(plan)
    listed = marks(record)
    concluded = []
    if (asked := record.panel.rule.conclusions) is not None:
        grid = conclusions(record, asked)
        concluded.append((grid, _("what the experts conclude, counted; the proposal")))
    established = []
    if has_gates(record):
        told = _("what was established before scoring; it carries no mark")
        established.append((gates(record), told))
    main = [
        *concluded,
        (summary(record), _("every expert's total or state, n, the average, the ranking")),
        (primaries(record), _("where each total comes from")),
        (indicators(record), _("the indicator table with full marks and weights, and changes")),
        *established,
        (listed, _("every mark of every expert, to be filtered")),
        (raw_marks(plan), _("the marks as they were typed; everything is computed from here")),
        (working(plan), _("step by step from the marks to the totals")),
        (rules, _("weights, decimals, trimming and grade lines, with their names in formulas")),
        (reconciliation(record, listed), _("counts that must agree, ballots, hashes")),
    ]
    more = _detail(record) if detail else []
    contents = [(grid.name, holds) for grid, holds in main]
    if more:
        candidates, experts = len(record.panel.candidates), len(record.panel.experts)
        contents.append(
            (_span(more[:candidates]), _("one per candidate: each row beside each expert's mark"))
        )
        contents.append(
            (_span(more[-experts:]), _("one per expert: each row beside each candidate"))
        )
    if detail and has_requirements(record):
        grid = requirements(record)
        contents.append(
            (grid.name, _("what was declared beside what is asked; it changes no mark"))
        )
        more.append(grid)
    first = about(record, contents)
    return Book(
        title=f"{record.panel.title} {_('Score summary')}",
        author=record.panel.organiser or "reviewtui",
        frozen_at=record.frozen_at,
        grids=(first, *(grid for grid, _holds in main), *more),
        names=names,
    )


def _detail(record: Record) -> list[Grid]:
    candidates = sheet_names(
        _("Candidate {number}"), [item.code for item in record.verdict.candidates]
    )
    experts = sheet_names(_("Expert {number}"), [expert.code for expert in record.panel.experts])
    return [
        *(
            one_candidate(record, name, item)
            for name, item in zip(candidates, record.verdict.candidates, strict=True)
        ),
        *(
            one_expert(record, name, expert)
            for name, expert in zip(experts, record.panel.experts, strict=True)
        ),
    ]


def _span(grids: Sequence[Grid]) -> str:
    return grids[0].name if len(grids) == 1 else f"{grids[0].name} – {grids[-1].name}"

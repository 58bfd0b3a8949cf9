"""一级指标得分表: where each candidate's total comes from, primary by primary."""

from reviewtui.domain.rule import RoundAt
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.measure import display_width, head_width, number_width
from reviewtui.filing.model import Cell, Grid
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, TEXT, TOTAL, sized
from reviewtui.filing.wording import Decimals, average_name, points, shortened_sentence
from reviewtui.locales import _
from reviewtui.tally.verdict import CandidateVerdict

_MANY = 12


def primaries(record: Record) -> Grid:
    """Lay out the scores of the primary indicators, best candidate first."""
    table = record.panel.table
    codes = [row.code for row in table.primaries]
    size = 10.5 if len(codes) <= _MANY else 9.0
    rounding = record.panel.rule.rounding
    candidates = record.verdict.candidates
    totals = Decimals((item.total for item in candidates), rounding.get(RoundAt.TOTAL))
    parts = {
        code: Decimals(
            (part.score for item in candidates for part in item.primaries if part.code == code),
            rounding.get(RoundAt.PRIMARY),
        )
        for code in codes
    }
    wide = max(
        7.0,
        head_width(_("Candidate code"), size),
        number_width(max(display_width(item.code) for item in candidates), size),
    )
    columns = [
        max(
            9.0,
            number_width(parts[row.code].longest, size),
            head_width(row.name(), size),
        )
        for row in table.primaries
    ]
    total = max(9.0, number_width(totals.longest, size * 1.1))
    widths = (6.0, wide, 29.0, *columns, total, 6.0, 9.0)
    name = _("Primary scores")
    grid = begin(record, name, name, widths, landscape=True)
    under_title(grid, record)
    head, plain, text, strong = (sized(style, size) for style in (HEADER, CELL, TEXT, TOTAL))
    titles = [f"{row.code}\n{row.name()}" for row in table.primaries]
    top = grid.put_row(
        (
            _("Rank"),
            _("Candidate code"),
            _("Name of the candidate"),
            *titles,
            average_name(record.panel.rule),
            _("Valid n"),
            _("Remarks"),
        ),
        head,
    )
    full = record.shares()
    grid.put_row(
        (
            "",
            "",
            _("Points of the total"),
            *(points(full[code]) if code in full else "—" for code in codes),
            points(record.verdict.base),
            "",
            "",
        ),
        plain,
    )
    for item in record.ranked():
        scores = {part.code: part.score for part in item.primaries}
        cells = [
            Cell("—" if item.rank is None else item.rank, plain),
            Cell(item.code, plain),
            Cell(record.panel.candidate(item.code).name, text),
        ]
        for code in codes:
            score = scores.get(code)
            cells.append(Cell("—" if score is None else parts[code].number(score), plain))
        cells.append(Cell("—" if item.total is None else totals.number(item.total), strong))
        cells.append(Cell(item.n, plain))
        cells.append(Cell("" if _additive(item) else _("not additive"), plain))
        grid.put_cells(cells)
    grid.freeze = (top + 2, 4)
    grid.print.title_rows = (1, top + 1)
    notes(grid, _notes(record, (totals, *parts.values())))
    return finish(grid)


def _notes(record: Record, columns: tuple[Decimals, ...]) -> list[str]:
    sentences = []
    if not all(map(_additive, record.verdict.candidates)):
        sentences.append(
            _(
                "Not additive: the primary scores are means over all counted experts, so they "
                "need not sum to the official number."
            )
        )
    if any(_incomplete(item) for item in record.verdict.candidates):
        sentences.append(_("— : no score, because the indicator does not apply or nobody counts."))
    sentences += filter(None, [shortened_sentence(columns)])
    return sentences


def _additive(item: CandidateVerdict) -> bool:
    return all(part.additive for part in item.primaries)


def _incomplete(item: CandidateVerdict) -> bool:
    return any(part.score is None for part in item.primaries)

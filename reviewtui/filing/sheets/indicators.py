"""指标与分值: the table as it was scored, what each row is worth, what was changed for whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reviewtui.domain.candidate_page import SETTLED_WORDS
from reviewtui.domain.indicator_set import Row
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import OverlayChange, Settled
from reviewtui.domain.requirement_words import metric_name, requirement
from reviewtui.domain.row_words import marks_mean, outside_words
from reviewtui.domain.rule import Scale, WeightKind
from reviewtui.domain.scored_codes import reviewed
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.stage_choice import default_sentence
from reviewtui.domain.states import RowKind, label
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.model import Cell, Grid, Span
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.grade_notes import grade_notes
from reviewtui.filing.styles import (
    CELL,
    GROUP,
    GROUP_TEXT,
    HEADER,
    SECTION,
    TEXT,
    TOTAL,
    indented,
)
from reviewtui.filing.wording import points
from reviewtui.locales import N_, _

_SCALES = {
    Scale.POINTS: N_("in points"),
    Scale.PERCENT: N_("percent of the full mark"),
    Scale.LEVELS: N_("levels"),
    Scale.YES_NO: N_("yes or no"),
}
_CHANGES = {
    OverlayChange.HIDE: N_("does not apply"),
    OverlayChange.REWORD: N_("reworded"),
    OverlayChange.ADD: N_("row added"),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of numbers of the indicator table."""

    heading: str
    of: Callable[[Row | None, ScoredRow | None], Fraction | None]


def indicators(record: Record) -> Grid:
    """Lay out the indicator table with full marks and weights, then the changes."""
    name = _("Indicators and full marks")
    columns = _columns(record)
    widths = (9.5, 36.0, 11.0, 20.0, *([9.0] * len(columns)), 20.0)
    grid = begin(record, name, name, widths)
    under_title(grid, record)
    _table(grid, record, columns)
    notes(grid, _notes(record))
    _overlays(grid, record)
    _settled(grid, record)
    _defaults(grid, record)
    _objections(grid, record)
    grade_notes(grid, record)
    _decided(grid, record)
    return finish(grid)


def _columns(record: Record) -> list[_Column]:
    """The full mark alone where marks are points of the total, else what leads there."""
    rule = record.panel.rule

    def weight(row: Row | None, scored: ScoredRow | None) -> Fraction | None:
        code = row.code if row else scored.code if scored else ""
        return rule.weights.of.get(code)

    def worth(_row: Row | None, scored: ScoredRow | None) -> Fraction | None:
        return scored.share if scored else None

    def most(_row: Row | None, scored: ScoredRow | None) -> Fraction | None:
        return Fraction(scored.top, 100) if scored else None

    typed, share = _Column(_("Full mark"), most), _Column(_("Points of the total"), worth)
    match rule.weights.kind:
        case WeightKind.POINTS if all(row.scale is Scale.POINTS for row in record.sheet.rows):
            return [_Column(_("Full mark"), worth)]
        case WeightKind.POINTS:
            return [typed, share]
        case WeightKind.SHARE:
            return [typed, _Column(_("Weight (%)"), weight), share]
        case WeightKind.FACTOR:
            return [typed, _Column(_("Factor"), weight), share]


def _table(grid: Grid, record: Record, columns: list[_Column]) -> None:
    top = grid.put_row(
        (
            _("Indicator code"),
            _("Indicator"),
            _("Row kind"),
            _("Source article"),
            *(column.heading for column in columns),
            _("Scale and step"),
        ),
        HEADER,
    )
    scored = {row.code: row for row in record.sheet.rows}
    after = _added_after(record)
    first = top + 1
    for row in _reviewed(record):
        depth = len(record.panel.table.path(row.code))
        if depth == 1 and grid.last_row >= first:
            grid.print.together.append((first, grid.last_row))
            first = grid.last_row + 1
        grid.put_cells(_cells(columns, row, scored.get(row.code), depth))
        for added in after.get(row.code, ()):
            grid.put_cells(_cells(columns, None, added, 2))
    base = sum((row.share for row in record.sheet.rows if not row.added), start=Fraction(0))
    empty = [""] * (len(columns) - 1)
    sums = grid.put_row(("", _("Sum"), "", "", *empty, points(base), ""), TOTAL)
    grid.merges.append(Span(sums, 2, sums, 4))
    grid.print.together.append((first, sums))
    grid.freeze = (top + 1, 3)
    grid.print.title_rows = (1, top)


def _added_after(record: Record) -> dict[str, list[ScoredRow]]:
    """The rows that overlays added, by the last row of the table below their parent."""
    table = record.panel.table
    found: dict[str, list[ScoredRow]] = {}
    for row in (row for row in record.sheet.rows if row.added):
        below = [table.row(row.primary).code] + [
            one.code
            for one in _reviewed(record)
            if row.parent in {node.code for node in table.path(one.code)}
        ]
        found.setdefault(below[-1], []).append(row)
    return found


def _reviewed(record: Record) -> list[Row]:
    """The rows of the table that this review type uses."""
    panel = record.panel
    return [row for row in panel.table.rows if reviewed(panel.table, row.code, panel.review)]


def _unused(record: Record) -> str:
    """The rows that this review type does not use, the rows below them not named."""
    table, used = record.panel.table, {row.code for row in _reviewed(record)}
    return _(", ").join(
        row.code
        for row in table.rows
        if row.code not in used and (not row.parent or row.parent in used)
    )


def _cells(
    columns: list[_Column], row: Row | None, scored: ScoredRow | None, depth: int
) -> list[Cell]:
    plain, text = (GROUP, GROUP_TEXT) if depth == 1 else (CELL, indented(TEXT, depth - 1))
    code = row.code if row else scored.code if scored else ""
    title = row.name() if row else scored.name() if scored else ""
    numbers = [column.of(row, scored) for column in columns]
    return [
        Cell(code, plain),
        Cell(_with_anchors(title, row, scored), text),
        Cell(_kind(row, scored), plain),
        Cell(row.source if row else "", plain),
        *(Cell(None if number is None else points(number), plain) for number in numbers),
        Cell(_scale(scored) if scored else None, plain),
    ]


def _with_anchors(title: str, row: Row | None, scored: ScoredRow | None) -> str:
    """The title, with what marks mean below it where the row is scored."""
    return "\n".join([title, *(marks_mean(row) if row and scored else ())])


def _kind(row: Row | None, scored: ScoredRow | None) -> str:
    if row is None:
        return _("added row")
    if row.kind is RowKind.GATE:
        return label(row.kind)
    if scored is None:
        return "" if row.parent == "" else _("reading list")
    words = [] if row.kind is RowKind.JUDGEMENT else [label(row.kind)]
    words += filter(None, [outside_words(scored)])
    return _("; ").join(words) or _("scored row")


def _scale(row: ScoredRow) -> str:
    if row.scale in (Scale.LEVELS, Scale.YES_NO):
        return _(_SCALES[row.scale])
    step = decimal_text(Fraction(row.step, 100))
    return _("{scale}, step {step}").format(scale=_(_SCALES[row.scale]), step=step)


def _notes(record: Record) -> list[str]:
    sentences = [
        _("Source of the weights: {source}").format(source=record.panel.rule.weights.source)
    ]
    if unused := _unused(record):
        sentences.append(_("Not used at this type of review: {rows}").format(rows=unused))
    if record.panel.rule.grades.bands:
        bands = _("; ").join(
            _("{name} from {line}").format(name=band.name, line=decimal_text(band.at_least))
            for band in record.panel.rule.grades.bands
        )
        sentences.append(
            _("Proposed grades: {bands} (source: {source})").format(
                bands=bands, source=record.panel.rule.grades.source
            )
        )
    if record.panel.table.note:
        sentences.append(
            _("Note under the official table: {note}").format(note=record.panel.table.note)
        )
    return sentences


def _block(
    grid: Grid, heading: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> None:
    """A small table of five columns over those of the grid."""
    last = grid.columns
    spans = ((1, 1), (2, 2), (3, 3), (4, 4), (5, last))
    grid.put_line(heading, SECTION, skip=1)
    for number, values in enumerate((heads, *rows)):
        row = grid.last_row + 1
        for (left, right), value in zip(spans, values, strict=True):
            style = HEADER if number == 0 else CELL if left in (1, 3) else TEXT
            grid.put_span(Span(row, left, row, right), value, style)


def _overlays(grid: Grid, record: Record) -> None:
    rows = [
        (
            item.candidate,
            f"{item.row} {item.title or _title(record, item.row)}",
            _(_CHANGES[item.change]),
            item.reason,
            item.document,
        )
        for item in record.panel.overlays
    ]
    if rows:
        heads = (_("Candidate code"), _("Indicator row"), _("Change"), _("Reason"), _("Issued as"))
        _block(grid, _("Changes of rows for single candidates"), heads, rows)


def _settled(grid: Grid, record: Record) -> None:
    rows = [
        (
            item.candidate,
            f"{item.row} {_title(record, item.row)}",
            _(SETTLED_WORDS[item.value]) if item.value in SETTLED_WORDS else item.value,
            _mark(record, item.candidate, item.row),
            _(", ").join(filter(None, (item.reason, item.evidence))),
        )
        for item in sorted(record.panel.settled, key=lambda item: _place(record, item))
    ]
    if rows:
        heads = (
            _("Candidate code"),
            _("Indicator row"),
            _("Settled as"),
            _("Mark for it"),
            _("Evidence"),
        )
        _block(grid, _("Settled by the desk, alike for all experts"), heads, rows)


def _defaults(grid: Grid, record: Record) -> None:
    """Stages that follow from the years since the approval, where nobody settled another."""
    rows = [
        (
            candidate.code,
            f"{group} {_title(record, group)}",
            own.applies[group],
            default_sentence(own, group),
            "",
        )
        for candidate in record.panel.candidates
        for own in [record.sheet.candidates[candidate.code]]
        for group in sorted(own.defaulted)
    ]
    if rows:
        heads = (_("Candidate code"), _("Indicator row"), _("Applies"), _("Reason"), "")
        _block(grid, _("Stages by the years since the approval"), heads, rows)


def _objections(grid: Grid, record: Record) -> None:
    """What experts object to, by candidate and row; experts stand by number."""
    rows = [
        (candidate.code, f"{row} {_title(record, row)}", expert, text, "")
        for candidate in record.panel.candidates
        for row, expert, text in record.objections(candidate.code)
    ]
    if rows:
        heads = (
            _("Candidate code"),
            _("Indicator row"),
            _("Expert number"),
            _("Objection"),
            _("How it was dealt with"),
        )
        _block(grid, _("Objections of experts"), heads, rows)


def _place(record: Record, item: Settled) -> tuple[int, int]:
    """In the panel's order of candidates, then in the table's of rows."""
    panel = record.panel
    candidates = [candidate.code for candidate in panel.candidates]
    rows = [row.code for row in panel.table.rows]
    return candidates.index(item.candidate), rows.index(item.row)


def _decided(grid: Grid, record: Record) -> None:
    """Relaxations and conditions, with who decided and why."""
    panel = record.panel
    lines = {item.id: item for item in panel.table.thresholds}
    rows = [
        (
            item.candidate,
            f"{metric_name(lines[item.threshold])} {requirement(lines[item.threshold])}",
            _("applies"),
            item.reason,
            _(", ").join(filter(None, (item.decided_by, item.document))),
        )
        for item in panel.relaxations
    ]
    rows += [
        (
            item.candidate,
            f"{item.row} {_title(record, item.row)}".rstrip(),
            _("condition holds") if item.holds else _("condition does not hold"),
            item.reason,
            "",
        )
        for item in panel.conditions
    ]
    if rows:
        heads = (
            _("Candidate code"),
            _("Requirement"),
            _("Decided"),
            _("Reason"),
            _("Decided by"),
        )
        _block(grid, _("Relaxations and conditions"), heads, rows)


def _title(record: Record, code: str) -> str:
    return record.panel.table.row(code).name() if code in record.panel.table else ""


def _mark(record: Record, candidate: str, code: str) -> str:
    mark = record.sheet.candidates[candidate].settled.get(code)
    return "" if mark is None else decimal_text(Fraction(mark, 100))

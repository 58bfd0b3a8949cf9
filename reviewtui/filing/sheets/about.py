"""说明: what this workbook is, which table and rule it stands on, and the list of experts.

The names stand on a page of their own at the end, so that it can be kept apart.
"""

from reviewtui.domain.panel import Panel
from reviewtui.domain.states import label
from reviewtui.filing.frame import begin, finish
from reviewtui.filing.live.formula import link
from reviewtui.filing.model import Grid, Span
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, LABEL, LINKED_LABEL, SECTION, TEXT, TITLE
from reviewtui.filing.wording import ROLES, beijing_time, grouped
from reviewtui.locales import _
from reviewtui.tally.wording import rule_sentences


def about(record: Record, contents: list[tuple[str, str, str]], *, named: bool = True) -> Grid:
    """Lay out the first sheet.

    Args:
        record: What is exported.
        contents: (name, what it holds, the sheet it leads to) of the others, in their order.
        named: Whether to add the list that says which number is which expert.
    """
    heading = _("About this workbook")
    grid = begin(record, heading, heading, (14.0, 14.0, 32.0, 13.0))
    _facts(grid, record)
    grid.print.breaks.append(grid.last_row)
    _contents(grid, contents)
    _rule(grid, record)
    if named:
        _names(grid, record.panel)
    return finish(grid)


def people_rows(grid: Grid) -> range:
    """The rows of the list of experts: its title, its heads, then one for each.

    Args:
        grid: The sheet as laid out.
    """
    return range(grid.print.breaks[-1] + 1, grid.last_row + 1)


def _fact(grid: Grid, name: str, text: str) -> None:
    if text:
        row = grid.last_row + 1
        grid.put(row, 1, name, LABEL)
        grid.put_span(Span(row, 2, row, 4), text, TEXT)


def _facts(grid: Grid, record: Record) -> None:
    panel, table = record.panel, record.panel.table
    _fact(
        grid,
        _("What this is"),
        _(
            "The marks of the panel of experts, their tally and their reconciliation, for filing. "
            "The panel advises; the competent authority decides. All numbers are the program's "
            "own, exact, and printed as the rule rounds them."
        ),
    )
    _fact(grid, _("Review title"), panel.title)
    _fact(grid, _("Review type"), label(panel.review))
    _fact(grid, _("Organiser"), panel.organiser)
    _fact(grid, _("Review date"), panel.date.isoformat() if panel.date else "")
    retention, file_number = record.filed or ("", "")
    _fact(grid, _("Retention"), retention)
    _fact(grid, _("File number"), file_number)
    _fact(
        grid,
        _("Extent"),
        _("{experts} experts, {candidates} candidates, {rows} scored rows").format(
            experts=len(panel.experts),
            candidates=len(panel.candidates),
            rows=len(record.sheet.rows),
        ),
    )
    _fact(grid, _("Indicator table"), table.name())
    _fact(grid, _("Text status"), table.standing())
    document = " ".join(filter(None, (table.authority, table.document)))
    if table.date:
        document = _("{document} of {date}").format(document=document, date=table.date.isoformat())
    _fact(grid, _("Issued as"), document)
    _fact(grid, _("Weights from"), panel.rule.weights.source)
    if record.opened_at is not None:
        _fact(grid, _("Ballots opened"), beijing_time(record.opened_at))
    _fact(grid, _("Opened again"), "\n".join(record.opened_again))
    _fact(grid, _("Conflicts settled"), "\n".join(record.settled))
    _fact(grid, _("Session id"), record.session)
    _fact(grid, _("Check code"), record.code)
    _fact(grid, _("Content, SHA-256"), grouped(record.content))
    _fact(grid, _("Table, SHA-256"), grouped(table.hash))
    _fact(grid, _("Program"), record.app)


def _rule(grid: Grid, record: Record) -> None:
    grid.put_line(_("How the result is computed"), SECTION, skip=1)
    for number, sentence in enumerate(rule_sentences(record.panel, record.sheet), 1):
        grid.put_line(f"{number}. {sentence}", TEXT)


def _contents(grid: Grid, contents: list[tuple[str, str, str]]) -> None:
    grid.put_line(_("The sheets of this workbook"), SECTION)
    for name, holds, sheet in contents:
        _fact(grid, name, holds)
        grid.put(grid.last_row, 1, name, LINKED_LABEL, link(sheet, name))


def _names(grid: Grid, panel: Panel) -> None:
    """The list that turns numbers into names, on its own page."""
    grid.print.breaks.append(grid.last_row)
    title = _("{panel}\nList of experts (keep this page apart; leave it out of what is given away)")
    grid.put_line(title.format(panel=panel.title), TITLE)
    grid.put_row((_("Expert no."), _("Name"), _("Unit"), _("Role in the panel")), HEADER)
    for expert in panel.experts:
        role = _(ROLES[expert.role])
        if expert.replaced_by:
            role = _("replaced by {code}").format(code=expert.replaced_by)
        row = grid.put_row((expert.code, expert.name, expert.unit, role), CELL)
        grid.put(row, 3, expert.unit, TEXT)

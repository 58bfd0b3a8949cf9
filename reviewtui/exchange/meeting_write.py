"""Writing 评审会信息表: a panel document, or an empty form for an indicator set, as a workbook."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any, Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.exchange.meeting_carried import without_place
from reviewtui.exchange.meeting_columns import Column, columns_of, value_text
from reviewtui.exchange.meeting_entries import Document
from reviewtui.exchange.meeting_form import INDICATORS, JUDGED, MEETING, SHEETS, SheetForm
from reviewtui.exchange.meeting_further import further_entries
from reviewtui.exchange.meeting_lists import add_list, add_prompt, add_reference, quoted
from reviewtui.exchange.meeting_looks import (
    A4,
    BESIDE,
    DATE,
    EXAMPLE,
    GIVEN,
    HEADING,
    HELP,
    LABEL,
    NEEDED,
    NEEDED_LABEL,
    NOTE,
    NUMBER,
    SECTION,
    TEXT,
    TITLE,
    Look,
    add_looks,
    fit_height,
    put,
)
from reviewtui.exchange.meeting_tables import NOT_CARRIED, ROWS, Field, Kind, Table
from reviewtui.exchange.meeting_words import words
from reviewtui.exchange.workbook_gate import column_letters
from reviewtui.locales import N_, _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FORM_MARK: Final = "reviewtui_form"
FORM: Final = "reviewtui-meeting/1"
"""A defined name in the workbook, by which it is known whatever its file is called."""

HOW_TO: Final = (
    N_("1. Fill in the coloured cells; typing and pasting are both fine."),
    N_("2. Headings in orange are required; what a cell means stands above or beside it."),
    N_("3. Lines marked “example” are not read; delete them or leave them."),
    N_("4. Points, weights and grade lines come from your document, with its number."),
    N_(
        "5. Save, then run: reviewtui check FILE.xlsx, and reviewtui new FILE.xlsx "
        "MEETING.review; every fault is named by sheet and cell."
    ),
)
_FIELD_WIDTHS: Final = (26.0, 34.0, 46.0)
_PAGE_WIDTH: Final = 136
"""Half-width characters across a landscape page at the scale of the candidates' sheet."""
_MORE_LINES: Final = 200
"""So far below the drawn lines the lists drop down, for tables that are pasted."""

_LOOK: Final = {
    Kind.DAY: DATE,
    Kind.WHOLE: NUMBER,
    Kind.DECIMAL: NUMBER,
    Kind.SHARE: NUMBER,
    Kind.SHOWN: GIVEN,
}


def template(table: IndicatorSet, name: str) -> bytes:
    """An empty form for an indicator set: its rows, no full marks, no weights, no rule.

    Args:
        table: Its rows are listed, its requirements become columns.
        name: How the panel is to name the set: its id, or its file.
    """
    return _Writer({"panel": {"set": name}}, table).content()


def meeting_book(data: Document, table: IndicatorSet) -> bytes:
    """The form filled in from a panel document.

    Raises:
        Refused: If the document holds what belongs to a meeting under way.
    """
    faults = []
    for key, names in NOT_CARRIED.items():
        entries = data.get(key, [])
        for entry in [entries] if isinstance(entries, Mapping) else entries:
            faults += [f"{key}.{name}" for name in names if name in entry]
    sentence = _("the form has no place for this; it belongs to a meeting under way")
    refused = [Finding(fault, sentence) for fault in faults]
    sentence = _("the form has no place for this; go on with the TOML file")
    refused += [Finding(path, sentence) for path in without_place(data) if path not in faults]
    if refused:
        raise Refused(*refused)
    return _Writer(data, table).content()


class _Writer:
    """One workbook being written."""

    def __init__(self, data: Document, table: IndicatorSet) -> None:
        from openpyxl import Workbook
        from openpyxl.workbook.defined_name import DefinedName

        self.data, self.table = data, table
        self.codes: dict[str, str] = {}
        self.named: list[tuple[Worksheet, str, Field]] = []
        self.book = Workbook()
        add_looks(self.book)
        if self.book.active is not None:
            self.book.remove(self.book.active)
        self.book.defined_names[FORM_MARK] = DefinedName(
            FORM_MARK, attr_text=f'"{FORM}"', hidden=True
        )

    def content(self) -> bytes:
        """The workbook's bytes."""
        for form in SHEETS:
            self._write_sheet(form)
        for sheet, place, field in self.named:
            add_reference(sheet, place, self.codes[f"{field.key}s"], field)
        self.book.active = 0
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()

    def _write_sheet(self, form: SheetForm) -> None:
        sheet: Worksheet = self.book.create_sheet(_(form.name))
        tables = [columns_of(table, self.table, self.data) for table in form.tables]
        widths = [
            float(max(column.field.width for column in same if column))
            for same in zip_longest(*tables)
        ]
        if form.fields and form is not INDICATORS:
            widths = [max(pair) for pair in zip_longest(_FIELD_WIDTHS, widths, fillvalue=0.0)]
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[column_letters(number)].width = width
        last = min(len(widths), 9)
        row = self._write_head(sheet, form, widths[:last])
        if form.fields:
            row = self._write_fields(sheet, form, row, widths)
        for table, columns in zip(form.tables, tables, strict=True):
            row = self._write_table(sheet, table, columns, row + 1, widths)
        self._set_up_print(sheet, form, len(widths), row)
        if form is JUDGED:
            _break_between_figures(sheet, tables[0])

    def _write_head(self, sheet: "Worksheet", form: SheetForm, widths: Sequence[float]) -> int:
        lines = [_(form.note)] if form.note else []
        lines += [_(line) for line in HOW_TO] if form is MEETING else []
        put(sheet, 1, 1, _(form.title), TITLE)
        sheet.merge_cells(None, 1, 1, 1, len(widths))
        sheet.row_dimensions[1].height = 30
        for row, line in enumerate(lines, 2):
            put(sheet, row, 1, line, NOTE)
            fit_height(sheet, row, [(line, sum(widths))])
            sheet.merge_cells(None, row, 1, row, len(widths))
        return len(lines) + 2

    def _write_fields(
        self, sheet: "Worksheet", form: SheetForm, row: int, widths: Sequence[float]
    ) -> int:
        """Label, cell, meaning; on the sheet of indicators each over several columns."""
        spans = ((1, 2), (3, 6), (7, 9)) if form is INDICATORS else ((1, 1), (2, 2), (3, 3))
        for field in form.fields:
            look = _LOOK.get(field.kind, TEXT)
            label = NEEDED_LABEL if field.needed else LABEL
            texts = [
                (_(field.label), label),
                (self._field(field), look),
                (_(field.meaning), BESIDE),
            ]
            for (left, right), (value, used) in zip(spans, texts, strict=True):
                for column in range(left, right + 1):
                    sheet.cell(row, column).style = used.name
                put(sheet, row, left, value, used)
                if right > left:
                    sheet.merge_cells(None, row, left, row, right)
            room = [sum(widths[left - 1 : right]) for left, right in spans]
            fit_height(
                sheet, row, [(str(text[0] or ""), at) for text, at in zip(texts, room, strict=True)]
            )
            self._help_typing(sheet, field, row, row, spans[1][0])
            row += 1
        if form is INDICATORS:
            row = self._write_sum(sheet, row)
        return row

    def _write_sum(self, sheet: "Worksheet", row: int) -> int:
        """A live sum of the points, for the eye: with full marks it should be 100."""
        first = row + 5
        last = first + len(self.table.rows) - 1
        put(sheet, row, 1, _("sum of the points (with full marks it should be 100)"), LABEL)
        sheet.cell(row, 2).style = LABEL.name
        sheet.merge_cells(None, row, 1, row, 2)
        at = column_letters(1 + [column.key for column in ROWS.columns].index("of"))
        cell = sheet.cell(row, 3)
        cell.style = GIVEN.name
        cell.number_format = "General"
        cell.value = f"=SUM({at}{first}:{at}{last})"
        return row + 1

    def _field(self, field: Field) -> Any:
        value: Any = self.data
        for step in field.key.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        return value_text(value, field)

    def _write_table(
        self,
        sheet: "Worksheet",
        table: Table,
        columns: Sequence[Column],
        row: int,
        widths: Sequence[float],
    ) -> int:
        """Title, help, header (two lines where there are groups), lines; the row below."""
        put(sheet, row, 1, _(table.title), SECTION)
        sheet.row_dimensions[row].height = 22
        header = row + 2
        grouped = any(column.group for column in columns)
        texts = []
        for number, column in enumerate(columns, 1):
            put(sheet, row + 1, number, _(column.field.meaning), HELP)
            texts.append((_(column.field.meaning), widths[number - 1] * 1.15))
            label = _(column.field.label)
            look = NEEDED if column.field.needed else HEADING
            put(sheet, header, number, column.group or label, look)
            if grouped:
                put(sheet, header + 1, number, label if column.group else None, look)
        fit_height(sheet, row + 1, texts)
        if grouped:
            self._merge_header(sheet, columns, header)
        sheet.row_dimensions[header].height = 32
        first = header + 1 + grouped
        lines = self._lines(table, columns)
        for at, line in enumerate(lines, first):
            self._write_line(sheet, columns, line, at, widths)
        end = first + len(lines)
        for number, column in enumerate(columns, 1):
            below = 0 if table is ROWS else _MORE_LINES
            self._help_typing(sheet, column.field, first, end - 1 + below, number, column.choices)
        self.codes[table.key] = f"{quoted(sheet.title)}$A${first}:$A${end - 1 + _MORE_LINES}"
        if table.key in ("experts", "candidates", "rows"):
            freeze = f"C{first}" if table.key == "candidates" else f"A{first}"
            sheet.freeze_panes = freeze
            sheet.print_title_rows = f"{header}:{first - 1}"
        return end

    def _lines(self, table: Table, columns: Sequence[Column]) -> list[tuple[list[Any], bool]]:
        """The lines with whether each is the example; empty ones fill up the drawn table."""
        entries = [[column.value(entry) for column in columns] for entry in self._entries(table)]
        lines = [(entry, False) for entry in entries]
        if not entries and table.example:
            shown = [_(text) for text in table.example]
            lines.append((shown + [None] * (len(columns) - len(shown)), True))
        numbered = table.key in ("experts", "candidates") and not entries
        for number in range(1, 1 + max(0, (0 if table is ROWS else table.lines) - len(entries))):
            empty: list[Any] = [None] * len(columns)
            if numbered:
                empty[0] = f"{number:02d}"
            lines.append((empty, False))
        return lines

    def _entries(self, table: Table) -> list[Any]:
        if table is ROWS:
            return list(self.table.rows)
        if (lines := further_entries(self.data, table)) is not None:
            return lines
        value: Any = self.data
        for step in table.key.split("."):
            value = value.get(step, []) if isinstance(value, Mapping) else []
        return list(value)

    def _write_line(
        self,
        sheet: "Worksheet",
        columns: Sequence[Column],
        line: tuple[list[Any], bool],
        row: int,
        widths: Sequence[float],
    ) -> None:
        values, example = line
        texts = []
        for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            look: Look = EXAMPLE if example else _LOOK.get(column.field.kind, TEXT)
            if column.given and not example:
                look = GIVEN
            put(sheet, row, number, value, look)
            if isinstance(value, str):
                texts.append((value, widths[number - 1]))
        fit_height(sheet, row, texts)

    def _merge_header(self, sheet: "Worksheet", columns: Sequence[Column], header: int) -> None:
        number = 1
        while number <= len(columns):
            group = columns[number - 1].group
            last = number
            while group and last < len(columns) and columns[last].group == group:
                last += 1
                sheet.cell(header, last).value = None
            if group:
                sheet.merge_cells(None, header, number, header, last)
            else:
                sheet.merge_cells(None, header, number, header + 1, number)
            number = last + 1

    def _help_typing(
        self,
        sheet: "Worksheet",
        field: Field,
        first: int,
        last: int,
        column: int,
        choices: Sequence[str] = (),
    ) -> None:
        if field.kind is Kind.SHOWN or (field in ROWS.columns[:2]):
            return
        place = f"{column_letters(column)}{first}:{column_letters(column)}{last}"
        if field.key in ("expert", "candidate"):
            self.named.append((sheet, place, field))
            return
        options = list(choices) or (words(field.words) if field.words else [])
        if options:
            add_list(sheet, place, options, field)
        else:
            add_prompt(sheet, place, field)

    def _set_up_print(
        self, sheet: "Worksheet", form: SheetForm, columns: int, last_row: int
    ) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet.page_setup.paperSize = A4
        sheet.page_setup.orientation = "landscape" if form.landscape else "portrait"
        if form is JUDGED:
            sheet.page_setup.scale = 75
            sheet.print_title_cols = "A:B"
        else:
            sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
            sheet.page_setup.fitToWidth = 1
            sheet.page_setup.fitToHeight = 0
        margins = sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom = 0.6, 0.7
        margins.header = margins.footer = 0.3
        sheet.print_options.horizontalCentered = form is not JUDGED
        sheet.print_area = f"A1:{column_letters(columns)}{last_row}"
        if sheet.oddFooter is not None:
            sheet.oddFooter.center.text = _("page {page} of {pages}").format(page="&P", pages="&N")


def _break_between_figures(sheet: "Worksheet", columns: Sequence[Column]) -> None:
    """Page breaks between the figures, so that no heading is cut in two."""
    from openpyxl.worksheet.pagebreak import Break, ColBreak

    breaks = ColBreak()
    repeated = used = sum(column.field.width for column in columns[:2])
    for group, members in groupby(enumerate(columns[2:], 3), key=lambda item: item[1].group):
        numbered = list(members)
        width = sum(column.field.width for _number, column in numbered)
        if group and used + width > _PAGE_WIDTH:
            breaks.append(Break(id=numbered[0][0] - 1))
            used = repeated
        used += width
    sheet.col_breaks = breaks

"""Finding the form's fields and tables in a received sheet, wherever people moved them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.exchange.meeting_form import SheetForm
from reviewtui.exchange.meeting_further import TABLES as FURTHER
from reviewtui.exchange.meeting_tables import (
    CANDIDATES,
    EXAMPLE,
    FACT_PARTS,
    SETTLED_PARTS,
    Field,
    Kind,
    Table,
)
from reviewtui.exchange.meeting_words import is_label, plain
from reviewtui.exchange.table_lines import is_sum
from reviewtui.exchange.workbook_gate import Cell, ReceivedSheet
from reviewtui.locales import _, in_every_language

_LONGEST_LABEL: Final = 80
_NUMBERS: Final = (Kind.SHARE, Kind.DECIMAL)
"""What a merged cell says once: the weight of a primary is not that of each of its rows."""
_PARTS: Final = (*FACT_PARTS, *SETTLED_PARTS)


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell with its address."""

    cell: Cell
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table: its cells by the key of their column.

    `groups`: for candidates, the cells below a heading such as one declared figure, by the
    heading's text and the key of the part.
    """

    address: str
    spots: Mapping[str, Spot]
    groups: Mapping[tuple[str, str], Spot]


@dataclass(slots=True)
class Laid:
    """What was found in one sheet."""

    fields: dict[str, Spot] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


class _Header:
    """Where a table's header stands and what its columns are."""

    def __init__(self, table: Table, row: int, columns: dict[int, Field]) -> None:
        self.table, self.row, self.columns = table, row, columns
        self.groups: dict[int, tuple[str, str]] = {}
        self.first = row + 1


def lay_out(sheet: ReceivedSheet, form: SheetForm, place: str, findings: list[Finding]) -> Laid:
    """The fields and entries of one sheet.

    Args:
        sheet: As received.
        form: Which sheet of the form it is.
        place: The file, as findings name it.
        findings: What is missing, twice or unknown is added.
    """
    laid = Laid()
    headers = sorted(_headers(sheet, form), key=lambda header: header.row)
    ends = [_beginning(sheet, header) for header in headers] + [sheet.last_row + 1]
    for header, end in zip(headers, ends[1:], strict=True):
        key = header.table.key
        laid.headers.setdefault(key, sheet.address(header.row, min(header.columns)))
        _missing_columns(sheet, header, place, findings)
        laid.entries.setdefault(key, []).extend(_entries(sheet, header, end, place, findings))
    found = {header.table.key for header in headers}
    for table in form.tables:
        needed = table not in FURTHER and any(column.needed for column in table.columns)
        if table.key not in found and needed:
            findings.append(
                Finding(
                    f"{place}: {sheet.address(1, 1)}",
                    _("the header line of the table “{table}” is not found in this sheet").format(
                        table=_(table.title)
                    ),
                )
            )
    _fields(sheet, form, ends[0], place, laid, findings)
    return laid


def is_example(text: str) -> bool:
    """Whether the first cell of a line marks it as an example."""
    return is_label(text, EXAMPLE)


def _headers(sheet: ReceivedSheet, form: SheetForm) -> Iterator[_Header]:
    labels = {table.key: _labels(table.columns) for table in form.tables}
    seen = set()
    for row, texts in _texts_by_row(sheet).items():
        found = [
            (table, _columns(texts, labels[table.key]))
            for table in form.tables
            if table.key not in seen
        ]
        table, columns = max(found, key=lambda one: len(one[1]), default=(None, {}))
        if table is not None and len(columns) >= 2:
            seen.add(table.key)
            header = _Header(table, row, columns)
            if table is CANDIDATES:
                _find_groups(sheet, header)
            yield header


def _columns(texts: Mapping[int, str], labels: Mapping[str, Field]) -> dict[int, Field]:
    """The columns of a table whose headings stand in a line."""
    columns: dict[int, Field] = {}
    for column, text in texts.items():
        match = labels.get(text)
        if match is not None and match not in columns.values():
            columns[column] = match
    return columns


def _labels(fields: Sequence[Field]) -> dict[str, Field]:
    """Every field by its label as it is compared, in any language of the program."""
    return {plain(text): one for one in fields for text in in_every_language(one.label)}


def _texts_by_row(sheet: ReceivedSheet) -> dict[int, dict[int, str]]:
    """The short texts of each row as they are compared, by column."""
    texts: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if len(cell.text) <= _LONGEST_LABEL:
            texts.setdefault(row, {})[column] = plain(cell.text)
    return texts


def _beginning(sheet: ReceivedSheet, header: _Header) -> int:
    """The line of a table's title, which stands above its header, help in between."""
    for row in range(header.row - 1, max(0, header.row - 4), -1):
        if is_label(sheet.cell(row, 1).text, header.table.title):
            return row
    return header.row


def _find_groups(sheet: ReceivedSheet, header: _Header) -> None:
    """The double header of the candidates: a figure above, its parts below."""
    heading = ""
    for column in range(1, sheet.last_column + 1):
        text = sheet.cell(header.row, column).text
        if text or column in header.columns:
            heading = "" if column in header.columns else text
        below = sheet.cell(header.row + 1, column).text
        part = next((one for one in _PARTS if is_label(below, one.label)), None)
        if part is not None and heading:
            header.groups[column] = (heading, part.key)
    if header.groups:
        header.first = header.row + 2


def _missing_columns(
    sheet: ReceivedSheet, header: _Header, place: str, findings: list[Finding]
) -> None:
    present = set(header.columns.values())
    where = f"{place}: {sheet.address(header.row, min(header.columns))}"
    for asked in header.table.columns:
        if asked not in present and asked.needed:
            sentence = _("the column “{column}” is missing; its heading must stand in this line")
            findings.append(Finding(where, sentence.format(column=_(asked.label))))
    headings = {heading for heading, _part in header.groups.values()}
    for column in range(1, sheet.last_column + 1):
        text = sheet.cell(header.row, column).text
        if text and column not in header.columns and text not in headings:
            sentence = _("the column “{column}” is not known and is not read")
            findings.append(
                Finding(
                    f"{place}: {sheet.address(header.row, column)}",
                    sentence.format(column=text[:40]),
                    warning=True,
                )
            )


def _entries(
    sheet: ReceivedSheet,
    header: _Header,
    end: int,
    place: str,
    findings: list[Finding],
) -> Iterator[Entry]:
    for row in range(header.first, end):
        if said := _no_entry(sheet, header, row):
            findings.append(Finding(f"{place}: {sheet.address(row, 1)}", said, warning=True))
            continue
        spots = {
            column.key: Spot(_read(sheet, row, at, column), sheet.address(row, at))
            for at, column in header.columns.items()
            if column.kind is not Kind.SHOWN
        }
        groups = {
            group: Spot(sheet.filled(row, at), sheet.address(row, at))
            for at, group in header.groups.items()
        }
        first = min(header.columns)
        if is_example(sheet.cell(row, first).text):
            if _is_changed(spots, groups, header.table):
                findings.append(
                    Finding(
                        f"{place}: {sheet.address(row, first)}",
                        _(
                            "this line is marked as an example, but other things were filled in; "
                            "write the number in its first cell, or delete the line"
                        ),
                    )
                )
            continue
        entry = Entry(sheet.address(row, first), spots, groups)
        if not _is_blank(entry, header.table):
            yield entry


def _no_entry(sheet: ReceivedSheet, header: _Header, row: int) -> str:
    """Why a filled line is none of the table's: a sum, or its headings once more; "" if it is."""
    texts = {at: sheet.cell(row, at).text for at in header.columns}
    told = [text for text in texts.values() if text]
    if any(is_sum(text) for text in told[:2]):
        return _("a sum; this line was not read")
    labels = _labels(list(header.columns.values()))
    if len(told) > 1 and all(
        labels.get(plain(text)) is header.columns[at] for at, text in texts.items() if text
    ):
        return _("the headings once more; this line was not read")
    return ""


def _read(sheet: ReceivedSheet, row: int, column: int, field: Field) -> Cell:
    """A cell; one merged downwards stands in every line, but a number in its first alone."""
    return (sheet.cell if field.kind in _NUMBERS else sheet.filled)(row, column)


def _is_blank(entry: Entry, table: Table) -> bool:
    """Whether nothing but a prepared number stands in a line."""
    ignored = "code" if table.key in ("experts", "candidates") else ""
    said = [spot.cell for key, spot in entry.spots.items() if key != ignored]
    said += [spot.cell for spot in entry.groups.values()]
    return not any(cell.text or cell.fault for cell in said)


def _is_changed(
    spots: Mapping[str, Spot], groups: Mapping[tuple[str, str], Spot], table: Table
) -> bool:
    shown = dict(zip((column.key for column in table.columns), table.example, strict=False))
    if any(spot.cell.text for spot in groups.values()):
        return True
    return any(
        spot.cell.text and not is_label(spot.cell.text, shown.get(key, ""))
        for key, spot in spots.items()
    )


def _fields(
    sheet: ReceivedSheet,
    form: SheetForm,
    end: int,
    place: str,
    laid: Laid,
    findings: list[Finding],
) -> None:
    labels = _labels(form.fields)
    for row, texts in _texts_by_row(sheet).items():
        first = next((column for column, text in texts.items() if text in labels), None)
        if first is None or row >= end:
            continue
        asked = labels[texts[first]]
        value = _beside(sheet, row, first)
        address = sheet.address(row, value)
        if asked.key in laid.fields:
            findings.append(
                Finding(
                    f"{place}: {address}",
                    _("“{label}” stands in this sheet twice").format(label=_(asked.label)),
                )
            )
        else:
            laid.fields[asked.key] = Spot(sheet.cell(row, value), address)
    for asked in form.fields:
        if asked.needed and asked.key not in laid.fields:
            findings.append(
                Finding(
                    f"{place}: {sheet.address(1, 1)}",
                    _("the line “{label}” is missing in this sheet").format(label=_(asked.label)),
                )
            )


def _beside(sheet: ReceivedSheet, row: int, column: int) -> int:
    """The column right of a cell, however far that one is merged."""
    for top, left, _bottom, right in sheet.spans:
        if (top, left) == (row, column):
            return right + 1
    return column + 1

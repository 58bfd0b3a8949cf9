"""`indicators import`: a table in a document, a workbook, CSV or pasted text becomes a set."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from reviewtui.domain.fields import duplicates
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import DEEPEST, MOST_ROWS
from reviewtui.domain.states import Platform, Status
from reviewtui.exchange.table_broken import unbroken
from reviewtui.exchange.table_columns import spaced, stacked
from reviewtui.exchange.table_docx import Grid, read_docx
from reviewtui.exchange.table_draft import Draft, Found
from reviewtui.exchange.table_grid import headed, read_grid
from reviewtui.exchange.table_lines import HEADINGS, read_lines, title_in
from reviewtui.exchange.table_points import without_points
from reviewtui.exchange.toml_text import toml_text
from reviewtui.exchange.workbook_gate import ReceivedSheet, received, sheet_place
from reviewtui.exchange.zip_gate import read_bytes
from reviewtui.locales import _

_ZIP: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DOCUMENT: Final = b"word/"
_SAMPLE: Final = 20
_NOT_IN_ID: Final = re.compile(r"[^A-Za-z0-9._-]+")


class ImportedRow(NamedTuple):
    """A row as it goes into the set."""

    code: str
    parent: str
    depth: int
    title: str
    guidance: str = ""
    points: str = ""


class Recognised(NamedTuple):
    """A table as it was understood; the preview shows all of it before anything is written.

    Attributes:
        joined: What was put together.
        dropped: What was left out.
        doubts: What a person should look at.
    """

    rows: tuple[ImportedRow, ...]
    title: str
    note: str
    joined: tuple[str, ...]
    dropped: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def leaves(self) -> int:
        """Rows that nothing stands below."""
        parents = {row.parent for row in self.rows}
        return sum(row.code not in parents for row in self.rows)


def recognise(path: Path) -> Recognised:
    """Read a table from a file of any kind we know.

    Raises:
        Refused: If the file cannot be read, or nothing in it is a table of indicators.
    """
    return recognised(read_bytes(path), path)


def recognised(content: bytes, path: Path) -> Recognised:
    """The table in these bytes; the path gives the name, and the kind where it matters.

    Raises:
        Refused: As `recognise`.
    """
    found = _found(content, path)
    if not found.drafts:
        sentence = _(
            "no indicators were recognised; a table needs the headings {headings}, "
            "pasted text needs numbered lines"
        )
        raise Refused(Finding(path.name, sentence.format(headings=HEADINGS)))
    found.drafts = [without_points(draft) for draft in found.drafts]
    rows = _tree(found)
    _doubt(rows, found)
    notes = found.notes
    return Recognised(
        tuple(rows),
        found.title,
        found.note,
        tuple(notes.joined),
        tuple(notes.dropped),
        tuple(dict.fromkeys(notes.doubts)),
    )


def _found(content: bytes, path: Path) -> Found:
    if content.startswith(_ZIP):
        if path.suffix.lower() == ".docx" or _DOCUMENT in content:
            return _from_docx(content, path.name)
        return _from_workbook(content, path.name)
    text = _decoded(content, path.name)
    grid = _separated(text, path)
    lines = text.splitlines()
    found = Found()
    if grid is not None:
        read_grid(grid, found, "", range(1, len(grid) + 1) if path.suffix != ".csv" else ())
    elif (cells := stacked(lines)) is not None:
        read_grid(cells.grid, found, "", cells.lines)
    else:
        return read_lines(lines)
    return found


def _from_docx(content: bytes, place: str) -> Found:
    blocks = read_docx(content, place)
    grids = [block for block in blocks.blocks if not isinstance(block, str)]
    tables = _meant(grids)
    texts: list[str] = []
    for block in blocks.blocks:
        if isinstance(block, str):
            texts += block.split("\n")
        elif tables and headed(block):
            break
    found = Found(title=title_in(texts)) if tables else read_lines(texts)
    for number, grid in enumerate(tables, 1):
        name = _("table {number}").format(number=number) if len(tables) > 1 else ""
        read_grid(grid, found, name)
    if blocks.numbered:
        found.notes.doubts.append(
            _("the document numbers paragraphs by itself; such numbers are not text and not read")
        )
    return found


def _meant(grids: list[Grid]) -> list[Grid]:
    """The tables that name indicators, each with the parts it continues in on later pages."""
    taken: list[Grid] = []
    for grid in grids:
        width = max((len(row) for row in grid), default=0)
        if taken and width == max(map(len, taken[-1])):
            taken[-1] += grid
        elif headed(grid):
            taken.append([*grid])
    if taken:
        return taken
    return [max(grids, key=len)] if grids else []


def _from_workbook(content: bytes, place: str) -> Found:
    book = received(content, place)
    found = Found()
    grids = [(sheet.name, _grid_of(sheet)) for sheet in book.sheets if sheet.cells]
    meant = [(name, grid) for name, grid in grids if headed(grid)] or grids[:1]
    for name, grid in meant:
        read_grid(grid, found, sheet_place(name))
    found.notes.doubts += [warning.sentence for warning in book.warnings]
    return found


def _grid_of(sheet: ReceivedSheet) -> Grid:
    grid: Grid = [
        [sheet.cell(row, column).text for column in range(1, sheet.last_column + 1)]
        for row in range(1, sheet.last_row + 1)
    ]
    for top, left, bottom, right in sheet.spans:
        for row in range(top + 1, min(bottom, sheet.last_row) + 1):
            for column in range(left, min(right, sheet.last_column) + 1):
                grid[row - 1][column - 1] = None
    return grid


def _decoded(content: bytes, place: str) -> str:
    """Text in UTF-8, with or without a mark, in UTF-16 with one, or in GB18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(Finding(place, _("is neither a document, a workbook nor text that can be read")))


def _separated(text: str, path: Path) -> Grid | None:
    """The cells of CSV or of text pasted with tabs; None for running text."""
    lines = [line for line in text.splitlines() if line.strip()][:_SAMPLE]
    tabs = sum("\t" in line.strip() for line in lines)
    if tabs:  # a line that begins with one goes on below the cell above
        tabs = sum("\t" in line for line in lines)
    if path.suffix.lower() == ".csv":
        separator = "\t" if tabs > len(lines) // 2 else _commonest(lines)
    elif lines and tabs > len(lines) // 2:
        separator = "\t"
    else:
        cells = spaced(text.splitlines())
        return cells and unbroken(cells)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as fault:
        sentence = _("cannot be split into fields: {reason}").format(reason=fault)
        raise Refused(Finding(path.name, sentence)) from fault
    grid: Grid = [[cell.strip() for cell in row] for row in rows]
    return unbroken(grid) if separator == "\t" else grid


def _commonest(lines: list[str]) -> str:
    return max(",;", key=lambda sign: sum(line.count(sign) for line in lines))


def _tree(found: Found) -> list[ImportedRow]:
    """Codes and parents for the drafts: numbers as written, ordinals where there are none."""
    rows: list[ImportedRow] = []
    above: dict[int, str] = {0: ""}
    used: dict[str, int] = {}
    for draft in found.drafts:
        parent = next(above[depth] for depth in range(draft.depth - 1, -1, -1) if depth in above)
        depth = parent.count(".") + 2 if parent else 1
        code = _code(draft, parent, used)
        if depth != draft.depth:
            sentence = _("{where}: nothing stands above {code}").format(
                where=draft.where, code=code
            )
            found.notes.doubts.append(sentence)
        if draft.whole and parent and not code.startswith(f"{parent}."):
            found.notes.doubts.append(
                _("{where}: {code} stands below {parent}").format(
                    where=draft.where, code=code, parent=parent
                )
            )
        used[parent] = _last(code)
        for deeper in [depth for depth in above if depth > draft.depth]:
            del above[deeper]
        above[draft.depth] = code
        rows.append(
            ImportedRow(code, parent, draft.depth, draft.title, draft.guidance, draft.points)
        )
    return rows


def _code(draft: Draft, parent: str, used: dict[str, int]) -> str:
    if draft.whole:
        return draft.number
    number = draft.number or str(used.get(parent, 0) + 1)
    return f"{parent}.{number}" if parent else number


def _last(code: str) -> int:
    return int(code.rpartition(".")[2])


def _doubt(rows: list[ImportedRow], found: Found) -> None:
    """What is odd about the tree as a whole."""
    doubts = found.notes.doubts
    for code in duplicates(row.code for row in rows):
        doubts.append(_("the number {code} occurs more than once").format(code=code))
    last: dict[str, int] = {}
    for row in rows:
        expected = last.get(row.parent, 0) + 1
        if _last(row.code) != expected:
            doubts.append(
                _("{code} stands where number {expected} was expected").format(
                    code=row.code, expected=f"{row.parent}.{expected}".lstrip(".")
                )
            )
        last[row.parent] = _last(row.code)
    if any(row.depth > DEEPEST for row in rows):
        doubts.append(_("more than {count} levels").format(count=DEEPEST))
    parents = {row.parent for row in rows}
    if sum(row.code not in parents for row in rows) > MOST_ROWS:
        doubts.append(_("more than {count} rows").format(count=MOST_ROWS))
    if any(row.points for row in rows):
        doubts.append(
            _(
                "the table names points; they belong into the panel with their source, not into "
                "a set"
            )
        )
    for title in duplicates(row.title for row in rows):
        doubts.append(_("the title “{title}” occurs more than once").format(title=title))


def set_document(
    table: Recognised,
    *,
    set_id: str,
    title: str = "",
    status: Status = Status.UNOFFICIAL,
    platform: Platform = Platform.OTHER,
) -> dict[str, Any]:
    """The set file's document; authority, document number and date are left to be filled in."""
    head: dict[str, Any] = {
        "id": set_id,
        "title": title or table.title or _("title to be filled in"),
        "platform": platform.value,
        "authority": "",
        "document": "",
        "status": status.value,
    }
    if table.note:
        head["note"] = table.note
    return {"set": head, "rows": [_row(row) for row in table.rows]}


def _row(row: ImportedRow) -> dict[str, str]:
    document = {"code": row.code}
    if row.parent:
        document["parent"] = row.parent
    document["title"] = row.title
    if row.guidance:
        document["guidance"] = row.guidance
    return document


def set_text(document: dict[str, Any], source: str) -> str:
    """The set file, with what is left to do as comments at its top."""
    remarks = [
        _("Imported from {file}; compare every row with the document.").format(file=source),
        _("Fill in authority, document (number) and date; add source = article to the rows."),
        _("Row kinds: judgement (default), fact, alternatives, measured, gate."),
    ]
    return toml_text(document, remarks)


def id_from(path: Path) -> str:
    """An id made of a file's name; `imported-table` where nothing is left of it."""
    return _NOT_IN_ID.sub("-", path.stem).strip("-.") or "imported-table"


def preview(table: Recognised) -> Iterator[str]:
    """The recognised tree with its counts, and all that was done to get there."""
    if table.title:
        yield table.title
    width = max(len(row.code) for row in table.rows)
    for row in table.rows:
        points = f"  [{row.points}]" if row.points else ""
        yield f"{'  ' * (row.depth - 1)}{row.code:<{width}}  {row.title}{points}"
    if table.note:
        yield table.note
    primaries = sum(not row.parent for row in table.rows)
    yield ""
    yield _("{primaries} primary indicators, {rows} rows to be judged").format(
        primaries=primaries, rows=table.leaves
    )
    for heading, lines in (
        (_("Put together"), table.joined),
        (_("Left out"), table.dropped),
        (_("To be looked at"), table.doubts),
    ):
        if lines:
            yield _("{heading}: {count}").format(heading=heading, count=len(lines))
            yield from (f"  {line}" for line in lines)

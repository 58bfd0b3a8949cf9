"""Workbooks and documents for tests: filled forms, and files that mean harm. All made by code."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

Change = Callable[[Any], None]


def plain_workbook(change: Change | None = None) -> bytes:
    """One sheet with a text and a number."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet["A1"], sheet["B1"] = "甲", 8.5
    if change:
        change(sheet)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def changed(content: bytes, change: Change) -> bytes:
    """The workbook with something typed into it, saved as a person saves it."""
    workbook = load_workbook(BytesIO(content))
    change(workbook)
    return saved(workbook)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A zip with one part added or replaced."""
    return zipped(members(content) | {name: part})


def with_text(content: bytes, name: str, old: str, new: str) -> bytes:
    """A zip with a text replaced in one part."""
    part = members(content)[name].decode()
    assert old in part
    return with_part(content, name, part.replace(old, new).encode())


def address_of(content: bytes, sheet: str, text: str) -> tuple[int, int]:
    """Row and column of the first cell with a text."""
    workbook = load_workbook(BytesIO(content), read_only=True)
    for row in workbook[sheet].iter_rows():
        for cell in row:
            if cell.value == text:
                return cell.row, cell.column
    raise AssertionError(text)


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_document(body: str) -> bytes:
    """A Word document with this body, in WordprocessingML."""
    text = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": text.encode()})


def word_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(rows: list[list[str | None]]) -> str:
    """A table; None continues the cell above; line breaks are paragraphs."""
    written = ""
    for row in rows:
        cells = ""
        for text in row:
            merge = "<w:tcPr><w:vMerge/></w:tcPr>" if text is None else ""
            cells += (
                f"<w:tc>{merge}{''.join(map(word_paragraph, (text or '').split(chr(10))))}</w:tc>"
            )
        written += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl>{written}</w:tbl>"


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path

"""The gate: every hostile or wrong file is refused with its sentence; cells come as text."""

import contextlib
import datetime
import os
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.findings import Refused
from reviewtui.exchange.workbook_gate import Cell, column_letters, receive_workbook, received
from reviewtui.exchange.zip_gate import MOST_BYTES
from tests.exchange.workbooks import members, plain_workbook, with_part, with_text, zipped

SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        received(content, "a.xlsx")
    return str(refused.value)


def declared(declaration: str, part: str = SHEET) -> bytes:
    """A workbook with a document type before the root of one part."""
    book = plain_workbook()
    text = members(book)[part].decode()
    start = text.index("<", (text.startswith("<?xml") and text.index("?>") + 2) or 0)
    return with_part(book, part, (text[:start] + declaration + text[start:]).encode())


def lying_sizes() -> bytes:
    """A part that says it is small and unpacks to far more."""
    content = bytearray(with_part(plain_workbook(), "xl/big.xml", b"<a>" + b" " * 5_000_000))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = 0
        while (begin := content.find(mark, begin)) >= 0:
            name_at = begin + (30 if at == 22 else 46)
            if content[name_at : name_at + 10] == b"xl/big.xml":
                content[begin + at : begin + at + 4] = (1000).to_bytes(4, "little")
            begin += 4
    return bytes(content)


def bomb() -> bytes:
    """Half a megabyte that unpacks to three hundred."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members(plain_workbook()).items():
            archive.writestr(name, part)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1024 * 1024)
    return file.getvalue()


def encrypted_member() -> bytes:
    content = bytearray(plain_workbook())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = content.find(mark)
        content[begin + at] |= 1
    return bytes(content)


def many_members() -> bytes:
    return zipped(members(plain_workbook()) | {f"xl/x{n}.bin": b"x" for n in range(2_001)})


def far_cell() -> bytes:
    return with_text(plain_workbook(), SHEET, 'r="B1"', 'r="XFD1048576"')


def far_merge() -> bytes:
    return with_text(
        plain_workbook(),
        SHEET,
        "</sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )


def wide_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:KN{n + 400}"/>' for n in range(1, 900, 401))
    return with_text(
        plain_workbook(), SHEET, "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"
    )


def unnamed_cells() -> bytes:
    """Cells without addresses, which a reader must count itself."""
    return with_text(plain_workbook(), SHEET, "</row>", "<c/>" * 400 + "</row>")


HOSTILE = {
    "billion laughs in a sheet": (declared(ENTITIES), "declares XML entities"),
    "billion laughs in the core properties": (
        declared(ENTITIES, "docProps/core.xml"),
        "declares XML entities",
    ),
    "an entity from outside": (declared(OUTSIDE), "declares XML entities"),
    "an entity far into a part": (
        with_part(plain_workbook(), "xl/x.xml", b" " * 600_000 + f"{OUTSIDE}<x/>".encode()),
        "declares XML entities",
    ),
    "XML that breaks far into a part": (
        with_part(plain_workbook(), "xl/x.xml", b"<x>" + os.urandom(300_000).hex().encode()),
        "readable XML",
    ),
    "an entity in UTF-16": (
        with_part(
            plain_workbook(), "xl/x.xml", f'<?xml version="1.0"?>{OUTSIDE}<x/>'.encode("utf-16")
        ),
        "declares XML entities",
    ),
    "a zip bomb": (bomb(), "unpacks to more than"),
    "a part that lies about its size": (lying_sizes(), "damaged"),
    "a cell in the last corner": (far_cell(), "reaches to cell XFD1048576"),
    "a merge over the whole sheet": (far_merge(), "reaches to cell XFD1048576"),
    "merges over a million cells": (wide_merges(), "more than 200000 cells"),
    "cells without addresses": (unnamed_cells(), "reaches to cell KO1"),
    "too many parts": (many_members(), "parts; more than 2000"),
    "a path out of the file": (
        with_part(plain_workbook(), "../../evil.xml", b"<x/>"),
        "points out of the file",
    ),
    "an absolute path": (
        with_part(plain_workbook(), "/etc/evil.xml", b"<x/>"),
        "points out of the file",
    ),
    "macros": (with_part(plain_workbook(), "xl/vbaProject.bin", b"x"), "holds macros"),
    "a truncated file": (plain_workbook()[:-500], "damaged"),
    "a CSV named xlsx": ("编号,名称\n1,甲\n".encode(), "is not an Excel workbook"),
    "an empty file": (b"", "is empty"),
    "an old or encrypted workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "old format",
    ),
    "an encrypted part": (encrypted_member(), "encrypted"),
    "a Word document": (
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
        "is a Word document",
    ),
    "a zip of something else": (zipped({"a.txt": b"x"}), "is not an Excel workbook"),
    "a binary workbook": (zipped({"xl/workbook.bin": b"x"}), ".xlsb"),
    "broken XML": (
        with_part(plain_workbook(), SHEET, b"<worksheet><a></worksheet>"),
        "readable XML",
    ),
    "a part that is none": (
        with_part(plain_workbook(), "xl/workbook.xml", b"<workbook/>"),
        "cannot be read as a workbook",
    ),
    "a part twice by case": (
        with_part(plain_workbook(), "XL/Workbook.xml", b"<x/>"),
        "holds a part twice",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_or_wrong_file_is_refused_with_its_sentence(what: str) -> None:
    content, sentence = HOSTILE[what]
    assert sentence in refusal(content)


def test_every_refusal_names_the_file() -> None:
    for content, _sentence in HOSTILE.values():
        assert all(line.startswith("a.xlsx") for line in refusal(content).splitlines())


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(Refused, match="larger than 20 MiB"):
        receive_workbook(path)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        receive_workbook(tmp_path / "none.xlsx")
    with pytest.raises(Refused, match="no ordinary file"):
        receive_workbook(tmp_path)


def test_a_wrong_dimension_is_no_matter() -> None:
    for said in ("A1:A1", "A1:XFD1048576"):
        book = received(
            with_text(
                plain_workbook(), SHEET, '<dimension ref="A1:B1"', f'<dimension ref="{said}"'
            ),
            "a.xlsx",
        )
        assert [cell.text for cell in book.sheets[0].cells.values()] == ["甲", "8.5"]


def test_links_and_hidden_parts_are_warnings() -> None:
    def hide(sheet: Any) -> None:
        sheet["A9"] = "x"
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["B"].hidden = True
        other = sheet.parent.create_sheet("密")
        other["A1"] = "y"
        other.sheet_state = "veryHidden"

    book = received(
        with_part(plain_workbook(hide), "xl/externalLinks/externalLink1.xml", b"<x/>"), "a.xlsx"
    )
    said = [str(warning) for warning in book.warnings]
    assert all(warning.warning for warning in book.warnings)
    assert "links to other files" in said[0]
    assert said[1:] == [
        "a.xlsx: 「Sheet」: rows 9 are hidden; what stands in them counts nevertheless",
        "a.xlsx: 「Sheet」: columns B are hidden; what stands in them counts nevertheless",
        "a.xlsx: 「密」: this sheet is hidden; what stands in it counts nevertheless",
    ]


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (87.35, "General", "87.35"),
        (85, "General", "85"),
        (85.0, "0.00", "85"),
        (-0.0, "General", "0"),
        (0.9, "0%", "90%"),
        (0.125, "0.00%", "12.5%"),
        (7, "00", "07"),
        (1e-7, "General", "0.0000001"),
        (datetime.date(2026, 12, 8), "yyyy-mm-dd", "2026-12-08"),
        (datetime.datetime(2026, 12, 8), "yyyy-mm-dd", "2026-12-08"),  # noqa: DTZ001
        (True, "General", "TRUE"),
        ("　江海\u00a0大学 ", "General", "江海 大学"),
        (" \u200b\ufeff8.5\u200b ", "General", "8.5"),
        ("\u200b", "General", ""),
        ("=1+1", "@", "=1+1"),
    ],
)
def test_a_cell_is_the_text_a_person_reads(value: Any, pattern: str, text: str) -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = value
        sheet["A1"].number_format = pattern
        if isinstance(value, str):
            sheet["A1"].data_type = "s"

    assert received(plain_workbook(change), "a.xlsx").sheets[0].cell(1, 1).text == text


def test_a_formula_without_a_stored_result_is_a_fault_and_no_blank() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "=B1*2"

    cell = received(plain_workbook(change), "a.xlsx").sheets[0].cell(1, 1)
    assert not cell.text
    assert "without a stored result" in cell.fault


def test_a_formula_with_a_stored_result_counts_and_says_so() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "=B1*2"

    content = plain_workbook(change)
    for empty in ("<v></v>", "<v />", "<v/>"):
        if empty in members(content)[SHEET].decode():
            content = with_text(content, SHEET, empty, "<v>17</v>")
    cell = received(content, "a.xlsx").sheets[0].cell(1, 1)
    assert cell == Cell("17", number=True, computed=True)


def test_an_error_value_and_a_time_are_faults() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"] = "#REF!"
        sheet["A2"] = datetime.time(8, 30)

    sheet = received(plain_workbook(change), "a.xlsx").sheets[0]
    assert "#REF!" in sheet.cell(1, 1).fault
    assert "time of day" in sheet.cell(2, 1).fault


def test_merged_cells_are_given_with_their_ranges() -> None:
    book = received(plain_workbook(lambda sheet: sheet.merge_cells("C2:D5")), "a.xlsx")
    assert book.sheets[0].spans == ((2, 3, 5, 4),)


def test_columns_have_their_letters() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 300, 16384)] == ["A", "Z", "AA", "KN", "XFD"]


@settings(max_examples=150)
@given(
    part=st.sampled_from(sorted(members(plain_workbook()))),
    at=st.integers(0, 5000),
    new=st.binary(min_size=0, max_size=12),
    cut=st.integers(0, 30),
)
def test_a_spoilt_part_is_read_or_refused_and_never_a_crash(
    part: str, at: int, new: bytes, cut: int
) -> None:
    text = members(plain_workbook())[part]
    at %= len(text)
    content = with_part(plain_workbook(), part, text[:at] + new + text[at + cut :])
    with contextlib.suppress(Refused):
        received(content, "a.xlsx")

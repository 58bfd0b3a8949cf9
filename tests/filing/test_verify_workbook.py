"""A workbook proves itself: whatever was changed in it is found, whoever saved it."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from openpyxl import load_workbook

from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange import zip_gate
from reviewtui.filing.model import Grid
from reviewtui.filing.sheet_rows import column_letters
from reviewtui.filing.sheets.about import people_rows
from reviewtui.filing.verify import workbook as verifying
from reviewtui.filing.verify.cells import Seen
from reviewtui.filing.verify.formats import same_format, shows_text
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import write_book
from reviewtui.locales import _
from tests.filing.conftest import Table
from tests.filing.reading import written
from tests.filing.recomputing import by_libreoffice, differences, recomputed
from tests.filing.rewriting import saved_again
from tests.meeting import meeting
from tests.session.conftest import small_meeting
from tests.templates import begun

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture
def workbook(eventful: Table, tmp_path: Path) -> Path:
    """A workbook with a sheet for everybody."""
    begun(tmp_path, "in detail", lambda folder: written(eventful.record(), folder, detail=True))
    return tmp_path / "out.xlsx"


def test_a_workbook_as_it_was_written_agrees(eventful: Table, workbook: Path) -> None:
    found = verify_workbook(workbook)
    assert not found.findings
    (outcome,) = found.rounds
    assert (outcome.content, outcome.code) == (eventful.record().content, eventful.record().code)


def test_a_workbook_with_long_comments_that_say_little_agrees(tmp_path: Path) -> None:
    table = Table.of(small_meeting(experts=4, candidates=15))
    for expert in table.panel.experts:
        for candidate in table.panel.candidates:
            table.comment(expert.code, candidate.code, "好" * 16000)
    written(table.record(), tmp_path)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as packed:
        ratio = max(part.file_size // part.compress_size for part in packed.infolist())
    assert ratio > zip_gate.HIGHEST_RATIO
    assert verify_workbook(tmp_path / "out.xlsx").agrees


def test_names_of_experts_stand_in_no_hidden_place(eventful: Table, workbook: Path) -> None:
    sheet = load_workbook(workbook)["reviewtui"]
    assert sheet.sheet_state == "veryHidden"
    kept = "".join(str(row[0]) for row in sheet.iter_rows(values_only=True))
    for expert in eventful.panel.experts:
        assert expert.name.encode("ascii", "backslashreplace").decode() not in kept


def rewritten_part(path: Path, member: str, change: Callable[[str], str]) -> Path:
    """The workbook with the text of one part changed, as a hand at the bytes would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[member].decode()
    assert change(text) != text
    parts[member] = change(text).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def patched(path: Path, sheet: str, change: Callable[[str], str]) -> Path:
    """The workbook with the text of one sheet changed."""
    number = load_workbook(path).sheetnames.index(sheet) + 1
    return rewritten_part(path, f"xl/worksheets/sheet{number}.xml", change)


def found_in(path: Path) -> list[str]:
    """The places that are not as they were written."""
    return [one.place for one in verify_workbook(path).findings]


def split(address: str) -> tuple[str, str]:
    """Sheet and cell of an address."""
    sheet, place = address.split("!")
    return sheet.strip("'"), place


def test_a_changed_mark_is_found(eventful: Table, workbook: Path) -> None:
    sheet, place = split(eventful.record().plan.mark("5", 2, "01"))
    pattern = rf'(<c r="{place}"[^>]*><v>)[^<]*'
    patched(workbook, sheet, lambda text: re.sub(pattern, r"\g<1>9.99", text))
    assert found_in(workbook) == [f"{sheet}!{place}"]


def test_a_changed_result_is_found(eventful: Table, workbook: Path) -> None:
    sheet, place = split(eventful.record().plan.total("5"))
    pattern = rf'(<c r="{place}"[^>]*><f>[^<]*</f><v>)[^<]*'
    patched(workbook, sheet, lambda text: re.sub(pattern, r"\g<1>99.99", text))
    assert found_in(workbook) == [f"{sheet}!{place}"]


def test_a_formula_typed_over_with_its_own_number_is_found(eventful: Table, workbook: Path) -> None:
    sheet, place = split(eventful.record().plan.total("5"))
    pattern = rf'(<c r="{place}"[^>]*>)<f>[^<]*</f>'
    patched(workbook, sheet, lambda text: re.sub(pattern, r"\1", text))
    assert found_in(workbook) == [f"{sheet}!{place}"]


def test_a_changed_formula_with_the_old_result_is_found(eventful: Table, workbook: Path) -> None:
    sheet, place = split(eventful.record().plan.total("5"))
    pattern = rf'(<c r="{place}"[^>]*><f>)'
    patched(workbook, sheet, lambda text: re.sub(pattern, r"\g<1>0+", text))
    assert found_in(workbook) == [f"{sheet}!{place}"]


def test_a_number_written_beside_the_table_is_found(workbook: Path) -> None:
    sheet = _("Score summary")
    more = '<row r="900"><c r="Z900"><v>99</v></c></row></sheetData>'
    patched(workbook, sheet, lambda text: text.replace("</sheetData>", more))
    assert found_in(workbook) == [f"{sheet}!Z900"]


def about_of(table: Table) -> Grid:
    return make_book(table.record(), detail=True).grids[0]


def test_every_text_about_a_workbook_is_compared_but_names_and_units(
    eventful: Table, workbook: Path
) -> None:
    grid = about_of(eventful)
    people = people_rows(grid)
    texts = {
        place
        for place, cell in grid.cells.items()
        if isinstance(cell.value, str) and cell.value and not cell.formula
    }
    named = {(row, column) for row in people[2:] for column in (2, 3)}
    assert len(named & texts) == len(eventful.panel.experts)

    def change(text: str) -> str:
        return re.sub(r"(<t[^>]*>)", r"\g<1>9", text)

    found = found_in(patched(workbook, grid.name, change))
    assert set(found) >= {
        f"{grid.name}!{column_letters(column)}{row}" for row, column in texts - named
    }
    assert not {f"{grid.name}!{column_letters(column)}{row}" for row, column in named} & {*found}


def test_the_list_of_experts_may_be_taken_off_whole_and_in_no_part(
    eventful: Table, workbook: Path
) -> None:
    grid = about_of(eventful)
    people = people_rows(grid)

    def without(rows: range) -> Callable[[str], str]:
        own = "|".join(map(str, rows))
        return lambda text: re.sub(rf'<row r="(?:{own})".*?</row>', "", text, flags=re.DOTALL)

    part = workbook.with_name("part.xlsx")
    shutil.copy(workbook, part)
    assert not found_in(patched(workbook, grid.name, without(people)))
    last = people[-1:]
    assert found_in(patched(part, grid.name, without(last))) == [
        f"{grid.name}!A{last[0]}",
        f"{grid.name}!D{last[0]}",
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_may_save_it(workbook: Path) -> None:
    assert not found_in(by_libreoffice(workbook))


def test_a_program_that_drops_every_result_is_named_once_after_what_was_changed(
    eventful: Table, workbook: Path
) -> None:
    sheet, place = split(eventful.record().plan.mark("5", 2, "01"))
    again = load_workbook(workbook)
    again[sheet][place] = 9.99
    again.save(workbook)
    found = [one for one in verify_workbook(workbook).findings if "!" in one.place]
    assert [one.place for one in found] == [f"{sheet}!{place}"]
    last = verify_workbook(workbook).findings[-1]
    assert last.place == workbook.name
    assert "没有带计算结果" in last.sentence


def test_a_result_taken_out_of_one_formula_is_named_by_its_cell(
    eventful: Table, workbook: Path
) -> None:
    sheet, place = split(eventful.record().plan.total("5"))
    pattern = rf'(<c r="{place}"[^>]*><f>[^<]*</f>)<v>[^<]*</v>'
    patched(workbook, sheet, lambda text: re.sub(pattern, r"\1", text))
    assert found_in(workbook) == [f"{sheet}!{place}"]


@pytest.mark.parametrize("said", ["0", "false"])
def test_a_workbook_that_computes_with_numbers_as_displayed_is_found(
    workbook: Path, said: str
) -> None:
    own = f'<calcPr fullPrecision="{said}" '
    path = rewritten_part(workbook, "xl/workbook.xml", lambda text: text.replace("<calcPr ", own))
    (found,) = verify_workbook(path).findings
    assert "以显示精度为准" in found.sentence


def formatted(path: Path, sheet: str, place: str, code: str) -> Path:
    """The workbook with another number format on one cell."""
    more = f'<numFmts count="99"><numFmt numFmtId="990" formatCode={quoteattr(code)}/>'
    added = '<xf numFmtId="990" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    count = 0

    def styles(text: str) -> str:
        nonlocal count
        count = re.search("<cellXfs.*?</cellXfs>", text, re.DOTALL)[0].count("<xf ")  # type: ignore[index]
        text = re.sub("<numFmts[^>]*>", lambda _found: more, text)
        return text.replace("</cellXfs>", added)

    rewritten_part(path, "xl/styles.xml", styles)
    pattern = rf'(<c r="{place}" s=")[0-9]+'
    return patched(path, sheet, lambda text: re.sub(pattern, rf"\g<1>{count}", text))


HIDING_FORMATS = ['"99.99"', ";;;", "0;;", "[>90]0.00;0.0", "0", "0%", "0.00,", "@", r"0.00\9"]


@pytest.mark.parametrize("code", HIDING_FORMATS)
def test_a_number_format_that_hides_a_number_is_told_from_the_programs(code: str) -> None:
    assert not same_format(code, "0.00")


def test_a_number_format_that_hides_a_number_is_named_with_its_cell(
    eventful: Table, workbook: Path
) -> None:
    sheet, place = split(eventful.record().plan.total("5"))
    (found,) = verify_workbook(formatted(workbook, sheet, place, ";;;")).findings
    assert found.place == f"{sheet}!{place}"
    assert ";;;" in found.sentence


@pytest.mark.parametrize(
    "code",
    [
        *("General", "G/通用格式", "0.00", "0.00##", "#,##0.00", "0.00_ ", "0.00;-0.00"),
        *("0.00_);-0.00_)", "0.000"),
    ],
)
def test_a_number_format_that_shows_the_number_itself_is_none(code: str) -> None:
    assert same_format(code, "0.00")
    assert not same_format(f'"9"{code}', "0.00") or code.startswith("G")


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        *(("General", True), ("@", True), ("0.00;[Red]-0.00", True), ("0;-0;0;@", True)),
        *((";;;", False), ('"优秀"@', False), ('0;0;0;"优秀"', False)),
    ],
)
def test_a_number_format_shows_a_text_or_hides_it(code: str, shows: bool) -> None:
    assert shows_text(code) is shows


SHAPE = (
    '<xdr:absoluteAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
    'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<xdr:pos x="100000" y="100000"/><xdr:ext cx="900000" cy="300000"/><xdr:sp macro="" '
    'textlink=""><xdr:nvSpPr><xdr:cNvPr id="90" name="box"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
    '<xdr:spPr><a:xfrm><a:off x="100000" y="100000"/><a:ext cx="900000" cy="300000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r>'
    "<a:t>99.99</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:absoluteAnchor>"
)


def covered(path: Path) -> Path:
    """The workbook with a text box over its charts."""
    return rewritten_part(
        path, "xl/drawings/drawing1.xml", lambda text: text.replace("</wsDr>", f"{SHAPE}</wsDr>")
    )


def test_a_text_box_over_a_sheet_is_named_with_what_it_says(workbook: Path) -> None:
    (found,) = verify_workbook(covered(workbook)).findings
    assert found.place == _("Chart of scores")
    assert "99.99" in found.sentence


@pytest.mark.parametrize("kind", ["comments", "image", "chartUserShapes"])
def test_what_else_may_cover_a_number_is_named(workbook: Path, kind: str) -> None:
    own = f'<Relationship Id="z" Type="urn:x/{kind}" Target="/xl/styles.xml"/></Relationships>'
    charts = load_workbook(workbook).sheetnames.index(_("Chart of scores")) + 1
    part = f"worksheets/_rels/sheet{charts}.xml.rels"
    if kind == "chartUserShapes":
        part = "charts/_rels/chart1.xml.rels"
    with zipfile.ZipFile(workbook, "a") as archive:
        if f"xl/{part}" not in archive.namelist():
            archive.writestr(f"xl/{part}", f'<Relationships xmlns="{RELATIONS}"></Relationships>')
    rewritten_part(workbook, f"xl/{part}", lambda text: text.replace("</Relationships>", own))
    assert found_in(workbook) == [_("Chart of scores")]


@pytest.mark.parametrize("edge", ["oddFooter", "oddHeader", "firstHeader", "evenFooter"])
def test_what_stands_above_or_below_printed_pages_is_compared(workbook: Path, edge: str) -> None:
    said = f"<{edge}>&amp;C&amp;&quot;宋体&quot;&amp;9更正：66.60</{edge}>"

    def changed(text: str) -> str:
        whole = f"<headerFooter>{said}</headerFooter>"
        return re.sub("<headerFooter.*</headerFooter>", whole, text, flags=re.DOTALL)

    rewritten_part(workbook, "xl/worksheets/sheet2.xml", changed)
    (found,) = verify_workbook(workbook).findings
    assert "66.60" in found.sentence


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_hides_a_number_is_found_after_libreoffice_saved_it(
    eventful: Table, workbook: Path
) -> None:
    sheet, place = split(eventful.record().plan.total("5"))
    covered(formatted(workbook, sheet, place, '"99.99"'))
    assert found_in(by_libreoffice(workbook)) == [f"{sheet}!{place}", _("Chart of scores")]


@pytest.mark.parametrize("strict", [False, True])
def test_another_program_may_write_every_part_otherwise(workbook: Path, strict: bool) -> None:
    again = saved_again(workbook, strict=strict)
    with zipfile.ZipFile(again) as archive:
        sheets = b"".join(archive.read(one) for one in archive.namelist() if "page" in one)
    assert sheets.count(b'<x:f t="shared" si=') > 100
    assert b"inlineStr" not in sheets
    assert not found_in(again)


def test_what_was_changed_is_found_after_another_program_saved_it(
    eventful: Table, workbook: Path
) -> None:
    sheet, place = split(eventful.record().plan.total("5"))
    pattern = rf'(<c r="{place}"[^>]*><f>[^<]*</f><v>)[^<]*'
    patched(workbook, sheet, lambda text: re.sub(pattern, r"\g<1>99.99", text))
    assert found_in(saved_again(workbook)) == [f"{sheet}!{place}"]


def test_rows_as_the_program_writes_them_are_not_taken_apart(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    real = verifying.differing_cells

    def noted(grid: Grid, cells: Iterable[Seen], *told: Any) -> Iterator[Finding]:
        taken.append(grid.name)
        return real(grid, cells, *told)

    monkeypatch.setattr(verifying, "differing_cells", noted)
    assert not found_in(workbook)
    assert taken == [_("About this workbook")]


ROWS = re.compile("<sheetData>.*</sheetData>", re.DOTALL)
HIDING = {
    "the true rows in a comment": lambda rows, forged: f"<!--{rows}-->{forged}",
    "other rows behind them": lambda rows, forged: rows + forged,
    "other rows before them": lambda rows, forged: forged + rows,
    "the true rows in another language of XML": lambda rows, forged: (
        forged + rows.replace("<sheetData>", '<sheetData xmlns="urn:x">')
    ),
    "a comment that begins among them": lambda rows, forged: (
        rows.replace("<sheetData>", "<sheetData><!--") + "-->" + forged
    ),
}


@pytest.mark.parametrize("how", HIDING)
def test_no_trick_of_xml_hides_what_a_spreadsheet_reads(
    eventful: Table, workbook: Path, how: str
) -> None:
    sheet, place = split(eventful.record().plan.total("5"))

    def change(text: str) -> str:
        rows = ROWS.search(text)[0]  # type: ignore[index]
        forged = re.sub(rf'(<c r="{place}"[^>]*><f>[^<]*</f><v>)[^<]*', r"\g<1>99.99", rows)
        return ROWS.sub(lambda _found: HIDING[how](rows.replace("--", ""), forged), text)

    patched(workbook, sheet, change)
    try:
        assert f"{sheet}!{place}" in found_in(workbook)
    except Refused:
        assert "comment" in how  # a workbook that no program opens


def test_a_name_in_formulas_that_leads_elsewhere_is_found(workbook: Path) -> None:
    def change(text: str) -> str:
        return re.sub(r'(<definedName name="trim_least">.*?)\$C\$(\d+)', r"\1$C$9\2", text)

    assert found_in(rewritten_part(workbook, "xl/workbook.xml", change)) == ["trim_least"]


def test_a_workbook_without_the_list_of_experts_names_nobody_and_verifies(tmp_path: Path) -> None:
    record = Table.of(meeting(3, 2)).record()
    path = tmp_path / "given.xlsx"
    write_book(make_book(record, named=False), path)
    with zipfile.ZipFile(path) as archive:
        told = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "ignore")
    assert not [one.name for one in record.panel.experts if one.name in told]
    assert found_in(path) == []


def test_a_name_that_one_sheet_takes_for_itself_is_found(workbook: Path) -> None:
    own = '<definedName name="TRIM_LEAST" localSheetId="1">0</definedName></definedNames>'
    path = rewritten_part(
        workbook, "xl/workbook.xml", lambda text: text.replace("</definedNames>", own)
    )
    assert found_in(path) == ["TRIM_LEAST"]


def test_a_workbook_of_another_program_is_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(Refused):
        verify_workbook(tmp_path / "a.xlsx")


def test_a_graded_result_by_row_proves_itself_too(tmp_path: Path) -> None:
    bands = {"source": "纪要", "bands": [{"name": "优秀", "at_least": "50"}]}
    drawn = meeting(4, 3, order="by_indicator", round={"row": 2, "total": 2})
    path = written(Table.of(drawn.put("grades", bands)).record(), tmp_path)
    assert not verify_workbook(path).findings


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
def test_a_workbook_without_a_single_mark_is_written_and_proves_itself(
    order: str, tmp_path: Path
) -> None:
    table = Table.of(meeting(3, 2, order=order))
    for expert in ("01", "02", "03"):
        table.absent(expert)
    record = table.record()
    assert not verify_workbook(written(record, tmp_path, detail=True)).findings
    book = make_book(record)
    assert not differences(book, recomputed(book, tmp_path))


def test_our_own_workbook_may_be_larger_than_what_others_send(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MOST_BYTES", "MOST_UNPACKED", "MOST_XML"):
        monkeypatch.setattr(zip_gate, name, 1000)
    assert not verify_workbook(workbook).findings
    monkeypatch.setattr(verifying, "LIMITS", verifying.LIMITS._replace(unpacked=1000))
    with pytest.raises(Refused):
        verify_workbook(workbook)

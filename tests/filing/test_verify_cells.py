"""What programs write as they like is read as one and the same; what is no sheet is refused."""

from fractions import Fraction
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from reviewtui.filing.model import Number
from reviewtui.filing.sheet_rows import column_letters
from reviewtui.filing.verify.cells import BadPart, Seen, cells_of, strings_of
from reviewtui.filing.verify.comparing import same_number, same_text
from reviewtui.filing.verify.formulas import same_formula, shifted

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def seen(rows: str, *strings: str) -> list[Seen]:
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return list(cells_of(BytesIO(text.encode()), strings))


ADDRESS = st.builds(
    lambda sheet, fixed, column, also, row: (
        f"{sheet}{'$' * fixed}{column_letters(column)}{'$' * also}{row}"
    ),
    st.sampled_from(["", "计分过程!", "'A 1'!", "'O''AB2'!"]),
    st.booleans(),
    st.integers(1, 800),
    st.booleans(),
    st.integers(1, 9000),
)
PIECE = st.one_of(
    ADDRESS,
    st.builds("{}:{}".format, ADDRESS, ADDRESS.map(lambda it: it.rpartition("!")[2])),
    st.sampled_from(['"A1 和 $B$2"', "places_total", "1E2", "LOG10(A1)", "weight_1", "0.50"]),
)
FORMULA = st.lists(PIECE, min_size=1, max_size=5).map(lambda parts: f"SUM({','.join(parts)})")


@given(FORMULA, st.integers(0, 400), st.integers(0, 40))
def test_a_shared_formula_reads_as_the_library_translates_it(
    formula: str, rows: int, columns: int
) -> None:
    there = f"{column_letters(1 + columns)}{1 + rows}"
    known = Translator(f"={formula}", "A1").translate_formula(there)
    assert shifted(formula, rows, columns) == known[1:]


@given(FORMULA)
def test_blanks_and_quotes_and_zeros_at_the_end_are_a_programs_liking(formula: str) -> None:
    assert same_formula(formula, formula.replace(",", " , ").replace("0.50", "0.5"))
    assert not same_formula(formula, formula.replace("SUM(", "SUM(1,"))


def test_truth_values_are_one_with_the_functions_of_their_names() -> None:
    assert same_formula("IF(A1,FALSE,TRUE)", "IF(A1,FALSE(),TRUE( ))")
    assert not same_formula("IF(A1,FALSE)", "IF(A1,TRUE())")
    assert not same_formula('"FALSE"', '"FALSE()"')
    assert not same_formula("ISFALSE()", "ISFALSE")


@pytest.mark.parametrize("text", ["87.35", "87.350", "8.735E1", "87.3499999999999943", "+8735e-2"])
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert same_number(Number(Fraction("87.35"), 2), text)


@pytest.mark.parametrize(
    "text", ["87.36", "", "NaN", "8,735", "1E999999999", "٨٧", "0x57", "87.35 "]
)
def test_another_number_and_what_is_none_differ(text: str) -> None:
    assert not same_number(Number(Fraction("87.35"), 2), text)


def test_a_text_that_a_spreadsheet_takes_for_a_character_is_one_with_it() -> None:
    assert same_text("甲_x0041_", "甲A")
    assert same_text("甲_x0041_", "甲_x005F_x0041_") is False
    assert same_text("一\r\n二", "一_x000D_\n二")


def test_cells_without_an_address_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='7'><c><v>3</v></c></row>"
    assert [(one.row, one.column, one.value) for one in seen(rows)] == [
        (1, 1, "1"),
        (1, 2, "2"),
        (7, 1, "3"),
    ]


def test_every_kind_of_cell_says_what_it_holds() -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><r><t>甲</t></r><r>'
        '<t>乙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></is></c><c r="C1" t="str"><f>A1</f>'
        '<v>丙</v></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" s="3"/>'
        '<c r="AA1"><f t="array" ref="AA1">SUM(A1)</f><v>2</v></c></row>'
    )
    assert seen(rows, "零", "一") == [
        Seen(1, 1, "text", "一"),
        Seen(1, 2, "text", "甲乙"),
        Seen(1, 3, "text", "丙", "A1"),
        Seen(1, 4, "e", "#N/A"),
        Seen(1, 5, "b", "1"),
        Seen(1, 27, "n", "2", "{SUM(A1)}"),
    ]


def test_what_stands_under_another_name_of_xml_is_nothing() -> None:
    rows = '<row r="1"><c r="A1"><x:v xmlns:x="urn:x">9</x:v><v>8</v></c></row>'
    assert seen(rows) == [Seen(1, 1, "n", "8")]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="ABCD1"><v>1</v></c></row>',
        '<row r="-1"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>5</v></c></row>',
        '<row r="1"><c r="A1">',
    ],
)
def test_what_no_spreadsheet_could_read_is_refused(rows: str) -> None:
    with pytest.raises(BadPart):
        seen(rows, "一")


def test_shared_texts_leave_out_how_they_are_pronounced() -> None:
    text = f'<sst xmlns="{MAIN}"><si><t>甲</t><rPh><t>jia</t></rPh></si><si><t/></si></sst>'
    assert strings_of(BytesIO(text.encode())) == ["甲", ""]

"""A number, a name or a place changed inside a chart is found and named."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui.domain.states import CandidateState
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.locales import _
from tests.filing.conftest import Table
from tests.filing.reading import written
from tests.filing.recomputing import by_libreoffice
from tests.filing.rewriting import saved_again
from tests.filing.test_verify_workbook import rewritten_part
from tests.meeting import meeting
from tests.templates import begun

BARS = "xl/charts/chart1.xml"
RADAR = "xl/charts/chart2.xml"
Change = Callable[[str], str]


@pytest.fixture
def workbook(eventful: Table, tmp_path: Path) -> Path:
    begun(tmp_path, "eventful", lambda folder: written(eventful.record(), folder))
    return tmp_path / "out.xlsx"


def found_in(path: Path) -> list[tuple[str, str]]:
    return [(one.place, one.sentence) for one in verify_workbook(path).findings]


def bars() -> str:
    """Where findings about the first chart say that it is."""
    return f"{_('Chart of scores')}!{_('Scores in the order of the ranking')}"


def replaced(pattern: str, text: str) -> Change:
    return lambda content: re.sub(pattern, text, content, count=1)


NUMBER = r'(<numCache>.*?<pt idx="2"><v>)[^<]*'
LABEL = r'(<strCache>.*?<pt idx="1"><v>)[^<]*'
LABELLED = (
    '<dLbls><dLbl><idx val="0"/><tx><rich><a:p xmlns:a="http://schemas.openxmlformats.org/'
    'drawingml/2006/main"><a:r><a:t>99.9</a:t></a:r></a:p></rich></tx></dLbl>'
)
CHANGES = {
    "a number": (replaced(NUMBER, r"\g<1>99.9"), "99.9"),
    "the name beside it": (replaced(LABEL, r"\g<1>甲"), "甲"),
    "the cells it draws": (replaced(r"\$C\$4:\$C\$", r"$A$4:$A$"), "$A$4"),
    "the cells of the names": (replaced(r"\$B\$4:", r"$B$5:"), "$B$5"),
    "the name of the series": (replaced(r"<tx><v>[^<]*", r"<tx><v>最高分"), "最高分"),
    "a label over a bar": (replaced("<dLbls>", LABELLED), "99.9"),
    "the title": (replaced(r"<a:t>[^<]+", "<a:t>第一名 99.9"), "99.9"),
    "numbers of its own": (
        replaced(
            r"<val><numRef>.*?</numRef></val>",
            '<val><numLit><ptCount val="1"/><pt idx="0"><v>99.9</v></pt></numLit></val>',
        ),
        "99.9",
    ),
    "one series more": (
        lambda text: re.sub(r"(<ser>.*?</ser>)", r"\1\1", text, count=1),
        "2",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_changed_inside_a_chart_is_found_and_named(workbook: Path, what: str) -> None:
    change, shown = CHANGES[what]
    found = found_in(rewritten_part(workbook, BARS, change))
    assert {place for place, _sentence in found} == {bars()}
    assert any(shown in sentence for _place, sentence in found)


def test_a_number_changed_in_any_chart_is_found(workbook: Path) -> None:
    for number in (1, 2, 3):
        path = Path(shutil.copy(workbook, workbook.with_name(f"{number}.xlsx")))
        part = f"xl/charts/chart{number}.xml"
        (found,) = found_in(rewritten_part(path, part, replaced(NUMBER, r"\g<1>99.9")))
        assert "99.9" in found[1]


def test_a_chart_without_stored_numbers_is_sound(workbook: Path) -> None:
    def emptied(text: str) -> str:
        return re.sub(r"<(num|str)Cache>.*?</\1Cache>", "", text)

    for part in (BARS, RADAR):
        rewritten_part(workbook, part, emptied)
    assert not found_in(workbook)


def test_a_gap_may_be_stored_as_nought_and_as_nothing_else(tmp_path: Path) -> None:
    table = Table.of(meeting(3, 3))
    for expert in ("01", "02", "03"):
        table.stand(expert, "2", CandidateState.DECLINED)
    path = written(table.record(), tmp_path)
    more = '<pt idx="2"><v>{}</v></pt></numCache>'
    nought = rewritten_part(path, BARS, replaced("</numCache>", more.format(0)))
    assert not found_in(nought)
    again = rewritten_part(path, BARS, lambda text: text.replace(more.format(0), more.format(5)))
    assert [place for place, _sentence in found_in(again)] == [bars()]


def drawing_of(path: Path) -> str:
    """The part that draws the first chart."""
    with zipfile.ZipFile(path) as archive:
        return next(
            name
            for name in sorted(archive.namelist())
            if name.startswith("xl/drawings/drawing") and b"graphicFrame" in archive.read(name)
        )


def test_a_chart_that_is_gone_is_told(workbook: Path) -> None:
    def without(text: str) -> str:
        return re.sub(r"<[^<]*graphicFrame>.*</[^<]*graphicFrame>", "", text)

    path = rewritten_part(workbook, drawing_of(workbook), without)
    assert found_in(path) == [(bars(), _("this chart is gone"))]


def test_a_chart_that_was_not_exported_is_told(workbook: Path) -> None:
    def twice(text: str) -> str:
        return re.sub(r"(<(\w+:)?oneCellAnchor>.*</(\w+:)?oneCellAnchor>)", r"\1\1", text)

    (found,) = found_in(rewritten_part(workbook, drawing_of(workbook), twice))
    assert found == (
        _("Chart of scores"),
        _("a chart that was not exported lies on this sheet"),
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_number_in_a_chart_is_found_after_libreoffice_saved_the_workbook(workbook: Path) -> None:
    saved = by_libreoffice(workbook)
    assert not found_in(saved)
    pattern = r'(<c:numCache>.*?<c:pt idx="2"><c:v>)[^<]*'
    (found,) = found_in(rewritten_part(saved, BARS, replaced(pattern, r"\g<1>99.9")))
    assert "99.9" in found[1]


def test_charts_are_found_wherever_another_program_puts_them(workbook: Path) -> None:
    rewritten_part(workbook, BARS, replaced(NUMBER, r"\g<1>99.9"))
    (found,) = found_in(saved_again(workbook))
    assert found[0] == bars()

"""The extract for one candidate tells nothing of another one: no name, no code, no mark."""

import re
from collections.abc import Iterator

import pytest

from reviewtui import locales
from reviewtui.domain.ballot import Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.filing.model import Book, Number
from reviewtui.filing.pack.extract import extract_book, extract_of
from reviewtui.filing.pack.html import html_page, shown
from reviewtui.locales import _
from reviewtui.tally.grade_words import quota_words
from reviewtui.tally.grading import Lowered
from reviewtui.tally.verdict import Flag
from tests.filing.conftest import Table
from tests.meeting import meeting
from tests.twins import twin

OWN, OTHERS = "K03", ("K01", "K02", "K04", "K05")
STRAY = "另一家的秘密"


@pytest.fixture(params=["zh", "en"], autouse=True)
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    locales.use(request.param)
    yield
    locales.use("zh")


def full_of_others(**rule: object) -> Table:
    """Five candidates with codes and names to look for; the others' marks stand alone."""
    drawn = meeting(4, 5, **rule)  # type: ignore[arg-type]
    for number, item in enumerate(drawn.data["candidates"], 1):
        item["code"], item["name"] = f"K0{number}", f"单位K0{number}"
    drawn.recuse("02", "K01").hide("K02", "9").hide(OWN, "8")
    drawn.data.setdefault("overlays", []).append(
        {
            "candidate": "K04",
            "row": "X1",
            "change": "add",
            "title": STRAY,
            "parent": "1",
            "full": "5",
            "reason": STRAY,
        }
    )
    drawn.put(
        "grades",
        {
            "source": "会议纪要（示例）",
            "bands": [{"name": "优秀", "at_least": "0"}, {"name": "合格", "at_least": "0"}][:1],
            "quotas": [{"grade": "优秀", "percent": "40", "source": "会议纪要（示例）"}],
        },
    )
    table = Table.of(drawn)
    for expert in ("01", "02", "03", "04"):
        for candidate, rows in table.ballots[expert].cells.items():
            for row in rows:
                mark = Hundredths(400 if candidate == OWN else 777)
                table.say(expert, candidate, row, Cell(CellState.SCORED, mark))
        table.comment(expert, OWN, f"不如K01。{STRAY}").comment(expert, "K01", STRAY, "1")
    return table.stand("04", "K05", CandidateState.DECLINED)


def everything(book: Book) -> list[str]:
    """All that stands on its pages, in its properties and in the page for a browser."""
    found = [book.title, book.author, html_page(book).decode()]
    for grid in book.grids:
        found += [grid.name, grid.print.header, *grid.print.footer]
        found += [shown(cell.value, cell.style) for cell in grid.cells.values()]
        found += [cell.value.text for cell in grid.cells.values() if isinstance(cell.value, Number)]
    return found


def tells_of_no_other(texts: list[str]) -> None:
    without = [re.sub(r"[0-9a-f ]{16,}", "", text) for text in texts]
    for text in without:
        for word in (*OTHERS, STRAY, "7.77", "777"):
            assert word not in text, (word, text[:80])


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
def test_nothing_of_another_candidate_stands_in_an_extract(order: str) -> None:
    table = full_of_others(order=order)
    texts = everything(extract_book(table.record(), OWN, table.marks()))
    tells_of_no_other(texts)
    assert any("单位K03" in text for text in texts)
    assert any("4.0" in text for text in texts)
    twin(tells_of_no_other, [*texts, "2（与K04并列）"])


def test_the_whole_result_would_be_found_out() -> None:
    from reviewtui.filing.sheets.one_candidate import one_candidate
    from reviewtui.filing.sheets.summary import summary

    record = full_of_others().record()
    for grid in (summary(record), one_candidate(record, "x", record.verdict.of(OWN))):
        twin(tells_of_no_other, everything(Book("", "", 0, (grid,))))


def test_an_extract_keeps_the_number_n_rank_and_hash_of_the_whole_result() -> None:
    table = full_of_others()
    record = table.record()
    own, verdict = extract_of(record, OWN), record.verdict.of(OWN)
    assert own.content == record.content
    assert own.code == record.code
    assert own.verdict.of(OWN).total == verdict.total
    assert own.verdict.of(OWN).expert_totals == verdict.expert_totals
    texts = everything(extract_book(record, OWN, table.marks()))
    assert _("{rank} of {count}").format(rank=verdict.rank, count=5) in texts
    assert str(verdict.n) in texts


def test_being_tied_and_why_the_grade_is_undecided_are_told_without_who_else() -> None:
    apart, tied = full_of_others(), full_of_others()
    for expert in ("01", "02", "03", "04"):
        for candidate, rows in tied.ballots[expert].cells.items():
            for row in rows:
                tied.say(expert, candidate, row, Cell(CellState.SCORED, Hundredths(400)))
    record = tied.record()
    verdict = record.verdict.of(OWN)
    assert Flag.TIED in verdict.flags
    assert verdict.proposal.undecided
    texts = everything(extract_book(record, OWN, tied.marks()))
    tells_of_no_other(texts)
    assert _("{rank} of {count}, tied").format(rank=verdict.rank, count=5) in texts
    (reason,) = [one for one in verdict.proposal.reasons if one.why is Lowered.QUOTA_TIE]
    assert reason.quota is not None
    assert any(quota_words(reason.quota) in text for text in texts if "<html" not in text)
    texts = everything(extract_book(apart.record(), OWN, apart.marks()))
    assert _("{rank} of {count}, tied").format(rank=5, count=5) not in texts

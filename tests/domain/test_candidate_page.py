"""The page of one candidate: only what this review asks, and what is on record before it."""

import datetime
from collections.abc import Iterator

import pytest

from reviewtui import locales
from reviewtui.domain.candidate_page import sections, text_of
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.documents import load_panel
from tests.meeting import ROOT, meeting


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locales.use("en")
    yield
    locales.use("zh")


def page(made: tuple[Panel, Sheet], code: str) -> dict[str, list[str]]:
    """The lines of a candidate's page by heading."""
    panel, sheet = made
    return {
        section.heading: [f"{entry.label} {text_of(entry)}" for entry in section.entries]
        for section in sections(panel, sheet, panel.candidate(code))
    }


def shipped(name: str) -> tuple[Panel, Sheet]:
    return load_panel(ROOT / "panels" / f"{name}.toml")


def test_gates_of_a_group_for_other_reviews_are_not_waited_for() -> None:
    plans = page(shipped("zj-ttc-appraisal"), "01")["Gates"]
    assert [line.split(" ")[0] for line in plans if line[0].isdigit()] == [
        "6.1",
        "6.2",
        "6.3",
        "6.4",
        "6.5",
        "6.6",
    ]
    yearly = page(shipped("zj-ttc-annual"), "01")["Gates"]
    assert [line.split(" ")[0] for line in yearly if line[0].isdigit()] == ["6.5", "20"]


def test_earlier_evaluations_stand_there_with_year_day_and_paper() -> None:
    said = page(shipped("zj-lab-annual"), "06")["On record before this review"]
    assert said == [
        "2024 不达标 (2024-12-20, 江海评审〔2024〕38号（示例，虚构）)",
        "2025 不达标 (2025-12-18, 江海评审〔2025〕43号（示例，虚构）)",
    ]
    assert "On record before this review" not in page(shipped("zj-lab-annual"), "02")


def test_what_is_on_record_about_integrity_stands_there_too() -> None:
    found = meeting(1, 2)
    day = datetime.date(2025, 12, 10)
    found.data["candidates"][0]["history"] = [{"date": day, "grade": "合格"}]
    found.data["candidates"][0]["integrity"] = {
        "found": True,
        "note": "抄袭",
        "document": "甲〔1〕",
    }
    found.data["candidates"][1]["integrity"] = {"found": False}
    made = found.panel()
    assert page(made, "1")["On record before this review"] == [
        "2025 合格 (2025-12-10)",
        "Integrity breach of integrity on record: 抄袭, 甲〔1〕",
    ]
    assert page(made, "2")["On record before this review"] == ["Integrity nothing on record"]


def test_a_yearly_page_asks_for_nothing_that_only_an_application_needs() -> None:
    said = page(shipped("zj-ttc-annual"), "02")
    facts = said["Facts and requirements"]
    assert not [line for line in facts if "not provided" in line or "does not use it" in line]
    assert not [line for line in facts if "to be recognised" in line]
    rest = [line for line in said["In the document, not tested"] if "does not use it" in line]
    assert len(rest) == 7
    assert rest[1].startswith("Required Usable floor area to be recognised in principle")
    plans = page(shipped("zj-ttc-appraisal"), "01")["Facts and requirements"]
    assert "Required to be recognised exactly 0 cases: requirement met" in plans


def test_a_relaxation_names_the_figure_it_relaxes() -> None:
    said = [line for line in page(shipped("zj-ttc-appraisal"), "02")["Gates"] if "Relaxed" in line]
    assert ["floor area" in line for line in said] == [True, False]
    assert ["equipment" in line for line in said] == [False, True]
    assert all("decided by 江海市经信局" in line for line in said)


def test_a_plain_number_carries_the_unit_of_the_readers_language() -> None:
    facts = page(shipped("zj-ttc-annual"), "02")["Facts and requirements"]
    assert any("in the last two years 1 cases (as of 2026-11-10" in line for line in facts)
    locales.use("zh")
    facts = page(shipped("zj-ttc-annual"), "02")["材料与要求"]
    assert any("环境违法行为 1起（截至 2026-11-10" in line for line in facts)


def test_what_only_a_grade_rule_asks_for_is_named_in_words() -> None:
    further = page(shipped("zj-locality-annual"), "01")["Further facts"]
    assert any("growth of fiscal spending" in line for line in further)
    assert not any("_change" in line for line in further)

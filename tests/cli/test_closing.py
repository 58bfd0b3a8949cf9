"""After the ranking: adjustments with consent, votes by name or on slips, who signed."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.meeting import ROOT

SAMPLES = ROOT / "sample_sessions"


@pytest.fixture
def annual(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / "zj-annual-finished.review", tmp_path / "annual.review"))


@pytest.fixture
def appraisal(tmp_path: Path) -> Path:
    """Nine experts; 07 is recused from 01; two thirds carry, two thirds must take part."""
    return Path(shutil.copy(SAMPLES / "zj-tic-appraisal.review", tmp_path / "appraisal.review"))


def result(run: Run, session: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("results", session, "--json").out)
    return found


def of(found: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in found["candidates"] if one["code"] == code)


ADJUSTED = ("--by", "沈知远", "--reason", "专利尚未授权", "--consent", "1,02、5")


def test_an_adjustment_stands_beside_the_proposal_and_moves_no_number(
    run: Run, annual: Path
) -> None:
    before = of(result(run, annual), "01")
    assert run("adjust", annual, "1", "合格", *ADJUSTED).status == 0
    after = of(result(run, annual), "01")
    assert after.pop("adjusted") == {
        "grade": "合格", "reason": "专利尚未授权", "consent": ["01", "02", "05"], "by": "沈知远",
    }  # fmt: skip
    assert after == before
    assert "专利尚未授权" in run("results", annual).out
    taken = run("adjust", annual, "1", "--take-back", "--by", "沈知远", "--reason", "已补齐")
    assert taken.status == 0
    assert of(result(run, annual), "01") == before


def test_who_signed_before_an_adjustment_is_said_to_have_signed_something_else(
    run: Run, annual: Path, tmp_path: Path
) -> None:
    earlier = "before the last adjustment or vote"
    assert earlier not in run("sign", annual, "01", "signed").out
    assert run("adjust", annual, "1", "合格", *ADJUSTED).status == 0
    told = run("sign", annual, "02", "signed").out.splitlines()
    assert [line for line in told if earlier in line] == [f"Expert 01: signed; {earlier}"]
    assert earlier in run("results", annual).out
    signed = result(run, annual)["signatures"]
    assert [one["expert"] for one in signed if one.get("before_last_change")] == ["01"]
    book = tmp_path / "closed.xlsx"
    assert run("export", annual, "-o", book).status == 0
    cells = [cell for row in load_workbook(book)["Closing and signatures"].values for cell in row]
    assert f"signed; {earlier}" in cells
    assert run("verify", book).status == 0
    assert earlier not in run("sign", annual, "01", "signed").out


def test_what_the_panel_adds_lies_in_the_second_place_at_once(
    run: Run, annual: Path, tmp_path: Path
) -> None:
    copies = len(list(tmp_path.rglob("*.review")))
    done = run("adjust", annual, "1", "合格", *ADJUSTED)
    assert "Copy of the session: " in done.err
    assert len(list(tmp_path.rglob("*.review"))) == copies + 1
    copy = Path(done.err.split("Copy of the session: ")[1].splitlines()[0])
    assert of(result(run, copy), "01")["adjusted"]["grade"] == "合格"
    assert "Copy of the session: " in run("sign", annual, "01", "signed").err
    assert "Copy of the session: " not in run("sign", annual).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1", "良好", *ADJUSTED), "良好"),
        (("1", "合格", "--by", "沈知远", "--consent", "01"), "say why"),
        (("1", "合格", "--reason", "x", "--consent", "01"), "the chair's name"),
        (("1", "合格", "--by", "沈知远", "--reason", "x"), "name the experts who agree"),
        (("1", "合格", "--by", "沈知远", "--reason", "x", "--consent", "77"), "77"),
        (
            ("1", "合格", "--by", "沈知远", "--reason", "x", "--consent", "01,1"),
            "01 stands there twice",
        ),
        (("5", "合格", "--by", "沈知远", "--reason", "x", "--consent", "07"), "07 is recused"),
        (("99", "合格", *ADJUSTED), "99"),
        (("1", "--take-back", "--by", "沈知远", "--reason", "x"), "nothing was adjusted"),
        (("1",), "--take-back"),
    ],
)
def test_an_adjustment_without_its_parts_is_refused(
    run: Run, annual: Path, words: tuple[str, ...], said: str
) -> None:
    before = result(run, annual)
    ran = run("adjust", annual, *words)
    assert ran.status != 0
    assert said in ran.err
    assert result(run, annual) == before


def test_everybody_consents_by_one_word_but_for_the_recused_and_the_absent(
    run: Run, annual: Path
) -> None:
    words = ("--by", "沈知远", "--reason", "x", "--consent", "全体")
    done = run("adjust", annual, "5", "优秀", *words)
    assert "7 of 7 experts agree" in done.out
    consent = of(result(run, annual), "05")["adjusted"]["consent"]
    assert consent == [f"0{n}" for n in range(1, 9) if n != 7]


def test_who_is_absent_neither_agrees_nor_signs(run: Run, annual: Path) -> None:
    """09 handed in nothing; why he has not signed can still be written down."""
    words = ("--by", "沈知远", "--reason", "x", "--consent", "09")
    agreed = run("adjust", annual, "8", "优秀", *words)
    assert (agreed.status, "expert 09 is absent" in agreed.err) == (1, True)
    for state in ("signed", "dissent"):
        signed = run("sign", annual, "09", state, "--note", "x")
        assert (signed.status, "expert 09 is absent" in signed.err) == (1, True)
    assert "signatures" not in result(run, annual)
    assert run("sign", annual, "09", "unsigned", "--note", "因病").status == 0
    assert "Result signed by 0 of 8 experts" in run("results", annual).out


def test_who_is_absent_is_not_waited_for(run: Run, annual: Path) -> None:
    for code in "12345678":
        told = run("sign", annual, code)
    assert "not on record yet" not in told.out + told.err
    assert "Expert 09: absent" in told.out
    assert "Result signed by 8 of 8 experts" in run("results", annual).out


def test_codes_from_an_input_method_are_codes(run: Run, annual: Path) -> None:
    words = ("--by", "沈知远", "--reason", "x", "--consent", "０１，２。3；４")
    assert run("adjust", annual, "１", "合格", *words).status == 0
    assert of(result(run, annual), "01")["adjusted"]["consent"] == ["01", "02", "03", "04"]


def test_a_vote_recorded_by_mistake_is_taken_back_and_stays_in_the_journal(
    run: Run, appraisal: Path
) -> None:
    from reviewtui.session.journal_words import told

    run("vote", appraisal, "1", "--open", "01=同意")
    assert run("vote", appraisal, "1", "--take-back").status == 1
    assert "vote" in of(result(run, appraisal), "01")
    taken = run("vote", appraisal, "1", "--take-back", "--reason", "记错了对象", "--by", "会务")
    assert (taken.status, "taken back" in taken.err) == (0, True)
    assert "vote" not in of(result(run, appraisal), "01")
    with Session.open(appraisal) as session:
        words = [entry.words for entry in told(session)]
    assert any("记错了对象" in text for text in words)


def test_a_second_vote_says_that_it_replaces_the_earlier_one(run: Run, appraisal: Path) -> None:
    assert "replaces" not in run("vote", appraisal, "1", "--open", "01=同意").err
    again = run("vote", appraisal, "1", "--open", "02=不同意")
    assert "No. 01: this replaces the vote recorded earlier: open vote, 1 of 8" in again.err
    counts = ("--slips", "同意=5", "--again", "同意=5", "--by", "a", "--by", "b")
    assert (
        "this replaces the vote recorded earlier: open vote"
        in run("vote", appraisal, "1", *counts).err
    )


def test_more_of_a_grade_than_its_quota_has_places_is_said(run: Run, tmp_path: Path) -> None:
    """Of seven laboratories one can be the best; two are tied at the line."""
    lab = Path(shutil.copy(SAMPLES / "zj-lab-annual.review", tmp_path / "lab.review"))
    words = ("优秀", "--by", "沈知远", "--reason", "x", "--consent", "01,02")
    assert "the quota has" not in run("adjust", lab, "02", *words).out
    told = run("adjust", lab, "05", *words).out
    assert "2 are 优秀, but the quota has 1: No. 02, No. 05" in told
    assert "the quota has 1" in run("results", lab).out
    page = tmp_path / "page.html"
    assert run("results", lab, "--page", page).status == 0
    assert page.read_text("utf-8").count("adjusted: 优秀") == 2


def test_an_adjustment_above_what_a_rule_leaves_is_said_with_it(run: Run, tmp_path: Path) -> None:
    """No. 01 reaches the best grade by its total and is barred from it."""
    county = Path(shutil.copy(SAMPLES / "zj-locality-annual.review", tmp_path / "county.review"))
    words = ("优秀", "--by", "沈知远", "--reason", "x", "--consent", "01")
    assert "leaves it" not in run("adjust", county, "03", *words).out
    told = run("adjust", county, "01", *words).out
    assert "No. 01 is adjusted to 优秀, but the rule leaves it at most 合格" in told


def test_faults_of_an_adjustment_are_told_all_at_once(run: Run, annual: Path) -> None:
    told = run("adjust", annual, "1", "良好").err
    assert all(word in told for word in ("良好", "say why", "chair's name", "who agree"))


def test_an_open_vote_names_who_was_for_what_and_carries_by_the_panels_rule(
    run: Run, appraisal: Path
) -> None:
    names = ",".join(f"0{n}=同意" for n in (1, 2, 3, 4, 5)) + ",06=不同意,08=弃权"
    told = run("vote", appraisal, "1", "--open", names)
    assert told.status == 0
    assert "06" in told.out
    vote = of(result(run, appraisal), "01")["vote"]
    assert (vote["mode"], vote["entitled"], vote["abstained"]) == ("open", 8, 1)
    assert vote["votes"]["同意"] == 5
    assert vote["names"]["06"] == "不同意"
    assert vote["carries"] == "同意"  # 5 of 7 is more than two thirds


@pytest.mark.parametrize(
    ("agreed", "refused", "carries", "why"),
    [
        (4, 2, "同意", None),  # 4 of 6: exactly two thirds
        (4, 3, None, "no_majority"),
        (5, 0, None, "no_quorum"),  # 5 of 8 took part
        (0, 6, "不同意", None),
    ],
)
def test_slips_carry_from_two_thirds_on(
    run: Run, appraisal: Path, agreed: int, refused: int, carries: str | None, why: str | None
) -> None:
    counts = f"同意={agreed},不同意={refused}"
    ran = run(
        "vote", appraisal, "1", "--slips", counts, "--again", counts, "--by", "a", "--by", "b"
    )
    assert ran.status == 0
    vote = of(result(run, appraisal), "01")["vote"]
    assert (vote["carries"], vote["why"]) == (carries, why)
    assert (vote["names"], vote["by"]) == ({}, ["a", "b"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--slips", "同意=5", "--again", "同意=4", "--by", "a", "--by", "b"), "count again"),
        (("--slips", "同意=9", "--again", "同意=9", "--by", "a", "--by", "b"), "only 8"),
        (("--slips", "同意=5", "--again", "同意=5", "--by", "a", "--by", "a"), "name both"),
        (("--slips", "同意=0", "--again", "同意=0", "--by", "a", "--by", "b"), "no slips"),
        (("--slips", "同意=5", "--by", "a", "--by", "b"), "--again"),
        (("--slips", "好=5", "--again", "好=5", "--by", "a", "--by", "b"), "好"),
        (("--slips", "同意=-5", "--again", "同意=-5", "--by", "a", "--by", "b"), "-5"),
        (("--open", "07=同意"), "recused"),
        (("--open", "77=同意"), "77"),
        (("--open", "01=好"), "好"),
        (("--open", "01=同意,01=不同意"), "twice"),
        (("--open", "01=同意,1=不同意"), "twice"),
        (("--open", "０１＝同意，1＝不同意"), "twice"),
        (("--take-back", "--reason", "x"), "no vote is recorded"),
        (("--take-back", "--open", "01=同意"), "--take-back"),
        (("--open", "01"), "NAME=VALUE"),
        ((), "--open"),
    ],
)
def test_a_vote_that_does_not_add_up_is_refused(
    run: Run, appraisal: Path, words: tuple[str, ...], said: str
) -> None:
    ran = run("vote", appraisal, "1", *words)
    assert ran.status != 0
    assert said in ran.err
    assert "vote" not in of(result(run, appraisal), "01")


def test_where_the_panel_concludes_nothing_there_is_nothing_to_vote_on(
    run: Run, annual: Path
) -> None:
    ran = run("vote", annual, "1", "--open", "01=同意")
    assert (ran.status, "no conclusions" in ran.err) == (1, True)


def test_who_signed_who_disagrees_and_who_is_missing(run: Run, annual: Path) -> None:
    assert run("sign", annual, "01").status == 0
    assert run("sign", annual, "02", "dissent", "--note", "见不同意见书").status == 0
    assert run("sign", annual, "03", "unsigned", "--note", "已离场").status == 0
    assert run("sign", annual, "04", "unsigned").status == 1
    assert run("sign", annual, "05", "dissent").status == 1
    states = {one["expert"]: one["state"] for one in result(run, annual)["signatures"]}
    assert [states[code] for code in ("01", "02", "03", "04")] == [
        "signed", "dissent", "unsigned", None,
    ]  # fmt: skip
    table = run("results", annual).out
    assert "signed by 2 of 8" in table
    assert "见不同意见书" in table


def test_before_the_opening_nothing_can_be_added(run: Run, tmp_path: Path) -> None:
    half = Path(shutil.copy(SAMPLES / "zj-annual-half.review", tmp_path / "half.review"))
    for words in (("adjust", half, "1", "合格", *ADJUSTED), ("sign", half, "01")):
        ran = run(*words)
        assert (ran.status, "not opened yet" in ran.err) == (1, True)


def test_the_journal_tells_what_was_adjusted_and_by_whom(run: Run, annual: Path) -> None:
    from reviewtui.session.journal_words import told

    run("adjust", annual, "1", "合格", *ADJUSTED)
    with Session.open(annual) as session:
        words = [entry.words for entry in told(session)]
    assert any("合格" in text and "沈知远" in text for text in words)

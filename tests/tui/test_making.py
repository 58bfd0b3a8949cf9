"""A whole meeting is made with the keyboard, and it is the one that the TOML makes."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from reviewtui.domain.canonical import content_hash
from reviewtui.domain.conclusions import OPTIONS
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.states import Review
from reviewtui.exchange.documents import load_panel
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.templates import begun, template_named
from reviewtui.exchange.meeting_write import meeting_book
from reviewtui.exchange.toml_text import toml_text
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.making import Made
from tests.meeting import ROOT, built_in
from tests.tui.making import EXPERTS, Secretary, making
from tests.tui.screen import text
from tests.tui.sessions import made, provincial

BY_HAND: dict[str, Any] = {
    "panel": {
        "id": "zj-tic-2022-20261208", "title": "Annual review", "review": "annual",
        "set": "zj-tic-2022", "organiser": "Office", "date": datetime.date(2026, 12, 8),
    },
    "rule": {
        "granularity": "primaries", "scale": "points", "step": "0.5", "order": "by_expert",
        "average": "mean", "round": {"total": 2},
    },
    "weights": {
        "kind": "points", "source": "Minutes 11",
        "of": {
            "1": "10", "2": "10", "3": "5", "4": "10", "5": "10", "6": "15", "7": "10",
            "8": "15", "9": "5", "10": "10",
        },
    },
    "grades": {
        "source": "Minutes 12",
        "bands": [{"name": "优秀", "at_least": "90"}, {"name": "合格", "at_least": "60"}],
    },
    "experts": [
        {"code": "01", "name": "沈知远", "unit": "江海大学", "role": "chair"},
        {"code": "02", "name": "林望舒", "unit": "云岭工业大学"},
        {"code": "03", "name": "周屿白", "unit": "东泽大学", "title": "研究员"},
    ],
    "candidates": [
        {"code": "01", "name": "江海智能制造中心（示例）", "unit": "江海智造集团"},
        {"code": "02", "name": "东泽材料中心（示例）", "unit": "东泽大学"},
    ],
    "recusals": [
        {"expert": "03", "candidate": "02", "reason": "Worked or works at the unit"},
    ],
}  # fmt: skip
"""The same meeting as a person writes it."""


def content(path: Path) -> tuple[str, str, str, Any]:
    """What a session is made of: document, sheet, rule, and the panel as it was read."""
    with Session.open(path) as session:
        panel = session.panel
        return content_hash(panel.data), session.sheet.hash, rule_hash(panel.rule), panel


async def test_a_meeting_made_by_keys_alone_is_the_one_toml_and_workbook_make(
    tmp_path: Path,
) -> None:
    typed = tmp_path / "meeting.review"
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        await secretary.points()
        await secretary.people()
        await secretary.recuse()
        await secretary.grades()
        await secretary.make()
        assert "Opening code: " in secretary.sees()
        await secretary.press("1", "enter", "2")
    assert app.return_value == Made(typed, desk=True)

    by_hand, book = tmp_path / "hand.toml", tmp_path / "filled.xlsx"
    by_hand.write_text(toml_text(BY_HAND), "utf-8")
    book.write_bytes(meeting_book(BY_HAND, built_in()))
    for source in (by_hand, book, tmp_path / "meeting.toml"):
        path = source.with_suffix(f"{source.suffix}.review")
        create_session(path, load_panel(source)[0])
        assert content(path) == content(typed), source.name


async def test_killed_and_opened_again_it_goes_on_where_it_was(tmp_path: Path) -> None:
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        await secretary.press("5", "enter", "enter")
        await secretary.paste(EXPERTS)
        await secretary.type("04 half a na")  # no key ends this line: the program dies here
    stored = Draft.open(tmp_path / "meeting.toml").data
    assert [one["name"] for one in stored["experts"]] == ["沈知远", "林望舒", "周屿白"]
    assert stored["panel"]["organiser"] == "Office"

    again = making(tmp_path)
    async with again.run_test(size=(80, 24)) as hand:
        secretary = Secretary(again, hand)
        await secretary.press("5", "enter")
        assert "Annual review" in secretary.sees()
        assert "3 in the list" in secretary.sees()


async def test_numbers_typed_row_by_row_show_the_live_sum(tmp_path: Path) -> None:
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        await secretary.press("3", "enter", "down", "down", "enter")
        await secretary.type("ten", "enter")
        assert "“ten” is no number" in secretary.sees()
        await secretary.press("backspace", "backspace", "backspace")
        await secretary.type("１０", "enter")
        await secretary.paste("9。5")
        await secretary.press("enter", "escape")
        assert "come to 19.5; 80.5 short of 100; 8 rows still empty" in secretary.sees()
    assert app.draft is not None
    assert app.draft.data["weights"]["of"] == {"1": "10", "2": "9.5"}


async def test_equal_parts_are_asked_for_and_called_the_organisers_choice(tmp_path: Path) -> None:
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        await secretary.press("3", "enter", "space", "1")
        assert "10 rows come to 100" in secretary.sees()
        await secretary.press("enter")
        assert "choice of the organiser" in secretary.sees().replace("\n", " ")
        await secretary.press("2")
        assert "come to 100" in secretary.sees()
        assert "not filled in" in secretary.sees(), "the source stays to be stated"


async def test_experts_compare_in_pairs_and_the_weights_make_a_hundred(tmp_path: Path) -> None:
    rows = [str(number) for number in range(1, 11)]
    all_but_one = {f"{a}:{b}": "1" for at, a in enumerate(rows) for b in rows[at + 1 :]}
    del all_but_one["1:2"]
    path = tmp_path / "meeting.toml"
    path.write_text(toml_text({**BY_HAND, "comparisons": {"01": all_but_one}}), "utf-8")
    app = making(tmp_path, draft=Draft.open(path))
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.press("3", "enter", "space", "3", "1", "enter")
        await secretary.press("enter")  # out of habit: no answer
        assert "1:2" not in Draft.open(path).data["comparisons"]["01"]
        await secretary.press("1", "enter")
        assert Draft.open(path).data["comparisons"]["01"]["1:2"] == "9"
        await secretary.press("space", "1", "enter", "enter")
        assert "stands. 1 of 3" in secretary.sees()
        assert Draft.open(path).data["weights"]["source"] == "Minutes 11", "stated anew or not"
        await secretary.type("Minutes 20", "enter")
        assert "taken over" in secretary.sees()
    weights = Draft.open(path).data["weights"]
    assert weights["source"] == "Minutes 20"
    assert sum(map(int, weights["of"].values())) == 100
    assert int(weights["of"]["1"]) > int(weights["of"]["2"])


async def test_who_contradicts_himself_is_led_to_the_pair_that_fits_least(tmp_path: Path) -> None:
    rows = [str(number) for number in range(1, 11)]
    through = {f"{a}:{b}": "1" for at, a in enumerate(rows) for b in rows[at + 1 :]}
    path = tmp_path / "meeting.toml"
    comparisons = {"01": {**through, "4:7": "9", "7:8": "5", "4:8": "1/5"}}
    path.write_text(toml_text({**BY_HAND, "comparisons": comparisons}), "utf-8")
    app = making(tmp_path, draft=Draft.open(path))
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.press("3", "enter", "space", "3")
        assert "look again" in secretary.sees()
        assert "Expert 01 contradicts himself" in secretary.sees()
        await secretary.press("enter")
        seen = secretary.sees()
        assert "[4 Organisational structure]" in seen
        assert "[7 Strategic tasks]" in seen
        said = " ".join(seen.split())
        assert "judged: 4 Organisational structure is extremely more important than 7" in said
        assert "speak for: 4 Organisational structure and 7 Strategic tasks are equally" in said
        await secretary.press("escape", "space", "1", "backspace")
        for step in ("０", "x"):
            await secretary.type(step, "enter")
            assert "a number such as 1 or 0.5" in secretary.sees()
            await secretary.press("backspace")
        await secretary.type("０.5", "enter")
        assert "compared everything" in secretary.sees()


async def test_a_column_that_does_not_fit_is_not_taken_at_all(tmp_path: Path) -> None:
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        await secretary.press("3", "enter", "end")
        await secretary.paste("10\n10")
        assert "nothing was taken" in secretary.sees()
        await secretary.paste("ten")
        assert "nothing was taken" in secretary.sees()
    assert app.draft is not None
    assert "of" not in app.draft.data["weights"]


async def test_a_digit_on_a_row_begins_its_points_and_one_on_a_field_goes_to_it(
    tmp_path: Path,
) -> None:
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        await secretary.press("3", "enter", "2", "down")
        assert "Type the points of 1 " in secretary.sees()
        await secretary.type("12.5", "enter")
        await secretary.type("８", "enter", "escape")
        assert app.draft is not None
        assert app.draft.data["weights"]["of"] == {"1": "12.5", "2": "8"}
        await secretary.press("up", "up", "4", "enter", "escape")
        assert app.draft.data["weights"]["of"] == {"1": "4", "2": "8"}
        await secretary.press("home", "2")
        assert "Type the points" not in secretary.sees()


async def test_every_finding_leads_to_its_place(tmp_path: Path) -> None:
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        await secretary.press("9", "enter")
        assert "to put right before the meeting can be made" in secretary.sees()
        await secretary.press("1", "enter")
        await secretary.type("Minutes", "escape")
        assert "source of the points" in secretary.sees()
        await secretary.press("escape", "end", "enter")
        assert app.screen.query("#table"), "every finding opens a page"


async def test_an_existing_panel_is_changed_and_keeps_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "panel.toml"
    path.write_bytes((ROOT / "panels" / "zj-tic-annual.toml").read_bytes())
    before = Draft.open(path).data
    app = making(tmp_path, draft=Draft.open(path))
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.press("7", "enter", "4", "enter", "3")
        assert "panel.before.toml" in secretary.sees()
        await secretary.press("escape")
    before["rule"]["average"] = "median"
    assert Draft.open(path).data == before


async def test_a_notice_pasted_becomes_the_table(tmp_path: Path) -> None:
    notice = (
        "附件 评价指标\n1. 目标定位\n1.1 战略目标明确\n1.2 产业方向集中\n"
        "2. 人才团队\n2.1 专职人员\n2.2 青年人才\n"
    )
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.press("1", "enter", "1", "0", "1")
        await secretary.paste(notice)
        await secretary.press("escape")
        assert "战略目标明确" in secretary.sees()
        await secretary.press("escape", "2")
        await secretary.type("Appraisal", "enter", "escape", "escape")
        assert "2 rows still empty" in secretary.sees()
    assert app.draft is not None
    assert (tmp_path / app.draft.data["panel"]["set"]).is_file()


async def test_a_recusal_is_taken_back_in_the_draft_and_amended_at_the_desk(
    tmp_path: Path,
) -> None:
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        await secretary.people()
        await secretary.recuse()
        await secretary.press("6", "enter", "3", "right", "space", "1")
        assert "0 recusals" in secretary.sees()

    session = made(tmp_path / "desk.review", provincial())
    desk = ReviewApp(session, None, start="people")
    async with desk.run_test(size=(80, 24)) as hand:
        for key in ("space", "5", "right", "enter"):
            await hand.press(key)
            await hand.pause()
        for key in (*"kin", "enter", "enter", "2"):
            await hand.press(key)
            await hand.pause()
        await desk.workers.wait_for_complete()
        await hand.pause()
        assert "[rec.]" in text(desk)
        await hand.press("enter")
        await hand.pause()
        assert "cannot be taken back" in text(desk)
    first, second = session.panel.experts[0].code, session.panel.presented[1].code
    assert session.panel.recusal(first, second) is not None
    session.close()


@pytest.mark.parametrize("keys", [("q", "a", "tab"), ("left", "right"), ("pagedown", "pageup")])
async def test_stray_keys_change_nothing(tmp_path: Path, keys: tuple[str, ...]) -> None:
    app = making(tmp_path)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.begin()
        before = (tmp_path / "meeting.toml").read_bytes()
        for step in "123456789":
            await secretary.press(step, "enter", *keys, "escape")
    assert (tmp_path / "meeting.toml").read_bytes() == before


async def test_the_kind_of_a_unit_is_chosen_from_the_kinds_of_its_table(tmp_path: Path) -> None:
    draft = Draft.begin(tmp_path / "meeting.toml", Review.APPRAISAL)
    template = template_named("zj-ttc-appraisal")
    assert template is not None
    draft.change(begun(draft.data, template))
    app = making(tmp_path, draft=draft)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.press("4", "enter")
        await secretary.paste("01\t江海中心\t江海集团\n")
        await secretary.press("escape", "home", "enter", "5")
        assert "Pilot-scale base" in secretary.sees()
        await secretary.press("2")
    assert Draft.open(draft.path).data["candidates"][0]["kind"] == "pilot"


async def test_conclusions_and_their_majority_are_typed_on_their_own_step(tmp_path: Path) -> None:
    draft = Draft.begin(tmp_path / "meeting.toml", Review.ACCEPTANCE)
    app = making(tmp_path, draft=draft)
    async with app.run_test(size=(80, 24)) as hand:
        secretary = Secretary(app, hand)
        await secretary.press("8", "enter", "2", "enter")
        await secretary.type("2/3", "enter")
        await secretary.press("4", "enter")
        await secretary.type("minutes", "enter")
        await secretary.press("5", "enter", "2")
    data = Draft.open(draft.path).data
    assert data["conclusions"] == {
        "options": list(OPTIONS[Review.ACCEPTANCE]),
        "majority": "2/3",
        "source": "minutes",
    }
    assert data["panel"]["ranking"] is False


async def test_figures_settled_values_changes_and_assignment_are_typed_in(tmp_path: Path) -> None:
    path = tmp_path / "meeting.toml"
    path.write_text(toml_text(BY_HAND), "utf-8")
    app = making(tmp_path, draft=Draft.open(path))
    async with app.run_test(size=(100, 40)) as hand:
        secretary = Secretary(app, hand)
        await secretary.press("4", "enter", "1", "enter", "5", "enter")
        await secretary.type("312人", "enter")
        await secretary.press("enter", "3")
        await secretary.type("p. 8", "enter")
        assert "312人  p. 8" in secretary.sees()
        await secretary.press("end", "enter")
        await secretary.press("1", "escape", "1", "enter", "6", "end", "enter", "1")
        await secretary.type("99", "enter")
        assert "there is no row 99 in this table" in secretary.sees()
        await secretary.press("backspace", "backspace")
        await secretary.type("9", "enter")
        await secretary.type("Not due before the third year", "enter", "enter")
        assert "Not due before the third year" in secretary.sees()
        await secretary.press("escape", "escape", "5", "enter", "2", "enter", "4")
        await secretary.press("backspace", "backspace", "backspace")
        await secretary.type("1", "enter")
        assert "judges: 01" in secretary.sees()
        await secretary.press("escape", "6", "enter", "2", "right")
        assert "not to judge it anyway" in secretary.sees()
    data = Draft.open(path).data
    (figure,) = data["candidates"][0]["facts"].values()
    assert figure == {"value": "312人", "source": "p. 8"}
    assert [item["candidate"] for item in data["settled"]] == ["01"]
    (overlay,) = data["overlays"]
    assert (overlay["candidate"], overlay["row"], overlay["change"]) == ("01", "9", "hide")
    assert data["assignment"] == {"01": ["01", "02"], "02": ["01"], "03": ["01", "02"]}

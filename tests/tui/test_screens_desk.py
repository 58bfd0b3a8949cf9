"""The secretary's screens: blind before the opening, and every number explained after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.domain.ballot import Ballot, Cell
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.rule import RoundAt
from reviewtui.domain.states import CellState
from reviewtui.session.session import Session
from reviewtui.tally.compute import compute
from reviewtui.tally.figures import primary_text
from reviewtui.tui.app import ReviewApp
from reviewtui.tui.screens.desk import DeskScreen
from reviewtui.tui.screens.explain import ExplainScreen
from reviewtui.tui.screens.results import ResultsScreen
from tests.meeting import Meeting
from tests.tui.hand import press
from tests.tui.screen import text
from tests.tui.sessions import filled, finished, made, mark, provincial, seal

UNMISTAKABLE = "7.77"
TOTAL = "77.7"


def blind(tmp_path: Path) -> Session:
    """A closed session with marks that no count can look like."""
    session = made(tmp_path / "blind.review", provincial(experts=3, candidates=3, step="0.01"))
    for expert in ("01", "02"):
        for candidate in ("01", "02", "03"):
            mark(session, expert, candidate, [UNMISTAKABLE] * 10)
        seal(session, expert)
    mark(session, "03", "01", [UNMISTAKABLE] * 4)
    return session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Nine experts, of whom the last is absent and one is recused from No. 02."""
    session = finished(tmp_path / "meeting.review", provincial(experts=5, candidates=4))
    yield session
    session.close()


async def test_no_mark_is_on_the_list_of_experts_either(tmp_path: Path) -> None:
    session = blind(tmp_path)
    app = ReviewApp(session, None, start="identify")
    async with app.run_test() as hand:
        await press(hand, "3", "enter")
        asked = text(app)
        await press(hand, "escape")
        assert "7.7" not in asked + text(app)
    session.close()


async def test_the_board_tells_versions_and_counts(session: Session) -> None:
    app = ReviewApp(session, None, start="desk")
    async with app.run_test() as hand:
        await hand.pause()
        shown = text(app)
        assert "Handed in: 4 of 5 experts" in shown
        assert "03          submitted v1         4/4" in shown
        assert "05          not handed in" in shown


async def test_results_before_the_opening_say_who_is_missing_and_how_to_open(
    session: Session,
) -> None:
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await hand.pause()
        assert "Still missing: Expert 05" in text(app)
        assert "reviewtui unseal meeting.review" in " ".join(text(app).split())
        await press(hand, "space", "3")
        assert "There is no result yet" in text(app)


async def test_opening_takes_one_numbered_yes_and_happens_once(session: Session) -> None:
    app = ReviewApp(session, None, start="desk")
    async with app.run_test() as hand:
        await press(hand, "2", "enter")
        assert "Not counted, absent: 05" in text(app)
        assert "everything agrees" in text(app)
        await press(hand, "2", "enter", "1")
        assert session.opened is None
        await press(hand, "2", "enter", "2")
        assert session.opened is not None
        assert isinstance(app.screen, ResultsScreen)
        await press(hand, "escape")
        assert isinstance(app.screen, DeskScreen)
        assert "Opened 11-30" in text(app)
        await press(hand, "2", "enter")
        assert "2 Show the result" in text(app)


async def test_the_ranking_shows_the_tally_s_own_numbers(session: Session) -> None:
    session.unseal()
    verdict = compute(session.panel, session.sheet, session.marks())
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await hand.pause()
        shown = text(app)
        for one in verdict.candidates:
            assert one.total is not None
            row = next(line for line in shown.splitlines() if f" {one.code}   " in line)
            assert row.lstrip(" >").split()[0] == str(one.rank)
            assert f"{float(one.total):.2f}" in row
        flat = " ".join(shown.split())
        assert "counted for no candidate: absent (expert 05)" in flat
        assert "recused (expert 03)" in shown
        await press(hand, "end")
        assert "Recused and absent experts do not count into n" in text(app)


async def test_a_total_opens_down_to_the_marks_and_closes_again(session: Session) -> None:
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "2", "enter")
        assert isinstance(app.screen, ExplainScreen)
        shown = text(app)
        assert "Expert 03: recused; left out, not counted as 0" in shown
        assert "rounded to 2 places" in shown
        await press(hand, "enter")
        assert "Own total of this expert" in text(app)
        await press(hand, "down", "enter")
        own = text(app)
        assert "2 Priority fields" in own
        assert "recused" in own
        await press(hand, "escape", "escape")
        assert "rounded to 2 places" in text(app)
        await press(hand, "escape")
        assert isinstance(app.screen, ResultsScreen)


async def test_two_candidates_are_compared_by_primary_expert_and_common_experts(
    session: Session,
) -> None:
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand, "2", "space", "2", "1")
        shown = text(app)
        assert "the largest first" in shown
        assert "Over the 3 common experts only" in shown
        assert "Expert 03 counts only for" in shown
        assert "专家" not in shown.replace("专家评审会", "")
        bars = [line for line in shown.splitlines() if "+++" in line or "---  " in line]
        assert bars
        await press(hand, "enter", "escape", "escape")
        assert isinstance(app.screen, ResultsScreen)


def texts_of(path: Path) -> set[object]:
    """Everything that stands in a cell of a workbook."""
    sheets = load_workbook(path, read_only=True)
    return {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}


async def test_the_workbook_is_written_where_it_was_asked_for(
    session: Session, tmp_path: Path
) -> None:
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test(size=(160, 50)) as hand:
        await press(hand, "space", "3", "enter", "enter")
        path = tmp_path / "meeting.xlsx"
        assert f"Written: {path}" in text(app)
        assert load_workbook(path).sheetnames
        written = path.read_bytes()
        await press(hand, "space", "3", "2", "enter")
        assert f"Written: {tmp_path / 'meeting-2.xlsx'}" in text(app)
        expert = session.panel.experts[0].name
        assert expert in texts_of(path)
        assert expert not in texts_of(tmp_path / "meeting-2.xlsx")
        await press(hand, "space", "3", "1", *["backspace"] * len("-3.xlsx"), *".xlsx", "enter")
        assert "Written" not in text(app)
        assert path.read_bytes() == written


async def test_a_rule_that_gives_no_result_says_why(tmp_path: Path) -> None:
    held = provincial(
        experts=3,
        candidates=2,
        average="trimmed",
        trim={"drop": 1, "least": 3, "below_least": "refuse"},
    )
    session = made(tmp_path / "few.review", held)
    filled(session, "01")
    seal(session, "01")
    app = ReviewApp(session, None, start="opening")
    async with app.run_test() as hand:
        await hand.pause()
        assert "No. 02: 1 marked it whole; the rule needs at least 3" in text(app)
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await hand.pause()
        assert "The rule gives no result:" in text(app)
    session.close()


def variants() -> list[Meeting]:
    """Meetings whose rules take every branch of the explanation."""
    standard = provincial(experts=5, candidates=3, standardise=True)
    standard.data["rule"]["round"] = {"total": 2, "standard": 4}
    return [
        provincial(experts=5, candidates=3, granularity="rows", full="2"),
        provincial(experts=5, candidates=3, average="median"),
        provincial(experts=7, candidates=3, average="trimmed", trim={"drop": 1, "least": 5}),
        provincial(experts=5, candidates=3, order="by_indicator"),
        provincial(experts=5, candidates=3).hide("02", "2").settle("03", "3", "8"),
        standard,
    ]


@pytest.mark.parametrize("number", range(6))
async def test_every_page_of_every_explanation_holds_its_width(tmp_path: Path, number: int) -> None:
    held = variants()[number]
    full = held.panel()[1].rows[0].top
    session = made(tmp_path / "rule.review", held)
    for shift, expert in enumerate(session.panel.experts):
        for turn, candidate in enumerate(session.panel.candidates):
            rows = session.sheet.judged(candidate.code)
            steps = [(row * 3 + (turn + 1) * (shift + 1) + turn) % 5 for row in range(len(rows))]
            steps[0] = turn * 2
            mark(session, expert.code, candidate.code, [str(step * full // 500) for step in steps])
        seal(session, expert.code)
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await hand.pause()
        assert RoundAt.TOTAL in session.panel.rule.rounding
        for candidate in ("1", "2", "3"):
            await press(hand, candidate, "enter")
            for key in ("end", "enter", "enter", "end"):
                await press(hand, key)
                text(app)
            while not isinstance(app.screen, ResultsScreen):
                await press(hand, "escape")
                text(app)
        await press(hand, "1", "space", "2", "1")
        assert "common experts only" in text(app) or "more lines below" in text(app)
        await press(hand, "end")
        assert "common experts only" in text(app)
    session.close()


async def test_a_trial_says_so_on_the_ranking(tmp_path: Path) -> None:
    held = provincial(experts=2, candidates=2)
    held.data["panel"]["trial"] = True
    session = made(tmp_path / "trial.review", held)
    filled(session, "01")
    seal(session, "01")
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await hand.pause()
        shown = text(app)
        assert "TRIAL: not a review result" in shown
        assert shown.count("trial, no official result") == 1
    session.close()


async def test_imported_marks_are_shown_without_an_opening_and_said_to_be_imported(
    tmp_path: Path,
) -> None:
    held = provincial(experts=1, candidates=2)
    session = made(tmp_path / "imported.review", held)
    cells = {
        candidate.code: {
            row.code: Cell(CellState.SCORED, Hundredths(800))
            for row in session.sheet.judged(candidate.code)
        }
        for candidate in session.panel.candidates
    }
    session.take_in([Ballot(session.id, "01", session.sheet.hash, cells=cells)])
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await hand.pause()
        shown = text(app)
        assert "80.00" in shown
        assert shown.count("marks came from another system") == 1
    session.close()


async def test_help_names_every_key_and_esc_on_the_first_screen_ends_the_program(
    session: Session,
) -> None:
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await press(hand, "f1")
        assert "Compare with another candidate" in text(app)
        await press(hand, "escape")
        assert isinstance(app.screen, ResultsScreen)
        await press(hand, "escape")
        await hand.pause()
        assert not app.is_running or app.return_code == 0


async def test_who_has_drafts_and_did_not_submit_is_not_called_absent(tmp_path: Path) -> None:
    session = finished(tmp_path / "drafts.review", provincial(experts=5, candidates=4))
    mark(session, "05", "01", ["9.5"] * 4)
    app = ReviewApp(session, None, start="desk")
    async with app.run_test(size=(120, 40)) as hand:
        await press(hand)
        assert "05          at work 4/40" in text(app)
        await press(hand, "2", "enter")
        assert "Not counted, not submitted: 05" in text(app)
        await press(hand, "2", "enter", "2")
        assert isinstance(app.screen, ResultsScreen)
        flat = " ".join(text(app).split())
        assert "counted for no candidate: not submitted (expert 05)" in flat
        await press(hand, "escape")
        assert "05          not submitted" in text(app)
    session.close()


@pytest.mark.parametrize("size", [(120, 30), (160, 50)])
async def test_a_wide_ranking_shows_every_primary_at_once(
    session: Session, size: tuple[int, int]
) -> None:
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test(size=size) as hand:
        await press(hand)
        shown = [line.split() for line in text(app).splitlines()]
        numbers = [str(number) for number in range(1, 11)]
        assert any(" ".join(numbers) in " ".join(line) for line in shown)
        assert "江海智能制造技术创新中心（示例）" in text(app)
        assert " ======== " in text(app)
        assert "primary scores" not in text(app)


async def test_a_narrow_ranking_turns_to_its_primary_scores(session: Session) -> None:
    session.unseal()
    verdict = compute(session.panel, session.sheet, session.marks())
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await press(hand, "down")
        assert "======" in text(app)
        assert "primary scores" in text(app).splitlines()[-1]
        assert "primary scores" in app.screen.said  # type: ignore[attr-defined]
        for page, codes in enumerate(("12345", ("6", "7", "8", "9", "10"))):
            await press(hand, "right")
            shown = text(app)
            assert f"Primary scores {codes[0]} to {codes[-1]}" in app.screen.said  # type: ignore[attr-defined]
            for one in verdict.ranking():
                scores = [
                    primary_text(session.panel.rule, primary.score)
                    for primary in one.primaries[page * 5 :][:5]
                ]
                row = next(line for line in shown.splitlines() if f" {one.code}  " in line)
                assert row.split()[-5:] == scores
                assert f"{float(one.total or 0):.2f}" in row
        kept = verdict.ranking()[1].code
        await press(hand, "right")
        assert "Primary scores 6 to 10" in app.screen.said  # type: ignore[attr-defined]
        assert app.screen.table.key == kept  # type: ignore[attr-defined]
        await press(hand, "left", "left", "left")
        assert "======" in text(app)


async def test_a_wider_screen_gives_the_page_with_names_back(session: Session) -> None:
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test() as hand:
        await press(hand, "right", "right")
        await hand.resize_terminal(160, 50)
        await press(hand)
        assert "江海智能制造技术创新中心（示例）" in text(app)
        await hand.resize_terminal(80, 24)
        await press(hand)
        assert "江海智能制造技术创新中心（示例）" in text(app)

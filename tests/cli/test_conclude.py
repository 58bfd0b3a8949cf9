"""出结果: from closed ballots to the summary sheet in one command."""

import json
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewtui.exchange.documents import load_panel
from reviewtui.exchange.kits import hand_over, opened_kit
from reviewtui.session.create import create_session
from reviewtui.session.opening_code import grouped
from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.cli.meeting_day import PANEL, hand_in, new_session
from tests.meeting import meeting
from tests.session.conftest import fill
from tests.templates import begun


@pytest.fixture
def handed_in(run: Run, tmp_path: Path) -> Path:
    """Two of nine have handed in."""
    session = new_session(run, tmp_path)
    for expert in ("01", "02"):
        assert hand_in(run, session, expert).status == 0
    return session


def test_one_command_opens_ranks_and_writes(run: Run, handed_in: Path) -> None:
    done = run("conclude", handed_in)
    assert done.status == 0, done.err
    assert "Not counted" in done.err
    workbook = handed_in.with_suffix(".xlsx")
    assert str(workbook) in done.err
    ranking = run("results", handed_in).out
    assert done.out.splitlines() == ranking.splitlines()
    assert len(load_workbook(workbook).sheetnames) >= 6


def test_nothing_is_opened_when_the_workbook_could_not_be_written(
    run: Run, handed_in: Path
) -> None:
    workbook = handed_in.with_suffix(".xlsx")
    workbook.write_text("the minutes")
    done = run("conclude", handed_in)
    assert done.status == 1
    assert "is there already" in done.err
    assert workbook.read_text() == "the minutes"
    assert run("results", handed_in).status == 1
    assert run("conclude", handed_in, "--force").status == 0


def test_what_is_open_already_is_written_again(run: Run, handed_in: Path) -> None:
    assert run("unseal", handed_in).status == 0
    done = run("conclude", handed_in)
    assert done.status == 0, done.err
    assert "will be opened" not in done.err


def test_without_a_ballot_there_is_nothing_to_conclude(run: Run, tmp_path: Path) -> None:
    done = run("conclude", new_session(run, tmp_path))
    assert done.status == 1
    assert "nothing to open" in done.err
    assert not list(tmp_path.glob("*.xlsx"))


def test_the_supervisors_code_comes_from_a_file(run: Run, tmp_path: Path) -> None:
    session = tmp_path / "supervised.review"
    digits = create_session(session, meeting(experts=2, custody="supervisor").panel()[0])
    for expert in ("01", "02"):
        assert hand_in(run, session, expert).status == 0
    refused = run("conclude", session)
    assert refused.status == 1
    assert "the opening code is not kept here" in refused.err
    envelope = tmp_path / "envelope.txt"
    envelope.write_text(grouped("1" * 24))
    assert "not the opening code" in run("conclude", session, "--code-file", envelope).err
    envelope.write_text(grouped(digits) + "\n", "utf-8-sig")
    assert run("conclude", session, "--code-file", envelope).status == 0


def scored_on_sticks(run: Run, folder: Path) -> Path:
    """A session whose nine experts scored from their kits, each on a machine of his own."""
    begun(folder, "scored on sticks", partial(_score_on_sticks, run))
    return folder / "meeting.review"


def _score_on_sticks(run: Run, folder: Path) -> None:
    session = new_session(run, folder)
    kits = folder / "kits"
    assert run("issue", session, "-o", kits).status == 0
    for number, kit in enumerate(sorted(kits.glob("*/*.kit"))):
        with opened_kit(kit, folder=folder / f"machine {number}") as work:
            fill(scoring := work.session.scoring(work.kit.expert), 3 + number % 3)
            hand_over(work, scoring.seal().result())


def figures(run: Run, session: Path) -> object:
    """The numbers of the result, without what tells one file from another."""
    value = json.loads(run("results", session, "--json").out)
    return [
        {key: item[key] for key in ("code", "total", "rank", "n")} for item in value["candidates"]
    ]


def test_each_step_names_the_next_as_it_can_be_typed(run: Run, tmp_path: Path) -> None:
    made = run("new", PANEL, tmp_path / "a.review").err
    assert f"Next: reviewtui issue {tmp_path / 'a.review'} -o {tmp_path / 'a-kits'}\n" in made
    assert f"reviewtui score {tmp_path / 'a.review'}\n" in made
    issued = run("issue", tmp_path / "a.review", "-o", tmp_path / "a-kits").err
    assert f"Next: reviewtui desk {tmp_path / 'a.review'}\n" in issued


def test_from_kits_over_sticks_to_the_result(run: Run, tmp_path: Path) -> None:
    session = scored_on_sticks(run, tmp_path)
    merged = run("merge", session, tmp_path / "kits")
    assert merged.status == 0, merged.err
    done = run("conclude", session)
    assert done.status == 0, done.err
    panel, _sheet = load_panel(PANEL)
    assert len(figures(run, session)) == len(panel.candidates)  # type: ignore[arg-type]


def test_the_desks_machine_dies_and_issue_folder_sticks_and_code_give_the_same_ranking(
    run: Run, tmp_path: Path
) -> None:
    session = scored_on_sticks(run, tmp_path)
    with_code = tmp_path / "envelope.txt"
    with Session.open(session) as opened:
        ((digits,),) = opened.meeting.file.read("SELECT digits FROM opening_code")
    with_code.write_text(grouped(digits))
    assert run("merge", session, tmp_path / "kits").status == 0
    assert run("unseal", session).status == 0
    expected = figures(run, session)
    session.unlink()
    base = next((tmp_path / "kits").glob("*.review")).rename(tmp_path / "new machine.review")
    assert run("merge", base, tmp_path / "kits").status == 0
    assert "the opening code is not kept here" in run("unseal", base).err
    assert run("unseal", base, "--code-file", with_code).status == 0
    assert figures(run, base) == expected


def test_a_borrowed_machine_is_wiped_only_after_the_ballot_is_on_the_stick(
    run: Run, tmp_path: Path
) -> None:
    session = new_session(run, tmp_path)
    assert run("issue", session, "-o", tmp_path / "kits", "--expert", "07").status == 0
    kit = next((tmp_path / "kits").glob("*/*.kit"))
    nothing = run("wipe", kit).err
    assert "keeps nothing" in nothing
    assert "the sealed ballot stay" not in nothing, "nothing was sealed yet"
    with opened_kit(kit) as work:
        fill(work.session.scoring("07"), 5)
    refused = run("wipe", kit)
    assert refused.status == 1
    assert "not been submitted" in refused.err
    with opened_kit(kit) as work:
        sealed = work.session.scoring("07").seal().result()
        hand_over(work, sealed)
    wiped = run("wipe", kit)
    assert wiped.status == 0
    assert "removed" in wiped.out
    assert list(kit.parent.glob("*.ballot"))


def test_the_expert_who_asks_for_it_on_his_screen_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_session(run, tmp_path)
    assert run("issue", session, "-o", tmp_path / "kits", "--expert", "07").status == 0
    kit = next((tmp_path / "kits").glob("*/*.kit"))
    with opened_kit(kit) as work:
        copy = work.session.path
        fill(work.session.scoring("07"), 5)
        hand_over(work, work.session.scoring("07").seal().result())
    monkeypatch.setattr("reviewtui.cli.scoring.has_terminal", lambda: True)
    monkeypatch.setattr("reviewtui.cli.forms.open_kit_form", lambda _work: (0, False))
    assert run("score", kit).status == 0
    assert copy.exists()
    monkeypatch.setattr("reviewtui.cli.forms.open_kit_form", lambda _work: (0, True))
    done = run("score", kit)
    assert done.status == 0
    assert "On the stick the kit and the sealed ballot stay" in done.err
    assert not list(copy.parent.glob(f"{copy.stem}*"))
    assert list(kit.parent.glob("*.ballot"))

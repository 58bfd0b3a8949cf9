"""`new` without a panel file: in a real terminal, killed in the middle, and gone on with."""

import signal
from pathlib import Path

import pytest

from reviewtui.exchange.drafting.draft import Draft
from reviewtui.session.session import Session
from tests.meeting import ROOT
from tests.terminal import PROGRAM, Terminal

PASTE = "\x1b[200~{}\x1b[201~"


def terminal(folder: Path, *given: str) -> Terminal:
    """The program in a terminal of 80 by 24."""
    env = {"REVIEWTUI_LANG": "en", "REVIEWTUI_DATA": str(folder / "data"), "HOME": str(folder)}
    return Terminal([*PROGRAM, *given], env=env, cwd=folder)


def test_killed_in_the_middle_the_draft_lies_beside_the_session_and_goes_on(
    tmp_path: Path,
) -> None:
    with terminal(tmp_path, "new", "zj.review") as screen:
        screen.wait_for("Which type of review")
        screen.press("4", "enter")
        screen.wait_for("Begin with a template")
        screen.press("1")
        screen.wait_for("Which indicator table")
        screen.press("5")
        screen.wait_for("as it stands on every printed page")
        screen.press("Acceptance of ten")
        screen.press("enter")
        screen.wait_for("e.g. 2026-12-08")
        screen.press("esc")
        screen.wait_for("may stay empty")
        screen.press("esc")
        screen.wait_for("10 rows still empty")
        screen.press("5", "enter")
        screen.wait_for("Nobody is in the list")
        screen.press(PASTE.format("01\tShen\tHarbour University\r02\tLin\r"))
        screen.wait_for("02  Lin")
        screen.kill(signal.SIGKILL)
    data = Draft.open(tmp_path / "zj.toml").data
    assert data["panel"]["title"] == "Acceptance of ten"
    assert [expert["name"] for expert in data["experts"]] == ["Shen", "Lin"]
    with terminal(tmp_path, "new", "zj.review") as screen:
        screen.wait_for("Acceptance of ten")
        screen.wait_for("2 in the list")
        screen.press("esc")
        assert screen.wait() == 0
        screen.pump(0.2)
        assert "reviewtui new --edit" in screen.text


def test_a_panel_is_edited_and_made_in_the_terminal(tmp_path: Path) -> None:
    panel = tmp_path / "panel.toml"
    panel.write_bytes((ROOT / "panels" / "zj-tic-annual.toml").read_bytes())
    with terminal(tmp_path, "new", "--edit", "panel.toml", "zj.review") as screen:
        screen.wait_for("ready")
        screen.press("9", "enter")
        screen.wait_for("Make the meeting file")
        screen.press("enter")
        screen.wait_for("Name of the meeting file")
        screen.press("enter")
        screen.wait_for("Go back, change nothing")
        screen.press("2")
        screen.wait_for("Opening code: ")
        screen.press("2", "enter")
        screen.wait_for("all 24 digits")
        screen.press("2")
        assert screen.wait() == 0
        screen.pump(0.2)
        assert "reviewtui issue zj.review" in screen.text
    with Session.open(tmp_path / "zj.review") as session:
        assert len(session.panel.experts) == 9
    assert panel.read_bytes() == (ROOT / "panels" / "zj-tic-annual.toml").read_bytes()


@pytest.mark.parametrize("given", [("new", "there.review"), ("new", "--edit", "no.toml")])
def test_what_is_there_already_or_not_there_is_refused(
    tmp_path: Path, given: tuple[str, ...]
) -> None:
    (tmp_path / "there.review").write_bytes(b"")
    with terminal(tmp_path, *given) as screen:
        assert screen.wait() is not None
        screen.pump(0.2)
        assert "there" in screen.text
        assert "Traceback" not in screen.text

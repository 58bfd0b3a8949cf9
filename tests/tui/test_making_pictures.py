"""Pictures of the screens that make a meeting, small and as Windows opens them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reviewtui.domain.states import Review
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.templates import begun, template_named
from reviewtui.exchange.toml_text import toml_text
from reviewtui.locales import use
from reviewtui.tui.making import MakingApp
from tests.meeting import ROOT
from tests.tui.making import EXPERTS, Secretary, making
from tests.tui.screen import SIZES, lines
from tests.tui.test_making import BY_HAND

Snap = Callable[..., bool]


def new(folder: Path) -> MakingApp:
    """Nothing begun."""
    return making(folder, draft_path=Path("meeting.toml"))


def half(folder: Path) -> MakingApp:
    """Points and people still wrong or missing."""
    data = {key: value for key, value in BY_HAND.items() if key not in ("grades", "recusals")}
    weights = {**BY_HAND["weights"], "of": {"1": "10", "2": "10", "3": "5"}}
    path = folder / "meeting.toml"
    path.write_text(toml_text(data | {"weights": weights}), "utf-8")
    return making(folder, draft=Draft.open(path))


def appraisal(folder: Path) -> MakingApp:
    """An appraisal begun with its template, nothing else said."""
    draft = Draft.begin(folder / "meeting.toml", Review.APPRAISAL)
    template = template_named("zj-tic-appraisal")
    assert template is not None
    draft.change(begun(draft.data, template))
    return making(folder, draft=draft)


def compared(folder: Path) -> MakingApp:
    """One expert is through and contradicts himself, another has begun."""
    rows = [str(number) for number in range(1, 11)]
    through = {f"{a}:{b}": "1/5" for at, a in enumerate(rows) for b in rows[at + 1 :]}
    path = folder / "meeting.toml"
    comparisons = {"01": through, "02": {"1:2": "3"}}
    path.write_text(toml_text({**BY_HAND, "comparisons": comparisons}), "utf-8")
    return making(folder, draft=Draft.open(path))


def examined(folder: Path) -> MakingApp:
    """Figures are declared, gates settled, a row taken off."""
    path = folder / "meeting.toml"
    path.write_bytes((ROOT / "panels" / "zj-ttc-appraisal.toml").read_bytes())
    return making(folder, draft=Draft.open(path))


def whole(folder: Path) -> MakingApp:
    """Everything is there."""
    path = folder / "meeting.toml"
    path.write_text(toml_text(BY_HAND), "utf-8")
    return making(folder, draft=Draft.open(path))


SCREENS: dict[str, tuple[Callable[[Path], MakingApp], tuple[str, ...]]] = {
    "first": (new, ()),
    "steps": (half, ()),
    "meeting": (half, ("1", "enter")),
    "date": (half, ("1", "enter", "3", "enter")),
    "points": (half, ("3", "enter", "pagedown")),
    "weighing": (compared, ("3", "enter", "space", "3")),
    "pair": (compared, ("3", "enter", "space", "3", "2", "enter")),
    "candidates": (half, ("4", "enter")),
    "lines": (half, ("5", "enter", "end", "enter", "paste")),
    "material": (examined, ("4", "enter", "1", "enter", "6", "end")),
    "overlays": (examined, ("4", "enter", "1", "enter", "7")),
    "recusals": (half, ("6", "enter", "3", "right")),
    "reasons": (half, ("6", "enter", "3", "right", "enter")),
    "rule": (whole, ("7", "enter")),
    "grades": (whole, ("8", "enter")),
    "templates": (new, ("1", "enter")),
    "appraisal": (appraisal, ()),
    "conclusions": (appraisal, ("8", "enter")),
    "faults": (half, ("9", "enter")),
    "ready": (whole, ("9", "enter")),
    "made": (whole, ("9", "enter", "1", "enter", "enter", "2")),
}


@pytest.fixture(autouse=True)
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code that is the same in every picture, and no folder of this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("reviewtui.session.create.draw_digits", lambda _random: "123456" * 4)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_screen(snap_compare: Snap, name: str, size: tuple[int, int], language: str) -> None:
    use(language)
    make, keys = SCREENS[name]
    folder = Path("plan")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    app = make(folder)

    async def go(hand: Pilot[Any]) -> None:
        secretary = Secretary(app, hand)
        await hand.pause()
        for key in keys:
            await (secretary.paste(EXPERTS) if key == "paste" else secretary.press(key))
            await secretary.settle()
        lines(app)

    assert snap_compare(app, terminal_size=size, run_before=go)

"""Draw the README's pictures anew: `python -m tests.build_pictures [FOLDER]`.

Real screens of the sample sessions, run without a terminal. Each becomes an SVG in FOLDER and,
where Chromium is installed, a PNG beside it. Without FOLDER only the PNGs are kept, in
`.github/pictures`. Needs `apt-get install chromium fonts-noto-cjk pngquant`.
"""

import asyncio
import html
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from textual.app import App

from reviewtui.exchange.documents import load_panel
from reviewtui.locales import use
from reviewtui.session.create import create_session
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.build_samples import FINISHED, HALF, ROOT
from tests.tui.screen import text
from tests.tui.sessions import TEN_O_CLOCK, fixed, mark

PICTURES = ROOT / ".github" / "pictures"
ROWS = "zj-tic-annual-rows.toml"

CELL, LINE, FONT = 10.0, 24.4, 20
"""Width of a cell, height of a line, size of the type. Rich draws lines 1.22 types high."""
MARGIN = 16
SCALE = 1.25
"""Pixels of the PNG per unit: 100 to 120 columns come out 1290 to 1540 pixels wide."""
MOST_BYTES = 150_000

FONTS = "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', 'Source Han Mono SC', NSimSun, monospace"
LATIN_FONTS = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
"""For signs of one cell that Chinese fonts draw two cells wide, such as “ and ”."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
TEXT = re.compile(
    '<text class="(?P<looks>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)"[^>]*>(?P<signs>[^<]*)</text>'
)


@dataclass(frozen=True)
class Scene:
    """A screen and the way to it.

    Attributes:
        name: Of the picture.
        shows: Words that must stand on it, or the keys have led elsewhere.
        source: A sample session, or a panel to begin a session from.
        expert: Who is at work; None on the screens of the secretary.
        start: The first screen.
        keys: What is pressed on it.
        marks: What the expert has given candidates 01, 02 … before, from the first row on.
    """

    name: str
    shows: str
    source: str
    expert: str | None = None
    start: str = "form"
    keys: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    size: tuple[int, int] = (100, 30)
    language: str = "zh"


TYPING = ("8", ".", "5", "enter", "1", "2")
SCENES = (
    Scene("form", "请给 [8 标志性成果] 打分", HALF, "07", keys=TYPING),
    Scene("form-en", "Mark [8 Landmark achievements]", HALF, "07", keys=TYPING, language="en"),
    Scene(
        "rows",
        "请给 6.4 打分",
        ROWS,
        "07",
        keys=("pagedown", "pagedown", "up", "up", "2", ".", "5", "enter", "1"),
        marks=(
            "9 8.5 1.5 2.5 3.5 2 2.5 1.5 1.5 2 2 2.5 2.5 1.5",
            "8.5 9 1 2 3 2 2 1 1 1.5 2.5 2 2 2",
            "8 9 1.5 2 3 2 2 1 1.5 1.5 2.5 2",
        ),
        size=(120, 30),
    ),
    Scene("menu", "更多操作", HALF, "07", keys=("space",)),
    Scene("results", "得分排序", FINISHED, start="results", size=(100, 37)),
    Scene(
        "compare",
        "05号 与 03号 比较",
        FINISHED,
        start="results",
        keys=(*["down"] * 3, "space", "2", "5"),
        size=(100, 38),
    ),
)


async def drawn(scene: Scene, folder: Path) -> str:
    """The screen of a scene as SVG; its session lies in `folder` meanwhile."""
    use(scene.language)
    with _session(scene, folder / f"{scene.name}.review") as session:
        for number, points in enumerate(scene.marks):
            candidate = session.panel.candidates[number].code
            mark(session, scene.expert or "", candidate, points.split())
        app = ReviewApp(session, scene.expert, start=scene.start)
        async with app.run_test(size=scene.size) as hand:
            await hand.pause()
            for key in scene.keys:
                await hand.press(key)
                await app.workers.wait_for_complete()
                await hand.pause()
            while scene.expert and app.scoring.pending:
                await hand.pause(0.01)
            await hand.pause()
            assert scene.shows in text(app), (scene.name, text(app))
            return svg(app)


@contextmanager
def _session(scene: Scene, path: Path) -> Iterator[Session]:
    if scene.source.endswith(".toml"):
        panel, _sheet = load_panel(ROOT / "panels" / scene.source)
        create_session(path, panel, now=lambda: TEN_O_CLOCK, new_id=lambda: "0" * 32)
    else:
        shutil.copyfile(ROOT / "sample_sessions" / scene.source, path)
    with Session.open(path, sources=fixed()) as session:
        yield session


def svg(app: "App[None]") -> str:
    """What stands on the screen, every sign in its own cells."""
    columns, lines = app.size
    console = Console(
        width=columns,
        height=lines,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
    )
    console.print(app.screen._compositor.render_update(full=True, screen_stack=app.screen_stack))
    parts = console.export_svg(
        code_format="{styles}\0{backgrounds}\0{matrix}",
        font_aspect_ratio=CELL / FONT,
        unique_id="t",
    )
    styles, backgrounds, texts = parts.split("\0")
    paper = backgrounds.partition('fill="')[2].partition('"')[0]
    width, height = columns * CELL + 2 * MARGIN, lines * LINE + 2 * MARGIN
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" xml:lang="zh-CN">
<style>
text {{ font: {FONT}px {FONTS}; white-space: pre; }}
.latin {{ font-family: {LATIN_FONTS}; }}
{styles}
</style>
<rect x=".5" y=".5" width="{width - 1:g}" height="{height - 1:g}" rx="8" fill="{paper}" \
stroke="#b8bec4"/>
<g transform="translate({MARGIN} {MARGIN})" xml:space="preserve">
{backgrounds}
{TEXT.sub(_in_cells, texts)}
</g>
</svg>
"""


def _in_cells(found: "re.Match[str]") -> str:
    """A text as pieces of equal signs; Rich counts characters where cells are meant."""
    x = float(found["x"])
    pieces = []
    for kind, signs in groupby(html.unescape(found["signs"]), _kind):
        piece = "".join(signs)
        width = cell_len(piece) * CELL
        if piece.strip():
            looks = f"{found['looks']} {kind}".strip()
            pieces.append(
                f'<text class="{looks}" x="{x:g}" y="{found["y"]}" textLength="{width:g}"'
                f' lengthAdjust="spacingAndGlyphs">{html.escape(piece)}</text>'
            )
        x += width
    return "\n".join(pieces)


def _kind(sign: str) -> str:
    """The class of a sign: wide, plain, or one that Latin fonts draw better."""
    if cell_len(sign) == 2:
        return "wide"
    return "" if sign.isascii() or sign == "\xa0" else "latin"


def photograph(browser: str, drawing: Path, picture: Path) -> None:
    """Have the browser paint an SVG into a PNG, and pngquant make it small where installed."""
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', drawing.read_text("utf-8"))
    assert size is not None
    width, height = (round(float(side) + 0.49) for side in size.groups())
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless",
            "--hide-scrollbars",
            "--default-background-color=00000000",
            f"--user-data-dir={profile}",
            f"--force-device-scale-factor={SCALE}",
            f"--window-size={width},{height}",
            f"--screenshot={picture.resolve()}",
            drawing.resolve().as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    if shutil.which("pngquant"):
        small = ["pngquant", "--force", "--strip", "--output", str(picture), "64", str(picture)]
        subprocess.run(small, check=True)


def build(drawings: Path) -> list[Path]:
    """Draw every scene into `drawings`."""
    written = []
    with tempfile.TemporaryDirectory() as sessions:
        for scene in SCENES:
            drawing = drawings / f"{scene.name}.svg"
            drawing.write_text(asyncio.run(drawn(scene, Path(sessions))), "utf-8")
            written.append(drawing)
    return written


def main(arguments: Sequence[str]) -> int:
    """Draw, photograph, and say what was written."""
    folder = Path(arguments[0]) if arguments else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        for drawing in build(folder):
            print(drawing)
        print("No Chromium, so no PNG: apt-get install chromium fonts-noto-cjk pngquant")
        return 1
    too_large = False
    with tempfile.TemporaryDirectory() as scratch:
        for drawing in build(folder if arguments else Path(scratch)):
            picture = folder / drawing.with_suffix(".png").name
            photograph(browser, drawing, picture)
            size = picture.stat().st_size
            too_large |= size > MOST_BYTES
            print(picture, size)
    if too_large:
        print(f"Over {MOST_BYTES} bytes: apt-get install pngquant and run this again.")
    return int(too_large)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

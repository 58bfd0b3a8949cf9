"""What is not loaded: by --version nothing, before the first frame nothing heavy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.meeting_day import new_session

HEAVY = {"sqlmodel", "sqlalchemy", "openpyxl", "numpy", "pydantic", "nacl", "shtab"}

VERSION = """
import json, sys
from reviewtui.__main__ import main
main(["--version"])
print(json.dumps(sorted(sys.modules)))
"""

FIRST_FRAME = """
import json, sys
from reviewtui import __main__
import reviewtui.cli.scoring, reviewtui.cli.forms
reviewtui.cli.scoring.has_terminal = lambda: True

def open_form(session, expert):
    import reviewtui.tui.app
    session.scoring(expert or session.panel.experts[0].code).holes()
    print(json.dumps(sorted(sys.modules)))
    return 0

reviewtui.cli.forms.open_form = open_form
sys.exit(__main__.main(sys.argv[1:]))
"""


def loaded(script: str, *words: object) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, words)], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_version_is_told_and_loads_nothing(spawn: Run) -> None:
    from reviewtui import __version__

    assert spawn("--version").out == f"reviewtui {__version__}\n"
    assert spawn("--version", "--lang", "en").out == f"reviewtui {__version__}\n"
    modules = loaded(VERSION)
    heads = {name.split(".")[0] for name in modules}
    assert not heads & (HEAVY | {"textual", "rich", "argparse", "sqlite3", "gettext", "tomllib"})
    assert {name for name in modules if name.startswith("reviewtui")} == {
        "reviewtui",
        "reviewtui.__main__",
    }


@pytest.mark.parametrize("expert", [(), ("--expert", "03")])
def test_nothing_heavy_is_loaded_before_the_form(
    run: Run, tmp_path: Path, expert: tuple[str, ...]
) -> None:
    modules = loaded(FIRST_FRAME, "score", new_session(run, tmp_path), *expert)
    assert not {name.split(".")[0] for name in modules} & HEAVY
    rooms = {name.split(".")[1] for name in modules if name.startswith("reviewtui.")}
    assert not rooms & {"filing", "exchange"}


def test_help_and_wrong_use_load_no_textual() -> None:
    script = VERSION.replace('["--version"]', '["--help"]')
    heads = {name.split(".")[0] for name in loaded(script)}
    assert not heads & (HEAVY | {"textual", "sqlite3"})


def test_a_trial_opens_its_form_without_the_heavy_ones() -> None:
    modules = loaded(FIRST_FRAME, "score", "--set", "zj-tic-2022")
    assert not {name.split(".")[0] for name in modules} & (HEAVY - {"nacl"})


def test_the_environment_of_the_terminal_stands_before_textual_loads() -> None:
    script = (
        "import os, sys\nfrom reviewtui.__main__ import main\nmain(['config', 'path'])\n"
        "assert os.environ['TEXTUAL_DISABLE_KITTY_KEY'] == '1'\n"
        "assert os.environ['TEXTUAL_ANIMATIONS'] == 'none'\n"
        "assert 'textual' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_the_values_and_words_of_the_analysis_load_no_numpy() -> None:
    script = (
        "import json, sys\nimport reviewtui.tally.analysis.results\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert not {name.split(".")[0] for name in loaded(script)} & HEAVY


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_results_without_the_analysis_load_no_numpy(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    script = (
        "import json, sys\nfrom reviewtui.__main__ import main\n"
        "status = main(sys.argv[1:])\nassert status == 0\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    assert run("demo", "--dir", tmp_path / "demo").status == 0
    finished = tmp_path / "demo" / "zj-annual-finished.review"
    assert "numpy" not in loaded(script, "results", finished, *words)

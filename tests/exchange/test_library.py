"""What the program brings along is found everywhere, and never replaced in silence."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reviewtui.domain.findings import Finding
from reviewtui.exchange import library
from tests.exchange.conftest import change, plain_set, toml_text
from tests.meeting import BUILT_IN, ROOT


def put(name: str, text: str) -> Path:
    folder = library.user_sets_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_built_in_tables_are_found_by_their_ids() -> None:
    assert [own.id for own in library.sets()] == list(BUILT_IN)
    assert all(own.built_in for own in library.sets())
    found = library.find_set("zj-tic-2022")
    assert found is not None
    assert found.path == ROOT / "indicator_sets" / "zj-tic-2022.toml"


def test_every_built_in_file_is_named_after_the_id_it_carries() -> None:
    for own in library.sets():
        assert tomllib.loads(own.path.read_text("utf-8"))["set"]["id"] == own.id
    for panel in library.panels():
        assert tomllib.loads(panel.path.read_text("utf-8"))["panel"]["id"] == panel.id


def test_the_example_panels_are_found() -> None:
    assert {panel.id for panel in library.panels()} == {
        "zj-tic-annual",
        "zj-tic-annual-rows",
        "nb-tic-annual",
        "own-table-annual",
        "zj-lab-annual",
        "zj-locality-annual",
        "zj-tic-appraisal",
        "zj-ttc-annual",
        "zj-ttc-appraisal",
    }


def test_sample_sessions_are_listed_by_their_files() -> None:
    names = {path.stem for path in (ROOT / "sample_sessions").glob("*.review")}
    assert {sample.id for sample in library.samples()} == names


def test_a_users_own_set_is_found_by_the_id_it_carries() -> None:
    path = put("mine.toml", toml_text(plain_set()))
    assert library.find_set("plain") == library.Resource("plain", path, built_in=False)
    assert library.find_set("mine") is None
    assert [own.id for own in library.sets()] == [*BUILT_IN, "plain"]


def test_a_users_set_with_a_built_in_id_is_reported_and_not_used() -> None:
    path = put("mine.toml", toml_text(change(plain_set(), "set/id", "zj-tic-2022")))
    found = library.find_set("zj-tic-2022")
    assert found is not None
    assert found.built_in
    assert library.own_set_findings() == [
        Finding(
            str(path),
            "is not used: zj-tic-2022 is the id of a built-in set; give your own set another id",
        )
    ]


def test_two_own_sets_of_one_id_and_files_that_are_none_are_reported() -> None:
    put("a.toml", toml_text(plain_set()))
    second = put("b.toml", toml_text(plain_set()))
    broken = put("c.toml", "[set")
    assert library.own_set_findings() == [
        Finding(str(second), "is not used: a.toml has the same id plain"),
        Finding(str(broken), "is not used: it is no indicator set that can be read"),
    ]


def test_the_platforms_folder_is_used_where_nothing_else_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("REVIEWTUI_DATA")
    folder = library.user_sets_folder()
    assert folder.name == "indicator_sets"
    assert folder.parent.name == "reviewtui"


def test_inside_a_wheel_the_folders_lie_in_the_package(tmp_path: Path) -> None:
    package = tmp_path / "site" / "reviewtui"
    shutil.copytree(ROOT / "reviewtui", package, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("panels", "indicator_sets", "sample_sessions"):
        shutil.copytree(ROOT / folder, package / folder)
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from reviewtui.exchange import library as l; "
            "print(l.find_set('zj-tic-2022').path, len(l.panels()))",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": "", "REVIEWTUI_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert said == f"{package / 'indicator_sets' / 'zj-tic-2022.toml'} 9"

"""The settings file: never needed, never in the way, its faults said."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.meeting import ROOT


def test_the_place_is_told_though_the_file_is_missing(run: Run, home: Path) -> None:
    shown = run("config", "path")
    assert shown.status == 0
    assert shown.out == f"{home / 'config.toml'}\n"


def test_what_is_in_force_is_shown_as_toml(run: Run, home: Path) -> None:
    import tomllib

    (home / "config.toml").write_text(
        'lang = "en"\ntheme = "dark"\nphrases = ["目标\\"清晰\\""]\n[keymap]\nform.submit = "f9"\n',
        "utf-8",
    )
    shown = run("config", "show")
    assert (shown.status, shown.err) == (0, "")
    assert tomllib.loads(shown.out) == {
        "lang": "en",
        "theme": "dark",
        "phrases": ['目标"清晰"'],
        "backup": "",
        "print": {"body_font": "SimSun", "title_font": "SimHei", "binding_margin": 0},
        "keymap": {"form.submit": "f9"},
    }


def test_every_fault_is_a_finding_and_the_rest_counts(run: Run, home: Path) -> None:
    (home / "config.toml").write_text(
        'lang = "fr"\ncolour = "red"\ntheme = "dark"\nphrases = "good"\n'
        '[keymap]\n"form.nonsense" = "f9"\n"form.submit" = "enter"\n',
        "utf-8",
    )
    shown = run("config", "show")
    assert shown.status == 1
    assert 'theme = "dark"' in shown.out
    for word in ("lang", "colour", "phrases", "form.nonsense", "form.submit"):
        assert word in shown.err, word


def test_a_broken_file_stops_no_command(run: Run, home: Path) -> None:
    (home / "config.toml").write_bytes(b"\xff\xfe\x00 = = =")
    assert run("indicators", "list").status == 0
    (home / "config.toml").write_text("= = =", "utf-8")
    assert run("indicators", "list").status == 0
    assert run("config", "show").status == 1
    (home / "config.toml").unlink()
    (home / "config.toml").mkdir()
    assert run("indicators", "list").status == 0


def test_a_theme_chosen_in_the_forms_is_there_again_unless_the_settings_name_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from reviewtui.cli import config as settings

    monkeypatch.setattr(settings, "_theme_file", lambda: tmp_path / "state" / "theme")
    monkeypatch.setattr(settings, "config", settings.Config)
    assert settings.theme() == ""
    settings.keep_theme("contrast")
    assert settings.theme() == "contrast"
    monkeypatch.setattr(settings, "config", lambda: settings.Config(theme="dark"))
    assert settings.theme() == "dark"
    monkeypatch.setattr(settings, "config", settings.Config)
    (tmp_path / "state" / "theme").write_bytes(b"\xff")
    assert settings.theme() == ""


def test_the_folder_for_backups_is_set_by_a_command_and_the_rest_of_the_file_stays(
    run: Run, home: Path, tmp_path: Path
) -> None:
    import tomllib

    settings = home / "config.toml"
    old = '# mine\nbackup = "x"\ntheme = "dark"\n[keymap]\nform.submit = "f9"\n'
    settings.write_text(old, "utf-8")
    second = tmp_path / "E 盘"
    second.mkdir()
    assert run("config", "backup", second).status == 0
    assert tomllib.loads(settings.read_text("utf-8")) == {
        "backup": str(second),
        "theme": "dark",
        "keymap": {"form": {"submit": "f9"}},
    }
    assert settings.read_text("utf-8").startswith("# mine\n")
    assert f'backup = "{second}"' in run("config", "show").out
    settings.unlink()
    assert run("config", "backup", second).status == 0
    assert tomllib.loads(settings.read_text("utf-8")) == {"backup": str(second)}


def test_a_folder_that_is_not_there_or_a_broken_file_changes_nothing(
    run: Run, home: Path, tmp_path: Path
) -> None:
    assert run("config", "backup", tmp_path / "none").status == 1
    assert not (home / "config.toml").exists()
    (home / "config.toml").write_text("= = =", "utf-8")
    refused = run("config", "backup", tmp_path)
    assert refused.status == 1
    assert "nothing was changed" in refused.err
    assert (home / "config.toml").read_text("utf-8") == "= = ="


def test_fonts_and_binding_of_what_is_printed_are_settings(
    run: Run, home: Path, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    (home / "config.toml").write_text(
        '[print]\nbody_font = "FangSong"\ntitle_font = "STZhongsong"\nbinding_margin = 28\n',
        "utf-8",
    )
    source = tmp_path / "meeting.review"
    source.write_bytes((ROOT / "sample_sessions" / "zj-annual-finished.review").read_bytes())
    target = tmp_path / "a.xlsx"
    assert run("export", str(source), "-o", str(target)).status == 0
    book = load_workbook(target)
    upright, across = book.worksheets[0], book.worksheets[1]
    assert upright["A1"].font.name == "STZhongsong"
    assert across["A7"].font.name == "FangSong"
    assert upright.page_margins.left == pytest.approx(28 / 25.4)
    assert across.page_margins.left < upright.page_margins.left
    assert across.page_margins.top == pytest.approx(28 / 25.4)


@pytest.mark.parametrize(
    "line",
    [
        'body_font = "a\\"b"',
        'title_font = "<b>"',
        *(f"binding_margin = {value}" for value in ("-1", "41", '"28"', "nan", "true")),
    ],
)
def test_a_font_or_margin_that_cannot_be_is_a_finding_and_the_usual_one_holds(
    run: Run, home: Path, line: str
) -> None:
    (home / "config.toml").write_text(f"[print]\n{line}\n", "utf-8")
    shown = run("config", "show")
    assert shown.status == 1
    assert line.split(" ")[0] in shown.err
    assert "binding_margin = 0\n" in shown.out
    assert 'body_font = "SimSun"' in shown.out
    assert 'title_font = "SimHei"' in shown.out

"""Which language is spoken: --lang, REVIEWTUI_LANG, the settings, then Chinese."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

ZH, EN = "没有命令", "there is no command"


def test_chinese_is_spoken_without_any_wish(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REVIEWTUI_LANG")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert ZH in run("nonsense").err


def test_the_settings_choose_the_language(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REVIEWTUI_LANG")
    (home / "config.toml").write_text('lang = "en"\n', "utf-8")
    assert EN in run("nonsense").err


def test_the_environment_is_stronger_than_the_settings(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config.toml").write_text('lang = "en"\n', "utf-8")
    monkeypatch.setenv("REVIEWTUI_LANG", "zh")
    assert ZH in run("nonsense").err


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "zh", "nonsense"),
        ("nonsense", "--lang", "zh"),
        ("nonsense", "--lang=zh"),
        ("nonsense", "--lang", "en", "--lang", "zh"),
    ],
)
def test_lang_may_stand_anywhere_and_is_strongest(run: Run, words: tuple[str, ...]) -> None:
    assert ZH in run(*words).err


@pytest.mark.parametrize("words", [("--lang", "fr", "demo"), ("demo", "--lang"), ("--lang=",)])
def test_another_language_is_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    shown = run(*words)
    assert shown.status == 2
    assert "--lang" in shown.err


def test_a_wrong_word_in_the_environment_is_passed_over(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWTUI_LANG", "klingon")
    assert ZH in run("nonsense").err


def test_an_old_console_encoding_stops_nothing(spawn: Run) -> None:
    shown = spawn("--help", "--lang", "zh", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert shown.status == 0
    assert "专家评审会" in shown.out

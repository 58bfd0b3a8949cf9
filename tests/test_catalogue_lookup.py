"""Looking a message up in the compiled file gives what the standard library's reader gives."""

import gettext
import os
import sys
from pathlib import Path

import pytest

from reviewtui.locales import DOMAIN, LANGUAGES, LOCALES
from reviewtui.locales.catalogue import Catalogue
from reviewtui.locales.checkout import COMPILER, freshened


@pytest.mark.parametrize("folder", LANGUAGES.values())
def test_every_message_is_found_as_the_library_finds_it(folder: str) -> None:
    path = LOCALES / folder / "LC_MESSAGES" / f"{DOMAIN}.mo"
    ours = Catalogue(path)
    with path.open("rb") as file:
        theirs = gettext.GNUTranslations(file)
    messages = [key for key in theirs._catalog if isinstance(key, str)]  # type: ignore[attr-defined]  # the library has no other list
    assert len(messages) > 300
    for message in messages:
        assert ours.text(message) == theirs.gettext(message)
    assert ours.text("no such message") == "no such message"


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    junk = tmp_path / "junk.mo"
    junk.write_bytes(b"MZ" * 20)
    with pytest.raises(ValueError, match=r"junk\.mo"):
        Catalogue(junk)


def checkout(folder: Path, *, compiler: bool) -> Path:
    """A checkout whose compiled catalogue is older than its source; the path of the former."""
    messages = folder / "reviewtui" / "locales" / "zh_CN" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    if compiler:
        (folder / COMPILER).parent.mkdir()
        (folder / COMPILER).touch()
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (messages / "reviewtui.po").write_text(head + 'msgid "old"\nmsgstr "旧"\n', "utf-8")
    compiled = messages / "reviewtui.mo"
    if compiler:
        assert Catalogue(freshened(compiled)).text("old") == "旧", "missing, so compiled at once"
    else:
        compiled.write_bytes((LOCALES / "en" / "LC_MESSAGES" / "reviewtui.mo").read_bytes())
    source = messages / "reviewtui.po"
    source.write_text(head + 'msgid "new"\nmsgstr "新"\n', "utf-8")
    later = compiled.stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    return compiled


def test_after_a_pull_the_catalogue_of_a_checkout_is_compiled_anew(tmp_path: Path) -> None:
    compiled = checkout(tmp_path, compiler=True)
    assert Catalogue(compiled).text("new") == "new", "the stale file does not know it"
    assert Catalogue(freshened(compiled)).text("new") == "新"
    assert [
        path.name for path in compiled.parent.iterdir() if path.suffix not in (".po", ".mo")
    ] == []


def test_an_installed_catalogue_is_left_as_it_is(tmp_path: Path) -> None:
    compiled = checkout(tmp_path, compiler=False)
    before = compiled.read_bytes()
    assert freshened(compiled).read_bytes() == before


def test_without_the_compiler_a_sentence_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    compiled = checkout(tmp_path, compiler=True)
    monkeypatch.setitem(sys.modules, "babel.messages.pofile", None)
    assert freshened(compiled) == compiled
    assert "pip install -e" in capsys.readouterr().err

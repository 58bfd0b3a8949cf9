"""Looking a message up in the compiled file gives what the standard library's reader gives."""

import gettext
from pathlib import Path

import pytest

from reviewtui.locales import DOMAIN, LANGUAGES, LOCALES
from reviewtui.locales.catalogue import Catalogue


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

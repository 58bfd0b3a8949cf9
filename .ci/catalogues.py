"""Bring the message catalogues up to date with the source, and compile them.

    python .ci/catalogues.py            update both .po files, compile, list what is untranslated

English ids are their own translation; a Chinese text is never dropped while its id lives.
The same messages give the same bytes, whichever Babel writes them.
"""

import datetime
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1] / "reviewtui"
LOCALES = ("zh_CN", "en")
KEYWORDS = {"_": None, "N_": None}


def message_ids(package: Path = PACKAGE) -> set[str]:
    """Every message id that the source marks."""
    return {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(package), [("**.py", "python")], keywords=KEYWORDS
        )
        if isinstance(message, str)
    }


def catalogue_path(locale: str, package: Path = PACKAGE) -> Path:
    """Where the catalogue of a locale lies."""
    return package / "locales" / locale / "LC_MESSAGES" / "reviewtui.po"


def translations(locale: str, package: Path = PACKAGE) -> dict[str, str]:
    """What the catalogue says, by id."""
    path = catalogue_path(locale, package)
    if not path.exists():
        return {}
    with path.open("rb") as source:
        catalogue = read_po(source, locale=locale)
    return {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and message.id and isinstance(message.string, str)
    }


def update(locale: str) -> list[str]:
    """Rewrite one catalogue from the source; return the ids that have no text yet."""
    known = translations(locale)
    catalogue = Catalog(
        locale=locale,
        project="reviewtui",
        header_comment="# Messages of reviewtui.",
        fuzzy=False,
    )
    catalogue.creation_date = catalogue.revision_date = datetime.datetime(
        2026, 1, 1, tzinfo=datetime.UTC
    )
    missing = []
    for message in sorted(message_ids()):
        text = message if locale == "en" else known.get(message, "")
        if not text:
            missing.append(message)
        catalogue.add(message, text, flags=["python-brace-format"] if "{" in message else [])
    path = catalogue_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_without_tool(catalogue))
    with path.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalogue)
    return missing


def _without_tool(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file that does not name the Babel that wrote it."""
    whole = BytesIO()
    write_po(whole, catalogue, width=0, no_location=True, sort_output=True)
    lines = whole.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b'"Generated-By: '))


if __name__ == "__main__":
    untranslated = {locale: update(locale) for locale in LOCALES}
    for locale, ids in untranslated.items():
        for message in ids:
            print(f"{locale}: {message}")
    sys.exit(any(untranslated.values()))

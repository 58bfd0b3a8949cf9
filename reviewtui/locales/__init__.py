"""The reader's language. Message ids are English; `zh` (the default) and `en` are complete.

`_` translates at once, in the language chosen by `use`; `N_` only marks a text that
a table holds and that is translated where it is shown.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from reviewtui.locales.catalogue import Catalogue
from reviewtui.locales.checkout import freshened

LANGUAGES: Final = {"zh": "zh_CN", "en": "en"}
DOMAIN: Final = "reviewtui"
LOCALES: Final = Path(__file__).parent

_chosen = "zh"


def use(language: str) -> None:
    """Choose the reader's language for the whole process.

    Raises:
        KeyError: If there is no catalogue of that name.
    """
    global _chosen
    os.environ["LANGUAGE"] = LANGUAGES[language]
    _chosen = language
    _text.cache_clear()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Another language than the reader's for a while: what was written in it is written again."""
    reader = _chosen
    use(language if language in LANGUAGES else reader)
    try:
        yield
    finally:
        use(reader)


def let_the_library_follow() -> None:
    """Have the standard library's messages (the command line's) come from our catalogue too."""
    import gettext

    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)


def language() -> str:
    """The language in use: `zh` or `en`."""
    return _chosen


def _(message: str) -> str:
    """The message in the reader's language."""
    return _text(message) if message else ""


def in_every_language(message: str) -> tuple[str, ...]:
    """The message in each of our languages: what we wrote in one is read in any."""
    return tuple(_catalogue(language).text(message) for language in LANGUAGES)


def N_(message: str) -> str:  # noqa: N802  the name that message extractors know
    """Mark a text for the catalogues without translating it yet."""
    return message


@cache
def _text(message: str) -> str:
    return _catalogue(_chosen).text(message)


@cache
def _catalogue(language: str) -> Catalogue:
    path = LOCALES / LANGUAGES[language] / "LC_MESSAGES" / f"{DOMAIN}.mo"
    return Catalogue(freshened(path))

"""The reader's language. Message ids are English; `zh` (the default) and `en` are complete.

`_` translates at once, in the language chosen by `use`; `N_` only marks a text that
a table holds and that is translated where it is shown.
"""

import gettext
import os
from pathlib import Path
from typing import Final

LANGUAGES: Final = {"zh": "zh_CN", "en": "en"}
DOMAIN: Final = "reviewtui"
LOCALES: Final = Path(__file__).parent

_chosen = "zh"
_catalogue: gettext.NullTranslations | None = None


def use(language: str) -> None:
    """Choose the reader's language for the whole process.

    The standard library's own messages (the command line's) follow, because they ask
    the global gettext domain.

    Raises:
        KeyError: If there is no catalogue of that name.
    """
    global _chosen, _catalogue
    os.environ["LANGUAGE"] = LANGUAGES[language]
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
    _chosen, _catalogue = language, None


def language() -> str:
    """The language in use: `zh` or `en`."""
    return _chosen


def _(message: str) -> str:
    """The message in the reader's language."""
    global _catalogue
    if _catalogue is None:
        _catalogue = gettext.translation(
            DOMAIN, str(LOCALES), [LANGUAGES[_chosen]], fallback=_chosen == "en"
        )
    return _catalogue.gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802  the name that message extractors know
    """Mark a text for the catalogues without translating it yet."""
    return message

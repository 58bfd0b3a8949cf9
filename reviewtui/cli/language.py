"""Which language: asked for on the line, set in the environment or in the settings."""

import os

from reviewtui.cli.config import config
from reviewtui.locales import LANGUAGES


def take_language(arguments: list[str]) -> str | None:
    """Take `--lang X` out of the line, wherever it stands before `--`; the last one wins."""
    wish: str | None = None
    position = 0
    while position < len(arguments) and arguments[position] != "--":
        word = arguments[position]
        if word == "--lang":
            wish = arguments[position + 1] if position + 1 < len(arguments) else ""
            del arguments[position : position + 2]
        elif word.startswith("--lang="):
            wish = word.removeprefix("--lang=")
            del arguments[position]
        else:
            position += 1
    return wish


def choose_language(wish: str | None) -> str:
    """--lang, then REVIEWTUI_LANG, then the settings, then zh; the locale is ignored."""
    for word in (wish, os.environ.get("REVIEWTUI_LANG")):
        if word in LANGUAGES:
            return word
    return config().lang or "zh"

"""The opening code (启封码) asked for, as the secretary reads it from the envelope."""

from reviewtui.locales import _
from reviewtui.session.opening_code import DIGITS, BadCode, grouped, read_digits
from reviewtui.tui.screens.ask import Ask


def code_question() -> Ask:
    """The question; dismissed with what was typed, which is 24 digits, or None."""
    return Ask(
        _("Opening code, read from the envelope"),
        _("24 digits; blanks do not matter"),
        check=_code_fault,
        echo=_code_shown,
    )


def _code_fault(text: str) -> str:
    try:
        read_digits(text)
    except BadCode as bad:
        return str(bad)
    return ""


def _code_shown(text: str) -> str:
    """What was typed in groups of four, to be compared with the paper."""
    digits = "".join(one for one in text if one.isdecimal())
    return _("{count} of {all} digits:  {digits}").format(
        count=len(digits), all=DIGITS, digits=grouped(digits)
    )

"""What an answer to a question for a mark means: a mark, or one of a few signs.

Digits are marks, so what is not a mark is a sign; each may be typed full-width, as a
Chinese input method does, and each stands in the numbered menu that `.` opens.
"""

import unicodedata
from enum import StrEnum
from typing import Final

from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths, mark_text
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.typed_mark import normalise, read_mark
from reviewtui.locales import N_, _


class Sign(StrEnum):
    """What can be said instead of a mark; the values are what is typed."""

    HELP = "?"
    SOURCE = "??"
    PAGE = "???"
    UNABLE = "-"
    OBJECTION = "!="
    FILL = "%"
    COMMENT = "="
    BACK = "<"
    NEXT = ">"
    GROUP = "@"
    CANDIDATE = "*"
    CLEAR = "#"
    UNDO = "/"
    REDO = "//"
    SUBMIT = "!"
    PRACTICE = "+"
    MENU = "."


SIGN_LABELS: Final = {
    Sign.HELP: N_("guidance, requirements and these signs"),
    Sign.SOURCE: N_("the source text"),
    Sign.UNABLE: N_("unable to judge this row (choose a reason)"),
    Sign.OBJECTION: N_("object to the materials or the settled result"),
    Sign.FILL: N_("fill the group: one rate for all unmarked rows"),
    Sign.COMMENT: N_("write a comment, use a phrase"),
    Sign.BACK: N_("the row before"),
    Sign.NEXT: N_("the next candidate"),
    Sign.GROUP: N_("go to an indicator group"),
    Sign.CANDIDATE: N_("the whole candidate: recuse, decline, comment"),
    Sign.CLEAR: N_("clear this row"),
    Sign.UNDO: N_("undo the last step"),
    Sign.REDO: N_("redo"),
    Sign.SUBMIT: N_("my marks, what is missing, submit"),
    Sign.PRACTICE: N_("practise on an invented candidate (does not count)"),
    Sign.PAGE: N_("facts and requirements of this candidate"),
}

LOOK_ALIKES: Final = str.maketrans(
    {
        "《": "<",
        "〈": "<",
        "》": ">",
        "〉": ">",
        "、": "/",
        "—": "-",
        "−": "-",
        "×": "*",
        "。": ".",
        "≠": "!=",
    }
)
"""What Chinese input methods give for the keys of the signs, beside the full-width forms."""


def read_sign(answer: str) -> Sign | None:
    """The sign that was typed, or None."""
    text = unicodedata.normalize("NFKC", answer).translate(LOOK_ALIKES).replace("--", "-")
    return Sign(text) if text in set(Sign) else None


def read_answer(answer: str, row: ScoredRow) -> Hundredths:
    """The mark that was typed for a row, read as the form reads it; a level also by its name.

    Raises:
        Refused: If it is no mark, lies outside the row's bounds or between its steps.
    """
    if row.scale is Scale.LEVELS:
        for level in row.levels:
            if answer == level.name:
                return level.mark
    typed = normalise(answer, sign=row.low < 0)
    try:
        if typed.refused:
            raise Refused()
        return read_mark(typed.kept, row)
    except Refused:
        raise Refused(
            _("“{text}” was not stored: {range}").format(text=answer, range=range_words(row))
        ) from None


def range_words(row: ScoredRow) -> str:
    """What can be typed for a row."""
    if row.scale is Scale.YES_NO:
        return _("1 yes, 0 no")
    if row.scale is Scale.LEVELS:
        return _(", ").join(f"{number} {level.name}" for number, level in enumerate(row.levels, 1))
    sentence = (
        _("{low} to {top} percent, in steps of {step}")
        if row.scale is Scale.PERCENT
        else _("{low} to {top} points, in steps of {step}")
    )
    return sentence.format(low=mark_text(row.low), top=mark_text(row.top), step=mark_text(row.step))

"""The words of the form's lists: what stands in a cell for a value of the document."""

import unicodedata
from enum import StrEnum
from typing import Final

from reviewtui.domain.facts import Flag
from reviewtui.domain.gates import WORDS as GATE_WORDS
from reviewtui.domain.grades import Reading
from reviewtui.domain.panel import OverlayChange, Role
from reviewtui.domain.rule import (
    Average,
    BelowLeast,
    Custody,
    EarlyLeave,
    Granularity,
    NotApplicable,
    Order,
    Scale,
    Unable,
    WeightKind,
)
from reviewtui.domain.states import LABELS, Review
from reviewtui.locales import N_, _, in_every_language

_PAIRS: Final[tuple[tuple[StrEnum, str], ...]] = (
    (Flag.YES, N_("yes")),
    (Flag.NO, N_("no")),
    *GATE_WORDS.items(),
    (Role.CHAIR, N_("chair")),
    (Role.MEMBER, N_("member")),
    (OverlayChange.HIDE, N_("not applicable")),
    (OverlayChange.REWORD, N_("reworded")),
    (OverlayChange.ADD, N_("added")),
    (Granularity.PRIMARIES, N_("primary indicators")),
    (Granularity.ROWS, N_("every row")),
    (Granularity.MIXED, N_("some row by row")),
    (Scale.POINTS, N_("in points")),
    (Scale.PERCENT, N_("percent (0 to 100)")),
    (Scale.LEVELS, N_("levels")),
    (Scale.YES_NO, N_("yes or no")),
    (Order.BY_EXPERT, N_("each expert's total first")),
    (Order.BY_INDICATOR, N_("each indicator first")),
    (Average.MEAN, N_("arithmetic mean")),
    (Average.TRIMMED, N_("highest and lowest left out")),
    (Average.MEDIAN, N_("median")),
    (BelowLeast.REFUSE, N_("no result")),
    (BelowLeast.MEAN, N_("arithmetic mean")),
    (NotApplicable.RENORMALISE, N_("rescaled to the full marks")),
    (NotApplicable.LEAVE_OUT, N_("left out, smaller base")),
    (Unable.NO_TOTAL, N_("his total does not count")),
    (Unable.RENORMALISE, N_("rescaled, with a note")),
    (EarlyLeave.COUNT_FINISHED, N_("finished candidates count")),
    (EarlyLeave.COUNT_NONE, N_("nothing counts")),
    (WeightKind.POINTS, N_("points (full mark each)")),
    (WeightKind.SHARE, N_("share (percent)")),
    (WeightKind.FACTOR, N_("factor (multiplier)")),
    (Reading.GROWTH_SLOWER, N_("its growth is slower than the year before")),
    (Reading.SPENDING_FALLS, N_("it is less than the year before")),
    (Custody.OFFICE, N_("the office")),
    (Custody.SUPERVISOR, N_("the supervisor")),
    *((review, LABELS[review]) for review in Review),
)

_WORDS: Final = {(type(value), value.value): words for value, words in _PAIRS}
"""By list and value: lists share values, and members of two lists compare equal."""


def plain(text: str) -> str:
    """A label or word as it is compared: no blanks, one width, no case, no mark of need."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.split()).strip("*:")


def word(value: StrEnum) -> str:
    """The word that stands for a value in the form."""
    return _(_WORDS[type(value), value.value])


def words(kind: type[StrEnum]) -> list[str]:
    """The words of a list, in its order."""
    return [word(value) for value in kind]


def meant(kind: type[StrEnum], text: str) -> StrEnum | None:
    """The value a word stands for, in any language of the program; None if it is no word.

    What stands in brackets behind a word of the list only explains it and may be left out.
    """
    wanted = plain(text)
    for value in kind:
        known = {plain(one) for one in in_every_language(_WORDS[kind, value.value])}
        if wanted in {*known, *(one.partition("(")[0] for one in known), value.value}:
            return value
    return None


def is_label(text: str, message: str) -> bool:
    """Whether a cell holds this label, in any language of the program."""
    return plain(text) in {plain(one) for one in in_every_language(message)}

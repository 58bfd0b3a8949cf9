"""Judgements from which weights can be worked out: how many times one row outweighs another.

They stand in the panel's file beside the weights that were made of them, so that a reader
can see later where the weights came from; nothing official is computed from them.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.fields import Reader
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.locales import _

SCALE_TOP: Final = 9
"""Saaty's scale: 1 alike, 3 somewhat, 5 clearly, 7 much, 9 extremely more important."""
_RATIO: Final = re.compile(r"(?:1/)?[1-9]")


class Judgement(NamedTuple):
    """`first` is `ratio` times as important as `second`; the ratio is 1/9 to 9."""

    first: str
    second: str
    ratio: Fraction


Judgements = tuple[Judgement, ...]
Comparisons = Mapping[str, Judgements]
"""By expert; each pair at most once."""


def ratio_text(ratio: Fraction) -> str:
    """A ratio as it is written: "3" or "1/3"."""
    return str(ratio)


def read_comparisons(
    top: Reader, table: IndicatorSet, experts: frozenset[str]
) -> dict[str, Judgements]:
    """Read [comparisons]: a table per expert, of "row:row" = "ratio".

    Args:
        top: The panel's document; findings go there.
        table: Whose rows are compared: only siblings can be.
        experts: Codes of the panel's experts.
    """
    if not top.has("comparisons"):
        return {}
    outer = top.table("comparisons")
    found = {}
    for expert in outer.data:
        inner = outer.table(expert)
        if expert not in experts:
            inner.find("", _("there is no expert {code}").format(code=expert))
        found[expert] = _read_judgements(inner, table)
    return found


def _read_judgements(reader: Reader, table: IndicatorSet) -> Judgements:
    judgements = []
    seen: set[frozenset[str]] = set()
    for pair in reader.data:
        first, _colon, second = pair.partition(":")
        text = reader.text(pair)
        if fault := _pair_fault(first, second, table):
            reader.find(pair, fault)
        elif frozenset((first, second)) in seen:
            reader.find(pair, _("this pair stands here twice"))
        elif not _RATIO.fullmatch(text):
            reader.find(pair, _('must be a number from "1/9" to "9", such as "3" or "1/3"'))
        else:
            seen.add(frozenset((first, second)))
            judgements.append(Judgement(first, second, Fraction(text)))
    return tuple(judgements)


def _pair_fault(first: str, second: str, table: IndicatorSet) -> str:
    for code in (first, second):
        if code not in table:
            return _("there is no row {code} in the table").format(code=code)
    if first == second or table.row(first).parent != table.row(second).parent:
        return _('two rows of the same group are compared, written "6.1:6.2"')
    return ""

"""The looks of the sheets: fonts and sizes as official tables have them.

SimSun (宋体) for the body, SimHei (黑体) for titles: every Windows and WPS has them, under
these names too. Sizes in points: 小四 is 12, 五号 10.5.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from reviewtui.domain.paper import BODY, HEAD


class Across(StrEnum):
    """Horizontal alignment."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Style:
    """One look, known by its name.

    Attributes:
        size: Font size in points.
        fill: Background as RRGGBB; empty for none.
        pattern: What stands around a number, as a number format, `{}` for the digits.
        indent: Steps of indentation, for levels of a tree.
        shrink: Set smaller where the cell is too narrow for one line; then nothing wraps.
    """

    name: str
    font: str = BODY
    size: float = 10.5
    bold: bool = False
    across: Across = Across.CENTRE
    wrap: bool = True
    border: bool = True
    underline: bool = False
    fill: str = ""
    colour: str = "000000"
    pattern: str = "{}"
    indent: int = 0
    top: bool = False
    shrink: bool = False


def number_format(style: Style, digits: str) -> str:
    """How a spreadsheet shows a cell of this look; `digits` is empty for text."""
    return style.pattern.replace("{}", digits) if digits else "General"


@lru_cache(maxsize=256)
def sized(style: Style, size: float) -> Style:
    """The same look in another size."""
    return style if size == style.size else replace(style, name=f"{style.name} {size}", size=size)


@lru_cache(maxsize=64)
def indented(style: Style, steps: int) -> Style:
    """The same look, moved right; for the levels of a tree."""
    return style if not steps else replace(style, name=f"{style.name} +{steps}", indent=steps)


LINK: Final = "1F4E79"
"""Ink of what leads to another sheet: seen on a screen, black enough on paper."""
TITLE: Final = Style("title", font=HEAD, size=16, border=False)
SECTION: Final = Style("section", font=HEAD, size=12, across=Across.LEFT, border=False)
WARNING: Final = Style("warning", font=HEAD, size=10.5, border=False, colour="C00000")
UNDER_TITLE: Final = Style("under title", across=Across.LEFT, border=False)
NOTE: Final = Style("note", size=9, across=Across.LEFT, border=False, top=True)
SIGNATURE: Final = Style("signature", across=Across.LEFT, border=False, wrap=False)
LABEL: Final = Style("label", font=HEAD, fill="F2F2F2")
LINKED_LABEL: Final = Style("linked label", font=HEAD, fill="F2F2F2", colour=LINK)
HEADER: Final = Style("header", font=HEAD, fill="E7E6E6")
CELL: Final = Style("cell")
LINKED: Final = Style("linked", colour=LINK)
TEXT: Final = Style("text", across=Across.LEFT)
NARROWED: Final = Style("narrowed", across=Across.LEFT, wrap=False, shrink=True)
STATE: Final = Style("state", colour="595959")
TOTAL: Final = Style("total", bold=True)
GROUP: Final = Style("group", font=HEAD, fill="F2F2F2")
GROUP_TEXT: Final = Style("group text", font=HEAD, fill="F2F2F2", across=Across.LEFT)
TRIMMED: Final = Style("trimmed", pattern='"("{}")"')
TRIMMED_NARROW: Final = Style("trimmed narrow", underline=True)

"""The colours that a workbook names in four ways, and which of them an eye tells apart.

Format: ECMA-376, part 1, 18.8.19 (color), 18.8.27 (indexedColors), 20.1.6.2 (clrScheme).
"""

import colorsys
import re
from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element

Colour = tuple[int, int, int]
"""Red, green and blue, each up to 255."""
BLACK: Final[Colour] = (0, 0, 0)
WHITE: Final[Colour] = (255, 255, 255)
_SIGHT: Final = (0.2126, 0.7152, 0.0722)
"""How much each of the three adds to what an eye tells apart."""
_LEAST: Final = 40.0
"""Below it a text is not read on its ground: yellow or the lightest grey on white."""
_RGB: Final = re.compile("(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_INDEXED: Final = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 "
    "008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF "
    "FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF "
    "FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 "
    "993300 993366 333399 333333"
)
_FIRST_INDEXED: Final = 8
_SYSTEM: Final = {"64": BLACK, "65": WHITE}
_THEME: Final = ("lt1", "dk1", "lt2", "dk2", *(f"accent{at}" for at in range(1, 7)))
_OFFICE: Final = {"lt1": WHITE, "dk1": BLACK}


def alike(one: Colour, other: Colour) -> bool:
    """Whether a text of one colour cannot be read on a ground of the other."""
    return sum(w * abs(a - b) for w, a, b in zip(_SIGHT, one, other, strict=True)) < _LEAST


def shown(colour: Colour) -> str:
    """Six hexadecimal digits."""
    return "".join(f"{part:02X}" for part in colour)


class Palette:
    """What the colours of one workbook are.

    Args:
        own: Its own indexed colours, if it has any.
        theme: Its theme, if it has one.
    """

    def __init__(self, own: Iterable[str] = (), theme: Element | None = None) -> None:
        listed = [colour for text in own if (colour := _colour(text))]
        usual = [_colour(text) or BLACK for text in _INDEXED.split()]
        every = [*usual[:_FIRST_INDEXED], *usual]
        every[: len(listed)] = listed
        self._indexed = {str(at): colour for at, colour in enumerate(every)} | _SYSTEM
        named = dict(_OFFICE)
        for scheme in () if theme is None else theme.iter():
            if scheme.tag.endswith("}clrScheme"):
                for one in scheme:
                    for said in one:
                        found = _colour(said.get("lastClr", said.get("val", "")))
                        if found is not None:
                            named[one.tag.rpartition("}")[2]] = found
        self._theme = {str(at): named[key] for at, key in enumerate(_THEME) if key in named}

    def colour(self, said: Mapping[str, str], usual: Colour) -> Colour:
        """The colour that an element says; `usual` where it says none that is known."""
        found = _colour(said.get("rgb", ""))
        if found is None:
            found = self._indexed.get(said.get("indexed", ""))
        if found is None:
            found = self._theme.get(said.get("theme", ""))
        return usual if found is None else _tinted(found, said.get("tint", ""))


def _colour(text: str) -> Colour | None:
    found = _RGB.fullmatch(text)
    if found is None:
        return None
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def _tinted(colour: Colour, said: str) -> Colour:
    try:
        tint = max(-1.0, min(1.0, float(said or "0")))
    except ValueError:
        return colour
    if not tint:
        return colour
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, light, strength))
    return red, green, blue

"""Headers and footers of a sheet: they stand on every printed page beside its numbers.

Format: ECMA-376, part 1, 18.3.1.46 (headerFooter) and 18.3.1.39 (the codes behind `&`).
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import IO, Final

from reviewtui.domain.findings import Finding
from reviewtui.filing.model import Grid
from reviewtui.filing.plain_text import short
from reviewtui.filing.verify.package import Package
from reviewtui.filing.writer import edge_text
from reviewtui.locales import _

_PIECE: Final = 1 << 16
_MOST: Final = 1 << 20
"""Bytes of the element that are looked at; six texts of 255 characters take far less."""
_MARK: Final = b"headerFooter"
_EDGE: Final = re.compile(
    r"<(?:\w+:)?(?:odd|even|first)(Header|Footer)\b[^>]*>(.*?)</(?:\w+:)?(?:odd|even|first)\1>",
    re.DOTALL,
)
_CODE: Final = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f+-]{6,8}|(.))|([^&]+)', re.DOTALL)
_SIDES: Final = {"L": 0, "C": 1, "R": 2}
_LOOKS: Final = frozenset("BIUESXY")
"""Codes for how a text looks."""
_SAID: Final = {"P": "{page}", "N": "{pages}", "&": "&"}


def differing_edges(grid: Grid, package: Package) -> Iterator[Finding]:
    """What headers and footers say that was not exported there; what is gone hides nothing."""
    written = {
        "Header": ("", "", edge_text(grid.print.header)),
        "Footer": tuple(map(edge_text, grid.print.footer)),
    }
    for edge, said in dict.fromkeys(_edges(package, grid.name)):
        for known, text in zip(written[edge], _sides(said), strict=True):
            if text and text != known.strip():
                sentence = (
                    _("the header of its pages says “{text}”, which was not exported")
                    if edge == "Header"
                    else _("the footer of its pages says “{text}”, which was not exported")
                )
                yield Finding(grid.name, sentence.format(text=short(text)))


def _edges(package: Package, sheet: str) -> Iterator[tuple[str, str]]:
    """`Header` or `Footer` and its text with all codes, for every kind of page."""
    with package.opened(sheet) as file:
        element = _element(file)
    for edge, text in _EDGE.findall(element.decode("utf-8", "replace")):
        yield edge, unescape(text)


def _element(file: IO[bytes]) -> bytes:
    """What stands from the element on; empty without one."""
    before = b""
    while piece := file.read(_PIECE):
        at = (before + piece).find(_MARK)
        if at >= 0:
            return (before + piece)[at:] + file.read(_MOST)
        before = piece[-len(_MARK) :]
    return b""


def _sides(said: str) -> tuple[str, str, str]:
    """Left, centre and right of a header or footer as they are read."""
    sides, at = ["", "", ""], 1
    for found in _CODE.finditer(said):
        code, text = found.groups()
        if code in _SIDES:
            at = _SIDES[code]
        elif text is not None:
            sides[at] += text
        elif code is not None and code not in _LOOKS:
            sides[at] += _SAID.get(code, f"&{code}")
    left, centre, right = (side.strip() for side in sides)
    return left, centre, right

"""What makes a workbook show, or compute with, other numbers than stand in its cells."""

import re
from collections.abc import Iterator
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.filing.verify.comparing import short
from reviewtui.filing.verify.package import Package
from reviewtui.locales import _

_PIECE: Final = re.compile(
    r'"[^"]*"|\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|[\\*].|.', re.DOTALL
)
"""One piece of a number format: ECMA-376, part 1, 18.8.31."""


def shown_otherwise(package: Package, name: str) -> Iterator[Finding]:
    """Settings that let other numbers be seen; `name` is what findings call the file."""
    if package.as_displayed:
        yield Finding(name, _("is set to compute with numbers as displayed, not with exact ones"))
    for code in dict.fromkeys(package.formats):
        if writes_digits(code):
            sentence = _("a number format in it writes digits of its own: {format}")
            yield Finding(name, sentence.format(format=short(code)))


def writes_digits(code: str) -> bool:
    """Whether a number format shows digits that are not the number's."""
    for found in _PIECE.finditer(code):
        piece = found[0]
        if piece[0] in "_[" and len(piece) > 1:
            piece = found["sign"] or ""
        if piece != "0" and any(sign.isdigit() for sign in piece):
            return True
    return False

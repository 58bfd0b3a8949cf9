"""Conditional formats that hide the numbers they stand on, or show them otherwise.

None is exported. One that only tints its cells leaves them to be read and is nobody's fault.
Format: ECMA-376, part 1, 18.3.1.10 (cfRule) and 18.8.14 (dxf).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from reviewtui.domain.findings import Finding
from reviewtui.filing.plain_text import short
from reviewtui.filing.verify.colours import BLACK, WHITE, Colour, Palette
from reviewtui.filing.verify.looks import Type, grounds_of, run_of, type_of, unread
from reviewtui.locales import _

_OFF: Final = ("0", "false")


@dataclass
class Conditional:
    """The conditional formats of some cells of a sheet.

    Attributes:
        cells: Where; "" where only another program knows.
        looks: Places among the looks of conditional formats.
        hides: Whether one shows a bar or a sign in place of the number.
        unknown: Whether one is written as later programs do, with a look of its own.
    """

    cells: str
    looks: list[str] = field(default_factory=list)
    hides: bool = False
    unknown: bool = False

    def add(self, name: str, attributes: Mapping[str, str], *, foreign: bool) -> None:
        """What one of its rules says."""
        self.hides |= attributes.get("showValue") in _OFF
        if "dxfId" in attributes:
            self.looks.append(attributes["dxfId"])
        plain = ("dataBar", "colorScale", "iconSet")
        self.unknown |= foreign and name == "cfRule" and attributes.get("type") not in plain


def faults_of(styles: Element, palette: Palette) -> list[str]:
    """What each look of conditional formats hides, as a sentence; "" where it hides nothing."""
    return [
        _fault(one, palette)
        for listed in styles
        if listed.tag.rpartition("}")[2] == "dxfs"
        for one in listed
    ]


def _fault(dxf: Element, palette: Palette) -> str:
    """The ground of a cell that the format leaves alone may be any of the program's light ones."""
    type_, grounds = Type(), tuple[Colour, ...]()
    for one in dxf:
        kind = one.tag.rpartition("}")[2]
        if kind == "numFmt":
            said = _("a conditional format shows numbers by a format of its own: {format}")
            return said.format(format=short(one.get("formatCode", "")))
        if kind == "font":
            type_ = type_of(run_of(one), palette, Type(BLACK))
        elif kind == "fill":
            grounds = grounds_of(one, palette, bare="solid")
    said = unread(type_, grounds or (WHITE,))
    return said and _("a conditional format hides what stands there: {why}").format(why=said)


def conditional_findings(
    sheet: str, formats: Sequence[Conditional], faults: Sequence[str]
) -> Iterator[Finding]:
    """What conditional formats of a sheet hide.

    Args:
        sheet: Its name.
        formats: Those that stand on it.
        faults: What each look of the workbook hides.
    """
    for one in formats:
        place = f"{sheet}!{short(one.cells)}" if one.cells else sheet
        for look in one.looks:
            at = int(look) if look.isdecimal() and len(look) < 10 else len(faults)
            if at < len(faults) and faults[at]:
                yield Finding(place, faults[at])
        if one.hides:
            yield Finding(place, _("a conditional format shows a bar or sign in place of numbers"))
        if one.unknown:
            yield Finding(place, _("a conditional format of a later kind was not exported"))

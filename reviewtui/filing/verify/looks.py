"""How a workbook lets its cells look, as far as a look can hide what stands in them.

Other faces, sizes and colours are a program's liking. A text that no reader sees is none:
ink in the colour of its ground, letters of one point, numbers struck out.
Format: ECMA-376, part 1, 18.8 (styles).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from reviewtui.domain.findings import Finding
from reviewtui.filing.model import Cell
from reviewtui.filing.plain_text import short
from reviewtui.filing.sheet_rows import column_letters, digits_of
from reviewtui.filing.styles import number_format
from reviewtui.filing.verify.cells import Run, Seen
from reviewtui.filing.verify.colours import BLACK, WHITE, Colour, Palette, alike, shown
from reviewtui.filing.verify.formats import same_format, shows_text
from reviewtui.locales import _

GENERAL: Final = "General"
_BUILT_IN: Final = {"0": GENERAL, "1": "0", "2": "0.00", "49": "@"}
"""Number formats that no file spells out, as far as ours are among them."""
_SMALLEST: Final = 4.0
"""Points: below it nobody reads a letter."""
_MOST_INDENT: Final = 15
_SIGNS: Final = ("wingdings", "webdings", "symbol", "marlett", "zapf dingbats")
"""Faces in which a digit is a picture."""
_SOLID: Final = "solid"
_NO: Final = ("0", "false", "none")
_T = TypeVar("_T")


class Type(NamedTuple):
    """How letters look."""

    ink: Colour = BLACK
    size: float = 11.0
    face: str = ""
    struck: bool = False


class Look(NamedTuple):
    """How a cell looks.

    Attributes:
        format: Of its numbers.
        type: Of its letters.
        grounds: The colours behind them.
        across: How it is aligned.
        indent: Steps by which it is moved.
    """

    format: str = GENERAL
    type: Type = Type()
    grounds: tuple[Colour, ...] = (WHITE,)
    across: str = ""
    indent: int = 0

    def hides(self, runs: tuple[Run, ...] = (), palette: Palette | None = None) -> str:
        """Why nobody reads what stands there, as a sentence; "" if it is read.

        Args:
            runs: Looks of parts of the text.
            palette: What their colours are.
        """
        for one in (self.type, *(type_of(run, palette or Palette(), self.type) for run in runs)):
            if said := unread(one, self.grounds):
                return said
        if self.across == "fill":
            return _("is set to be repeated until it fills the cell")
        if self.indent > _MOST_INDENT:
            return _("is moved out of its cell by {steps} steps").format(steps=self.indent)
        return ""


def unread(type_: Type, grounds: tuple[Colour, ...]) -> str:
    """Why letters are not read on any of these grounds; "" if they are."""
    if type_.struck:
        return _("is struck out")
    if type_.size < _SMALLEST:
        return _("is set in {size} points, which nobody reads").format(size=f"{type_.size:g}")
    if type_.face.casefold().startswith(_SIGNS):
        return _("is set in {face}, which shows pictures for digits").format(face=short(type_.face))
    if all(alike(type_.ink, ground) for ground in grounds):
        said = _("is written in {ink} on {ground}, which nobody reads")
        return said.format(ink=shown(type_.ink), ground=shown(grounds[0]))
    return ""


def type_of(said: Run, palette: Palette, usual: Type) -> Type:
    """What the elements of a font say; `usual` of what they do not."""
    for name, attributes in said:
        own = dict(attributes)
        if name == "color":
            usual = usual._replace(ink=palette.colour(own, BLACK))
        elif name == "sz":
            usual = usual._replace(size=_number(own.get("val", "")))
        elif name in ("name", "rFont"):
            usual = usual._replace(face=own.get("val", ""))
        elif name == "strike":
            usual = usual._replace(struck=own.get("val", "1") not in _NO)
    return usual


def palette_of(styles: Element | None, theme: Element | None) -> Palette:
    """The colours of a workbook."""
    listed = [] if styles is None else [*_named(styles, "rgbColor")]
    return Palette((one.get("rgb", "") for one in listed), theme)


def looks_of(styles: Element, palette: Palette) -> list[Look]:
    """Every look of cells, by its place."""
    formats = dict(_BUILT_IN)
    for listed in _children(styles, "numFmts"):
        formats |= {one.get("numFmtId", ""): one.get("formatCode", "") for one in listed}
    types = [
        type_of(run_of(one), palette, Type())
        for listed in _children(styles, "fonts")
        for one in listed
    ]
    grounds = [
        grounds_of(one, palette) or (WHITE,)
        for listed in _children(styles, "fills")
        for one in listed
    ]
    found = []
    for listed in _children(styles, "cellXfs"):
        for one in listed:
            number = one.get("numFmtId", "0")
            aligned = next(_children(one, "alignment"), None)
            placed: Mapping[str, str] = {} if aligned is None else aligned.attrib
            found.append(
                Look(
                    formats.get(number, f"#{number}"),
                    _at(types, one.get("fontId", "0"), Type()),
                    _at(grounds, one.get("fillId", "0"), (WHITE,)),
                    placed.get("horizontal", ""),
                    int(_number(placed.get("indent", "0"))),
                )
            )
    return found


def grounds_of(fill: Element, palette: Palette, *, bare: str = "none") -> tuple[Colour, ...]:
    """The colours of a fill; none where it lets the sheet shine through.

    Args:
        fill: As the file has it.
        palette: What its colours are.
        bare: The pattern that one without a name has.
    """
    found: list[Colour] = []
    for one in fill.iter():
        kind = one.tag.rpartition("}")[2]
        if kind == "patternFill":
            pattern = one.get("patternType", bare)
            if pattern == "none":
                return ()
            sides = {side.tag.rpartition("}")[2]: side.attrib for side in one}
            front = palette.colour(sides.get("fgColor", {}), BLACK)
            back = palette.colour(sides.get("bgColor", {}), WHITE)
            if pattern != _SOLID:
                return (front, back)
            return (back,) if bare == _SOLID and "bgColor" in sides else (front,)
        if kind == "stop":
            found += [palette.colour(colour.attrib, WHITE) for colour in one]
    return tuple(found)


def run_of(font: Element) -> Run:
    """A font as the run of a text has it."""
    return tuple((one.tag.rpartition("}")[2], tuple(one.attrib.items())) for one in font)


class Looks:
    """Cells that hold what was written, and do not show it.

    Args:
        look_of: The look of a number.
        palette: What colours of parts of a text are.
    """

    def __init__(self, look_of: Callable[[int], Look], palette: Palette) -> None:
        self._look_of, self._palette = look_of, palette
        self._known: dict[tuple[int, str, bool, tuple[Run, ...]], tuple[str, ...]] = {}
        self._found: dict[str, list[str]] = {}

    def see(self, cell: Cell, seen: Seen) -> None:
        """Look at a cell that holds what was written."""
        if cell.value is None or cell.value == "":
            return
        written = number_format(cell.style, digits_of(cell.value))
        key = seen.look, written, isinstance(cell.value, str), seen.runs
        if key not in self._known:
            self._known[key] = (*self._faults(*key),)
        for said in self._known[key]:
            place = f"{column_letters(seen.column)}{seen.row}"
            self._found.setdefault(said, []).append(place)

    def _faults(
        self, number: int, written: str, text: bool, runs: tuple[Run, ...]
    ) -> Iterator[str]:
        look = self._look_of(number)
        if not (shows_text(look.format) if text else same_format(look.format, written)):
            said = _("its number format {seen} shows something else than {written}, as written")
            yield said.format(seen=short(look.format), written=written)
        if said := look.hides(runs, self._palette):
            yield said

    def findings(self, sheet: str) -> Iterator[Finding]:
        """One for each fault on a sheet, at the first cell that has it; the next sheet follows."""
        for said, places in self._found.items():
            told = _("{fault}; {count} cells on this sheet are like that")
            yield Finding(f"{sheet}!{places[0]}", told.format(fault=said, count=len(places)))
        self._found.clear()


def _at(listed: list[_T], number: str, usual: _T) -> _T:
    at = int(number) if number.isdecimal() and len(number) < 10 else -1
    return listed[at] if 0 <= at < len(listed) else usual


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1e6)
    except ValueError:
        return 11.0


def _children(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root if element.tag.rpartition("}")[2] == name)


def _named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)

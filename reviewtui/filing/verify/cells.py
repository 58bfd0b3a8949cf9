"""The cells of a sheet as a stream: a sheet of a million of them takes no memory.

Whatever program wrote it: texts shared or in the cell, formulas of their own or shared. What
stands under a name of another language of XML is nothing, as for a spreadsheet. What stands
around the cells is shown to whom it concerns.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final, NamedTuple, Protocol
from xml.parsers import expat

from reviewtui.filing.plain_text import MOST_UNITS
from reviewtui.filing.verify.formulas import shifted

_PIECE: Final = 1 << 16
_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_FONT: Final = ("color", "sz", "rFont", "strike")
"""What of the look of a part of a text can hide it."""
_LOCAL: Final = {
    f"{space} {name}": name
    for space in _MAIN
    for name in ("row", "c", "v", "f", "t", "is", "si", "rPh", "r", *_FONT)
}
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_INDEX: Final = re.compile(r"[0-9]{1,9}")
_SHARED: Final = "s"


Run = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Elements that say how a part of a text looks, with their attributes."""


class BadPart(ValueError):  # noqa: N818  it is about the file, not an error of ours
    """A part of a workbook that says nothing a spreadsheet could read."""


class Text(str):
    """A text with parts of a look of their own.

    Attributes:
        runs: These looks.
    """

    __slots__ = ("runs",)

    def __new__(cls, text: str, runs: tuple[Run, ...]) -> "Text":
        """A text, and how its parts look."""
        own = super().__new__(cls, text)
        own.runs = runs
        return own

    runs: tuple[Run, ...]


class Around(Protocol):
    """Who is shown what stands around cells."""

    def row(self, number: int, attributes: Mapping[str, str]) -> None:
        """A row begins."""

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        """Something else begins, under its space and name."""


class Seen(NamedTuple):
    """A cell that holds something.

    Attributes:
        kind: `n` for a number, `text`, `b` for a truth value, `e` for an error, `d` for a date.
        value: As it stands in the file; "" for none.
        formula: Without `=`; None where there is none.
        look: Its place among the looks of the workbook.
        runs: Looks of parts of its text.
    """

    row: int
    column: int
    kind: str
    value: str
    formula: str | None = None
    look: int = 0
    runs: tuple[Run, ...] = ()


def strings_of(file: IO[bytes]) -> list[str]:
    """The texts that cells share, in their order."""
    found: list[str] = []
    pieces: list[str] = []
    looks = _Runs()
    inside, aside = False, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside, aside
        local = _LOCAL.get(name)
        looks.start(local, attributes)
        if local == "t":
            inside = not aside
        elif local == "rPh":
            aside += 1

    def end(name: str) -> None:
        nonlocal inside, aside
        local = _LOCAL.get(name)
        if local == "t":
            inside = False
        elif local == "rPh":
            aside -= 1
        elif local == "si":
            found.append(looks.taken(_text(pieces)))
            pieces.clear()

    def text(data: str) -> None:
        if inside:
            pieces.append(data)

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    for _piece in _parsed(parser, file):
        pass
    return found


def cells_of(
    file: IO[bytes], strings: Sequence[str], around: Around | None = None
) -> Iterator[Seen]:
    """The cells of a sheet that hold something.

    Args:
        file: The sheet's part.
        strings: What its cells share.
        around: Shown what else stands there.

    Raises:
        BadPart: If it is no sheet.
    """
    reader = _Reader(strings, around)
    for _piece in _parsed(reader.parser, file):
        yield from reader.found
        reader.found.clear()


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    return parser


def _parsed(parser: expat.XMLParserType, file: IO[bytes]) -> Iterator[None]:
    """A part, piece by piece."""
    try:
        while piece := file.read(_PIECE):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as fault:
        raise BadPart(str(fault)) from fault


def _text(pieces: list[str]) -> str:
    """One text; far beyond what a cell holds it goes on for nobody."""
    return "".join(pieces)[: 2 * MOST_UNITS]


class _Runs:
    """The looks of the parts of one text."""

    def __init__(self) -> None:
        self._runs: list[list[tuple[str, tuple[tuple[str, str], ...]]]] = []

    def start(self, local: str | None, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if local == "r":
            self._runs.append([])
        elif local in _FONT and self._runs:
            self._runs[-1].append((local, (*attributes.items(),)))

    def taken(self, text: str) -> str:
        """The text with them; the next one begins."""
        looks = tuple(dict.fromkeys(tuple(run) for run in self._runs if run))
        self._runs.clear()
        return Text(text, looks) if looks else text


class _Reader:
    """The events of one sheet made into cells."""

    def __init__(self, strings: Sequence[str], around: Around | None) -> None:
        self.found: list[Seen] = []
        self._around = around
        self._runs = _Runs()
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._strings = strings
        self._columns: dict[str, int] = {}
        self._masters: dict[str, tuple[int, int, str]] = {}
        self._row = self._column = 0
        self._kind, self._look = "", 0
        self._pieces: list[str] = []
        self._value = ""
        self._texts: list[str] = []
        self._formula: str | None = None
        self._form: dict[str, str] = {}
        self._in_cell, self._aside = False, 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _LOCAL.get(name)
        if local == "c":
            self._begin(attributes)
        elif local == "row":
            said = attributes.get("r")
            self._row = self._row + 1 if said is None else _whole(said)
            self._column = 0
            if self._around is not None:
                self._around.row(self._row, attributes)
        elif local in ("v", "f", "t"):
            if self._in_cell and not self._aside:
                self._pieces.clear()
                self.parser.CharacterDataHandler = self._pieces.append
                if local == "f":
                    self._form = attributes
        elif local == "rPh":
            self._aside += 1
        elif self._in_cell:
            self._runs.start(local, attributes)
        elif self._around is not None:
            self._around.element(name, attributes)

    def _end(self, name: str) -> None:
        local = _LOCAL.get(name)
        if local in ("v", "f", "t"):
            if self._in_cell and not self._aside:
                self.parser.CharacterDataHandler = None
                if local == "v":
                    self._value += _text(self._pieces)
                elif local == "t":
                    self._texts.append(_text(self._pieces))
                else:
                    self._formula = self._said("".join(self._pieces))
        elif local == "c":
            self._in_cell = False
            if self._value or self._texts or self._formula is not None:
                self._add()
        elif local == "rPh":
            self._aside -= 1

    def _begin(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self._column += 1
        else:
            found = _ADDRESS.fullmatch(address)
            if found is None:
                raise BadPart(address[:20])
            self._row, self._column = int(found[2]), self._at(found[1])
        self._kind = attributes.get("t", "n")
        self._look = _whole(attributes.get("s", "0"))
        self._value, self._formula, self._in_cell = "", None, True
        self._texts.clear()

    def _at(self, letters: str) -> int:
        number = self._columns.get(letters)
        if number is None:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number
        return number

    def _said(self, text: str) -> str:
        """The formula of this cell, of a shared one as it reads here."""
        kind, group = self._form.get("t", "normal"), self._form.get("si", "")
        if kind == "shared":
            if text:
                self._masters[group] = self._row, self._column, text
            elif group in self._masters:
                row, column, master = self._masters[group]
                return shifted(master, self._row - row, self._column - column)
        return text if kind in ("normal", "shared") else f"{{{text}}}"

    def _add(self) -> None:
        kind, value = self._kind, self._value
        if kind == _SHARED:
            if not _INDEX.fullmatch(value) or int(value) >= len(self._strings):
                raise BadPart(value[:20])
            kind, value = "text", self._strings[int(value)]
        elif kind == "inlineStr":
            kind, value = "text", self._runs.taken("".join(self._texts))
        elif kind == "str":
            kind = "text"
        runs = getattr(value, "runs", ())
        seen = Seen(self._row, self._column, kind, value, self._formula, self._look, runs)
        self.found.append(seen)


def _whole(text: str) -> int:
    if not _INDEX.fullmatch(text):
        raise BadPart(text[:20])
    return int(text)

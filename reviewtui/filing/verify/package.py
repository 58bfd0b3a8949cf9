"""The parts of a workbook file and how they hang together, as far as verifying needs them.

The zip has passed the gate, so nothing in it declares entities or unpacks too far. Parts are
found by their relations, never by their names: every program names them as it likes.
Format: ECMA-376, part 1, chapter 18, and part 2.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Final, NamedTuple
from xml.etree import ElementTree

from reviewtui.filing.model import Grid
from reviewtui.filing.verify.as_written import is_as_written
from reviewtui.filing.verify.cells import Around, BadPart, Seen, cells_of, strings_of
from reviewtui.filing.verify.conditional import faults_of
from reviewtui.filing.verify.looks import Look, looks_of, palette_of

_MOST_SMALL: Final = 16 * 1024 * 1024
"""Bytes of a part that is read whole: the list of sheets, a drawing, a chart."""
_RELATION: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_CHART: Final = frozenset(
    {
        "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
        "{http://purl.oclc.org/ooxml/drawingml/chart}chart",
    }
)


_AROUND: Final = frozenset({"from", "to", "pos", "ext", "clientData"})
"""What says of an anchor where it is."""
_OFF: Final = ("0", "false")
_HARMLESS: Final = frozenset({"hyperlink", "printerSettings"})
"""What a sheet refers to and nobody sees on it."""
_PRINTED: Final = "_xlnm.Print_Area"


class DefinedName(NamedTuple):
    """What a workbook calls a place.

    Attributes:
        local: Whether only one sheet knows it.
    """

    name: str
    place: str
    local: bool


class Package:
    """A workbook file.

    Attributes:
        sheets: Part by name of the sheet, in their order.
        hidden: The sheets that a reader does not find among the others.
        tabless: Whether no sheet but the first is offered.
        names: Every defined name.
        printed: The print area by sheet.
        as_displayed: Whether it computes with numbers as they are displayed.
        palette: What its colours are.
        conditional: What each look of conditional formats hides.

    Raises:
        BadPart: If it is no workbook.
    """

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(content))
        self._members = {name.casefold(): name for name in self._archive.namelist()}
        root = self._related("", "officeDocument")
        if not root:
            raise BadPart("officeDocument")
        book = self._tree(root[0])
        targets = self._relations(root[0])
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()
        for element in _all(book, "sheet"):
            name = element.get("name", "")
            if name in self.sheets:
                raise BadPart(name)
            self.sheets[name] = targets.get(_relation(element), ("", ""))[1]
            if element.get("state", "visible") != "visible":
                self.hidden.add(name)
        self.tabless = any(
            element.get("showSheetTabs", "").strip() in _OFF
            for element in _all(book, "workbookView")
        )
        self.names = [
            DefinedName(
                element.get("name", ""), element.text or "", element.get("localSheetId") is not None
            )
            for element in _all(book, "definedName")
        ]
        places = dict(enumerate(self.sheets))
        self.printed = {
            places.get(int(at), ""): element.text or ""
            for element in _all(book, "definedName")
            if element.get("name") == _PRINTED
            and (at := element.get("localSheetId", "")).isdecimal()
            and len(at) < 6
        }
        self.as_displayed = any(
            element.get("fullPrecision", "").strip() in _OFF for element in _all(book, "calcPr")
        )
        themes = [self._tree(part) for part in self._related(root[0], "theme")]
        styles = [self._tree(part) for part in self._related(root[0], "styles")]
        self.palette = palette_of(next(iter(styles), None), next(iter(themes), None))
        self._looks = [look for one in styles for look in looks_of(one, self.palette)]
        self.conditional = [fault for one in styles for fault in faults_of(one, self.palette)]
        shared = self._related(root[0], "sharedStrings")
        self._strings: list[str] = []
        if shared:
            with self._archive.open(self._member(shared[0])) as file:
                self._strings = strings_of(file)

    def cells(self, sheet: str, around: Around | None = None) -> Iterator[Seen]:
        """The cells of a sheet that hold something, as they stand in the file."""
        with self.opened(sheet) as file:
            yield from cells_of(file, self._strings, around)

    def opened(self, sheet: str) -> IO[bytes]:
        """The part of a sheet, to be read and closed."""
        return self._archive.open(self._member(self.sheets[sheet]))

    def is_as_written(self, grid: Grid, around: Around) -> bool:
        """Whether the sheet of that name holds the rows of a grid as the program writes them."""
        with self.opened(grid.name) as file:
            return is_as_written(grid, file, self._strings, self.look_of, around)

    def look_of(self, number: int) -> Look:
        """The look of that number; as a spreadsheet shows cells without one."""
        return self._looks[number] if 0 <= number < len(self._looks) else Look()

    def laid_on(self, sheet: str) -> Iterator[tuple[str, str]]:
        """Kind and text of everything that lies on a sheet and is neither cell nor chart."""
        for kind, part in self._relations(self.sheets[sheet]).values():
            if kind == "drawing":
                yield from self._drawn_in(part)
            elif kind not in _HARMLESS:
                yield kind, ""

    def _drawn_in(self, drawing: str) -> Iterator[tuple[str, str]]:
        targets = self._relations(drawing)
        for anchor in self._tree(drawing):
            for element in _either(anchor):
                kind = element.tag.rpartition("}")[2]
                charts = [one for one in element.iter() if one.tag in _CHART]
                if kind in _AROUND or (kind == "graphicFrame" and len(charts) == 1):
                    continue
                yield kind, _said(element)
        for kind, part in targets.values():
            if kind == "chart":
                for own, shapes in self._relations(part).values():
                    if own == "chartUserShapes":
                        yield "sp", _said(self._tree(shapes))

    def charts(self, sheet: str) -> Iterator[ElementTree.Element]:
        """The charts that are drawn on a sheet."""
        for drawing in self._related(self.sheets[sheet], "drawing"):
            targets = self._relations(drawing)
            for element in self._tree(drawing).iter():
                if element.tag in _CHART:
                    yield self._tree(targets.get(_relation(element), ("", ""))[1])

    def _related(self, part: str, kind: str) -> list[str]:
        """The parts that one refers to, of one kind."""
        return [target for own, target in self._relations(part).values() if own == kind]

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and part by id."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed.casefold() not in self._members:
            return {}
        found = {}
        for element in _all(self._tree(listed), "Relationship"):
            if element.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
                kind = element.get("Type", "").rpartition("/")[2]
                found[element.get("Id", "")] = kind, path.lstrip("/")
        return found

    def _member(self, part: str) -> str:
        if part.casefold() not in self._members:
            raise BadPart(part)
        return self._members[part.casefold()]

    def _tree(self, part: str) -> ElementTree.Element:
        member = self._member(part)
        if self._archive.getinfo(member).file_size > _MOST_SMALL:
            raise BadPart(part)
        try:
            return ElementTree.fromstring(self._archive.read(member))
        except (ElementTree.ParseError, ValueError) as fault:
            raise BadPart(part) from fault


def _either(anchor: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """What is in an anchor; of what stands there in two ways, both."""
    for element in anchor:
        if element.tag.endswith("}AlternateContent"):
            for way in element:
                yield from way
        else:
            yield element


def _said(element: ElementTree.Element) -> str:
    """The texts below, one after the other."""
    return " ".join(one.text for one in _all(element, "t") if one.text)


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def _relation(element: ElementTree.Element) -> str:
    return next((element.attrib[name] for name in _RELATION if name in element.attrib), "")

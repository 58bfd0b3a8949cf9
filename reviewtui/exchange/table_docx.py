"""Paragraphs and tables of a Word document, read strictly and without a library.

Only what carries text is looked at; the zip has passed the gate, so there is no entity
and no part that unpacks too far. Format: ECMA-376, part 1, chapter 17.
"""

from typing import Final, NamedTuple, TypeAlias
from xml.etree import ElementTree

from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange.zip_gate import check_zip
from reviewtui.locales import _

Grid: TypeAlias = list[list[str | None]]
"""Rows of cells; None continues the cell above it."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_COLUMNS: Final = 60
_DOCUMENT: Final = "word/document.xml"


class Blocks(NamedTuple):
    """What stands in a document, in its order: paragraphs as texts, tables as grids.

    Attributes:
        numbered: Whether paragraphs are numbered by the program; their numbers are no text.
    """

    blocks: tuple[str | Grid, ...]
    numbered: bool


def read_docx(content: bytes, place: str) -> Blocks:
    """The paragraphs and tables of a document.

    Raises:
        Refused: If the file is not one that can be read.
    """
    checked = check_zip(content, place, _("a Word document"))
    if _DOCUMENT not in checked.names:
        raise Refused(Finding(place, _("is not {what}").format(what=_("a Word document"))))
    root = ElementTree.fromstring(checked.read(_DOCUMENT))
    for element in root.iter():
        element.tag = element.tag.replace(_STRICT, _W)
    body = root.find(f"{_W}body")
    blocks: list[str | Grid] = []
    for element in _unwrapped(body):
        if element.tag == f"{_W}p":
            blocks.append(_text(element))
        elif element.tag == f"{_W}tbl":
            blocks.append(_grid(element))
    return Blocks(tuple(blocks), root.find(f".//{_W}numPr") is not None)


def _unwrapped(element: ElementTree.Element | None) -> list[ElementTree.Element]:
    """The children, those inside content controls and insertions included."""
    found = []
    waiting = list(element if element is not None else ())[::-1]
    while waiting:
        child = waiting.pop()
        if child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            waiting += list(child)[::-1]
        else:
            found.append(child)
    return found


def _grid(table: ElementTree.Element) -> Grid:
    grid: Grid = []
    for row in _unwrapped(table):
        if row.tag != f"{_W}tr":
            continue
        cells: list[str | None] = []
        for cell in _unwrapped(row):
            if cell.tag == f"{_W}tc" and len(cells) < _MOST_COLUMNS:
                cells += _cell(cell)
        grid.append(cells)
    return grid


def _cell(cell: ElementTree.Element) -> list[str | None]:
    """A cell over as many columns as it spans; the text stands in the first."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    written = (span.get(f"{_W}val") or span.get("val") or "1") if span is not None else "1"
    width = min(int(written), _MOST_COLUMNS) if written.isdecimal() else 1
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
        return [None] * width
    texts = [_text(part) for part in cell.iter(f"{_W}p")]
    return ["\n".join(filter(None, texts)), *[""] * (width - 1)]


def _text(paragraph: ElementTree.Element) -> str:
    """What is to be read in a paragraph: deleted text and fall-backs are not."""
    pieces = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{_W}tab":
            pieces.append("\t")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        if element.tag not in (_FALLBACK, f"{_W}pPr", f"{_W}rPr"):
            waiting += list(element)[::-1]
    return "".join(pieces).strip()

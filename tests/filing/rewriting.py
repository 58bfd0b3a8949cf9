"""A workbook as another program might save it: the same cells, written wholly otherwise.

Parts have other names, elements a prefix, texts are shared, equal formulas of neighbours too,
numbers carry exponents, columns and looks are counted anew.
"""

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from openpyxl.formula.translate import Translator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
ROW, CELL, FORMULA, VALUE = (f"{{{MAIN}}}{name}" for name in ("row", "c", "f", "v"))
STRINGS = "xl/texts/all.xml"


def saved_again(path: Path, *, strict: bool = False) -> Path:
    """The workbook saved by a program that shares nothing with ours but the format."""
    done = path.with_name("again.xlsx")
    ElementTree.register_namespace("x", MAIN)
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path) as archive:
        parts = {_other(name): archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        if name.startswith("xl/pages/page"):
            parts[name] = _sheet(content, strings)
        elif name.endswith(".rels") or name == "[Content_Types].xml":
            parts[name] = re.sub(rb"worksheets/sheet(\d+)\.xml", rb"pages/page\1.xml", content)
    own = parts["xl/_rels/workbook.xml.rels"]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    more = f'<Relationship Id="t" Type="{kind}" Target="texts/all.xml"/></Relationships>'.encode()
    own = re.sub(rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", own)
    parts["xl/_rels/workbook.xml.rels"] = own.replace(b"</Relationships>", more)
    parts[STRINGS] = _strings(strings)
    if strict:
        parts = {
            name: content.replace(MAIN.encode(), STRICT.encode()) for name, content in parts.items()
        }
    with zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(name, parts[name])
    return done


def _other(name: str) -> str:
    return re.sub(r"worksheets/(_rels/)?sheet", lambda it: f"pages/{it[1] or ''}page", name)


def _strings(strings: dict[str, int]) -> bytes:
    root = ElementTree.Element(f"{{{MAIN}}}sst")
    for at, text in enumerate(strings):
        item = ElementTree.SubElement(root, f"{{{MAIN}}}si")
        pieces = [text[:1], text[1:]] if at % 2 else [text]
        for piece in pieces:  # a text of several looks is kept in runs
            run = ElementTree.SubElement(item, f"{{{MAIN}}}r") if at % 2 else item
            ElementTree.SubElement(run, f"{{{MAIN}}}t").text = piece
        heard = ElementTree.SubElement(item, f"{{{MAIN}}}rPh", {"sb": "0", "eb": "1"})
        ElementTree.SubElement(heard, f"{{{MAIN}}}t").text = "yin"
    return ElementTree.tostring(root)


def _sheet(content: bytes, strings: dict[str, int]) -> bytes:
    root = ElementTree.fromstring(content)
    groups: dict[str, int] = {}
    above: dict[str, tuple[str, str, str]] = {}
    for row in root.iter(ROW):
        for cell in row.iter(CELL):
            cell.set("s", "0")
            _number(cell)
            _text(cell, strings)
            _formula(cell, above, groups)
    return ElementTree.tostring(root)


def _number(cell: ElementTree.Element) -> None:
    value = cell.find(VALUE)
    if value is not None and cell.get("t", "n") == "n" and value.text:
        value.text = f"{Decimal(value.text):E}"


def _text(cell: ElementTree.Element, strings: dict[str, int]) -> None:
    if cell.get("t") == "inlineStr":
        text = "".join(one.text or "" for one in cell.iter(f"{{{MAIN}}}t"))
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "s")
        number = strings.setdefault(text, len(strings))
        ElementTree.SubElement(cell, VALUE).text = str(number)


def _formula(
    cell: ElementTree.Element, above: dict[str, tuple[str, str, str]], groups: dict[str, int]
) -> None:
    """Share a formula with the cell above where it is the same one, one row further down."""
    formula = cell.find(FORMULA)
    if formula is None or not formula.text:
        return
    place = cell.get("r", "")
    column = place.rstrip("0123456789")
    text = formula.text
    formula.text = re.sub(r",", ", ", text) if '"' not in text else text
    if column in above:
        first, origin, group = above[column]
        if Translator(f"={first}", origin).translate_formula(place) == f"={text}":
            number = str(groups.setdefault(group, len(groups)))
            formula.text = None
            formula.attrib.update({"t": "shared", "si": number})
            return
    group = f"{column} {place}"
    groups[group] = len(groups)
    formula.attrib.update({"t": "shared", "si": str(groups[group]), "ref": place})
    above[column] = text, place, group

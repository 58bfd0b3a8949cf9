"""Every hostile or wrong file that was measured, by name, with the Chinese sentence for it.

A filled score sheet is spoilt in each way and lies on a stick: it is taken in, or lies aside
under its name with what is wrong. It is never passed over, never crashes, never takes long.
"""

import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from reviewtui import locales
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.session import Session
from tests.exchange.score_sheets import fill, issued, sheet_of, whole
from tests.exchange.workbooks import members, with_part, zipped
from tests.session.conftest import small_meeting

Spoil = Callable[[bytes], bytes]
SHEET = "xl/worksheets/sheet1.xml"
NAME = "评分表-01号"
CPU = 6.0
"""Seconds; a zip bomb took five before there was a gate, and this machine may be busy."""

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
OLD = "是旧格式（.xls、.et、.doc、.wps）或已加密"


def declared(text: str, part: str = SHEET) -> Spoil:
    def spoil(content: bytes) -> bytes:
        own = members(content)[part].decode()
        start = own.index("?>") + 2 if own.startswith("<?xml") else 0
        return with_part(content, part, (own[:start] + text + own[start:]).encode())

    return spoil


def replaced(old: str, new: str) -> Spoil:
    def spoil(content: bytes) -> bytes:
        own = members(content)[SHEET].decode()
        assert old in own
        return with_part(content, SHEET, own.replace(old, new, 1).encode())

    return spoil


def dimension(said: str) -> Spoil:
    def spoil(content: bytes) -> bytes:
        own = members(content)[SHEET].decode()
        start = own.index('<dimension ref="') + 16
        end = own.index('"', start)
        return with_part(content, SHEET, (own[:start] + said + own[end:]).encode())

    return spoil


def bomb(content: bytes) -> bytes:
    """Three hundred kilobytes that unpack to three hundred megabytes in one cell."""
    file = BytesIO()
    own = members(content)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in own.items():
            if name != SHEET:
                archive.writestr(name, part)
        head, tail = own[SHEET].split(b"</sheetData>")
        with archive.open(SHEET, "w", force_zip64=True) as part:
            part.write(head + b'<row r="900"><c r="A900" t="inlineStr"><is><t>')
            for _block in range(300):
                part.write(b"A" * 1024 * 1024)
            part.write(b"</t></is></c></row></sheetData>" + tail)
    return file.getvalue()


def lying(content: bytes) -> bytes:
    """A part whose header says a kilobyte and which unpacks to five megabytes."""
    packed = bytearray(with_part(content, "xl/big.xml", b"<a>" + b" " * 5_000_000))
    for sign, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        begin = 0
        while (begin := packed.find(sign, begin)) >= 0:
            if packed[begin + name_at : begin + name_at + 10] == b"xl/big.xml":
                packed[begin + size_at : begin + size_at + 4] = (1000).to_bytes(4, "little")
            begin += 4
    return bytes(packed)


CASES: dict[str, tuple[str, Spoil, str]] = {
    "billion laughs in a sheet": (".xlsx", declared(LAUGHS), "带有 XML 实体声明"),
    "billion laughs in core.xml": (
        ".xlsx", declared(LAUGHS, "docProps/core.xml"), "带有 XML 实体声明",
    ),
    "an entity from outside (XXE)": (".xlsx", declared(OUTSIDE), "带有 XML 实体声明"),
    "a zip bomb": (".xlsx", bomb, "解压"),
    "one cell in XFD1048576": (
        ".xlsx",
        replaced(
            "</sheetData>",
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        "1048576",
    ),
    "a dimension of one cell": (".xlsx", dimension("A1:A1"), ""),
    "a dimension of everything": (".xlsx", dimension("A1:XFD1048576"), ""),
    "a truncated file": (
        ".xlsx", lambda content: content[: len(content) // 2], "已损坏或没有拷贝完整",
    ),
    "a CSV named .xlsx": (".xlsx", lambda _content: "编号,得分\n1,8\n".encode(), "不是 Excel"),
    "an empty file": (".xlsx", lambda _content: b"", "是空的"),
    "an .xls named .xlsx": (".xlsx", lambda _content: OLE, OLD),
    "protected by a password": (".xlsx", lambda _content: OLE + b"EncryptedPackage", OLD),
    "an .xls": (".xls", lambda _content: OLE, OLD),
    "an .et of WPS": (".et", lambda _content: OLE, OLD),
    "an .et that is really a zip": (".et", lambda content: content, ""),
    "an .xlsm": (
        ".xlsm", lambda content: with_part(content, "xl/vbaProject.bin", b"x"), "带有宏",
    ),
    "macros in an .xlsx": (
        ".xlsx", lambda content: with_part(content, "xl/vbaProject.bin", b"x"), "带有宏",
    ),
    "links to other files": (
        ".xlsx", lambda content: with_part(content, "xl/externalLinks/e1.xml", b"<x/>"), "",
    ),
    "more than 2000 parts": (
        ".xlsx",
        lambda content: zipped(members(content) | {f"xl/x{n}.bin": b"x" for n in range(2_001)}),
        "超过 2000",
    ),
    "a path out of the file": (
        ".xlsx", lambda content: with_part(content, "../../evil.xml", b"<x/>"), "指向文件之外",
    ),
    "a size in the header that lies": (".xlsx", lying, "已损坏或没有拷贝完整"),
    "a zip of something else": (".xlsx", lambda _content: zipped({"a.txt": b"x"}), "不是 Excel"),
}  # fmt: skip
"""By case the ending, how it is made, and what is said; "" where it is taken in."""


@pytest.fixture(autouse=True)
def _chinese(_english: None) -> None:
    locales.use("zh")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return issued(tmp_path, small_meeting().panel()[0])


@pytest.mark.parametrize("case", CASES)
def test_a_spoilt_sheet_on_a_stick_is_taken_or_lies_aside_with_its_sentence(
    desk: Path, tmp_path: Path, case: str
) -> None:
    ending, spoil, sentence = CASES[case]
    good = fill(sheet_of(desk), whole(small_meeting().panel()[0])).read_bytes()
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / f"{NAME}{ending}").write_bytes(spoil(good))
    with Session.open(desk) as session:
        start = time.process_time()
        done = carry_out(session, plan(session, [stick]), tmp_path / "backup")
        assert time.process_time() - start < CPU
        said = [str(notice) for notice in done.notices]
        if not sentence:
            assert [item.expert for item in session.stored()] == ["01"], said
            return
        assert session.stored() == []
        assert any(NAME in line and sentence.replace(" ", "") in line.replace(" ", "")
                   for line in said), said  # fmt: skip
        (aside,) = kept_aside(session)
        assert aside.why is Reason.SCORE_SHEET
        assert not done.clean


def test_other_peoples_workbooks_on_a_stick_are_left_alone(desk: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for number, content in enumerate((OLE, b"", b"PK\x03\x04", zipped({"a.txt": b"x"}))):
        (stick / f"家庭账本{number}.xlsx").write_bytes(content)
        (stick / f"家庭账本{number}.xls").write_bytes(content)
    printed = next(sheet_of(desk).parent.glob("*纸质*.xlsx"))
    (stick / printed.name).write_bytes(printed.read_bytes())
    with Session.open(desk) as session:
        found = plan(session, [stick])
        assert found.clean
        assert not found.notices

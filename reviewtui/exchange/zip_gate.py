"""The gate for zipped documents from outside: nothing is unpacked before it is measured.

A Word or Excel file is a zip of XML. Both parsers of ours trust what they get, so what
could harm them is refused here, in sentences: archives that unpack to gigabytes, entity
tricks, encrypted files, the old formats by another name.
"""

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers import expat

from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_MEMBERS: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_XML: Final = 48 * 1024 * 1024
"""Of one XML part: a parser needs some ten times as much memory."""
SMALL_ENOUGH: Final = 1024 * 1024
HIGHEST_RATIO: Final = 200

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OLD: Final = b"\xd0\xcf\x11\xe0"
_XML_STARTS: Final = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")
_SPACE: Final = b" \t\r\n"
_PIECE: Final = 256 * 1024

Started = Callable[[str, str, dict[str, str]], None]
"""Told of every element: the member's name, the element's local name, its attributes."""


class Limits(NamedTuple):
    """How much is taken in, in bytes: the file, all of it unpacked, one XML part; and how many
    times its size a part may unpack to."""

    content: int
    unpacked: int
    part: int
    ratio: int = HIGHEST_RATIO


def from_outside() -> Limits:
    """For what other people fill in and send."""
    return Limits(MOST_BYTES, MOST_UNPACKED, MOST_XML)


class Checked(NamedTuple):
    """A zip that passed the gate, with the names of its members."""

    content: bytes
    names: tuple[str, ...]

    def read(self, name: str) -> bytes:
        """The bytes of one member.

        Raises:
            KeyError: If there is none of that name.
        """
        with zipfile.ZipFile(BytesIO(self.content)) as archive:
            return archive.read(name)


def read_bytes(path: Path, limits: Limits | None = None) -> bytes:
    """The bytes of a file, of at most 20 MiB where no limits are given.

    Raises:
        Refused: If it cannot be read or is larger.
    """
    place = path.name
    most = (limits or from_outside()).content
    try:
        if path.exists() and not path.is_file():
            raise Refused(Finding(place, _("is no ordinary file; name a file on a disk")))
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as fault:
        reason = reason_of(fault)
        sentence = _("cannot be read: {reason}").format(reason=reason)
        raise Refused(Finding(place, sentence)) from fault
    if len(content) > most:
        sentence = _("is larger than {most} MiB; it cannot be the file that was meant")
        raise Refused(Finding(place, sentence.format(most=most // 1024 // 1024)))
    return content


def check_zip(
    content: bytes,
    place: str,
    what: str,
    started: Started | None = None,
    limits: Limits | None = None,
) -> Checked:
    """Measure a zip, every member by its real bytes, and walk every XML part in it.

    Args:
        content: The file.
        place: What findings call it.
        what: What it should be, in the reader's language, e.g. an Excel workbook.
        started: Told of every XML element; it may raise `Refused`.
        limits: How much is taken in; without them as much as of any file from outside.

    Raises:
        Refused: With every finding that could be made without unpacking too much.
    """
    _check_signature(content, place, what)
    limits = limits or from_outside()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            refuse_if(_faults_of_list(members, place, limits))
            refuse_if(_faults_of_parts(archive, members, place, started, limits))
            return Checked(content, tuple(member.filename for member in members))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
        raise Refused(Finding(place, _damaged())) from fault
    except (NotImplementedError, RuntimeError) as fault:
        raise Refused(
            Finding(place, _("is packed in a way that cannot be read; save it again"))
        ) from fault


def _damaged() -> str:
    return _("is damaged or was not copied completely; copy it again or save it again")


def _check_signature(content: bytes, place: str, what: str) -> None:
    if content.startswith(_ZIP):
        return
    if content.startswith(_OLD):
        sentence = _(
            "is in the old format (.xls, .et, .doc, .wps) or encrypted; open it in WPS or Office "
            "and save it as .xlsx or .docx without a password"
        )
    elif not content:
        sentence = _("is empty")
    elif content.startswith(_EMPTY_ZIP):
        sentence = _damaged()
    else:
        sentence = _("is not {what}, whatever its name says").format(what=what)
    raise Refused(Finding(place, sentence))


def _faults_of_list(members: list[zipfile.ZipInfo], place: str, limits: Limits) -> list[Finding]:
    """What the list of members already tells."""
    if len(members) > MOST_MEMBERS:
        sentence = _("holds {count} parts; more than {most} are not opened")
        return [Finding(place, sentence.format(count=len(members), most=MOST_MEMBERS))]
    sentences = []
    if any(member.flag_bits & 1 for member in members):
        sentences.append(_("is encrypted; save it without a password"))
    if sum(member.file_size for member in members) > limits.unpacked:
        sentences.append(_unpacks_too_far(limits))
    for member in members:
        if member.file_size > SMALL_ENOUGH and (
            member.file_size > limits.ratio * max(1, member.compress_size)
        ):
            sentences.append(
                _("its part {part} unpacks to more than {ratio} times its size").format(
                    part=_shown(member.filename), ratio=limits.ratio
                )
            )
        if _leads_out(member.filename):
            sentences.append(
                _("its part {part} points out of the file").format(part=_shown(member.filename))
            )
    names = [member.filename.casefold() for member in members]
    if len(set(names)) != len(names):
        sentences.append(_("holds a part twice"))
    return [Finding(place, sentence) for sentence in sentences]


def _unpacks_too_far(limits: Limits) -> str:
    most = limits.unpacked // 1024 // 1024
    return _("unpacks to more than {most} MiB; it is not opened").format(most=most)


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]


def _shown(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name[:80])


def _faults_of_parts(
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    place: str,
    started: Started | None,
    limits: Limits,
) -> list[Finding]:
    """What the parts tell: their real size, and what stands in the XML among them."""
    findings: list[Finding] = []
    unpacked = 0
    for member in members:
        walk = _Walk(member.filename, started, limits.part)
        room = limits.unpacked - unpacked
        with archive.open(member) as file:
            while walk.size <= room and (piece := file.read(_PIECE)):
                walk.feed(piece)
        unpacked += walk.size
        if unpacked > limits.unpacked:
            findings.append(Finding(place, _unpacks_too_far(limits)))
            break
        walk.end()
        findings += [Finding(place, sentence) for sentence in walk.sentences]
        findings += walk.refused
    return findings


class _Trick(Exception):  # noqa: N818  raised through the parser, never further than below
    """A document type declaration: office programs write none, attacks need one."""


class _Walk:
    """One part of a zip, piece by piece: as long as it is XML, a parser goes over it.

    Attributes:
        size: Of what was fed, in bytes.
        sentences: What is wrong with the part.
        refused: What `started` found in it.
    """

    def __init__(self, member: str, started: Started | None, most: int) -> None:
        self.size = 0
        self.sentences: list[str] = []
        self.refused: tuple[Finding, ...] = ()
        self._part, self._most = _shown(member), most
        self._begun = self._over = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._doctype
        if started is not None:

            def element(name: str, attributes: dict[str, str]) -> None:
                started(member, name.rpartition(" ")[2], attributes)

            self._parser.StartElementHandler = element

    def feed(self, piece: bytes) -> None:
        """The next bytes; what follows on the first fault is only counted."""
        self.size += len(piece)
        if self._over:
            return
        if not self._begun and (start := piece.lstrip(_SPACE)):
            self._begun = True
            self._over = not start.startswith(_XML_STARTS)
        if self._begun and not self._over and self.size > self._most:
            self._stop(_("its part {part} is too large to be read"))
        self._parse(piece)

    def end(self) -> None:
        """No more bytes come."""
        if self._begun:
            self._parse(b"", final=True)

    def _parse(self, piece: bytes, *, final: bool = False) -> None:
        if self._over:
            return
        try:
            self._parser.Parse(piece, final)
        except _Trick:
            self._stop(_("its part {part} declares XML entities; such files are not opened"))
        except expat.ExpatError:
            self._stop(_("its part {part} is not readable XML; save the file again"))
        except Refused as refused:
            self._over, self.refused = True, refused.reasons

    def _stop(self, sentence: str) -> None:
        self._over = True
        self.sentences.append(sentence.format(part=self._part))

    @staticmethod
    def _doctype(*_declared: object) -> None:
        raise _Trick

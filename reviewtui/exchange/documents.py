"""Reading set and panel files: from bytes to the domain, with every finding at once."""

import errno
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reviewtui.domain.fields import TOML
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.indicator_set import IndicatorSet, read_set
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import Panel, read_panel
from reviewtui.domain.rule_fits import check_rule_fits
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.speech import Speech
from reviewtui.domain.states import Platform, Review, Status
from reviewtui.exchange import library
from reviewtui.locales import N_, _

if TYPE_CHECKING:
    from reviewtui.exchange.meeting_places import Places

MOST_BYTES: Final = 4 * 1024 * 1024
"""A panel of 5 000 candidates takes a tenth of it."""

_DEEPEST: Final = 20
_WHOLE_NUMBERS: Final = range(-(2**63), 2**63)
"""What TOML promises to carry; a longer number could not even be printed."""

_POSITION: Final = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")

_SYNTAX: Final = (
    ("Expected '=' after a key", N_("= is missing after the key")),
    ("Invalid value", N_("no value can be read here; texts and numbers stand in quotation marks")),
    ("Invalid statement", N_("neither a key nor a table begins here")),
    (
        "Invalid initial character for a key",
        N_("no key can be read here; an inline table in curly brackets stands on one line"),
    ),
    ("Unterminated string", N_("the closing quotation mark is missing")),
    (
        "Illegal character",
        N_("a character stands here that must not; is a quotation mark missing?"),
    ),
    ("Unescaped", N_("a backslash in a text must be doubled, or the text stand in single quotes")),
    ("Cannot overwrite a value", N_("this key stands here twice")),
    ("Duplicate inline table key", N_("this key stands here twice")),
    ("Cannot declare", N_("this table stands here twice; a list of tables needs [[ ]]")),
    ("Expected newline", N_("more text follows where the line should end")),
    ("Unclosed array", N_("the list is not closed with ]")),
    ("Unclosed inline table", N_("the inline table is not closed with a curly bracket")),
    ("Expected ']", N_("the table's name is not closed with ]")),
)
"""The parser's commonest complaints, in our words."""

_NO_TABLE: Final = IndicatorSet(
    id="",
    title="",
    title_en="",
    status=Status.UNOFFICIAL,
    platform=Platform.OTHER,
    authority="",
    document="",
    date=None,
    note="",
    cautions=(),
    rows=(),
    thresholds=(),
    articles={},
    data=None,
)
"""Stands in for a set that cannot be read, so that the panel's own faults are found too."""


@dataclass(frozen=True, slots=True)
class ReadPanel:
    """A panel file as far as it could be read; `panel` without `sheet` has no set.

    `places`: of a workbook, from which cell each key of its document came.
    """

    panel: Panel | None = None
    sheet: Sheet | None = None
    places: "Places | None" = None


def load_set(name: str | Path) -> IndicatorSet:
    """A set, by its id or by its file.

    Args:
        name: An id of the library, or a path; a text that ends in `.toml` or holds a
            slash is a path.

    Raises:
        Refused: With every finding, if there is no such set or it is not fit for use.
    """
    findings: list[Finding] = []
    path = name if isinstance(name, Path) else _set_path(name, Path(), "", findings)
    table = read_set_file(path, findings) if path else None
    refuse_if(findings)
    assert table is not None  # without a finding there is a table
    return table


def load_panel(path: Path) -> tuple[Panel, Sheet]:
    """A panel with its set and its sheet.

    Raises:
        Refused: With every finding of set, panel, sheet and rule, if one is not fit for use.
    """
    findings: list[Finding] = []
    read = read_panel_file(path, findings)
    refuse_if(findings)
    assert read.panel is not None  # without a finding there is a panel
    assert read.sheet is not None  # and its sheet
    return read.panel, read.sheet


def read_set_file(path: Path, findings: list[Finding]) -> IndicatorSet | None:
    """Read a set file; None if no table comes of it."""
    data = read_toml(path, findings)
    return None if data is None else read_set(data, path.name, findings)


def read_panel_file(path: Path, findings: list[Finding]) -> ReadPanel:
    """Read a panel file, TOML or the workbook, and the set it names, as far as can be."""
    if is_workbook(path):
        return _read_workbook(path, findings)
    data = read_toml(path, findings)
    return ReadPanel() if data is None else panel_of(data, path, findings)


def is_workbook(path: Path) -> bool:
    """Whether a file is, or claims to be, a workbook; a gate says whether it is one."""
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".et", ".xlsb"):
        return True
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    except (OSError, ValueError):
        return False


def _read_workbook(path: Path, findings: list[Finding]) -> ReadPanel:
    """The panel in a filled workbook; every finding of it stands at its cell."""
    from reviewtui.exchange.meeting_read import read_meeting
    from reviewtui.exchange.meeting_speech import FormSpeech

    def table_of(name: str) -> IndicatorSet | None:
        unsaid: list[Finding] = []  # the panel's own reading reports them
        set_path = _set_path(name, path.parent, "", unsaid)
        return read_set_file(set_path, unsaid) if set_path else None

    read = read_meeting(path, table_of, findings)
    if read is None:
        return ReadPanel()
    said = {finding.place for finding in findings if not finding.warning}
    own: list[Finding] = []
    result = panel_of(read.data, path, own, FormSpeech())
    findings += read.places.moved(own, said)
    return ReadPanel(result.panel, result.sheet, read.places)


def panel_of(
    data: dict[str, Any], path: Path, findings: list[Finding], speech: Speech = TOML
) -> ReadPanel:
    """The panel of a parsed document that stands (or would stand) at `path`."""
    head = data.get("panel")
    named = head.get("set") if isinstance(head, dict) else None
    table = None
    if isinstance(named, str) and named.strip():
        set_path = _set_path(named, path.parent, f"{path.name}: [panel] set", findings)
        table = read_set_file(set_path, findings) if set_path else None
    panel = read_panel(data, table or _NO_TABLE, path.name, findings, speech)
    if table is None or not _says_review(head):
        return ReadPanel(panel)  # which rows are scored hangs on both: more would be guesses
    sheet = make_sheet(panel, path.name, findings, speech)
    check_rule_fits(panel, sheet, path.name, findings)
    return ReadPanel(panel, sheet)


def _says_review(head: object) -> bool:
    return isinstance(head, dict) and head.get("review") in list(Review)


def read_toml(path: Path, findings: list[Finding]) -> dict[str, Any] | None:
    """The parsed document, or None with a finding that says why there is none.

    The text must be UTF-8 (a byte order mark is allowed) of at most 4 MiB.
    """
    place = path.name
    try:
        raw = _bytes_of(path)
        text = raw.decode("utf-8-sig")
    except Refused as refused:
        findings.extend(refused.reasons)
        return None
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        findings.append(
            Finding(
                f"{place}: " + _("line {line}").format(line=line),
                _("is not UTF-8 text; save the file again with the encoding UTF-8"),
            )
        )
        return None
    try:
        data = tomllib.loads(text)
    except RecursionError:
        findings.append(Finding(place, _("is nested too deeply to be read")))
        return None
    except ValueError as fault:
        findings.append(_syntax_finding(place, text, fault))
        return None
    before = len(findings)
    _check_sizes(data, place, "", 0, findings)
    return data if len(findings) == before else None


def _bytes_of(path: Path) -> bytes:
    """The file's bytes; Refused with a sentence if it cannot be read or is too large."""
    try:
        if path.is_dir():
            raise Refused(Finding(str(path), _("is a folder; name a file in it")))
        if path.exists() and not path.is_file():
            raise Refused(Finding(str(path), _("is no ordinary file")))
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        raise Refused(Finding(str(path), _unreadable(fault))) from None
    if len(raw) > MOST_BYTES:
        raise Refused(
            Finding(str(path), _("is larger than 4 MiB; it cannot be the file that was meant"))
        )
    return raw


def _unreadable(fault: OSError | ValueError) -> str:
    code = fault.errno if isinstance(fault, OSError) else None
    if code == errno.ENOENT or code is None:
        return _("there is no such file; check the name and the folder")
    if code in (errno.EACCES, errno.EPERM):
        return _("may not be read; ask for access to the file or copy it elsewhere")
    return _("cannot be read: {reason}").format(reason=fault)


def _set_path(name: str, folder: Path, place: str, findings: list[Finding]) -> Path | None:
    """Where a set lies that is named by its id or by a path relative to `folder`."""
    if name.endswith(".toml") or "/" in name or "\\" in name:
        return folder / name.replace("\\", "/")
    resource = library.find_set(name)
    if resource is not None:
        return resource.path
    findings.append(
        Finding(
            place,
            _(
                "there is no indicator set “{name}”; there are: {known} (or name the file of your "
                "own set)"
            ).format(name=name, known=_(", ").join(known.id for known in library.sets())),
        )
    )
    findings.extend(library.own_set_findings())
    return None


def _syntax_finding(place: str, text: str, fault: ValueError) -> Finding:
    """The parser's words with line and column; the commonest causes have their own sentence."""
    position = _POSITION.search(str(fault))
    said = _POSITION.sub("", str(fault)).strip()
    reason = next((_(ours) for theirs, ours in _SYNTAX if said.startswith(theirs)), said)
    if position is None:
        return Finding(place, _("is not TOML: {reason}").format(reason=reason))
    line = int(position[1]) if position[1] else text.count("\n") + 1
    column = int(position[2]) if position[2] else 1
    lines = text.split("\n")
    written = lines[line - 1] if line <= len(lines) else ""
    where = f"{place}: " + _("line {line}, column {column}").format(line=line, column=column)
    near = written[max(0, column - 2) : column + 1]
    if set(near) & set("\uff02\u201c\u201d\uff1d\uff0c\u3000"):
        return Finding(
            where,
            _("a full-width sign stands where TOML needs an ASCII one: quotation mark, =, comma"),
        )
    return Finding(where, _("is not TOML: {reason}").format(reason=reason))


def _check_sizes(value: object, place: str, key: str, depth: int, findings: list[Finding]) -> None:
    """Find numbers and nesting that no reader of this format can be asked to carry."""
    if depth > _DEEPEST:
        findings.append(Finding(f"{place}: {key}", _("is nested too deeply to be read")))
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_sizes(item, place, f"{key}.{name}" if key else name, depth + 1, findings)
    elif isinstance(value, list):
        for item in value:
            _check_sizes(item, place, key, depth + 1, findings)
    elif isinstance(value, int) and value not in _WHOLE_NUMBERS:
        findings.append(Finding(f"{place}: {key}", _("is longer than a whole number may be")))

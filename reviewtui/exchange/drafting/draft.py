"""The draft of a meeting: a panel's TOML that is on the disk before a change is called stored."""

import copy
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reviewtui.domain.conclusions import OPTIONS
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import Review
from reviewtui.domain.system_reasons import reason_of
from reviewtui.exchange.documents import is_workbook, panel_of, read_toml
from reviewtui.exchange.drafting.edits import named
from reviewtui.exchange.drafting.templates import Template, begun
from reviewtui.exchange.meeting_speech import FormSpeech
from reviewtui.exchange.panel_check import panel_warnings
from reviewtui.exchange.toml_text import toml_text
from reviewtui.locales import _
from reviewtui.session.whole_file import write_whole

Document = dict[str, Any]
"""A panel as design §11 writes it; of a draft anything may be missing."""

ENDING: Final = ".toml"
_BEFORE: Final = ".before.toml"


class Reading(NamedTuple):
    """A draft as far as it can be read; `table` is None while no usable set is named."""

    panel: Panel
    sheet: Sheet | None
    table: IndicatorSet | None
    findings: Sequence[Finding]


class Draft:
    """One panel file in the making.

    `data` is what stands on the disk; of a draft that was only begun nothing does yet.
    """

    def __init__(self, path: Path, data: Document, remarks: Sequence[str] = ()) -> None:
        self.path, self.data = path, data
        self._remarks = tuple(remarks)
        self._foreign = b""
        self._stored = b""
        self._read: Reading | None = None

    @classmethod
    def open(cls, path: Path) -> "Draft":
        """The draft, or the panel somebody wrote, that lies there.

        Raises:
            Refused: If it cannot be read, or is no panel.
        """
        if _is_session(path):
            said = _(
                "this is the session of a meeting, not a plan: its table, rule and weights are "
                "fixed; people and facts are amended on the desk"
            )
            raise Refused(Finding(path.name, said))
        if is_workbook(path):
            said = _(
                "is a workbook: correct it there, or make a draft of it once it has no fault: "
                "reviewtui new {file} --toml {draft}"
            )
            name = path.with_suffix(ENDING).name
            raise Refused(Finding(path.name, said.format(file=path.name, draft=name)))
        findings: list[Finding] = []
        data = read_toml(path, findings)
        refuse_if(findings)
        assert data is not None  # without a finding there is a document
        if not isinstance(data.get("panel"), dict):
            raise Refused(Finding(str(path), _("is no panel: it has no table [panel]")))
        if faults := _misshapen(data):
            raise Refused(*(Finding(str(path), fault) for fault in faults))
        raw = path.read_bytes()
        draft = cls(path, data, _remarks_of(raw.decode("utf-8-sig")))
        draft._stored = raw
        if draft._text(data).encode() != raw:
            draft._foreign = raw
        return draft

    @classmethod
    def begin(cls, path: Path, review: Review, template: Template | None = None) -> "Draft":
        """A new draft: the review type, and the rule that most meetings have, or a template's.

        Its file appears with the first thing that is filled in, not before.

        Raises:
            Refused: If there is a file of that name.
        """
        if path.exists():
            raise _taken(path)
        data: Document = {
            "panel": {"review": review.value},
            "rule": {
                "granularity": "primaries",
                "scale": "points",
                "step": "0.5",
                "order": "by_expert",
                "average": "mean",
                "round": {"total": 2},
            },
            "weights": {"kind": "points"},
        }
        if review in OPTIONS:
            data["conclusions"] = {"options": list(OPTIONS[review])}
        if template is not None:
            data = named(begun(data, template), data)
        return cls(path, data)

    @property
    def stored(self) -> bool:
        """Whether it lies on the disk."""
        return bool(self._stored)

    @property
    def rewritten(self) -> bool:
        """Whether the next change sets a file anew that people wrote; a copy of it is kept."""
        return bool(self._foreign)

    @property
    def kept_copy(self) -> Path:
        """Where the text that people wrote is kept, comments and all."""
        return self.path.with_name(self.path.stem + _BEFORE)

    def change(self, data: Document) -> None:
        """Store another state of the draft: whole on the disk, or not at all.

        Raises:
            Refused: If it was not written, or somebody else wrote the file meanwhile; the
                draft is as before.
        """
        data = named(copy.deepcopy(data), self.data)
        if data == self.data:
            return
        if self.stored:
            self._check_untouched()
        if self._foreign:
            self._keep_foreign()
        self._write(data, replace=self.stored)
        self.data, self._read = data, None

    def read(self) -> Reading:
        """The panel as far as it goes, and every finding that `check` has."""
        if self._read is None:
            findings: list[Finding] = []
            read = panel_of(self.data, self.path, findings, FormSpeech())
            assert read.panel is not None  # of a document there is always one
            table = None
            if read.sheet is not None:
                table = read.panel.table
                findings += panel_warnings(read.panel, read.sheet, self.path.name)
            self._read = Reading(read.panel, read.sheet, table, tuple(findings))
        return self._read

    def read_anew(self) -> None:
        """Let the next reading look at the files again: a set may have been corrected."""
        self._read = None

    def _check_untouched(self) -> None:
        try:
            found = self.path.read_bytes()
        except FileNotFoundError:
            return  # what is in memory is all there is; it is written again
        except OSError as fault:
            raise _not_written(self.path, fault) from fault
        if found != self._stored:
            sentence = _("was changed by somebody else meanwhile; leave and open it again")
            raise Refused(Finding(str(self.path), sentence))

    def _keep_foreign(self) -> None:
        try:
            write_whole(self.kept_copy, self._foreign)
        except FileExistsError:
            pass  # an older text is kept already: the oldest one is the people's own
        except OSError as fault:
            raise _not_written(self.kept_copy, fault) from fault
        self._foreign = b""

    def _write(self, data: Document, *, replace: bool) -> None:
        content = self._text(data).encode()
        try:
            write_whole(self.path, content, replace=replace)
        except FileExistsError:
            raise _taken(self.path) from None
        except OSError as fault:
            raise _not_written(self.path, fault) from fault
        self._stored = content

    def _text(self, data: Document) -> str:
        return toml_text(data, self._remarks)


def _is_session(path: Path) -> bool:
    from reviewtui.exchange.incoming import SQLITE

    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False  # reading it says why


def _taken(path: Path) -> Refused:
    return Refused(Finding(str(path), _("is there already; name another")))


def _not_written(path: Path, fault: OSError) -> Refused:
    sentence = _("was not stored: {reason}; what was stored before is still there")
    return Refused(Finding(str(path), sentence.format(reason=reason_of(fault))))


def _remarks_of(text: str) -> list[str]:
    """The comment at the top of a file."""
    found = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        found.append(line[1:].removeprefix(" "))
    return found


def _misshapen(data: Document) -> list[str]:
    """What cannot be edited field by field: tables that are none, and values we do not write."""
    faults = []
    for key in ("panel", "rule", "weights", "grades", "conclusions", "assignment", "comparisons"):
        if not isinstance(data.get(key, {}), dict):
            faults.append(_("[{key}] must be a table").format(key=key))
    for key in ("experts", "candidates", "recusals", "overlays", "settled"):
        items = data.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            faults.append(_("must be a list of tables: [[{key}]]").format(key=key))
    try:
        tomllib.loads(toml_text(data))
    except (TypeError, ValueError) as fault:
        sentence = _("holds a value that is not written here: {value}")
        faults.append(sentence.format(value=fault))
    return faults

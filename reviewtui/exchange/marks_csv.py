"""`MARKS.csv`: marks from another system, one line each, taken in whole or not at all.

Header `expert,candidate,indicator,mark,state,comment`; UTF-8. An expert without any line
has no ballot and is absent; a missing line is a blank cell (design §8, §11).
"""

import csv
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final, TextIO

import reviewtui
from reviewtui.domain.ballot import Ballot, Channel
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.system_reasons import reason_of
from reviewtui.exchange.marks_reader import Line, LineReader
from reviewtui.locales import _

HEADER: Final = ["expert", "candidate", "indicator", "mark", "state", "comment"]

MOST_FINDINGS: Final = 1000
"""A file for another panel would have one per line; the rest is counted, not listed."""


def read_marks(
    source: Path | TextIO, panel: Panel, sheet: Sheet, *, session_id: str = "", now: int = 0
) -> list[Ballot]:
    """The ballots of a marks file, one per expert with a line, in the panel's order.

    Args:
        source: The file, or a stream of its lines.
        panel: Names experts, candidates, assignment and the recusals known before.
        sheet: Says which rows are judged, with bounds and steps.
        session_id: The session the ballots are for.
        now: UTC, milliseconds since 1970.

    Raises:
        Refused: With every finding and its line, up to a thousand; nothing is taken then.
    """
    name = source.name if isinstance(source, Path) else _("standard input")
    found = _Found(name)
    reader = LineReader(panel, sheet, found.add)
    number = 0
    for number, fields in _records(source, found):
        if len(fields) != len(HEADER):
            found.add(
                number,
                _("has {count} fields instead of {wanted}; a comma in a text needs quotes").format(
                    count=len(fields), wanted=len(HEADER)
                ),
            )
            continue
        expert, candidate, indicator, mark, state = map(str.strip, fields[:5])
        reader.read(Line(number, expert, candidate, indicator, mark, state, fields[5]))
    found.refuse()
    if not number:
        raise Refused(Finding(name, _("there is no line with marks below the header")))
    return [
        Ballot(
            session=session_id,
            expert=taken.expert,
            sheet=sheet.hash,
            channel=Channel.IMPORT,
            cells=taken.cells,
            standings=taken.standings,
            comments=taken.comments,
            written_at=now,
            app=reviewtui.__version__,
        )
        for taken in reader.taken()
    ]


class _Found:
    """Findings of one file by line, listed up to a limit."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.listed: list[Finding] = []
        self.further = 0

    def add(self, line: int, sentence: str) -> None:
        """Note a finding at a line; 0 is the file as a whole."""
        if len(self.listed) == MOST_FINDINGS:
            self.further += 1
            return
        where = _("line {line}").format(line=line) if line else ""
        self.listed.append(Finding(f"{self.name}: {where}" if line else self.name, sentence))

    def refuse(self) -> None:
        """Raise what was found, if anything was."""
        if self.further:
            self.listed.append(
                Finding(self.name, _("and {count} findings more").format(count=self.further))
            )
        if self.listed:
            raise Refused(*self.listed)


def _records(source: Path | TextIO, found: _Found) -> Iterator[tuple[int, list[str]]]:
    """The records below the header with the lines they begin on; unreadable ones are found."""
    line = 0
    try:
        if isinstance(source, Path):
            kind = source.stat().st_mode
            if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):  # a device may never end
                found.add(0, _("is no ordinary file; name a file on a disk"))
                return
        with _opened(source) as file:
            records = csv.reader(file, strict=True)
            header = next(records, [])
            if header != HEADER:
                found.add(1, _header_fault(header))
                return
            line = records.line_num
            for fields in records:
                if fields:
                    yield line + 1, fields
                line = records.line_num
    except UnicodeDecodeError:
        found.add(
            0,
            _(
                "is not UTF-8 text; in a spreadsheet save it as “CSV UTF-8 (comma delimited)” "
                "and import it again"
            ),
        )
    except csv.Error as fault:
        found.add(
            line + 1,
            _("cannot be split into fields: {reason}; the lines below were not read").format(
                reason=fault
            ),
        )
    except OSError as fault:
        found.add(0, _("cannot be read: {reason}").format(reason=reason_of(fault)))


def _opened(source: Path | TextIO) -> AbstractContextManager[TextIO]:
    if isinstance(source, Path):
        return source.open(encoding="utf-8-sig", newline="")
    return nullcontext(source)


def _header_fault(header: list[str]) -> str:
    wanted = ",".join(HEADER)
    written = ",".join(header)
    if ";" in written or "\t" in written:
        return _("the fields are not separated by commas; the header must be {header}").format(
            header=wanted
        )
    return _("the header is “{written}”; it must be {header}").format(
        written=written[:100], header=wanted
    )

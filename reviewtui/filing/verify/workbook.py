"""Whether a workbook still says what the record in it leads to, cell by cell.

It is laid out again from the record on its hidden sheet and compared: every formula, every
number, every text, also after another program has saved it. That the record itself is the
right one, the content hash tells, which stands on the signed papers.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from reviewtui.domain.ballot import check_code
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.states import AWAY
from reviewtui.exchange.zip_gate import Limits, check_zip, read_bytes
from reviewtui.filing.collector import uncollected
from reviewtui.filing.kept import informing_from, record_from
from reviewtui.filing.model import Book, Grid, Progress, silent
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.about import people_rows
from reviewtui.filing.sheets.kept_sheet import NAME
from reviewtui.filing.verify.cells import BadPart
from reviewtui.filing.verify.comparing import Results, differing_cells
from reviewtui.filing.verify.conditional import conditional_findings
from reviewtui.filing.verify.drawn import differing_charts
from reviewtui.filing.verify.edges import differing_edges
from reviewtui.filing.verify.formulas import same_formula
from reviewtui.filing.verify.looks import Looks
from reviewtui.filing.verify.package import Package
from reviewtui.filing.verify.shown import lying_over, shown_otherwise
from reviewtui.filing.verify.unseen import Unseen, left_off_paper
from reviewtui.filing.verify.verified import Outcome, Subject, Verified
from reviewtui.filing.workbook import ENDING, make_book
from reviewtui.locales import _, speaking
from reviewtui.session.marks import marks_of

DEFLATE: Final = 1_032
"""Times its size that anything can unpack to at most: one text over and over again."""

LIMITS: Final = Limits(64 * 1024 * 1024, 768 * 1024 * 1024, 512 * 1024 * 1024, DEFLATE)
"""Our own workbook of 30 experts, 200 candidates and 40 rows takes 26 MiB, unpacked 290 MiB, of
them 227 MiB in one sheet; it must be read back, and so must one whose comments repeat one word.
What others fill in is held to less."""


def is_workbook(path: Path) -> bool:
    """Whether its name says so."""
    return path.is_file() and path.suffix.lower() == ENDING


class NoRecord(Refused):
    """A workbook without a record to be checked against."""


class Compared(NamedTuple):
    """What a workbook holds.

    Attributes:
        kept: The record on its hidden sheet, as it stands there.
        record: The same, read.
        findings: What on its sheets is not what the record leads to.
    """

    kept: Mapping[str, Any]
    record: Record
    findings: tuple[Finding, ...]


@uncollected()
def verify_workbook(path: Path, progress: Progress = silent) -> Verified:
    """Compare a workbook with the record that it carries.

    Args:
        path: The .xlsx.
        progress: Told the sheet that is being compared.

    Raises:
        Refused: If it cannot be read, or carries no record.
    """
    found = compare_workbook(read_bytes(path, LIMITS), path.name, progress)
    record = found.record
    rounds = [ballot.round for ballot in record.ballots.values()]
    number = max(rounds + [one.begun.number for one in record.rounds], default=1)
    outcome = Outcome(number, record.content, check_code(record.content))
    return Verified(Subject.WORKBOOK, found.findings, rounds=(outcome,))


def compare_workbook(content: bytes, name: str, progress: Progress = silent) -> Compared:
    """The same of the bytes of a file; `name` is what findings call it."""
    check_zip(content, name, _("an Excel workbook"), limits=LIMITS)
    try:
        return _compared(Package(content), name, progress)
    except BadPart as fault:
        sentence = _("cannot be read as a workbook; open it in WPS or Excel and save it again")
        raise Refused(Finding(name, sentence)) from fault


def _compared(package: Package, name: str, progress: Progress) -> Compared:
    if NAME not in package.sheets:
        sentence = _("carries no record to be checked against; it was not exported by this program")
        raise NoRecord(Finding(name, sentence))
    kept = _kept(package, name)
    record = record_from(kept)
    informing = informing_from(kept, record)
    language = str(kept.get("language"))
    with speaking(language):
        book = make_book(record, detail=kept.get("detail") == 1, informing=informing)
    findings: list[Finding] = []
    known, results, looks = {NAME}, Results(), Looks(package.look_of, package.palette)
    for at in range(len(book.grids) - 1):  # the last one is the record itself
        findings += _differing_sheet(book, at, language, package, known, (results, looks), progress)
    findings += _differing_names(book, package)
    findings += [
        Finding(name, _("this sheet was not exported"))
        for name in package.sheets
        if name not in known
    ]
    if kept.get("content") != record.content:
        findings.append(Finding(NAME, _("the record does not have the content hash it states")))
    findings += _differing_ballots(record)
    findings += shown_otherwise(package, name)
    findings += results.findings(name)
    return Compared(kept, record, tuple(findings))


def _differing_ballots(record: Record) -> Iterator[Finding]:
    """Marks in the record that the ballots in it do not say; the content hash names those."""
    for expert, ballot in record.ballots.items():
        for candidate, own in marks_of(ballot, record.sheet).items():
            kept = record.marks.get(expert, {}).get(candidate)
            if own.standing not in AWAY and kept != own:
                sentence = _("the marks of expert {expert} for {candidate} are not his ballot's")
                yield Finding(NAME, sentence.format(expert=expert, candidate=candidate))


def _kept(package: Package, name: str) -> dict[str, Any]:
    text = "".join(seen.value for seen in package.cells(NAME) if seen.column == 1)
    try:
        value = json.loads(text, parse_float=_no_float)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        sentence = _("the hidden sheet does not hold the record of a workbook")
        raise Refused(Finding(name, sentence))
    return value


def _no_float(text: str) -> None:
    raise ValueError(text)


def _differing_sheet(
    book: Book,
    at: int,
    language: str,
    package: Package,
    known: set[str],
    told: tuple[Results, Looks],
    progress: Progress,
) -> Iterator[Finding]:
    """Every difference on one sheet, which is laid out for it and let go at the end."""
    with speaking(language):
        grid, listed = book.grids[at], _("About this workbook")
    progress(grid.name)
    known.add(grid.name)
    if grid.name not in package.sheets:
        yield Finding(grid.name, _("this sheet is gone"))
        return
    yield from differing_charts(grid, [*package.charts(grid.name)])
    yield from lying_over(grid, package)
    yield from differing_edges(grid, package)
    if grid.name in package.hidden:
        yield Finding(grid.name, _("this sheet is hidden"))
    people = people_rows(grid) if grid.name == listed else range(0)
    last = people.start - 1 if people else grid.last_row
    yield from left_off_paper(grid, package.printed.get(grid.name, ""), last)
    around = Unseen()
    if not package.is_as_written(grid, around):
        yield from differing_cells(grid, package.cells(grid.name, around), people, *told)

    def again() -> Grid:
        with speaking(language):
            return book.grids[at]

    yield from around.findings(grid, again)
    yield from conditional_findings(grid.name, around.conditional, package.conditional)


def _differing_names(book: Book, package: Package) -> Iterator[Finding]:
    """Names in formulas that lead elsewhere than they did; in formulas case makes no difference."""
    there = {one.name.casefold(): one for one in package.names if not one.local}
    for name, place in book.names.items():
        seen = there.get(name.casefold())
        if seen is None:
            yield Finding(name, _("this name of a cell is gone"))
        elif not same_formula(seen.place, place):
            sentence = _("this name leads to {seen} where it led to {written}")
            yield Finding(name, sentence.format(seen=seen.place[:80], written=place))
    own = {name.casefold() for name in book.names}
    for one in package.names:
        if one.local and one.name.casefold() in own:
            yield Finding(one.name, _("this name means another cell on one of the sheets"))

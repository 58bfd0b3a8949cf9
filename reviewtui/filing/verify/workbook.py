"""Whether a workbook still says what the record in it leads to, cell by cell.

It is laid out again from the record on its hidden sheet and compared: every formula, every
number, every text, also after another program has saved it. That the record itself is the
right one, the content hash tells, which stands on the signed papers.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from reviewtui import locales
from reviewtui.domain.ballot import check_code
from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange.zip_gate import Limits, check_zip, read_bytes
from reviewtui.filing.collector import uncollected
from reviewtui.filing.kept import informing_from, record_from
from reviewtui.filing.model import Book, Progress, silent
from reviewtui.filing.sheets.kept_sheet import NAME
from reviewtui.filing.verify.cells import BadPart
from reviewtui.filing.verify.comparing import differing_cells
from reviewtui.filing.verify.drawn import differing_charts
from reviewtui.filing.verify.formulas import same_formula
from reviewtui.filing.verify.package import Package
from reviewtui.filing.verify.verified import Outcome, Subject, Verified
from reviewtui.filing.workbook import ENDING, make_book
from reviewtui.locales import _

LIMITS: Final = Limits(64 * 1024 * 1024, 768 * 1024 * 1024, 512 * 1024 * 1024)
"""Our own workbook of 30 experts, 200 candidates and 40 rows takes 26 MiB, unpacked 290 MiB, of
them 227 MiB in one sheet; it must be read back. What others fill in is held to less."""

_T = TypeVar("_T")


def is_workbook(path: Path) -> bool:
    """Whether its name says so."""
    return path.is_file() and path.suffix.lower() == ENDING


@uncollected()
def verify_workbook(path: Path, progress: Progress = silent) -> Verified:
    """Compare a workbook with the record that it carries.

    Args:
        path: The .xlsx.
        progress: Told the sheet that is being compared.

    Raises:
        Refused: If it cannot be read, or carries no record.
    """
    content = read_bytes(path, LIMITS)
    check_zip(content, path.name, _("a workbook"), limits=LIMITS)
    try:
        return _verified(Package(content), path, progress)
    except BadPart as fault:
        sentence = _("cannot be read as a workbook; open it in WPS or Excel and save it again")
        raise Refused(Finding(path.name, sentence)) from fault


def _verified(package: Package, path: Path, progress: Progress) -> Verified:
    if NAME not in package.sheets:
        sentence = _("carries no record to be checked against; it was not exported by this program")
        raise Refused(Finding(path.name, sentence))
    kept = _kept(package, path)
    record, informing = record_from(kept), informing_from(kept)
    detail, content = kept.get("detail") == 1, kept.get("content")
    language = "en" if kept.get("language") == "en" else "zh"
    del kept
    book = _in(language, lambda: make_book(record, detail=detail, informing=informing))
    findings: list[Finding] = []
    known = {NAME}
    for at in range(len(book.grids) - 1):  # the last one is the record itself
        findings += _differing_sheet(book, at, language, package, known, progress)
    findings += _differing_names(book, package)
    findings += [
        Finding(name, _("this sheet was not exported"))
        for name in package.sheets
        if name not in known
    ]
    if content != record.content:
        findings.append(Finding(NAME, _("the record does not have the content hash it states")))
    rounds = [ballot.round for ballot in record.ballots.values()]
    number = max(rounds + [one.begun.number for one in record.rounds], default=1)
    outcome = Outcome(number, record.content, check_code(record.content))
    return Verified(Subject.WORKBOOK, tuple(findings), rounds=(outcome,))


def _kept(package: Package, path: Path) -> dict[str, Any]:
    text = "".join(seen.value for seen in package.cells(NAME) if seen.column == 1)
    try:
        value = json.loads(text, parse_float=_no_float)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        sentence = _("the hidden sheet does not hold the record of a workbook")
        raise Refused(Finding(path.name, sentence))
    return value


def _no_float(text: str) -> None:
    raise ValueError(text)


def _in(language: str, work: Callable[[], _T]) -> _T:
    """What comes out of some work that is done in another language than the reader's."""
    reader = locales.language()
    try:
        locales.use(language)
        return work()
    finally:
        locales.use(reader)


def _differing_sheet(
    book: Book, at: int, language: str, package: Package, known: set[str], progress: Progress
) -> Iterator[Finding]:
    """Every difference on one sheet, which is laid out for it and let go at the end."""
    grid = _in(language, lambda: book.grids[at])
    progress(grid.name)
    known.add(grid.name)
    if grid.name not in package.sheets:
        yield Finding(grid.name, _("this sheet is gone"))
        return
    yield from differing_charts(grid, [*package.charts(grid.name)])
    if not package.is_as_written(grid):
        names = grid.name == _in(language, lambda: _("About this workbook"))
        yield from differing_cells(grid, package.cells(grid.name), names=names)


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

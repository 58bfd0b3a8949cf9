"""What people read in an archive, made again from the rest of it and compared."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from reviewtui.domain.findings import Finding
from reviewtui.domain.paper import Paper, on_paper
from reviewtui.filing.archive import layout
from reviewtui.filing.archive.reading import Folder
from reviewtui.filing.archive.written import build, readable_files
from reviewtui.filing.pack.html import begins_with, html_page
from reviewtui.filing.record import Record
from reviewtui.filing.workbook import make_book
from reviewtui.locales import _, speaking

if TYPE_CHECKING:
    from reviewtui.session.papers import Papers
    from reviewtui.session.session import Session

_LONG: Final = 2 * 1024 * 1024
"""Bytes of a page: about ten experts, ten candidates and forty rows."""


def archived_pages(
    session: "Session",
    papers: "Papers",
    there: Folder,
    records: Mapping[int, Record],
    cover: Mapping[str, Any],
) -> tuple[list[Finding], list[Finding]]:
    """What disagrees in pages and texts, and that it cannot be told of another build's.

    Args:
        session: Built again from the archive's papers.
        papers: These.
        there: The archive's files.
        records: What the ballots of each round come to.
        cover: What the archive says of itself.
    """
    if cover["versions"].get("build") != build():
        said = _("pages and texts were written by another build of the program: not compared")
        return [], [Finding(layout.README, said)]
    body, head, binding = cover["paper"]
    app = cover["versions"]["archived_with"]
    records = {number: replace(record, app=app) for number, record in records.items()}
    with speaking(str(cover["language"])), on_paper(Paper(body, head, float(binding))):
        files = readable_files(session, papers, records, cover)
        notes = [
            note
            for number, record in records.items()
            if record.verdict.refused is None and (note := _page(number, record, there, files))
        ]
    said = _("says otherwise than what it was made from")
    return [
        Finding(name, said) for name, content in files.items() if there.files.get(name) != content
    ], notes


def _page(number: int, record: Record, there: Folder, files: dict[str, bytes]) -> Finding | None:
    """Add the page of a round to what is compared; of a long one what stands above the lists.

    Making a long page again takes as long as all the rest; the marks that it lists stand in a
    table, which is compared.
    """
    name = layout.page_file(number)
    page, book = there.files.get(name, b""), make_book(record)
    if len(page) <= _LONG:
        files[name] = html_page(book)
        return None
    above = takewhile(lambda grid: grid.name != _("Indicators and full marks"), book.grids)
    files[name] = page if begins_with(page, above) else b""
    return Finding(name, _("its results were compared, its lists of marks only in the tables"))

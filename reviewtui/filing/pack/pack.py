"""The print pack: its papers in the order in which offices staple them, and its files.

Before the opening it holds only what is blind, and where the rule gives no result only what
needs none; it names the papers that are then absent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui import __version__
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.further_round import RoundStart
from reviewtui.domain.system_reasons import reason_of
from reviewtui.filing.gathering import gather
from reviewtui.filing.model import Book, Grid, Progress, silent
from reviewtui.filing.pack import forms
from reviewtui.filing.pack.docx import word_document
from reviewtui.filing.pack.html import html_page
from reviewtui.filing.pack.occasion import Occasion, occasion_of
from reviewtui.filing.pack.opinion import opinion
from reviewtui.filing.pack.people import attendance, declaration, expert_names
from reviewtui.filing.pack.personal import personal
from reviewtui.filing.pack.rule_page import rule_page
from reviewtui.filing.pack.signing import dissent, sign_off
from reviewtui.filing.record import Record
from reviewtui.filing.sheet_names import sheet_names
from reviewtui.filing.sheets.conclusions import conclusions
from reviewtui.filing.sheets.one_expert import one_expert, page_blocks
from reviewtui.filing.sheets.summary import summary
from reviewtui.filing.unnamed import by_number, unnamed
from reviewtui.filing.writer import AlreadyThere, book_bytes
from reviewtui.locales import N_, _
from reviewtui.session.round_start import every_start
from reviewtui.session.whole_file import write_whole

if TYPE_CHECKING:
    from reviewtui.session.desk_change import Changed
    from reviewtui.session.session import Session
    from reviewtui.tally.verdict import Verdict


@dataclass(frozen=True)
class Source:
    """What the papers are made from.

    Attributes:
        record: What was opened; None before the opening.
        changes: What was changed at the desk, as far as it is open.
        detail: Whether every row of every expert is printed too.
    """

    session: "Session"
    occasion: Occasion
    record: Record | None
    changes: tuple["Changed", ...] = ()
    detail: bool = False

    @property
    def result(self) -> Record:
        """The record, on a paper that is made only where there is one."""
        assert self.record is not None
        return self.record

    @property
    def starts(self) -> Mapping[str, RoundStart]:
        """What experts begin a further round with."""
        return every_start(self.session.meeting, self.occasion.round)


class Needs(Enum):
    """What a paper cannot be made without."""

    NOTHING = "nothing"
    BALLOTS = "ballots"
    RESULT = "result"


class Paper(NamedTuple):
    """One paper of the pack.

    Attributes:
        title: Message id of its name.
        grids: Makes its pages; none where there is nothing to print.
        needs: Whether it can be made before the opening, or where the rule gives no result.
        absent: Message id of the sentence for when it has no page.
    """

    title: str
    grids: Callable[[Source], list[Grid]]
    needs: Needs = Needs.NOTHING
    absent: str = ""


class Pack(NamedTuple):
    """What was written.

    Attributes:
        files: In their order.
        absent: Of every paper that is not in it, the reason, a sentence each; then why the
            rule gives no result, where one is absent for that.
        undecided: Whether one is.
        rule: Whether the rule page is in it: printed, it freezes the rule.
    """

    files: tuple[Path, ...]
    absent: tuple[str, ...]
    rule: bool = False
    undecided: bool = False


def _personal(source: Source) -> list[Grid]:
    record = source.result
    sitting = [item for item in record.panel.experts if item.code in record.ballots]
    codes = [item.code for item in sitting]
    names = sheet_names(_("Sheet of expert {number}"), codes)
    found = []
    for name, expert in zip(names, sitting, strict=True):
        found.append(personal(record, name, expert.code))
        if source.detail:
            blocks = page_blocks(record, expert)
            for number, block in enumerate(blocks, 1):
                rows = _("{name}, rows").format(name=name)
                called = f"{rows} {number}" if len(blocks) > 1 else rows
                found.append(one_expert(record, called, expert, block))
    return found


def _summary(source: Source) -> list[Grid]:
    record = source.result
    asked = record.panel.rule.conclusions
    return [*([conclusions(record, asked)] if asked else []), summary(record)]


RULE_PAGE: Final = N_("Rule page")

PAPERS: Final = (
    Paper(N_("Attendance"), lambda source: [attendance(source.occasion)]),
    Paper(N_("Declaration and recusal"), lambda source: [declaration(source.occasion)]),
    Paper(RULE_PAGE, lambda source: [rule_page(source.occasion)]),
    Paper(N_("Submissions confirmed"), lambda source: forms.signature_list(source.occasion)),
    Paper(
        N_("Personal score sheets"),
        _personal,
        Needs.BALLOTS,
        N_("no ballot counts"),
    ),
    Paper(N_("Score summary"), _summary, Needs.RESULT),
    Paper(
        N_("Panel opinion"),
        lambda source: [opinion(source.result, named=source.occasion.named)],
        Needs.BALLOTS,
    ),
    Paper(N_("Dissenting opinion"), lambda source: [dissent(source.occasion)]),
    Paper(
        N_("Change slips"),
        lambda source: forms.change_slips(source.session, source.occasion, source.changes),
        Needs.BALLOTS,
        N_("nothing was changed at the desk"),
    ),
    Paper(
        N_("Sign-off list"),
        lambda source: [sign_off(source.result, named=source.occasion.named)],
        Needs.RESULT,
    ),
    Paper(
        N_("Blank score sheets"),
        lambda source: forms.blank_sheets(source.occasion, source.starts),
        absent=N_("no expert has a candidate to judge"),
    ),
)
"""In the order in which they are stapled; their numbers are their places."""

WORD: Final = {N_("Score summary"): N_("score-summary"), N_("Panel opinion"): N_("panel-opinion")}
"""Papers that are written as Word documents too, and the names of the files."""


def print_pack(
    session: "Session",
    verdict: "Verdict | None",
    folder: Path,
    *,
    only: Sequence[int] = (),
    detail: bool = False,
    named: bool = False,
    force: bool = False,
    round: int | None = None,  # noqa: A002  the domain's word
    progress: Progress = silent,
) -> Pack:
    """Write the pack of one round.

    Args:
        session: Of the desk.
        verdict: The result, or that the rule gives none; None before the opening.
        folder: Where to; made if need be.
        only: Numbers of papers, from 1; empty for all.
        detail: Whether to add every expert's marks row by row.
        named: Whether experts stand by name beside their number.
        force: Whether files of these names are replaced.
        round: Whose marks the verdict was computed from.
        progress: Told what is being done, a few words at a time.

    Raises:
        AlreadyThere: If a file is there and not to be replaced; nothing is written then.
        Refused: If there is nothing to print, or it cannot be written.
    """
    round = round or session.meeting.official  # noqa: A001
    occasion = occasion_of(session, round, named=named)
    record = None
    changes: tuple[Changed, ...] = ()
    if verdict is not None:
        from reviewtui.filing.pack.changed import changes_at_desk

        record = gather(session, verdict, f"reviewtui {__version__}", number=round)
        changes = changes_at_desk(session, round)
        if not named:
            record, said = unnamed(record), by_number(session.panel)
            changes = tuple(
                item._replace(by=tuple(map(said, item.by)), reason=said(item.reason))
                for item in changes
            )
    source = Source(session, occasion, record, changes, detail)
    made, absent, undecided = _papers(source, only, progress)
    absent += map(str, undecided)
    if not made:
        raise Refused(*(Finding("", sentence) for sentence in absent))
    written = write_files(_files(source, made, progress), folder, force=force)
    return Pack(written, tuple(absent), RULE_PAGE in made, undecided=bool(undecided))


def _papers(
    source: Source, only: Sequence[int], progress: Progress
) -> tuple[dict[str, list[Grid]], list[str], tuple[Finding, ...]]:
    """The pages of every paper by its title, why a paper has none, and why there is no result
    where one lacks it."""
    made: dict[str, list[Grid]] = {}
    absent: list[str] = []
    undecided: tuple[Finding, ...] = ()
    for number, paper in enumerate(PAPERS, 1):
        if only and number not in only:
            continue
        name = _(paper.title)
        progress(_("{number}. {paper}").format(number=number, paper=name))
        if paper.needs is not Needs.NOTHING and source.record is None:
            why = _("the ballots are not opened yet")
        elif paper.needs is Needs.RESULT and source.result.verdict.refused is not None:
            why = _("the rule gives no result")
            undecided = source.result.verdict.refused.reasons
        elif grids := paper.grids(source):
            made[paper.title] = grids
            continue
        else:
            why = _(paper.absent)
        sentence = _("{number}. {paper}: not in the pack, {why}")
        absent.append(sentence.format(number=number, paper=name, why=why))
    return made, absent, undecided


def _files(source: Source, made: dict[str, list[Grid]], progress: Progress) -> dict[str, bytes]:
    """Every file of the pack by its name."""
    whole = made_book(source, [grid for grids in made.values() for grid in grids], _("Print pack"))
    files = both(_("print-pack"), whole, progress)
    for title, stem in WORD.items():
        if title in made:
            progress(_("Word document: {paper}").format(paper=_(title)))
            files[_(stem) + ".docx"] = word_document(made_book(source, made[title], _(title)))
    listed = [expert_names(source.occasion)]
    names = made_book(source, listed, _("List of experts, kept separately"))
    return files | both(_("expert-names-kept-separately"), names, silent)


def made_book(source: Source, grids: list[Grid], title: str) -> Book:
    """Grids as a book that carries the session's hours, not today's."""
    record, panel = source.record, source.occasion.panel
    return Book(
        title=f"{panel.title} {title}",
        author=panel.organiser or "reviewtui",
        frozen_at=record.frozen_at if record else source.occasion.made_at,
        grids=tuple(grid.without_formulas() for grid in grids),
    )


def both(stem: str, book: Book, progress: Progress) -> dict[str, bytes]:
    """A book as a workbook and as a page for a browser, by file name."""
    workbook = book_bytes(book, progress=progress)
    progress(_("the page for a browser"))
    return {f"{stem}.xlsx": workbook, f"{stem}.html": html_page(book)}


def write_files(files: Mapping[str, bytes], folder: Path, *, force: bool) -> tuple[Path, ...]:
    """Write files into a folder, none of them if one is there and is not to be replaced.

    Raises:
        AlreadyThere: If one is there; all of them are named.
        Refused: If one cannot be written; those before it stay.
    """
    paths = [folder / name for name in files]
    there = [path for path in paths if path.exists()]
    if there and not force:
        sentence = _("this file is there already and was left as it is; choose another name")
        raise AlreadyThere(*(Finding(str(path), sentence) for path in there))
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, files.values(), strict=True):
            write_whole(path, content, replace=force)
    except OSError as fault:
        sentence = _(
            "could not be written ({reason}); a file that was there before is unchanged. If it "
            "is open in another program, close it there; if the disk is full, choose another "
            "place."
        )
        raise Refused(Finding(str(path), sentence.format(reason=reason_of(fault)))) from fault
    return tuple(paths)

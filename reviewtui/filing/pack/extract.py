"""异议答复摘录: one candidate's own numbers, rule and n, and nothing that tells of another one.

It is drawn from a record that holds no other candidate, so that what is not there cannot be
printed. Experts stand by number. What experts and desk wrote in free words stays out: it may
name others.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui import __version__
from reviewtui.domain.ballot import Ballot, Standing
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.naming import candidate_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.filing.frame import begin, enlarged, finish, notes, under_title
from reviewtui.filing.gathering import gather
from reviewtui.filing.model import Book, Grid, Progress, Span, silent
from reviewtui.filing.pack.occasion import PARAGRAPH
from reviewtui.filing.pack.pack import Pack, both, write_files
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.one_candidate import one_candidate
from reviewtui.filing.styles import LABEL, SECTION, TEXT
from reviewtui.filing.wording import grouped
from reviewtui.locales import _
from reviewtui.tally.closing_words import said_note
from reviewtui.tally.explain import Explanation, explain
from reviewtui.tally.explain_words import chain_lines, left_out_sentence, total_sentence
from reviewtui.tally.grade_words import grade_text, reason_sentence, tie_sentence
from reviewtui.tally.grading import Lowered
from reviewtui.tally.verdict import CandidateVerdict, Flag, Verdict
from reviewtui.tally.wording import rule_sentences

if TYPE_CHECKING:
    from reviewtui.session.session import Session

_OF_OTHERS: Final = frozenset({Flag.TIED, Flag.FEWER_EXPERTS})
"""Flags that compare with other candidates."""


@dataclass(frozen=True)
class Extract(Record):
    """A record that holds one candidate and no free words.

    Attributes:
        whole_content: Content hash of the whole result, to which it belongs.
        rank: Of the candidate in the whole result; None where there is none.
        tied: Whether others share it.
        ranked_among: How many candidates the whole result ranks.
        added: The grade the chair adjusted to, what a vote carries; "" where nothing is.
    """

    whole_content: str = ""
    rank: int | None = None
    tied: bool = False
    ranked_among: int = 0
    added: str = ""

    @property
    def content(self) -> str:
        """The content hash of the whole result."""
        return self.whole_content


def extract_of(record: Record, code: str) -> Extract:
    """Leave nothing but one candidate in a record.

    Args:
        record: The whole round.
        code: Of the candidate.
    """
    kept = [
        number
        for number, (row, place) in enumerate(
            zip(record.sheet.rows, record.sheet.candidates[code].places, strict=True)
        )
        if not (row.added and place is Place.NOT_APPLICABLE)
    ]
    found = record.verdict.of(code)
    own = replace(
        found, rank=None, flags=tuple(flag for flag in found.flags if flag not in _OF_OTHERS)
    )
    marks = {
        expert: {code: _kept_marks(given[code], kept)}
        for expert, given in record.marks.items()
        if code in given
    }
    return Extract(
        session=record.session,
        panel=_own_panel(record.panel, code),
        sheet=_own_sheet(record.sheet, code, kept),
        verdict=Verdict((own,), record.verdict.base),
        why=record.why,
        marks=marks,
        ballots={expert: _own_ballot(ballot, code) for expert, ballot in record.ballots.items()},
        received=tuple(replace(item, by=()) for item in record.received),
        opened_at=record.opened_at,
        frozen_at=record.frozen_at,
        app=record.app,
        number=record.number,
        official=record.official,
        whole_content=record.content,
        rank=found.rank,
        tied=Flag.TIED in found.flags,
        ranked_among=len(record.panel.presented),
        added=said_note(record.panel, record.closed, code),
    )


def _own_panel(panel: Panel, code: str) -> Panel:
    assignment = panel.assignment
    return replace(
        panel,
        candidates=(panel.candidate(code),),
        recusals=tuple(
            item._replace(reason="") for item in panel.recusals if item.candidate == code
        ),
        assignment=None
        if assignment is None
        else {
            expert: tuple(one for one in codes if one == code)
            for expert, codes in assignment.items()
        },
        overlays=tuple(item for item in panel.overlays if item.candidate == code),
        settled=tuple(
            item._replace(evidence="", reason="")
            for item in panel.settled
            if item.candidate == code
        ),
        relaxations=tuple(item for item in panel.relaxations if item.candidate == code),
        conditions=tuple(item for item in panel.conditions if item.candidate == code),
        presentation=(),
    )


def _own_sheet(sheet: Sheet, code: str, kept: list[int]) -> Sheet:
    own = sheet.candidates[code]
    places = tuple(own.places[number] for number in kept)
    rows = tuple(sheet.rows[number] for number in kept)
    own = own._replace(places=places, evidence={}, reasons={})
    return replace(sheet, rows=rows, candidates={code: own})


def _kept_marks(given: CandidateMarks, kept: list[int]) -> CandidateMarks:
    marks = tuple(given.marks)
    return given._replace(
        marks=tuple(marks[number] for number in kept) if marks else (),
        unable=frozenset(at for at, number in enumerate(kept) if number in given.unable),
        conclusion=given.conclusion._replace(reason=""),
    )


def _own_ballot(ballot: Ballot, code: str) -> Ballot:
    cells = ballot.cells.get(code)
    standing = ballot.standings.get(code)
    silent_cells = {row: cell._replace(reason="") for row, cell in (cells or {}).items()}
    return replace(
        ballot,
        cells={code: silent_cells} if cells is not None else {},
        standings={code: Standing(standing.state)} if standing else {},
        comments={},
    )


def print_extract(
    session: "Session",
    verdict: Verdict,
    folder: Path,
    code: str,
    *,
    force: bool = False,
    round: int | None = None,  # noqa: A002  the domain's word
    progress: Progress = silent,
) -> Pack:
    """Write the extract for one candidate, as a workbook and as a page for a browser.

    Args:
        session: With its ballots opened.
        verdict: The whole result.
        folder: Where to; made if need be.
        code: Of the candidate.
        force: Whether files of these names are replaced.
        round: Whose marks the verdict was computed from.
        progress: Told what is being done.

    Raises:
        AlreadyThere: If a file is there and not to be replaced; nothing is written then.
        Refused: If it cannot be written.
    """
    round = round or session.meeting.official  # noqa: A001
    progress(_("laying out the sheets"))
    record = gather(session, verdict, f"reviewtui {__version__}", number=round)
    book = extract_book(record, code, session.marks(round))
    stem = _("extract-{code}").format(code=code)
    return Pack(write_files(both(stem, book, progress), folder, force=force), ())


def extract_book(record: Record, code: str, marks: list[ExpertMarks]) -> Book:
    """The pages of the extract; `marks` are those of the whole round."""
    own = extract_of(record, code)
    told = explain(record.panel, record.sheet, record.verdict, code, marks)
    table = one_candidate(own, _("Marks"), own.verdict.of(code))
    return Book(
        title=f"{own.panel.title} {_('Extract')}",
        author=own.panel.organiser or "reviewtui",
        frozen_at=own.frozen_at,
        grids=(_first_page(own, told), table.without_formulas()),
    )


def _first_page(own: Extract, told: Explanation) -> Grid:
    """The result in words, how it came about, and by which rule."""
    panel, (verdict,) = own.panel, own.verdict.candidates
    name = candidate_name(panel, verdict.code)
    grid = begin(own, _("Extract"), _("Extract for {name}").format(name=name), (18.0, 34.0, 34.0))
    under_title(grid, own)
    for label, text in _facts(own, verdict, told):
        if text:
            row = grid.last_row + 1
            grid.put(row, 1, label, LABEL)
            grid.put_span(Span(row, 2, row, 3), text, TEXT)
    _lines(grid, _("How the total came about"), [*chain_lines(told), *_left_out(told)])
    _lines(grid, _("How the proposed grade came about"), _reasons(own, verdict))
    sentences = rule_sentences(panel, own.sheet)
    numbered = [f"{number}. {text}" for number, text in enumerate(sentences, 1)]
    _lines(grid, _("How the result is computed"), numbered)
    notes(
        grid,
        [
            _(
                "This extract holds one candidate's own numbers; experts stand by number, "
                "comments and other candidates are left out. The panel advises; the competent "
                "authority decides."
            )
        ],
    )
    return finish(grid)


def _facts(
    own: Extract, verdict: CandidateVerdict, told: Explanation
) -> tuple[tuple[str, str], ...]:
    rank = ""
    if own.rank is not None:
        text = _("{rank} of {count}, tied") if own.tied else _("{rank} of {count}")
        rank = text.format(rank=own.rank, count=own.ranked_among)
    return (
        (_("Result"), total_sentence(own.panel.rule, told)),
        (_("Valid n"), str(verdict.n)),
        (_("Rank"), rank),
        (_("Proposed grade"), _("; ").join(filter(None, (grade_text(verdict), own.added)))),
        (_("Conclusion"), "\n".join(told.opinion)),
        (_("Check code"), own.code),
        ("SHA-256", grouped(own.content)),
    )


def _lines(grid: Grid, heading: str, lines: list[str]) -> None:
    if lines:
        grid.put_line(heading, enlarged(grid, SECTION))
        for text in lines:
            grid.put_line(text, PARAGRAPH)


def _left_out(told: Explanation) -> list[str]:
    return [left_out_sentence(out) for out in told.left_out]


def _reasons(own: Extract, verdict: CandidateVerdict) -> list[str]:
    """Why the grade is another one than the line gives; who else stands at it is left out."""
    return [
        tie_sentence(reason)
        if reason.why is Lowered.QUOTA_TIE
        else reason_sentence(own.panel, own.sheet, verdict.code, reason)
        for reason in verdict.proposal.reasons
    ]

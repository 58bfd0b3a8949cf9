"""结论与签字: what the panel added after the ranking; nothing of it changes a mark or a total."""

from collections.abc import Iterable

from reviewtui.domain.closing import NOTHING_CLOSED, Vote, VoteMode
from reviewtui.domain.states import Why, label
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.model import Cell, Grid, Span
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, SECTION, STATE, TEXT, TOTAL
from reviewtui.locales import _
from reviewtui.tally.closing_words import (
    absent,
    agreed_words,
    carried_words,
    excess_sentences,
    stale_sentence,
    vote_counts,
    vote_names,
)
from reviewtui.tally.grade_words import grade_text

WIDTHS = (9.0, 30.0, 14.0, 14.0, 38.0, 26.0)


def has_closing(record: Record) -> bool:
    """Whether anything is on record."""
    return record.closed != NOTHING_CLOSED


def closing_sheet(record: Record) -> Grid:
    """Lay out adjustments, votes and signatures, each where there is one."""
    name = _("Closing and signatures")
    grid = begin(record, name, name, WIDTHS, landscape=True)
    under_title(grid, record)
    if record.closed.adjustments:
        _adjustments(grid, record)
    if record.closed.votes:
        _votes(grid, record)
    if record.closed.signatures:
        _signatures(grid, record)
    told = [
        _("The panel advises; the competent authority decides."),
        *excess_sentences(record.panel, record.verdict, record.closed),
        *stale_sentence(record.closed),
    ]
    notes(grid, told)
    return finish(grid)


def _adjustments(grid: Grid, record: Record) -> None:
    panel = record.panel
    grid.put_line(_("Proposed grades adjusted by the chair"), SECTION, skip=1)
    heads = (
        _("Candidate code"),
        _("Name of the candidate"),
        _("Grade by the rule"),
        _("Adjusted to"),
        _("Reason"),
        _("Adjusted by, and who agrees"),
    )
    grid.put_row(heads, HEADER)
    for candidate in panel.candidates:
        item = record.closed.adjustments.get(candidate.code)
        if item is None:
            continue
        agreed = agreed_words(panel, record.verdict, item)
        by_rule = grade_text(record.verdict.of(candidate.code)) or "—"
        texts = (candidate.code, candidate.name, by_rule, item.grade, item.reason)
        _line(grid, (*texts, f"{item.by}\n{agreed}"))


def _votes(grid: Grid, record: Record) -> None:
    panel = record.panel
    rule = panel.rule.conclusions
    assert rule is not None  # without conclusions no vote is recorded
    grid.put_line(_("Votes on the conclusions"), SECTION, skip=1)
    heads = (
        _("Candidate code"),
        _("Name of the candidate"),
        _("Vote"),
        _("Conclusion carried"),
        _("Votes counted"),
        _("Counted by"),
    )
    grid.put_row(heads, HEADER)
    for candidate in panel.candidates:
        vote = record.closed.votes.get(candidate.code)
        if vote is None:
            continue
        mode = _("open vote") if vote.mode is VoteMode.OPEN else _("secret vote")
        counted = "\n".join([_took_part(vote), vote_counts(rule, vote), *vote_names(panel, vote)])
        by = _(", ").join(vote.by) or "—"
        carried = carried_words(panel, vote)
        _line(grid, (candidate.code, candidate.name, mode, carried, counted, by))


def _took_part(vote: Vote) -> str:
    said = _("{took_part} of {entitled} took part")
    return said.format(took_part=vote.counts.took_part, entitled=vote.entitled)


def _signatures(grid: Grid, record: Record) -> None:
    grid.put_line(_("Signatures"), SECTION, skip=1)
    top = grid.last_row + 1
    for left, right, text in ((1, 2, _("Expert no.")), (3, 4, _("Result")), (5, 6, _("Note"))):
        grid.put_span(Span(top, left, top, right), text, HEADER)
    away = absent(record.verdict)
    for expert in record.panel.sitting:
        found = record.closed.signatures.get(expert.code)
        row = grid.last_row + 1
        grid.put_span(Span(row, 1, row, 2), expert.code, CELL)
        state = record.closed.sign_words(expert.code)
        if found is None and expert.code in away:
            state = label(Why.ABSENT)
        grid.put_span(Span(row, 3, row, 4), state, CELL if found else STATE)
        grid.put_span(Span(row, 5, row, 6), found.note if found else "", TEXT)


def _line(grid: Grid, texts: Iterable[str]) -> None:
    """A row of a table; its fourth column holds what it comes to."""
    looks = (CELL, TEXT, CELL, TOTAL, TEXT, TEXT)
    grid.put_cells(Cell(text, look) for text, look in zip(texts, looks, strict=True))

"""专家组结论汇总表: what the experts conclude of each candidate, counted and expert by expert."""

from collections.abc import Iterator

from reviewtui.domain.conclusions import Conclusions, conclusions_sentences
from reviewtui.domain.states import Why, label
from reviewtui.filing.frame import begin, finish, notes, under_title
from reviewtui.filing.model import Cell, Grid
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, STATE, TEXT, TOTAL, sized
from reviewtui.locales import _
from reviewtui.tally.conclusion_words import proposal_words
from reviewtui.tally.conclusions import Opinion
from reviewtui.tally.verdict import CandidateVerdict

_MANY = 10


def conclusions(record: Record, rule: Conclusions) -> Grid:
    """Lay out the conclusions; experts stand by number.

    Args:
        record: What is exported.
        rule: The options, and the rule by which one is proposed.
    """
    name = _("Conclusions")
    experts = [expert.code for expert in record.panel.experts]
    size = 10.5 if len(experts) <= _MANY else 9.0
    one = 9.0 if len(experts) <= _MANY else 7.5
    heads = [*rule.options, _("abstained")]
    widths = (7.0, 29.0, 14.0, *([8.5] * len(heads)), 8.5, *([one] * len(experts)))
    grid = begin(record, name, _("Conclusions of the experts"), widths, landscape=True)
    under_title(grid, record)
    top = grid.put_row(
        (
            _("Candidate code"),
            _("Name of the candidate"),
            _("Conclusion proposed"),
            *heads,
            _("took part / entitled"),
            *experts,
        ),
        sized(HEADER, size),
    )
    for item in record.verdict.candidates:
        if item.opinion is not None:
            grid.put_cells(_row(record, item, item.opinion, size))
    grid.freeze = (top + 1, 4)
    grid.print.title_rows = (1, top)
    notes(grid, [*conclusions_sentences(rule), _("The panel advises; it decides nothing.")])
    return finish(grid)


def _row(record: Record, item: CandidateVerdict, found: Opinion, size: float) -> Iterator[Cell]:
    plain, text, strong = (sized(style, size) for style in (CELL, TEXT, TOTAL))
    yield Cell(item.code, plain)
    yield Cell(record.panel.candidate(item.code).name, text)
    yield Cell(proposal_words(found), strong)
    for count in found.counts:
        yield Cell(count, plain)
    yield Cell(len(found.abstained), plain)
    yield Cell(f"{found.took_part} / {found.entitled}", plain)
    for expert in record.panel.experts:
        said = record.concluded(expert.code, item)
        if isinstance(said, Why):
            yield Cell(label(said), sized(STATE, size))
        else:
            yield Cell(said, plain)

"""专家组意见（草稿）: the form of the panel's opinion with blanks, and what the experts wrote.

The program words no judgement: it names who was heard and lays the experts' own comments
beside the blanks, for the panel to write its opinion and its proposal.
"""

from typing import Final

from reviewtui.domain.naming import candidate_name, title
from reviewtui.domain.states import Why, label
from reviewtui.filing.frame import begin, enlarged, finish, under_title
from reviewtui.filing.measure import pieces
from reviewtui.filing.model import Grid
from reviewtui.filing.pack.occasion import PARAGRAPH
from reviewtui.filing.pack.signing import expert_words, signatures
from reviewtui.filing.record import Record
from reviewtui.filing.styles import NOTE, SECTION, Style, sized
from reviewtui.locales import _

_WIDTHS: Final = (19.0, 19.0, 19.0, 19.0)
_BLANK: Final = "\uff3f" * 30
"""With a few words before it, one line."""
_LINE: Final = "\uff3f" * 37
"""One line."""
_IN_A_ROW: Final = 12
"""Lines of a comment that no page end parts."""
_LINE_HEIGHT: Final = 24.0
_SHORT: Final = "\uff3f" * 6
BOLD: Final = Style("paragraph bold", size=11, bold=True, across=PARAGRAPH.across, border=False)


def opinion(record: Record, *, named: bool) -> Grid:
    """Lay out the draft.

    Args:
        record: The round.
        named: Whether the digest names experts beside their numbers.
    """
    heading = _("Opinion of the panel of experts (draft)")
    grid = begin(record, _("Panel opinion"), heading, _WIDTHS)
    under_title(grid, record)
    _heard(grid, record)
    _opinions(grid, record)
    _proposal(grid)
    _digest(grid, record, named=named)
    return finish(grid)


def _section(grid: Grid, text: str) -> None:
    grid.put_line(text, enlarged(grid, SECTION))


def _paragraph(grid: Grid, text: str) -> None:
    grid.put_line(text, PARAGRAPH)


def _lines(grid: Grid, count: int) -> None:
    """Whole lines to write on."""
    for _line in range(count):
        grid.heights[grid.put_line(_LINE, PARAGRAPH)] = _LINE_HEIGHT


def _heard(grid: Grid, record: Record) -> None:
    panel = record.panel
    date = panel.date.isoformat() if panel.date else _SHORT
    _section(grid, _("1. Presentations heard"))
    sentence = _(
        "On {date} {organiser} called a panel of {experts} experts together for the {review} of "
        "{candidates} candidates. The panel heard the presentations of: {names}."
    )
    names = _("; ").join(candidate_name(panel, item.code) for item in panel.presented)
    _paragraph(
        grid,
        sentence.format(
            date=date,
            organiser=panel.organiser or _SHORT,
            experts=len(record.ballots),
            review=label(panel.review),
            candidates=len(panel.presented),
            names=names,
        ),
    )
    _section(grid, _("2. Materials read"))
    _paragraph(
        grid,
        _("The panel read, against “{table}”, the materials of the candidates:").format(
            table=panel.table.name()
        ),
    )
    _lines(grid, 1)
    _section(grid, _("3. Questions and discussion"))
    _paragraph(grid, _("The panel asked about and discussed:"))
    _lines(grid, 2)


def _opinions(grid: Grid, record: Record) -> None:
    _section(grid, _("4. Opinion"))
    top = grid.last_row
    for candidate in record.panel.presented:
        grid.put_line(candidate_name(record.panel, candidate.code), BOLD)
        _paragraph(grid, _("Strengths: {blank}").format(blank=_BLANK))
        _paragraph(grid, _("Shortcomings: {blank}").format(blank=_BLANK))
        grid.print.together.append((top, grid.last_row))
        top = grid.last_row + 1


def _proposal(grid: Grid) -> None:
    top = grid.last_row + 1
    _section(grid, _("5. Proposal"))
    _paragraph(
        grid,
        _(
            "The panel proposes to the competent authority (the panel advises; the competent "
            "authority decides):"
        ),
    )
    _lines(grid, 2)
    signatures(grid, (_("Panel chair:"), _("Members of the panel:"), _("Date:")))
    grid.print.together.append((top, grid.last_row))


def _digest(grid: Grid, record: Record, *, named: bool) -> None:
    """What the experts wrote, by candidate and row; for whoever writes the opinion."""
    first = grid.last_row + 1
    _section(grid, _("Annex: the experts' comments by candidate and indicator"))
    note, width = sized(NOTE, 10.0), sum(grid.widths)
    written = False
    for candidate in record.panel.presented:
        lines = _comments(record, candidate.code, named=named)
        if lines:
            written = True
            top = grid.put_line(candidate_name(record.panel, candidate.code), BOLD)
            grid.print.together.append((top, top + 1))
        for line in lines:
            for piece in pieces(line, width, note, lines=_IN_A_ROW):
                grid.put_line(piece, note)
    if not written:
        grid.put_line(_("No expert wrote a comment."), note)
    grid.print.together.append((first, grid.last_row))


def _comments(record: Record, candidate: str, *, named: bool) -> list[str]:
    """One line a comment: on the whole candidate first, then row by row."""
    lines = []
    codes = [expert.code for expert in record.panel.experts if expert.code in record.ballots]
    for expert in codes:
        if record.whole(expert, candidate) is Why.RECUSED:
            continue  # why he stays out stands on his declaration; it is no comment
        if text := record.comment(expert, candidate):
            who = expert_words(record, expert, named=named)
            lines.append(_("{expert}: {text}").format(expert=who, text=text))
    for at, row in enumerate(record.sheet.rows):
        for expert in codes:
            if record.whole(expert, candidate) is not None:
                continue
            if text := record.said(expert, candidate)[at].text:
                lines.append(
                    _("{row} {title} — {expert}: {text}").format(
                        row=row.code,
                        title=title(record.panel, record.sheet, row.code, candidate),
                        expert=expert_words(record, expert, named=named),
                        text=text,
                    )
                )
    return lines

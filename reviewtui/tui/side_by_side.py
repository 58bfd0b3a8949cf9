"""Rounds side by side, as a page to read: totals and ranks of both, then who moved."""

from typing import TYPE_CHECKING, Any, Final

from reviewtui.domain.naming import round_name
from reviewtui.locales import _
from reviewtui.locales.width import cell_len, wrap
from reviewtui.tally.round_words import Table, moves_table, summary_sentences, totals_table
from reviewtui.tally.rounds import Rounds, compared
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.reading import ReadingScreen
from reviewtui.tui.widgets.columns import Column, Layout

if TYPE_CHECKING:
    from reviewtui.tui.widgets.frame import FrameScreen


WIDEST: Final = 20
"""Cells of a column at most; what is longer goes on below."""


def show_rounds(screen: "FrameScreen[Any]") -> None:
    """Open the page; nothing is opened where no further round is open."""
    session = screen.review.session
    found = compared(session)
    if not found:
        screen.say(_("no further round is open, so there is nothing to set side by side"))
        return

    def write(width: int) -> list[Line]:
        lines: list[Line] = []
        for one in reversed(found):
            lines += _heading(one, width)
            for sentence in summary_sentences(session.panel, one):
                lines += [line(part) for part in wrap(sentence, width)]
            lines.append(line())
            lines += _table(totals_table(session.panel, one), width)
            lines.append(line())
            lines += _table(moves_table(session.sheet, one), width)
            lines.append(line())
        return lines

    screen.app.push_screen(ReadingScreen(_("Rounds side by side"), write))


def _heading(found: Rounds, width: int) -> list[Line]:
    words = _("{after} beside {before}; reason: {reason}").format(
        after=round_name(found.number),
        before=round_name(found.number - 1),
        reason=found.reason,
    )
    return [line(part, Tone.TITLE) for part in wrap(words, width)]


def _table(table: Table, width: int) -> list[Line]:
    header, rows, right = table
    columns = [
        min(WIDEST, max([_longest_word(head), *(cell_len(row[at]) for row in rows)]))
        for at, head in enumerate(header)
    ]
    layout = Layout(
        tuple(
            Column(head, columns[at] if at < len(header) - 1 else 0, right=at in right)
            for at, head in enumerate(header)
        )
    )
    told = [(header, Tone.STRONG), *((row, Tone.PLAIN) for row in rows)]
    return [
        line("".join(pieces).rstrip(), tone)
        for cells, tone in told
        for pieces in layout.place(cells, width)
    ]


def _longest_word(head: str) -> int:
    return max(map(cell_len, head.split()))

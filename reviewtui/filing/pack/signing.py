"""不同意见 · 签字页: where people sign, and where somebody says that he does not agree."""

from collections.abc import Sequence
from typing import Final

from reviewtui.domain.closing import SignState
from reviewtui.domain.naming import expert_name
from reviewtui.domain.states import label
from reviewtui.filing.frame import begin, enlarged, finish, notes, under_title
from reviewtui.filing.model import Grid
from reviewtui.filing.pack.occasion import PARAGRAPH, SIGNED, Occasion, leaf
from reviewtui.filing.record import Record
from reviewtui.filing.styles import CELL, HEADER, SIGNATURE, STATE, Across, Style
from reviewtui.filing.wording import grouped, journal_line
from reviewtui.locales import _
from reviewtui.tally.closing_words import closing_lines

_ROOM: Final = 44.0
_GAP: Final = "\u3000" * 7
_LINES_OF_DISSENT: Final = 4
WRITING: Final = Style("writing", size=11, across=Across.LEFT, top=True)
"""A box for a pen."""


def signatures(grid: Grid, labels: Sequence[str]) -> None:
    """Places to sign, each behind its label."""
    row = grid.put_line(_GAP.join(labels), enlarged(grid, SIGNATURE))
    grid.heights[row] = _ROOM
    grid.print.together.append((row - 1, row))


def dissent(occasion: Occasion) -> Grid:
    """不同意见: who does not agree writes why, and signs."""
    widths = (12.0, 15.0, 42.0, 18.0)
    grid = leaf(occasion, _("Dissenting opinion"), widths, said=occasion.round_said)
    sentence = _(
        "Whoever does not agree with the panel's opinion or with the summary says so here, with "
        "the candidate and the reason. Nobody who writes here has to sign the opinion as well. "
        "Nobody dissents: write none, and sign below."
    )
    grid.put_line(sentence, enlarged(grid, PARAGRAPH))
    heads = (_("Expert no."), _("Candidate"), _("Dissenting opinion and reason"), _("Signature"))
    head = grid.put_row(heads, HEADER)
    grid.print.title_rows = (1, head)
    for _line in range(_LINES_OF_DISSENT):
        row = grid.put_row(("", "", "", ""), WRITING)
        grid.least_heights[row] = 110.0
    signatures(grid, (_("Panel chair:"), _("Supervisor:"), _("Date:")))
    return finish(grid)


def sign_off(record: Record, *, named: bool) -> Grid:
    """签字页: every expert signs, dissents, or the reason why he did not sign is written down."""
    name = _("Sign-off list")
    grid = begin(record, name, name, (11.0, 14.0, 18.0, 16.0, 27.0))
    under_title(grid, record)
    sentence = _(
        "The experts confirm that the summary with the check code {code} was put before them. "
        "Every line is filled in: signed, dissenting (on the page for it), or not signed with "
        "the reason."
    )
    grid.put_line(sentence.format(code=record.code), enlarged(grid, PARAGRAPH))
    heads = (
        _("Expert no."),
        _("Ballot"),
        _("Signature"),
        _("Dissents (tick)"),
        _("Not signed: reason"),
    )
    head = grid.put_row(heads, HEADER)
    grid.print.title_rows = (1, head)
    for expert in record.panel.sitting:
        who = f"{expert.code}\n{expert.name}" if named else expert.code
        counted = expert.code in record.ballots
        state = _("counted") if counted else label(record.without(expert.code))
        dissent, unsigned = _on_record(record, expert.code)
        row = grid.put_row((who, state, "", dissent, unsigned), CELL)
        if not counted:
            grid.put(row, 2, state, STATE)
        grid.least_heights[row] = SIGNED
    hashes = _("Content of this result, SHA-256: {hash}").format(hash=grouped(record.content))
    journal = _("Journal: {said}").format(said=journal_line(record.journal))
    notes(grid, [*closing_lines(record.panel, record.verdict, record.closed), hashes, journal])
    signatures(grid, (_("Panel chair:"), _("Secretary:"), _("Supervisor:"), _("Date:")))
    return finish(grid)


def _on_record(record: Record, expert: str) -> tuple[str, str]:
    """A dissenting opinion in short, and why somebody does not sign, where it is recorded."""
    found = record.closed.signatures.get(expert)
    if found is None:
        return "", ""
    return (
        found.note if found.state is SignState.DISSENT else "",
        found.note if found.state is SignState.UNSIGNED else "",
    )


def expert_words(record: Record, code: str, *, named: bool) -> str:
    """An expert by number, with `named` by name too."""
    number = expert_name(code)
    return f"{number} {record.expert(code).name}" if named else number

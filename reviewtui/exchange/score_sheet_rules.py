"""What a cell of an Excel score sheet takes, told to the spreadsheet: it refuses anything else."""

from collections.abc import Sequence
from typing import Final

from reviewtui.domain.numbers import mark_text
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import ScoredRow
from reviewtui.exchange.form_writer import Page, Refusal, address
from reviewtui.exchange.score_sheet_form import NO, STANDINGS, UNABLE, YES, takes
from reviewtui.locales import _

_LONGEST_LIST: Final = 250
"""Characters of a drop-down's list."""

Place = tuple[int, int]
"""Row and column, from 1."""


def take_marks(page: Page, first: Place, last: Place, scored: ScoredRow) -> None:
    """Let the cells of a range take marks of a row, or the word for one that cannot be judged."""
    sentence = _("{row}: {takes}").format(row=scored.code, takes=takes(scored))
    if scored.scale is Scale.YES_NO:
        listed = [_(YES), _(NO), _(UNABLE)]
    elif scored.scale is Scale.LEVELS:
        listed = [*(level.name for level in scored.levels), _(UNABLE)]
    else:
        page.takes(first, last, Refusal.RULE, _rule(address(*first), scored), sentence)
        return
    _take_one_of(page, first, last, listed, sentence)


def take_standings(page: Page, first: Place, last: Place) -> None:
    """Let the cells of a range take the word for a whole candidate."""
    said = [_(word) for word in STANDINGS.values()]
    sentence = _("{states}, or empty; for a single row write {unable} there")
    told = sentence.format(states=" / ".join(said), unable=_(UNABLE))
    _take_one_of(page, first, last, said, told)


def _rule(cell: str, row: ScoredRow) -> str:
    """A spreadsheet's test of one mark, in whole hundredths; the sheet sees no half of one."""
    word = _(UNABLE).replace('"', '""')
    low, top = mark_text(row.low), mark_text(row.top)
    return (
        f"OR(AND(ISNUMBER({cell}),{cell}>={low},{cell}<={top},"
        f"MOD(ROUND({cell}*100,0),{row.step})=0,ROUND({cell}*100,6)=ROUND({cell}*100,0)),"
        f'LEFT({cell},{len(word)})="{word}")'
    )


def _take_one_of(
    page: Page,
    first: Place,
    last: Place,
    listed: Sequence[str],
    sentence: str,
) -> None:
    """A drop-down; none where a list cannot be written as one."""
    joined = ",".join(listed)
    if len(joined) <= _LONGEST_LIST and not any("," in one or '"' in one for one in listed):
        page.takes(first, last, Refusal.LIST, f'"{joined}"', sentence)

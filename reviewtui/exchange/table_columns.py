"""What the columns of a table are for: by their headings, or by what stands in them.

And text that was pasted out of columns: gaps of blanks between the cells, or one cell per line.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final, NamedTuple

from reviewtui.exchange.meeting_words import plain
from reviewtui.exchange.table_docx import Grid
from reviewtui.exchange.table_numbers import narrow, split_number
from reviewtui.locales import N_, _


class Use(Enum):
    """What a column is for."""

    INDEX = 0
    FIRST = 1
    SECOND = 2
    THIRD = 3
    POINTS = 4
    GUIDANCE = 5


LEVELS: Final = (Use.FIRST, Use.SECOND, Use.THIRD)
NUMBERS: Final = (Use.INDEX, Use.POINTS)
_HEADINGS: Final = (
    (Use.INDEX, re.compile("序号|编号|no\\.?|code")),
    (Use.FIRST, re.compile("一级指标|一级|指标类别|评价维度|primary(indicator)?")),
    (Use.SECOND, re.compile("二级指标|二级|评价指标|指标名称|指标|secondary(indicator)?")),
    (Use.THIRD, re.compile("三级指标|三级|tertiary(indicator)?")),
    (Use.POINTS, re.compile(r"分值|满分|权重|分数|标准分|(分值|满分|权重)\(.*\)|points|weight")),
    (
        Use.GUIDANCE,
        re.compile("评价要点|评价内容|评价标准|评分标准|评分要点|指标说明|说明|考核内容|guidance"),
    ),
)
_WORDS: Final = {
    Use.INDEX: N_("no."),
    Use.FIRST: N_("primary indicator"),
    Use.SECOND: N_("secondary indicator"),
    Use.THIRD: N_("third level"),
    Use.POINTS: N_("full mark"),
    Use.GUIDANCE: N_("guidance"),
}
_PEOPLE: Final = re.compile(
    "序号|编号|代码|.{0,6}(?:名称|姓名|单位|职称|职务|专业|领域|部门|日期|时间|地区|备注|电话)"
)
_NUMBER: Final = re.compile(r"\d{1,4}(?:[.．]\d{1,3}){0,3}\s*[分%％]?")
_GAP: Final = re.compile(r"(?:[ \u3000\xa0]{2,}|\u3000)")
_LONG: Final = 40
"""Characters; a column of longer texts is guidance, not titles."""


class Stacked(NamedTuple):
    """Cells that were pasted one per line, and in which line each row begins."""

    grid: Grid
    lines: list[int]


def use_of(heading: str) -> Use | None:
    """What a column with this heading is for."""
    wanted = plain(heading)
    return next((use for use, said in _HEADINGS if said.fullmatch(wanted)), None)


def heads_people(text: str) -> bool:
    """Whether a text may stand above a column of a roster of experts or candidates."""
    return _PEOPLE.fullmatch(text) is not None


def uses_words(uses: Mapping[int, Use]) -> str:
    """The columns and what they are for, for the preview."""
    return _(", ").join(f"{column + 1} {_(_WORDS[use])}" for column, use in sorted(uses.items()))


def is_number(text: str) -> bool:
    """Whether a cell is nothing but a number: an ordinal, a code or points."""
    return _NUMBER.fullmatch(narrow(text.strip())) is not None


def guessed(grid: Grid) -> dict[int, Use]:
    """What the columns of a table without a header are for, by what stands in them."""
    width = max((len(row) for row in grid), default=0)
    uses: dict[int, Use] = {}
    for column in range(width):
        texts = [text for row in grid if len(row) > column and (text := row[column])]
        taken = set(uses.values())
        levels = [use for use in LEVELS if use not in taken]
        if not texts:
            continue
        if all(map(is_number, texts)):
            use = Use.POINTS if uses else Use.INDEX
        elif taken & set(LEVELS) and sum(map(len, texts)) > _LONG * len(texts):
            use = Use.GUIDANCE
        elif levels:
            use = levels[0]
        else:
            continue
        if use not in taken:
            uses[column] = use
    return uses


def spaced(lines: Sequence[str]) -> Grid | None:
    """The cells of text whose columns stand apart by blanks; None if it is not so.

    Text that is numbered is taken so only below a line of headings. A line that begins with a
    gap goes on below the first cell.
    """
    told = [line.rstrip() for line in lines if line.strip()]
    columns = sum(_GAP.search(line.strip()) is not None for line in told)
    if not columns or (any(split_number(line) for line in told) and not any(map(_named, told))):
        return None
    if sum(_GAP.search(line) is not None for line in told) <= len(told) // 2:
        return None
    return [[cell.strip() for cell in _GAP.split(line.rstrip())] for line in lines]


def _named(line: str) -> bool:
    """Whether a line is nothing but headings that stand apart."""
    cells = _GAP.split(line.strip())
    return len(cells) > 1 and None not in map(use_of, cells)


def stacked(lines: Sequence[str]) -> Stacked | None:
    """The table of a text with one cell per line; None if it cannot be told for sure.

    The headings say how many cells a row has; a column of numbers among them proves the count.
    """
    told = [(at, line.strip()) for at, line in enumerate(lines, 1) if line.strip()]
    uses = [use_of(text) for _at, text in told]
    begin = next(
        (at for at, (one, two) in enumerate(pairwise(uses)) if one is not None and two), None
    )
    if begin is None:
        return None
    end = next((at for at in range(begin, len(uses)) if uses[at] is None), len(uses))
    columns = [use for use in uses[begin:end] if use is not None]
    rest = told[end:]
    width = len(columns)
    proof = [at for at, use in enumerate(columns) if use in NUMBERS]
    if len(set(columns)) < width or not proof or not set(columns) & set(LEVELS) or not rest:
        return None
    rows = [rest[at : at + width] for at in range(0, len(rest), width)]
    if len(rows[-1]) < width or not all(
        is_number(row[at][1]) == (at in proof) for row in rows for at in range(width)
    ):
        return None
    grid: Grid = [[text for _at, text in row] for row in (told[begin:end], *rows)]
    return Stacked(grid, [told[begin][0], *(row[0][0] for row in rows)])

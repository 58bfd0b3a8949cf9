"""A table pasted as text: line breaks inside titles, page marks, two cells on one line."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from reviewtui.exchange.meeting_cells import one_line
from reviewtui.exchange.table_columns import is_number
from reviewtui.exchange.table_draft import Draft, Found
from reviewtui.exchange.table_numbers import Numbered, Style, narrow, split_line, split_number
from reviewtui.exchange.table_points import parted
from reviewtui.locales import _

_PAGE: Final = re.compile(
    r"\s*(?:[-－—–─]+\s*[0-9０-９]+\s*[-－—–─]+|第\s*[0-9０-９]+\s*页.{0,12}"
    r"|[0-9０-９]{1,3}\s*/\s*[0-9０-９]{1,3})\s*"
)
_HEADER: Final = re.compile(
    r"(?:序号|一级指标|二级指标|三级指标|评价要点|分值|满分|权重|\s|[|｜，,])+"
)
HEADINGS: Final = "一级指标、二级指标"
"""What a table of a notice calls its levels."""
_LEVELS: Final = re.compile("[一二三]级指标")
_ANNEX: Final = re.compile(r"附\s*件\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[:：.．]?.*")
_NOTE: Final = re.compile(r"(?:备?注|说明)\s*[:：].*", re.DOTALL)
_TITLE: Final = re.compile(r".*(?:指标体系|指标表|评分表|评价表|评价标准|评分标准)(?:（.*）)?")
_SUM: Final = re.compile(
    r"(?:以上|各项|上述)?(?:[合总小]\s*计|总\s*分|满\s*分(?=.*\d))[\s:：\d.．,，（）()分值为家个项人名位条。－-]*"
)
_BARE: Final = re.compile(r"([0-9]{1,3})[ \t\u3000]+(?=[^0-9\s])")
"""A number with nothing but a blank behind it, which might as well be a quantity."""
_LONG: Final = 60
"""Characters; a title that is longer is looked at twice."""


def read_lines(lines: Iterable[str]) -> Found:
    """The rows of a table in plain text.

    Where a line names the levels (一级指标 二级指标) the table begins there and ends before the
    next annex; without one every numbered line is taken for a row, unless most are sentences.
    """
    cleaned = [line.replace("\ufeff", "").replace("\f", "\n").strip() for line in lines]
    every = [part.strip() for line in cleaned for part in line.split("\n")]
    begin = _begin(every)
    found = Found(title=title_in(every[:begin]))
    _LineReader(found).read(every[begin:], begin)
    prose = sum("。" in draft.title for draft in found.drafts)
    if not begin and prose * 2 > len(found.drafts):
        found.drafts.clear()  # articles of a document, not rows of a table
    if not begin:
        found.notes.doubts.append(
            _(
                "no line names the levels ({headings}): every numbered line was taken for a row"
            ).format(headings=HEADINGS)
        )
    return found


def is_page_mark(text: str) -> bool:
    """Whether a text is only the mark of a page, such as — 3 —."""
    return _PAGE.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether a text begins with the word for a note to the table."""
    return _NOTE.match(text) is not None


def is_sum(text: str) -> bool:
    """Whether a text is only the word for a sum; it may be numbered as the rows are."""
    numbered = split_number(text)
    return _SUM.fullmatch(narrow(numbered.rest if numbered else text.strip())) is not None


def _begin(lines: Sequence[str]) -> int:
    """The line below the first header; a header may be broken over lines."""
    for at, line in enumerate(lines):
        if not (line and _HEADER.fullmatch(line)):
            continue
        end = at
        while end < len(lines) and (not lines[end] or _HEADER.fullmatch(lines[end])):
            end += 1
        if len(set(_LEVELS.findall("".join(lines[at:end])))) >= 2:
            return end
    return 0


def title_in(lines: Sequence[str]) -> str:
    """The title of the table that begins below these lines; "" if none is near."""
    for line in [line for line in lines if line][-5:][::-1]:
        if not _HEADER.fullmatch(line) and _TITLE.fullmatch(line):
            return narrow(one_line(line))
    return ""


class _Row(NamedTuple):
    """A numbered line, the lines below it that have no number, and a number that stood alone."""

    numbered: Numbered
    line: int
    more: list[tuple[str, int]]
    points: list[str]

    @property
    def parts(self) -> list[str]:
        """The texts, from the numbered line on."""
        return [self.numbered.rest, *(text for text, _line in self.more)]


class _LineReader:
    """One walk over the lines; what belongs to no row is dropped and told."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.rows: list[_Row] = []
        self.in_note = False
        self.in_sum = False

    def read(self, lines: Sequence[str], before: int) -> None:
        """Take the lines; `before` of them stood above."""
        for number, line in enumerate(_with_dots(_with_their_numbers(lines)), before + 1):
            if not line:
                continue
            if before and _ANNEX.fullmatch(line):
                self._drop(number, _("the next annex begins: “{text}”").format(text=line[:40]))
                break
            self._take(line, number)
        self._hand_on(headed=before > 0)

    def _take(self, line: str, number: int) -> None:
        if _PAGE.fullmatch(line):
            self._drop(number, _("page mark “{text}”").format(text=line))
        elif _HEADER.fullmatch(line):
            self._drop(number, _("heading “{text}”").format(text=one_line(line)))
        elif is_sum(line) or (self.in_sum and is_number(line)):
            self._drop(number, _("sum “{text}”").format(text=line))
            self.in_sum = True
            return
        elif is_note(line):
            self.in_note = True
            self.found.note = narrow(line)
        elif self.in_note and split_number(line) is None:
            self.found.note += narrow(line)
        elif is_number(line) and self.rows:
            self.rows[-1].points.append(narrow(line))
            self._doubt(
                number, _("the number “{text}” stands alone and was taken as points"), text=line
            )
        else:
            for part in split_line(line):
                self._part(part, number)
        self.in_sum = False

    def _part(self, part: str, number: int) -> None:
        numbered = split_number(part)
        if numbered is not None:
            self.in_note = False
            self.rows.append(_Row(numbered, number, [], []))
        elif self.rows:
            self.rows[-1].more.append((narrow(part.strip()), number))
        else:
            self._drop(number, _("before the first row: “{text}”").format(text=part[:40]))

    def _drop(self, number: int, what: str) -> None:
        self.found.notes.dropped.append(_("line {line}: {what}").format(line=number, what=what))

    def _doubt(self, number: int, sentence: str, **words: str) -> None:
        what = sentence.format(**words)
        self.found.notes.doubts.append(_("line {line}: {what}").format(line=number, what=what))

    def _hand_on(self, *, headed: bool) -> None:
        depths = depths_of([row.numbered for row in self.rows])
        apart = headed and set(depths) == {1}  # a second level is named, and none is numbered
        longest = max((len(part) for row in self.rows for part in row.parts), default=0)
        for row, depth in zip(self.rows, depths, strict=True):
            self._add(row, depth, [row.numbered.rest] if apart else row.parts, longest)
            for text, line in row.more if apart else ():
                self._doubt(
                    line,
                    _("“{title}” has no number and was taken for a row of its own"),
                    title=text,
                )
                where = _("line {line}").format(line=line)
                self.found.drafts.append(Draft(depth + 1, text, where=where))

    def _add(self, row: _Row, depth: int, parts: Sequence[str], longest: int) -> None:
        where = _("line {line}").format(line=row.line)
        title, points, guidance = parted(one_line("\n".join(parts)))
        if len(parts) > 1:
            self.found.notes.joined.append(
                _("{where}: {count} lines are one title: “{title}”").format(
                    where=where, count=len(parts), title=title
                )
            )
        broken = any(len(part) * 2 < longest for part in parts[:-1])  # nobody breaks a short line
        if len(title) > _LONG or "。" in title or broken:
            self.found.notes.doubts.append(
                _("{where}: is this one title? “{title}”").format(where=where, title=title[:80])
            )
        if guidance:
            self.found.notes.doubts.append(
                _("{where}: what follows “{title}” was taken as guidance").format(
                    where=where, title=title
                )
            )
        self.found.drafts.append(
            Draft(
                depth,
                title,
                row.numbered.number,
                whole=row.numbered.style is Style.DECIMAL,
                guidance=guidance,
                points=_(", ").join(filter(None, (points, *row.points))),
                where=where,
            )
        )


def _with_their_numbers(lines: Sequence[str]) -> list[str]:
    """The lines, each with its number where all numbers stand alone above their titles."""
    told = [line for line in lines if line and not _PAGE.fullmatch(line)]
    if not told or not is_number(told[0]):
        return [*lines]
    done = [*lines]
    filled = [at for at, line in enumerate(lines) if line]
    for at, below in pairwise(filled):
        if is_number(lines[at]) and not _stands_alone(lines[below]):
            sign = " " if "." in narrow(lines[at]).replace("．", ".") else "."
            done[at], done[below] = "", f"{lines[at]}{sign}{lines[below]}"
    return done


def _stands_alone(line: str) -> bool:
    """Whether a line needs no number from the line above it."""
    return is_number(line) or is_sum(line) or split_number(line) is not None


def _with_dots(lines: Sequence[str]) -> list[str]:
    done = [*lines]
    filled = [at for at, line in enumerate(lines) if line]
    for at, below in pairwise(filled):
        done[at] = with_dot(lines[at], lines[below])
    return done


def with_dot(text: str, below: str) -> str:
    """`1 目标定位` with a dot behind its number where what stands below it begins with 1.1."""
    bare = _BARE.match(narrow(text))
    first = split_number(below) if bare else None
    if bare and first and first.number == f"{int(bare[1])}.1":
        return f"{bare[1]}. {text[bare.end() :]}"
    return text


def depths_of(numbers: Sequence[Numbered]) -> list[int]:
    """The level of each numbered line: a decimal number says it, other styles by their rank."""
    styles = sorted({one.style for one in numbers if one.style is not Style.DECIMAL})
    deepest = min(
        (one.number.count(".") + 1 for one in numbers if one.style is Style.DECIMAL), default=0
    )
    depths = []
    for one in numbers:
        if one.style is Style.DECIMAL:
            depths.append(one.number.count(".") + 1)
        else:
            rank = styles.index(one.style) + 1
            depths.append(min(rank, deepest - 1) if deepest > 1 else rank)
    return depths

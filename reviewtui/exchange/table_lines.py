"""A table pasted as text: line breaks inside titles, page marks, two cells on one line."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from reviewtui.exchange.meeting_cells import one_line
from reviewtui.exchange.table_draft import Draft, Found
from reviewtui.exchange.table_numbers import Numbered, Style, narrow, split_line, split_number
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
_SUM: Final = re.compile(r"(?:合\s*计|总\s*分|总\s*计)[\s:：0-9.分]*")
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


def is_sum(text: str) -> bool:
    """Whether a text is only the word for a sum, with or without its number."""
    return _SUM.fullmatch(text) is not None


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


class _LineReader:
    """One walk over the lines; what belongs to no row is dropped and told."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.open: list[str] = []
        self.at: tuple[Numbered, int] | None = None
        self.rows: list[tuple[Numbered, str, int]] = []
        self.in_note = False

    def read(self, lines: Sequence[str], before: int) -> None:
        """Take the lines; `before` of them stood above."""
        for number, line in enumerate(lines, before + 1):
            if not line:
                continue
            if before and _ANNEX.fullmatch(line):
                self._drop(number, _("the next annex begins: “{text}”").format(text=line[:40]))
                break
            self._take(line, number)
        self._close()
        self._hand_on()

    def _take(self, line: str, number: int) -> None:
        if _PAGE.fullmatch(line):
            self._drop(number, _("page mark “{text}”").format(text=line))
        elif _HEADER.fullmatch(line):
            self._drop(number, _("heading “{text}”").format(text=one_line(line)))
        elif _SUM.fullmatch(line):
            self._drop(number, _("sum “{text}”").format(text=line))
        elif _NOTE.fullmatch(line):
            self._close()
            self.in_note = True
            self.found.note = narrow(line)
        elif self.in_note and split_number(line) is None:
            self.found.note += narrow(line)
        else:
            for part in split_line(line):
                self._part(part, number)

    def _part(self, part: str, number: int) -> None:
        numbered = split_number(part)
        if numbered is not None:
            self._close()
            self.in_note = False
            self.at, self.open = (numbered, number), [numbered.rest]
        elif self.at is not None:
            self.open.append(narrow(part.strip()))
        else:
            self._drop(number, _("before the first row: “{text}”").format(text=part[:40]))

    def _drop(self, number: int, what: str) -> None:
        self.found.notes.dropped.append(_("line {line}: {what}").format(line=number, what=what))

    def _close(self) -> None:
        if self.at is None:
            return
        numbered, number = self.at
        title = one_line("\n".join(self.open))
        where = _("line {line}").format(line=number)
        if len(self.open) > 1:
            self.found.notes.joined.append(
                _("{where}: {count} lines are one title: “{title}”").format(
                    where=where, count=len(self.open), title=title
                )
            )
        if len(title) > _LONG or "。" in title:
            self.found.notes.doubts.append(
                _("{where}: is this one title? “{title}”").format(where=where, title=title[:80])
            )
        self.rows.append((numbered, title, number))
        self.at, self.open = None, []

    def _hand_on(self) -> None:
        depths = depths_of([numbered for numbered, _title, _number in self.rows])
        for (numbered, title, number), depth in zip(self.rows, depths, strict=True):
            self.found.drafts.append(
                Draft(
                    depth,
                    title,
                    numbered.number,
                    whole=numbered.style is Style.DECIMAL,
                    where=_("line {line}").format(line=number),
                )
            )


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

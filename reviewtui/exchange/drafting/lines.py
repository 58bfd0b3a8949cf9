"""Lists typed or pasted as lines of text: people, candidates, grade lines, levels. Pure.

A line comes from a keyboard, a mail or cells of a spreadsheet: its parts stand between
tabs, commas or blanks. What a line was read as is shown beside it before anybody relies on it.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

from reviewtui.domain.fields import CODE, text_faults
from reviewtui.domain.panel import Role
from reviewtui.exchange.meeting_cells import Unread, day, half_width, number, one_line
from reviewtui.exchange.meeting_tables import BANDS, CANDIDATES, EXPERTS, LEVELS, Table
from reviewtui.exchange.meeting_words import is_label, meant
from reviewtui.exchange.table_columns import heads_people
from reviewtui.exchange.table_lines import is_page_mark, is_sum
from reviewtui.locales import _

Entry = dict[str, Any]

_TAB: Final = re.compile(r"\t+")
_COMMA: Final = re.compile(r"[,，;；|]")
_BLANK: Final = re.compile(r"[ \u3000]+")
_WIDE_BLANK: Final = re.compile(r" {2,}|\u3000+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_SPACED_NAME: Final = re.compile(
    r"(?<![^\s,\uff0c;\uff1b|])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![^\s,\uff0c;\uff1b|])"
)
_LONGEST_NAME: Final = 4
"""Characters; a line of so few below a whole one may be a name of its own."""
_NUMBERING: Final = re.compile(r"[.\uff0e\u3001)\uff09\u53f7]$")


class ReadLine(NamedTuple):
    """One line as it was read.

    Attributes:
        entry: For the document; None if nothing is taken from the line.
        doubts: What a person should look at.
    """

    entry: Entry | None
    doubts: tuple[str, ...] = ()


def parts_of(text: str) -> list[str]:
    """The parts of a line: between tabs if there are any, else between commas, else blanks.

    A name set wide with a blank, 张　三, is one part; in a line of Latin letters only wide
    blanks divide, since names have blanks of their own there.
    """
    text = _SPACED_NAME.sub(r"\1\2", text.strip(" \u3000\r\n"))
    for between in (_TAB, _COMMA):
        if between.search(text):
            return [part.strip() for part in between.split(text)]
    if _HAN.search(text):
        return _BLANK.split(text)
    first, _blank, rest = text.partition(" ")
    if rest and any(sign.isdigit() for sign in first):
        return [first, *_WIDE_BLANK.split(rest.strip())]
    return _WIDE_BLANK.split(text) if text else []


def read_people(text: str, table: Table, taken: Collection[str] = ()) -> list[ReadLine]:
    """Experts or candidates, one per line: number, name, unit, and what else is known of them.

    A line without a number gets the next one; a number of the list that is there already
    stands for that person, so that a corrected list can be pasted again. Headings, sums and page
    marks are left out, and a cell broken over lines is put together.

    Args:
        table: `EXPERTS` or `CANDIDATES` of the form.
        taken: Codes of the list that is there.
    """
    used = set(taken)
    own: set[str] = set()
    found = []
    for parts, lines in _unbroken([parts_of(line) for line in text.splitlines()], table):
        if left := _no_person(parts, table):
            found.append(ReadLine(None, (left,)))
            continue
        code, rest = _numbered(parts)
        doubts: list[str] = []
        if lines > 1:
            doubts.append(_("{count} lines are one").format(count=lines))
        if code in own:
            doubts.append(_("number {code} stands here twice").format(code=code))
            code = ""
        code = code or _next(used)
        if code in taken:
            doubts.append(_("changes {code}").format(code=code))
        used.add(code)
        own.add(code)
        entry: Entry = {"code": code, **_fields(rest, table, doubts)}
        found.append(ReadLine(entry, tuple(doubts)))
    return found


def _no_person(parts: Sequence[str], table: Table) -> str:
    """Why a line of a pasted list is nobody; "" if it may be somebody."""
    told = [part for part in parts if part]
    if is_page_mark(" ".join(told)):
        return _("page mark “{text}”").format(text=" ".join(told))
    if any(is_sum(part) for part in told[:2]):
        return _("sum “{text}”").format(text=" ".join(told)[:40])
    labels = sum(any(is_label(part, column.label) for column in table.columns) for part in told)
    named = sum(map(heads_people, told))
    if labels >= 2 or labels == len(told) or (named == len(told) > 1):
        return _("taken for the headings")
    return ""


def _unbroken(rows: list[list[str]], table: Table) -> Iterator[tuple[list[str], int]]:
    """Each line's parts, and how many lines they stood in.

    In a list whose lines are numbered, one without a number that fits into the cells still
    missing is the rest of the one before, as a cell broken in a document gives it.
    """
    filled = [row for row in rows if any(row)]
    meant = [row for row in filled if not _no_person(row, table)]
    numbered = [row for row in meant if _numbered(row)[0]]
    width = max(map(len, numbered), default=0) if len(numbered) * 2 >= len(meant) else 0
    held: tuple[list[str], int] | None = None
    for row in filled:
        if _no_person(row, table):
            if held is not None and not is_page_mark(" ".join(row)):  # a cell goes on behind one
                yield held
                held = None
            yield row, 1
        elif held is not None and row[0] and not _numbered(row)[0] and _rest(held[0], row, width):
            held = [*held[0][:-1], one_line(f"{held[0][-1]}\n{row[0]}"), *row[1:]], held[1] + 1
        else:
            if held is not None:
                yield held
            held = row, 1
    if held is not None:
        yield held


def _rest(begun: Sequence[str], row: Sequence[str], width: int) -> bool:
    """Whether a line without a number is the rest of the one before it."""
    if len(begun) < 2 or len(begun) + len(row) - 1 > width:
        return False
    return len(begun) < width or len(row[0]) > _LONGEST_NAME or not _HAN.search(row[0])


def _numbered(parts: list[str]) -> tuple[str, list[str]]:
    """The code a line begins with, or "", and the other parts."""
    first = _NUMBERING.sub("", half_width(parts[0]))
    if len(parts) > 1 and CODE.fullmatch(first) and any(sign.isdigit() for sign in first):
        return first, parts[1:]
    return "", parts[1:] if not parts[0] and len(parts) > 1 else parts


def _next(used: Collection[str]) -> str:
    """The next free number, two digits at least."""
    numbers = [int(code) for code in used if code.isascii() and code.isdecimal() and len(code) < 9]
    return f"{max(numbers, default=0) + 1:02d}"


def _fields(parts: list[str], table: Table, doubts: list[str]) -> Entry:
    entry: Entry = {}
    free = [column.key for column in table.columns if column.key in ("name", "unit", "title")]
    for part in parts:
        if not part:
            if free:
                free.pop(0)
            continue
        special = _special(part, table)
        if special:
            entry |= special
        elif free:
            entry[free.pop(0)] = part
            doubts += text_faults(part)
        else:
            doubts.append(_("not read: {text}").format(text=part))
    if "name" not in entry:
        doubts.append(_("the name is missing"))
    return entry


def _special(part: str, table: Table) -> Entry:
    """A role of an expert, a date of a candidate; nothing if the part is neither."""
    if table is EXPERTS and (role := meant(Role, part)) is not None:
        return {"role": role.value} if role is Role.CHAIR else {}
    if table is CANDIDATES:
        try:
            return {"approved_on": day(part)}
        except Unread:
            pass
    return {}


def people_text(entry: Entry) -> str:
    """An entry as it is shown beside its line."""
    keys = ("code", "name", "unit", "title", "approved_on")
    return "  ".join(str(entry[key]) for key in keys if entry.get(key))


def read_named_numbers(text: str, table: Table) -> list[ReadLine]:
    """Grade lines or levels, one per line: a name and a number.

    Args:
        table: `BANDS` or `LEVELS` of the form.
    """
    found = []
    for line in text.splitlines():
        parts = [part for part in parts_of(line) if part]
        if not parts:
            continue
        name, *rest = parts
        if len(rest) != 1:
            found.append(
                ReadLine(
                    None, (_("a name and a number belong here: {text}").format(text=line.strip()),)
                )
            )
            continue
        try:
            value = number(rest[0].rstrip("%％"))
        except Unread as unread:
            found.append(ReadLine(None, (str(unread),)))
        else:
            found.append(ReadLine({"name": name, table.columns[1].key: value}))
    return found


def named_numbers_text(data: Sequence[Any], table: Table) -> str:
    """The lines of what is in the document, to be edited."""
    if table is LEVELS:
        return "\n".join(f"{name}\t{percent}" for name, percent in data)
    return "\n".join(f"{item.get('name', '')}\t{item.get('at_least', '')}" for item in data)


def as_listed(read: Sequence[ReadLine], table: Table) -> list[Any]:
    """Read lines as the document lists them."""
    entries = [line.entry for line in read if line.entry is not None]
    if table is BANDS:
        return entries
    return [[entry["name"], entry["percent"]] for entry in entries]


def column_of_numbers(text: str) -> Iterator[str]:
    """The numbers of a pasted column, one per line; of several cells the last one.

    Raises:
        Unread: With a sentence, at the first line that ends in no number.
    """
    for line in text.splitlines():
        parts = [part for part in parts_of(line) if part]
        if parts:
            yield number(parts[-1].rstrip("%％"))

"""Formulas as texts that several programs write each in its way."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from reviewtui.filing.sheet_rows import column_letters

_QUOTED: Final = re.compile(r'("(?:[^"]|"")*")')
_APART: Final = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""")
_CELL: Final = re.compile(r"(?<![\w.])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![\w.(!])")
_DECIMAL: Final = re.compile(r"(?<![\w.])(?:[0-9]{1,30}\.[0-9]{0,30}|\.[0-9]{1,30})(?![\w.])")
_TRUTH: Final = re.compile(r"(?<![\w.])(TRUE|FALSE)\(\)")
_LIKING: Final = re.compile(r"[\s$']")


def same_formula(one: str, other: str) -> bool:
    """Whether two formulas are one but for what programs write as they like."""
    return one == other or bare(one) == bare(other)


@lru_cache(maxsize=1024)
def bare(formula: str) -> str:
    """A formula without blanks, dollars, quotes of names, zeros at the end of decimals.

    `TRUE()` is `TRUE`.
    """
    parts = _QUOTED.split(formula)
    return "".join(part if at % 2 else _bare(part) for at, part in enumerate(parts))


def _bare(part: str) -> str:
    return _TRUTH.sub(r"\1", _DECIMAL.sub(_decimal, _LIKING.sub("", part)).upper())


def _decimal(found: re.Match[str]) -> str:
    return f"{Decimal(found[0]).normalize():f}"


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads so many cells further down and to the right.

    Addresses with dollars stay, as in a formula that a spreadsheet shares among cells.
    """

    def moved(found: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, row = found.groups()
        if not fixed_column:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            letters = column_letters(max(1, number + columns))
        if not fixed_row:
            row = str(int(row) + rows)
        return f"{fixed_column}{letters}{fixed_row}{row}"

    parts = _APART.split(formula)
    return "".join(part if at % 2 else _CELL.sub(moved, part) for at, part in enumerate(parts))

"""Names of sheets: role and number, never a person's name."""

from collections.abc import Sequence
from typing import Final

_LONGEST_CODE: Final = 16


def sheet_names(pattern: str, codes: Sequence[str]) -> list[str]:
    """Sheet names by code, or by number in the panel's order where codes make no names.

    A spreadsheet takes two names that differ only in case for one.
    """
    padded = [code.zfill(2) if code.isdigit() else code for code in codes]
    unique = len({code.casefold() for code in padded}) == len(padded)
    if not unique or max(map(len, padded)) > _LONGEST_CODE:
        padded = [f"#{number:02d}" for number in range(1, len(codes) + 1)]
    return [pattern.format(number=code) for code in padded]

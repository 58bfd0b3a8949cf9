"""How people, candidates, rows and rounds are called, on every screen and in every line."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from reviewtui.locales import N_, _, in_every_language

if TYPE_CHECKING:
    from reviewtui.domain.panel import Expert, Panel
    from reviewtui.domain.sheet import ScoredRow, Sheet

_BETWEEN: Final = re.compile(r"[,、;。\s]+")
"""What stands between codes, also from an input method, once the text is half-width."""

OBJECTION: Final = N_("Objection: ")
"""How a comment begins that objects to materials or to what the desk settled."""


def expert_name(code: str) -> str:
    """An expert by number, as everywhere outside the list of names."""
    return _("Expert {code}").format(code=code)


def expert_names(code: str) -> tuple[str, ...]:
    """The same in each of our languages."""
    return tuple(text.format(code=code) for text in in_every_language("Expert {code}"))


def person(expert: "Expert") -> str:
    """An expert by number, name and unit."""
    name = f"{expert.name}（{expert.unit}）" if expert.unit else expert.name
    return f"{expert_name(expert.code)} {name}"


def same_person(one: str, other: str) -> bool:
    """Whether two typed names are of one person, but for blanks, invisible signs and widths."""
    return _bare(one) == _bare(other)


def two_people(names: Iterable[str]) -> bool:
    """Whether typed names, none of them empty, are those of exactly two people."""
    bare = set(map(_bare, names))
    return len(bare) == 2 and "" not in bare


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "CZ")


def candidate_number(code: str) -> str:
    """A candidate by number."""
    return _("No. {code}").format(code=code)


def candidate_name(panel: "Panel", code: str) -> str:
    """A candidate by number and name."""
    return f"{candidate_number(code)} {panel.candidate(code).name}"


def round_name(number: int) -> str:
    """A round of the meeting."""
    return _("Round {number}").format(number=number)


def row_name(sheet: "Sheet", candidate: str, row: "ScoredRow") -> str:
    """A scored row by code and title, as this candidate's sheet words it."""
    return f"{row.code} {sheet.title(candidate, row.code, row.name())}"


def title(panel: "Panel", sheet: "Sheet", code: str, candidate: str = "") -> str:
    """The title of a scored row or of one above it, reworded for a candidate if one is named."""
    name = sheet.row(code).name() if code in sheet.index else panel.table.row(code).name()
    return sheet.title(candidate, code, name) if candidate else name


def typed_codes(text: str) -> list[str]:
    """The codes somebody typed in one line, as he typed them but half-width."""
    return [part for part in _BETWEEN.split(_half_width(text)) if part]


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def matching(known: Iterable[str], code: str) -> str | None:
    """The code that was meant: the same one, or the only one but for leading zeros and for the
    full-width digits of an input method."""
    codes = list(known)
    code = _half_width(code)
    if code in codes:
        return code
    near = [item for item in codes if code and item.lstrip("0") == code.lstrip("0")]
    return near[0] if len(near) == 1 else None

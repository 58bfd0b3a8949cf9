"""Number formats compared by what they show: ECMA-376, part 1, 18.8.31."""

import re
from functools import lru_cache
from typing import Final

_PIECE: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\[[^\]]*\]|(.)', re.DOTALL)
_GENERAL: Final = re.compile("general|g/.*|standard")
"""What programs call it in one language or another; G/ begins its Chinese name."""
_BARE: Final = frozenset("() -+/:$")
"""Characters that need no quotes."""
_DIGITS: Final = re.compile(r"[#,0]*0(?:\.([0#]*))?")
_ITSELF: Final = ("code", "general")
_TEXT: Final = ("code", "@")
_NEGATIVE: Final = ("text", "-")

Piece = tuple[str, str]


@lru_cache(maxsize=4096)
def same_format(code: str, written: str) -> bool:
    """Whether a format shows a number as the one that was written does, or more of its digits."""
    seen, known = _sections(code), _sections(written)
    if seen in (known, [[_ITSELF]]):
        return True
    return len(seen) == 1 and _decimals(seen[0]) >= _decimals(known[0]) >= 0


def _decimals(section: list[Piece]) -> int:
    """How many decimals are shown of a number by digits alone; -1 where something else is."""
    digits = "".join(sign for kind, sign in section if kind == "code")
    found = _DIGITS.fullmatch(digits)
    return -1 if found is None or len(digits) < len(section) else len(found[1] or "")


@lru_cache(maxsize=4096)
def shows_text(code: str) -> bool:
    """Whether a text is shown as it is."""
    sections = _sections(code)
    last = sections[-1]
    return last == [_TEXT] if len(sections) > 3 or _TEXT in last else True


def _sections(code: str) -> list[list[Piece]]:
    """Pieces by section; one for negative numbers that only repeats the first is none."""
    if _GENERAL.fullmatch(code.strip().casefold()):
        return [[_ITSELF]]
    sections: list[list[Piece]] = [[]]
    for found in _PIECE.finditer(code):
        quoted, escaped, bare = found.groups()
        literal = bare if bare in _BARE else quoted if quoted is not None else escaped
        if literal is not None:
            _say(sections[-1], literal)
        elif bare == ";":
            sections.append([])
        elif bare is not None:
            sections[-1].append(("code", bare))
        elif found[0].startswith("["):
            sections[-1].append(("aside", found[0].casefold()))
    if len(sections) == 2 and sections[1] == [_NEGATIVE, *sections[0]]:
        del sections[1]
    return sections


def _say(section: list[Piece], text: str) -> None:
    """Literals that follow on each other are one."""
    if section and section[-1][0] == "text":
        text = section.pop()[1] + text
    if text:
        section.append(("text", text))

"""How wide a text is in a terminal, and how it is padded and broken there.

A Chinese character takes two cells; nothing here ever cuts one in half, and texts are
wrapped, never shortened. The command line and the screens both set their texts with this:
it stands beside the words because width belongs to the script they are written in.
"""

from typing import Final
from unicodedata import east_asian_width

from rich.cells import cell_len as cell_len  # Textual measures with it: a table, no interface

NOT_FIRST: Final = "，。、；：？！）》」』”’%,.;:?!)]}"
"""Characters that do not begin a line."""
NOT_LAST: Final = "（《「『“‘([{"
"""Characters that do not end a line."""


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled with blanks to `width` cells; `right` sets it against the right edge."""
    gap = " " * max(0, width - cell_len(text))
    return gap + text if right else text + gap


def side_by_side(left: str, right: str, width: int) -> str:
    """`left` at the left edge and `right` at the right edge of `width` cells.

    A console of code page 936 draws “ and — two cells wide: for each of them in `left`, `right`
    stands one cell further in, so that no console pushes it out of sight.
    """
    pushed = sum(east_asian_width(character) == "A" for character in left)
    return left + " " * max(1, width - cell_len(left) - cell_len(right) - pushed) + right


def wrap(text: str, width: int, *, hang: int = 0) -> list[str]:
    """Break a text into lines of at most `width` cells.

    Latin words stay whole where they fit; Chinese breaks anywhere, but no line begins with
    a closing mark or ends with an opening one.

    Args:
        hang: Blanks before every line but the first; they count in the width.
    """
    width = max(width, 4)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, width, hang)
    return lines or [""]


def broken(text: str, width: int) -> list[str]:
    """The lines of a text on paper, where “ and — are as wide as a Chinese character.

    Broken as by `wrap`, but nothing is lost: blanks and line ends stay where they are, and the
    lines put together are the text.
    """
    found: list[str] = []
    for paragraph in text.split("\n"):
        shape, start = _on_paper(paragraph), 0
        if found:
            found[-1] += "\n"
        lines = _wrap_paragraph(shape, max(width, 4), 0)
        ends = []
        for line in lines:
            ends.append(shape.index(line, start) + len(line))
            start = ends[-1]
        ends[-1] = len(paragraph)
        begins = [0, *(end + _blanks(paragraph[end:]) for end in ends[:-1])]
        found += [paragraph[a:b] for a, b in zip(begins, [*begins[1:], ends[-1]], strict=True)]
    return found


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _on_paper(text: str) -> str:
    """The text with a wide character for each that is wide on paper alone."""
    return "".join(
        character
        if east_asian_width(character) != "A"
        else "》"
        if character in NOT_FIRST
        else "《"
        if character in NOT_LAST
        else "\uff3f"
        for character in text
    )


def _wrap_paragraph(text: str, width: int, hang: int) -> list[str]:
    lines: list[str] = []
    current = ""
    for piece in _pieces(text):
        room = width - (hang if lines else 0)
        if cell_len(current + piece.rstrip()) <= room:
            current += piece
            continue
        if current.strip():
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current = piece
        room = width - hang
        while cell_len(current) > room:
            head = _head(current, room)
            lines.append(head)
            current = current[len(head) :]
    lines.append(current.rstrip())
    return [text if not number else " " * hang + text for number, text in enumerate(lines)]


def _head(text: str, width: int) -> str:
    taken = 0
    for position, character in enumerate(text):
        taken += cell_len(character)
        if taken > width:
            return text[: max(position, 1)]
    return text


def _pieces(text: str) -> list[str]:
    """Unbreakable pieces: Latin words with the blank after them, or single wide characters."""
    pieces: list[str] = []
    for character in text:
        narrow = cell_len(character) < 2 and character != " "
        glue = bool(pieces) and (
            character in NOT_FIRST
            or pieces[-1][-1] in NOT_LAST
            or (narrow and cell_len(pieces[-1][-1]) < 2 and pieces[-1][-1] != " ")
            or character == " "
        )
        if glue:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces

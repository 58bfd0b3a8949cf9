"""How an office wants its pages: its fonts, and room to bind them. Nothing else depends on it.

Sheets are measured in the usual fonts; another one of Chinese characters is as wide.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

BODY: Final = "SimSun"
HEAD: Final = "SimHei"
"""The fonts of tables and of their titles, under names that every program finds."""
WIDEST_BINDING: Final = 40.0
"""Millimetres; with more, pages that are printed at full size would not fit."""


@dataclass(frozen=True, slots=True)
class Paper:
    """An office's wishes.

    Attributes:
        body, head: Fonts instead of those of the tables and of their titles.
        binding: Millimetres left free where pages are bound, upright at the left and across
            at the top; 0 leaves the usual margin.
    """

    body: str = BODY
    head: str = HEAD
    binding: float = 0.0

    def face(self, font: str) -> str:
        """The font that stands for one of the styles'."""
        return {BODY: self.body, HEAD: self.head}.get(font, font)

    def margins(self, usual: float, *, landscape: bool) -> tuple[float, float]:
        """Left and top margin in millimetres, where all usual ones are equal."""
        bound = max(usual, self.binding)
        return (usual, bound) if landscape else (bound, usual)


_in_force = Paper()


def use_paper(paper: Paper) -> None:
    """Choose the pages of this process; without a call they are the usual ones."""
    global _in_force  # one office prints in one way
    _in_force = paper


@contextmanager
def on_paper(wish: Paper) -> Iterator[None]:
    """Other pages for a while: what was laid out for them is laid out again."""
    before = _in_force
    use_paper(wish)
    try:
        yield
    finally:
        use_paper(before)


def paper() -> Paper:
    """The pages in force."""
    return _in_force

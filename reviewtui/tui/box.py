"""The score box: a number being typed, not yet stored. Pure."""

from typing import Final, NamedTuple

LONGEST: Final = 6
"""Characters a mark may have, as in 100.00 or -12.25."""


class Box(NamedTuple):
    """What stands in the score box, not yet stored; `caret` counts characters before it."""

    text: str = ""
    caret: int = 0

    def __bool__(self) -> bool:
        return bool(self.text)

    def insert(self, text: str) -> "Box":
        """The box with characters typed at the caret; unchanged if it is full."""
        joined = self.text[: self.caret] + text + self.text[self.caret :]
        if len(joined) > LONGEST:
            return self
        return Box(joined, self.caret + len(text))

    def backspace(self) -> "Box":
        """The box without the character before the caret."""
        if not self.caret:
            return self
        return Box(self.text[: self.caret - 1] + self.text[self.caret :], self.caret - 1)

    def delete(self) -> "Box":
        """The box without the character after the caret."""
        return self._replace(text=self.text[: self.caret] + self.text[self.caret + 1 :])

    def move(self, by: int) -> "Box":
        """The box with its caret moved, never beyond either end."""
        return self._replace(caret=min(max(self.caret + by, 0), len(self.text)))

    def to(self, end: bool) -> "Box":
        """The box with its caret at the end or the beginning."""
        return self._replace(caret=len(self.text) if end else 0)


EMPTY: Final = Box()

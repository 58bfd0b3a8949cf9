"""How long work tells how far it is, and hears that it is no longer wanted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from reviewtui.tally.analysis.results import Part

Progress: TypeAlias = Callable[[Part, int, int], None]
"""Called with the part at work, how much of it is done, and how much there is."""


class Cancelled(Exception):  # noqa: N818  a wish, not an error
    """Nobody waits for the rest."""


@dataclass(frozen=True)
class Course:
    """The way through one part."""

    part: Part
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None

    def chunks(self, whole: int, size: int) -> Iterator[int]:
        """Sizes of the pieces in which `whole` is done, telling before each how far it is.

        Raises:
            Cancelled: Between two pieces, once nobody waits.
        """
        for done in range(0, whole, size):
            self.tell(done, whole)
            yield min(size, whole - done)
        self.tell(whole, whole)

    def tell(self, done: int, whole: int) -> None:
        """Tell how far it is.

        Raises:
            Cancelled: If nobody waits.
        """
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(self.part, done, whole)

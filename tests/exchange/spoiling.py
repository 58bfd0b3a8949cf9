"""One place of a good file that is spoilt, and the finding that must come of it."""

from dataclasses import dataclass
from typing import Any

NUMBER = 'is not a number in quotation marks, such as "12.5"'


@dataclass(frozen=True)
class Case:
    """A place that is spoilt, and the finding that must come of it."""

    at: str
    value: Any
    place: str
    sentence: str
    warning: bool = False
    panel: str = "annual"

    def __str__(self) -> str:
        return f"{self.at}={str(self.value)[:30]}"


def warned(at: str, value: Any, place: str, sentence: str, panel: str = "annual") -> Case:
    return Case(at, value, place, sentence, warning=True, panel=panel)

"""What is wrong, said in sentences: findings of a check, and refusals of an action."""

from collections.abc import Iterable
from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong in a file.

    Attributes:
        place: File and place in it, e.g. `panel.toml: [weights.of] 6.4`.
        sentence: What is wrong and what to do, in the reader's language.
        warning: True where it is worth a look but refuses nothing.
    """

    place: str
    sentence: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class Refused(Exception):  # noqa: N818  a refusal is an answer, not an error of the program
    """An action that was not done, with all the reasons at once; nothing was changed."""

    def __init__(self, *reasons: str | Finding) -> None:
        super().__init__(*reasons)
        self.reasons: tuple[Finding, ...] = tuple(
            reason if isinstance(reason, Finding) else Finding("", reason) for reason in reasons
        )

    def __str__(self) -> str:
        return "\n".join(str(reason) for reason in self.reasons)


def refuse_if(findings: Iterable[Finding]) -> None:
    """Raise `Refused` with every finding that is not merely a warning."""
    hard = [finding for finding in findings if not finding.warning]
    if hard:
        raise Refused(*hard)

"""Questions and answers, one line each."""

from collections.abc import Callable, Sequence

from reviewtui.domain.findings import Refused
from reviewtui.domain.typed_mark import Typed, normalise
from reviewtui.locales import _


class Dialogue:
    """A person, or a script, at the other end of two streams of lines."""

    def __init__(
        self, read: Callable[[], str] = input, write: Callable[[str], None] = print
    ) -> None:
        """Talk through `read` (EOFError at the end) and `write`, a line at a time."""
        self._read = read
        self._write = write

    def tell(self, *lines: str) -> None:
        """Say something that needs no answer."""
        for line in lines:
            self._write(line)

    def tell_refusal(self, refused: Refused) -> None:
        """Say why something was not done."""
        self.tell(*(str(reason) for reason in refused.reasons))

    def ask(self, question: str) -> str:
        """Ask in one line; the answer without blanks around it.

        Raises:
            EOFError: If nobody answers any more.
        """
        self._write(question)
        return self._read().strip()

    def sure(self, question: str) -> bool:
        """Ask for a yes; anything else is a no.

        Raises:
            EOFError: If nobody answers any more.
        """
        answer = self.ask(_("{question} Type yes or 1 (Enter: no)").format(question=question))
        return _is_yes(answer) or normalise(answer, sign=False) == Typed("1")

    def choose(self, question: str, choices: Sequence[str], nothing: str) -> int | None:
        """Let one of numbered choices be chosen.

        Args:
            question: What is chosen.
            choices: Shown with their numbers, from 1.
            nothing: What an empty answer means.

        Returns:
            The position of the choice, or None for an empty answer; yes is the first one.
        """
        self.tell(*(f"  {number} {choice}" for number, choice in enumerate(choices, 1)))
        asked = _("{question} (number; Enter: {nothing})").format(
            question=question, nothing=nothing
        )
        while True:
            answer = self.ask(asked)
            if not answer:
                return None
            if _is_yes(answer):
                return 0
            typed = normalise(answer, sign=False).kept
            if typed.isdigit() and 1 <= int(typed) <= len(choices):
                return int(typed) - 1
            self.tell(_("“{text}” is none of the numbers").format(text=answer))


def _is_yes(answer: str) -> bool:
    return answer.lower() in ("y", "yes", _("yes"))

"""Several questions one after the other, each in a text field of its own."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewtui.locales import _
from reviewtui.tui.screens.ask import Ask

if TYPE_CHECKING:
    from textual.screen import Screen


class Question(NamedTuple):
    """One line of text to be asked for.

    Attributes:
        title: What is asked.
        note: A sentence below the field.
        text: What stands in the field at first.
        optional: Whether it may be left empty.
        check: What is wrong with an answer, after the answers before it; "" if nothing is.
        echo: What is shown of an answer while it is typed.
        told: The sentence below the field where it follows from the answers before.
    """

    title: str
    note: str = ""
    text: str = ""
    optional: bool = False
    check: Callable[[str, Sequence[str]], str] = lambda _text, _before: ""
    echo: Callable[[str], str] = lambda _text: ""
    told: Callable[[Sequence[str]], str] = lambda _before: ""


def ask_in_turn(
    screen: "Screen[Any]",
    questions: Sequence[Question],
    then: Callable[[tuple[str, ...]], None],
    *,
    otherwise: Callable[[], None] = lambda: None,
) -> None:
    """Ask one question after the other; Esc goes one back, from the first one out.

    Args:
        then: Gets all answers, once there are all.
        otherwise: Called if the person went out.
    """
    answers = [question.text for question in questions]

    def ask(number: int) -> None:
        if number < 0:
            otherwise()
            return
        if number == len(questions):
            then(tuple(answers))
            return
        question, before = questions[number], answers[:number]
        title = question.title
        if len(questions) > 1:
            title = _("{number}/{count}  {title}").format(
                number=number + 1, count=len(questions), title=title
            )

        def answer(text: str | None) -> None:
            if text is None:
                ask(number - 1)
                return
            answers[number] = text
            ask(number + 1)

        screen.app.push_screen(
            Ask(
                title,
                question.told(before) or question.note,
                answers[number],
                optional=question.optional,
                check=lambda text: question.check(text, before),
                echo=question.echo,
            ),
            answer,
        )

    ask(0)


def decided_by(text: str = "") -> Question:
    """Who decided it; may stay open."""
    return Question(_("Who decided this?"), _("It stands in the journal"), text, optional=True)


def why(*, optional: bool = False) -> Question:
    """The reason, which stands in the record."""
    return Question(_("Why?"), _("It stands in the journal"), optional=optional)

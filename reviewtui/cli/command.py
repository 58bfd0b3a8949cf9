"""What a command is: its place in the help, its arguments, the name of what runs it."""

from argparse import ArgumentTypeError
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple

from reviewtui.locales import N_, _


class Person(StrEnum):
    """Whose hands a command is for; the groups of the help, in its order."""

    ANYONE = "anyone"
    EXPERT = "expert"
    SECRETARY = "secretary"
    CHAIR = "chair"
    TOOLS = "tools"


PEOPLE: Final = {
    Person.ANYONE: N_("Anyone, at once"),
    Person.EXPERT: N_("Expert"),
    Person.SECRETARY: N_("Secretary"),
    Person.CHAIR: N_("Chair and secretary: the result"),
    Person.TOOLS: N_("Tools"),
}


class Argument(NamedTuple):
    """One argument of a command; `options` go to argparse as they are."""

    names: tuple[str, ...]
    meaning: str
    options: Mapping[str, Any]


class Line(NamedTuple):
    """How a command stands in the general help, under one person."""

    person: Person
    synopsis: str
    meaning: str


class Command(NamedTuple):
    """One command.

    Attributes:
        handler: `module:function`; it takes the parsed arguments and gives the exit status.
        examples: Command lines, each with what it does; translated where they are shown.
        detail: More than the line says; shown by the command's own help.
        parts: Commands of its own (`indicators list`); then it has no handler.
    """

    name: str
    lines: tuple[Line, ...]
    examples: tuple[tuple[str, str], ...]
    handler: str = ""
    arguments: tuple[Argument, ...] = ()
    detail: str = ""
    parts: tuple["Command", ...] = ()

    def meaning(self) -> str:
        """What it does, in the reader's language."""
        return _(self.lines[0].meaning)


def argument(*names: str, meaning: str, **options: Any) -> Argument:
    """An argument as argparse's `add_argument` takes it, its help kept for translation."""
    return Argument(names, meaning, options)


def whole_number(text: str) -> int:
    """The number that was typed.

    Raises:
        ArgumentTypeError: If it is none; argparse's own sentence names a type of Python.
    """
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(_("“{text}” is not a whole number").format(text=text)) from None


SESSION: Final = argument("session", meaning=N_("the session file"), metavar="SESSION", type=Path)
FORCE: Final = argument(
    "--force", meaning=N_("overwrite a file that is there"), action="store_true"
)
JSON: Final = argument(
    "--json", meaning=N_("machine-readable, on standard output"), action="store_true"
)
ROUND: Final = argument(
    "--round",
    meaning=N_("the round; default the one at work, of results the last that is open"),
    metavar="N",
    type=whole_number,
)
BY: Final = argument("--by", meaning=N_("who decided"), metavar="NAME", default="")
NEEDED: Final = argument(
    "--reason", meaning=N_("why; it stands in the record"), metavar="TEXT", required=True
)

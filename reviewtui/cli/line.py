"""The command line: language first, then one command, then its handler.

Only the parser of the command that was asked for is built.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from reviewtui import __version__
from reviewtui.cli.command import PEOPLE, Command, Line, Person
from reviewtui.cli.commands import COMMANDS, find
from reviewtui.cli.config import config
from reviewtui.cli.console import aligned, line_cells, say, shell_line, tell
from reviewtui.cli.guard import WRONG_USE, guarded
from reviewtui.cli.language import choose_language, take_language
from reviewtui.domain.paper import use_paper
from reviewtui.locales import LANGUAGES, _, let_the_library_follow, use
from reviewtui.locales.width import wrap

PROGRAM: Final = "reviewtui"
UNWRAPPED: Final = 10_000
"""Cells of a line where nobody looks at a screen."""

FILES: Final = {".review": ("score", "desk", "results"), ".kit": ("score",)}
"""Commands that a file may be meant for if it stands where a command should, by its ending."""


Handler = Callable[[argparse.Namespace], int]


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status."""
    return guarded(lambda: _run(list(arguments)), arguments[0] if arguments else "")


def _run(arguments: list[str]) -> int:
    let_the_library_follow()
    wish = take_language(arguments)
    if wish is not None and wish not in LANGUAGES:
        use(choose_language(None))
        return wrong(_("--lang is zh or en, not “{word}”").format(word=wish))
    use(choose_language(wish))
    use_paper(config().paper)
    match arguments:
        case []:
            return handler("reviewtui.cli.home:home")(argparse.Namespace())
        case ["-h" | "--help", *_rest]:
            tell(general_help())
            return 0
        case ["--version", *_rest]:
            tell(f"{PROGRAM} {__version__}")
            return 0
        case [name, *rest]:
            return _run_command(name, rest)
    return WRONG_USE


def _run_command(name: str, rest: list[str]) -> int:
    command = find(name)
    if command is None:
        return wrong(unknown(name))
    try:
        given = make_parser(command, f"{PROGRAM} {name}").read(rest)
    except SystemExit as end:
        return int(end.code or 0)
    return handler(given.handler)(given)


def wrong(sentence: str) -> int:
    """Say what is wrong with the command line, and where help is."""
    say(f"{PROGRAM}: {sentence}")
    say(_("All commands: {line}").format(line=f"{PROGRAM} --help"))
    return WRONG_USE


def unknown(name: str) -> str:
    """The sentence for a command that does not exist."""
    from difflib import get_close_matches

    if name.startswith("-"):
        return _("there is no option {name}").format(name=name)
    path = Path(name)
    if path.suffix.lower() in FILES:
        lines = [shell_line(PROGRAM, command, name) for command in FILES[path.suffix.lower()]]
        return "\n  ".join(
            [_("{file} is a file; say what to do with it:").format(file=name), *lines]
        )
    sentence = _("there is no command “{name}”").format(name=name)
    near = get_close_matches(name, [command.name for command in COMMANDS], n=1)
    return sentence + (_("; did you mean {near}?").format(near=near[0]) if near else "")


def handler(name: str) -> Handler:
    """Load `module:function`."""
    module, _colon, function = name.partition(":")
    loaded: Handler = getattr(import_module(module), function)
    return loaded


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in terminal cells: Chinese is two wide, and a pipe gets whole lines."""

    def __init__(self, prog: str) -> None:
        self._cells = line_cells()
        super().__init__(prog, max_help_position=30, width=self._cells or UNWRAPPED)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width if self._cells else UNWRAPPED)


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes end with the place of its help."""

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments; codes and files may also stand after the options."""
        given, left = self.parse_known_args(words)
        if not left:
            return given
        if any(word.startswith("-") for word in left) or self._subparsers is not None:
            return self.parse_args(words)
        self.usage = self.format_usage().removeprefix(_("usage: ")).strip().replace("%", "%%")
        return self.parse_intermixed_args(words)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, with the usage line, and leave with status 2."""
        self.print_usage(sys.stderr)
        say(f"{self.prog}: {message}")
        say(_("Examples and all options: {line}").format(line=f"{self.prog} --help"))
        raise SystemExit(WRONG_USE)


def make_parser(command: Command, prog: str) -> Parser:
    """The parser of one command, with its examples as the last part of its help."""
    parser = Parser(
        prog=prog,
        description="\n".join(_description(command)),
        epilog="\n".join([_("Examples:"), *_examples(command)]),
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    fill_parser(parser, command)
    return parser


def fill_parser(parser: argparse.ArgumentParser, command: Command) -> None:
    """Give a parser the arguments, or the parts, of a command."""
    for item in command.arguments:
        parser.add_argument(*item.names, help=_(item.meaning), **item.options)
    parser.add_argument("--lang", help=_("language: zh or en"), metavar="zh|en")
    if not command.parts:
        parser.set_defaults(handler=command.handler)
        return
    below = parser.add_subparsers(metavar="|".join(part.name for part in command.parts))
    below.required = True
    for part in command.parts:
        fill_parser(
            below.add_parser(
                part.name,
                help=part.meaning(),
                description="\n".join(_description(part)),
                epilog="\n".join([_("Examples:"), *_examples(part)]),
                formatter_class=Formatter,
                allow_abbrev=False,
            ),
            part,
        )


def _description(command: Command) -> list[str]:
    cells = line_cells() or UNWRAPPED
    said = [_(line.meaning) for line in command.lines]
    texts = [*said, "", _(command.detail)] if command.detail else said
    return [line for text in texts for line in wrap(text, cells)]


def _examples(command: Command) -> list[str]:
    lines: list[str] = []
    for line, meaning in command.examples:
        lines += [f"  {_(line)}", f"      {_(meaning)}"]
    return lines


def general_help() -> str:
    """Every command, grouped by the person it is for, with the first lines to try."""
    lines = [
        _("reviewtui: scoring, tallying and filing for expert review panels"),
        "",
        _("usage: ") + _("reviewtui COMMAND ...    help of one command: reviewtui COMMAND --help"),
    ]
    for person in Person:
        lines += ["", _(PEOPLE[person]), *aligned(("", "", ""), _listed(person))]
    lines += ["", _("Examples:")]
    for name in ("score", "results"):
        command = find(name)
        lines += _examples(command) if command else []
    lines += [
        "",
        _("Everywhere: --lang zh|en for the language; --version for the version."),
        _("Without a command, in a terminal: the home screen."),
    ]
    return "\n".join(lines)


def _listed(person: Person) -> list[tuple[str, str, str]]:
    """Synopsis and meaning of every command of one person; synopses of equal width."""
    width = max(len(line.synopsis) for command in COMMANDS for line in command.lines)
    return [
        ("", line.synopsis.ljust(width), _(line.meaning))
        for line in _lines()
        if line.person is person
    ]


def _lines() -> list[Line]:
    return [line for command in COMMANDS for line in command.lines]

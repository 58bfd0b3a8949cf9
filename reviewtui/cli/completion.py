"""Shell completion, made from the table of commands."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from reviewtui.cli.commands import COMMANDS
from reviewtui.cli.console import tell
from reviewtui.cli.line import PROGRAM, Parser, fill_parser
from reviewtui.locales import _


def completion(given: argparse.Namespace) -> int:
    """Print the completion script of one shell."""
    import shtab

    whole = Parser(prog=PROGRAM, description=_("Expert review panels"), allow_abbrev=False)
    whole.add_argument("--version", action="store_true", help=_("the version"))
    whole.add_argument("--lang", choices=("zh", "en"), help=_("language: zh or en"))
    below = whole.add_subparsers(dest="command")
    for command in COMMANDS:
        fill_parser(below.add_parser(command.name, help=command.meaning()), command)
    for action in _actions(whole):
        if action.type is Path:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab looks there
    tell(shtab.complete(whole, given.shell).rstrip("\n"))
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)

"""Bare `reviewtui`: the home screen, or where to begin if there is no terminal."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import aligned, has_terminal, say, tell
from reviewtui.cli.scoring import KIT, show_form
from reviewtui.domain.findings import Refused
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.tui.screens.home import HomeChoice


def home(_given: argparse.Namespace) -> int:
    """The home screen, again after what was chosen there; without a terminal a short help.

    Beside exactly one kit it is the kit: what an expert clicks on starts nothing else.
    """
    if not has_terminal():
        return _short_help()
    kits = list(Path.cwd().glob(f"*{KIT}"))
    if len(kits) == 1:
        return show_form(kits[0])
    from reviewtui.cli.forms import open_home
    from reviewtui.tui.screens.home import Begin

    while (choice := open_home()) is not None and choice.begin is not Begin.QUIT:
        try:
            _begin(choice)
        except Refused as refused:
            _wait_after(refused)
    return 0


def _begin(choice: "HomeChoice") -> None:
    """Do what was chosen."""
    from reviewtui.cli import scoring
    from reviewtui.cli.trial import Wish, trial_session
    from reviewtui.tui.screens.home import Begin

    match choice.begin:
        case Begin.DEMO:
            scoring.show_demo()
        case Begin.DEMO_RESULTS:
            scoring.show_demo_result(choice.name)
        case Begin.TRIAL:
            scoring.show_form(trial_session(Wish(choice.name, review=choice.review)))
        case Begin.SESSION:
            scoring.go_on(Path(choice.name))
        case Begin.NEW:
            from reviewtui.cli.making import make_meeting

            make_meeting()


def _wait_after(refused: Refused) -> None:
    """Let a refusal be read before the home screen covers it."""
    for reason in refused.reasons:
        say(str(reason))
    say(_("Press Enter to go back"))
    input()


def _short_help() -> int:
    rows = (
        ("", "reviewtui demo", _("open the sample")),
        ("", "reviewtui score --set zj-tic-2022", _("tries the provincial table")),
        ("", "reviewtui --help", _("every command")),
    )
    tell(_("reviewtui: scoring, tallying and filing for expert review panels"))
    tell()
    for line in aligned(("", "", ""), rows):
        tell(line)
    return 0

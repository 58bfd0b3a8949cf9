"""The command that begins a further round."""

from typing import Final

from reviewtui.cli.command import BY, JSON, SESSION, Command, Line, Person, argument
from reviewtui.cli.commands_amending import REASON
from reviewtui.locales import N_

ROUND_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "round",
        (
            Line(
                Person.SECRETARY,
                "round SESSION [--candidates CODES] [--rows ROWS]",
                N_("reopen candidates or rows for a second round; list the rounds"),
            ),
        ),
        (
            (
                N_(
                    "reviewtui round zj-2026.review --candidates 3,5 --rows 6,7 "
                    '--by "Zhang San" --reason "range of 20 points and more"'
                ),
                N_("everybody goes on from his own marks; then issue kits again"),
            ),
            ("reviewtui round zj-2026.review", N_("which rounds there are, and what they reopen")),
        ),
        "reviewtui.cli.rounds:further_round",
        (
            SESSION,
            argument(
                "--candidates",
                meaning=N_("which candidates, such as 3,5; default all, with --rows"),
                metavar="CODES",
            ),
            argument(
                "--rows",
                meaning=N_("which rows, or those below one, such as 6,7.1; default all"),
                metavar="ROWS",
            ),
            argument(
                "--discussion",
                meaning=N_("what stands on the list for discussion (discuss)"),
                action="store_true",
            ),
            argument(
                "--feedback",
                meaning=N_("what experts see besides their own marks; default spread"),
                choices=("spread", "none"),
                default="spread",
            ),
            argument(
                "--again",
                meaning=N_("put right what the round at work reopens, before kits are out"),
                action="store_true",
            ),
            *(BY, REASON, JSON),
        ),
        N_(
            "Only after the round before is open. Only what is reopened can change, each change "
            "with a reason (a first mark needs none); who hands in none counts with the round "
            "before. The spread is median and range of a row over the panel, from five marks on. "
            "issue writes kits, Excel and paper sheets of the round; they come back by merge and "
            "type-in as before. unseal opens the round."
        ),
    ),
)

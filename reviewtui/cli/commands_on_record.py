"""The commands that put on record what was known of a candidate before the meeting."""

from typing import Final

from reviewtui.cli.command import BY, JSON, NEEDED, Command, Line, Person, argument
from reviewtui.locales import N_

ON_RECORD: Final = (
    Command(
        "history",
        (
            Line(
                Person.SECRETARY,
                "amend SESSION history CODE DATE GRADE",
                N_("add an earlier evaluation, or put it right"),
            ),
        ),
        (
            (
                N_(
                    "reviewtui amend zj-2026.review history 06 2025-12-18 failed "
                    '--reason "entered late"'
                ),
                N_("counted in a row with others before this meeting"),
            ),
        ),
        "reviewtui.cli.amending:history",
        (
            argument("candidate", meaning=N_("a candidate, by code"), metavar="CODE"),
            argument("date", meaning=N_("the day of the result"), metavar="DATE"),
            argument("grade", meaning=N_("the grade given, in the document's words")),
            argument(
                "--year",
                meaning=N_("the year it was about; default the year of that day"),
                metavar="YEAR",
                default="",
            ),
            argument("--document", meaning=N_("the paper it rests on"), default=""),
            *(BY, NEEDED, JSON),
        ),
    ),
    Command(
        "integrity",
        (
            Line(
                Person.SECRETARY,
                "amend SESSION integrity CODE yes|no",
                N_("say whether a breach of integrity is on record"),
            ),
        ),
        (
            (
                N_('reviewtui amend zj-2026.review integrity 06 no --reason "queried today"'),
                N_("as the query of the day said"),
            ),
        ),
        "reviewtui.cli.amending:integrity",
        (
            argument("candidate", meaning=N_("a candidate, by code"), metavar="CODE"),
            argument("found", meaning=N_("whether a breach is on record"), choices=("yes", "no")),
            argument("--note", meaning=N_("what was found"), default=""),
            argument("--document", meaning=N_("the paper it rests on"), default=""),
            *(BY, NEEDED, JSON),
        ),
    ),
)

"""The commands of keeping: archive and verify."""

from pathlib import Path
from typing import Final

from reviewtui.cli.command import FORCE, JSON, SESSION, Command, Line, Person, argument
from reviewtui.locales import N_

KEEPING_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "archive",
        (
            Line(
                Person.CHAIR,
                "archive SESSION -o DIR",
                N_("a folder that can be read and checked without this program"),
            ),
        ),
        (
            (
                "reviewtui archive zj-2026.review -o archive-2026 --file-number 2026-17",
                N_("ballots, journal, rule, tables, workbook, hashes"),
            ),
            (
                "reviewtui archive zj-2026.review -o archive-2026 --attach scans",
                N_("adds scans of the signed sheets, now or later"),
            ),
        ),
        "reviewtui.cli.keeping:archive",
        (
            SESSION,
            argument(
                "-o",
                "--output",
                meaning=N_("the folder that is made"),
                metavar="DIR",
                type=Path,
                required=True,
            ),
            argument(
                "--attach",
                meaning=N_("a folder with scans of signed sheets"),
                metavar="DIR",
                type=Path,
            ),
            argument(
                "--retention", meaning=N_("how long it is kept, for the cover"), metavar="TEXT"
            ),
            argument("--file-number", meaning=N_("file number, for the cover"), metavar="TEXT"),
            argument(
                "--no-result",
                meaning=N_(
                    "why there is no result, where no ballot can be opened or two openings disagree"
                ),
                metavar="TEXT",
            ),
            FORCE,
        ),
        N_(
            "Only after the opening. Where the rule gives no result the archive says so and why. "
            "No private key, no opening code and no draft that was never handed in leaves the "
            "session. The same session gives the same bytes. With --force what lies there is "
            "moved aside, never deleted."
        ),
    ),
    Command(
        "verify",
        (
            Line(
                Person.CHAIR,
                "verify SESSION|ARCHIVE|WORKBOOK",
                N_("recompute everything from the ballots: agrees, or where not"),
            ),
        ),
        (
            ("reviewtui verify zj-2026.review", N_("every table, entry, ballot and number")),
            ("reviewtui verify archive-2026", N_("every byte, and the result recomputed")),
            ("reviewtui verify result.xlsx", N_("every formula, number and text of a workbook")),
        ),
        "reviewtui.cli.keeping:verify",
        (
            argument(
                "subject",
                meaning=N_("a session file, the folder of an archive, or a workbook"),
                metavar="SESSION|ARCHIVE|WORKBOOK",
                type=Path,
            ),
            JSON,
        ),
        N_(
            "Prints the check codes, to be compared with the sheet that the experts signed. Exit "
            "status 1 if anything does not agree."
        ),
    ),
)

"""The command that writes papers, as an entry of the table of commands."""

from pathlib import Path
from typing import Final

from reviewtui.cli.command import FORCE, ROUND, SESSION, Command, Line, Person, argument
from reviewtui.locales import N_

PRINTING: Final = Command(
    "print",
    (
        Line(
            Person.SECRETARY,
            "print SESSION -o DIR",
            N_("write the papers to print and sign, in the order they are stapled"),
        ),
    ),
    (
        ("reviewtui print zj-2026.review -o papers", N_("everything that can be printed now")),
        ("reviewtui print zj-2026.review -o papers --only 1,2,3", N_("before the meeting")),
        (
            "reviewtui print zj-2026.review -o papers --extract 3",
            N_("for an objection: candidate 3 alone, nothing of the others"),
        ),
    ),
    "reviewtui.cli.printing:print_papers",
    (
        SESSION,
        argument(
            "-o",
            "--output",
            meaning=N_("the folder the papers are written into"),
            metavar="DIR",
            type=Path,
            required=True,
        ),
        argument(
            "--only",
            meaning=N_("some papers, by number, such as 1,2,3"),
            metavar="N",
        ),
        argument(
            "--extract",
            meaning=N_("instead of the pack: one candidate's own numbers"),
            metavar="CANDIDATE",
        ),
        argument(
            "--detail",
            meaning=N_("every expert's marks row by row, too"),
            action="store_true",
        ),
        argument(
            "--names",
            meaning=N_("experts by name beside their number; default by number alone"),
            action="store_true",
        ),
        ROUND,
        FORCE,
    ),
    N_(
        "1 attendance, 2 declaration and recusal, 3 rule page, 4 submissions confirmed, 5 personal "
        "score sheets, 6 score summary, 7 panel opinion (a draft with blanks), 8 dissenting "
        "opinion, 9 change slips, 10 sign-off list, 11 blank score sheets: as a workbook and as "
        "one page for a browser that prints the same; 6 and 7 as Word documents, too. Before the "
        "opening only what is blind is written. Which number is whose stands in a file of its own."
    ),
)

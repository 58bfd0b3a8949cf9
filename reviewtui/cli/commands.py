"""The table of commands: help, parsers and completion are all made from it.

A handler is named, not imported: what a command needs is loaded when it runs.
"""

from pathlib import Path
from typing import Final

from reviewtui.cli.command import (
    FORCE,
    JSON,
    ROUND,
    SESSION,
    Command,
    Line,
    Person,
    argument,
    whole_number,
)
from reviewtui.cli.commands_amending import AMENDING_COMMANDS
from reviewtui.cli.commands_closing import CLOSING_COMMANDS
from reviewtui.cli.commands_keeping import KEEPING_COMMANDS
from reviewtui.cli.commands_meeting import MEETING_COMMANDS
from reviewtui.cli.commands_preparing import PREPARING_COMMANDS
from reviewtui.cli.commands_printing import PRINTING
from reviewtui.cli.commands_room import (
    DISCUSS,
    EXPORT_ARGUMENTS,
    RESULTS_ARGUMENTS,
    RESULTS_EXAMPLES,
    WHAT_IF,
    WHAT_IF_EXAMPLE,
)
from reviewtui.cli.commands_rounds import ROUND_COMMANDS
from reviewtui.cli.commands_tools import TOOL_COMMANDS
from reviewtui.locales import N_

COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "score",
        (
            Line(
                Person.EXPERT, "score SESSION|KIT", N_("score the candidates of a session or kit")
            ),
            Line(Person.ANYONE, "score --set ID", N_("try an indicator table at once, no result")),
        ),
        (
            ("reviewtui score zj-2026.review", N_("says who is who, then opens the form")),
            ("reviewtui score zj-2026.review --expert 07", N_("opens the form of expert 07")),
            ("reviewtui score --set zj-tic-2022", N_("tries the provincial table")),
            (
                "reviewtui score zj-2026.review --expert 07 --plain < marks.txt",
                N_("one question per line, answers from a file"),
            ),
        ),
        "reviewtui.cli.scoring:score",
        (
            argument(
                "session",
                meaning=N_("the session file or the kit; not with --set"),
                metavar="SESSION|KIT",
                type=Path,
                nargs="?",
            ),
            argument("--expert", meaning=N_("who scores, by code"), metavar="CODE"),
            argument(
                "--take",
                meaning=N_("kit: go on with what is here or on the stick, if both went on"),
                choices=("here", "stick"),
            ),
            argument(
                "--plain",
                meaning=N_(
                    "one question per line: for screen readers, broken consoles and scripts"
                ),
                action="store_true",
            ),
            argument(
                "--set",
                meaning=N_("trial: the indicator table, by id or file"),
                metavar="ID",
                dest="table",
            ),
            argument(
                "--candidates",
                meaning=N_("trial: how many candidates; default 3"),
                metavar="N",
                type=whole_number,
            ),
            argument(
                "--candidate",
                meaning=N_("trial: names of the candidates"),
                metavar="NAME",
                nargs="+",
                action="extend",
            ),
            argument(
                "--granularity",
                meaning=N_("trial: mark primary indicators (default) or every row"),
                choices=("primaries", "rows"),
            ),
            argument(
                "--review",
                meaning=N_("trial: as at which type of review; default the annual evaluation"),
                choices=("appraisal", "annual", "midterm", "acceptance"),
            ),
            argument(
                "-o",
                "--output",
                meaning=N_("trial: where the session is kept; default your data folder"),
                metavar="SESSION",
                type=Path,
            ),
            argument(
                "--new",
                meaning=N_("trial: begin another one of the same table"),
                action="store_true",
            ),
        ),
        N_(
            "Every mark is stored as soon as it is confirmed; the same command goes on where "
            "you stopped. --plain needs no screen: type ? at a question for its help. It reads "
            "answers from standard input, so a script can do it: one mark per line in the order "
            "asked, an empty line leaves a row blank; when every row is marked, 1 chooses to "
            "submit and 1 (or yes) confirms it. Without both nothing is submitted."
        ),
    ),
    Command(
        "demo",
        (Line(Person.ANYONE, "demo", N_("copy the sample sessions, open the half-scored form")),),
        (
            ("reviewtui demo", N_("opens the sample; what you type is kept")),
            ("reviewtui demo --dir ~/Desktop/demo", N_("keeps the copies there")),
        ),
        "reviewtui.cli.scoring:demo",
        (
            argument(
                "--dir",
                meaning=N_("where the copies are kept; default your data folder"),
                metavar="D",
                type=Path,
                dest="folder",
            ),
        ),
        N_(
            "An existing copy is used again. Without a terminal it prints where all samples are "
            "and the ranking of the finished one."
        ),
    ),
    *PREPARING_COMMANDS,
    Command(
        "check",
        (
            Line(
                Person.SECRETARY,
                "check FILE ...",
                N_("find every fault of workbooks, panels, sets, sessions, kits, ballots"),
            ),
        ),
        (
            ("reviewtui check panel.toml table.toml", N_("all findings, with file and place")),
            ("reviewtui check meeting.xlsx", N_("all findings, by sheet and cell")),
            ("reviewtui check zj-2026.review", N_("whether the session is whole")),
            (
                "reviewtui check score-sheet-07.xlsx",
                N_("a filled Excel sheet beside its kit: every cell the desk would refuse"),
            ),
        ),
        "reviewtui.cli.checking:check",
        (
            argument(
                "files",
                meaning=N_("workbooks, panels, sets, sessions, kits, ballots"),
                metavar="FILE",
                type=Path,
                nargs="+",
            ),
        ),
        N_(
            "Exit status 1 if there is a finding; warnings alone leave it 0. Of a kit or a ballot "
            "it tells whether it is whole and signed; whether it belongs to the meeting, merge "
            "tells."
        ),
    ),
    Command(
        "desk",
        (
            Line(Person.SECRETARY, "desk SESSION", N_("the secretary's screen for the day")),
            Line(
                Person.SECRETARY,
                "desk SESSION --board | --journal",
                N_("the same without a terminal: who has handed in; what happened"),
            ),
        ),
        (
            ("reviewtui desk zj-2026.review", N_("who has handed in; opening; result")),
            ("reviewtui desk zj-2026.review --journal", N_("what happened, and in which order")),
        ),
        "reviewtui.cli.meeting:desk",
        (
            SESSION,
            argument("--board", meaning=N_("print who has handed in"), action="store_true"),
            argument("--journal", meaning=N_("print what happened"), action="store_true"),
            JSON,
        ),
    ),
    *MEETING_COMMANDS,
    *AMENDING_COMMANDS,
    *ROUND_COMMANDS,
    Command(
        "import-marks",
        (
            Line(
                Person.SECRETARY,
                "import-marks MARKS.csv SESSION",
                N_("take in marks of another system"),
            ),
        ),
        (
            (
                "reviewtui import-marks marks.csv zj-2026.review",
                N_("nothing is taken in until the whole file is clean"),
            ),
        ),
        "reviewtui.cli.meeting:import_marks",
        (
            argument(
                "marks",
                meaning=N_("UTF-8, columns expert,candidate,indicator,mark,state,comment"),
                metavar="MARKS.csv",
                type=Path,
            ),
            SESSION,
        ),
    ),
    Command(
        "reopen",
        (
            Line(
                Person.SECRETARY,
                "reopen SESSION --expert CODE",
                N_("give a submitted ballot back to its expert"),
            ),
        ),
        (
            (
                N_('reviewtui reopen zj-2026.review --expert 08 --reason "a slip at candidate 3"'),
                N_("his next submission is a new version; the old one stays"),
            ),
        ),
        "reviewtui.cli.meeting:reopen",
        (
            SESSION,
            argument(
                "--expert", meaning=N_("whose ballot, by code"), metavar="CODE", required=True
            ),
            argument(
                "--reason",
                meaning=N_("why; it stands in the journal"),
                metavar="TEXT",
                required=True,
            ),
            ROUND,
        ),
    ),
    Command(
        "results",
        (Line(Person.CHAIR, "results SESSION", N_("the ranking, with n and who is left out")),),
        (
            ("reviewtui results zj-2026.review", N_("a table to read")),
            ("reviewtui results zj-2026.review --json", N_("everything, for programs")),
            *RESULTS_EXAMPLES,
            ("reviewtui results zj-2026.review --rounds", N_("two rounds side by side")),
        ),
        "reviewtui.cli.result:results",
        (
            SESSION,
            ROUND,
            argument(
                "--rounds",
                meaning=N_("every further round beside the one before: who moved, what changed"),
                action="store_true",
            ),
            JSON,
            *RESULTS_ARGUMENTS,
            FORCE,
        ),
        N_("Exit status 1 if no result can be given: the ballots are not opened yet."),
    ),
    Command(
        "explain",
        (
            Line(
                Person.CHAIR,
                "explain SESSION A [B]",
                N_("how a total came about, or why A stands above B"),
            ),
        ),
        (
            ("reviewtui explain zj-2026.review 3", N_("the parts of candidate 3")),
            ("reviewtui explain zj-2026.review 3 4", N_("candidate 3 beside candidate 4")),
            WHAT_IF_EXAMPLE,
        ),
        "reviewtui.cli.result:explain",
        (
            SESSION,
            argument("first", meaning=N_("a candidate, by code"), metavar="A", nargs="?"),
            argument("second", meaning=N_("another candidate"), metavar="B", nargs="?"),
            WHAT_IF,
            ROUND,
            JSON,
        ),
    ),
    DISCUSS,
    Command(
        "facts",
        (
            Line(
                Person.CHAIR,
                "facts SESSION CANDIDATE",
                N_("what a candidate declared and what is asked of it; no marks"),
            ),
        ),
        (
            (
                "reviewtui facts zj-2026.review 3",
                N_("facts, requirements and gates of candidate 3, at any time"),
            ),
        ),
        "reviewtui.cli.candidate_facts:facts",
        (
            SESSION,
            argument("candidate", meaning=N_("a candidate, by code"), metavar="CANDIDATE"),
            JSON,
        ),
    ),
    Command(
        "export",
        (Line(Person.CHAIR, "export SESSION -o XLSX", N_("write the workbook of the result")),),
        (
            (
                "reviewtui export zj-2026.review -o result.xlsx",
                N_("the workbook with charts, to print and file"),
            ),
            (
                "reviewtui export zj-2026.review -o result.xlsx --detail --force",
                N_("with a sheet per candidate and per expert, overwriting"),
            ),
            (
                "reviewtui export zj-2026.review -o result.xlsx --analysis",
                N_("with agreement, rank intervals and more, marked as changing nothing"),
            ),
        ),
        "reviewtui.cli.result:export",
        (
            SESSION,
            argument(
                "-o",
                "--output",
                meaning=N_("the workbook"),
                metavar="XLSX",
                type=Path,
                required=True,
            ),
            argument(
                "--detail",
                meaning=N_("one more sheet per candidate and per expert"),
                action="store_true",
            ),
            argument(
                "--without-names",
                meaning=N_("without the list of the experts' names, to be given away"),
                action="store_true",
            ),
            *EXPORT_ARGUMENTS,
            ROUND,
            FORCE,
        ),
    ),
    *CLOSING_COMMANDS,
    PRINTING,
    *KEEPING_COMMANDS,
    *TOOL_COMMANDS,
)


def find(name: str) -> Command | None:
    """The command of that name, or None."""
    return next((command for command in COMMANDS if command.name == name), None)

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
)
from reviewtui.locales import N_

COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "score",
        (
            Line(Person.EXPERT, "score SESSION", N_("score the candidates of a session")),
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
                meaning=N_("the session file; not with --set"),
                metavar="SESSION",
                type=Path,
                nargs="?",
            ),
            argument("--expert", meaning=N_("who scores, by code"), metavar="CODE"),
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
                type=int,
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
            "you stopped. --plain needs no screen: type ? at a question for its help."
        ),
    ),
    Command(
        "demo",
        (
            Line(
                Person.ANYONE, "demo", N_("copy the two sample sessions, open the half-scored form")
            ),
        ),
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
            "An existing copy is used again. Without a terminal it prints where both samples are "
            "and the ranking of the finished one."
        ),
    ),
    Command(
        "new",
        (Line(Person.SECRETARY, "new PANEL.toml SESSION", N_("make the session of a meeting")),),
        (("reviewtui new panel.toml zj-2026.review", N_("checks the panel and makes the file")),),
        "reviewtui.cli.meeting:new",
        (
            argument(
                "panel",
                meaning=N_("the panel: who sits, who is judged, which table, which rule"),
                metavar="PANEL.toml",
                type=Path,
            ),
            SESSION,
            FORCE,
        ),
    ),
    Command(
        "check",
        (
            Line(
                Person.SECRETARY, "check FILE ...", N_("find every fault of sets, panels, sessions")
            ),
        ),
        (
            ("reviewtui check panel.toml table.toml", N_("all findings, with file and place")),
            ("reviewtui check zj-2026.review", N_("whether the session is whole")),
        ),
        "reviewtui.cli.meeting:check",
        (
            argument(
                "files",
                meaning=N_("sets, panels, sessions"),
                metavar="FILE",
                type=Path,
                nargs="+",
            ),
        ),
        N_("Exit status 1 if there is a finding; warnings alone leave it 0."),
    ),
    Command(
        "desk",
        (Line(Person.SECRETARY, "desk SESSION", N_("the secretary's screen for the day")),),
        (("reviewtui desk zj-2026.review", N_("who has handed in; opening; result")),),
        "reviewtui.cli.meeting:desk",
        (SESSION,),
    ),
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
        "unseal",
        (Line(Person.SECRETARY, "unseal SESSION", N_("open all submitted ballots together")),),
        (
            ("reviewtui unseal zj-2026.review", N_("names who is missing, asks, then opens")),
            ("reviewtui unseal zj-2026.review --yes", N_("does not ask")),
        ),
        "reviewtui.cli.meeting:unseal",
        (
            SESSION,
            argument("--yes", meaning=N_("do not ask first"), action="store_true"),
        ),
        N_("Until then nobody sees a number. Without a terminal it does not ask."),
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
        ),
        "reviewtui.cli.result:results",
        (SESSION, ROUND, JSON),
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
        ),
        "reviewtui.cli.result:explain",
        (
            SESSION,
            argument("first", meaning=N_("a candidate, by code"), metavar="A"),
            argument("second", meaning=N_("another candidate"), metavar="B", nargs="?"),
            ROUND,
            JSON,
        ),
    ),
    Command(
        "export",
        (Line(Person.CHAIR, "export SESSION -o XLSX", N_("write the workbook of the result")),),
        (
            ("reviewtui export zj-2026.review -o result.xlsx", N_("six sheets, to print and file")),
            (
                "reviewtui export zj-2026.review -o result.xlsx --detail --force",
                N_("with a sheet per candidate and per expert, overwriting"),
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
            ROUND,
            FORCE,
        ),
    ),
    Command(
        "indicators",
        (
            Line(
                Person.TOOLS, "indicators list|show|diff|where", N_("the indicator tables at hand")
            ),
        ),
        (
            ("reviewtui indicators list", N_("every table, built in and your own")),
            ("reviewtui indicators show zj-tic-2022", N_("its rows, with source and kind")),
            ("reviewtui indicators diff zj-tic-2022 nb-tic-draft", N_("what differs, row by row")),
            ("reviewtui indicators list --where", N_("the folder for your own tables")),
        ),
        parts=(
            Command(
                "list",
                (Line(Person.TOOLS, "indicators list", N_("every table at hand")),),
                (("reviewtui indicators list", N_("every table, built in and your own")),),
                "reviewtui.cli.tables:listing",
                (
                    argument(
                        "--where",
                        meaning=N_("only print the folder for your own tables"),
                        action="store_true",
                    ),
                ),
            ),
            Command(
                "show",
                (Line(Person.TOOLS, "indicators show ID", N_("the rows of one table")),),
                (("reviewtui indicators show zj-tic-2022", N_("its rows, with source and kind")),),
                "reviewtui.cli.tables:show",
                (argument("table", meaning=N_("id, or a file"), metavar="ID"),),
            ),
            Command(
                "diff",
                (Line(Person.TOOLS, "indicators diff A B", N_("what two tables have different")),),
                (
                    (
                        "reviewtui indicators diff zj-tic-2022 nb-tic-draft",
                        N_("what differs, row by row"),
                    ),
                ),
                "reviewtui.cli.tables:diff",
                (
                    argument("first", meaning=N_("id, or a file"), metavar="A"),
                    argument("second", meaning=N_("id, or a file"), metavar="B"),
                ),
            ),
            Command(
                "where",
                (Line(Person.TOOLS, "indicators where", N_("the folder for your own tables")),),
                (("reviewtui indicators where", N_("the folder for your own tables")),),
                "reviewtui.cli.tables:where",
            ),
        ),
    ),
    Command(
        "config",
        (Line(Person.TOOLS, "config path|show", N_("your settings")),),
        (
            ("reviewtui config path", N_("where the settings file is")),
            ("reviewtui config show", N_("what is in force, and what is wrong in it")),
        ),
        parts=(
            Command(
                "path",
                (Line(Person.TOOLS, "config path", N_("where the settings file is")),),
                (("reviewtui config path", N_("where the settings file is")),),
                "reviewtui.cli.config:path",
            ),
            Command(
                "show",
                (
                    Line(
                        Person.TOOLS, "config show", N_("what is in force, and what is wrong in it")
                    ),
                ),
                (("reviewtui config show", N_("what is in force, and what is wrong in it")),),
                "reviewtui.cli.config:show",
            ),
        ),
        detail=N_("A TOML file: lang, theme, ascii, phrases (texts for comments), [keymap]."),
    ),
    Command(
        "completion",
        (Line(Person.TOOLS, "completion bash|zsh", N_("completion for your shell")),),
        (
            ('eval "$(reviewtui completion bash)"', N_("in ~/.bashrc")),
            ("reviewtui completion zsh > ~/.zfunc/_reviewtui", N_("for zsh")),
        ),
        "reviewtui.cli.completion:completion",
        (argument("shell", meaning=N_("which shell"), choices=("bash", "zsh")),),
    ),
)


def find(name: str) -> Command | None:
    """The command of that name, or None."""
    return next((command for command in COMMANDS if command.name == name), None)

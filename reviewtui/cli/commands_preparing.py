"""The commands before the meeting: the workbook, the session, tables out of documents."""

from pathlib import Path
from typing import Final

from reviewtui.cli.command import FORCE, JSON, Command, Line, Person, argument
from reviewtui.domain.states import Platform, Status
from reviewtui.locales import N_

PREPARING_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "new",
        (
            Line(
                Person.SECRETARY,
                "new --template ID -o XLSX",
                N_("an empty workbook to fill in for a meeting"),
            ),
            Line(
                Person.SECRETARY,
                "new PANEL.toml|MEETING.xlsx SESSION",
                N_("make the session of a meeting"),
            ),
            Line(
                Person.SECRETARY,
                "new [SESSION]",
                N_("the same with the keyboard, step by step; the draft is a panel in TOML"),
            ),
        ),
        (
            (
                "reviewtui new --template zj-tic-annual -o meeting.xlsx",
                N_("workbook, table and rule filled in, no points; or -o panel.toml"),
            ),
            ("reviewtui new --template", N_("names every template and table")),
            (
                "reviewtui new meeting.xlsx zj-2026.review",
                N_("checks the workbook, makes the file, shows the opening code"),
            ),
            ("reviewtui new panel.toml zj-2026.review", N_("the same from a panel in TOML")),
            ("reviewtui new zj-2026.review", N_("asks for everything; zj-2026.toml keeps it")),
            ("reviewtui new --edit panel.toml", N_("goes on with a panel in TOML")),
            (
                "reviewtui new meeting.xlsx --toml panel.toml",
                N_("writes the workbook as TOML, to be reviewed"),
            ),
        ),
        "reviewtui.cli.preparing:new",
        (
            argument(
                "panel",
                meaning=N_("the panel: who sits, who is judged, which table, which rule"),
                metavar="PANEL.toml|MEETING.xlsx",
                type=Path,
                nargs="?",
            ),
            argument(
                "session",
                meaning=N_("the session file to make"),
                metavar="SESSION",
                type=Path,
                nargs="?",
            ),
            argument(
                "--template",
                meaning=N_("what to fill in for this template or table, by name or file"),
                metavar="ID",
                nargs="?",
                const="",
            ),
            argument(
                "-o",
                "--output",
                meaning=N_("with --template: the workbook, or of a template a panel in TOML"),
                metavar="XLSX",
                type=Path,
            ),
            argument(
                "--toml",
                meaning=N_("also write the panel as TOML"),
                metavar="PANEL.toml",
                type=Path,
            ),
            argument(
                "--edit",
                meaning=N_("fill in or change this panel with the keyboard first"),
                action="store_true",
            ),
            argument(
                "--code-file",
                meaning=N_("put the opening code into this file instead of showing it"),
                metavar="FILE",
                type=Path,
            ),
            FORCE,
        ),
        N_(
            "Nothing is made until the panel is free of faults; all of them are listed at once, "
            "those of a workbook by sheet and cell. Workbook and TOML make the same session."
        ),
    ),
    Command(
        "weights",
        (
            Line(
                Person.SECRETARY,
                "weights PANEL.toml [--source TEXT]",
                N_("what the experts' comparisons in pairs come to (AHP), before the meeting"),
            ),
        ),
        (
            ("reviewtui weights panel.toml", N_("each expert's consistency, the panel's weights")),
            (
                'reviewtui weights panel.toml --step 0.5 --source "Minutes of 8 Dec, item 2"',
                N_("writes them into the panel, cut to steps that make 100"),
            ),
        ),
        "reviewtui.cli.weights:weights",
        (
            argument("panel", meaning=N_("the panel in TOML"), metavar="PANEL.toml", type=Path),
            argument(
                "--step", meaning=N_("the step of the weights; default 1"), metavar="N", default="1"
            ),
            argument(
                "--source",
                meaning=N_("write the weights: who decided on them, and where it stands"),
                metavar="TEXT",
            ),
            JSON,
        ),
        N_(
            "The comparisons stand in the panel under [comparisons] or are made with the "
            "keyboard: new --edit PANEL.toml, step 3, Space. A proposal only: without a source "
            "nothing is written, and once a session is made its weights stay."
        ),
    ),
)

IMPORT: Final = Command(
    "import",
    (
        Line(
            Person.TOOLS,
            "indicators import FILE -o SET.toml",
            N_("a table out of a document, a workbook, CSV or pasted text"),
        ),
    ),
    (
        ("reviewtui indicators import notice.docx", N_("shows what is recognised, writes nothing")),
        (
            "reviewtui indicators import pasted.txt -o table.toml",
            N_("shows it and writes the set"),
        ),
    ),
    "reviewtui.cli.preparing:import_table",
    (
        argument(
            "file",
            meaning=N_(".docx, .xlsx, .csv or text, UTF-8 or GB18030; - is what is pasted here"),
            metavar="FILE",
            type=Path,
        ),
        argument(
            "-o", "--output", meaning=N_("the set file to write"), metavar="SET.toml", type=Path
        ),
        argument("--preview", meaning=N_("write nothing"), action="store_true"),
        argument("--id", meaning=N_("the set's id; default the file's name"), metavar="ID"),
        argument("--title", meaning=N_("the set's title; default as found"), metavar="TEXT"),
        argument(
            "--status",
            meaning=N_("what the set stands on; default unofficial"),
            choices=tuple(status.value for status in Status),
            default=Status.UNOFFICIAL.value,
        ),
        argument(
            "--platform",
            meaning=N_("for which kind of platform; default other"),
            choices=tuple(platform.value for platform in Platform),
            default=Platform.OTHER.value,
        ),
        FORCE,
    ),
    N_(
        "The preview names every line that was put together or left out, and every doubt. "
        "Points in the table are shown, never taken into the set."
    ),
)

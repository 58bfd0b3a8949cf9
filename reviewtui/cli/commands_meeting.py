"""The commands of a meeting between `new` and `unseal`: what goes out, comes back, changes."""

from pathlib import Path
from typing import Final

from reviewtui.cli.command import FORCE, JSON, ROUND, SESSION, Command, Line, Person, argument
from reviewtui.locales import N_

OPENING: Final = (
    argument("--yes", meaning=N_("do not ask first"), action="store_true"),
    argument(
        "--code-file",
        meaning=N_("a file with the opening code, where the supervisor holds it"),
        metavar="FILE",
        type=Path,
    ),
    argument(
        "--without",
        meaning=N_("go on without a ballot that cannot be opened; may be given again"),
        metavar="ID",
        action="append",
    ),
    argument(
        "--again",
        meaning=N_("open again, to admit late ballots or settle two openings"),
        action="store_true",
    ),
    ROUND,
    argument("--reason", meaning=N_("why; it stands in the record"), metavar="TEXT"),
    argument(
        "--by",
        meaning=N_("who decided, the chair or the supervisor; twice where openings differ"),
        metavar="NAME",
        action="append",
    ),
    argument(
        "--admit",
        meaning=N_("whose late ballots are admitted; default all that would count"),
        metavar="CODE",
        nargs="+",
    ),
    argument(
        "--list",
        meaning=N_("where openings differ: the one whose list holds; default both together"),
        metavar="ID",
    ),
)

MEETING_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "issue",
        (
            Line(
                Person.SECRETARY,
                "issue SESSION -o DIR | --to-sticks",
                N_("a folder or a stick with a kit per expert"),
            ),
        ),
        (
            ("reviewtui issue zj-2026.review -o kits", N_("a folder for every expert's stick")),
            (
                "reviewtui issue zj-2026.review --to-sticks --runtime reviewtui",
                N_("from stick to stick, the program goes along; again: goes on where it ended"),
            ),
            (
                "reviewtui issue zj-2026.review -o kits --expert 07 --anew",
                N_("another kit for expert 07; the old one is revoked"),
            ),
        ),
        "reviewtui.cli.kits:issue",
        (
            SESSION,
            argument(
                "-o",
                "--output",
                meaning=N_("where the folders are made"),
                metavar="DIR",
                type=Path,
            ),
            argument(
                "--to-sticks",
                meaning=N_("onto sticks: asks for one after the other, or takes these drives"),
                metavar="DRIVE",
                type=Path,
                nargs="*",
            ),
            argument(
                "--runtime",
                meaning=N_("a portable folder of the program, to go along with every kit"),
                metavar="FOLDER",
                type=Path,
            ),
            argument(
                "--expert",
                meaning=N_("only for this expert; may be given again"),
                metavar="CODE",
                action="append",
            ),
            argument("--anew", meaning=N_("revoke the old kit"), action="store_true"),
        ),
        N_(
            "Issuing again writes the same kits: any machine with the stick is the same expert. "
            "What comes from a revoked kit is kept aside and named."
        ),
    ),
    Command(
        "merge",
        (
            Line(
                Person.SECRETARY,
                "merge SESSION FILE|DIR ...",
                N_("take in ballot files, sticks, a second desk"),
            ),
        ),
        (
            ("reviewtui merge zj-2026.review /media/stick", N_("every ballot file on the stick")),
            (
                "reviewtui merge zj-2026.review ballots --dry-run",
                N_("only says what would be done"),
            ),
            (
                "reviewtui merge zj-2026.review --watch",
                N_("takes in stick after stick and says when one may be pulled out"),
            ),
        ),
        "reviewtui.cli.merging:merge",
        (
            SESSION,
            argument(
                "places",
                meaning=N_("ballot files, folders, drives, sessions of a second desk"),
                metavar="FILE|DIR",
                type=Path,
                nargs="*",
            ),
            argument(
                "--watch",
                meaning=N_("wait for sticks and new files until Ctrl-C"),
                action="store_true",
            ),
            argument(
                "--dry-run",
                meaning=N_("say what would be done and change nothing"),
                action="store_true",
            ),
            argument(
                "--strict",
                meaning=N_("take in nothing unless everything is in order"),
                action="store_true",
            ),
            argument(
                "--backup",
                meaning=N_("where the copy after the merge is kept; default: as in your settings"),
                metavar="DIR",
                type=Path,
            ),
            JSON,
        ),
        N_(
            "Everything received is kept; what does not count is kept aside with its reason. No "
            "number is looked at. Exit status 1 if something was kept aside, is late or in "
            "conflict."
        ),
    ),
    Command(
        "copy",
        (Line(Person.SECRETARY, "copy SESSION NEW", N_("a second desk's session")),),
        (
            (
                "reviewtui copy zj-2026.review desk-2.review",
                N_("both desks take in ballots; merge brings them together again"),
            ),
        ),
        "reviewtui.cli.merging:copy",
        (
            SESSION,
            argument("new", meaning=N_("the file to make"), metavar="NEW", type=Path),
            FORCE,
        ),
    ),
    Command(
        "type-in",
        (
            Line(
                Person.SECRETARY,
                "type-in SESSION --expert 07",
                N_("enter a paper sheet, two people; or an Excel sheet"),
            ),
        ),
        (
            (
                "reviewtui type-in zj-2026.review --expert 07 --by Zhang",
                N_("the first pass; a second person runs the same with another name"),
            ),
            (
                "reviewtui type-in zj-2026.review --expert 07 --by Li --confirm",
                N_("compares the first pass with the paper, without changing anything"),
            ),
            (
                "reviewtui type-in zj-2026.review --sheet sheet-07.xlsx --reason TEXT",
                N_("an Excel sheet that replaces what the expert handed in before"),
            ),
        ),
        "reviewtui.cli.typing_in:type_in",
        (
            SESSION,
            argument("--expert", meaning=N_("whose sheet"), metavar="CODE"),
            argument("--by", meaning=N_("who types"), metavar="NAME"),
            argument(
                "--primary-subtotals",
                meaning=N_("one number per primary indicator; the record says so"),
                action="store_true",
            ),
            argument(
                "--confirm",
                meaning=N_("second person: compare with the paper instead of typing again"),
                action="store_true",
            ),
            argument(
                "--marks",
                meaning=N_("the pass as a file like MARKS.csv; - is standard input"),
                metavar="FILE",
                type=Path,
            ),
            argument(
                "--sheet",
                meaning=N_("a filled Excel score sheet"),
                metavar="XLSX",
                type=Path,
            ),
            argument(
                "--reason",
                meaning=N_("why it replaces what is there; without it both stand in conflict"),
                metavar="TEXT",
            ),
            argument(
                "--discard",
                meaning=N_("forget what was typed and not taken in"),
                action="store_true",
            ),
            argument(
                "--discard-second",
                meaning=N_("forget the second pass only, so that somebody else can type it"),
                action="store_true",
            ),
            ROUND,
        ),
        N_(
            "Both passes are compared box by box; where they differ the paper decides. The ballot "
            "is signed by the desk, says that it was entered, and stays closed until the opening. "
            "Without --expert it lists sheets that are half typed. Exit status 1 while a second "
            "pass or a decision is needed. In a further round only what is reopened has a box; "
            "empty, the mark stays as it was, and another mark has its reason (with --marks: the "
            "comment)."
        ),
    ),
    Command(
        "change-marks",
        (
            Line(
                Person.SECRETARY,
                "change-marks SESSION --expert 07",
                N_("change handed-in marks, the expert standing there"),
            ),
        ),
        (
            (
                "reviewtui change-marks zj-2026.review --expert 07 -o slips",
                N_("asks what changes and writes the change slip to sign"),
            ),
        ),
        "reviewtui.cli.desk_changes:change",
        (
            SESSION,
            argument("--expert", meaning=N_("whose marks"), metavar="CODE", required=True),
            argument("--by", meaning=N_("who types"), metavar="NAME"),
            argument("--witness", meaning=N_("who looks on"), metavar="NAME"),
            argument("--reason", meaning=N_("why; it stands in the record"), metavar="TEXT"),
            argument(
                "-o",
                "--output",
                meaning=N_("where the change slip is written; default beside the session"),
                metavar="DIR",
                type=Path,
            ),
            argument(
                "--discard",
                meaning=N_("forget what was typed and is not in force"),
                action="store_true",
            ),
            ROUND,
        ),
        N_(
            "For an expert whose laptop is packed. What is typed is kept until it is in force, so "
            "that the same command goes on. The other marks are carried over unseen; where "
            "the supervisor holds the opening code that cannot be done."
        ),
    ),
    Command(
        "unseal",
        (Line(Person.SECRETARY, "unseal SESSION", N_("open all submitted ballots together")),),
        (
            ("reviewtui unseal zj-2026.review", N_("names who is missing, asks, then opens")),
            ("reviewtui unseal zj-2026.review --yes", N_("does not ask")),
            (
                "reviewtui unseal zj-2026.review --again --admit 07 --by CHAIR --reason WHY",
                N_("late ballots count only so"),
            ),
        ),
        "reviewtui.cli.unsealing:unseal",
        (SESSION, *OPENING),
        N_(
            "Until then nobody sees a number. Without a terminal it does not ask. Where the "
            "supervisor holds the opening code, it is asked for or read from --code-file. Opening "
            "again changes nothing but which ballots are in: rule, settled facts and amendments "
            "stay those of the first opening, whose record is kept."
        ),
    ),
    Command(
        "conclude",
        (
            Line(
                Person.SECRETARY,
                "conclude SESSION",
                N_("check, open, rank, write the summary sheet: all at once"),
            ),
        ),
        (
            ("reviewtui conclude zj-2026.review", N_("the ranking, and zj-2026.xlsx beside it")),
            ("reviewtui conclude zj-2026.review -o result.xlsx --yes", N_("does not ask")),
        ),
        "reviewtui.cli.unsealing:conclude",
        (
            SESSION,
            argument(
                "-o",
                "--output",
                meaning=N_("the workbook; default the session's name with .xlsx"),
                metavar="XLSX",
                type=Path,
            ),
            *OPENING,
            FORCE,
        ),
        N_("A session that is open already is ranked and written as it stands."),
    ),
    Command(
        "wipe",
        (Line(Person.EXPERT, "wipe KIT", N_("remove the work from this machine afterwards")),),
        (("reviewtui wipe 07.kit", N_("only once the last ballot lies beside the kit")),),
        "reviewtui.cli.kits:wipe",
        (
            argument(
                "kit",
                meaning=N_("the kit on the stick"),
                metavar="KIT",
                type=Path,
            ),
        ),
        N_(
            "The session at the desk and the ballot on the stick are left as they are. Before "
            "the ballot is on the stick nothing is removed."
        ),
    ),
)

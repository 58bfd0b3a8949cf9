"""Arguments of the results room, and the command for its list."""

from pathlib import Path
from typing import Final

from reviewtui.cli.command import FORCE, JSON, ROUND, SESSION, Command, Line, Person, argument
from reviewtui.locales import N_

RESULTS_EXAMPLES: Final = (
    (
        "reviewtui results zj-2026.review --analysis",
        N_("how far the experts agree, and whether the ranking is solid"),
    ),
    (
        "reviewtui results zj-2026.review --page screen.html",
        N_("a page for the projector, without anything about experts"),
    ),
    (
        "reviewtui results zj-2026.review --fix --by chair",
        N_("the ranking stands; from then on “what if” can be asked"),
    ),
    (
        "reviewtui results zj-2026.review --experts --by secretary",
        N_("statistics about experts, by number; a line in the journal tells of it"),
    ),
)

RESULTS_ARGUMENTS: Final = (
    argument(
        "--analysis",
        meaning=N_("statistics beside the result: agreement, severity, how solid the ranking is"),
        action="store_true",
    ),
    argument(
        "--page",
        meaning=N_("write a page for the projector"),
        metavar="HTML",
        type=Path,
    ),
    argument(
        "--show",
        meaning=N_("what the page shows: totals (default) or ranks"),
        choices=("totals", "ranks"),
        default="totals",
    ),
    argument("--candidate", meaning=N_("the page shows this one only"), metavar="CODE"),
    argument("--fix", meaning=N_("put on record that this ranking stands"), action="store_true"),
    argument(
        "--experts",
        meaning=N_(
            "statistics about experts, with --analysis severity too; needs --by (with --json the "
            "analysis is for programs and holds severity by expert's code anyway)"
        ),
        action="store_true",
    ),
    argument("--by", meaning=N_("who asks for it; it stands in the journal"), metavar="NAME"),
)

EXPORT_ARGUMENTS: Final = (
    argument(
        "--analysis",
        meaning=N_("sheets with the statistics of the result, marked as changing nothing"),
        action="store_true",
    ),
    argument(
        "--experts",
        meaning=N_("with --analysis: statistics about experts, by number; needs --by"),
        action="store_true",
    ),
    argument("--by", meaning=N_("who asks for it; it stands in the journal"), metavar="NAME"),
)

WHAT_IF: Final = argument(
    "--what-if",
    meaning=N_(
        "the same marks otherwise: mean, trimmed, median, equal-weights, without=CODE; "
        "may be repeated"
    ),
    metavar="CHOICE",
    action="append",
)

WHAT_IF_EXAMPLE: Final = (
    "reviewtui explain zj-2026.review --what-if trimmed --what-if without=04",
    N_("what another computation would give, once the ranking is fixed; changes nothing"),
)

DISCUSS: Final = Command(
    "discuss",
    (
        Line(
            Person.CHAIR,
            "discuss SESSION",
            N_("the list of what is to be discussed, by a rule and by hand"),
        ),
    ),
    (
        (
            "reviewtui discuss zj-2026.review",
            N_("candidates whose experts' totals lie 20 points or more apart"),
        ),
        (
            "reviewtui discuss zj-2026.review --at-least 15 --add 3 --add 5:6.4 --remove 2",
            N_("another rule, two put on by hand, one taken off"),
        ),
        ("reviewtui discuss zj-2026.review -o list.txt", N_("the list as a file to print")),
    ),
    "reviewtui.cli.room:discuss",
    (
        SESSION,
        argument(
            "--at-least",
            meaning=N_("range of experts' totals from which on a candidate is listed, or off"),
            metavar="POINTS",
        ),
        argument(
            "--add",
            meaning=N_("a candidate, or one row of it as 5:6.4"),
            metavar="CODE",
            action="append",
        ),
        argument("--remove", meaning=N_("takes one off"), metavar="CODE", action="append"),
        argument("-o", "--output", meaning=N_("the file"), metavar="TXT", type=Path),
        ROUND,
        JSON,
        FORCE,
    ),
)

"""The commands that amend the panel of a session, and those about ballots that are here."""

from typing import Final

from reviewtui.cli.command import (
    BY,
    JSON,
    NEEDED,
    ROUND,
    SESSION,
    Argument,
    Command,
    Line,
    Person,
    argument,
)
from reviewtui.cli.commands_on_record import ON_RECORD
from reviewtui.locales import N_

EXPERT: Final = argument("--expert", meaning=N_("an expert, by code"), metavar="CODE")
CANDIDATE: Final = argument("--candidate", meaning=N_("a candidate, by code"), metavar="CODE")
REASON: Final = argument(
    "--reason", meaning=N_("why; it stands in the record"), metavar="TEXT", default=""
)
NEWCOMER: Final = (
    argument("--unit", meaning=N_("his unit"), metavar="TEXT", default=""),
    argument("--title", meaning=N_("his title"), metavar="TEXT", default=""),
)


def _required(item: Argument) -> Argument:
    return item._replace(options={**item.options, "required": True})


def _correction(part: str, example: str, meaning: str, *, both: bool = True) -> Command:
    text = argument("text", meaning=N_("as it should read"), metavar="TEXT")
    whose = (EXPERT, CANDIDATE) if both else (_required(EXPERT),)
    return Command(
        part,
        (Line(Person.SECRETARY, f"amend SESSION {part}", meaning),),
        ((example, meaning),),
        f"reviewtui.cli.amending:{part}",
        (text, *whose, BY, REASON, JSON),
    )


AMEND: Final = Command(
    "amend",
    (Line(Person.SECRETARY, "amend SESSION WHAT ...", N_("names, chair, order, experts, …")),),
    (
        (
            N_('reviewtui amend zj-2026.review name --expert 07 "Zhang San"'),
            N_("puts a name right"),
        ),
        (
            "reviewtui amend zj-2026.review order --lot --seed 20261208",
            N_("draws the order of presentation; the same seed gives the same order"),
        ),
        (
            N_(
                'reviewtui amend zj-2026.review replace 07 --code 21 --name "Li Si" '
                '--reason "ill since this morning"'
            ),
            N_("somebody else sits in his place, with a new code"),
        ),
        ("reviewtui amend zj-2026.review list", N_("every amendment so far")),
    ),
    arguments=(SESSION,),
    detail=N_(
        "Amendments change nothing that is scored, so kits that are out stay valid. After the "
        "opening only names, units, titles, the chair and the order can be put right."
    ),
    parts=(
        _correction(
            "name",
            N_('reviewtui amend zj-2026.review name --candidate 3 "Centre for X"'),
            N_("put the name of an expert or a candidate right"),
        ),
        _correction(
            "unit",
            N_('reviewtui amend zj-2026.review unit --expert 07 "University of Y"'),
            N_("put the unit of an expert or a candidate right"),
        ),
        _correction(
            "title",
            N_('reviewtui amend zj-2026.review title --expert 07 "Professor"'),
            N_("put the title of an expert right"),
            both=False,
        ),
        Command(
            "chair",
            (Line(Person.SECRETARY, "amend SESSION chair CODE", N_("say who is the chair")),),
            (("reviewtui amend zj-2026.review chair 05", N_("the earlier one becomes a member")),),
            "reviewtui.cli.amending:chair",
            (
                argument("expert", meaning=N_("an expert, by code"), metavar="CODE"),
                *(BY, REASON, JSON),
            ),
        ),
        Command(
            "order",
            (
                Line(
                    Person.SECRETARY,
                    "amend SESSION order",
                    N_("the day's order of presentation, drawn by lot or typed"),
                ),
            ),
            (
                ("reviewtui amend zj-2026.review order --lot", N_("draws a seed, then the order")),
                (
                    "reviewtui amend zj-2026.review order --lot --seed 20261208",
                    N_("draws the order of presentation; the same seed gives the same order"),
                ),
                ("reviewtui amend zj-2026.review order 3,1,2", N_("as it was drawn in the room")),
            ),
            "reviewtui.cli.amending:order",
            (
                argument(
                    "order",
                    meaning=N_("all candidates in their order, such as 3,1,2"),
                    metavar="ORDER",
                    nargs="?",
                ),
                argument("--lot", meaning=N_("draw by lot"), action="store_true"),
                argument(
                    "--seed",
                    meaning=N_("what the lot is drawn from; default drawn by chance"),
                    metavar="TEXT",
                ),
                *(BY, REASON, JSON),
            ),
            N_(
                "By lot: the SHA-256 of the seed, one blank and the code of each candidate, the "
                "smallest first. The seed is recorded, so anyone can draw it again."
            ),
        ),
        Command(
            "replace",
            (
                Line(
                    Person.SECRETARY,
                    "amend SESSION replace CODE",
                    N_("let somebody else sit in an expert's place"),
                ),
            ),
            (
                (
                    N_(
                        'reviewtui amend zj-2026.review replace 07 --code 21 --name "Li Si" '
                        '--reason "ill since this morning"'
                    ),
                    N_("somebody else sits in his place, with a new code"),
                ),
            ),
            "reviewtui.cli.amending:replace",
            (
                argument("expert", meaning=N_("who is replaced, by code"), metavar="CODE"),
                argument("--code", meaning=N_("the new code"), metavar="CODE", required=True),
                argument("--name", meaning=N_("his name"), metavar="NAME", required=True),
                *(*NEWCOMER, BY, NEEDED, JSON),
            ),
            N_(
                "Codes never change and are never given again. Whose ballot is here cannot be "
                "replaced: withdraw it first."
            ),
        ),
        Command(
            "withdraw-candidate",
            (
                Line(
                    Person.SECRETARY,
                    "amend SESSION withdraw-candidate CODE",
                    N_("take a candidate out of the ranking; its marks are kept"),
                ),
            ),
            (
                (
                    N_(
                        "reviewtui amend zj-2026.review withdraw-candidate 3 "
                        '--reason "withdrew its application"'
                    ),
                    N_("it is listed as withdrawn, without total and rank"),
                ),
            ),
            "reviewtui.cli.amending:withdraw_candidate",
            (
                argument("candidate", meaning=N_("a candidate, by code"), metavar="CODE"),
                *(BY, NEEDED, JSON),
            ),
        ),
        *ON_RECORD,
        Command(
            "early-leave",
            (
                Line(
                    Person.SECRETARY,
                    "amend SESSION early-leave",
                    N_("choose what becomes of those who leave early"),
                ),
            ),
            (
                (
                    N_(
                        "reviewtui amend zj-2026.review early-leave count_none "
                        '--reason "decided by the panel"'
                    ),
                    N_("nothing of theirs counts"),
                ),
            ),
            "reviewtui.cli.amending:early_leave",
            (
                argument(
                    "rule",
                    meaning=N_("count what they finished, or nothing"),
                    choices=("count_finished", "count_none"),
                ),
                *(BY, NEEDED, JSON),
            ),
            N_("It belongs to the rule and is frozen once the first ballot is here."),
        ),
        Command(
            "list",
            (Line(Person.SECRETARY, "amend SESSION list", N_("every amendment so far")),),
            (("reviewtui amend zj-2026.review list", N_("every amendment so far")),),
            "reviewtui.cli.amending:listing",
            (JSON,),
        ),
    ),
)

AMENDING_COMMANDS: Final[tuple[Command, ...]] = (
    AMEND,
    Command(
        "add-expert",
        (
            Line(
                Person.SECRETARY,
                "add-expert SESSION --code CODE --name NAME",
                N_("one expert more"),
            ),
        ),
        (
            (
                N_(
                    'reviewtui add-expert zj-2026.review --code 21 --name "Li Si" '
                    '--reason "decided by the organiser"'
                ),
                N_("judges every candidate"),
            ),
            (
                N_(
                    'reviewtui add-expert zj-2026.review --code 21 --name "Li Si" '
                    '--candidates 1,3 --reason "decided by the organiser"'
                ),
                N_("judges these candidates only"),
            ),
        ),
        "reviewtui.cli.amending:add_expert",
        (
            SESSION,
            argument("--code", meaning=N_("the new code"), metavar="CODE", required=True),
            argument("--name", meaning=N_("his name"), metavar="NAME", required=True),
            *NEWCOMER,
            argument(
                "--candidates",
                meaning=N_("whom he judges, such as 1,3; default everyone"),
                metavar="CODES",
            ),
            *(BY, NEEDED, JSON),
        ),
    ),
    Command(
        "recuse",
        (
            Line(
                Person.SECRETARY,
                "recuse SESSION --expert CODE --candidate CODE",
                N_("recuse an expert, before or after he gave marks"),
            ),
        ),
        (
            (
                N_(
                    "reviewtui recuse zj-2026.review --expert 03 --candidate 2 "
                    '--reason "his former student"'
                ),
                N_("marks he gave are kept and do not count"),
            ),
        ),
        "reviewtui.cli.amending:recuse",
        (SESSION, _required(EXPERT), _required(CANDIDATE), BY, NEEDED, JSON),
    ),
    Command(
        "settle",
        (
            Line(
                Person.SECRETARY,
                "settle SESSION --candidate CODE --row ROW --value VALUE",
                N_("put right what the desk settled"),
            ),
        ),
        (
            (
                N_(
                    "reviewtui settle zj-2026.review --candidate 2 --row 4.2 --value yes "
                    '--evidence "certificate, page 31" --reason "handed in later"'
                ),
                N_("the same value for every expert"),
            ),
        ),
        "reviewtui.cli.amending:settle",
        (
            SESSION,
            _required(CANDIDATE),
            argument("--row", meaning=N_("which row"), metavar="ROW", required=True),
            argument(
                "--value",
                meaning=N_("yes, no, pass, fail, not_applicable, a row code, or a number"),
                metavar="VALUE",
                required=True,
            ),
            argument("--evidence", meaning=N_("what shows it"), metavar="TEXT", default=""),
            *(BY, NEEDED, JSON),
        ),
        N_(
            "Which rows the desk settles is frozen with the sheet; only values can be put right. "
            "A gate can be settled until the opening; the reason says why it fails or does not "
            "apply, and stands in the workbook."
        ),
    ),
    Command(
        "withdraw",
        (
            Line(
                Person.SECRETARY,
                "withdraw SESSION --expert CODE",
                N_("withdraw a ballot that was handed in"),
            ),
        ),
        (
            (
                N_('reviewtui withdraw zj-2026.review --expert 08 --reason "took the wrong kit"'),
                N_("he counts as if he had handed in nothing, until he hands in anew"),
            ),
        ),
        "reviewtui.cli.conflicts:withdraw",
        (SESSION, _required(EXPERT), BY, NEEDED, ROUND),
        N_("Nothing is deleted: a withdrawal is a version of its own, and the earlier ones stay."),
    ),
    Command(
        "resolve",
        (
            Line(
                Person.SECRETARY,
                "resolve SESSION [--expert CODE --keep CODE]",
                N_("list conflicts; settle which version counts"),
            ),
        ),
        (
            ("reviewtui resolve zj-2026.review", N_("versions, check codes and times; no mark")),
            (
                N_(
                    'reviewtui resolve zj-2026.review --expert 07 --keep "1234 5678 9012" '
                    '--by "Zhang San" --by "Li Si" --reason "the code on his paper"'
                ),
                N_("two people decide which version counts"),
            ),
        ),
        "reviewtui.cli.conflicts:resolve",
        (
            SESSION,
            EXPERT,
            argument(
                "--keep",
                meaning=N_("the version that counts: its check code, or the start of its id"),
                metavar="CODE",
            ),
            argument(
                "--by", meaning=N_("who decides; give it twice"), metavar="NAME", action="append"
            ),
            *(REASON, ROUND, JSON),
        ),
        N_("Exit status 1 while something is in conflict."),
    ),
)

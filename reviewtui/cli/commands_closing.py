"""The commands after the ranking: what the panel adds to its result."""

from typing import Final

from reviewtui.cli.command import ROUND, SESSION, Command, Line, Person, argument
from reviewtui.cli.commands_amending import REASON
from reviewtui.domain.closing import SignState
from reviewtui.locales import N_

_CANDIDATE: Final = argument("candidate", meaning=N_("a candidate, by code"), metavar="CANDIDATE")
_PEOPLE: Final = argument(
    "--by", meaning=N_("who took it down; two names for slips"), metavar="NAME", action="append"
)

CLOSING_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "adjust",
        (
            Line(
                Person.CHAIR,
                "adjust SESSION CANDIDATE GRADE",
                N_("the chair proposes another grade, with reason and consent"),
            ),
        ),
        (
            (
                N_(
                    'reviewtui adjust zj-2026.review 3 Qualified --by "Zhang San" '
                    '--consent 01,02,05 --reason "patents still pending"'
                ),
                N_("the proposal by the rule stays beside it"),
            ),
            (
                N_(
                    'reviewtui adjust zj-2026.review 3 --take-back --by "Zhang San" '
                    '--reason "papers handed in"'
                ),
                N_("the proposal by the rule stands again"),
            ),
        ),
        "reviewtui.cli.closing:adjust",
        (
            SESSION,
            _CANDIDATE,
            argument("grade", meaning=N_("one of the panel's grades"), metavar="GRADE", nargs="?"),
            argument("--take-back", meaning=N_("take the adjustment back"), action="store_true"),
            argument(
                "--consent",
                meaning=N_("experts who agree, such as 01,02, or everybody"),
                metavar="CODES",
                default="",
            ),
            argument("--by", meaning=N_("who adjusts"), metavar="NAME", default=""),
            *(REASON, ROUND),
        ),
        N_("No total and no rank changes. If the ballots are opened again it must be said anew."),
    ),
    Command(
        "vote",
        (
            Line(
                Person.CHAIR,
                "vote SESSION CANDIDATE --open|--slips ...",
                N_("record a vote on a conclusion, by name or on slips"),
            ),
        ),
        (
            (
                N_("reviewtui vote zj-2026.review 3 --open 01=agreed,02=agreed,03=abstained"),
                N_("an open vote; quorum and majority are the panel's"),
            ),
            (
                N_(
                    "reviewtui vote zj-2026.review 3 --slips agreed=5,refused=2 "
                    '--again agreed=5,refused=2 --by "Zhang San" --by "Li Si"'
                ),
                N_("a secret vote: two people count the slips, each by himself"),
            ),
        ),
        "reviewtui.cli.closing:vote",
        (
            SESSION,
            _CANDIDATE,
            argument("--open", meaning=N_("who was for what, by name"), metavar="CODE=OPTION,…"),
            argument("--slips", meaning=N_("the first count"), metavar="OPTION=N,…"),
            argument("--again", meaning=N_("the second count"), metavar="OPTION=N,…"),
            argument("--take-back", meaning=N_("take a vote back"), action="store_true"),
            _PEOPLE,
            *(REASON, ROUND),
        ),
        N_("Besides the conclusions of the panel there are: abstained, void."),
    ),
    Command(
        "sign",
        (
            Line(
                Person.CHAIR,
                "sign SESSION [EXPERT STATE]",
                N_("who signed the result, with a dissenting opinion, or not"),
            ),
        ),
        (
            ("reviewtui sign zj-2026.review", N_("everybody's state")),
            ("reviewtui sign zj-2026.review 03 signed", N_("expert 03 signed")),
            (
                N_('reviewtui sign zj-2026.review 05 dissent --note "see his sheet"'),
                N_("signed with a dissenting opinion"),
            ),
        ),
        "reviewtui.cli.closing:sign",
        (
            SESSION,
            argument("expert", meaning=N_("an expert, by code"), metavar="EXPERT", nargs="?"),
            argument(
                "state",
                meaning=N_("signed, with a dissenting opinion, or not"),
                choices=tuple(state.value for state in SignState),
                nargs="?",
                default=SignState.SIGNED.value,
            ),
            argument(
                "--note",
                meaning=N_("the opinion in short, or why it is not signed"),
                metavar="TEXT",
                default="",
            ),
            ROUND,
        ),
    ),
)

"""After the ranking: `adjust`, `vote` and `sign`."""

import argparse
from collections.abc import Sequence
from typing import Final

from reviewtui.cli.console import say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import candidate_of, expert_of, result_round
from reviewtui.cli.opening import opened
from reviewtui.domain.closing import ABSTAINED, Counts, SignState
from reviewtui.domain.naming import candidate_number, typed_codes
from reviewtui.domain.panel import Panel
from reviewtui.locales import N_, _, in_every_language

VOID: Final = "void"
EVERYBODY: Final = N_("everybody")
"""Stands for the codes of all who have a say."""
MOST_SLIPS: Final = 4
"""Digits of a count."""


def adjust(given: argparse.Namespace) -> int:
    """Record that the chair proposes another grade."""
    from reviewtui.session.closing import adjust as record
    from reviewtui.session.closing import closing, may_vote
    from reviewtui.tally.closing_words import closing_lines
    from reviewtui.tally.official import verdict_of

    if (given.grade is None) == (not given.take_back):
        raise WrongUse(_("name the grade, or --take-back"))
    with opened(given.session, desk=True) as session:
        given.round = result_round(session, given.round)
        panel = session.panel
        code = candidate_of(panel, given.candidate, given.session)
        record(
            session,
            code,
            given.grade or "",
            reason=given.reason,
            consent=(
                may_vote(session, code, given.round)
                if given.consent.strip() in in_every_language(EVERYBODY)
                else [expert_of(panel, one, given.session) for one in typed_codes(given.consent)]
            ),
            by=given.by,
            number=given.round,
        )
        verdict = verdict_of(session, given.round)
        lines = list(closing_lines(panel, verdict, closing(session, given.round)))
    if given.take_back:
        said = _("{candidate}: the adjustment is taken back")
        say(said.format(candidate=candidate_number(code)))
    for line in lines:
        tell(line)
    return 0


def vote(given: argparse.Namespace) -> int:
    """Record a vote on the conclusion about a candidate."""
    from reviewtui.session.closing import closing, take_vote_back, vote_openly, vote_secretly
    from reviewtui.tally.closing_words import vote_names, vote_words

    ways = (given.open is not None, given.slips is not None, given.take_back)
    if sum(ways) != 1:
        raise WrongUse(
            _("either --open with the names, or --slips with the counts, or --take-back")
        )
    with opened(given.session, desk=True) as session:
        given.round = result_round(session, given.round)
        panel = session.panel
        code = candidate_of(panel, given.candidate, given.session)
        by = given.by or []
        if given.take_back:
            who = _(", ").join(by)
            take_vote_back(session, code, reason=given.reason, by=who, number=given.round)
            said = _("{candidate}: the vote is taken back")
            say(said.format(candidate=candidate_number(code)))
            return 0
        earlier = closing(session, given.round).votes.get(code)
        if given.open is not None:
            pairs = [
                (expert_of(panel, expert, given.session), _plain(option))
                for expert, option in _pairs(given.open)
            ]
            _once([expert for expert, _option in pairs])
            made = vote_openly(session, code, dict(pairs), by=_(", ").join(by), number=given.round)
        else:
            if given.again is None or len(by) != 2:
                raise WrongUse(
                    _("two people count: --slips and --again, and --by twice with their names")
                )
            first, second = _counts(panel, given.slips), _counts(panel, given.again)
            made = vote_secretly(
                session, code, first, second, by=(by[0], by[1]), number=given.round
            )
        if earlier is not None:
            said = _("{candidate}: this replaces the vote recorded earlier: {words}")
            words = vote_words(panel, earlier)
            say(said.format(candidate=candidate_number(code), words=words))
        for line in (vote_words(panel, made), *vote_names(panel, made)):
            tell(line)
    return 0


def sign(given: argparse.Namespace) -> int:
    """Record who signed the result; without an expert, who has."""
    from reviewtui.session.closing import absent, closing
    from reviewtui.session.closing import sign as record
    from reviewtui.tally.closing_words import signature_words

    with opened(given.session, desk=given.expert is not None, reading=not given.expert) as session:
        given.round = result_round(session, given.round)
        panel = session.panel
        if given.expert is not None:
            code = expert_of(panel, given.expert, given.session)
            record(session, code, SignState(given.state), given.note, number=given.round)
        closed = closing(session, given.round)
        away = absent(session, given.round)
    for expert in panel.sitting:
        tell(signature_words(expert.code, closed, away=expert.code in away))
    left = sum(expert.code not in {*closed.signatures, *away} for expert in panel.sitting)
    if left:
        say(_("{count} experts are not on record yet").format(count=left))
    return 0


def _pairs(text: str) -> list[tuple[str, str]]:
    """ "01=同意,02=不同意" as pairs.

    Raises:
        WrongUse: If a part is no pair, or a name stands there twice.
    """
    pairs = []
    for part in typed_codes(text):
        name, sign, value = part.partition("=")
        if not sign or not name or not value:
            raise WrongUse(_("“{part}”: write NAME=VALUE").format(part=part))
        pairs.append((name, value))
    _once([name for name, _value in pairs])
    return pairs


def _once(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise WrongUse(_("{name} stands there twice").format(name=name))


def _plain(word: str) -> str:
    """Abstained and void as they are stored, from the words of either language."""
    for plain in (ABSTAINED, VOID):
        if word in in_every_language(plain):
            return plain
    return word


def _counts(panel: Panel, text: str) -> Counts:
    asked = panel.rule.conclusions
    options: Sequence[str] = asked.options if asked else ()
    said = {_plain(name): value for name, value in _pairs(text)}
    for name, value in said.items():
        if name not in (*options, ABSTAINED, VOID):
            known = _(", ").join((*options, _("abstained"), _("void")))
            raise WrongUse(_("“{name}” is none of {known}").format(name=name, known=known))
        if not (value.isascii() and value.isdecimal() and len(value) <= MOST_SLIPS):
            raise WrongUse(_("“{text}” is no number of slips: 0 or more").format(text=value))
    numbers = [int(said.get(name, "0")) for name in (*options, ABSTAINED, VOID)]
    return Counts(tuple(numbers[:-2]), numbers[-2], numbers[-1])

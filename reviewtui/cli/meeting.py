"""The secretary's commands: the desk, marks from elsewhere, giving back."""

import argparse
from typing import TYPE_CHECKING

from reviewtui.cli.console import has_terminal, next_command, say
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import expert_of, named, round_of
from reviewtui.cli.opening import opened
from reviewtui.domain.findings import Refused
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot

if TYPE_CHECKING:
    from pathlib import Path

    from reviewtui.session.session import Session


def desk(given: argparse.Namespace) -> int:
    """The secretary's screen."""
    if given.board and given.journal:
        raise WrongUse(_("give either --board or --journal"))
    if given.json and not given.board and not given.journal:
        raise WrongUse(_("--json belongs to --board or --journal"))
    printing = given.board or given.journal
    reading = printing or not has_terminal()
    with opened(given.session, desk=True, reading=reading) as session:
        if printing:
            from reviewtui.cli.desk_pages import print_board, print_journal

            (print_board if given.board else print_journal)(session, as_json=given.json)
            return 0
        if not has_terminal():
            raise Refused(_("the desk needs a terminal; desk --board and --journal do not"))
        from reviewtui.cli.forms import open_desk

        return open_desk(session)


def import_marks(given: argparse.Namespace) -> int:
    """Take in marks of another system: all of them, or none with all findings."""
    from reviewtui.exchange.marks_csv import read_marks
    from reviewtui.session.clock import utc_now

    with opened(given.session, desk=True) as session:
        ballots = read_marks(
            given.marks, session.panel, session.sheet, session_id=session.id, now=utc_now()
        )
        before = session.effective()
        session.take_in(ballots, note=given.marks.name)
        after = session.effective()
        experts = [ballot.expert for ballot in ballots]
        new = [expert for expert in experts if after[expert] != before[expert]]
        replaced = sum(isinstance(before[expert], StoredBallot) for expert in new)
        _tell_taken(given.marks, len(new), replaced, len(experts) - len(new))
        shown = session.can_show_results()
    say(next_command("results" if shown else "unseal", given.session))
    return 0


def _tell_taken(file: "Path", new: int, replaced: int, same: int) -> None:
    """Say of how many experts the marks are new, replace earlier ones, or were there already."""
    if not new:
        say(
            _("{file}: the marks of {count} experts are here already; nothing is new").format(
                file=file, count=same
            )
        )
        return
    say(
        _("{file}: the marks of {count} experts are taken in, marked as imported").format(
            file=file, count=new
        )
    )
    if replaced:
        sentence = _("{count} of them had imported marks before: a new version replaces them")
        say(sentence.format(count=replaced))
    if same:
        say(_("the marks of {count} experts are the same as before").format(count=same))


def reopen(given: argparse.Namespace) -> int:
    """Give a submitted ballot back to its expert."""
    with opened(given.session, desk=True) as session:
        given.round = round_of(session, given.round)
        expert = expert_of(session.panel, given.expert, given.session)
        scoring = session.scoring(expert, given.round)
        if scoring.sealed is None and _handed_in(session, expert, given.round):
            return _ask_back(given, session, expert)
        try:
            scoring.reopen(given.reason).result()
        finally:
            scoring.close()
        say(
            _("{names} may change marks again; the next submission is a new version.").format(
                names=named(session.panel, [expert])
            )
        )
        say(next_command("score", given.session, "--expert", expert))
    return 0


def _handed_in(session: "Session", expert: str, number: int) -> bool:
    """Whether a ballot of his counts, from wherever it came."""
    return isinstance(session.effective(number)[expert], StoredBallot)


def _ask_back(given: argparse.Namespace, session: "Session", expert: str) -> int:
    """Note that an expert hands in anew from his own machine, which nobody reaches from here."""
    from reviewtui.session.withdrawing import ask_back

    asked = ask_back(session, expert, reason=given.reason, number=given.round)
    say(
        _(
            "{names}: ask him to take his ballot back on his own machine and to submit anew. "
            "Version {rev} counts until the new file is merged."
        ).format(names=named(session.panel, [expert]), rev=asked.rev)
    )
    say(next_command("merge", given.session, _("DIR")))
    return 0

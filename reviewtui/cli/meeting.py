"""The secretary's commands: make, check, fill, open and give back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import has_terminal, next_command, say
from reviewtui.cli.naming import check_round, expert_of, named
from reviewtui.cli.opening import opened
from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot

if TYPE_CHECKING:
    from reviewtui.session.session import Session


def check(given: argparse.Namespace) -> int:
    """Print every finding of the files; 1 if one of them is more than a warning."""
    from reviewtui.exchange.check import check_file

    status = 0
    for path in given.files:
        findings = _check_session(path) if _is_database(path) else check_file(path)
        for finding in findings:
            say(
                _("warning: {finding}").format(finding=finding) if finding.warning else str(finding)
            )
        hard = sum(not finding.warning for finding in findings)
        if hard:
            status = 1
            say(_("{file}: {count} findings").format(file=path, count=hard))
        else:
            say(_("{file}: in order").format(file=path))
    return status


SQLITE = b"SQLite format 3\0"
"""How every database begins, sessions too."""


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _check_session(path: Path) -> list[Finding]:
    """What is wrong with a session, or why it cannot even be opened."""
    try:
        with opened(path, reading=True) as session:
            return session.check()
    except Refused as refused:
        return list(refused.reasons)


def desk(given: argparse.Namespace) -> int:
    """The secretary's screen."""
    if not has_terminal():
        raise Refused(_("the desk needs a terminal; unseal, results and export work without"))
    from reviewtui.cli.forms import open_desk

    with opened(given.session, desk=True) as session:
        return open_desk(session)


def import_marks(given: argparse.Namespace) -> int:
    """Take in marks of another system: all of them, or none with all findings."""
    from reviewtui.exchange.marks_csv import read_marks
    from reviewtui.session.clock import utc_now

    with opened(given.session, desk=True) as session:
        ballots = read_marks(
            given.marks, session.panel, session.sheet, session_id=session.id, now=utc_now()
        )
        session.take_in(ballots, note=given.marks.name)
        say(
            _("{file}: the marks of {count} experts are taken in, marked as imported").format(
                file=given.marks, count=len(ballots)
            )
        )
        shown = session.can_show_results()
        say(next_command("results" if shown else "unseal", given.session))
    return 0


def reopen(given: argparse.Namespace) -> int:
    """Give a submitted ballot back to its expert."""
    with opened(given.session, desk=True) as session:
        check_round(session, given.round)
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
    say(next_command("merge", given.session, "DIR"))
    return 0

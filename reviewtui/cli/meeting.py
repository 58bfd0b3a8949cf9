"""The secretary's commands: make, check, fill, open and give back."""

import argparse
from pathlib import Path

from reviewtui.cli.console import has_terminal, next_command, say
from reviewtui.cli.naming import expert_of, named
from reviewtui.cli.opening import opened, remember
from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _


def new(given: argparse.Namespace) -> int:
    """Make a session from a panel file."""
    from reviewtui.exchange.documents import load_panel
    from reviewtui.session.create import create_session

    panel, _sheet = load_panel(given.panel)
    session: Path = given.session
    if session.exists():
        if not given.force:
            raise Refused(
                Finding(str(session), _("is there already; --force replaces it, marks and all"))
            )
        _check_replaceable(session)
    create_session(session, panel, replace=given.force)
    remember(session)
    say(
        _("{file}: made, with {experts} experts and {candidates} candidates").format(
            file=session, experts=len(panel.experts), candidates=len(panel.candidates)
        )
    )
    say(next_command("score", session))
    return 0


def _check_replaceable(path: Path) -> None:
    """Open and close a session that is to be replaced.

    Raises:
        Refused: If it is open elsewhere, or no session: --force replaces sessions only.
    """
    with opened(path):
        pass


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
        with opened(path) as session:
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
        say(next_command("results", given.session))
    return 0


def unseal(given: argparse.Namespace) -> int:
    """Open all submitted ballots together, after naming who is missing."""
    from reviewtui.cli.result import not_handed_in

    with opened(given.session, desk=True) as session:
        panel = session.panel
        missing = [] if session.opened else not_handed_in(session)
        if not session.opened:
            handed_in = len(panel.experts) - len(missing)
            say(_("{count} ballots will be opened, together.").format(count=handed_in))
            if missing:
                say(
                    _("Not handed in, counted as absent: {names}").format(
                        names=named(panel, missing)
                    )
                )
            if reworking := session.reworking():
                text = _("Taken back, not handed in again; the earlier version counts: {experts}")
                say(text.format(experts=named(panel, reworking)))
            if has_terminal() and not given.yes and not _confirmed():
                say(_("Nothing was opened."))
                return 1
        opening = session.unseal()
        say(_("{count} ballots are open.").format(count=len(opening.ballots)))
        say(next_command("results", given.session))
    return 0


def _confirmed() -> bool:
    say(_("Open them now? 1 yes, Enter no"))
    try:
        return input("> ").strip().lower() in ("1", "１", "y", "yes", _("yes"))
    except EOFError:
        return False


def reopen(given: argparse.Namespace) -> int:
    """Give a submitted ballot back to its expert."""
    with opened(given.session, desk=True) as session:
        expert = expert_of(session.panel, given.expert, given.session)
        scoring = session.scoring(expert, given.round)
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

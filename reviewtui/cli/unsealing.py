"""Opening the ballots together, and the one command from there to the summary sheet."""

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import has_terminal, next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import named, round_of
from reviewtui.cli.opening import opened
from reviewtui.domain.ballot import Channel
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.gates import unsettled_sentences
from reviewtui.domain.states import Why, label
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot
from reviewtui.session.opening_code import is_with_supervisor
from reviewtui.session.round_record import FIRST_ROUND, read_rounds, sits_out

if TYPE_CHECKING:
    from reviewtui.session.session import Session

_LONGEST_CODE_FILE = 4096


def unseal(given: argparse.Namespace) -> int:
    """Open all submitted ballots together, after naming who is missing."""
    _require_again(given)
    with opened(given.session, desk=True) as session:
        if not _open(session, given):
            return 1
        say(next_command("results", given.session))
    return 0


def conclude(given: argparse.Namespace) -> int:
    """Check, open, rank, and write the summary sheet (出结果)."""
    from reviewtui.cli.result import ranking_lines
    from reviewtui.filing.workbook import export_workbook
    from reviewtui.filing.writer import AlreadyThere
    from reviewtui.tally.fixed import fix
    from reviewtui.tally.official import verdict_of

    _require_again(given)
    output = given.output or given.session.with_suffix(".xlsx")
    if output.exists() and not given.force:
        sentence = _("is there already; name another with -o, or add --force")
        raise Refused(Finding(str(output), sentence))
    with opened(given.session, desk=True) as session:
        faults = [finding for finding in session.check() if not finding.warning]
        if faults:
            raise Refused(*faults)
        closed = not session.can_show_results(session.meeting.round)
        if (given.again or closed) and not _open(session, given):
            return 1
        for line in ranking_lines(session):
            tell(line)
        verdict = verdict_of(session)
        try:
            export_workbook(session, verdict, output, force=given.force)
        except AlreadyThere as there:  # made in the meantime
            raise Refused(*there.reasons) from None
        fix(session, verdict)
    say(_("{file}: written").format(file=output))
    return 0


def _require_again(given: argparse.Namespace) -> None:
    said = given.reason or given.by or given.admit or given.list or given.round
    if not given.again and said:
        raise WrongUse(_("--reason, --by, --admit, --list and --round belong to --again"))


def _open(session: "Session", given: argparse.Namespace) -> bool:
    open_them = _open_again if given.again else _open_together
    return open_them(session, given)


def _open_again(session: "Session", given: argparse.Namespace) -> bool:
    """Name what came late and what would be admitted, ask, and open again."""
    from reviewtui.session.opening_again import Again, in_conflict, late_ballots, wants_code
    from reviewtui.session.opening_words import again_sentences, opening_name

    meeting, panel = session.meeting, session.panel
    number = meeting.official if given.round is None else round_of(session, given.round)
    late = late_ballots(meeting, number)
    for opening in in_conflict(meeting, number):
        say(_("Openings in conflict: {opening}").format(opening=opening_name(opening)))
    for one in late:
        version = one.ballots[-1].rev
        default = one.counts and not given.list
        taken = default if given.admit is None else one.expert in given.admit
        text = (
            _("{who}, version {rev}: late, will be admitted")
            if taken
            else _("{who}, version {rev}: late, stays late")
        )
        say(text.format(who=named(panel, [one.expert]), rev=version))
    code = _code(given.code_file)
    wish = Again(
        reason=given.reason or "",
        by=tuple(given.by or ()),
        admit=None if given.admit is None else tuple(given.admit),
        record=given.list or "",
    )
    if late and wish.reason and wish.by:
        if has_terminal() and not given.yes and not _confirmed(_("Open again? 1 yes, Enter no")):
            say(_("Nothing was opened."))
            return False
        if not code and has_terminal() and wants_code(meeting):
            code = _typed_code()
    session.unseal_again(wish, number, code=code, without=given.without or ())
    for sentence in again_sentences(session, number):
        say(sentence)
    return True


def _typed_code() -> str:
    say(_("The supervisor holds the opening code: 24 digits, blanks do not matter."))
    return getpass.getpass("> ", stream=None)


def _open_together(session: "Session", given: argparse.Namespace) -> bool:
    """Name who is missing, ask, and open; False if the person would rather not."""
    closed = _closed(session)
    code = _code(given.code_file)
    if closed:
        _tell_before_opening(session, closed)
        if has_terminal() and not given.yes and not _confirmed(_("Open them now? 1 yes, Enter no")):
            say(_("Nothing was opened."))
            return False
        if not code and has_terminal() and _is_with_supervisor(session):
            code = _typed_code()
    try:
        opening = session.unseal(code=code, without=given.without or ())
    except Refused as refused:
        if not session.can_show_results(session.meeting.round):
            if session.meeting.round in session.meeting.opened:
                from reviewtui.session.opening_words import conflict_sentence

                again = next_command("unseal", given.session, "--again")
                clash = Finding(
                    given.session.name, conflict_sentence(session, session.meeting.round)
                )
                raise Refused(clash, Finding("", again)) from None
            raise
        hint = Finding("", next_command("results", given.session))
        raise Refused(*refused.reasons, hint) from None
    counted = len(session.panel.sitting) - len(opening.missing)
    say(_("The ballots of {count} experts are open.").format(count=counted))
    if len(opening.ballots) != counted:
        text = _(
            "{count} ballot files are kept; those that were replaced or withdrawn, or are in "
            "conflict, do not count."
        )
        say(text.format(count=len(opening.ballots)))
    return True


def _is_with_supervisor(session: "Session") -> bool:
    meeting = session.meeting
    return meeting.file.lend(lambda connection: is_with_supervisor(connection, meeting.id))


def _code(path: Path | None) -> str:
    """The opening code in a file; "" without one."""
    if path is None:
        return ""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.read(_LONGEST_CODE_FILE).strip()
    except (OSError, ValueError) as fault:
        reason = reason_of(fault) if isinstance(fault, OSError) else _("this is no text")
        sentence = _("the file with the opening code cannot be read: {reason}")
        raise Refused(Finding(str(path), sentence.format(reason=reason))) from fault


def _closed(session: "Session") -> int:
    """How many experts have a ballot that counts and is still closed."""
    if session.opened:
        return 0
    ballots = [one for one in session.effective().values() if isinstance(one, StoredBallot)]
    return sum(ballot.channel is not Channel.IMPORT for ballot in ballots)


def _tell_before_opening(session: "Session", closed: int) -> None:
    """Whose ballots will be opened, whose marks are in the clear, who is missing and why."""
    from reviewtui.tally.enough import too_few_sentences

    panel, missing = session.panel, session.missing()
    say(_("The ballots of {count} experts will be opened, together.").format(count=closed))
    counted = [one for one in session.effective().values() if isinstance(one, StoredBallot)]
    if imported := sum(ballot.channel is Channel.IMPORT for ballot in counted):
        text = _("The marks of {count} experts were imported and are in the clear already.")
        say(text.format(count=imported))
    for sentence in (*unsettled_sentences(panel), *too_few_sentences(session)):
        say(sentence)
    number = session.meeting.round
    rounds = read_rounds(session.meeting.file, session.id)
    missing = {
        code: why for code, why in missing.items() if not sits_out(rounds, number, panel, code)
    }
    if number != FIRST_ROUND and missing:
        text = _("No ballot of round {number}, the marks of the round before count: {experts}")
        say(
            text.format(
                number=number,
                experts=named(
                    panel, [code for code, why in missing.items() if why is not Why.CONFLICT]
                ),
            )
        )
        missing = {code: why for code, why in missing.items() if why is Why.CONFLICT}
    for why in dict.fromkeys(missing.values()):
        names = named(panel, [code for code, reason in missing.items() if reason is why])
        say(_("Not counted, {why}: {names}").format(why=label(why), names=names))
    if reworking := session.reworking():
        text = _("Taken back, not handed in again; the earlier version counts: {experts}")
        say(text.format(experts=named(panel, reworking)))


def _confirmed(question: str) -> bool:
    say(question)
    try:
        return input("> ").strip().lower() in ("1", "１", "y", "yes", _("yes"))
    except EOFError:
        return False

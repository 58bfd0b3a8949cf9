"""Kits at the command line: issuing them at the desk, opening one on an expert's machine."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import has_terminal, next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import expert_of
from reviewtui.cli.opening import opened
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import expert_name
from reviewtui.locales import _
from reviewtui.session.clock import local_time

if TYPE_CHECKING:
    from reviewtui.exchange.kits import Forked
    from reviewtui.session.working_copy import Take


def issue(given: argparse.Namespace) -> int:
    """Write a folder with a kit for every expert, or a stick for each."""
    if (given.output is None) == (given.to_sticks is None):
        raise WrongUse(_("give either -o DIR or --to-sticks"))
    if given.output is None:
        from reviewtui.cli.sticks import issue_to_sticks

        return issue_to_sticks(given)
    from reviewtui.exchange.issue import issue as write_folders
    from reviewtui.exchange.runtime import read_runtime

    runtime = read_runtime(given.runtime) if given.runtime else None
    with opened(given.session, desk=True) as session:
        experts = [expert_of(session.panel, code, given.session) for code in given.expert or ()]
        issued = write_folders(session, given.output, experts, runtime=runtime, anew=given.anew)
        out = {item.expert.code for item in issued}
        without = [] if experts else [one for one in session.panel.sitting if one.code not in out]
    for item in issued:
        sentence = _("{expert}: {kit}") if item.new else _("{expert}: {kit}, as before")
        tell(sentence.format(expert=expert_name(item.expert.code), kit=item.kit))
    say(
        _("{count} kits in {folder}; copy each folder onto its expert's stick").format(
            count=len(issued), folder=given.output
        )
    )
    if without:
        names = _(", ").join(expert_name(expert.code) for expert in without)
        sentence = _(
            "No kit: {experts}; they take no part in this round: no ballot of the round before, or "
            "nothing reopened that is theirs to judge"
        )
        say(sentence.format(experts=names))
    say(next_command("desk", given.session))
    return 0


def score_kit(path: Path, *, plain: bool = False, take: str | None = None) -> int:
    """Open a kit and let its expert score.

    Args:
        path: The kit.
        plain: Line by line instead of the form.
        take: With which journal to go on if stick and machine went different ways.
    """
    from reviewtui.exchange.kits import Forked
    from reviewtui.session.working_copy import Take

    chosen = Take(take) if take else None
    try:
        try:
            status, wiping = _score(path, chosen, plain=plain)
        except Forked as forked:
            chosen = _ask_which(forked) if has_terminal() else None
            if chosen is None:
                raise
            status, wiping = _score(path, chosen, plain=plain)
    except Forked as forked:
        raise Refused(Finding(str(path), _which(forked))) from forked
    if wiping:
        _wipe(path)
    return status


def _score(path: Path, take: "Take | None", *, plain: bool) -> tuple[int, bool]:
    """The exit status, and whether nothing is to be kept on this machine."""
    from reviewtui.exchange.kits import hand_over, opened_kit

    with opened_kit(path, take=take) as work:
        _tell_place(work.session.path.parent)
        if not plain:
            from reviewtui.cli.forms import open_kit_form

            return open_kit_form(work)
        from reviewtui.cli.plain.form import score_line_by_line
        from reviewtui.exchange.kit_notices import notices

        for notice in notices(work):
            say(notice)
        status = score_line_by_line(work.session, work.kit.expert)
        sealed = work.session.scoring(work.kit.expert, work.kit.round).sealed
        if sealed is not None:
            ballot = hand_over(work, sealed)
            say(_("{ballot}: written and read back; the stick may go").format(ballot=ballot))
            say(_("To remove what this computer keeps of it:"))
            say(next_command("wipe", path))
        return status, False


def _ask_which(forked: "Forked") -> "Take | None":
    """Let the expert choose with a digit; None if nobody answers."""
    from reviewtui.cli.plain.dialogue import Dialogue
    from reviewtui.session.working_copy import Take

    here, stick = forked.fork.here, forked.fork.stick
    talk = Dialogue(write=say)
    talk.tell(
        _("This computer and the stick each hold work that the other one does not have."),
        _("Choose one to go on with; the other one is kept."),
    )
    choices = {
        Take.HERE: _("this computer: {count} entries, the last at {time:%m-%d %H:%M}").format(
            count=here.entries, time=local_time(here.at)
        ),
        Take.STICK: _("the stick: {count} entries, the last at {time:%m-%d %H:%M}").format(
            count=stick.entries, time=local_time(stick.at)
        )
        if stick.at
        else _("the stick: {count} entries, handed in").format(count=stick.entries),
    }
    try:
        found = talk.choose(_("Go on with"), list(choices.values()), _("neither, end"))
    except EOFError:
        return None
    return None if found is None else list(choices)[found]


def wipe(given: argparse.Namespace) -> int:
    """Remove what this machine keeps of a kit's work, once its ballot is beside the kit."""
    _wipe(given.kit)
    return 0


def _wipe(kit: Path) -> None:
    from reviewtui.exchange.kits import what_remains
    from reviewtui.exchange.kits import wipe as remove

    removed = remove(kit)
    if not removed:
        say(_("This machine keeps nothing of this kit."))
        return
    for path in removed:
        tell(_("{file}: removed").format(file=path))
    say(what_remains())


def _tell_place(folder: Path) -> None:
    """Say where the work is kept if that is no place for long."""
    from reviewtui.exchange.work_folder import lasts

    if not lasts(folder):
        sentence = _(
            "This account has no folder of its own that can be written. Until the machine is "
            "switched off the work is kept in {folder}, and all the time on the stick."
        )
        say(sentence.format(folder=folder))


def _which(forked: "Forked") -> str:
    here, stick = forked.fork.here, forked.fork.stick
    return _(
        "this machine and the stick went different ways: here {here} entries, the last at "
        "{time:%H:%M}; on the stick {stick}. Go on with one of them, the other one is kept: "
        "--take here or --take stick"
    ).format(here=here.entries, time=local_time(here.at), stick=stick.entries)

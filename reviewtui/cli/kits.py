"""Kits at the command line: issuing them at the desk, opening one on an expert's machine."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import expert_of
from reviewtui.cli.opening import opened
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import expert_name
from reviewtui.locales import _
from reviewtui.session.clock import local_time

if TYPE_CHECKING:
    from reviewtui.exchange.kits import Forked


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
        sentence = _("No kit: {experts}; without a ballot of the round before they take no part")
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
    from reviewtui.exchange.kits import Forked, Take, hand_over, opened_kit

    try:
        with opened_kit(path, take=Take(take) if take else None) as work:
            _tell_place(work.session.path.parent)
            if plain:
                from reviewtui.cli.plain.form import score_line_by_line

                status = score_line_by_line(work.session, work.kit.expert)
                sealed = work.session.scoring(work.kit.expert, work.kit.round).sealed
                if sealed is not None:
                    ballot = hand_over(work, sealed)
                    say(
                        _("{ballot}: written and read back; the stick may go").format(ballot=ballot)
                    )
                    say(_("To remove what this computer keeps of it:"))
                    say(next_command("wipe", path))
                return status
            from reviewtui.cli.forms import open_kit_form

            status, wiping = open_kit_form(work)
    except Forked as forked:
        raise Refused(Finding(str(path), _which(forked))) from forked
    if wiping:
        _wipe(path)
    return status


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

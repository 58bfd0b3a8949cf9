"""`issue --to-sticks`: from stick to stick, with a person at the desk or over named drives."""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import next_command, say
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import expert_of
from reviewtui.cli.opening import opened
from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import expert_name, person
from reviewtui.domain.panel import Expert
from reviewtui.domain.printable import printable
from reviewtui.locales import _
from reviewtui.session.round_start import taking_part

if TYPE_CHECKING:
    from reviewtui.exchange.runtime import Runtime
    from reviewtui.session.session import Session


def issue_to_sticks(given: argparse.Namespace) -> int:
    """Write a stick per expert; 1 if one that was tried could not be written."""
    from reviewtui.exchange.issue import keep_base
    from reviewtui.exchange.runtime import read_runtime
    from reviewtui.exchange.sticks import without_stick

    if given.anew and not given.expert:
        raise WrongUse(_("with --to-sticks, --anew goes with --expert only"))
    runtime = read_runtime(given.runtime) if given.runtime else None
    with opened(given.session, desk=True) as session:
        codes = [expert_of(session.panel, code, given.session) for code in given.expert or ()]
        waiting = [session.panel.expert(code) for code in codes] or without_stick(session)
        everybody = waiting if codes else taking_part(session.meeting)
        round_of = _Round(session, runtime, everybody, anew=given.anew)
        if not codes:
            round_of.tell_ready(waiting)
        good = round_of.over(given.to_sticks, waiting) if given.to_sticks else round_of.ask(waiting)
        folder = given.session.with_name(_("{name}-issued").format(name=given.session.stem))
        keep_base(session, folder)
        left = [expert for expert in without_stick(session) if not codes or expert.code in codes]
    say(
        _("{folder}: the signature list, and the base from which another machine can go on").format(
            folder=folder
        )
    )
    if left:
        names = _(", ").join(expert_name(expert.code) for expert in left)
        say(
            _("Still without a stick: {names}. The same command goes on with them.").format(
                names=names
            )
        )
    else:
        say(next_command("merge", given.session, "--watch"))
    return 0 if good else 1


class _Round:
    """One go over the experts that wait for a stick."""

    def __init__(
        self,
        session: "Session",
        runtime: "Runtime | None",
        everybody: Sequence[Expert],
        *,
        anew: bool,
    ) -> None:
        self._session, self._runtime, self._anew = session, runtime, anew
        self._talk = Dialogue()
        self._everybody = everybody
        self._written = Path()
        """The stick written last."""

    def tell_ready(self, waiting: Sequence[Expert]) -> None:
        """Name those whose stick was written before."""
        left = {expert.code for expert in waiting}
        ready = [item.code for item in self._everybody if item.code not in left]
        if ready:
            names = _(", ").join(map(expert_name, ready))
            self._talk.tell(_("Written before: {names}").format(names=names))

    def over(self, drives: Sequence[Path], waiting: Sequence[Expert]) -> bool:
        """Named drives, one per expert in order, without asking anything."""
        from reviewtui.exchange.sticks import strangers

        good = True
        for drive, expert in zip(drives, waiting, strict=False):
            there = strangers(self._session, drive, expert.code)
            if there:
                self._talk.tell(_occupied(drive, there))
            good = not there and self._write(drive, expert) and good
        for drive in drives[len(waiting) :]:
            self._talk.tell(_("{drive}: nobody waits for a stick").format(drive=_shown(drive)))
        return good

    def ask(self, waiting: Sequence[Expert]) -> bool:
        """Ask for stick after stick; an end of the answers ends it."""
        try:
            for expert in waiting:
                if not self._serve(expert):
                    break
        except EOFError:
            return False
        return True

    def _serve(self, expert: Expert) -> bool:
        """One expert's stick; false if it is to end here."""
        number = self._everybody.index(expert) + 1
        total = len(self._everybody)
        while True:
            drives, unfit = self._drives()
            before = self._written in drives and bool(self._strangers(self._written, expert))
            drives = [drive for drive in drives if not (before and drive == self._written)]
            there = {drive: self._strangers(drive, expert) for drive in drives}
            free = [drive for drive in drives if not there[drive]]
            told = _("{person} ({number} of {total}): put in the stick")
            if before and not free:
                told = _(
                    "{person} ({number} of {total}): pull out the stick before, put in the next"
                )
            elif free:
                told = _("{person} ({number} of {total}): a stick is in")
            self._talk.tell("", told.format(person=person(expert), number=number, total=total))
            for refused in unfit:
                self._talk.tell_refusal(refused)
            nothing = (
                _("write onto {drive}").format(drive=_shown(free[0]))
                if len(free) == 1
                else _("the stick is in now, look for it")
            )
            choices = [
                *(_choice(drive, there[drive]) for drive in drives),
                _("skip this expert"),
                _("end here"),
            ]
            answer = self._talk.choose(_("What next?"), choices, nothing)
            if answer is None and len(free) != 1:
                continue
            if answer is not None and answer >= len(drives):
                return answer == len(drives)
            drive = free[0] if answer is None else drives[answer]
            if there[drive] and not self._talk.sure(_occupied(drive, there[drive])):
                continue
            if self._write(drive, expert):
                return True

    def _drives(self) -> tuple[list[Path], list[Refused]]:
        """Sticks that may be written to, and why others are not offered."""
        from reviewtui.exchange.sticks import fit_drives

        return fit_drives(self._session)

    def _strangers(self, drive: Path, expert: Expert) -> list[str]:
        from reviewtui.exchange.sticks import strangers

        return strangers(self._session, drive, expert.code)

    def _write(self, drive: Path, expert: Expert) -> bool:
        """Write, read back, say what to write on the label; whether it went."""
        from reviewtui.exchange.sticks import write_stick

        self._talk.tell(_("{drive}: writing, do not pull it out").format(drive=_shown(drive)))
        try:
            issued = write_stick(
                self._session, drive, expert.code, runtime=self._runtime, anew=self._anew
            )
        except Refused as refused:
            self._talk.tell_refusal(refused)
            return False
        self._written = drive
        self._talk.tell(
            _("{folder}: written and read back").format(folder=_shown(issued.folder)),
            _("Write on the label: no. {code}. The stick may be pulled out.").format(
                code=expert.code
            ),
        )
        return True


def _choice(drive: Path, there: Sequence[str]) -> str:
    """A drive as it is offered."""
    if there:
        return _("{drive}: other things are on it: {names}").format(
            drive=_shown(drive), names=_names(there)
        )
    free = shutil.disk_usage(drive).free // 1_000_000
    return _("{drive}: {free} MB free").format(drive=_shown(drive), free=free)


def _occupied(drive: Path, there: Sequence[str]) -> str:
    return _(
        "{drive}: other things are on it: {names}. An expert who finds two kits may open the "
        "wrong one."
    ).format(drive=_shown(drive), names=_names(there))


def _names(there: Sequence[str]) -> str:
    """The first three, and how many more."""
    named = _(", ").join(there[:3])
    more = len(there) - 3
    return _("{names} and {more} more").format(names=named, more=more) if more > 0 else named


def _shown(path: Path) -> str:
    return printable(str(path))

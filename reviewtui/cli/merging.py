"""Taking in what comes back: sticks, folders, a second desk; and making the second desk."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.opening import opened, remember
from reviewtui.cli.result import json_text
from reviewtui.cli.second_place import say_copy
from reviewtui.domain.states import Why
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.exchange.collecting import Merged
    from reviewtui.exchange.watch import Event
    from reviewtui.session.session import Session

PAUSE = 2.0
"""Seconds between two looks at the drives."""


def merge(given: argparse.Namespace) -> int:
    """Take in ballots; 1 if something was kept aside, is late, in conflict or unreadable."""
    if given.watch and (given.dry_run or given.strict):
        raise WrongUse(_("--watch takes in what is clean as it comes; give it alone"))
    if not given.places and not given.watch:
        raise WrongUse(_("give files or folders, or --watch"))
    if given.watch:
        return _watch(given)
    from reviewtui.exchange.collecting import carry_out, plan

    with opened(given.session, desk=True, reading=given.dry_run) as session:
        merged = plan(session, given.places)
        withheld = given.strict and not merged.clean
        if not (given.dry_run or withheld):
            merged = carry_out(session, merged, _second_place(given))
        if given.json:
            tell(json_text(_as_json(session, merged)))
        else:
            for line in _report(session, merged):
                tell(line)
            if merged.backup is not None:
                say_copy(session, merged.backup, say)
            _say_next(session, merged, dry=given.dry_run, withheld=withheld)
    return 0 if merged.clean else 1


def _report(session: "Session", merged: "Merged") -> list[str]:
    from reviewtui.exchange.merge_effect_words import effect_sentences
    from reviewtui.exchange.merge_plan import sentence, summary

    return [
        *(sentence(item, merged.plan.panel) for item in merged.plan.items),
        *map(str, merged.notices),
        *effect_sentences(merged.plan, session.panel),
        *summary(merged.plan),
    ]


def _as_json(session: "Session", merged: "Merged") -> dict[str, object]:
    from reviewtui.exchange.merge_effect_words import effect_sentences
    from reviewtui.exchange.merge_plan import plan_json

    return {
        "session": session.id,
        "applied": merged.applied,
        **plan_json(merged.plan, merged.notices),
        "effects": effect_sentences(merged.plan, session.panel),
        "backup": str(merged.backup) if merged.backup else None,
    }


def _second_place(given: argparse.Namespace) -> "Path | None":
    """Where copies go: as the command says, else as the settings say."""
    from reviewtui.cli.config import config

    named: Path | None = given.backup
    return named or config().backup


def _say_next(session: "Session", merged: "Merged", *, dry: bool, withheld: bool) -> None:
    if withheld:
        say(_("Nothing was taken in: not everything is in order, and --strict was given."))
        return
    if dry:
        say(_("Nothing was changed (--dry-run)."))
        return
    if any(why is Why.CONFLICT for _expert, why in merged.plan.missing):
        say(next_command("resolve", session.path))
    elif not merged.plan.missing and merged.plan.round not in session.meeting.opened:
        say(next_command("unseal", session.path))
    elif merged.plan.missing:
        say(next_command("merge", session.path, "--watch"))


def _watch(given: argparse.Namespace) -> int:
    from reviewtui.exchange.last_backup import same_disk
    from reviewtui.exchange.watch import Watcher

    with opened(given.session, desk=True) as session:
        backup = _second_place(given)
        watcher = Watcher(session, given.places, backup=backup)
        if not given.json:
            say(_("Collecting: put in stick after stick. Ctrl-C ends it."))
        if warning := same_disk(session, backup):
            say(warning)
        try:
            while True:
                for event in watcher.scan():
                    _show(event, as_json=given.json)
                time.sleep(PAUSE)
        except KeyboardInterrupt:
            say(_("Collecting ended; everything received is stored."))
        return 1 if watcher.waiting else 0


def _show(event: "Event", *, as_json: bool) -> None:
    from reviewtui.exchange.merge_plan import missing_line
    from reviewtui.exchange.watch import Seen

    if as_json:
        told: dict[str, object] = {
            "seen": event.seen.value,
            "place": str(event.place),
            "experts": list(event.experts),
            "sentences": list(event.sentences),
        }
        tell(json_text(told))
    else:
        for number, line in enumerate(event.sentences):
            tell(f"  {line}" if number else line)
        if event.merged is not None and event.seen is not Seen.EMPTY:
            tell(f"  {missing_line(event.merged.plan)}")


def copy(given: argparse.Namespace) -> int:
    """Make the session of a second desk."""
    from reviewtui.session.backup import copy_session

    new: Path = given.new
    with opened(given.session, desk=True) as session:
        copy_session(session.meeting, new, replace=given.force)
        opened_already = session.opened is not None
    remember(new)
    say(_("{file}: the session of a second desk").format(file=new))
    if opened_already:
        say(_("The ballots are opened: what either desk takes in from now on counts as late."))
    else:
        say(_("Both take in ballots from now on; before the opening, merge one into the other."))
    say(next_command("merge", given.session, new))
    return 0

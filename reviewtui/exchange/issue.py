"""What goes out to the experts: a folder each, with a kit and one thing to click."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reviewtui.domain.ballot import Channel
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import expert_name, person, round_name
from reviewtui.domain.panel import Expert
from reviewtui.domain.states import Why
from reviewtui.domain.system_reasons import reason_of
from reviewtui.exchange.earlier_round import put_by_earlier_round
from reviewtui.exchange.kit_sheets import write_sheets, write_signature_list
from reviewtui.exchange.kits import SUFFIX, ballot_name, mirror_of, set_aside
from reviewtui.exchange.runtime import Runtime, lay_beside
from reviewtui.exchange.score_sheet import score_sheet_name
from reviewtui.locales import _
from reviewtui.session.base_copy import renew_base
from reviewtui.session.clock import local_time
from reviewtui.session.conflict_words import can_submit_anew
from reviewtui.session.kit import Kit, make_kit
from reviewtui.session.recall import Sealed
from reviewtui.session.resolving import conflicts, standing_versions
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.session.round_start import taking_part
from reviewtui.session.session import Session
from reviewtui.session.shelf import Shelf
from reviewtui.session.typed_in import register_desk
from reviewtui.session.whole_file import write_whole

_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
"""Characters that one system or another refuses in a file's name."""

_WINDOWS: Final = """@echo off
chcp 65001 >nul
cd /d "%~dp0"
if exist "reviewtui\\reviewtui.cmd" (
  call "reviewtui\\reviewtui.cmd"
) else (
  reviewtui
)
if errorlevel 1 pause
"""
_UNIX: Final = """#!/bin/sh
case $0 in */*) CDPATH= cd -- "${0%/*}/" || exit 1 ;; esac
if [ -f reviewtui/reviewtui ] && [ "$(uname)" = Linux ]; then
  exec /bin/sh reviewtui/reviewtui
fi
exec reviewtui
"""
"""A FAT stick may be mounted without permission to execute; a shell needs none to read."""


class Issued(NamedTuple):
    """One expert's folder; `new` is false if just the same lay there already."""

    expert: Expert
    folder: Path
    kit: Path
    kit_id: str
    new: bool


def issue(
    session: Session,
    folder: Path,
    experts: Sequence[str] = (),
    *,
    runtime: Runtime | None = None,
    anew: bool = False,
) -> list[Issued]:
    """Write a folder per expert; beside them the base of the session and the signature list.

    Args:
        session: The open session of the desk.
        folder: Where the folders are made.
        experts: Codes; empty: everybody who takes part in the round at work.
        runtime: The program, laid beside every kit without what only the desk asks for; on
            this disk it takes its room once.
        anew: Revoke the kits that are out and make others.

    Raises:
        Refused: If something else lies where a kit should be, or nothing can be written.
            Kits written before that stay; doing it again goes on.
    """
    everyone = session.panel.experts if experts else taking_part(session.meeting)
    wanted = [item for item in everyone if not experts or item.code in experts]
    lean = runtime.for_expert() if runtime else None
    issued: list[Issued] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for expert in wanted:
            own = folder / folder_name(expert)
            if lean is not None:
                own.mkdir(exist_ok=True)
                lay_beside(lean, own, issued[0].folder if issued else None)
            issued.append(_one(session, expert, own, anew=anew))
        keep_base(session, folder)
    except OSError as fault:
        sentence = _("the kits cannot be written here: {reason}. Those written before are good")
        raise Refused(Finding(str(folder), sentence.format(reason=reason_of(fault)))) from fault
    return issued


def keep_base(session: Session, folder: Path) -> None:
    """Write what the secretariat keeps of an issue: the signature list, and the base of the
    session, from which a new machine goes on.

    Raises:
        OSError: If it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_signature_list(session, folder)
    register_desk(session.meeting)
    renew_base(session, folder / _("base-of-the-meeting.review"))


def issue_to(
    session: Session,
    stick: Path,
    expert: str,
    *,
    runtime: Runtime | None = None,
    anew: bool = False,
) -> Issued:
    """Write one expert's folder onto a stick and read it back; the kit comes last.

    Raises:
        Refused: As `issue`.
    """
    own = session.panel.expert(expert)
    folder = stick / folder_name(own)
    try:
        if runtime is not None:
            folder.mkdir(exist_ok=True)
            lay_beside(runtime.for_expert(), folder)
        return _one(session, own, folder, anew=anew)
    except OSError as fault:
        sentence = _("the stick does not take the kit: {reason}")
        raise Refused(Finding(str(stick), sentence.format(reason=reason_of(fault)))) from fault


def folder_name(expert: Expert) -> str:
    """The name of an expert's folder, and what to write on the stick's label."""
    name = _UNSAFE.sub("", f"{expert_name(expert.code)} {expert.name}")
    return name.strip(" .") or expert.code


def _one(session: Session, expert: Expert, folder: Path, *, anew: bool) -> Issued:
    kit = make_kit(session.meeting, expert.code, anew=anew)
    content = kit.content()
    folder.mkdir(exist_ok=True)
    path = folder / f"{expert_name(expert.code)}{SUFFIX}"
    put_by_earlier_round(path, kit)
    new = not path.exists() or path.read_bytes() != content
    if new and path.exists() and not anew:
        sentence = _("another kit lies there; move it away, or issue a new one with --anew")
        raise Refused(Finding(str(path), sentence))
    if new:
        if path.exists() and mirror_of(path).exists():
            set_aside(mirror_of(path))
        write_whole(path, content, replace=True)
    write_sheets(session, kit, folder)
    for name, text in _beside(session, expert, folder, kit.round).items():
        write_whole(folder / name, text.encode(), replace=True)
        if name.endswith((".sh", ".command")):
            (folder / name).chmod(0o755)
    _lay_versions(session, kit, folder)
    return Issued(expert, folder, path, kit.id, new)


def _lay_versions(session: Session, kit: Kit, folder: Path) -> None:
    """Beside the kit the ballots of it that stand in conflict, and the withdrawal that stands,
    boxed as they came: whoever submits from there replaces them all."""
    standing = {
        version.content_id
        for conflict in conflicts(session, kit.round)
        if conflict.expert == kit.expert and can_submit_anew(conflict)
        for version in conflict.versions
    }
    if session.effective(kit.round).get(kit.expert) is Why.WITHDRAWN:
        versions = standing_versions(session, kit.expert, kit.round)
        standing = {one.content_id for one in versions if one.channel is Channel.FORM}
    shelf = Shelf(session.meeting)
    for ballot in (item for item in session.stored() if item.content_id in standing):
        sealed = Sealed(ballot.content_id, ballot.rev, ballot.received_at)
        path = folder / ballot_name(kit.expert, kit.round, sealed)
        write_whole(path, shelf.received(ballot), replace=True)


def _beside(session: Session, expert: Expert, folder: Path, number: int) -> dict[str, str]:
    """What lies beside the kit: one thing to click per system, and a note of five lines."""
    start = _("start-scoring")
    note = _note(session, expert, start, number)
    sheet = score_sheet_name(expert.code, number)
    if (folder / sheet).exists():  # who has nothing to score has none
        note += _(
            "No program runs here? Fill in “{sheet}” with WPS or Excel, and nothing else.\n"
        ).format(sheet=sheet)
    return {
        f"{start}.bat": _WINDOWS.replace("\n", "\r\n"),
        f"{start}.sh": _UNIX,
        f"{start}.command": _UNIX,
        _("read-me-first.txt"): note.replace("\n", "\r\n"),
    }


def _note(session: Session, expert: Expert, start: str, number: int) -> str:
    text = _(
        "{title}\n"
        "{person}\n"
        "\n"
        "1. Leave this stick in the machine and double-click “{start}”.\n"
        "2. Type a mark, press Enter. Every mark is stored on this machine and on the stick.\n"
        "3. Submit with Esc, 1. Copy the 12 digits by hand onto the signature sheet and sign.\n"
        "4. Pull out the stick only when the screen says so, and give it to the secretariat.\n"
        "5. If a machine fails: put the stick into another one and go on where you were.\n"
        "\n"
        "This folder is for you alone. Issued {day:%Y-%m-%d %H:%M}.\n"
    ).format(
        title=session.panel.title,
        person=person(expert),
        start=start,
        day=local_time(session.meeting.sources.now()),
    )
    if number != FIRST_ROUND:
        text += _(
            "{round}: only reopened rows can be changed, each with a reason; all else stays.\n"
        ).format(round=round_name(number))
    return text

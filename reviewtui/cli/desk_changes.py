"""现场修改: a new version typed at the desk while the expert stands there, and the slip to sign."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.cli.console import say, tell
from reviewtui.cli.naming import expert_of
from reviewtui.cli.opening import opened
from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.domain.ballot import Cell
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import candidate_name, expert_name, matching, row_name
from reviewtui.domain.states import CellState
from reviewtui.domain.system_reasons import reason_of
from reviewtui.domain.typed_mark import cell_text, normalise, read_mark
from reviewtui.locales import _
from reviewtui.session.changes import MarkChange

if TYPE_CHECKING:
    from reviewtui.domain.sheet import ScoredRow
    from reviewtui.session.desk_change import Changed
    from reviewtui.session.session import Session


def change(given: argparse.Namespace) -> int:
    """Change some marks of a ballot that was handed in."""
    from reviewtui.session.desk_change import change_at_desk, require_changeable

    with opened(given.session, desk=True) as session:
        expert = expert_of(session.panel, given.expert, given.session)
        require_changeable(session, expert, given.round)
        talk = Dialogue()
        try:
            changes = _ask_changes(session, expert, talk)
            if not changes or not _agreed(session, changes, talk):
                say(_("Nothing was changed."))
                return 1
            reason = given.reason or talk.ask(_("Why? One line; it stands in the record"))
            first = given.by or talk.ask(_("Who is typing? Type your name"))
            second = given.witness or talk.ask(_("Who looks on? Type the name"))
        except EOFError:
            say(_("The answers ended; nothing was changed."))
            return 1
        changed = change_at_desk(
            session, expert, changes, by=(first, second), reason=reason, number=given.round
        )
        slip = _write_slip(session, changed, given.output or session.path.absolute().parent)
    old, new = changed.codes
    tell(_("Version {rev}. Check code: {code}").format(rev=changed.after.sealed.rev, code=new))
    say(_("It replaces version {rev}, {code}.").format(rev=changed.before.rev, code=old))
    say(_("{file}: print it, have it signed, keep it with the sheets").format(file=slip))
    return 0


def _ask_changes(session: "Session", expert: str, talk: Dialogue) -> list[MarkChange]:
    """What the expert says is to be different, row by row."""
    say(_("{expert}: say what changes; all other marks stay.").format(expert=expert_name(expert)))
    changes: dict[tuple[str, str], MarkChange] = {}
    candidates = session.panel.assigned(expert)
    while True:
        answer = talk.ask(_("Which candidate? Type its number (Enter: no more changes)"))
        if not answer:
            return list(changes.values())
        candidate = matching(candidates, answer)
        if candidate is None or session.panel.recusal(expert, candidate):
            talk.tell(_("there is no candidate {code}").format(code=answer))
            continue
        rows = {row.code: row for row in session.sheet.judged(candidate)}
        code = talk.ask(_("Which row? Type its code"))
        if code not in rows:
            known = _(", ").join(rows)
            talk.tell(_("there is no row {row}; there are: {known}").format(row=code, known=known))
            continue
        cell = _ask_mark(rows[code], talk)
        if cell is not None:
            changes[candidate, code] = MarkChange(candidate, code, cell)


def _ask_mark(row: "ScoredRow", talk: Dialogue) -> Cell | None:
    answer = talk.ask(_("The new mark (Enter: leave it as it is)"))
    if not answer:
        return None
    typed = normalise(answer)
    try:
        if typed.refused:
            raise Refused(_("“{text}” is not a number").format(text=answer))
        mark = read_mark(typed.kept, row)
    except Refused as refused:
        talk.tell_refusal(refused)
        return None
    return Cell(CellState.SCORED, mark)


def _agreed(session: "Session", changes: list[MarkChange], talk: Dialogue) -> bool:
    """Read the changes back to the expert."""
    for item in changes:
        row = session.sheet.row(item.row)
        named = row_name(session.sheet, item.candidate, row)
        said = cell_text(item.cell, row)
        talk.tell(f"{candidate_name(session.panel, item.candidate)}  {named}: {said}")
    return talk.sure(_("Is this what the expert says?"))


def _write_slip(session: "Session", changed: "Changed", folder: Path) -> Path:
    from reviewtui.exchange.change_slip import change_slip, change_slip_name
    from reviewtui.session.whole_file import write_whole

    path = folder / change_slip_name(changed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, change_slip(session, changed), replace=True)
    except OSError as fault:
        sentence = _("the new version is stored, but the slip cannot be written: {reason}")
        raise Refused(Finding(str(path), sentence.format(reason=reason_of(fault)))) from fault
    return path

"""现场修改: a new version typed at the desk while the expert stands there, and the slip to sign."""

import argparse
from typing import TYPE_CHECKING

from reviewtui.cli.console import say, tell
from reviewtui.cli.naming import expert_of, round_of
from reviewtui.cli.opening import opened
from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.domain.ballot import Cell
from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import candidate_name, expert_name, matching, row_name
from reviewtui.domain.states import CellState, label
from reviewtui.domain.typed_mark import cell_text, normalise, read_mark
from reviewtui.locales import _
from reviewtui.session.changes import MarkChange, StandingChange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewtui.domain.sheet import ScoredRow
    from reviewtui.session.desk_change import DeskChange
    from reviewtui.session.session import Session
    from reviewtui.session.typed_sheet import BegunChange, TypedSheet


def change(given: argparse.Namespace) -> int:
    """Change some marks of a ballot that was handed in."""
    from reviewtui.exchange.change_slip import write_change_slip
    from reviewtui.session import entry_words as words
    from reviewtui.session.desk_change import change_at_desk
    from reviewtui.session.typed_sheet import begun_change

    with opened(given.session, desk=True) as session:
        expert = expert_of(session.panel, given.expert, given.session)
        given.round = round_of(session, given.round)
        if given.discard:
            return _discard(session, expert, given.round)
        begun = begun_change(session, expert, given.round)
        sheet, talk = begun.sheet, Dialogue()
        try:
            _tell_begun(begun, talk)
            _ask_changes(session, sheet, talk)
            if not sheet.changes():
                say(_("Nothing was changed."))
                return 1
            if not _agreed(session, sheet.changes(), talk):
                say(_("Nothing was changed. What was typed is kept; --discard forgets it."))
                return 1
            reason = given.reason or talk.ask(_("Why? One line; it stands in the record"))
            first = given.by or talk.ask(_("Who is typing? Type your name"))
            second = given.witness or talk.ask(_("Who looks on? Type the name"))
        except EOFError:
            say(
                _(
                    "The answers ended; nothing was changed. What was typed is kept: go on with the"
                    " same command."
                )
            )
            return 1
        changed = change_at_desk(
            session, expert, sheet.changes(), by=(first, second), reason=reason, number=given.round
        )
        slip = write_change_slip(session, changed, given.output or session.path.absolute().parent)
        tell(words.version_words(changed.after.sealed))
        say(words.replaced_words(changed))
        say(words.slip_words(slip))
    return 0


def _discard(session: "Session", expert: str, number: int) -> int:
    from reviewtui.session.typed_pass import CHANGE, discard_passes

    discard_passes(session.meeting, expert, number, (CHANGE,))
    say(_("{expert}: what was typed is forgotten; begin anew").format(expert=expert_name(expert)))
    return 0


def _tell_begun(begun: "BegunChange", talk: Dialogue) -> None:
    """Say that something was typed before; it is read back before it counts, like all else."""
    if count := len(begun.sheet.changes()):
        talk.tell(_("{count} changes were typed before and are not in force.").format(count=count))
    if begun.outdated:
        talk.tell(_("He has handed in another version since: read each one back to him."))


def _ask_changes(session: "Session", sheet: "TypedSheet", talk: Dialogue) -> None:
    """What the expert says is to be different, row by row; each one is kept at once."""
    expert = sheet.expert.code
    say(_("{expert}: say what changes; all other marks stay.").format(expert=expert_name(expert)))
    while True:
        answer = talk.ask(_("Which candidate? Type its number (Enter: no more changes)"))
        if not answer:
            return
        candidate = matching(sheet.candidates, answer)
        if candidate is None or session.panel.recusal(expert, candidate):
            talk.tell(_("there is no candidate {code}").format(code=answer))
            continue
        rows = {row.code: row for row in sheet.rows(candidate)}
        code = talk.ask(_("Which row? Type its code"))
        if code not in rows:
            known = _(", ").join(rows)
            talk.tell(_("there is no row {row}; there are: {known}").format(row=code, known=known))
            continue
        cell = _ask_mark(rows[code], talk)
        if cell is not None:
            sheet.commit([MarkChange(candidate, code, cell)]).result()


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


def _agreed(session: "Session", changes: "Sequence[DeskChange]", talk: Dialogue) -> bool:
    """Read the changes back to the expert."""
    for item in changes:
        who = candidate_name(session.panel, item.candidate)
        if isinstance(item, StandingChange):
            talk.tell(f"{who}: {label(item.standing.state)}")
            continue
        row = session.sheet.row(item.row)
        named = row_name(session.sheet, item.candidate, row)
        said = cell_text(item.cell, row)
        talk.tell(f"{who}  {named}: {said}")
    return talk.sure(_("Is this what the expert says?"))

"""现场修改: a new version typed at the desk while the expert stands there, and the slip to sign."""

import argparse
from typing import TYPE_CHECKING

from reviewtui.cli.console import say, tell
from reviewtui.cli.naming import expert_of
from reviewtui.cli.opening import opened
from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.domain.ballot import Cell
from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import candidate_name, expert_name, matching, row_name
from reviewtui.domain.states import CellState
from reviewtui.domain.typed_mark import cell_text, normalise, read_mark
from reviewtui.locales import _
from reviewtui.session.changes import MarkChange

if TYPE_CHECKING:
    from reviewtui.domain.sheet import ScoredRow
    from reviewtui.session.session import Session


def change(given: argparse.Namespace) -> int:
    """Change some marks of a ballot that was handed in."""
    from reviewtui.exchange.change_slip import write_change_slip
    from reviewtui.session import entry_words as words
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
        slip = write_change_slip(session, changed, given.output or session.path.absolute().parent)
    tell(words.version_words(changed.after.sealed))
    say(words.replaced_words(changed))
    say(words.slip_words(slip))
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

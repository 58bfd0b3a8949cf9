"""How far everybody is with a round: counts only, never a number."""

from typing import TYPE_CHECKING

from reviewtui.domain.ballot import Channel
from reviewtui.domain.states import Why
from reviewtui.session.draft import count_done, set_aside
from reviewtui.session.handed_in import read_header, told_by
from reviewtui.session.meeting import how_far
from reviewtui.session.opening import taken_back
from reviewtui.session.round_record import read_rounds, round_in_force

if TYPE_CHECKING:
    from reviewtui.session.session import Session


def progress(session: "Session", number: int) -> dict[str, tuple[int, int, bool]]:
    """Per expert: rows done, rows to judge, handed in.

    Candidates he recused himself from or declined are in neither count. In a further round
    rows that were looked at again are counted, of those that are reopened.
    """
    file, panel = session.meeting.file, session.panel
    aside = set_aside(file, session.id, number)
    done = count_done(file, session.id, number)
    back = taken_back(file, session.id, number)
    states = session.effective(number)
    record = round_in_force(read_rounds(file, session.id), number)
    handed_in = {ballot.expert: ballot for ballot in session.stored() if ballot.round == number}
    found = {}
    for code in (expert.code for expert in panel.experts):
        rows = [
            candidate
            for candidate in panel.assigned(code)
            if (code, candidate) not in aside and not panel.recusal(code, candidate)
        ]
        said = sum(done.get((code, candidate), 0) for candidate in rows)
        if code in handed_in and handed_in[code].channel is not Channel.FORM:
            far = how_far(session.meeting, handed_in[code].number)
            said = sum(far[candidate].said for candidate in rows if candidate in far)
        total = sum(len(session.sheet.judged(candidate)) for candidate in rows)
        if record is not None:
            total = sum(len(record.cells.get(candidate, ())) for candidate in rows)
        elif code in handed_in and not said:  # scored elsewhere: only the header tells
            header = read_header(file, session.id, handed_in[code].content_id)
            said, total = told_by(header, session.sheet, rows) if header else (said, total)
        stands = code not in back and states[code] not in (Why.WITHDRAWN, Why.REVOKED)
        found[code] = (said, total, code in handed_in and stands)
    return found

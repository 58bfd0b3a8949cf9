"""Amendments take effect in a session that stays open."""

from dataclasses import replace

from reviewtui.session.definition import read_definition
from reviewtui.session.session import Session


def put_in_force(session: Session) -> None:
    """Show the panel with every amendment that is there, as if the session were opened anew.

    Nobody may be at work in it: what an expert's sheet shows of the panel does not follow.
    """
    meeting = session.meeting
    definition = read_definition(meeting.file, meeting.id)
    session.meeting = replace(
        meeting, panel=definition.panel, sheet=definition.sheet, contests=definition.contests
    )
    session.panel, session.sheet = definition.panel, definition.sheet

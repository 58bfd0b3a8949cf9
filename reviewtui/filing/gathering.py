"""The record of a round, gathered from its session: every paper that stands beside the verdict."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewtui.domain.states import Why
from reviewtui.filing.received import received_as
from reviewtui.filing.record import Record
from reviewtui.tally.verdict import Verdict

if TYPE_CHECKING:
    from reviewtui.session.session import Session


def gather(session: "Session", verdict: Verdict, app: str, *, number: int | None = None) -> Record:
    """Gather everything of one round that an export says.

    Args:
        session: Open, with its ballots opened.
        verdict: Computed from this round's marks.
        app: Name and version of the program.
        number: Of the round; by default the official one.
    """
    from reviewtui.exchange.said_of_aside import Standing, said_of_aside
    from reviewtui.filing.wording import beijing_time
    from reviewtui.session.closing import closing
    from reviewtui.session.decided_words import rounds_counting, settled_sentences
    from reviewtui.session.journal import LOOKING, last_entry
    from reviewtui.session.opening_record import in_force
    from reviewtui.session.opening_words import admitted_ids, again_sentences
    from reviewtui.session.typed_in import typists
    from reviewtui.tally.rounds import compared

    number = number or session.meeting.official
    effective = {
        expert: stored.content_id
        for expert, stored in session.official(number).items()
        if not isinstance(stored, Why)
    }
    openings = {one: in_force(session.openings(), one) for one in range(1, number + 1)}
    opening = openings[number]
    admitted = admitted_ids(session, number)
    stored = (item for item in session.stored() if item.round <= number)
    counts = set(effective.values())
    entered = typists(session)
    received = tuple(
        replace(
            received_as(item, openings[item.round], counts=item.content_id in counts),
            admitted=item.content_id in admitted,
            by=entered.get(item.content_id, ()),
        )
        for item in stored
    )
    counted = session.marks(number)
    aside = [one for one in said_of_aside(session, leaving=True) if not one.item.is_ballot]
    apart = Counter(one.standing for one in aside)
    arrived = max((item.received_at for item in received), default=session.created_at)
    return Record(
        session=session.id,
        panel=session.panel,
        sheet=session.sheet,
        verdict=verdict,
        why={item.expert: item.why for item in counted if item.why is not None},
        marks={item.expert: item.candidates for item in counted},
        ballots={expert: session.ballot(content) for expert, content in effective.items()},
        received=received,
        opened_at=opening.at if opening else None,
        frozen_at=opening.at if opening else arrived,
        app=app,
        opened_again=tuple(
            sentence
            for one in rounds_counting(session, number)
            for sentence in again_sentences(session, one, beijing_time)
        ),
        settled=tuple(
            sentence
            for one in rounds_counting(session, number)
            for sentence in settled_sentences(session, one, beijing_time)
        ),
        rounds=tuple(one for one in compared(session) if one.number <= number),
        aside=tuple(one.said for one in aside),
        aside_apart=(apart[Standing.WHOLE_CAME], apart[Standing.ELSEWHERE]),
        closed=closing(session, number),
        number=number,
        official=session.meeting.official,
        journal=last_entry(session.meeting.file, session.id, besides=LOOKING),
    )

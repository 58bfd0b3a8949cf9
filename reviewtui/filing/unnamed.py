"""A record without names: who decided something and is an expert stands by number.

People who are no experts keep their names: they answer for what they did and marked nothing.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from reviewtui.domain.closing import Adjustment, Closing, Signature
from reviewtui.domain.naming import expert_name
from reviewtui.domain.panel import Panel
from reviewtui.filing.record import Record

Said = Callable[[str], str]


def unnamed(record: Record) -> Record:
    """The record with experts by number wherever the meeting's own sentences tell of people.

    What experts wrote themselves stays as they signed it.
    """
    said = by_number(record.panel)
    return replace(
        record,
        received=tuple(replace(item, by=tuple(map(said, item.by))) for item in record.received),
        opened_again=tuple(map(said, record.opened_again)),
        settled=tuple(map(said, record.settled)),
        aside=tuple(map(said, record.aside)),
        rounds=tuple(
            one._replace(
                begun=one.begun._replace(by=said(one.begun.by), reason=said(one.begun.reason))
            )
            for one in record.rounds
        ),
        closed=_closed(record.closed, said),
    )


def by_number(panel: Panel) -> Said:
    """What puts the number of an expert in the place of his name, however much of it was typed."""
    numbers: dict[str, str] = {}
    for expert in panel.experts:
        for name in (expert.name, re.split(r"[（(]", expert.name)[0].strip()):
            if len(name) > 1:  # one character alone stands in too many words
                numbers.setdefault(name, expert_name(expert.code))
    longest = sorted(numbers, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, longest)) or r"(?!)")
    return lambda text: names.sub(lambda found: numbers[found[0]], text)


def _closed(closed: Closing, said: Said) -> Closing:
    def told(item: Adjustment | Signature) -> Adjustment | Signature:
        if isinstance(item, Signature):
            return item._replace(note=said(item.note))
        return item._replace(by=said(item.by), reason=said(item.reason))

    return closed._replace(
        adjustments={
            code: item._replace(by=said(item.by), reason=said(item.reason))
            for code, item in closed.adjustments.items()
        },
        votes={
            code: item._replace(by=tuple(map(said, item.by)), reason=said(item.reason))
            for code, item in closed.votes.items()
        },
        signatures={
            code: item._replace(note=said(item.note)) for code, item in closed.signatures.items()
        },
        stale=tuple(map(told, closed.stale)),
    )

"""A meeting that came to no result: whether it did, and the page that says so in its archive."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewtui.domain.findings import Refused
from reviewtui.domain.states import label
from reviewtui.filing.plain_text import plain
from reviewtui.filing.record import Record
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot
from reviewtui.session.kept_aside import revoked_ballots
from reviewtui.session.opening_again import in_conflict
from reviewtui.session.unboxing import unbox_all

if TYPE_CHECKING:
    from reviewtui.session.session import Session


def nothing_to_open(session: "Session") -> bool:
    """Whether no ballot is there that waits for its opening: none came, or each is revoked or
    can't be opened."""
    gone = revoked_ballots(session.meeting.file, session.id)
    closed = (item for item in session.stored() if not session.can_show_results(item.round))
    return all(item.content_id in gone or _fails(session, item) for item in closed)


def disputed_rounds(session: "Session") -> list[int]:
    """The rounds whose records of the opening stand against each other: they have no result."""
    rounds = sorted({one.round for one in session.openings()})
    return [number for number in rounds if len(in_conflict(session.meeting, number)) > 1]


def _fails(session: "Session", item: StoredBallot) -> bool:
    own = item.content_id
    try:
        opened, _left = unbox_all(session.meeting, [item], item.round, "", [own])
    except Refused:  # it can be opened, or only its supervisor may
        return False
    return not opened


def no_result_text(record: Record, number: int) -> bytes:
    """The page, UTF-8 with a byte order mark and line ends as Notepad wants them.

    Args:
        record: Of a round to which the rule gives no result.
        number: Of the round.
    """
    text = "".join(f"{plain(line)}\r\n" for line in _lines(record, number))
    return b"\xef\xbb\xbf" + text.encode()


def _lines(record: Record, number: int) -> Iterator[str]:
    assert record.verdict.refused is not None
    yield record.panel.title
    yield _("Round {number}: no result came about").format(number=number)
    yield from record.warnings()
    retention, file_number = record.filed or ("", "")
    if retention:
        yield _("Retention: {text}").format(text=retention)
    if file_number:
        yield _("File number: {text}").format(text=file_number)
    yield ""
    yield _("Why")
    yield from (f"- {reason}" for reason in record.verdict.refused.reasons)
    yield ""
    yield _("Whose marks were received")
    for expert in record.panel.experts:
        said = _("handed in")
        if expert.code not in record.ballots:
            said = label(record.without(expert.code).contract)
        yield f"- {expert.code} {expert.name} {said}"
    yield ""
    yield _(
        "The marks stand in marks.csv, the ballots with their check codes in ballots.csv. There "
        "is no workbook and no page of results, because there is nothing they could show."
    )

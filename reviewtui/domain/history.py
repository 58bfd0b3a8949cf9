"""What is on record about a candidate before this meeting: earlier grades, integrity."""

import datetime
from typing import NamedTuple

from reviewtui.domain.fields import Reader
from reviewtui.locales import _


class Evaluation(NamedTuple):
    """An earlier evaluation: the day of its result and the year it is about are two things."""

    date: datetime.date
    year: int
    grade: str
    document: str = ""


class Integrity(NamedTuple):
    """Whether a breach of research integrity is on record (科研诚信), with its paper."""

    found: bool
    note: str = ""
    document: str = ""


def breach_note(record: Integrity | None) -> str:
    """What is on record about integrity; empty where nothing was found."""
    if record is None or not record.found:
        return ""
    detail = _(", ").join(filter(None, (record.note, record.document)))
    if not detail:
        return _("breach of integrity on record")
    return _("breach of integrity on record: {detail}").format(detail=detail)


def read_history(candidate: Reader) -> tuple[Evaluation, ...]:
    """Read `history` of a candidate, the earliest first."""
    found = []
    for reader in candidate.tables("history", name="grade"):
        date = reader.date("date")
        if date is None:
            reader.find("date", _("is missing"))
        day = date or datetime.date.min
        found.append(
            Evaluation(
                date=day,
                year=reader.whole("year", day.year, least=1990, most=2200),
                grade=reader.text("grade"),
                document=reader.text("document", ""),
            )
        )
        reader.done()
    return tuple(sorted(found))


def read_integrity(candidate: Reader) -> Integrity | None:
    """Read `integrity` of a candidate; None where nothing is said of it."""
    if not candidate.has("integrity"):
        return None
    reader = candidate.table("integrity")
    integrity = Integrity(
        found=reader.flag("found", False),
        note=reader.text("note", ""),
        document=reader.text("document", ""),
    )
    if not reader.has("found"):
        reader.find("found", _("is missing"))
    reader.done()
    return integrity

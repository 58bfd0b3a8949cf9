"""Files that lie aside, each with why it does not count, by what the desk knows now."""

from typing import Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange.merge_plan import REASONS
from reviewtui.exchange.score_sheet_reader import score_sheet_in
from reviewtui.exchange.workbook_gate import received
from reviewtui.locales import _
from reviewtui.session.kept_aside import KeptAside, kept_aside, lying_sheets
from reviewtui.session.may_leave import leaving_sheets
from reviewtui.session.session import Session
from reviewtui.session.united import United, united

SAID: Final = 3
"""Findings of one Excel sheet that are said."""


def said_of_aside(session: Session, *, leaving: bool = False) -> list[tuple[KeptAside, str]]:
    """Every file that was received and does not count, with a sentence that says why.

    An Excel sheet is read again; what is found in it never repeats a mark.

    Args:
        session: The open session.
        leaving: Only those are read again that an archive takes along, so that the same is
            said of them there.
    """
    sheets = (
        leaving_sheets(session)
        if leaving
        else {item.file_id: content for item, content in lying_sheets(session)}
    )
    desk = united(session.meeting) if sheets else None
    return [
        (item, _sentence(item, _found(item, sheets.get(item.file_id), desk)))
        for item in kept_aside(session)
    ]


def _found(item: KeptAside, content: bytes | None, desk: United | None) -> list[str]:
    if content is None or desk is None:
        return []
    try:
        score_sheet_in(received(content, item.name), desk, blind=True)
    except Refused as refusal:
        found = [_without_name(finding, item.name) for finding in refusal.reasons]
        if more := len(found[SAID:]):
            found = [*found[:SAID], _("{count} further faults").format(count=more)]
        return found
    return []


def _without_name(finding: Finding, name: str) -> str:
    place = finding.place.removeprefix(name).lstrip(": ")
    return str(finding._replace(place=place))


def _sentence(item: KeptAside, found: list[str]) -> str:
    name = item.name or _("ballot {id} of expert {expert}").format(
        id=item.file_id[:12], expert=item.expert
    )
    said = _(REASONS[item.why])
    if found:
        told = _("is an Excel score sheet that does not count; kept aside: {found}")
        said = told.format(found=_("; ").join(found))
    return _("{place}: {said}").format(place=name, said=said)

"""Files that lie aside, each with why it does not count, by what the desk knows now."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final, NamedTuple

from reviewtui.domain.ballot import check_code
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import expert_name
from reviewtui.exchange.merge_plan import REASONS
from reviewtui.exchange.score_sheet_identity import is_of_another_meeting
from reviewtui.exchange.score_sheet_reader import score_sheet_in
from reviewtui.exchange.workbook_gate import received
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot
from reviewtui.session.kept_aside import KeptAside, Reason, kept_aside, lying_sheets
from reviewtui.session.may_leave import leaving_sheets
from reviewtui.session.session import Session
from reviewtui.session.united import United, united

SAID: Final = 3
"""Findings of one Excel sheet that are said where many files are listed."""
_CODE: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")
"""The check code in a ballot's file name."""


class Standing(Enum):
    """Whether a file that lies aside wants anything of this meeting's people."""

    WAITS = "waits"
    WHOLE_CAME = "whole_came"
    """It is damaged, and the whole ballot is here."""
    ELSEWHERE = "elsewhere"
    """It belongs to another meeting."""


class Lying(NamedTuple):
    """A file that was received and does not count, with a sentence that says why."""

    item: KeptAside
    said: str
    standing: Standing = Standing.WAITS
    findings: tuple[str, ...] = ()
    """All that is wrong with an Excel sheet; `said` has the first ones."""

    def lines(self) -> list[str]:
        """The sentence; where it leaves findings out, every one on a line of its own."""
        if len(self.findings) <= SAID:
            return [self.said]
        head = _("{place}: is an Excel score sheet that does not count; kept aside, {count} faults")
        return [head.format(place=self.item.name, count=len(self.findings)), *self.findings]


def said_of_aside(session: Session, *, leaving: bool = False) -> list[Lying]:
    """Every file that was received and does not count; what waits for somebody first.

    An Excel sheet is read again; what is found in it never repeats a mark.

    Args:
        session: The open session.
        leaving: Only by what an archive takes along, so that the same is said of them there.
    """
    sheets = leaving_sheets(session) if leaving else _sheets(session)
    desk = united(session.meeting) if sheets else None
    found = [
        _said(item, standing, whole, _found(item, sheets.get(item.file_id), desk))
        for item, standing, whole in _standings(session, sheets)
    ]
    return sorted(found, key=lambda one: list(Standing).index(one.standing))


def aside_counts(session: Session) -> Counter[Standing]:
    """How many files that do not count stand how; no sheet is read for it."""
    return Counter(standing for _item, standing, _whole in _standings(session, _sheets(session)))


def apart_words(counts: Mapping[Standing, int]) -> str:
    """What lies aside and wants nothing of anybody; "" where there is none."""
    parts = []
    if count := counts.get(Standing.WHOLE_CAME):
        parts.append(_("damaged, the whole ballot came: {count}").format(count=count))
    if count := counts.get(Standing.ELSEWHERE):
        parts.append(_("of another meeting: {count}").format(count=count))
    return _("; ").join(parts)


def count_words(lying: Iterable[Standing]) -> str:
    """How many files wait for somebody, and what lies aside besides."""
    counts = Counter(lying)
    said = _("Kept aside, does not count: {count}").format(count=counts[Standing.WAITS])
    apart = apart_words(counts)
    return _("{said} (besides: {apart})").format(said=said, apart=apart) if apart else said


def _sheets(session: Session) -> dict[str, bytes]:
    return {item.file_id: content for item, content in lying_sheets(session)}


def _standings(
    session: Session, sheets: Mapping[str, bytes]
) -> list[tuple[KeptAside, Standing, StoredBallot | None]]:
    stored = session.stored()
    found: list[tuple[KeptAside, Standing, StoredBallot | None]] = []
    for item in kept_aside(session):
        whole = _whole(item, stored)
        content = sheets.get(item.file_id)
        if whole is not None:
            standing = Standing.WHOLE_CAME
        elif item.why is Reason.OTHER_MEETING or (
            content is not None and is_of_another_meeting(content, session.id)
        ):
            standing = Standing.ELSEWHERE
        else:
            standing = Standing.WAITS
        found.append((item, standing, whole))
    return found


def _whole(item: KeptAside, stored: Iterable[StoredBallot]) -> StoredBallot | None:
    """Of a damaged ballot the whole one, by the check code in the name under which it came."""
    if item.why is not Reason.DAMAGED:
        return None
    codes = set(_CODE.findall(item.name))
    expert = item.name.replace("\\", "/").rpartition("/")[2].partition("-")[0]
    return next(
        (
            one
            for one in stored
            if codes and one.expert == expert and _digits(one.content_id) in codes
        ),
        None,
    )


def _digits(content_id: str) -> str:
    return check_code(content_id).replace(" ", "")


def _found(item: KeptAside, content: bytes | None, desk: United | None) -> list[str]:
    if content is None or desk is None:
        return []
    try:
        score_sheet_in(received(content, item.name), desk, blind=True)
    except Refused as refusal:
        return [_without_name(finding, item.name) for finding in refusal.reasons]
    return []


def _without_name(finding: Finding, name: str) -> str:
    place = finding.place.removeprefix(name).lstrip(": ")
    return str(finding._replace(place=place))


def _said(
    item: KeptAside, standing: Standing, whole: StoredBallot | None, found: list[str]
) -> Lying:
    name = item.name or _("ballot {id} of expert {expert}").format(
        id=item.file_id[:12], expert=item.expert
    )
    said = _(REASONS[item.why])
    if whole is not None:
        told = _("was damaged; the whole ballot came, {expert}, version {rev}. Nothing is to do")
        said = told.format(expert=expert_name(whole.expert), rev=whole.rev)
    elif found:
        told = _("is an Excel score sheet that does not count; kept aside: {found}")
        first = found[:SAID]
        if more := len(found[SAID:]):
            first = [*first, _("{count} further faults").format(count=more)]
        said = told.format(found=_("; ").join(first))
    return Lying(item, _("{place}: {said}").format(place=name, said=said), standing, tuple(found))

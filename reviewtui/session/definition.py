"""What a session is about: the documents it was made with, and their amendments since."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.indicator_set import IndicatorSet, read_set
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import Panel, read_panel
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.sheet import Sheet
from reviewtui.locales import _
from reviewtui.session.faults import refused
from reviewtui.session.file import SessionFile

if TYPE_CHECKING:
    from reviewtui.domain.amended import Idle
    from reviewtui.domain.amendment import Amendment
    from reviewtui.domain.contested import Contest
    from reviewtui.session.opening_record import Opening

Row = tuple[str, int, str]
"""A row of `amendment`: id, number, document."""


class Definition(NamedTuple):
    """Panel and sheet as they stand.

    Attributes:
        idle: Amendments without effect.
        contests: Codes that two desks gave to two people.
    """

    panel: Panel
    sheet: Sheet
    idle: "tuple[Idle, ...]" = ()
    contests: "Mapping[str, Contest]" = MappingProxyType({})


class Origin(NamedTuple):
    """What a session was made with; its sheet is that of every ballot."""

    document: Mapping[str, Any]
    table: IndicatorSet
    place: str
    panel: Panel
    sheet: Sheet

    def with_amendments(self, amendments: "Iterable[Amendment]") -> Definition:
        """Panel and sheet with these amendments.

        Raises:
            Refused: If what they make of the panel is not fit for a session.
        """
        from reviewtui.domain.amended import amended

        document, idle = amended(self.document, amendments)
        return Definition(*_read(document, self.table, self.place), idle)

    def with_fitting(self, amendments: "Iterable[Amendment]") -> Definition:
        """As `with_amendments`, leaving out and naming whatever is not fit for a session.

        What two desks made each for itself, or another program, never shuts a session.
        """
        from reviewtui.domain.amended import Idle

        fitting: list[Amendment] = []
        unfit: list[Idle] = []
        definition = Definition(self.panel, self.sheet)
        for amendment in amendments:
            why = _("it changes what is scored")
            try:
                found = self.with_amendments([*fitting, amendment])
            except Refused as fault:
                found, why = None, str(fault)
            if found is None or found.sheet.hash != self.sheet.hash:
                unfit.append(Idle(amendment, why))
            else:
                fitting.append(amendment)
                definition = found
        return definition._replace(idle=(*definition.idle, *unfit))


def read_definition(
    file: SessionFile,
    session: str,
    coming: "Iterable[Row]" = (),
    openings: "Iterable[Opening]" = (),
    since: int | None = None,
) -> Definition:
    """Panel and sheet of the session as they stand.

    Args:
        file: The session file.
        session: Its id.
        coming: Amendments that another desk brings besides.
        openings: Records of openings that it brings.
        since: Since when the rule was frozen there, UTC milliseconds.

    Raises:
        Refused: If they do not come out as when the session was made.
    """
    origin = read_origin(file, session)
    amendments = read_amendments(file, session, coming)
    if not amendments:
        return Definition(origin.panel, origin.sheet)
    from reviewtui.session.frozen_since import frozen_since, too_late

    known = (at for at in (since, frozen_since(file, session, amendments)) if at is not None)
    late = _late(file, session, amendments, openings)
    shut = {item.amendment for item in late}
    frozen = too_late(amendments, min(known, default=None))
    late += [item for item in frozen if item.amendment not in shut]
    timely = [item for item in amendments if item not in {one.amendment for one in late}]
    try:
        definition = origin.with_amendments(timely)
    except Refused:
        definition = origin.with_fitting(timely)
    if definition.sheet.hash != origin.sheet.hash:
        definition = origin.with_fitting(timely)
    from reviewtui.domain.contested import contests

    return definition._replace(idle=(*definition.idle, *late), contests=contests(timely))


def read_origin(file: SessionFile, session: str) -> Origin:
    """What the session was made with.

    Raises:
        Refused: If rows or rule come out otherwise than when it was made.
    """
    ((definition, sheet_hash, rule_said),) = file.read(
        "SELECT definition, sheet_hash, rule_hash FROM session WHERE session_id = ?", (session,)
    )
    documents = json.loads(definition)
    findings: list[Finding] = []
    place = file.path.name
    table = read_set(documents["set"], place, findings)
    refuse_if(findings)
    assert table is not None  # without findings there is a set
    document = {**documents["panel"]}
    said = document.pop("settled", [])
    if settled := _settled(file, session, said):
        document["settled"] = settled
    panel, sheet = _read(document, table, place)
    if sheet.hash != sheet_hash or rule_hash(panel.rule) != rule_said:
        raise refused(
            file.path,
            _(
                "rows or rule of this session come out otherwise than when it was made; "
                "open it with the version that made it"
            ),
        )
    return Origin(document, table, place, panel, sheet)


def definition_hash(file: SessionFile, session: str) -> str:
    """SHA-256 of the documents the session was made with, 64 hexadecimal digits."""
    ((definition,),) = file.read("SELECT definition FROM session WHERE session_id = ?", (session,))
    return hashlib.sha256(definition.encode()).hexdigest()


def read_amendments(
    file: SessionFile, session: str, coming: "Iterable[Row]" = ()
) -> "list[Amendment]":
    """Every amendment of the session, in the order in which they take effect.

    Args:
        file: The session file.
        session: Its id.
        coming: Those that another desk brings besides.

    Raises:
        Refused: If one of them is not what the program wrote.
    """
    rows = file.read(
        "SELECT amendment_id, number, document FROM amendment WHERE session_id = ?", (session,)
    )
    rows = [*rows, *coming]
    if not rows:
        return []
    from reviewtui.domain.amendment import in_order, read_amendment

    amendments = []
    for own, number, document in rows:
        try:
            amendment = read_amendment(document.encode())
        except ValueError:
            amendment = None
        if amendment is None or (amendment.id, amendment.number) != (own, number):
            sentence = _("amendment {number} is not as it was made: it was changed since")
            raise refused(file.path, sentence.format(number=number))
        amendments.append(amendment)
    return in_order(amendments)


def store_amendment(connection: sqlite3.Connection, session: str, amendment: "Amendment") -> None:
    """Keep an amendment, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO amendment (session_id, amendment_id, number, document) VALUES (?, ?, ?, ?)",
        (session, amendment.id, amendment.number, amendment.document().decode()),
    )


def _late(
    file: SessionFile,
    session: str,
    amendments: "Iterable[Amendment]",
    coming: "Iterable[Opening]",
) -> "list[Idle]":
    """What another desk amended that could change the result, and came after the opening."""
    from reviewtui.domain.amended import Idle
    from reviewtui.domain.amendment import RESULT_STANDS
    from reviewtui.session.opening_record import listed, read_openings

    openings = [*read_openings(file, session), *coming]
    first = listed(openings, min((one.round for one in openings), default=0))
    if first is None:
        return []
    why = _("it came after the opening and could change the result")
    return [
        Idle(item, why)
        for item in amendments
        if item.id not in first.amendments and item.kind not in RESULT_STANDS
    ]


def _settled(
    file: SessionFile, session: str, said: Iterable[Mapping[str, str]]
) -> list[dict[str, str]]:
    """What was settled when the session was made; the reasons stand in its document only."""
    reasons = {(item["candidate"], item["row"]): item.get("reason", "") for item in said}
    return [
        {"candidate": candidate, "row": row, "value": value, "evidence": evidence}
        | ({"reason": reason} if (reason := reasons.get((candidate, row), "")) else {})
        for candidate, row, value, evidence in file.read(
            "SELECT candidate, row, value, evidence FROM settled WHERE session_id = ? "
            "ORDER BY candidate, row",
            (session,),
        )
    ]


def _read(document: Mapping[str, Any], table: IndicatorSet, place: str) -> tuple[Panel, Sheet]:
    findings: list[Finding] = []
    panel = read_panel(document, table, place, findings)
    sheet = make_sheet(panel, place, findings)
    refuse_if(findings)
    return panel, sheet

"""Experts and candidates as people name them on a command line."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import matching
from reviewtui.domain.panel import Panel
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.session.session import Session


def expert_of(panel: Panel, code: str, place: Path) -> str:
    """The code of an expert of the panel; 7 finds 07.

    Raises:
        Refused: If there is none, naming all codes.
    """
    known = [expert.code for expert in panel.experts]
    return _found(known, code, place, _("there is no expert {code}; there are: {known}"))


def candidate_of(panel: Panel, code: str, place: Path) -> str:
    """The code of a candidate of the panel; 3 finds 03.

    Raises:
        Refused: If there is none, naming all codes.
    """
    known = [candidate.code for candidate in panel.candidates]
    return _found(known, code, place, _("there is no candidate {code}; there are: {known}"))


def _found(known: Sequence[str], code: str, place: Path, otherwise: str) -> str:
    found = matching(known, code)
    if found is None:
        sentence = otherwise.format(code=code, known=_(", ").join(known))
        raise Refused(Finding(str(place), sentence))
    return found


def result_round(session: "Session", number: int | None) -> int:
    """The round that was named, by default the one whose result is the official one.

    Raises:
        Refused: As `round_of`.
    """
    return session.meeting.official if number is None else round_of(session, number)


def round_of(session: "Session", number: int | None) -> int:
    """The round that was named, by default the one at work.

    Raises:
        Refused: If this session has not had it, naming those it has.
    """
    if number is None:
        return session.meeting.round
    rounds = sorted({1, *session.meeting.further, *(ballot.round for ballot in session.stored())})
    if number not in rounds:
        sentence = _("there is no round {number}; rounds of this session: {known}")
        known = _(", ").join(map(str, rounds))
        raise Refused(Finding(str(session.path), sentence.format(number=number, known=known)))
    return number


def named(panel: Panel, experts: Iterable[str]) -> str:
    """Experts by code and name, in one line."""
    return _(", ").join(f"{code} {panel.expert(code).name}" for code in experts)

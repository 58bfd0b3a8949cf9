"""Experts and candidates as people name them on a command line."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.panel import Panel
from reviewtui.locales import _


def expert_of(panel: Panel, code: str, place: Path) -> str:
    """The code of an expert of the panel; 7 finds 07.

    Raises:
        Refused: If there is none, naming all codes.
    """
    known = [expert.code for expert in panel.experts]
    found = matching(known, code)
    if found is None:
        sentence = _("there is no expert {code}; there are: {known}")
        raise Refused(Finding(str(place), sentence.format(code=code, known=", ".join(known))))
    return found


def candidate_of(panel: Panel, code: str, place: Path) -> str:
    """The code of a candidate of the panel; 3 finds 03.

    Raises:
        Refused: If there is none, naming all codes.
    """
    known = [candidate.code for candidate in panel.candidates]
    found = matching(known, code)
    if found is None:
        sentence = _("there is no candidate {code}; there are: {known}")
        raise Refused(Finding(str(place), sentence.format(code=code, known=", ".join(known))))
    return found


def matching(known: Sequence[str], code: str) -> str | None:
    """The code that was meant: the same one, or the only one but for leading zeros."""
    if code in known:
        return code
    near = [item for item in known if item.lstrip("0") == code.lstrip("0")]
    return near[0] if len(near) == 1 else None


def named(panel: Panel, experts: Iterable[str]) -> str:
    """Experts by code and name, in one line."""
    return _(", ").join(f"{code} {panel.expert(code).name}" for code in experts)

"""From a key of the panel document back to the cell it was read from."""

import re
from collections.abc import Container, Iterable
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.exchange.meeting_form import (
    INDICATORS,
    JUDGED,
    MEETING,
    PEOPLE,
    RECUSED,
    RULES,
    SheetForm,
)
from reviewtui.exchange.workbook_gate import sheet_place
from reviewtui.locales import _

_SHEETS: Final = (
    ("[panel", MEETING),
    ("[weights", INDICATORS),
    ("[[overlays]]", INDICATORS),
    ("[[relaxations]]", RULES),
    ("[[conditions]]", RULES),
    ("[[grades.quotas]]", RULES),
    ("[[grades.vetoes]]", RULES),
    ("[[grades.floors]]", RULES),
    ("[rule.rows", INDICATORS),
    ("[rule", RULES),
    ("[conclusions", RULES),
    ("[grades", RULES),
    ("[[grades", RULES),
    ("[[experts]]", PEOPLE),
    ("[assignment", PEOPLE),
    ("[[candidates]]", JUDGED),
    ("[[settled]]", JUDGED),
    ("[[recusals]]", RECUSED),
)
_LAST_PART: Final = re.compile(r"[ .][^ .\]]*$")
_MOST: Final = 3


class Places:
    """Which cell each key of the document came from; a key may come from several."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._known: dict[str, list[str]] = {}
        self._labels: dict[str, str] = {}

    def note(self, key: str, address: str, label: str = "") -> None:
        """A key as findings of the document name it, e.g. `[[experts]] 03 name`.

        Args:
            key: Of the document.
            address: Its cell.
            label: What the form calls the cell; "" for a line as a whole.
        """
        if label:
            self._labels[key] = label
        addresses = self._known.setdefault(key, [])
        if address not in addresses:
            addresses.append(address)

    def of(self, key: str) -> str:
        """The cell of a key, or of what it belongs to, or the sheet."""
        wanted = key
        while wanted:
            if wanted in self._known:
                return "、".join(self._known[wanted][:_MOST])
            wanted = _LAST_PART.sub("", wanted) if _LAST_PART.search(wanted) else ""
        form = next((form for start, form in _SHEETS if key.startswith(start)), None)
        return sheet_place(_(form.name)) if form else key

    def moved(self, findings: Iterable[Finding], told: Container[str] = ()) -> list[Finding]:
        """The findings of the document, each at its cell; those of other files as they are.

        Args:
            findings: By the keys of the document.
            told: Places of which enough is said already.
        """
        start = f"{self.file}: "
        result = []
        for finding in findings:
            key = finding.place.removeprefix(start)
            if finding.place.startswith(start) and key.startswith("["):
                place = start + self.of(key)
                label = self._labels.get(key)
                named = f"{place} “{_(label)}”" if label else place
                if place in told or named in told:
                    continue
                finding = finding._replace(place=named)
            result.append(finding)
        return list(dict.fromkeys(result))


def sheet_of(form: SheetForm) -> str:
    """A sheet of the form as findings name it."""
    return sheet_place(_(form.name))

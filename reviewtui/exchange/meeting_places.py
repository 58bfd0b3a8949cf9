"""From a key of the panel document back to the cell it was read from."""

import re
from collections.abc import Iterable
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.exchange.meeting_form import (
    FURTHER,
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
    ("[[relaxations]]", FURTHER),
    ("[[conditions]]", FURTHER),
    ("[[grades.quotas]]", FURTHER),
    ("[[grades.vetoes]]", FURTHER),
    ("[[grades.floors]]", FURTHER),
    ("[rule.rows", INDICATORS),
    ("[rule", RULES),
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

    def note(self, key: str, address: str) -> None:
        """A key as findings of the document name it, e.g. `[[experts]] 03 name`."""
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

    def moved(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of the document, each at its cell; those of other files as they are."""
        start = f"{self.file}: "
        result = []
        for finding in findings:
            key = finding.place.removeprefix(start)
            if finding.place.startswith(start) and key.startswith("["):
                finding = finding._replace(place=start + self.of(key))
            result.append(finding)
        return list(dict.fromkeys(result))


def sheet_of(form: SheetForm) -> str:
    """A sheet of the form as findings name it."""
    return sheet_place(_(form.name))

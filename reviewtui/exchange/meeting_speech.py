"""Sentences about a panel in the words of the form 评审会信息表: its labels, its lists."""

from enum import StrEnum
from typing import Final

from reviewtui.exchange.meeting_form import SHEETS
from reviewtui.exchange.meeting_words import word
from reviewtui.locales import _

_LABELS: Final = {field.key: field.label for form in SHEETS for field in form.fields} | {
    f"{table.key}.{column.key}": column.label
    for form in SHEETS
    for table in form.tables
    for column in table.columns
}


class FormSpeech:
    """What a secretary reads in the workbook in front of him."""

    def setting(self, key: str, value: StrEnum) -> str:
        """E.g. “average”: “highest and lowest left out”."""
        return _("{label}: “{word}”").format(label=self.name(key), word=self.value(value))

    def name(self, key: str) -> str:
        """E.g. “smallest step”."""
        return f"“{_(_LABELS[key])}”"

    def value(self, value: StrEnum) -> str:
        """As the list of the cell offers it."""
        return word(value)

"""How sentences about a panel name a setting, a key, a value: as the file itself writes it."""

from enum import StrEnum
from typing import Protocol


class Speech(Protocol):
    """The words of one kind of file; keys are those of the panel document, with their tables."""

    def setting(self, key: str, value: StrEnum) -> str:
        """A key together with the value it would need."""

    def name(self, key: str) -> str:
        """A key by itself."""

    def value(self, value: StrEnum) -> str:
        """One word of a closed list."""


class TomlSpeech:
    """As TOML writes it; the sentence stands behind its table, the last part of a key will do."""

    def setting(self, key: str, value: StrEnum) -> str:
        """E.g. `average = "trimmed"`."""
        return f'{self.name(key)} = "{value}"'

    def name(self, key: str) -> str:
        """E.g. `drop`."""
        return key.rpartition(".")[2]

    def value(self, value: StrEnum) -> str:
        """E.g. `trimmed`."""
        return value.value

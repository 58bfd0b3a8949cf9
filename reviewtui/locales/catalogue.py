"""A compiled message catalogue (.mo) that is looked up where it lies.

The standard library's reader decodes all messages at once, which costs a fortieth of the
first frame; a form shows a few dozen of them. Format: GNU gettext manual, “MO files”.
"""

import struct
from pathlib import Path

_MAGIC = 0x950412DE


class Catalogue:
    """The messages of one language: ids are sorted in the file, so each is found by halving."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            OSError: If it cannot be read.
            ValueError: If it is no catalogue.
        """
        self._data = path.read_bytes()
        order = "<" if self._data[:4] == struct.pack("<I", _MAGIC) else ">"
        magic, _version, self._count, self._ids, self._texts = struct.unpack_from(
            f"{order}5I", self._data
        )
        if magic != _MAGIC:
            raise ValueError(path)
        self._pair = struct.Struct(f"{order}2I")

    def text(self, message: str) -> str:
        """The translation; the message itself if there is none."""
        wanted = message.encode()
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._entry(self._ids, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        if low < self._count and self._entry(self._ids, low) == wanted:
            return self._entry(self._texts, low).decode() or message
        return message

    def _entry(self, table: int, number: int) -> bytes:
        length, start = self._pair.unpack_from(self._data, table + 8 * number)
        return self._data[start : start + length]

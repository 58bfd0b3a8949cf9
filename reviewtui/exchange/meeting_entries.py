"""Taking entries of the form's tables over into the panel document, findings by cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from reviewtui.domain.findings import Finding
from reviewtui.domain.naming import matching
from reviewtui.exchange.meeting_cells import Unread, value_of
from reviewtui.exchange.meeting_layout import Entry, Spot
from reviewtui.exchange.meeting_places import Places
from reviewtui.exchange.meeting_tables import Field, Table
from reviewtui.exchange.meeting_words import plain
from reviewtui.locales import _

Document = dict[str, Any]
"""A panel as design §11 writes it."""


class Taker:
    """One pass over a form: every method adds to findings and places and goes on."""

    def __init__(self, file: str, findings: list[Finding]) -> None:
        self.file, self.findings = file, findings
        self.places = Places(file)

    def find(self, address: str, sentence: str, *, warning: bool = False) -> None:
        """Note a finding at a cell."""
        self.findings.append(Finding(f"{self.file}: {address}", sentence, warning))

    def value(self, spot: Spot | None, field: Field) -> Any:
        """What a cell says; None if it is empty or cannot be understood, which is found."""
        if spot is None:
            return None
        try:
            return value_of(spot.cell, field)
        except Unread as unread:
            self.find(spot.address, str(unread))
            return None

    def filled(self, entry: Entry, table: Table, tag: str) -> Document:
        """The cells of a line that say something, by key; each one's place is noted."""
        taken: Document = {}
        for column in table.columns:
            spot = entry.spots.get(column.key)
            value = self.value(spot, column)
            if spot is not None:
                self.places.note(f"{tag} {column.key}", spot.address, column.label)
            if value is not None:
                taken[column.key] = value
            elif column.needed and spot is not None and not spot.cell.fault and not spot.cell.text:
                self.find(
                    spot.address, _("“{column}” is not filled in").format(column=_(column.label))
                )
        return taken

    def numbered(self, entries: Sequence[Entry], table: Table) -> list[tuple[str, Entry]]:
        """The entries of people or candidates, each with its code; without any they get one.

        Where some have a code and others none, nobody can say which number is meant.
        """
        column = table.columns[0]
        codes = [self.value(entry.spots.get(column.key), column) for entry in entries]
        if entries and not any(codes) and not any(_written(entry, column) for entry in entries):
            width = max(2, len(str(len(entries))))
            codes = [f"{number:0{width}d}" for number in range(1, len(entries) + 1)]
            self.find(
                entries[0].address,
                _("no numbers were filled in; in their order they are {first} to {last}").format(
                    first=codes[0], last=codes[-1]
                ),
                warning=True,
            )
        codes = self._with_zeros(codes, entries, column)
        taken = []
        for code, entry in zip(codes, entries, strict=True):
            if code is None and not _written(entry, column):
                self.find(entry.address, _("has no number, while other lines have one"))
            if code is not None:
                self.places.note(f"[[{table.key}]] {code}", entry.address)
            taken.append((code or "", entry))
        return taken

    def _with_zeros(
        self, codes: Sequence[str | None], entries: Sequence[Entry], column: Field
    ) -> list[str | None]:
        """The codes, a number that lost its zeros to the spreadsheet written as the others are."""
        width = max((len(code) for code in codes if code and _is_padded(code)), default=0)
        result: list[str | None] = []
        for code, entry in zip(codes, entries, strict=True):
            spot = entry.spots.get(column.key)
            padded = code.zfill(width) if code and code.isdecimal() else code
            if spot is None or not spot.cell.number or padded == code or padded in codes:
                result.append(code)
                continue
            result.append(padded)
            sentence = _("the number {code} is read as {padded}, as the others are written")
            self.find(spot.address, sentence.format(code=code, padded=padded), warning=True)
        return result

    def who(self, spot: Spot | None, field: Field, known: Mapping[str, str]) -> str | None:
        """The code of the person or candidate a cell names: by code, else by an unshared name.

        Args:
            spot: The cell.
            field: Its column.
            known: Names by code.
        """
        if spot is None or spot.cell.fault:
            self.value(spot, field)
            return None
        try:
            code = value_of(spot.cell, field)
        except Unread:
            code = spot.cell.text[:40]
        named = [one for one, name in known.items() if plain(name) == plain(spot.cell.text)]
        found = code if code in known or not named else None
        if found is None and len(named) > 1:
            self.find(
                spot.address,
                _("{codes} bear this name; write the number").format(codes=_(", ").join(named)),
            )
            return None
        found = named[0] if found is None and named else matching(known, code or "")
        if found is None and code:
            self.find(
                spot.address, _("“{who}” is not in the list of this workbook").format(who=code)
            )
        return found

    def referring(
        self, entry: Entry, table: Table, known: Mapping[str, Mapping[str, str]]
    ) -> Document | None:
        """A line that names experts or candidates; None if one of the needed cells is not sound."""
        item: Document = {}
        others = Entry(
            entry.address, {key: spot for key, spot in entry.spots.items() if key not in known}, {}
        )
        for column in table.columns:
            spot = entry.spots.get(column.key)
            if column.key not in known or spot is None:
                continue
            code = self.who(spot, column, known[column.key])
            if code is not None:
                item[column.key] = code
            elif not spot.cell.text and not spot.cell.fault:
                sentence = _("“{column}” is not filled in").format(column=_(column.label))
                self.find(spot.address, sentence)
            self.places.note(f"[[{table.key}]] {code} {column.key}", spot.address)
        first = item.get(table.columns[0].key, "")
        item |= self.filled(others, table, f"[[{table.key}]] {first}")
        sound = all(column.key in item for column in table.columns if column.needed)
        return item if sound else None


def spelt(codes: Sequence[str], known: Sequence[str]) -> list[str]:
    """Codes that somebody typed, as the list of the workbook writes them: 3 for 03."""
    return [matching(known, code) or code for code in codes]


def _is_padded(code: str) -> bool:
    return code.isdecimal() and code.startswith("0")


def _written(entry: Entry, column: Field) -> bool:
    spot = entry.spots.get(column.key)
    return spot is not None and bool(spot.cell.text or spot.cell.fault)

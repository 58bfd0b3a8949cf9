"""What concerns several rows: going to a group, filling it at one rate, a row to object to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.domain.ballot import Cell
from reviewtui.domain.conclusions import CONCLUSION
from reviewtui.domain.fill import mark_at_rate, read_rate
from reviewtui.domain.naming import row_name
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import Place, ScoredRow
from reviewtui.domain.states import CellState
from reviewtui.domain.typed_mark import shown_mark
from reviewtui.locales import _
from reviewtui.session.changes import MarkChange
from reviewtui.tui.outline import Outline, outline

if TYPE_CHECKING:
    from reviewtui.session.scoring import Scoring


class Groups:
    """The groups of one expert's form, the same as on its screen."""

    def __init__(self, scoring: "Scoring", dialogue: Dialogue) -> None:
        self._scoring = scoring
        self._dialogue = dialogue

    def go(self, candidate: str) -> str | None:
        """Let a group be chosen; its first row that is marked, None: stay."""
        groups = [
            (group, judged)
            for group in self._outline(candidate).groups
            if (judged := [entry.code for entry in group.entries if entry.judged])
        ]
        chosen = self._dialogue.choose(
            _("Go to an indicator group"),
            [f"{group.code} {group.title}" for group, _judged in groups],
            _("back to the row"),
        )
        return None if chosen is None else groups[chosen][1][0]

    def fill(self, candidate: str, code: str) -> list[MarkChange]:
        """Ask for one rate, or one level, for the blank rows of a group; nothing if unsaid.

        The rows are those that the form shows together: a group, or the one list.
        """
        rows = self._blank(candidate, code)
        by_rate = [row for row in rows if row.scale in (Scale.POINTS, Scale.PERCENT)]
        by_level = [row for row in rows if row.scale is Scale.LEVELS and row.code != CONCLUSION]
        if by_rate:
            cells = self._at_rate(by_rate)
        elif by_level:
            cells = self._at_level(by_level)
        else:
            self._dialogue.tell(_("No row of this group is empty; nothing was filled"))
            return []
        return [MarkChange(candidate, row, cell) for row, cell in cells.items()]

    def to_object(self, candidate: str, code: str) -> str | None:
        """The row that an objection is about: this one, or one that the desk settled."""
        sheet = self._scoring.sheet
        own = sheet.candidates[candidate]
        settled = [
            row for row, place in zip(sheet.rows, own.places, strict=True) if place is Place.SETTLED
        ]
        if not settled:
            return code
        said = [
            _("settled: {row} {mark}").format(
                row=row_name(sheet, candidate, row),
                mark=shown_mark(own.settled[row.code], row),
            )
            for row in settled
        ]
        this = row_name(sheet, candidate, sheet.row(code))
        chosen = self._dialogue.choose(
            _("What do you object to?"), [this, *said], _("back to the row")
        )
        return None if chosen is None else [code, *(row.code for row in settled)][chosen]

    def _outline(self, candidate: str) -> Outline:
        return outline(self._scoring.panel, self._scoring.sheet, candidate)

    def _blank(self, candidate: str, code: str) -> list[ScoredRow]:
        rows = self._outline(candidate)
        shown = rows.entries if rows.single else rows.groups[rows.group_of(code)].entries
        cells = self._scoring.cells(candidate)
        return [entry.row for entry in shown if entry.judged and not cells[entry.code].done]

    def _at_rate(self, rows: Sequence[ScoredRow]) -> dict[str, Cell]:
        note = _("{count} empty rows get the same share of their full marks, rounded to the step")
        self._dialogue.tell(note.format(count=len(rows)))
        while True:
            answer = self._dialogue.ask(_("Rate in percent, 0 to 100 (Enter: back to the row)"))
            if not answer:
                return {}
            rate = read_rate(answer)
            if rate is not None:
                break
            self._dialogue.tell(_("“{text}” is not a rate from 0 to 100").format(text=answer))
        marks = {row.code: mark_at_rate(row, rate) for row in rows}
        self._dialogue.tell(
            "   ".join(f"{row.code} {shown_mark(marks[row.code], row)}" for row in rows)
        )
        return {code: Cell(CellState.SCORED, mark, filled=True) for code, mark in marks.items()}

    def _at_level(self, rows: Sequence[ScoredRow]) -> dict[str, Cell]:
        levels = rows[0].levels
        codes = " ".join(row.code for row in rows)
        self._dialogue.tell(_("{count} empty rows: {codes}").format(count=len(rows), codes=codes))
        chosen = self._dialogue.choose(
            _("Fill the group with one level"),
            [level.name for level in levels],
            _("back to the row"),
        )
        if chosen is None:
            return {}
        cell = Cell(CellState.SCORED, levels[chosen].mark, filled=True)
        return {row.code: cell for row in rows}

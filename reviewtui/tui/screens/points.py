"""The points of a draft: kind and source, then a number per row with the live sum."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from textual.app import ComposeResult
from textual.events import Key, Paste

from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.rule import WeightKind
from reviewtui.exchange.drafting.comparing import groups_of, why_not
from reviewtui.exchange.drafting.edits import weighted
from reviewtui.exchange.drafting.lines import column_of_numbers
from reviewtui.exchange.drafting.points import HUNDRED, PointRow, equal_part, point_rows, sums
from reviewtui.exchange.drafting.steps import Step
from reviewtui.exchange.drafting.typed import typed, typed_fault
from reviewtui.exchange.meeting_cells import Unread
from reviewtui.exchange.meeting_tables import ROWS
from reviewtui.locales import _
from reviewtui.tui.action import Action
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.fields import FieldsScreen
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Table, Words

_OF: Final = next(column for column in ROWS.columns if column.key == "of")
_FULL: Final = next(column for column in ROWS.columns if column.key == "full")


class NumbersTable(Table):
    """A table whose rows take the digits that are typed on them."""

    def __init__(self, takes: Callable[[str], bool]) -> None:
        """Set out the table.

        Args:
            takes: Told of a digit; whether the row under the cursor takes it.
        """
        super().__init__(id="table")
        self._takes = takes

    def on_key(self, event: Key) -> None:
        """A digit on a row of numbers begins its number; elsewhere it goes to a field."""
        character = event.character or ""
        if character.isdecimal() and self._takes(str(int(character))):
            event.stop()
            event.prevent_default()


class PointsScreen(FieldsScreen):
    """Enter or a digit on a row asks for its number, then for that of the next one, until Esc."""

    SCOPE = Scope.POINTS

    def __init__(self, row: str = "") -> None:
        super().__init__(Step.POINTS, row)

    def compose_body(self) -> ComposeResult:
        """The table, which takes digits on a row of numbers."""
        yield NumbersTable(self._begin)

    def _begin(self, digit: str) -> bool:
        row = None if self.field_at(self.table.key) else self._row(self.table.key)
        if row is None or not self.is_active:
            return False
        self._ask_number(row, "of", begun=digit)
        return True

    @property
    def _rows(self) -> list[PointRow]:
        read = self.reading
        return [] if read.table is None else point_rows(read.panel, read.table, self.draft.data)

    @property
    def _kind(self) -> WeightKind:
        return self.reading.panel.rule.weights.kind

    def more(self) -> Sequence[Item]:
        """The rows with their numbers, and the sum."""
        if self.reading.table is None:
            return (Words(), Words(_("Choose the indicators first: step 2."), Tone.WARN))
        return tuple(self._table())

    def _table(self) -> Iterator[Item]:
        both = self._kind is not WeightKind.POINTS
        columns = [Column(_("full mark"), 9, right=True)]
        if both:
            columns = [Column(_("weight"), 8, right=True), Column(_("full mark"), 9, right=True)]
        layout = Layout((*columns, Column(_("no."), 7), Column(_("indicator"))))
        yield Words()
        yield Words(self.sum_words(), Tone.STRONG)
        yield Heads(layout)
        for row in self._rows:
            numbers = (row.of, row.full) if both else (row.of,)
            title = "  " * row.depth + row.title
            if row.left_over:
                title = _("{title} (carries no mark now: empty it)").format(title=title)
            tone = Tone.WARN if row.left_over or not row.of else Tone.PLAIN
            yield Row(row.code, layout, (*numbers, row.code, title), tone)

    def sum_words(self) -> str:
        """What the numbers come to, and what is missing to a hundred."""
        read = self.reading
        if read.table is None:
            return ""
        found = sums(read.panel, read.table, self.draft.data)
        said = []
        if self._kind is WeightKind.SHARE:
            for parent, total in found.off.items():
                where = parent or _("the primary indicators")
                said.append(
                    _("{where}: {total}%, not 100%").format(where=where, total=decimal_text(total))
                )
            said = said[:3] or [_("every group makes 100%")]
        elif self._kind is WeightKind.POINTS:
            said.append(_("the full marks come to {total}").format(total=decimal_text(found.total)))
            rest = HUNDRED - found.total
            if rest > 0:
                said.append(_("{rest} short of 100").format(rest=decimal_text(rest)))
            elif rest < 0:
                said.append(_("{rest} above 100").format(rest=decimal_text(-rest)))
        if found.missing:
            said.append(_("{count} rows still empty").format(count=found.missing))
        return _("; ").join(said)

    def moved(self) -> None:
        """What Enter does on a row."""
        row = self._row(self.table.key)
        if row is None:
            super().moved()
            return
        text = _("Type the points of {row}; a pasted column fills from here on")
        self.instruct(text.format(row=f"{row.code} {row.title}"))

    def _row(self, code: str) -> PointRow | None:
        return next((row for row in self._rows if row.code == code), None)

    def chosen(self, key: str, column: int | None) -> None:
        """Ask for a field, or for the number of a row."""
        row = self._row(key)
        if row is None or self.field_at(key) is not None:
            super().chosen(key, column)
        else:
            self._ask_number(row, "of")

    def _ask_number(self, row: PointRow, key: str, *, begun: str = "") -> None:
        field = _OF if key == "of" else _FULL
        name = f"{row.code} {row.title}"

        def answer(text: str | None) -> None:
            if text is None:
                return
            if self.store(weighted(self.draft.data, {row.code: typed(field, text)}, key)):
                self._ask_after(row, key)

        note = self.sum_words() if key == "of" else _(_FULL.meaning)
        self.app.push_screen(
            Ask(
                _("{what}: {row}").format(what=_(field.label), row=name),
                note,
                begun or (row.of if key == "of" else row.full),
                optional=True,
                begun=bool(begun),
                check=lambda text: typed_fault(field, text),
            ),
            answer,
        )

    def _ask_after(self, row: PointRow, key: str) -> None:
        rows = [one for one in self._rows if one.scored or key == "of"]
        codes = [one.code for one in rows]
        following = codes.index(row.code) + 1 if row.code in codes else len(rows)
        if following < len(rows):
            self.table.move_to(rows[following].code)
            self._ask_number(rows[following], key)

    def refusal(self, entry: Action) -> str:
        """Why an action of the menu cannot be done now."""
        if not self._rows:
            return _("Choose the indicators first: step 2.")
        if entry.name == "full" and self._kind is WeightKind.POINTS:
            return _("With points the number of a row is its full mark")
        if entry.name == "compare":
            read = self.reading
            if not read.panel.experts:
                return _("Enter the experts first: step 5.")
            assert read.table is not None  # it has rows
            return why_not(read.panel, groups_of(read.panel, read.table))
        return ""

    def action_compare(self) -> None:
        """Weights from pairs."""
        from reviewtui.tui.screens.weighing import WeighingScreen

        before = self.draft.data.get("weights")

        def back(_none: None) -> None:
            if self.draft.data.get("weights") != before:
                self.say(_("The panel's weights are taken over, with their source"))

        self.app.push_screen(WeighingScreen(), back)

    def action_equal(self) -> None:
        """One number for every scored row, if the organiser wants that."""
        rows = [row for row in self._rows if row.scored and not row.left_over]

        def summed(text: str) -> str:
            if typed_fault(_OF, text) or not text.strip():
                return ""
            from reviewtui.domain.numbers import decimal

            total = decimal_text(decimal(typed(_OF, text)) * len(rows))
            return _("{count} rows come to {total}").format(count=len(rows), total=total)

        def answer(text: str | None) -> None:
            if text is None:
                return
            value = typed(_OF, text)
            confirm(
                self,
                _("The same number for every row"),
                _("{value} for each of {count} rows; numbers there are replaced").format(
                    value=value, count=len(rows)
                ),
                lambda: self._fill_all(value),
                notes=[
                    _(
                        "The source documents give no points. Equal parts are a choice of the "
                        "organiser, and the source line must say who decided it."
                    )
                ],
            )

        part = equal_part(len(rows))
        note = (
            ""
            if part
            else _("100 does not divide evenly among {count} rows").format(count=len(rows))
        )
        self.app.push_screen(
            Ask(
                _("How many for each row?"),
                note,
                part or "",
                check=lambda text: typed_fault(_OF, text),
                echo=summed,
            ),
            answer,
        )

    def _fill_all(self, value: str) -> None:
        codes = [row.code for row in self._rows if row.scored and not row.left_over]
        self.store(weighted(self.draft.data, dict.fromkeys(codes, value)))

    def action_full(self) -> None:
        """Ask for the full marks, from the row under the cursor or the first one."""
        rows = [row for row in self._rows if row.scored]
        row = next((row for row in rows if row.code == self.table.key), rows[0])
        self._ask_number(row, "full")

    def on_paste(self, event: Paste) -> None:
        """A column of numbers fills the rows from the cursor on."""
        event.stop()
        rows = [row.code for row in self._rows if not row.left_over]
        if self.table.key not in rows:
            self.say(_("Put the cursor on the first row the numbers belong to, then paste"))
            return
        try:
            numbers = list(column_of_numbers(event.text))
        except Unread as unread:
            self.say(_("nothing was taken: {why}").format(why=unread))
            return
        free = rows[rows.index(self.table.key) :]
        if len(numbers) > len(free):
            text = _("nothing was taken: {count} numbers for {rows} rows")
            self.say(text.format(count=len(numbers), rows=len(free)))
            return
        if self.store(weighted(self.draft.data, dict(zip(free, numbers, strict=False)))):
            self.say(_("{count} numbers taken").format(count=len(numbers)))

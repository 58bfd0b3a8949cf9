"""A page of single things to fill in: the meeting, the table, the rule, the grades."""

from collections.abc import Iterator, Sequence
from typing import Any

from reviewtui.domain.findings import Finding
from reviewtui.exchange.drafting.edits import listed, put, value_at
from reviewtui.exchange.drafting.lines import (
    as_listed,
    named_numbers_text,
    read_named_numbers,
)
from reviewtui.exchange.drafting.steps import (
    BANDS_FIELD,
    LEVELS_FIELD,
    Step,
    default_of,
    fields_of,
    place_of,
    shown,
    step_name,
)
from reviewtui.exchange.drafting.typed import typed, typed_fault
from reviewtui.exchange.meeting_tables import BANDS, LEVELS, Field, Table
from reviewtui.exchange.meeting_words import word
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.making_page import MakingPage
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Item, Row, Words

_LISTS = {LEVELS_FIELD.key: LEVELS, BANDS_FIELD.key: BANDS}


class FieldsScreen(MakingPage):
    """One line per field: its name, and what it holds. Enter asks for it."""

    SCOPE = Scope.FIELDS

    def __init__(self, step: Step, row: str = "", *, walk: bool = False) -> None:
        """Set out the page.

        Args:
            step: Whose fields.
            row: Key of the field the cursor goes to.
            walk: Ask for every empty field in turn, until Esc.
        """
        super().__init__()
        self._step, self._wanted, self._walk = step, row, walk

    def on_mount(self) -> None:
        """Fill the page, and begin to ask where that is wanted."""
        super().on_mount()
        if self._walk:
            self.call_after_refresh(self._ask_next, None)

    def fill(self) -> None:
        """Show the fields."""
        self.show_head(step_name(self._step, self.draft.data))
        self.show([Words(), *self._fields(), *self.more()], key=self._wanted or None)
        self._wanted = ""
        self.moved()

    def _fields(self) -> Iterator[Item]:
        layout = Layout((Column("", 3), Column("", 24), Column("")))
        for number, field in enumerate(self.fields, start=1):
            text = shown(field, self.draft.data)
            tone = Tone.PLAIN
            if self.faults_of(field.key):
                tone = Tone.WARN
            elif not text and not field.needed:
                tone = Tone.DIM
            cells = (str(number), _(field.label), text or _empty_words(field))
            yield Row(field.key, layout, cells, tone, number=str(number))

    @property
    def fields(self) -> list[Field]:
        """The fields that mean something now."""
        return fields_of(self._step, self.draft.data)

    def more(self) -> Sequence[Item]:
        """What stands below the fields: the rule in sentences."""
        from reviewtui.tally.wording import rule_sentences

        read = self.reading
        if self._step is not Step.RULE or read.sheet is None:
            return ()
        if any(not finding.warning for finding in read.findings):
            return (
                Words(),
                Words(_("In sentences the rule stands here once nothing is missing."), Tone.DIM),
            )
        return (
            Words(),
            *(Words(text, Tone.DIM) for text in rule_sentences(read.panel, read.sheet)),
        )

    def faults_of(self, row: str) -> list[Finding]:
        """The hard findings that belong to a row of this page."""
        file = self.draft.path.name
        return [
            finding
            for finding in self.reading.findings
            if not finding.warning and place_of(finding, file) == (self._step, row)
        ]

    def moved(self) -> None:
        """What belongs into the field, or what is wrong with it."""
        field = self.field_at(self.table.key)
        faults = self.faults_of(self.table.key)
        if field is None:
            return
        if faults and shown(field, self.draft.data):
            said = faults[0].sentence
        else:
            said = _(field.meaning) if field.meaning else _("press Enter to fill it in")
        self.instruct(_("{field}: {meaning}").format(field=_(field.label), meaning=said))

    def field_at(self, key: str) -> Field | None:
        """The field of a row."""
        return next((field for field in self.fields if field.key == key), None)

    def chosen(self, key: str, column: int | None) -> None:
        """Ask for the field."""
        del column
        self._walk = False
        field = self.field_at(key)
        if field is not None:
            self.ask(field)

    def ask(self, field: Field) -> None:
        """Ask for what belongs into a field, in the way of its kind."""
        if field.key == "panel.set":
            from reviewtui.tui.making_tables import choose_table

            choose_table(self, lambda: None)
        elif field.key in _LISTS:
            self._ask_lines(field, _LISTS[field.key])
        elif field.words is not None:
            self._ask_word(field)
        else:
            self._ask_text(field)

    def _ask_word(self, field: Field) -> None:
        assert field.words is not None  # the caller looked
        items: list[Choice[str]] = [Choice(word(value), value.value) for value in field.words]
        if not field.needed:
            items.append(Choice(_("Leave it empty"), ""))

        def take(value: str | None) -> None:
            if value is not None:
                self._store(field, value or None)

        self.app.push_screen(Menu(_(field.label), items, notes=[_(field.meaning)]), take)

    def _ask_text(self, field: Field) -> None:
        def answer(text: str | None) -> None:
            if text is None:
                self._walk = False
                return
            self._store(field, typed(field, text))

        self.app.push_screen(
            Ask(
                _(field.label),
                _(field.meaning),
                shown(field, self.draft.data),
                optional=not field.needed,
                check=lambda text: typed_fault(field, text),
            ),
            answer,
        )

    def _store(self, field: Field, value: Any) -> None:
        if self.store(put(self.draft.data, field.key, value)) and self._walk:
            self.call_after_refresh(self._ask_next, field.key)

    def _ask_next(self, after: str | None) -> None:
        """The next empty field below, until there is none."""
        keys = [field.key for field in self.fields]
        start = keys.index(after) + 1 if after in keys else 0
        for field in self.fields[start:]:
            if not shown(field, self.draft.data) and field.key != "panel.order":
                self.table.move_to(field.key)
                self.ask(field)
                return
        self._walk = False
        self.instruct(_("This step is filled in; Esc goes back to the steps"))

    def _ask_lines(self, field: Field, table: Table) -> None:
        from reviewtui.tui.screens.lines_field import LinesScreen

        def read(text: str) -> list[tuple[str, bool]]:
            lines = []
            for found in read_named_numbers(text, table):
                if found.entry is not None:
                    lines.append(("  ".join(map(str, found.entry.values())), False))
                lines += [(doubt, True) for doubt in found.doubts]
            return lines

        def unread(text: str) -> str:
            found = read_named_numbers(text, table)
            return next((one.doubts[0] for one in found if one.entry is None), "")

        def store(text: str) -> str:
            items = as_listed(read_named_numbers(text, table), table)
            done = self.store(listed(self.draft.data, field.key, items))
            return "" if done else self.said

        now = value_at(self.draft.data, field.key) or ()
        self.app.push_screen(
            LinesScreen(
                _(field.label),
                _("One per line: {first}, {second}; Esc saves and goes back").format(
                    first=_(table.columns[0].label), second=_(table.columns[1].label)
                ),
                named_numbers_text(now, table),
                read=read,
                store=store,
                unread=unread,
            )
        )


def _empty_words(field: Field) -> str:
    """What stands for a field that is empty: that it is needed, or what counts then."""
    if field.needed:
        return _("not filled in")
    default = default_of(field)
    return _("{default} (default)").format(default=default) if default else _("may stay empty")

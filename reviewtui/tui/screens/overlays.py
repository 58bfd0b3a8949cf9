"""One candidate of a draft: where its table differs from everybody's, and why."""

from collections.abc import Sequence
from typing import Any, Final

from reviewtui.domain.naming import candidate_number
from reviewtui.domain.panel import OverlayChange
from reviewtui.exchange.drafting.overlaying import asked, overlaid, overlays_of
from reviewtui.exchange.drafting.typed import typed, typed_fault
from reviewtui.exchange.meeting_tables import Field
from reviewtui.exchange.meeting_words import word
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.making_page import MakingPage
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.questions import Question, ask_in_turn
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

ADD: Final = "+"
_REMOVE: Final = -1


class OverlaysScreen(MakingPage):
    """A line per change; the last row adds one."""

    SCOPE = Scope.OVERLAYS

    def __init__(self, candidate: str) -> None:
        super().__init__()
        self._candidate = candidate

    def fill(self) -> None:
        """Show the changes."""
        title = _("Changes of the table")
        self.show_head(f"{candidate_number(self._candidate)} {title}")
        layout = Layout((Column(_("no."), 8), Column(_("change"), 12), Column(_("why"))))
        found = overlays_of(self.draft.data, self._candidate)
        items: list[Item] = [Heads(layout)] if found else [Words()]
        for number, item in found:
            cells = (str(item.get("row", "")), _change_words(item), _reason(item))
            items.append(Row(str(number), layout, cells))
        if not found:
            text = _("The table is the same for it as for everybody.")
            items += [Words(text, Tone.DIM), Words()]
        items.append(
            Row(ADD, Layout((Column("", 4), Column(""))), ("", _("Add a change")), Tone.STRONG)
        )
        self.show(items)
        self.moved()

    def moved(self) -> None:
        """What Enter does, or what is wrong with the change."""
        if self.table.key == ADD:
            self.instruct(_("Enter: a row that is not applicable, reworded or added for it alone"))
            return
        item = self._item()
        start = f"[[overlays]] {self._candidate} {item.get('row', '')}"
        for finding in self.reading.findings:
            if start in finding.place:
                self.instruct(finding.sentence)
                return
        self.instruct(_("{field}: Enter changes it").format(field=item.get("row", "")))

    def _item(self) -> dict[str, Any]:
        found = dict(overlays_of(self.draft.data, self._candidate))
        return found.get(int(self.table.key), {}) if self.table.key.isdecimal() else {}

    def chosen(self, key: str, column: int | None) -> None:
        """Add a change, or correct one."""
        del column
        if key == ADD:
            self._ask_change()
        else:
            self._offer(int(key), self._item())

    def _ask_change(self) -> None:
        def take(change: OverlayChange | None) -> None:
            if change is not None:
                self._ask_all(change)

        items = [Choice(word(change), change) for change in OverlayChange]
        note = _("Only where the task book or the source allows it; it stands in every output.")
        self.app.push_screen(Menu(_("Add a change"), items, notes=[note]), take)

    def _ask_all(self, change: OverlayChange) -> None:
        fields = asked(change)

        def done(said: tuple[str, ...]) -> None:
            item: dict[str, Any] = {"candidate": self._candidate, "change": change.value}
            for field, text in zip(fields, said, strict=True):
                if (value := typed(field, text)) is not None:
                    item[field.key] = value
            self.store(overlaid(self.draft.data, None, item))

        ask_in_turn(self, [self._question(field, change) for field in fields], done)

    def _question(self, field: Field, change: OverlayChange) -> Question:
        def check(text: str, _before: Sequence[str]) -> str:
            return self._fault(field, change, text)

        return Question(
            _(field.label),
            _(field.meaning),
            optional=not field.needed,
            check=check,
            echo=self._echo if field.key in ("row", "parent") else lambda _text: "",
        )

    def _echo(self, text: str) -> str:
        """The title of the row whose number is typed."""
        table = self.reading.table
        return table.row(text).name() if table is not None and text in table else ""

    def _fault(self, field: Field, change: OverlayChange, text: str) -> str:
        if fault := typed_fault(field, text):
            return fault
        table = self.reading.table
        if table is None or field.key not in ("row", "parent") or not text:
            return ""
        known = str(typed(field, text)) in table
        if field.key == "row" and change is OverlayChange.ADD:
            return _("this number is taken; an added row needs a new one") if known else ""
        return "" if known else _("there is no row {row} in this table").format(row=text)

    def _offer(self, number: int, item: dict[str, Any]) -> None:
        change = OverlayChange(item["change"]) if item.get("change") in set(OverlayChange) else None
        fields = asked(change) if change is not None else ()

        def take(chosen: int | None) -> None:
            if chosen == _REMOVE:
                self._remove(number, item)
            elif chosen is not None:
                assert change is not None  # without one there are no fields to choose
                self._ask(number, item, fields[chosen], change)

        items = [
            Choice(_("{what}: {row}").format(what=_(field.label), row=item.get(field.key, "")), at)
            for at, field in enumerate(fields)
        ]
        items.append(Choice(_("Remove this change"), _REMOVE))
        title = f"{item.get('row', '')} {_change_words(item)}"
        self.app.push_screen(Menu(title, items), take)

    def _ask(self, number: int, item: dict[str, Any], field: Field, change: OverlayChange) -> None:
        def answer(text: str | None) -> None:
            if text is None:
                return
            value = typed(field, text)
            kept = {key: said for key, said in item.items() if key != field.key}
            if value is not None:
                kept[field.key] = value
            self.store(overlaid(self.draft.data, number, kept))

        self.app.push_screen(
            Ask(
                _(field.label),
                _(field.meaning),
                str(item.get(field.key, "")),
                optional=not field.needed,
                check=lambda text: self._fault(field, change, text),
                echo=self._echo if field.key in ("row", "parent") else lambda _text: "",
            ),
            answer,
        )

    def _remove(self, number: int, item: dict[str, Any]) -> None:
        confirm(
            self,
            _("Remove this change"),
            _("{what}: {row}").format(what=_("Remove this change"), row=item.get("row", "")),
            lambda: self._store_without(number),
        )

    def _store_without(self, number: int) -> None:
        self.store(overlaid(self.draft.data, number, None))


def _change_words(item: dict[str, Any]) -> str:
    change = item.get("change")
    return word(OverlayChange(change)) if change in set(OverlayChange) else str(change or "")


def _reason(item: dict[str, Any]) -> str:
    parts = (item.get("title"), item.get("reason"), item.get("document"))
    return "  ".join(str(part) for part in parts if part)

"""Experts or candidates of a draft: a list, lines typed or pasted into it, one corrected."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from textual.events import Paste

from reviewtui.domain.panel import Role
from reviewtui.domain.unit_kind import UnitKind
from reviewtui.exchange.drafting.assigning import (
    SCOPE,
    assigned,
    judged_by,
    judged_words,
    read_scope,
    scope_fault,
    unassigned,
    with_newcomers,
)
from reviewtui.exchange.drafting.edits import (
    chaired,
    corrected,
    entries,
    with_people,
    without,
)
from reviewtui.exchange.drafting.lines import ReadLine, people_text, read_people
from reviewtui.exchange.drafting.material import figures, settlings
from reviewtui.exchange.drafting.overlaying import overlays_of
from reviewtui.exchange.drafting.steps import STEP_NAMES, Step, place_of
from reviewtui.exchange.drafting.typed import typed, typed_fault
from reviewtui.exchange.meeting_cells import NONE
from reviewtui.exchange.meeting_tables import CANDIDATES, EXPERTS, Field, Table
from reviewtui.exchange.meeting_words import word
from reviewtui.locales import _
from reviewtui.tui.action import Action
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.making_page import MakingPage
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.material import MaterialScreen
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.overlays import OverlaysScreen
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

ADD: Final = "+"
_TABLES: Final = {Step.EXPERTS: EXPERTS, Step.CANDIDATES: CANDIDATES}
_NOT_HERE: Final = ("code", "role", "scope")


class MembersScreen(MakingPage):
    """One line per expert or candidate; the first row adds lines."""

    SCOPE = Scope.MEMBERS

    def __init__(self, step: Step, row: str = "") -> None:
        super().__init__()
        self._step, self._wanted = step, row

    @property
    def _list(self) -> Table:
        return _TABLES[self._step]

    @property
    def _key(self) -> str:
        return self._step.value

    def fill(self) -> None:
        """Show the list."""
        self.show_head(_(STEP_NAMES[self._step]))
        people = entries(self.draft.data, self._key)
        layout = Layout((Column(_("no."), 6), Column(_(self._list.columns[1].label))))
        if self._step is Step.EXPERTS:
            layout = Layout((Column(_("no."), 6), Column(_("role"), 8), Column(_("name, unit"))))
        items: list[Item] = [Heads(layout)]
        items += [self._line(number, item, layout) for number, item in enumerate(people)]
        if not people:
            items = [Words(), Words(_("Nobody is in the list yet."), Tone.DIM), Words()]
        wide = Layout((Column("", 4), Column("")))
        items += [Words()] * bool(people)
        items.append(Row(ADD, wide, ("", _("Type or paste lines")), Tone.STRONG))
        self.show(items, key=self._wanted or None)
        self._wanted = ""
        self.moved()

    def _line(self, number: int, item: dict[str, Any], layout: Layout) -> Row:
        code = str(item.get("code", ""))
        keys = ("name", "title", "unit", "approved_on")
        name = "  ".join(str(item[key]) for key in keys if item.get(key))
        if self._step is Step.EXPERTS and judged_by(self.draft.data, code) is not None:
            judged = judged_words(self.draft.data, code)
            name += "  " + _("{what}: {row}").format(what=_(SCOPE.label), row=judged)
        role = word(Role.CHAIR) if item.get("role") == Role.CHAIR.value else ""
        cells = (code, role, name) if self._step is Step.EXPERTS else (code, name)
        tone = Tone.WARN if self._faults(code) else Tone.PLAIN
        digits = code if code.isascii() and code.isdecimal() else ""
        return Row(code or f"#{number + 1}", layout, cells, tone, number=digits)

    def _faults(self, code: str) -> list[str]:
        file = self.draft.path.name
        return [
            finding.sentence
            for finding in self.reading.findings
            if not finding.warning and place_of(finding, file) == (self._step, code)
        ]

    def moved(self) -> None:
        """What Enter does, or what is wrong with the line."""
        key = self.table.key
        if key == ADD:
            self.instruct(_("Enter: type one per line, or paste the whole list of a document"))
        elif faults := self._faults(key):
            self.instruct(_("{code}: {what}").format(code=key, what=faults[0]))
        else:
            text = _("Enter corrects {code}; Space: lines, remove")
            if self._step is Step.EXPERTS:
                text = _("Enter corrects {code}; Space: lines, remove, chair")
            self.instruct(text.format(code=key))

    def chosen(self, key: str, column: int | None) -> None:
        """Add lines, or correct one."""
        del column
        if key == ADD:
            self.action_add()
        else:
            self._offer(key)

    def _offer(self, code: str) -> None:
        item = self._item(code)

        def labelled(field: Field) -> str:
            said = str(item.get(field.key, ""))
            if field.key == "kind":
                said = next((one.name() for one in self._kinds if one.code == said), said)
            return _("{what}: {row}").format(what=_(field.label), row=said)

        def asking(field: Field) -> Callable[[], None]:
            return lambda: self._ask(code, field)

        def take(deed: Callable[[], None] | None) -> None:
            if deed is not None:
                deed()

        items: list[Choice[Callable[[], None]]] = [
            Choice(labelled(field), asking(field))
            for field in self._list.columns
            if self._is_asked(field)
        ]
        self.app.push_screen(Menu(people_text(item), [*items, *self._further(code)]), take)

    def _further(self, code: str) -> list[Choice[Callable[[], None]]]:
        """What is said of a line elsewhere: whom an expert judges, what a candidate declared."""
        data, read = self.draft.data, self.reading
        if self._step is Step.EXPERTS:
            text = _("{what}: {row}").format(what=_(SCOPE.label), row=judged_words(data, code))
            return [Choice(text, lambda: self._ask_scope(code))]
        if read.table is None:
            return []
        said = [line.said for line in figures(data, read.table, code)]
        said += [line.said for line in settlings(data, read.panel, code)]
        done = sum(map(bool, said))
        material = _("Figures and settled values ({done} of {count} filled in)")
        changes = _("Changes of the table for this candidate ({count})")
        return [
            Choice(
                material.format(done=done, count=len(said)),
                lambda: self._open(MaterialScreen(code)),
            ),
            Choice(
                changes.format(count=len(overlays_of(data, code))),
                lambda: self._open(OverlaysScreen(code)),
            ),
        ]

    def _open(self, page: MakingPage) -> None:
        self.app.push_screen(page)

    def _ask_scope(self, code: str) -> None:
        data = self.draft.data

        def answer(text: str | None) -> None:
            if text is not None:
                self.store(assigned(data, code, read_scope(data, text)))

        self.app.push_screen(
            Ask(
                _(SCOPE.label),
                _("numbers of candidates, e.g. {codes}; “{none}” for none; empty is all").format(
                    codes="01、02", none=_(NONE)
                ),
                judged_words(data, code),
                optional=True,
                check=lambda text: scope_fault(data, text),
            ),
            answer,
        )

    def _is_asked(self, field: Field) -> bool:
        if field.key == "kind":
            return bool(self._kinds)
        return field.key not in _NOT_HERE

    @property
    def _kinds(self) -> Sequence[UnitKind]:
        """The kinds of unit of the draft's table."""
        table = self.reading.table
        return table.kinds if table is not None else ()

    def _ask_kind(self, code: str, field: Field) -> None:
        items: list[Choice[str]] = [Choice(kind.name(), kind.code) for kind in self._kinds]
        items.append(Choice(_("Leave it empty"), ""))

        def take(kind: str | None) -> None:
            if kind is not None:
                self.store(corrected(self.draft.data, self._key, code, field.key, kind or None))

        self.app.push_screen(Menu(_(field.label), items, notes=[_(field.meaning)]), take)

    def _item(self, code: str) -> dict[str, Any]:
        people = entries(self.draft.data, self._key)
        return next((item for item in people if str(item.get("code", "")) == code), {})

    def _ask(self, code: str, field: Field) -> None:
        if field.key == "kind":
            self._ask_kind(code, field)
            return

        def answer(text: str | None) -> None:
            if text is not None:
                value = typed(field, text)
                self.store(corrected(self.draft.data, self._key, code, field.key, value))

        now = self._item(code).get(field.key, "")
        self.app.push_screen(
            Ask(
                _(field.label),
                _(field.meaning),
                str(now),
                optional=not field.needed,
                check=lambda text: typed_fault(field, text),
            ),
            answer,
        )

    def action_add(self) -> None:
        """A field for lines."""
        self._open_lines("")

    def on_paste(self, event: Paste) -> None:
        """What is pasted onto the list opens the field with it."""
        event.stop()
        self._open_lines(event.text)

    def _open_lines(self, pasted: str) -> None:
        from reviewtui.tui.screens.lines_field import LinesScreen

        before = self.draft.data
        codes = [str(item.get("code", "")) for item in entries(before, self._key)]

        def read(text: str) -> list[tuple[str, bool]]:
            return [part for found in read_people(text, self._list, codes) for part in _told(found)]

        def store(text: str) -> str:
            found = read_people(text, self._list, codes)
            people = [line.entry for line in found if line.entry is not None]
            done = self.store(with_newcomers(with_people(before, self._key, people), before))
            return "" if done else self.said

        if pasted and (trouble := store(pasted)):
            self.say(trouble)
            return
        text = _("One per line: number, name, unit (tabs, commas or blanks between); Esc saves")
        lines = LinesScreen(_(STEP_NAMES[self._step]), text, pasted, read=read, store=store)
        self.app.push_screen(lines)

    def refusal(self, entry: Action) -> str:
        """What needs a line under the cursor."""
        if entry.name == "chair" and self._step is not Step.EXPERTS:
            return _("Only an expert can be the chair")
        if entry.name != "add" and self.table.key == ADD:
            return _("Put the cursor on a line first")
        return ""

    def action_remove(self) -> None:
        """Take a line out of the list."""
        code = self.table.key
        hanging = sum(
            code in (item.get("expert"), item.get("candidate"))
            for item in entries(self.draft.data, "recusals")
        )
        notes = [_("{count} recusals go with it").format(count=hanging)] * bool(hanging)
        confirm(
            self,
            _("Remove this line"),
            _("Remove {who}").format(who=people_text(self._item(code))),
            lambda: self._remove(code),
            notes=notes,
        )

    def _remove(self, code: str) -> None:
        self.store(unassigned(without(self.draft.data, self._key, code)))

    def action_chair(self) -> None:
        """This expert leads the panel."""
        code = self.table.key
        now = self._item(code).get("role") == Role.CHAIR.value
        self.store(chaired(self.draft.data, "" if now else code))


def _told(found: ReadLine) -> list[tuple[str, bool]]:
    """A line as it was read, and every doubt about it."""
    said = [] if found.entry is None else [(people_text(found.entry), False)]
    return [*said, *((f"   {doubt}", True) for doubt in found.doubts)]

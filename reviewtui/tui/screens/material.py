"""One candidate of a draft: the figures it declared, and what the desk settled."""

from collections.abc import Mapping
from typing import Any

from reviewtui.domain.naming import candidate_number
from reviewtui.exchange.drafting.edits import entries
from reviewtui.exchange.drafting.material import (
    Figure,
    Settling,
    figures,
    outcome_words,
    outcomes,
    settlings,
    with_figure,
    with_settled,
)
from reviewtui.exchange.drafting.steps import Step, place_of
from reviewtui.exchange.drafting.typed import typed, typed_fault
from reviewtui.exchange.meeting_tables import Field
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.making_page import MakingPage
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Item, Row, Words

_VALUE = "value"


class MaterialScreen(MakingPage):
    """A line per figure and per settled row; what is empty is asked for at once."""

    SCOPE = Scope.MATERIAL

    def __init__(self, candidate: str) -> None:
        super().__init__()
        self._candidate = candidate

    def fill(self) -> None:
        """Show what is declared and settled."""
        item = next(
            (one for one in entries(self.draft.data, "candidates") if self._is(one)),
            {},
        )
        who = f"{candidate_number(self._candidate)} {item.get('name', '')}"
        self.show_head(who)
        layout = Layout((Column("", 3), Column("", 30), Column("")))
        items: list[Item] = []
        for title, lines in (
            (_("Declared figures"), list(self._figures())),
            (_("Settled by the desk, alike for all experts"), list(self._settlings())),
        ):
            items += [Words(), Words(title, Tone.STRONG)]
            first = sum(isinstance(one, Row) for one in items) + 1
            items += [
                Row(key, layout, (str(number), name, said), tone, number=str(number))
                for number, (key, name, said, tone) in enumerate(lines, start=first)
            ]
            if not lines:
                items.append(Words(_("The indicators ask for nothing here."), Tone.DIM))
        self.show(items)
        self.moved()

    def _is(self, item: Mapping[str, Any]) -> bool:
        return bool(item.get("code") == self._candidate)

    def _lines(self) -> dict[str, Figure | Settling]:
        """What stands in each row, by its key."""
        read = self.reading
        if read.table is None:
            return {}
        found: dict[str, Figure | Settling] = {
            f"figure {one.metric}": one
            for one in figures(self.draft.data, read.table, self._candidate)
        }
        for one in settlings(self.draft.data, read.panel, self._candidate):
            found[f"settled {one.row.code}"] = one
        return found

    def _figures(self) -> "list[tuple[str, str, str, Tone]]":
        return [
            (key, line.heading, _said(line, {}), self._tone(line))
            for key, line in self._lines().items()
            if isinstance(line, Figure)
        ]

    def _settlings(self) -> "list[tuple[str, str, str, Tone]]":
        table = self.reading.panel.table
        found = []
        for key, line in self._lines().items():
            if isinstance(line, Settling):
                value = outcome_words(table, line.row, str(line.said.get(_VALUE, "")))
                name = f"{line.row.code} {line.row.name()}"
                found.append((key, name, _said(line, {_VALUE: value}), self._tone(line)))
        return found

    def _tone(self, line: Figure | Settling) -> Tone:
        if self._fault(line):
            return Tone.WARN
        return Tone.PLAIN if line.said else Tone.DIM

    def _fault(self, line: Figure | Settling) -> str:
        """What is wrong with a line, or worth a look; "" if nothing is."""
        starts = (
            f"[[candidates]] {self._candidate}.facts.{line.metric}"
            if isinstance(line, Figure)
            else f"[[settled]] {self._candidate} {line.row.code}"
        )
        file = self.draft.path.name
        for finding in self.reading.findings:
            place = finding.place.removeprefix(f"{file}: ")
            mine = place_of(finding, file) == (Step.CANDIDATES, self._candidate)
            if mine and (place == starts or place.startswith(f"{starts} ")):
                return finding.sentence
        return ""

    def moved(self) -> None:
        """What Enter does, or what is wrong with the line."""
        line = self._lines().get(self.table.key)
        if line is None:
            self.instruct(_("There is nothing to fill in; Esc goes back"))
        elif fault := self._fault(line):
            self.instruct(fault)
        elif not line.said:
            part = line.parts[0]
            self.instruct(
                _("{field}: {meaning}").format(field=_name(line), meaning=_(part.meaning))
            )
        else:
            self.instruct(_("{field}: Enter changes it").format(field=_name(line)))

    def chosen(self, key: str, column: int | None) -> None:
        """Ask for the value, or which part of it is to be changed."""
        del column
        line = self._lines().get(key)
        if line is None:
            return
        if not line.said:
            self._ask(line, line.parts[0])
            return

        def take(number: int | None) -> None:
            if number is not None:
                self._ask(line, line.parts[number])

        items = [
            Choice(
                _("{what}: {row}").format(what=_(part.label), row=self._part(line, part)), number
            )
            for number, part in enumerate(line.parts)
        ]
        self.app.push_screen(Menu(_name(line), items), take)

    def _part(self, line: Figure | Settling, part: Field) -> str:
        said = str(line.said.get(part.key, ""))
        if isinstance(line, Settling) and part.key == _VALUE:
            return outcome_words(self.reading.panel.table, line.row, said)
        return said

    def _ask(self, line: Figure | Settling, part: Field) -> None:
        title = f"{_name(line)}  {_(part.label)}"
        if isinstance(line, Settling) and part.key == _VALUE:
            known = outcomes(self.reading.panel.table, line.row)
            if known:
                items: list[Choice[str]] = [Choice(words, value) for value, words in known]
                items.append(Choice(_("Leave it empty"), ""))

                def take(value: str | None) -> None:
                    if value is not None:
                        self._store(line, part, value or None)

                self.app.push_screen(Menu(title, items, notes=[_(part.meaning)]), take)
                return

        def answer(text: str | None) -> None:
            if text is not None:
                self._store(line, part, typed(part, text))

        self.app.push_screen(
            Ask(
                title,
                _(part.meaning),
                str(line.said.get(part.key, "")),
                optional=True,
                check=lambda text: typed_fault(part, text),
            ),
            answer,
        )

    def _store(self, line: Figure | Settling, part: Field, value: Any) -> None:
        if isinstance(line, Figure):
            data = with_figure(self.draft.data, self._candidate, line.metric, part.key, value)
        else:
            data = with_settled(self.draft.data, self._candidate, line.row.code, part.key, value)
        self.store(data)


def _name(line: Figure | Settling) -> str:
    if isinstance(line, Figure):
        return line.heading
    return f"{line.row.code} {line.row.name()}"


def _said(line: Figure | Settling, words: Mapping[str, str]) -> str:
    """What a line holds, its value in front."""
    parts = (words.get(part.key) or str(line.said.get(part.key, "")) for part in line.parts)
    return "  ".join(filter(None, parts)) or _("may stay empty")

"""What still stands in the way of submitting, each hole a row; and what is striking."""

from itertools import groupby
from typing import Final

from reviewtui.domain.naming import candidate_name
from reviewtui.locales import _
from reviewtui.tally.own import notice_text, own_notices
from reviewtui.tui import flow
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import Place
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.own_page import OwnPage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words

SUBMIT: Final = "submit"
SEPARATOR: Final = " "
"""Between candidate and row in a key; codes hold no blank (design §11)."""


class CompletenessScreen(OwnPage):
    """The holes; Enter goes to one in the form, or on to submitting if there is none."""

    SCOPE = Scope.COMPLETENESS

    def fill(self) -> None:
        """List the holes by candidate, then the notices."""
        scoring = self.review.scoring
        holes = scoring.holes()
        self.head = Head(
            _("What is missing"),
            self.whose,
            _("{rows} rows of {candidates} candidates are not marked").format(
                rows=len(holes), candidates=len({code for code, _row in holes})
            )
            if holes
            else _("Nothing is missing"),
        )
        self.show([*self._holes(holes), *self._notices()])
        self.moved()

    def _holes(self, holes: list[Place]) -> list[Item]:
        layout = Layout((Column("", 8), Column("")))
        if not holes:
            return [
                Row(SUBMIT, Layout((Column(""),)), (_("Every row is marked: go on to submit"),))
            ]
        scoring = self.review.scoring
        items: list[Item] = []
        for code, group in groupby(holes, key=lambda hole: hole[0]):
            rows = [row for _code, row in group]
            items.append(Words(candidate_name(scoring.panel, code), Tone.STRONG))
            if len(rows) == len(scoring.sheet.judged(code)):
                whole = _("Nothing is marked yet: all {count} rows").format(count=len(rows))
                items.append(Row(f"{code}{SEPARATOR}{rows[0]}", layout, (_("all"), whole)))
                continue
            for row in rows:
                title = scoring.sheet.title(code, row, scoring.sheet.row(row).name())
                items.append(Row(f"{code}{SEPARATOR}{row}", layout, (row, title)))
        return items

    def _notices(self) -> list[Item]:
        found = own_notices(self.review.scoring)
        if not found:
            return []
        layout = Layout((Column(""),))
        items: list[Item] = [
            Words(),
            Words(_("Worth a second look; it does not keep you from submitting:"), Tone.WARN),
        ]
        for notice in found:
            code = notice.candidates[0]
            row = self.review.scoring.sheet.judged(code)[0].code
            items.append(Row(f"{code}{SEPARATOR}{row}", layout, (notice_text(notice),)))
        return items

    def moved(self) -> None:
        """What Enter does on this row."""
        if self.table.key == SUBMIT:
            self.instruct(_("Nothing is missing. Enter: submit. Esc: back"))
        else:
            self.instruct(_("Choose a row and press Enter to go to it in the form"))

    def chosen(self, key: str, column: int | None) -> None:
        """Go to the hole, or on to submitting."""
        del column
        if key == SUBMIT:
            flow.submit(self, self.go_to)
            return
        code, row = key.split(SEPARATOR)
        self.dismiss((code, row))

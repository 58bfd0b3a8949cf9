"""A new meeting: the first question is the type of review; or one goes on with a draft."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from reviewtui.domain.findings import Refused
from reviewtui.domain.states import Review, label
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.shelf import drafts_in, free_draft
from reviewtui.exchange.drafting.steps import Step
from reviewtui.exchange.drafting.templates import Template, templates
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.tui.making import MakingApp

ELSEWHERE: Final = "elsewhere"
_MOST: Final = 6
_CHOICES: Final = Layout((Column("", 4), Column("")))


class BeginScreen(TablePage[None]):
    """Four types of review, then the drafts that lie here."""

    SCOPE = Scope.BEGIN

    @property
    def _making(self) -> "MakingApp":
        return cast("MakingApp", self.app)

    def fill(self) -> None:
        """Show the choices."""
        self.head = Head(_("New review meeting"), "", str(self._making.folder))
        rows = [(review.value, label(review)) for review in Review]
        drafts = [] if self._making.draft_path else drafts_in(self._making.folder)[:_MOST]
        later = [(str(path), _("Go on with {file}").format(file=path.name)) for path in drafts]
        if not self._making.draft_path:
            later.append((ELSEWHERE, _("Go on with a draft elsewhere (type its path)")))
        items: list[Item] = [Words()]
        for number, (key, words) in enumerate(rows + later, start=1):
            if number == len(rows) + 1:
                items.append(Words())
            items.append(Row(key, _CHOICES, (str(number), words), number=str(number)))
        self.show(items)
        self.instruct(_("Which type of review is it? Choose by number, then press Enter"))

    def chosen(self, key: str, column: int | None) -> None:
        """Begin, or go on."""
        del column
        if key in set(Review):
            self._offer_templates(Review(key))
        elif key == ELSEWHERE:
            self.app.push_screen(Ask(_("Path of the draft (.toml)")), self._typed)
        else:
            self._go_on(Path(key))

    def _offer_templates(self, review: Review) -> None:
        """Begin with nothing, or with the table and the rule of a template."""
        found = list(templates(review))
        items: list[Choice[Template | None]] = [Choice(_("Without a template"), None)]
        items += [Choice(template.title, template) for template in found]

        def take(number: int | None) -> None:
            if number is not None:
                self._begin(review, items[number].value)

        if not found:
            self._begin(review, None)
            return
        numbered = [Choice(item.label, number) for number, item in enumerate(items)]
        note = _(
            "A template gives the table, the rule and the conclusions; people and points are "
            "your own."
        )
        self.app.push_screen(Menu(_("Begin with a template?"), numbered, notes=[note]), take)

    def _begin(self, review: Review, template: Template | None) -> None:
        path = self._making.draft_path or free_draft(self._making.folder, _("meeting"))
        try:
            draft = Draft.begin(path, review, template)
        except Refused as refused:
            self.say(str(refused))
            return
        self._open(draft, walk=True)

    def _typed(self, text: str | None) -> None:
        if text is not None:
            self._go_on(Path(text).expanduser())

    def _go_on(self, path: Path) -> None:
        try:
            draft = Draft.open(path)
        except Refused as refused:
            self.say(str(refused))
            return
        self._open(draft, walk=False)

    def _open(self, draft: Draft, *, walk: bool) -> None:
        from reviewtui.tui.making_tables import choose_table
        from reviewtui.tui.screens.fields import FieldsScreen
        from reviewtui.tui.screens.making import MakingScreen

        self._making.draft = draft
        steps = MakingScreen()

        def ask_the_rest() -> None:
            self.app.push_screen(FieldsScreen(Step.MEETING, walk=True))

        def begin() -> None:
            if draft.data["panel"].get("set") is None:
                choose_table(steps, ask_the_rest)
            else:
                ask_the_rest()

        self.app.push_screen(steps)
        if walk:
            steps.call_after_refresh(begin)

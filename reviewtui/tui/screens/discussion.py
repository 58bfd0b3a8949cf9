"""讨论清单: what the panel should talk about, by a rule and by hand."""

from collections.abc import Iterator
from typing import Final

from reviewtui.domain.naming import candidate_name
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.typed_mark import typed_decimal
from reviewtui.locales import _
from reviewtui.session.result_deeds import Discussion, Item, discussion_of, keep_discussion
from reviewtui.tally import discussion
from reviewtui.tally.analysis.undecided import undecided
from reviewtui.tally.verdict import Verdict
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.exporting import ask_discussion
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item as TableItem
from reviewtui.tui.widgets.table import Row, Words

LAYOUT: Final = Layout((Column("", 4, right=True), Column("")))


class DiscussionScreen(TablePage[None]):
    """Enter opens a point; Space changes the list. Every change is a line of the journal."""

    SCOPE = Scope.DISCUSSION

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self._verdict = verdict
        self.wish = discussion.first_wish(verdict.base)
        self._points: tuple[discussion.Point, ...] = ()
        self._undecided: tuple[discussion.Undecided, ...] | None = None

    def on_mount(self) -> None:
        """Work the list out beside the keys: who is undecided takes many draws."""
        super().on_mount()
        carry_out(self, self._work, self._came)

    def _work(self) -> None:
        session = self.review.session
        self.wish = discussion_of(session, session.meeting.official) or discussion.first_wish(
            session.sheet.base
        )
        if self._undecided is None:
            marks = session.marks() if session.panel.ranking else []
            self._undecided = undecided(session.panel, session.sheet, self._verdict, marks)
        self._points = discussion.points(self._verdict, self.wish, self._undecided)

    def _came(self, _none: None) -> None:
        self.say("")
        self.fill()

    def fill(self) -> None:
        """Show the list."""
        session = self.review.session
        self.head = Head(
            session.panel.title,
            _("The list for discussion"),
            _("{count} points").format(count=len(self._points)) if self._ready else "",
        )
        self.show(list(self._items(self.wish)), key=self.table.key)
        self.moved()

    @property
    def _ready(self) -> bool:
        return self._undecided is not None

    def _items(self, wish: Discussion) -> Iterator[TableItem]:
        session = self.review.session
        if not self._ready:
            yield Words(_("being worked out ..."), Tone.DIM)
            return
        yield Words(discussion.rule_sentence(session.panel, session.sheet, wish))
        yield Words()
        if not self._points:
            yield Words(_("Nothing is on the list."))
        for number, point in enumerate(self._points, start=1):
            name = discussion.point_name(session.panel, session.sheet, point)
            why = discussion.point_reason(session.panel, point)
            key = f"{point.candidate} {point.row}"
            yield Row(key, LAYOUT, (str(number), f"{name}\n{why}"), number=str(number))
        yield Words()
        yield Words(_("A proposal for the discussion; it changes no result."), Tone.DIM)

    def moved(self) -> None:
        """What can be done."""
        if not self._ready:
            self.instruct(_("It appears as soon as it is there; Esc: back"))
        elif self._points:
            self.instruct(_("Enter shows how it came about; Space changes the list; Esc: back"))
        else:
            self.instruct(_("Space changes the list; Esc: back"))

    def _item(self) -> Item | None:
        if not self.table.key:
            return None
        candidate, _blank, row = self.table.key.partition(" ")
        return candidate, row

    def chosen(self, key: str, column: int | None) -> None:
        """Explain the candidate or the row."""
        del column
        candidate, _blank, row = key.partition(" ")
        self.review.open("explain", self._verdict, candidate, None, f"row {row}" if row else "")

    def refusal(self, entry: Action) -> str:
        """A list that is not there yet is not changed; an empty one has nothing to take off."""
        if not self._ready:
            return _("The list is being worked out")
        if entry.name == "off" and not self._points:
            return _("Nothing is on the list.")
        return ""

    def _keep(self, wish: Discussion) -> None:
        session = self.review.session

        def work() -> None:
            keep_discussion(session, session.meeting.official, wish)
            self._work()

        carry_out(self, work, self._came)

    def action_off(self) -> None:
        """Take the point under the cursor off."""
        if (item := self._item()) is not None:
            self._keep(discussion.taken_off(self.wish, item))

    def action_add(self) -> None:
        """Put a candidate on the list."""
        panel = self.review.session.panel
        there = {point.candidate for point in self._points if not point.row}
        codes = [one.code for one in self._verdict.candidates if one.code not in there]

        def add(code: str | None) -> None:
            if code is not None:
                self._keep(discussion.added(self.wish, (code, "")))

        choices = [Choice(candidate_name(panel, code), code) for code in codes]
        self.app.push_screen(Menu(_("Put a candidate on the list"), choices), add)

    def action_limit(self) -> None:
        """From which range on a candidate is listed."""
        from reviewtui.tui.screens.ask import Ask

        def wrong(text: str) -> str:
            try:
                typed_decimal(text or "0")
            except ValueError:
                return _("Type a number of points, such as 20")
            return ""

        def take(text: str | None) -> None:
            if text is not None:
                limit = decimal_text(typed_decimal(text)) if text else ""
                self._keep(self.wish._replace(at_least=limit))

        self.app.push_screen(
            Ask(
                _("From which range of the experts' totals on?"),
                _("In points; empty: by hand only"),
                self.wish.at_least,
                optional=True,
                check=wrong,
            ),
            take,
        )

    def action_write(self) -> None:
        """Write the list; the path is asked for."""
        session, wish = self.review.session, self.wish
        lines = list(discussion.discussion_lines(session.panel, session.sheet, wish, self._points))
        ask_discussion(self, lines)

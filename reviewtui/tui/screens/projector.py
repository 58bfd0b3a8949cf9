"""投影: what the whole room sees, large, as the panel decides; nothing about experts."""

from collections.abc import Callable, Iterator
from typing import Final

from reviewtui.domain.closing import Closing
from reviewtui.domain.naming import candidate_name
from reviewtui.locales import _
from reviewtui.session.closing import closing
from reviewtui.tally.projected import (
    Picture,
    Place,
    Shown,
    candidate_picture,
    place_name,
    ranking_picture,
)
from reviewtui.tally.verdict import Verdict
from reviewtui.tui import drawings
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.exporting import ask_page
from reviewtui.tui.flow import soon
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Words

WIDTH: Final = 76
"""Cells of a line."""
HALF: Final = 37
"""Cells of one of two primary scores beside each other."""


class ProjectorScreen(TablePage[None]):
    """Nothing is shown until somebody chose what; PgUp and PgDn turn a long ranking."""

    SCOPE = Scope.PROJECTOR

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self._verdict = verdict
        self._picture: Picture | None = None
        self._items: list[Item] = []

    def on_mount(self) -> None:
        """Ask first: the panel decides what the room sees."""
        super().on_mount()
        self.action_menu()

    def fill(self) -> None:
        """Show what was chosen."""
        self.head = Head(self.review.session.panel.title)
        if self._picture is None:
            self.show([Words(), Words(_("The panel decides what is shown. Space: choose."))])
        else:
            self.show(self._items)
        self.instruct(_("Space: choose what is shown; PgUp, PgDn: turn; Esc: back"))

    def refusal(self, entry: Action) -> str:
        """A page of nothing is not written."""
        if entry.name == "page" and self._picture is None:
            return _("Choose first what is shown")
        if entry.name == "ranks" and not self.review.session.panel.ranking:
            return _("This panel does not rank")
        return ""

    def action_totals(self) -> None:
        """The ranking with totals."""
        self._show_ranking(Shown.TOTALS)

    def action_ranks(self) -> None:
        """The ranking without totals."""
        self._show_ranking(Shown.RANKS)

    def _show_ranking(self, shown: Shown) -> None:
        panel = self.review.session.panel
        self._show(lambda closed: ranking_picture(panel, self._verdict, closed, shown))

    def action_one(self) -> None:
        """One candidate."""
        session = self.review.session

        def take(code: str | None) -> None:
            if code is not None:
                self._show(
                    lambda closed: candidate_picture(
                        session.panel, session.sheet, self._verdict, closed, code
                    )
                )

        codes = [one.code for one in self._verdict.ranking()]
        choices = [Choice(candidate_name(session.panel, code), code) for code in codes]
        self.app.push_screen(Menu(_("One candidate, large"), choices), take)

    def _show(self, draw: Callable[[Closing], Picture]) -> None:
        def work() -> tuple[Picture, list[Item]]:
            picture = draw(closing(self.review.session))
            return picture, list(_one(picture) if picture.primaries else _ranking(picture))

        def came(drawn: tuple[Picture, list[Item]]) -> None:
            self._picture, self._items = drawn
            self.say("")
            self.fill()
            self.table.go_to_end(-1)

        soon(self, work, came)

    def action_page(self) -> None:
        """Write what is shown; the path is asked for."""
        if self._picture is not None:
            ask_page(self, self._picture)


def _ranking(picture: Picture) -> Iterator[Item]:
    totals = any(place.n for place in picture.places)
    columns = [Column(_("rank"), 9)] if picture.ranked else []
    columns += [Column(_("total"), 9, right=True), Column(_("n valid"), 8, right=True)] * totals
    layout = Layout((*columns, Column(_("candidate"))))
    yield Words("".join(layout.place([column.head for column in layout.columns], WIDTH)[0]))
    for place in picture.places:
        yield Words()
        cells = [place.rank] if picture.ranked else []
        cells += [place.total, place.n] if totals else []
        name = f"{place_name(place)}  {place.proposed}".rstrip()
        for pieces in layout.place([*cells, name], WIDTH):
            yield Words("".join(pieces).rstrip(), Tone.TITLE, cells=WIDTH)


def _one(picture: Picture) -> Iterator[Item]:
    place = picture.places[0]
    yield Words(place_name(place), Tone.TITLE)
    yield Words()
    for text in drawings.large(place.total.partition(" /")[0]):
        yield Words(text, Tone.TITLE, indent=4)
    yield Words()
    yield Words(_said(place), Tone.STRONG)
    yield Words()
    layout = Layout((Column("", 7, right=True), Column("", 7), Column("")), least=HALF - 16)
    cells = [
        layout.place((score, f"/ {full}", name), HALF) for name, score, full in picture.primaries
    ]
    half = -(-len(cells) // 2)
    for at, left in enumerate(cells[:half]):
        right = cells[half + at] if half + at < len(cells) else []
        for line in range(max(len(left), len(right))):
            first = "".join(left[line]) if line < len(left) else " " * HALF
            second = "".join(right[line]) if line < len(right) else ""
            yield Words(f"{first} {second}".rstrip())


def _said(place: Place) -> str:
    said = [_("Rank {rank}").format(rank=place.rank)] if place.rank else []
    said += [_("total {total}").format(total=place.total)]
    said += [_("valid marks n = {n}").format(n=place.n), *filter(None, [place.proposed])]
    return "   ".join(said)

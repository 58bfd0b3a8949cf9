"""分歧: candidates and rows by how far the experts lie apart; nothing here names an expert."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from reviewtui.domain.naming import candidate_name, candidate_number, title
from reviewtui.domain.numbers import decimal_text, mark_text
from reviewtui.locales import _
from reviewtui.session.result_deeds import Discussion, Item, discussion_of, keep_discussion
from reviewtui.tally import discussion
from reviewtui.tally.disagreement import RowSpread, disputed_rows, row_spreads
from reviewtui.tally.figures import number_text, own_places_of
from reviewtui.tally.stability import Spread, spreads
from reviewtui.tally.verdict import Verdict
from reviewtui.tui import drawings
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.flow import carry_out, soon
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.levels import LevelsPage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Row, Words
from reviewtui.tui.widgets.table import Item as TableItem

CANDIDATE: Final = "candidate"
ROW: Final = "row"
CELL: Final = "cell"
STRIP: Final = 40
"""Cells of a drawing of the experts' totals."""
BAR: Final = 12


class DisagreementScreen(LevelsPage[None]):
    """Enter opens a candidate into its rows, a row into its candidates, then the marks."""

    SCOPE = Scope.DISAGREEMENT

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self._verdict = verdict
        self._cells: dict[str, list[RowSpread]] = {}
        self._pages: dict[str, list[TableItem]] = {}

    def on_mount(self) -> None:
        """Look at every mark, once."""
        super().on_mount()
        self._open("")

    def _open(self, key: str) -> None:
        """Show a page by the key of the row that opens it, once it is laid out."""

        def came(items: list[TableItem]) -> None:
            self._pages[key] = items
            self.say("")
            self.fill()

        soon(self, lambda: list(self._page(key)), came)

    def _page(self, key: str) -> Iterator[TableItem]:
        kind, _blank, code = key.partition(" ")
        match kind:
            case "candidate":
                return self._of_candidate(code)
            case "row":
                return self._of_row(code)
            case _:
                return self._first()

    def _first(self) -> Iterator[TableItem]:
        session = self.review.session
        rows = row_spreads(session.panel, session.sheet, session.marks())
        for one in rows:
            for key in (f"{CANDIDATE} {one.candidate}", f"{ROW} {one.row}"):
                self._cells.setdefault(key, []).append(one)
        yield from self._candidates()
        yield from self._disputed(rows)

    def fill(self) -> None:
        """Show the page the path leads to."""
        panel = self.review.session.panel
        kind, _blank, code = self.level.partition(" ")
        match kind:
            case "candidate":
                named = candidate_name(panel, code)
            case "row":
                named = f"{code} {self._title(code)}"
            case _:
                named = panel.title
        self.head = Head(named, _("Where the experts differ"))
        waiting = Words(_("being worked out ..."), Tone.DIM)
        self.show(self._pages.get(self.level, [waiting]))
        self.moved()

    def _title(self, row: str, candidate: str = "") -> str:
        session = self.review.session
        return title(session.panel, session.sheet, row, candidate)

    def _candidates(self) -> Iterator[TableItem]:
        panel, found = self.review.session.panel, spreads(self._verdict)
        if not found:
            yield Words(_("No candidate has two experts' totals, so there is no spread."))
            return
        low, high = min(one.lowest for one in found), max(one.highest for one in found)
        ends = [end for one in found for end in (one.lowest, one.highest, one.range)]
        places = min(own_places_of(panel.rule, ends), 2)
        layout = Layout(
            (
                Column(_("range"), 9, right=True),
                Column(_("lowest"), 9, right=True),
                Column(_("highest"), 9, right=True),
                Column(_("marks"), 5, right=True),
                Column(_ends_head(number_text(low, places), number_text(high, places)), STRIP),
            )
        )
        yield Words(_("Candidates by the range of the experts' totals, the largest first:"))
        yield Words(_("o: the total of one expert; a digit: of so many experts"), Tone.DIM)
        yield Heads(layout)
        for one in found:
            yield self._candidate(one, layout, places, (low, high))

    def _candidate(
        self, one: Spread, layout: Layout, places: int, ends: tuple[Fraction, Fraction]
    ) -> Row:
        totals = list(self._verdict.of(one.candidate).expert_totals.values())
        return Row(
            f"{CANDIDATE} {one.candidate}",
            layout,
            (
                number_text(one.range, places),
                number_text(one.lowest, places),
                number_text(one.highest, places),
                str(one.n),
                drawings.strip(totals, *ends, STRIP),
            ),
            number=one.candidate if one.candidate.isdecimal() else "",
            title=candidate_name(self.review.session.panel, one.candidate),
        )

    def _disputed(self, rows: Sequence[RowSpread]) -> Iterator[TableItem]:
        found = disputed_rows(self.review.session.sheet, rows)
        if not found:
            return
        layout = Layout(
            (
                Column(_("code"), 6),
                Column(_("average"), 8, right=True),
                Column("", BAR),
                Column(_("largest"), 8, right=True),
                Column(_("at"), 6),
                Column(_("indicator")),
            )
        )
        yield Words()
        yield Words(_("Rows by the range of the marks as a share of what the row allows:"))
        yield Heads(layout)
        for one in found:
            yield Row(
                f"{ROW} {one.row}",
                layout,
                (
                    one.row,
                    _percent(one.mean),
                    drawings.bar(one.mean, BAR),
                    _percent(one.largest.share),
                    candidate_number(one.largest.candidate),
                    self._title(one.row),
                ),
            )

    def _of_candidate(self, code: str) -> Iterator[TableItem]:
        layout = _cells_layout(Column(_("code"), 6), Column(_("indicator")))
        yield Words(_("Rows of this candidate, those that the experts see most differently first:"))
        yield Heads(layout)
        for one in self._cells.get(f"{CANDIDATE} {code}", ()):
            cells = (one.row, *_cells(one), self._title(one.row, code))
            yield Row(f"{CELL} {code} {one.row}", layout, cells)

    def _of_row(self, code: str) -> Iterator[TableItem]:
        panel, row = self.review.session.panel, self.review.session.sheet.row(code)
        layout = _cells_layout(Column(_("no."), 6), Column(_("candidate")))
        yield Words(
            _("Marks from {low} to {top} are possible").format(
                low=mark_text(row.low), top=mark_text(row.top)
            )
        )
        yield Heads(layout)
        for one in self._cells.get(f"{ROW} {code}", ()):
            cells = (one.candidate, *_cells(one), panel.candidate(one.candidate).name)
            yield Row(f"{CELL} {one.candidate} {code}", layout, cells)

    def moved(self) -> None:
        """What Enter does, and whether it is on the list."""
        item = self._item()
        if self.level not in self._pages:
            self.instruct(_("It appears as soon as it is there; Esc: back"))
        elif item is None:
            self.instruct(_("Enter opens it; Esc: back"))
        elif discussion.listed(self._verdict, self._wish(), item):
            self.instruct(_("On the list for discussion. Enter opens it; Space: more"))
        else:
            self.instruct(_("Enter opens it; Space, then 1: put it on the list for discussion"))

    def _item(self) -> Item | None:
        kind, _blank, code = (self.table.key or "").partition(" ")
        if kind == CANDIDATE:
            return code, ""
        if kind == CELL:
            candidate, _blank, row = code.partition(" ")
            return candidate, row
        return None

    def _wish(self) -> Discussion:
        return discussion_of(
            self.review.session, self.review.session.meeting.official
        ) or discussion.first_wish(self.review.session.sheet.base)

    def chosen(self, key: str, column: int | None) -> None:
        """One level down; a mark's row is explained."""
        del column
        kind, _blank, code = key.partition(" ")
        if kind == CELL:
            candidate, _blank, row = code.partition(" ")
            self.review.open("explain", self._verdict, candidate, None, f"{ROW} {row}")
            return
        self.go_in(key)
        if key not in self._pages:
            self._open(key)

    def refusal(self, entry: Action) -> str:
        """A row over all candidates is no point of its own."""
        if entry.name == "listed" and self._item() is None:
            return _("Open the row first and choose a candidate")
        return ""

    def action_listed(self) -> None:
        """Put what is under the cursor on the list."""
        item, session = self._item(), self.review.session
        if item is None:
            return
        wish = discussion.added(self._wish(), item)

        def done(_none: None) -> None:
            self.moved()
            self.say(_("It is on the list for discussion"))

        carry_out(self, lambda: keep_discussion(session, session.meeting.official, wish), done)

    def action_discussion(self) -> None:
        """The list."""
        self.review.open("discussion", self._verdict)


def _ends_head(low: str, high: str) -> str:
    """What the first and the last cell of a drawing stand for."""
    return low + high.rjust(STRIP - len(low))


def _cells_layout(first: Column, last: Column) -> Layout:
    return Layout(
        (
            first,
            Column(_("range %"), 10, right=True),
            Column("", BAR),
            Column(_("lowest"), 8, right=True),
            Column(_("highest"), 8, right=True),
            Column(_("marks"), 5, right=True),
            last,
        ),
        least=16,
    )


def _cells(one: RowSpread) -> tuple[str, ...]:
    return (
        _percent(one.share),
        drawings.bar(one.share, BAR),
        decimal_text(one.lowest),
        decimal_text(one.highest),
        str(one.n),
    )


def _percent(share: Fraction) -> str:
    return f"{decimal_text(share * 100, 0)}%"

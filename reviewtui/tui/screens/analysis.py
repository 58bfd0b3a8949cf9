"""一致性、宽严、排序稳不稳: worked out in the background, results as they come; Esc stops it."""

import time
from collections.abc import Iterator
from typing import Final

from textual.worker import get_current_worker

from reviewtui.locales import N_, _
from reviewtui.locales.width import wrap
from reviewtui.session.result_deeds import discussion_of, keep_discussion
from reviewtui.tally import discussion
from reviewtui.tally.analysis.results import Part, Result
from reviewtui.tally.analysis.words import Words
from reviewtui.tally.verdict import Verdict
from reviewtui.tui import advanced
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.analysed import ABOVE, CANDIDATE, Analysed
from reviewtui.tui.flow import carry_out, soon, uncollected
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.reading import ReadingScreen
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row
from reviewtui.tui.widgets.table import Words as Said

GROUPS: Final = {
    N_("Do the experts agree?"): (Part.KENDALL_W, Part.ICC, Part.ALPHA),
    N_("Another scale"): (Part.STANDARD_SCORES, Part.SEVERITY),
    N_("Is the ranking solid?"): (
        Part.BOOTSTRAP,
        Part.LEAVE_ONE_OUT,
        Part.AVERAGES,
        Part.ROUNDING,
        Part.WEIGHT_STABILITY,
        Part.SMAA,
    ),
}
LAYOUT: Final = Layout((Column("", 2, right=True), Column("", 16), Column("")))
BETWEEN: Final = 0.2
"""Seconds between two words about progress."""


class AnalysisScreen(TablePage[None]):
    """One sentence for each statistic; Enter shows the drawing behind it."""

    SCOPE = Scope.ANALYSIS

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self._verdict = verdict
        self._found: dict[Part, Result] = {}
        self._said: dict[Part, str] = {}
        self._at: tuple[Part, int] | None = None
        self._working = True
        self._stopped = False
        self._open: Part | None = None
        self._page: list[Item] = []

    def on_mount(self) -> None:
        """Begin to work."""
        super().on_mount()
        self.run_worker(self._beside, thread=True, exclusive=True)

    def on_unmount(self) -> None:
        """Nobody waits any more."""
        self._stopped = True

    @property
    def _words(self) -> Words:
        session = self.review.session
        return Words(session.panel, session.sheet)

    @property
    def _analysed(self) -> Analysed:
        return Analysed(self._words, self._verdict)

    def _beside(self) -> None:
        """Off the interface thread."""
        with uncollected(self.review.session):
            self._work()

    def _work(self) -> None:
        from reviewtui.tally.analysis.run import analysis

        session, worker = self.review.session, get_current_worker()
        told = 0.0

        def progress(part: Part, done: int, whole: int) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told > BETWEEN:
                told = now
                self.app.call_from_thread(self._progress, part, 100 * done // max(whole, 1))

        for part, result in analysis(
            session.panel,
            session.sheet,
            self._verdict,
            session.marks(),
            progress=progress,
            cancelled=lambda: self._stopped or worker.is_cancelled,
        ):
            said = self._words.sentence(part, result)
            self.app.call_from_thread(self._came, part, result, said)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._ended)

    def _progress(self, part: Part, done: int) -> None:
        self._at = part, done
        self._again()

    def _came(self, part: Part, result: Result, said: str) -> None:
        self._found[part], self._said[part] = result, said
        self._again()

    def _ended(self) -> None:
        self._working, self._at = False, None
        self._again()

    def _again(self) -> None:
        if self.is_mounted and self._open is None:
            self.fill()

    def fill(self) -> None:
        """The sentences, or the page of one of them."""
        state = _("For reference only")
        if self._working:
            state = _("{done} of {all} worked out").format(done=len(self._found), all=len(Part))
        if self._open is None:
            self.head = Head(self.review.session.panel.title, _("Analysis"), state)
            self.show(list(self._sentences()), key=self.table.key)
        else:
            self.head = Head(self._words.title(self._open), _("Analysis"), state)
            self.show(self._page or [Said(_("being worked out ..."), Tone.DIM)])
        self.moved()

    def _sentences(self) -> Iterator[Item]:
        number = 0
        for group, parts in GROUPS.items():
            if number:
                yield Said()
            yield Said(_(group), Tone.STRONG)
            for part in parts:
                number += 1
                cells = (str(number), self._words.title(part), self._sentence(part))
                yield Row(part.value, LAYOUT, cells, number=str(number))
        yield Said()
        yield Said(_("For reference only; the official result stays what it is."), Tone.DIM)

    def _sentence(self, part: Part) -> str:
        if part is Part.SEVERITY and not self.review.experts_open:
            return _("About single experts: Enter opens it, with a line in the journal")
        if part in self._said:
            return self._said[part]
        if self._at is not None and self._at[0] is part:
            return _("being worked out ... {done}%").format(done=self._at[1])
        return _("waiting ...") if self._working else _("stopped")

    def moved(self) -> None:
        """What Enter and Esc do."""
        if self._behind is not None:
            self.instruct(_("Enter shows what stands behind this line; Space: more; Esc: back"))
        elif self._open is not None and self._candidate is None:
            self.instruct(_("Space: more; Esc: back"))
        elif self._open is not None:
            self.instruct(_("Enter explains the candidate; Space: more; Esc: back"))
        elif self._working:
            self.instruct(_("Results appear as they come; Esc stops the work"))
        else:
            self.instruct(_("Enter shows what stands behind a sentence; Esc: back"))

    def chosen(self, key: str, column: int | None) -> None:
        """Open a sentence; a candidate is explained."""
        del column
        if self._open is not None:
            kind, _blank, code = key.partition(" ")
            if (found := self._behind) is not None:
                self._read(*found)
            elif kind in (CANDIDATE, ABOVE):
                self.review.open("explain", self._verdict, code)
            return
        part = Part(key)
        if part is Part.SEVERITY and not self.review.experts_open:
            advanced.ask_step(self, lambda: None, self.fill)
        elif part not in self._found:
            self.say(_("It is not worked out yet"))
        else:
            self._lay_out(part)

    def _lay_out(self, part: Part) -> None:
        """Show the page behind a sentence."""

        def came(page: list[Item]) -> None:
            if self._open is part:
                self._page = page
                self.say("")
                self.fill()

        self._open, self._page = part, []
        self.fill()
        soon(self, lambda: self._analysed.page(part, self._found[part]), came)

    @property
    def _behind(self) -> tuple[str, list[str]] | None:
        """What stands behind the row of an open page, where it is not the candidate's total."""
        if self._open is None or not self._page:
            return None
        return self._analysed.behind(self._found[self._open], self.table.key)

    def _read(self, title: str, texts: list[str]) -> None:
        def write(width: int) -> list[Line]:
            return [line(part) for text in texts for part in wrap(text, width)]

        below = _("For reference only")
        self.app.push_screen(ReadingScreen(title, write, below=below))

    def refusal(self, entry: Action) -> str:
        """Only a candidate can be put on the list."""
        if entry.name == "listed" and self._candidate is None:
            return _("Open a sentence first and choose a candidate")
        return ""

    @property
    def _candidate(self) -> str | None:
        kind, _blank, code = (self.table.key or "").partition(" ")
        return code if self._open is not None and kind in (CANDIDATE, ABOVE) else None

    def action_listed(self) -> None:
        """Put the candidate under the cursor on the list for discussion."""
        code, session = self._candidate, self.review.session
        if code is None:
            return
        number = session.meeting.official
        wish = discussion_of(session, number) or discussion.first_wish(session.sheet.base)
        carry_out(
            self,
            lambda: keep_discussion(
                session, session.meeting.official, discussion.added(wish, (code, ""))
            ),
            lambda _none: self.say(_("It is on the list for discussion")),
        )

    def action_back(self) -> None:
        """Out of a page, out of the work, out of the screen."""
        if self._open is not None:
            came_from, self._open = self._open, None
            self.fill()
            self.table.move_to(came_from.value)
        elif self._working:
            self._stopped = True
        else:
            self.dismiss(None)

"""打印、签字材料: which papers, of which round, with what in them; then a folder.

Written in the background; Esc stops it, and then no file is left.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import candidate_name, round_name
from reviewtui.locales import _
from reviewtui.tui import handing_out
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.filing.pack.pack import Pack, Paper
    from reviewtui.tui.handing_out import Wish

WRITE, DETAIL, NAMES, ROUND, EXTRACT = "write", "detail", "names", "round", "extract"
_LAYOUT: Final = Layout((Column("", 2, right=True), Column("", 16), Column("")))


class PrintingScreen(TablePage[None]):
    """The papers with a word each, what they hold, and where they go."""

    SCOPE = Scope.PRINTING

    def __init__(self) -> None:
        super().__init__()
        self._left_out: set[int] | None = None
        self._detail = self._named = False
        self._round = 0
        self._stop = threading.Event()
        self._writing = False

    @property
    def _opened(self) -> bool:
        return self.review.session.can_show_results(self._round)

    @property
    def _rounds(self) -> list[int]:
        meeting = self.review.session.meeting
        return sorted({1, *meeting.further, meeting.official})

    @property
    def _papers(self) -> "tuple[Paper, ...]":
        from reviewtui.filing.pack.pack import PAPERS

        return PAPERS

    def _absent(self, paper: "Paper") -> bool:
        from reviewtui.filing.pack.pack import Needs

        return paper.needs is not Needs.NOTHING and not self._opened

    def fill(self) -> None:
        """Show what is chosen."""
        session = self.review.session
        self._round = self._round or session.meeting.official
        if self._left_out is None:  # after the opening nobody fills in a blank sheet any more
            self._left_out = {len(self._papers)} if self._opened else set()
        self.head = Head(_("Papers to print"), session.panel.title, round_name(self._round))
        key = self.table.key or WRITE
        self.show(list(self._items(self._left_out)), key=key)
        self.moved()

    def _items(self, left_out: set[int]) -> Iterator[Item]:
        yield Row(WRITE, _LAYOUT, ("", "", _("Write the papers chosen")), Tone.STRONG)
        number = 0
        for number, paper in enumerate(self._papers, 1):
            word = _("not in it") if number in left_out else _("in it")
            tone = Tone.DIM if number in left_out else Tone.PLAIN
            if self._absent(paper):
                word, tone = _("after the opening"), Tone.DIM
            yield self._row(str(number), number, word, _(paper.title), tone)
        yield Words()
        rows = _("every row, too") if self._detail else _("primaries alone")
        yield self._row(DETAIL, number + 1, rows, _("What personal score sheets hold"))
        names = _("number and name") if self._named else _("number alone")
        yield self._row(NAMES, number + 2, names, _("How experts stand on them"))
        yield self._row(ROUND, number + 3, round_name(self._round), _("Of which round"))
        told = _("Instead: for an objection, one candidate's own numbers")
        yield self._row(EXTRACT, number + 4, "", told)

    def _row(self, key: str, number: int, word: str, text: str, tone: Tone = Tone.PLAIN) -> Row:
        return Row(key, _LAYOUT, (str(number), word, text), tone, number=str(number))

    def moved(self) -> None:
        """What Enter does."""
        if self._writing:
            return
        key = self.table.key or WRITE
        said = {
            WRITE: _("Enter: choose the folder and write. Numbers and arrows: change the choice"),
            EXTRACT: _("Enter: choose the candidate; nothing of the others is in it"),
        }
        self.instruct(said.get(key, _("Enter changes it; Home: back to writing")))

    def chosen(self, key: str, column: int | None) -> None:
        """Change the choice, or go on to the folder."""
        del column
        if self._writing:
            self.say(_("The papers are being written; Esc stops it"))
            return
        if key == WRITE:
            self._write()
        elif key == EXTRACT:
            self._ask_candidate()
        else:
            self._change(key)
            self.fill()

    def _change(self, key: str) -> None:
        match key:
            case "detail":
                self._detail = not self._detail
            case "names":
                self._named = not self._named
            case "round":
                rounds = self._rounds
                self._round = rounds[(rounds.index(self._round) + 1) % len(rounds)]
                if len(rounds) == 1:
                    self.call_after_refresh(self.say, _("This meeting has one round only"))
            case _number:
                assert self._left_out is not None
                self._left_out ^= {int(key)}

    def _write(self) -> None:
        assert self._left_out is not None
        count = len(self._papers)
        only = [number for number in range(1, count + 1) if number not in self._left_out]
        if not only:
            self.say(_("No paper is chosen: type the number of one, then Enter"))
            return
        from reviewtui.tui.handing_out import Wish

        chosen = () if len(only) == count else tuple(only)
        wish = Wish(chosen, self._detail, self._named, self._round)
        self._ask_folder(_("{name}-papers"), wish)

    def _ask_candidate(self) -> None:
        if not self._opened:
            self.say(_("The ballots are closed: there is no number to be shown yet"))
            return
        panel = self.review.session.panel
        items = [Choice(candidate_name(panel, item.code), item.code) for item in panel.presented]

        def take(code: str | None) -> None:
            if code is not None:
                from reviewtui.tui.handing_out import Wish

                self._ask_folder(_("{name}-extract"), Wish(round=self._round, extract=code))

        self.app.push_screen(Menu(_("The extract of which candidate"), items), take)

    def _ask_folder(self, pattern: str, wish: "Wish") -> None:
        own = self.review.session.path.absolute()
        folder = handing_out.free_name(own.with_name(pattern.format(name=own.stem)))

        def write(answer: str | None) -> None:
            if answer is not None:
                typed = own.parent / handing_out.typed_path(answer)
                self.run_worker(self._work(typed, wish), exclusive=True)

        note = _("A folder, beside the session if only its name is typed; nothing is overwritten")
        self.app.push_screen(Ask(_("Write the papers to"), note, str(folder)), write)

    async def _work(self, folder: Path, wish: "Wish") -> None:
        self._writing = True
        self._stop.clear()
        pattern = _("{doing} (Esc stops it)")

        def told(text: str) -> None:
            self.instruct(pattern.format(doing=text))

        try:
            watch = handing_out.Watch(told, self._stop.is_set)
            pack = await handing_out.write_pack(self.review.session, folder, wish, watch)
        except Refused as refusal:
            self._end(str(refusal))
        except handing_out.StoppedError:
            self._end(_("Stopped: nothing was written"))
        else:
            self._end(self._written(folder, pack))

    def _end(self, said: str) -> None:
        self._writing = False
        if self.is_mounted:
            self.fill()
            self.say(said)

    def _written(self, folder: Path, pack: "Pack") -> str:
        said = _("{count} files written: {folder}")
        if not self._opened:
            said = _("{count} files, the rest after the opening: {folder}")
        elif pack.undecided:
            said = _("{count} files; the rule gives no result, so no summary or list: {folder}")
        beside = folder.parent == self.review.session.path.absolute().parent
        text = said.format(count=len(pack.files), folder=folder.name if beside else folder)
        if pack.rule:
            frozen = _("The rule page is in the pack: from now on the rule is frozen.")
            return f"{text}\n{frozen}"
        return text

    def action_back(self) -> None:
        """Out of the work, then out of the screen."""
        if self._writing:
            self._stop.set()
            self.instruct(_("Stopping ..."))
        else:
            super().action_back()

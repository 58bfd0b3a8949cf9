"""收表模式: stick after stick is taken in without a key; who is missing stays in sight.

Clean cases ask for nothing. What somebody has to look at waits here with its sentence.
"""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from textual.app import ComposeResult

from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import round_name
from reviewtui.exchange.watch import Event, Seen
from reviewtui.locales import _
from reviewtui.locales.width import cell_len, wrap
from reviewtui.session import board_words
from reviewtui.session.clock import local_time
from reviewtui.tui.actions import Scope
from reviewtui.tui.collecting import Collecting
from reviewtui.tui.flow import refusal_words
from reviewtui.tui.handing_out import typed_path
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.big_digits import big_digits
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.lines import Lines
from reviewtui.tui.widgets.table import Item, Row, Words

PAUSE: Final = 1.0
"""Seconds between two looks at the drives."""
CHOICES: Final = Layout((Column("", 1), Column("")))
TONES: Final = {
    Seen.TAKEN: Tone.GOOD,
    Seen.WAITS: Tone.WARN,
    Seen.READING: Tone.BAD,
    Seen.EMPTY: Tone.DIM,
    Seen.GONE: Tone.DIM,
}


class CollectScreen(TablePage[None]):
    """What came last in large, what waits, what came before, who is missing."""

    SCOPE = Scope.COLLECT
    PAUSE = PAUSE

    def compose_body(self) -> ComposeResult:
        """The last stick above, the missing ones below."""
        yield Lines(id="now")
        yield from super().compose_body()
        yield Lines(id="missing")

    @property
    def collecting(self) -> Collecting:
        """The one watcher of the program; it remembers when the screen is left."""
        if self.review.collecting is None:
            self.review.collecting = Collecting(self.review.session, self.review.backup)
        return self.review.collecting

    def __init__(self) -> None:
        super().__init__()
        self._looking = False

    def on_mount(self) -> None:
        """Look at once, and again and again."""
        super().on_mount()
        self._look()
        self.set_interval(self.PAUSE, self._look)

    def _look(self) -> None:
        """One look, unless the one before is not finished: a stick may be slow."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._look_once(), exit_on_error=True)

    async def _look_once(self) -> None:
        before = len(self.collecting.told)
        try:
            await asyncio.to_thread(self.collecting.look)
        except Refused as refusal:
            self.say(refusal_words(self, refusal))
        finally:
            self._looking = False
        if len(self.collecting.told) != before:
            self.fill()

    def fill(self) -> None:
        """Show what was seen so far."""
        from reviewtui.session.board import board as holdings_of

        session = self.review.session
        holdings = holdings_of(session)
        self.head = Head(
            _("Collecting ballots"),
            round_name(session.meeting.round),
            board_words.summary(holdings),
            _("opened: what comes now is late") if session.opened else _("ballots are closed"),
            Tone.WARN if session.opened else Tone.DIM,
        )
        width = self.app.size.width
        self.query_one("#now", Lines).show([line(), *self._now(width - 6), line()])
        self.show([*self._choices(), *self._waiting(), *self._past()])
        missing = wrap(board_words.missing_words(holdings), width - 4)
        due = any(not one.handed_in and not one.sits_out for one in holdings)
        tone = Tone.STRONG if due else Tone.GOOD
        self.query_one("#missing", Lines).show([line(f"   {part}", tone) for part in missing])
        self.instruct(_("Put in stick after stick; nothing needs to be pressed. Esc: back"))

    def _now(self, room: int) -> list[Line]:
        """The last thing that happened: numbers in large, and whether the stick may go."""
        told = self.collecting.told
        if not told:
            return [line("   " + _("Waiting for a stick ..."), Tone.STRONG)]
        event = told[-1].event
        if event.seen is Seen.GONE:
            return [line("   " + _("Next stick, please"), Tone.STRONG)]
        tone = TONES[event.seen]
        shown: list[Line] = []
        numbers = " ".join(event.experts)
        if event.seen is Seen.TAKEN and numbers.replace(" ", "").isascii():
            large = big_digits(numbers) if numbers.replace(" ", "").isdecimal() else []
            if large and max(map(cell_len, large)) <= room:
                shown = [*(line(f"   {text}", tone) for text in large), line()]
        head = event.sentences[0] if event.sentences else ""
        return [*shown, *(line(f"   {part}", tone) for part in wrap(head, room))]

    def _choices(self) -> Iterator[Item]:
        yield Row("folder", CHOICES, ("1", _("Take in a folder (type its path)")), number="1")
        yield Row("conflicts", CHOICES, ("2", _("Conflicts and files kept aside")), number="2")

    def _waiting(self) -> Iterator[Item]:
        for event in self.collecting.waiting:
            yield Words()
            for number, sentence in enumerate(event.sentences):
                yield Words(sentence, Tone.WARN, indent=2 if number else 0)

    def _past(self) -> Iterator[Item]:
        """What came, the newest first; what waits is told above."""
        waiting = {id(event) for event in self.collecting.waiting}
        shown = [
            told
            for told in reversed(self.collecting.told)
            if told.event.seen is not Seen.READING and id(told.event) not in waiting
        ]
        if shown:
            yield Words()
        for told in shown:
            yield from _told(f"{local_time(told.at):%H:%M:%S}", told.event)

    def chosen(self, key: str, column: int | None) -> None:
        """One of the two choices."""
        del column
        if key == "folder":
            self.action_folder()
        else:
            self.action_conflicts()

    def action_folder(self) -> None:
        """Watch a folder, too."""
        from reviewtui.tui.screens.ask import Ask

        def add(answer: str | None) -> None:
            if answer is not None:
                self.collecting.folders.append(_folder(answer))
                self.instruct(_("Reading {place} ...").format(place=_folder(answer)))

        def check(text: str) -> str:
            return "" if os.path.isdir(_folder(text)) else _("There is no such folder")

        self.app.push_screen(
            Ask(
                _("Which folder?"),
                _("Such as D:\\ballots; it is watched from now on"),
                check=check,
            ),
            add,
        )

    def action_conflicts(self) -> None:
        """What waits for two people."""
        self.review.open("conflicts")


def _folder(text: str) -> Path:
    """A typed path; a file manager may have put it in quotes."""
    return typed_path(text.strip().strip("\"'“”‘’"))


def _told(at: str, event: Event) -> Iterator[Item]:
    for number, sentence in enumerate(event.sentences):
        text = sentence if number else f"{at}  {sentence}"
        yield Words(text, TONES[event.seen] if not number else Tone.PLAIN, indent=10 * bool(number))

"""A numbered menu over the screen: a digit chooses, or arrows and Enter; Esc goes back."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from textual.events import Click, Key
from textual.geometry import Region

from reviewtui.domain.typed_mark import normalise
from reviewtui.locales import _
from reviewtui.locales.width import cell_len, pad, wrap
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.boxed import BoxedScreen, boxed

Choice = TypeVar("Choice")

PAGE = 9
"""Items on one page: as many as there are digits to choose with."""


class Item(NamedTuple, Generic[Choice]):
    """One thing to choose; `refusal` says why it cannot be chosen now."""

    label: str
    value: Choice
    refusal: str = ""


class Menu(BoxedScreen[Choice]):
    """Asks for one of several numbered items; None if the person went back.

    Nothing is marked at first, so that an Enter out of habit chooses nothing.
    """

    def __init__(
        self,
        title: str,
        items: Sequence[Item[Choice]],
        *,
        notes: Sequence[str] = (),
        pages: Sequence[int] = (),
        marked: int | None = None,
        clear: Region | None = None,
    ) -> None:
        """Set out the menu.

        Args:
            title: What the choice is about.
            items: What can be chosen, nine to a page.
            notes: Sentences above the items.
            pages: Positions at which a new page begins, if not every nine items.
            marked: Position of the item that Enter chooses at once; None for none.
            clear: Cells of the screen that stay in sight, if there is room beside them.
        """
        super().__init__()
        self.clear = clear
        self.title_text, self.items, self.notes = title, list(items), list(notes)
        starts = [0, *pages] if pages else list(range(0, max(len(self.items), 1), PAGE))
        self.pages = [
            range(start, end)
            for start, end in zip(starts, [*starts[1:], len(self.items)], strict=True)
        ]
        self.marked = marked
        self.page = next((number for number, page in enumerate(self.pages) if marked in page), 0)
        self.trouble = ""
        self._item_lines: dict[int, int] = {}

    def pressed(self, event: Key) -> None:
        """Choose, move, turn the page or go back; every other key is left without effect."""
        self.trouble = ""
        character = normalise(event.character or "", sign=False).kept
        moves: dict[str, Callable[[], None]] = {
            "escape": lambda: self._leave(None),
            "up": lambda: self._mark(-1),
            "down": lambda: self._mark(1),
            "pageup": lambda: self._turn(-1),
            "pagedown": lambda: self._turn(1),
            "home": lambda: self._mark_at(self.pages[self.page].start),
            "end": lambda: self._mark_at(self.pages[self.page].stop - 1),
            "enter": self._enter,
        }
        if character.isdigit() and character:
            self._choose_number(int(character))
        elif event.key in moves:
            moves[event.key]()
        else:
            self.trouble = _("Choose by number, or press Esc to go back")
        self.repaint()

    def on_click(self, event: Click) -> None:
        """A click on an item chooses it, one beside the menu goes back."""
        box = self.area
        if not box.contains(*event.screen_offset):
            self._leave(None)
            return
        position = self._item_lines.get(event.screen_y - box.y)
        if position is not None:
            self._choose(position)

    def _leave(self, value: Choice | None) -> None:
        self.dismiss(value)

    def _enter(self) -> None:
        if self.marked is None:
            self.trouble = _("Choose by number, or press Esc to go back")
        else:
            self._choose(self.marked)

    def _choose_number(self, number: int) -> None:
        page = self.pages[self.page]
        if number == 0 and len(self.pages) > 1:
            self._turn(1)
        elif 1 <= number <= len(page):
            self._choose(page[number - 1])
        else:
            self.trouble = _("There is no item {number}").format(number=number)

    def _choose(self, position: int) -> None:
        item = self.items[position]
        if item.refusal:
            self.trouble = item.refusal
            self.repaint()
        else:
            self._leave(item.value)

    def _mark(self, by: int) -> None:
        page = self.pages[self.page]
        if self.marked is None:
            self._mark_at(page.start if by > 0 else page.stop - 1)
        else:
            self._mark_at(min(max(self.marked + by, page.start), page.stop - 1))

    def _mark_at(self, position: int) -> None:
        if self.items:
            self.marked = position

    def _turn(self, by: int) -> None:
        self.page = (self.page + by) % len(self.pages)
        self.marked = None

    def lines(self) -> list[Line]:
        """The page at hand."""
        room = min(max(self._wanted_width(), 36), self.app.size.width - 8)
        inner: list[Line] = []
        for note in self.notes:
            inner += [line(part, Tone.DIM) for part in wrap(note, room)]
        self._item_lines = {}
        above = len(wrap(self.title_text, room - 4))
        for number, position in enumerate(self.pages[self.page], start=1):
            inner += self._item(number, position, room, at=len(inner) + above)
        if len(self.pages) > 1:
            inner.append(
                line(
                    _("0 More (page {page} of {pages})").format(
                        page=self.page + 1, pages=len(self.pages)
                    ),
                    Tone.DIM,
                )
            )
        if self.trouble:
            inner += [line(part, Tone.WARN) for part in wrap(self.trouble, room)]
        return boxed(self.title_text, inner, _("choose by number, Esc goes back"), room)

    def _item(self, number: int, position: int, room: int, *, at: int) -> list[Line]:
        item = self.items[position]
        tone = Tone.DIM if item.refusal else Tone.PLAIN
        tone = Tone.CURSOR if position == self.marked else tone
        parts = wrap(item.label, room - 2)
        for offset in range(len(parts)):
            self._item_lines[at + offset] = position
        return [
            line(pad(f"{number if not offset else ' '} {part}", room), tone)
            for offset, part in enumerate(parts)
        ]

    def _wanted_width(self) -> int:
        widths = [cell_len(item.label) + 2 for item in self.items]
        widths += [
            min(cell_len(self.title_text) + 6, 48),
            *(min(cell_len(note), 60) for note in self.notes),
        ]
        return min(max(widths, default=0), 66)

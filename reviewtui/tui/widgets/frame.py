"""The common frame of every full screen: two lines of header, a rule that carries the
watermark, the one instruction in line 4, the body, and the key line at the bottom.
"""

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key, Resize
from textual.screen import Screen

from reviewtui.locales import _
from reviewtui.locales.width import cell_len, side_by_side, wrap
from reviewtui.tui.actions import Action, Scope, action, of
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from reviewtui.tui.app import ReviewApp

Result = TypeVar("Result")

MARGIN = " "


class Head(NamedTuple):
    """The two lines of the header: what is open, and how it stands."""

    title: str
    beside: str = ""
    state: str = ""
    saved: str = ""
    saved_tone: Tone = Tone.DIM


class FrameScreen(Screen[Result], inherit_bindings=False):
    """A full screen in the common frame.

    A subclass names its `SCOPE`, yields its widgets in `compose_body`, sets `head`, and
    carries out the actions of its scope in methods `action_<name>`. Keys come from the
    table of actions through the user's keymap; a focused widget sees them first.
    """

    SCOPE: ClassVar[Scope]
    LEAST_KEY: ClassVar[int] = -2
    """Which entry of the key line goes first where there is no room for all."""

    DEFAULT_CSS = """
    FrameScreen {
        & > #head { color: $foreground; text-style: bold; }
        & > #said { color: $foreground; }
        & > #body { height: 1fr; layout: vertical; }
        & > #foot { height: 2; color: $foreground; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._head = Head("")
        self._instruction = ""
        self._trouble = ""

    @property
    def review(self) -> "ReviewApp":
        """The application, with its session and the expert at work."""
        return cast("ReviewApp", self.app)

    def watermark(self) -> str:
        """What the rule below the header says of everything on this screen."""
        return self.review.watermark()

    def compose(self) -> ComposeResult:
        """Header, instruction, body, key line."""
        yield Lines(id="head")
        yield Lines(id="said")
        with Container(id="body"):
            yield from self.compose_body()
        yield Lines(id="foot")

    def compose_body(self) -> ComposeResult:
        """The widgets between instruction and key line."""
        yield from ()

    def fill(self) -> None:
        """Show what holds now; a screen that shows marks says how."""

    @property
    def head(self) -> Head:
        """What the header says."""
        return self._head

    @head.setter
    def head(self, head: Head) -> None:
        self._head = head
        self._show_head()

    def instruct(self, sentence: str) -> None:
        """Set the standing instruction; it shows while there is no trouble to tell."""
        self._instruction = sentence
        self._show_said()

    def say(self, sentence: str) -> None:
        """Tell one thing in line 4 until the next key; empty puts the instruction back."""
        if sentence != self._trouble:
            self._trouble = sentence
            self._show_said()

    @property
    def said(self) -> str:
        """What line 4 says now."""
        return self._trouble or self._instruction

    def on_mount(self) -> None:
        """The key line stands in the first frame."""
        self._show_foot()

    def on_resize(self, event: Resize) -> None:
        """Every line is as wide as the screen."""
        del event
        self._show_head()
        self._show_said()
        self._show_foot()

    def on_key(self, event: Key) -> None:
        """Carry out the action that the key stands for in this place."""
        if hand_on(self, event):
            return
        found = self.review.keymap.action(self.SCOPE, event.key)
        if found is None and event.character == "\u3000":
            found = self.review.keymap.action(self.SCOPE, "space")
        if found is not None:
            event.stop()
            event.prevent_default()
            self.carry_out(found)

    def carry_out(self, chosen: Action) -> None:
        """Do an action of this place, from a key, a menu or the palette."""
        self.say("")
        getattr(self, f"action_{chosen.name}")()

    def _show_head(self) -> None:
        width = self.app.size.width
        if not self.children:
            return
        head = self._head
        room = width - 2
        titles = wrap(head.title, max(room - cell_len(head.beside) - 2, 20), hang=6)
        first = side_by_side(titles[0], head.beside, room)
        lines: list[Line] = [line(MARGIN + first)]
        lines += [line(MARGIN + title) for title in titles[1:]]
        gap = max(1, room - cell_len(head.state) - cell_len(head.saved))
        lines.append(
            ((MARGIN + head.state + " " * gap, Tone.PLAIN), (head.saved, head.saved_tone))
            if head.state or head.saved
            else line()
        )
        lines.append(rule(width, self.watermark()))
        self.query_one("#head", Lines).show(lines)

    def _show_said(self) -> None:
        width = self.app.size.width
        if not self.children:
            return
        tone = Tone.WARN if self._trouble else Tone.STRONG
        said = [line(MARGIN + part, tone) for part in wrap(self.said, width - 2)]
        self.query_one("#said", Lines).show([*said, rule(width)])

    def _show_foot(self) -> None:
        width = self.app.size.width
        if self.children:
            self.query_one("#foot", Lines).show([rule(width), line(self.key_line(width - 2))])

    def key_line(self, room: int) -> str:
        """The keys of this place, as many as fit."""
        texts = [self.key_text(entry) for entry in of(self.SCOPE) if self.shown(entry)]
        for gap in ("   ", "  "):
            if cell_len(gap.join(texts)) <= room:
                return MARGIN + gap.join(texts)
        while len(texts) > 1 and cell_len("  ".join(texts)) > room:
            texts.pop(self.LEAST_KEY)
        return MARGIN + "  ".join(texts)

    def shown(self, entry: Action) -> bool:
        """Whether the key line names an action now."""
        return bool(entry.foot)

    def key_text(self, entry: Action) -> str:
        """An action in the key line: its keys and a word."""
        keymap = self.review.keymap
        names = [keymap.first_name(entry)]
        if entry.partner:
            names.insert(0, keymap.first_name(action(entry.partner)))
        return f"{'/'.join(filter(None, names))} {_(entry.foot)}"


def hand_on(screen: Screen[Any], event: Key) -> bool:
    """Give a key that was typed ahead to the screen that is on top by now.

    Opening and closing a screen takes a moment; keys that the terminal sent meanwhile were
    meant for the screen that comes, never for the row that lies beneath it.
    """
    top = screen.app.screen
    if top is screen:
        return False
    (top.focused or top).post_message(Key(event.key, event.character))
    return True


def rule(width: int, watermark: str = "") -> Line:
    """A dashed line across the screen, with a watermark in it."""
    if not watermark:
        return line(MARGIN + "-" * (width - 2), Tone.DIM)
    tail = width - 2 - 4 - cell_len(watermark) - 2
    return (
        (MARGIN + "---- ", Tone.DIM),
        (watermark, Tone.WARN),
        (" " + "-" * max(tail, 1), Tone.DIM),
    )

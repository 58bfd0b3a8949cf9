"""A widget of given lines: the header, the instruction, panels and the key line are these."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reviewtui.locales.width import cell_len
from reviewtui.tui.lines import Line, Tone


class Ink(NamedTuple):
    """The theme's variables for a tone; empty: as the widget has it."""

    fore: str = ""
    back: str = ""
    bold: bool = False
    reverse: bool = False


INKS: Final = {
    Tone.PLAIN: Ink(),
    Tone.DIM: Ink("text-muted"),
    Tone.STRONG: Ink(bold=True),
    Tone.TITLE: Ink("primary", bold=True),
    Tone.GOOD: Ink("success"),
    Tone.WARN: Ink("warning", bold=True),
    Tone.BAD: Ink("error", bold=True),
    Tone.CURSOR: Ink("block-cursor-foreground", "block-cursor-background", bold=True),
    Tone.CARET: Ink(reverse=True),
}
"""Colours of the tones. Component classes of each of the frame's widgets would cost a fifth
of the first frame: Textual resolves them one by one for every widget."""


class Lines(Widget):
    """Shows lines exactly as given, one per screen line; what does not fit below is not shown.

    Colours come from the theme. Text is never markup.
    """

    DEFAULT_CSS = """
    Lines { height: auto; width: 1fr; }
    """

    def __init__(self, lines: Sequence[Line] = (), *, id: str | None = None) -> None:  # noqa: A002  the framework's word
        super().__init__(id=id)
        self.lines: list[Line] = list(lines)
        self._strips: dict[int, Strip] = {}
        self._tones: dict[Tone, Style] = {}

    def show(self, lines: Sequence[Line]) -> None:
        """Replace all lines; only those that differ are painted anew."""
        lines = list(lines)
        if len(lines) != len(self.lines):
            grows = self.styles.height is not None and self.styles.height.is_auto
            self.lines = lines
            self._strips.clear()
            self.refresh(layout=grows)
            return
        changed = [
            number
            for number, (old, new) in enumerate(zip(self.lines, lines, strict=True))
            if old != new
        ]
        self.lines = lines
        for number in changed:
            self.repaint(number)

    def repaint(self, number: int) -> None:
        """Paint one line anew."""
        self._strips.pop(number, None)
        self.refresh(Region(0, number, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Colours changed: nothing painted before is valid."""
        super().notify_style_update()
        self._strips.clear()
        self._tones.clear()

    def get_content_height(self, *_sizes: object) -> int:
        """As many screen lines as there are lines."""
        return len(self.lines)

    def get_content_width(self, *_sizes: object) -> int:
        """The longest line."""
        return max((sum(cell_len(text) for text, _ in line) for line in self.lines), default=0)

    def line_at(self, y: int) -> Line:
        """What stands on a screen line of this widget."""
        return self.lines[y] if y < len(self.lines) else ()

    def render_line(self, y: int) -> Strip:
        """Paint one line, exactly as wide as the widget."""
        strip = self._strips.get(y)
        if strip is None or strip.cell_length != self.size.width:
            strip = self._strips[y] = self.paint(self.line_at(y))
        return strip

    def paint(self, spans: Line) -> Strip:
        """A line as a strip of the widget's width."""
        segments = [Segment(text, self.tone(tone)) for text, tone in spans]
        return Strip(segments).adjust_cell_length(self.size.width, self.tone(Tone.PLAIN))

    def tone(self, tone: Tone) -> Style:
        """The theme's style for a tone."""
        style = self._tones.get(tone)
        if style is None:
            theme = self.app.theme_variables
            fore, back, bold, reverse = INKS[tone]
            style = self._tones[tone] = self.rich_style + Style(
                color=theme.get(fore) or None,
                bgcolor=theme.get(back) or None,
                bold=bold or None,
                reverse=reverse or None,
            )
        return style

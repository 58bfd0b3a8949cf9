"""What really stands on the screen, cell by cell: an SVG proves no alignment."""

from rich.cells import cell_len
from textual.app import App
from textual.geometry import Size

SIZES = ((80, 24), (120, 30), (120, 40), (160, 50))
"""The sizes every screen is held to: complete, Windows, tall, wide."""


def lines(app: "App[object]") -> list[str]:
    """The lines of the screen; each is exactly as wide as the screen, in cells.

    Raises:
        AssertionError: If a line is not: a wide character was cut or lost.
    """
    compositor = app.screen._compositor
    found = [strip.text for strip in compositor.render_strips(Size(*app.size))]
    for number, text in enumerate(found):
        assert cell_len(text) == app.size.width, (number, cell_len(text), text)
    assert len(found) == app.size.height
    return found


def text(app: "App[object]") -> str:
    """The whole screen as one text, blanks at line ends left out."""
    return "\n".join(found.rstrip() for found in lines(app))

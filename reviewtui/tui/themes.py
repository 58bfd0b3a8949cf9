"""Three looks: light, dark, high contrast. Colour never says anything that a word does not."""

from typing import Final

from textual.theme import Theme

from reviewtui.locales import N_

LIGHT: Final = Theme(
    name="light",
    primary="#0b4f8a",
    secondary="#0b4f8a",
    accent="#0b4f8a",
    foreground="#101418",
    background="#f7f7f4",
    surface="#ffffff",
    panel="#e9ecef",
    boost="#dfe8f1",
    success="#1a6b2d",
    warning="#8a4b00",
    error="#a81414",
    dark=False,
    variables={
        "text-muted": "#565d64",
        "block-cursor-background": "#0b4f8a",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
    },
)

DARK: Final = Theme(
    name="dark",
    primary="#7cc0ff",
    secondary="#7cc0ff",
    accent="#7cc0ff",
    foreground="#e8eaed",
    background="#15181c",
    surface="#1d2126",
    panel="#262b31",
    boost="#2b3540",
    success="#8ad99b",
    warning="#ffc46b",
    error="#ff9a8f",
    dark=True,
    variables={
        "text-muted": "#a3abb3",
        "block-cursor-background": "#7cc0ff",
        "block-cursor-foreground": "#101418",
        "block-cursor-text-style": "bold",
    },
)

CONTRAST: Final = Theme(
    name="contrast",
    primary="#ffff00",
    secondary="#ffff00",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#000000",
    success="#ffffff",
    warning="#ffff00",
    error="#ffff00",
    dark=True,
    variables={
        "text-muted": "#ffffff",
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
    },
)

THEMES: Final = (LIGHT, DARK, CONTRAST)
THEME_LABELS: Final = {
    LIGHT.name: N_("Light"),
    DARK.name: N_("Dark"),
    CONTRAST.name: N_("High contrast"),
}

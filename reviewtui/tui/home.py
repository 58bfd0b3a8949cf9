"""The small application behind bare `reviewtui`: no session, one choice."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from textual.app import App

from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.tui.keymap import Keymap
from reviewtui.tui.lost_terminal import driver_class
from reviewtui.tui.screens.home import HomeChoice, HomeScreen
from reviewtui.tui.themes import LIGHT, THEMES


class HomeApp(App[HomeChoice], inherit_bindings=False):
    """Returns the choice from `run`; None if the terminal went away."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "reviewtui"

    def __init__(
        self,
        sets: Callable[[], Sequence[IndicatorSet]] = tuple,
        recent: Sequence[Path] = (),
        samples: Sequence[tuple[str, str]] = (),
        *,
        theme: str = LIGHT.name,
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare the application.

        Args:
            sets: Reads the indicator sets that can be tried; called when they are asked for.
            recent: Sessions opened before, the newest first.
            samples: Names of the finished samples, with what each shows.
            theme: light, dark or contrast.
            keymap: The user's own keys: action id to keys.
        """
        super().__init__(driver_class=driver_class())
        self._sets, self._recent, self._samples = sets, recent, samples
        self.keymap = Keymap(keymap)
        for item in THEMES:
            self.register_theme(item)
        self.theme = theme if theme in {item.name for item in THEMES} else LIGHT.name
        self.animation_level = "none"

    def get_default_screen(self) -> HomeScreen:
        """The only screen."""
        return HomeScreen(self._sets, self._recent, self._samples)

    def watermark(self) -> str:
        """Nothing is open that would need one."""
        return ""

    def bell(self) -> None:
        """A meeting room stays quiet."""

"""The application in which a meeting is made: a draft on the disk, no session yet."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.app import App
from textual.screen import Screen

from reviewtui.tui.keymap import Keymap
from reviewtui.tui.lost_terminal import driver_class
from reviewtui.tui.themes import LIGHT, THEMES

if TYPE_CHECKING:
    from reviewtui.exchange.drafting.draft import Draft


class Made(NamedTuple):
    """A session that was made, and whether its desk is to be opened now."""

    session: Path
    desk: bool


class MakingApp(App[Made], inherit_bindings=False):
    """From a draft to a session. Returns what was made; None: the draft waits on the disk."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "reviewtui"

    def __init__(
        self,
        folder: Path,
        draft: "Draft | None" = None,
        *,
        draft_path: Path | None = None,
        session: Path | None = None,
        remember: Callable[[Path], None] = lambda _path: None,
        theme: str = LIGHT.name,
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare the application.

        Args:
            folder: Where drafts are looked for and new ones are stored.
            draft: What to go on with; None: the first question is the type of review.
            draft_path: Where a new draft is stored; None: a free name in the folder.
            session: The session file that was named; None: beside the draft.
            remember: Told of the session as soon as it is made.
            theme: light, dark or contrast.
            keymap: The user's own keys: action id to keys.
        """
        super().__init__(driver_class=driver_class())
        self.folder, self.draft, self.draft_path = folder, draft, draft_path
        self.session_path, self.remember = session, remember
        self.keymap = Keymap(keymap)
        for item in THEMES:
            self.register_theme(item)
        self.theme = theme if theme in {item.name for item in THEMES} else LIGHT.name
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """The steps of the draft, or the first question."""
        if self.draft is not None:
            from reviewtui.tui.screens.making import MakingScreen

            return MakingScreen()
        from reviewtui.tui.screens.begin import BeginScreen

        return BeginScreen()

    def watermark(self) -> str:
        """There is no session that would need one."""
        return ""

    def leave(self) -> None:
        """End; the draft is on the disk."""
        self.exit()

    def bell(self) -> None:
        """A meeting room stays quiet."""

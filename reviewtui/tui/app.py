"""The application: one session, the expert at work, and the way from screen to screen."""

import asyncio
import gc
import signal
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.screen import Screen

from reviewtui.tally.status import status_notes
from reviewtui.tui.keymap import Keymap
from reviewtui.tui.lost_terminal import driver_class
from reviewtui.tui.themes import LIGHT, THEMES

if TYPE_CHECKING:
    from reviewtui.exchange.kits import OpenKit
    from reviewtui.session.scoring import Scoring
    from reviewtui.session.session import Session
    from reviewtui.tui.collecting import Collecting

SCREENS: Final = {
    "home": "reviewtui.tui.screens.home:HomeScreen",
    "identify": "reviewtui.tui.screens.identify:IdentifyScreen",
    "owner": "reviewtui.tui.screens.owner:OwnerScreen",
    "candidates": "reviewtui.tui.screens.candidates:CandidatesScreen",
    "candidate": "reviewtui.tui.screens.candidate:CandidateScreen",
    "form": "reviewtui.tui.screens.form:FormScreen",
    "practice": "reviewtui.tui.screens.practice:PracticeScreen",
    "overview": "reviewtui.tui.screens.overview:OverviewScreen",
    "completeness": "reviewtui.tui.screens.completeness:CompletenessScreen",
    "submit": "reviewtui.tui.screens.submit:SubmitScreen",
    "desk": "reviewtui.tui.screens.desk:DeskScreen",
    "collect": "reviewtui.tui.screens.collect:CollectScreen",
    "opening": "reviewtui.tui.screens.opening:OpeningScreen",
    "reopening": "reviewtui.tui.screens.reopening:ReopeningScreen",
    "conflicts": "reviewtui.tui.screens.conflicts:ConflictsScreen",
    "people": "reviewtui.tui.screens.people:PeopleScreen",
    "printing": "reviewtui.tui.screens.printing:PrintingScreen",
    "issuing": "reviewtui.tui.screens.issuing:IssuingScreen",
    "sheets": "reviewtui.tui.screens.sheets:SheetsScreen",
    "paper": "reviewtui.tui.screens.paper:PaperScreen",
    "typing": "reviewtui.tui.screens.typing_form:TypingForm",
    "changing": "reviewtui.tui.screens.typing_form:ChangingForm",
    "comparing": "reviewtui.tui.screens.comparing:ComparingScreen",
    "entered": "reviewtui.tui.screens.entered:EnteredScreen",
    "journal": "reviewtui.tui.screens.journal:JournalScreen",
    "results": "reviewtui.tui.screens.results:ResultsScreen",
    "explain": "reviewtui.tui.screens.explain:ExplainScreen",
    "behind": "reviewtui.tui.screens.behind:BehindScreen",
    "closing": "reviewtui.tui.screens.closing:ClosingScreen",
    "disagreement": "reviewtui.tui.screens.disagreement:DisagreementScreen",
    "discussion": "reviewtui.tui.screens.discussion:DiscussionScreen",
    "what_if": "reviewtui.tui.screens.what_if:WhatIfScreen",
    "projector": "reviewtui.tui.screens.projector:ProjectorScreen",
    "analysis": "reviewtui.tui.screens.analysis:AnalysisScreen",
}
"""Where each screen lives; a module is imported when its screen is opened, not before."""


class ReviewApp(App[None], inherit_bindings=False):
    """The forms and the results of one session.

    Screens find the session and the expert's marks here; a screen that names a cell to go
    to (overview, completeness, candidates) dismisses with a `flow.Place`, and the form goes there.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    TITLE = "reviewtui"

    def __init__(
        self,
        session: "Session",
        expert: str | None = None,
        *,
        start: str = "form",
        theme: str = LIGHT.name,
        keep_theme: Callable[[str], None] = lambda _name: None,
        keymap: Mapping[str, str] | None = None,
        phrases: Sequence[str] = (),
        work: "OpenKit | None" = None,
        backup: Path | None = None,
        keep_backup: Callable[[Path], None] = lambda _folder: None,
    ) -> None:
        """Prepare the application.

        Args:
            session: The open session; whoever opened it closes it.
            expert: Code of the expert at work, or None if a screen asks for it first.
            start: Key of `SCREENS` for the first screen.
            theme: light, dark or contrast.
            keep_theme: Notes the theme that was chosen, for the next run.
            keymap: The user's own keys: action id to keys.
            phrases: The user's own phrases for comments.
            work: The kit whose working copy the session is.
            backup: Where the copies of the session go; None for the usual place.
            keep_backup: Notes another place for them, for the next run.
        """
        gc.disable()  # one collection before the first frame costs a sixth of it
        super().__init__(driver_class=driver_class())
        self.session = session
        self.start = start
        self.phrases = tuple(phrases)
        self.work = work
        self.backup = backup
        self.keep_backup = keep_backup
        self.wipe = False
        """Whether the expert wants nothing kept on this machine once the session is closed."""
        self.experts_open = False
        """Whether somebody opened what is said of single experts, in this run."""
        self.keymap = Keymap(keymap)
        self.keep_theme = keep_theme
        self.hidden = False
        self.collecting: Collecting | None = None
        self._scoring: Scoring | None = None
        for item in THEMES:
            self.register_theme(item)
        self.theme = theme if theme in {item.name for item in THEMES} else LIGHT.name
        self.animation_level = "none"
        if expert is not None:
            self.take_seat(expert)

    def send_backups(self, folder: Path) -> None:
        """Let the copies of the session go into this folder from now on."""
        self.backup = folder
        if self.collecting is not None:
            self.collecting.send_backups(folder)

    @property
    def scoring(self) -> "Scoring":
        """The marks of the expert at work.

        Raises:
            LookupError: If nobody has sat down yet.
        """
        if self._scoring is None:
            raise LookupError("no expert")
        return self._scoring

    def take_seat(self, expert: str) -> None:
        """Begin to work as this expert; the one before gets up, everything stored."""
        self.get_up()
        self._scoring = self.session.scoring(expert)

    def get_up(self) -> None:
        """Store everything of the expert at work and leave the seat empty."""
        if self._scoring is not None:
            self._scoring.close()
            self._scoring = None

    def get_default_screen(self) -> Screen[Any]:
        """The first screen; it is the whole first frame."""
        return self.make_screen(self.start)

    def make_screen(self, name: str, *args: Any) -> Screen[Any]:
        """A new screen by its key in `SCREENS`."""
        module, _colon, screen = SCREENS[name].partition(":")
        made: Screen[Any] = getattr(import_module(module), screen)(*args)
        return made

    def open(self, name: str, *args: Any, then: Callable[[Any], None] | None = None) -> None:
        """Open a screen over this one; `then` receives what it is dismissed with."""
        self.push_screen(self.make_screen(name, *args), then)

    def watermark(self) -> str:
        """What must be seen on every screen: trial marks, drafts, derived tables."""
        panel = self.session.panel
        told = status_notes(panel)
        if panel.trial:
            from reviewtui.domain.review_words import review_and_groups

            told.insert(1, review_and_groups(panel.table, panel.review))
        return "  ".join(told)

    def on_mount(self) -> None:
        """Answer the signals that a closed terminal or a shutdown sends."""
        self.call_after_refresh(_collect_garbage_again)
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name):
                number = getattr(signal, name)
                try:
                    loop.add_signal_handler(number, self._stop, number)
                except (NotImplementedError, RuntimeError, ValueError):
                    return  # Windows, or not the main thread: write-through must do

    def _stop(self, number: int) -> None:
        self.leave(128 + number)

    def leave(self, return_code: int = 0) -> None:
        """Store everything and end the application; screens may still paint until it ends."""
        if self._scoring is not None:
            self._scoring.close()
        self.exit(return_code=return_code)

    def bell(self) -> None:
        """A meeting room stays quiet."""


def _collect_garbage_again() -> None:
    gc.freeze()
    gc.enable()

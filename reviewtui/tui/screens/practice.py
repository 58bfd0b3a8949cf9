"""The form on an invented candidate; it says on every frame that it does not count."""

from typing import TYPE_CHECKING

from reviewtui.locales import _
from reviewtui.session.practice import Practice, not_submitted
from reviewtui.tui.actions import Action
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.form import FormScreen

if TYPE_CHECKING:
    from reviewtui.session.scoring import Scoring

REAL_ONLY = ("submit", "leave", "reopen", "overview", "completeness")
"""Actions that are about the real sheet."""


class PracticeScreen(FormScreen):
    """Practice; leaving it goes back to the list of candidates, and nothing is kept."""

    def __init__(self, real: "Scoring") -> None:
        super().__init__()
        self._practice = Practice(real)

    @property
    def scoring(self) -> "Scoring":
        """The practice sheet; the expert's own is out of reach from here."""
        return self._practice

    def on_unmount(self) -> None:
        """Nothing is kept."""
        self._practice.close()

    def watermark(self) -> str:
        """Practice, before anything else."""
        return "  ".join(filter(None, (_("PRACTICE: does not count"), super().watermark())))

    def show_saved(self, text: str, tone: Tone = Tone.DIM) -> None:
        """A practice mark is never called saved."""
        del text, tone
        super().show_saved(*self._where_saved())

    def _where_saved(self) -> tuple[str, Tone]:
        return _("practice, nothing is kept"), Tone.WARN

    def carry_out(self, chosen: Action) -> None:
        """What is about the real sheet is not done from here."""
        if chosen.name in REAL_ONLY:
            self.say(not_submitted())
        else:
            super().carry_out(chosen)

    def _refusal(self, entry: Action) -> str:
        return not_submitted() if entry.name in REAL_ONLY else super()._refusal(entry)

    def _label(self, entry: Action) -> str:
        if entry.name == "quit":
            return _("End the practice: back to the list of candidates")
        return super()._label(entry)

    def key_text(self, entry: Action) -> str:
        """Esc leads out, not to submitting."""
        if entry.name == "screen_menu":
            return super().key_text(entry._replace(foot=_("menu, leave")))
        return super().key_text(entry)

    def _say_done(self) -> None:
        self.instruct(_("The practice is complete. Esc, then 9: back to the list of candidates"))

    def action_candidates(self) -> None:
        """Back to the real candidates."""
        self.dismiss(None)

    def action_quit(self) -> None:
        """Back to the real candidates."""
        self.dismiss(None)

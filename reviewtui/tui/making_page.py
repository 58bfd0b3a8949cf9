"""What the pages of a draft have in common: the draft, storing it, and the header."""

from typing import TYPE_CHECKING, Any, cast

from reviewtui.domain.findings import Refused
from reviewtui.exchange.drafting.draft import Draft, Reading
from reviewtui.locales import _
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.frame import Head

if TYPE_CHECKING:
    from reviewtui.tui.making import MakingApp


class MakingPage(TablePage[None]):
    """A page of a draft; every change is on the disk before the page shows it."""

    @property
    def making(self) -> "MakingApp":
        """The application with the draft."""
        return cast("MakingApp", self.app)

    @property
    def draft(self) -> Draft:
        """The draft at work."""
        assert self.making.draft is not None  # pages of a draft open after it was begun
        return self.making.draft

    @property
    def reading(self) -> Reading:
        """The draft as far as it can be read."""
        return self.draft.read()

    def show_head(self, step: str, state: str = "") -> None:
        """The header: the meeting, the step, and where it is stored."""
        head = self.draft.data["panel"]
        self.head = Head(
            str(head.get("title", "")) or _("New review meeting"),
            step,
            state,
            _("stored in {file}").format(file=self.draft.path.name)
            if self.draft.stored
            else _("nothing is filled in yet"),
            Tone.DIM,
        )

    def store(self, data: dict[str, Any]) -> bool:
        """Store another state of the draft; a refusal is said and nothing has changed."""
        rewritten = self.draft.rewritten
        try:
            self.draft.change(data)
        except Refused as refused:
            self.fill()
            self.say(str(refused))
            return False
        self.fill()
        if rewritten and not self.draft.rewritten:
            text = _("The text as it was, comments and all, is kept in {file}")
            self.say(text.format(file=self.draft.kept_copy.name))
        return True

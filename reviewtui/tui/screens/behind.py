"""由来: what stands behind one of the lines above a result, opened down to the marks."""

from typing import Final

from reviewtui.domain.naming import expert_name
from reviewtui.locales import N_, _
from reviewtui.session.closing import closing
from reviewtui.tally.plain_lines import About
from reviewtui.tally.verdict import Verdict
from reviewtui.tui.actions import Scope
from reviewtui.tui.behind import ALL, BOTH, CANDIDATE, EXPERT, Behind
from reviewtui.tui.behind_votes import BehindVotes
from reviewtui.tui.flow import soon
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.levels import LevelsPage
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Words

TITLES: Final = {
    About.VALID: N_("Valid marks"),
    About.SPREAD: N_("Where the experts differ most"),
    About.FIRST: N_("The ranking without one expert"),
    About.ORDER: N_("What single experts decide"),
    About.CONCLUDED: N_("Who concluded"),
    About.VOTE: N_("What one vote decides"),
}


class BehindScreen(LevelsPage[None]):
    """Enter opens a row into its parts, in the end the explanation; Esc goes up again."""

    SCOPE = Scope.BEHIND

    def __init__(self, verdict: Verdict, about: About, line: str = "") -> None:
        """Prepare the screen.

        Args:
            verdict: The official result.
            about: What is opened.
            line: The line as it stands above the result.
        """
        super().__init__()
        self._verdict, self._about, self._line = verdict, about, line
        self._pages: Behind | BehindVotes | None = None
        self._first: list[Item] = [Words(_("being worked out ..."), Tone.DIM)]

    def on_mount(self) -> None:
        """Work out what is shown."""
        super().on_mount()
        soon(self, self._work, self._came)

    def _work(self) -> tuple[Behind | BehindVotes, list[Item]]:
        session = self.review.session
        pages: Behind | BehindVotes
        if self._about in (About.CONCLUDED, About.VOTE):
            pages = BehindVotes(session.panel, self._verdict, closing(session).votes)
        else:
            pages = Behind(session, self._verdict, self._about)
        above = [Words(self._line, Tone.STRONG), Words()] if self._line else []
        return pages, [*above, *pages.page(self._about)]

    def _came(self, found: tuple[Behind | BehindVotes, list[Item]]) -> None:
        self._pages, self._first = found
        self.say("")
        self.fill()

    def fill(self) -> None:
        """Show the page the path leads to."""
        title = self.review.session.panel.title
        self.head = Head(title, _(TITLES[self._about]))
        self.show(self._items())
        self.moved()

    def _items(self) -> list[Item]:
        if self._pages is not None and self.level:
            return list(self._pages.page(self.level))
        return self._first

    def moved(self) -> None:
        """What Enter and Esc do."""
        kind, _blank, codes = self.table.key.partition(" ")
        back = _("Esc: one level up") if self.level else _("Esc: back")
        self.instruct(_("; ").join([self._opens(kind, codes), back]) if kind else back)

    def _opens(self, kind: str, codes: str) -> str:
        match kind:
            case "candidate":
                return _("Enter shows how the total came about")
            case "expert":
                return _("Enter shows this expert's marks for the candidate")
            case "without":
                return _("Enter shows the ranking without {expert}").format(
                    expert=expert_name(codes)
                )
            case _:
                return _("Enter opens it")

    def chosen(self, key: str, column: int | None) -> None:
        """One level down, or the explanation."""
        del column
        kind, _blank, codes = key.partition(" ")
        if kind == CANDIDATE:
            self.review.open("explain", self._verdict, codes)
        elif kind == EXPERT:
            candidate, _blank, _expert = codes.partition(" ")
            self.review.open("explain", self._verdict, candidate, None, f"{EXPERT} {_expert}")
        elif kind == BOTH:
            self.review.open("explain", self._verdict, *codes.split(" "))
        elif kind == ALL:
            self.review.open("disagreement", self._verdict)
        else:
            self.go_in(key)

"""A comment: a real text field in the upper half, where an input method has room below."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.events import Key
from textual.widgets import TextArea

from reviewtui.domain.reasons import phrases as built_in_phrases
from reviewtui.locales import _
from reviewtui.tui.actions import Scope
from reviewtui.tui.comments import paper_notice
from reviewtui.tui.screens.menu import Item, Menu
from reviewtui.tui.widgets.frame import FrameScreen, Head

PHRASE, PAPER, DROP = "phrase", "paper", "drop"


class CommentScreen(FrameScreen[str | None]):
    """Dismissed with the text, or None if it was left as it had been."""

    SCOPE = Scope.COMMENT
    AUTO_FOCUS = "TextArea"

    DEFAULT_CSS = """
    CommentScreen TextArea {
        height: 45%; margin: 0 1; padding: 0; background: $surface;
        &, &:focus { border: ascii $primary; }
        & .text-area--cursor-line { background: transparent; }
    }
    """

    def __init__(self, about: str, row: str, text: str, phrases: Sequence[str] = ()) -> None:
        """Prepare the field.

        Args:
            about: The candidate the comment is on.
            row: The row it is on, or that it is on the whole candidate.
            text: What stands there already.
            phrases: The user's own phrases; without any, the built-in ones.
        """
        super().__init__()
        self._about, self._row, self._text = about, row, text
        self._phrases = tuple(phrases) or built_in_phrases()

    def compose_body(self) -> ComposeResult:
        """The field; below it nothing but room."""
        field = TextArea(self._text, soft_wrap=True, tab_behavior="focus")
        field.cursor_blink = False
        yield field

    def on_mount(self) -> None:
        """Say how to get out, the caret behind what is written."""
        self.head = Head(_("Comment: {about}").format(about=self._about), state=self._row)
        self.instruct(_("Type your comment; Esc saves it and goes back, Tab offers phrases"))
        self.field.move_cursor(self.field.document.end)

    @property
    def field(self) -> TextArea:
        """The text field."""
        return self.query_one(TextArea)

    def on_key(self, event: Key) -> None:
        """Only what the field leaves over: the two keys of the key line."""
        if not event.is_printable:
            super().on_key(event)

    def action_save(self) -> None:
        """Save what stands in the field: Esc never loses what was typed."""
        self.dismiss(self.field.text.strip())

    def action_menu(self) -> None:
        """Insert a phrase, or leave the comment as it was."""
        items = [
            Item(_("Insert a phrase"), PHRASE),
            Item(paper_notice(), PAPER),
            Item(_("Go back without saving"), DROP),
        ]
        self.app.push_screen(Menu(_("Comment"), items), self._answer)

    def _answer(self, choice: str | None) -> None:
        match choice:
            case "phrase":
                items = [Item(phrase, phrase) for phrase in self._phrases]
                self.app.push_screen(Menu(_("Insert a phrase"), items), self._insert)
            case "paper":
                self._insert(paper_notice())
            case "drop":
                self.dismiss(None)

    def _insert(self, phrase: str | None) -> None:
        if phrase:
            self.field.insert(phrase)

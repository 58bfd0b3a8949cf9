"""What an action is: something a person can do in a place, with its keys and words."""

from enum import StrEnum
from typing import NamedTuple

from reviewtui.locales import _


class Scope(StrEnum):
    """Where an action is at hand: one value per screen."""

    FORM = "form"
    IDENTIFY = "identify"
    CANDIDATES = "candidates"
    OVERVIEW = "overview"
    COMPLETENESS = "completeness"
    SUBMIT = "submit"
    RESULTS = "results"
    EXPLAIN = "explain"
    CLOSING = "closing"
    HOME = "home"
    DESK = "desk"
    COLLECT = "collect"
    OPENING = "opening"
    REOPENING = "reopening"
    CONFLICTS = "conflicts"
    PEOPLE = "people"
    ISSUING = "issuing"
    PRINTING = "printing"
    SHEETS = "sheets"
    PAPER = "paper"
    TYPING = "typing"
    COMPARING = "comparing"
    ENTERED = "entered"
    JOURNAL = "journal"
    READING = "reading"
    COMMENT = "comment"
    BEGIN = "begin"
    MAKING = "making"
    FIELDS = "fields"
    POINTS = "points"
    WEIGHING = "weighing"
    PAIR = "pair"
    MEMBERS = "members"
    MATERIAL = "material"
    OVERLAYS = "overlays"
    RECUSALS = "recusals"
    CHECKING = "checking"
    LINES = "lines"
    MADE = "made"
    BEHIND = "behind"
    DISAGREEMENT = "disagreement"
    DISCUSSION = "discussion"
    WHAT_IF = "what_if"
    PROJECTOR = "projector"
    ANALYSIS = "analysis"


class Action(NamedTuple):
    """Something a person can do in a place.

    Attributes:
        id: `place.name`; what a keymap names.
        label: Message id of the words in menus and palette.
        help: Message id of the sentence in F1 help.
        keys: Default keys, in Textual's names.
        space: Number in the menu of the place; 11 to 19 stand on its second page, 0: not there.
        esc: Number in the menu of the screen, in the same way.
        foot: Message id of the word in the key line; empty: not there.
        partner: Id of the action whose key stands before this one's in the key line.
        palette: Whether the palette offers it.
    """

    id: str
    label: str
    help: str = ""
    keys: tuple[str, ...] = ()
    space: int = 0
    esc: int = 0
    foot: str = ""
    partner: str = ""
    palette: bool = True

    @property
    def scope(self) -> Scope:
        """The place it belongs to."""
        return Scope(self.id.split(".")[0])

    @property
    def name(self) -> str:
        """The part of the id that names the screen's method."""
        return self.id.split(".")[1]

    def words(self) -> str:
        """The label in the reader's language."""
        return _(self.label)

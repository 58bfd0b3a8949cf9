"""Undo and redo: two stacks that the journal alone can rebuild."""

from typing import Final, NamedTuple

from reviewtui.session.changes import Edit


class Commit:
    """One commit on a stack; its number is known once it is in the journal."""

    __slots__ = ("edits", "seq")

    def __init__(self, edits: tuple[Edit, ...], seq: int = 0) -> None:
        self.edits, self.seq = edits, seq


class Stack(NamedTuple):
    """A stack that is never changed, so that an earlier one can be taken up again."""

    top: Commit
    rest: "Stack | None" = None


class History(NamedTuple):
    """What can be undone and redone. A sealed ballot ends both: no undo reaches behind it."""

    undo: Stack | None = None
    redo: Stack | None = None

    def done(self, commit: Commit) -> "History":
        """After a new commit."""
        return History(Stack(commit, self.undo))

    def undone(self) -> "History":
        """After the top of `undo` was taken back."""
        if self.undo is None:
            return self
        return History(self.undo.rest, Stack(self.undo.top, self.redo))

    def redone(self) -> "History":
        """After the top of `redo` was done again."""
        if self.redo is None:
            return self
        return History(Stack(self.redo.top, self.undo), self.redo.rest)


NOTHING: Final = History()


class Pending(NamedTuple):
    """A commit on its way, with what to return to if the file cannot even be read."""

    edits: tuple[Edit, ...]
    history: History

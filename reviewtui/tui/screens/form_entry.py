"""The hand on the form: keys, what stands in the box, storing it, moving about.

All keys of the form come to this one screen, one after another: a key that is typed ahead
can never meet a row that an earlier key has already left.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from textual.events import Key, Paste
from textual.message import Message

from reviewtui.domain.ballot import Cell
from reviewtui.domain.findings import Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.sheet import Place
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.domain.typed_mark import by_digit, normalise, read_mark, shown_mark
from reviewtui.locales import _
from reviewtui.locales.width import cell_len
from reviewtui.tui import flow, reopened
from reviewtui.tui.actions import Action
from reviewtui.tui.box import EMPTY, Box
from reviewtui.tui.lines import Tone
from reviewtui.tui.outline import Entry
from reviewtui.tui.rows import instruction, waiting
from reviewtui.tui.screens.form_view import FormView
from reviewtui.tui.widgets.frame import hand_on

if TYPE_CHECKING:
    from pathlib import Path

    from reviewtui.session.changes import Change
    from reviewtui.session.scoring import Saved

EDITING = {
    "left": lambda box: box.move(-1),
    "right": lambda box: box.move(1),
    "home": lambda box: box.to(False),
    "end": lambda box: box.to(True),
    "backspace": Box.backspace,
    "delete": Box.delete,
}
STORING = ("enter", "down")
EMPTYING = "screen_menu"
LONGEST_QUOTE = 12
"""Characters of ignored text that the sentence quotes."""


class FormEntry(FormView):
    """The form with its hand: what is typed, stored, undone, and where the cursor goes."""

    class Settled(Message):
        """A commit is durable, or was refused."""

        def __init__(self, future: "Future[Saved]", typed: tuple[str, str, str]) -> None:
            super().__init__()
            self.future = future
            self.typed = typed
            """Candidate, row and text of the number that was confirmed; no text: another change."""

    def __init__(self) -> None:
        super().__init__()
        self.box = EMPTY
        self._ignored = ""
        self._swallow_enter = False
        self._awaited = 0
        self._displaced = ""
        """What to do about a file that is not in its place: the instruction until it is back."""
        self._copy: Path | None = None

    def on_mount(self) -> None:
        """Begin where the expert stopped, or at the first row."""
        candidate, row = self.scoring.place or next(iter(reopened.due(self.scoring)), ("", ""))
        if candidate not in self.scoring.candidates:
            candidate, row = self.scoring.candidates[0], ""
        self.candidate = candidate
        self.at = self.outline.position(row) or 0
        if not self.scoring.pending:
            self._saved, self._saved_tone = self._where_saved()
        self._show_place()
        self.call_after_refresh(self.painted)

    # Keys ------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        """Every key, in order."""
        event.stop()
        event.prevent_default()
        if hand_on(self, event):
            return
        swallow, self._swallow_enter = self._swallow_enter, False
        if swallow and event.key == "enter":
            return
        if event.key == "ctrl+j":
            return  # a line feed of a paste, not the Enter key
        found = self.review.keymap.action(self.SCOPE, event.key)
        if event.character == "\u3000":
            found = self.review.keymap.action(self.SCOPE, "space")
        if self.box:
            self._key_while_typing(event, found)
        elif found is not None:
            self._ignored = ""
            self.carry_out(found)
        elif event.key == "backspace":
            if self.scoring.cell(self.candidate, self.entry.code).done:
                self.say(_("To clear this row press Space and 1; a new number replaces the old"))
        elif event.character:
            self._text(event.character)

    def _key_while_typing(self, event: Key, found: Action | None) -> None:
        """A key while a number stands in the box: confirm, edit, empty, or stay put."""
        if found is not None and found.name in STORING:
            self.enter()
        elif found is not None and found.name == EMPTYING:
            self._ignored = ""
            self._type(EMPTY)
            self.say("")
        elif event.key in EDITING:
            self._ignored = ""
            self.say("")
            self._type(EDITING[event.key](self.box))
        elif found is None and event.character and event.character != " ":
            self._text(event.character)
        else:
            self._say_waiting()

    def _say_waiting(self) -> None:
        self.say(waiting(self.box.text, self.entry.row))

    def on_paste(self, event: Paste) -> None:
        """A pasted number is typed into the box; any other text is no mark."""
        event.stop()
        if normalise(event.text).refused:
            self._ignore(event.text.strip())
        else:
            for character in event.text.strip():
                self._text(character)

    def _text(self, text: str) -> None:
        typed = normalise(text, sign=self.entry.row.low < 0)
        if typed.refused:
            self._ignore(typed.refused)
            return
        if not typed.kept:
            return
        if self.box and self._ignored:
            self._warn_of_joining()
            return
        self._ignored = ""
        if sentence := self._why_closed():
            self.say(sentence)
        elif by_digit(self.entry.row):
            self._choose_level(typed.kept)
        elif (box := self.box.insert(typed.kept)) == self.box:
            self._say_waiting()
        else:
            self.say("")
            self._type(box)

    def _ignore(self, text: str) -> None:
        """Say what came that is no mark; characters of one input stand together."""
        self._ignored = (self._ignored + text)[-LONGEST_QUOTE:]
        shown = "".join(part if part.isprintable() else " " for part in self._ignored)
        self.say(_("Received the text “{text}”; it was not taken as a mark").format(text=shown))

    def _warn_of_joining(self) -> None:
        """Digits around a foreign text never join: 1、5 is no 15."""
        self.say(
            _("“{ignored}” came after {text} and is no part of it. {waiting}").format(
                ignored=self._ignored,
                text=self.box.text,
                waiting=waiting(self.box.text, self.entry.row),
            )
        )

    def _type(self, box: Box) -> None:
        self.box = box
        self.grid.type(box)

    def _choose_level(self, digit: str) -> None:
        try:
            mark = read_mark(digit, self.entry.row)
        except Refused as refused:
            self.say(str(refused))
            return
        self._store_and_move(mark)
        self._swallow_enter = True

    # Storing ---------------------------------------------------------------------------

    def enter(self) -> None:
        """Store what stands in the box and move on; an empty box stores nothing."""
        if not self.box:
            self._move_on()
            return
        if sentence := self._why_closed():
            self.say(sentence)
            return
        try:
            mark = read_mark(self.box.text, self.entry.row)
        except Refused:
            self._say_waiting()
            return
        self._store_and_move(mark)

    def _store_and_move(self, mark: Hundredths) -> None:
        from reviewtui.session.changes import MarkChange

        here, candidate, typed = self.entry, self.candidate, self.box.text

        def store(cell: Cell) -> None:
            self.say("")
            after = self._next_judged(cell)
            change = MarkChange(candidate, here.code, cell)
            self.commit([change], after.code if after else here.code, typed)
            self._move_on(stored=True)

        cell = Cell(CellState.SCORED, mark)
        reopened.with_reason(self, self.scoring, candidate, here, cell, store)

    def commit(self, changes: "Sequence[Change]", next_row: str = "", typed: str = "") -> None:
        """Store changes as one step; the header says how far that is."""
        place = (self.candidate, next_row or self.entry.code)
        here = (self.candidate, self.entry.code, typed)
        self._await(self.scoring.commit(changes, next_place=place), here)

    def _await(self, future: "Future[Saved]", typed: tuple[str, str, str] = ("", "", "")) -> None:
        self._awaited += 1
        self.show_saved(_("saving…"))
        future.add_done_callback(lambda done: self.post_message(self.Settled(done, typed)))

    def on_form_entry_settled(self, event: Settled) -> None:
        """Say 已保存 only now that it is true; after a failure show what the file says.

        The number that could not be stored stands in its box again, to be confirmed again.
        """
        self._awaited -= 1
        failure = event.future.exception()
        if failure is not None:
            self.show_saved(_("NOT SAVED"), Tone.BAD)
            sentence = str(failure).replace("\n", " ")
            self._keep_in_sight(sentence)
            self.show_all()
            candidate, row, text = event.typed
            if text and not self.box:
                self.go(candidate, row)
                self._type(Box(text, len(text)))
            self.say(sentence)
        else:
            self._say_back_in_place()
            if not self._awaited:
                self.show_saved(*self._where_saved())

    def _keep_in_sight(self, sentence: str) -> None:
        file = self.review.session.meeting.file
        self._displaced = "" if file.in_place else sentence
        self._copy = file.rescued or self._copy
        self.instruct(self._standing_instruction())

    def _say_back_in_place(self) -> None:
        """Once, when storing goes on: which file counts, and which is not needed."""
        copy, self._copy = self._copy, None
        if self._displaced or copy:
            self._displaced = ""
            self.instruct(self._standing_instruction())
        if copy is not None:
            self.say(
                _(
                    "The file is back in its place: {path} is the one that counts. "
                    "The copy {copy} is no longer needed"
                ).format(path=self.review.session.path, copy=copy)
            )

    def _where_saved(self) -> tuple[str, Tone]:
        work = self.review.work
        if work is None:
            return _("saved (this computer)"), Tone.DIM
        from reviewtui.tui.stick import saved_words, way_out

        if (advice := way_out(work)) not in ("", self._advised):
            self.say(advice)
        self._advised = advice
        return saved_words(work)

    def _why_closed(self) -> str:
        """Why no mark can be typed into the row at hand; empty if one can."""
        entry, scoring = self.entry, self.scoring
        if scoring.opened:
            return flow.opened_words()
        if scoring.sealed is not None:
            return flow.submitted_words(scoring.sealed)
        own = scoring.sheet.candidates[self.candidate]
        if entry.place is Place.SETTLED:
            settled = own.settled.get(entry.code)
            shown = "" if settled is None else shown_mark(settled, entry.row)
            return _("Row {row} was settled by the desk ({mark}); it is not marked").format(
                row=entry.code, mark=shown
            )
        if entry.place is Place.NOT_APPLICABLE:
            return _("Row {row} does not apply to this candidate; it is not marked").format(
                row=entry.code
            )
        standing = scoring.standing(self.candidate)
        if standing.state is not CandidateState.OPEN:
            return _("{state}: this candidate is not marked. PgDn goes to the next").format(
                state=label(standing.state)
            )
        return reopened.closed_words(scoring, self.candidate, entry.code)

    # Moving ----------------------------------------------------------------------------

    def go(self, candidate: str, row: str = "") -> None:
        """Put the cursor on a row; without one, on the first that waits for a mark."""
        self.candidate = candidate
        position = self.outline.position(row) if row else None
        if position is None:
            waiting = {code for own, code in reopened.due(self.scoring) if own == self.candidate}
            holes = [entry for entry in self.outline.entries if entry.code in waiting]
            position = self.outline.entries.index(holes[0]) if holes else 0
        self.at = position
        self.scoring.move(self.candidate, self.entry.code)
        self._show_place()

    def step(self, by: int) -> None:
        """Move by rows of the list in sight, never out of it except to the group beside it."""
        self._to(self.at + by)

    def _to(self, position: int) -> None:
        entries = self.outline.entries
        position = min(max(position, 0), len(entries) - 1)
        if position != self.at:
            self.go(self.candidate, entries[position].code)

    def _next_judged(self, cell: Cell | None = None) -> Entry | None:
        """Where the cursor goes after the row at hand: below it, else this candidate's next
        hole; `cell` is what the row at hand is about to hold. None if nothing is left.
        """
        below = [entry for entry in self.outline.entries[self.at + 1 :] if self._takes(entry)]
        if below:
            return below[0]
        return next(
            (
                entry
                for entry in self.outline.entries
                if self._is_hole(entry) and (entry is not self.entry or cell is None)
            ),
            None,
        )

    def _move_on(self, *, stored: bool = False) -> None:
        entry = self._next_judged()
        if entry is not None and entry is not self.entry:
            self.go(self.candidate, entry.code)
            return
        self._show_place()
        if self.shut or self.scoring.standing(self.candidate).state is not CandidateState.OPEN:
            return
        if not any(self._is_hole(entry) for entry in self.outline.entries):
            self._say_done()
        elif not stored:
            self.say(_("The box is empty: type a mark, then press Enter"))

    def _say_done(self) -> None:
        last = not self.scoring.holes()
        self.instruct(
            self._displaced
            or (
                _("All candidates are marked. Esc, then 1: submit")
                if last
                else _("This candidate is complete. PgDn: next candidate; Tab: next unmarked row")
            )
        )

    def _takes(self, entry: Entry) -> bool:
        return entry.judged and reopened.takes(self.scoring, self.candidate, entry.code)

    def _is_hole(self, entry: Entry) -> bool:
        blank = self._takes(entry) and not self.scoring.cell(self.candidate, entry.code).done
        return blank and self.scoring.standing(self.candidate).state is CandidateState.OPEN

    def _show_place(self) -> None:
        """The cursor stands elsewhere, or marks changed: paint it, and say what to do here."""
        self.box = self.grid.box = EMPTY
        self.instruct(self._standing_instruction())
        self.show_all()

    def _standing_instruction(self) -> str:
        return self._displaced or self._why_closed() or self._instruction_here()

    def _instruction_here(self) -> str:
        entry = self.entry
        whole = _("[{code} {title}]").format(code=entry.code, title=entry.title)
        sentence = instruction(whole, entry.row)
        if self.outline.single and cell_len(sentence) <= self.app.size.width - 2:
            return sentence
        return instruction(entry.code, entry.row)

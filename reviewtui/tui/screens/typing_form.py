"""The form for a paper sheet at the desk: typing it in, and changing marks on the spot.

It has the hand of the expert's form. Which rows there are, what may stand in a box and how a
number is read is the same; what it fills is somebody's paper, so that it knows no more of it
than was typed here.
"""

from collections import Counter
from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reviewtui.domain.ballot import BLANK, Cell, Standing
from reviewtui.domain.naming import candidate_name, expert_name, round_name
from reviewtui.domain.numbers import Hundredths, decimal_text
from reviewtui.domain.reasons import reasons
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import Place
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.domain.typed_mark import cell_text
from reviewtui.locales import _
from reviewtui.locales.width import wrap
from reviewtui.session.changes import MarkChange, StandingChange
from reviewtui.session.typed_pass import FIRST
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.flow import attend
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.outline import Entry, Group, Outline, outline
from reviewtui.tui.reopened import whole_words
from reviewtui.tui.screens.form_moves import FormMoves
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from reviewtui.session.desk_change import DeskChange
    from reviewtui.session.typed_sheet import TypedSheet


NAMED: Final = 5
"""Candidates up to this many are named; more are told by number."""
PAGE: Final = 5
"""Changes that are read back at once."""


class TypingForm(FormMoves):
    """One person's pass over a paper sheet; dismissed with True once it is finished."""

    SCOPE = Scope.TYPING

    def __init__(self, sheet: "TypedSheet", turn: int = FIRST) -> None:
        super().__init__()
        self._sheet, self._turn = sheet, turn

    @property
    def scoring(self) -> "TypedSheet":
        """The paper sheet at hand."""
        return self._sheet

    @cached_property
    def _outlines(self) -> dict[str, Outline]:
        return {candidate: self._outlined(candidate) for candidate in self._sheet.candidates}

    def _outlined(self, candidate: str) -> Outline:
        sheet = self._sheet
        if sheet.typed.subtotals:
            return _by_subtotals(sheet, candidate)
        whole = outline(sheet.panel, sheet.sheet, candidate)
        return whole.only({row.code for row in sheet.rows(candidate)}) if self._further else whole

    @property
    def outline(self) -> Outline:
        """The boxes of the candidate at hand."""
        return self._outlines[self.candidate]

    def _whose(self) -> str:
        words = _("{expert} on paper, first pass: {person}")
        if self._turn != FIRST:
            words = _("{expert} on paper, second pass: {person}")
        code = self._sheet.expert.code
        return words.format(expert=expert_name(code), person=self._sheet.typed.typist)

    def _filled_part(self) -> str:
        if self._further:
            return round_name(self._sheet.round)
        return _("sum {sum}").format(sum=self._sum()) if self._adds_up else ""

    @property
    def _further(self) -> bool:
        """Whether the paper says only what is another mark now."""
        return self._sheet.start is not None

    @property
    def _adds_up(self) -> bool:
        rows = self._sheet.rows(self.candidate)
        return not self._further and all(row.scale is Scale.POINTS for row in rows)

    def _sum(self) -> str:
        """What was typed for the candidate, as the paper's last line would have it."""
        cells = self._sheet.cells(self.candidate).values()
        return decimal_text(Fraction(sum(cell.mark or 0 for cell in cells), 100))

    def _hints(self) -> list[str]:
        hints = [
            _("Type what stands on the paper, not what ought to stand there."),
            _("A box that is empty on the paper stays empty here: Enter, Down."),
            *([_("The mark is then the one of the round before.")] if self._further else ()),
            _("“Unable”, recused, declined: Space."),
        ]
        if self._adds_up:
            words = _("Compare the sum {sum} with the paper, if it has one.")
            hints.append(words.format(sum=self._sum()))
        return hints

    def _show_detail(self) -> None:
        """What helps the hand; the material and other marks are no business of a typist."""
        width, height = self._detail_size
        beside = self._room.beside
        lines: list[Line] = []
        if beside:
            title = f"[{self.entry.code}] {self.entry.title}"
            lines += [line(part, Tone.STRONG) for part in wrap(title, width - 3)]
            lines.append(line())
        for hint in self._hints():
            lines += [line(part, Tone.DIM) for part in wrap(hint, width - 3)]
        lines = (lines + [line()] * height)[: height - (not beside)]
        if beside:
            shown: list[Line] = [(("| ", Tone.DIM), *spans) for spans in lines]
        else:
            shown = [line(" " + "-" * (width - 2), Tone.DIM)]
            shown += [((" ", Tone.PLAIN), *spans) for spans in lines]
        self.query_one("#detail", Lines).show(shown)

    def _why_closed(self) -> str:
        state = self._sheet.standing(self.candidate).state
        if state is CandidateState.OPEN:
            return super()._why_closed()
        return _(
            "{state}: nothing is typed here. PgDn: next candidate; Space: take it back"
        ).format(state=label(state))

    def _say_done(self) -> None:
        self.instruct(
            _("This candidate is typed. PgDn: next candidate; Tab: next empty box")
            if self._sheet.holes()
            else _("Everything is typed. Esc, then 1: finished")
        )

    # The box, and the candidate --------------------------------------------------------

    def _refusal(self, entry: Action) -> str:
        if entry.name in ("clear", "unable"):
            return self._why_closed()
        return whole_words(self._sheet, self.candidate, entry.name)

    def _label(self, entry: Action) -> str:
        state = self._sheet.standing(self.candidate).state
        if (entry.name, state) in (
            ("recuse", CandidateState.RECUSED),
            ("decline", CandidateState.DECLINED),
        ):
            return _("Take “{state}” back").format(state=label(state))
        return entry.words()

    def action_clear(self) -> None:
        """Nothing was typed into this box."""
        self.commit([MarkChange(self.candidate, self.entry.code, BLANK)])
        self.fill()

    def action_unable(self) -> None:
        """The expert could not judge the row."""
        place = self.candidate, self.entry.code
        unable = Cell(CellState.UNABLE)

        def store(reason: str) -> None:
            self.commit([MarkChange(*place, unable._replace(reason=reason))])
            self._move_on(stored=True)

        start = self._sheet.start
        needed = start is not None and start.wants_reason(*place, unable)
        self._ask_why(CellState.UNABLE, store, needed=needed)

    def ask_standing(self, state: CandidateState, then: Callable[[Standing], None]) -> None:
        """Ask for the reason on the paper."""
        self._ask_why(state, lambda reason: then(Standing(state, reason)))

    def _ask_why(
        self,
        state: CellState | CandidateState,
        then: Callable[[str], None],
        *,
        needed: bool = False,
    ) -> None:
        from reviewtui.tui.screens.reason import ask_reason

        none = _("No reason is given")

        def answer(reason: str | None) -> None:
            if reason is not None:
                then("" if reason == none else reason)

        offered = [*([] if needed else [none]), *reasons(state)]
        ask_reason(
            self, _("{state}: reason on the paper").format(state=label(state)), offered, answer
        )

    # The sheet -------------------------------------------------------------------------

    def action_hole(self) -> None:
        """The next empty box."""
        self.action_next_hole()

    def action_finish(self) -> None:
        """Say what is empty, and ask whether it is so on the paper."""
        holes = Counter(candidate for candidate, _row in self._sheet.holes())
        notes = []
        if holes:
            text = (
                _("{count} boxes are empty; their marks stay as they were.")
                if self._further
                else _("{count} boxes are empty; they count as not scored.")
            )
            notes = [text.format(count=holes.total()), *self._hole_words(holes)]
        confirm(
            self,
            _("Is everything on the paper typed?"),
            _("It is so on the paper: the pass is finished")
            if holes
            else _("Every box is typed: the pass is finished"),
            lambda: attend(self, self._sheet.finish(), lambda _saved: self._close(True)),
            notes=notes,
        )

    def _hole_words(self, holes: "Counter[str]") -> list[str]:
        """How many boxes are empty for whom; only codes where there are many."""
        text = _("{name}: {count} empty")
        if len(holes) <= NAMED:
            panel = self._sheet.panel
            return [
                text.format(name=candidate_name(panel, candidate), count=count)
                for candidate, count in holes.items()
            ]
        told = [text.format(name=candidate, count=count) for candidate, count in holes.items()]
        return [_(", ").join(told)]

    def action_stop(self) -> None:
        """Everything confirmed is kept."""
        self._close(None)

    def _close(self, outcome: "bool | Closing | None") -> None:
        if self.is_current:
            self.dismiss(outcome)  # type: ignore[arg-type]  # the form of an expert has no result


class Closing(Enum):
    """How a form of changes was left."""

    AGREED = "the expert says so"
    KEPT = "to go on with later"
    DROPPED = "nothing is to change"


class ChangingForm(TypingForm):
    """The expert stands there and says what is to be different; all other marks stay unseen.

    Dismissed with a `Closing`.
    """

    def _whose(self) -> str:
        code = self._sheet.expert.code
        return _("{expert}: change on the spot").format(expert=expert_name(code))

    def _where_saved(self) -> tuple[str, Tone]:
        count = len(self._sheet.changes())
        return _("saved; {count} changes, not in force yet").format(count=count), Tone.WARN

    def _filled_part(self) -> str:
        return ""

    def _hints(self) -> list[str]:
        return [
            _("Type only what the expert wants to be different."),
            _("All other marks stay as he submitted them; they are not shown."),
            _("An empty box here means: unchanged."),
        ]

    def _say_done(self) -> None:
        self.instruct(_("Type what changes, PgDn: next candidate. Esc, then 1: finished"))

    def _label(self, entry: Action) -> str:
        match entry.name:
            case "clear":
                return _("This row stays as it was")
            case "finish":
                return _("Finished: read the changes back to the expert")
            case "stop":
                return _("Stop: the submitted version stays as it is")
            case _other:
                return super()._label(entry)

    def action_finish(self) -> None:
        """Read the changes back to the expert."""
        if not self._sheet.changes():
            self.say(_("Nothing was changed yet: type what is to be different"))
            return
        self._read_back(0)

    def _read_back(self, first: int) -> None:
        """Some changes at a time, each lot with a yes of its own."""
        changes = self._sheet.changes()
        end = first + PAGE
        confirm(
            self,
            _("Is this what the expert says?"),
            _("Yes: these are the changes") if end >= len(changes) else _("Yes: read on"),
            lambda: self._close(Closing.AGREED) if end >= len(changes) else self._read_back(end),
            notes=[self._change_words(change) for change in changes[first:end]],
        )

    def _change_words(self, change: "DeskChange") -> str:
        sheet = self._sheet
        who = candidate_name(sheet.panel, change.candidate)
        if isinstance(change, StandingChange):
            return f"{who}: {label(change.standing.state)}"
        row = sheet.sheet.row(change.row)
        return f"{who}  {change.row} {row.name()}: {cell_text(change.cell, row)}"

    def action_stop(self) -> None:
        """Ask what becomes of the changes, if there are any."""
        if not self._sheet.changes():
            self._close(Closing.DROPPED)
            return
        items = [
            Choice(_("Keep what was typed, to go on later; it is not in force"), Closing.KEPT),
            Choice(_("Drop what was typed"), Closing.DROPPED),
        ]

        def take(closing: Closing | None) -> None:
            if closing is not None:
                self._close(closing)

        notes = [_("The submitted version stays as it is.")]
        self.app.push_screen(Menu(_("Stop"), items, notes=notes), take)


def _by_subtotals(sheet: "TypedSheet", candidate: str) -> Outline:
    """One box per primary."""
    groups = tuple(
        Group(
            row.code,
            sheet.sheet.title(candidate, row.code, row.name()),
            (Entry(row, Place.JUDGED, sheet.sheet.title(candidate, row.code, row.name())),),
            Hundredths(row.full),
        )
        for row in sheet.rows(candidate)
    )
    return Outline(groups, tuple(entry for group in groups for entry in group.entries), True)

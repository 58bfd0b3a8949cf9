"""A paper sheet on its way into the session: who may type now, where two readings differ.

One person types it, a second one types it again or compares it with the paper, every
difference is looked up, then it becomes a ballot. Commands and screens ask here alike.
"""

from dataclasses import replace
from enum import StrEnum

from reviewtui.domain.ballot import BLANK, OPEN, Ballot, Cell
from reviewtui.domain.findings import Refused
from reviewtui.domain.further_round import strays
from reviewtui.domain.naming import candidate_name, same_person
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.states import CellState, label
from reviewtui.domain.subtotals import why_no_subtotals
from reviewtui.domain.typed_mark import cell_text, normalise, read_mark
from reviewtui.locales import _
from reviewtui.session.paper_entry import Box, boxes, paper_ballot
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, TypedIn, require_sheet, take_typed
from reviewtui.session.typed_pass import (
    FIRST,
    PAPER,
    SECOND,
    WHOLE,
    Place,
    TypedPass,
    differences,
    discard_passes,
    keep_pass,
    read_pass,
)


class Stage(StrEnum):
    """How far a paper sheet has come."""

    NEW = "new"
    FIRST = "first"
    WAITS = "waits"
    SECOND = "second"
    DIFFER = "differ"
    AGREED = "agreed"


class PaperWork:
    """One expert's paper sheet in one round.

    Raises:
        Refused: If the desk cannot enter marks of this expert now.
    """

    def __init__(self, session: Session, expert: str, number: int | None = None) -> None:
        self.session, self.expert = session, expert
        self.round: int = number or session.meeting.round
        self.start = require_sheet(session, expert, self.round)
        """What a further round began with; None in the first."""

    def typed(self, turn: int) -> TypedPass | None:
        """A pass as it was left; None if nobody began it."""
        return read_pass(self.session.meeting, self.expert, self.round, turn)

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        first, second = self.typed(FIRST), self.typed(SECOND)
        if first is None:
            return Stage.NEW
        if not first.finished:
            return Stage.FIRST
        if second is None:
            return Stage.WAITS
        if not second.finished:
            return Stage.SECOND
        return Stage.DIFFER if differences(first, second) else Stage.AGREED

    def boxes(self, *, subtotals: bool) -> list[Box]:
        """Every box of the sheet, in its order."""
        return boxes(self.session, self.expert, self.start, subtotals=subtotals)

    def why_no_subtotals(self) -> str:
        """Why it cannot be typed by subtotals, as a sentence; "" if it can."""
        if self.start is not None:
            return _("in a further round the sheet has a box for each reopened row")
        return why_no_subtotals(self.session.panel, self.session.sheet)

    def begin_first(self, typist: str, *, subtotals: bool) -> TypedPass:
        """The first pass, begun or gone on with.

        Raises:
            Refused: If somebody else is at it, or there are no subtotals here.
        """
        if subtotals and (why := self.why_no_subtotals()):
            raise Refused(why)
        begun = self.typed(FIRST)
        if begun is not None and not same_person(begun.typist, typist):
            raise Refused(
                _(
                    "{person} has begun to type this sheet and not finished; let {person} go on, "
                    "or discard what was typed"
                ).format(person=begun.typist)
            )
        return begun or TypedPass(typist, subtotals=subtotals)

    def require_second(self, typist: str) -> TypedPass:
        """The finished first pass, if this person may be the second one.

        Raises:
            Refused: If there is nothing to type again, or it is the same person.
        """
        first = self.typed(FIRST)
        if first is None or not first.finished:
            raise Refused(_("nobody has typed this sheet yet; there is nothing to confirm"))
        if same_person(typist, first.typist):
            sentence = _("{person} typed this sheet first; the second pass is for somebody else")
            raise Refused(sentence.format(person=typist))
        return first

    def begin_second(self, typist: str) -> TypedPass:
        """The second pass, begun or gone on with.

        Raises:
            Refused: As `require_second`, or if somebody else is at it.
        """
        first, second = self.require_second(typist), self.typed(SECOND)
        if second is not None and not same_person(second.typist, typist):
            raise Refused(
                _(
                    "{person} has typed the second pass as far as it is; let {person} go on, or "
                    "forget the second pass first"
                ).format(person=second.typist)
            )
        return second or TypedPass(typist, subtotals=first.subtotals)

    def keep(self, typed: TypedPass, turn: int) -> None:
        """Make a pass durable as far as it is typed."""
        keep_pass(self.session.meeting, self.expert, self.round, turn, typed)

    def discard(self, *turns: int) -> None:
        """Forget these passes; both if none is named."""
        discard_passes(self.session.meeting, self.expert, self.round, turns or PAPER)

    def differences(self) -> list[Place]:
        """Where the two passes differ, noted with the second one the first time."""
        first, second = self.typed(FIRST), self.typed(SECOND)
        if first is None or second is None:
            return []
        places = differences(first, second)
        if places and not second.differed:
            self.keep(replace(second, differed=len(places)), SECOND)
        return places

    def settle(self, place: Place, turn: int) -> None:
        """What this pass says at a place stands on the paper; the other one then says so, too."""
        first, second = self.typed(FIRST), self.typed(SECOND)
        if first is None or second is None:
            return
        if turn == FIRST:
            self.keep(second.agreeing(place, first), SECOND)
        else:
            self.keep(first.agreeing(place, second), FIRST)

    def read(self, place: Place, text: str) -> Cell:
        """What a number typed for a place stands for; nothing typed is an empty box.

        Raises:
            Refused: With one sentence, if it is no mark of that row.
        """
        first = self.typed(FIRST)
        typed = normalise(text)
        if typed.refused or first is None:
            raise Refused(_("“{text}” is not a number").format(text=text))
        if not typed.kept:
            return BLANK
        return Cell(CellState.SCORED, read_mark(typed.kept, self._row(first, place)))

    def settle_as(self, place: Place, cell: Cell) -> None:
        """Both misread a box: this stands on the paper."""
        for turn in (FIRST, SECOND):
            if (typed := self.typed(turn)) is not None:
                candidate, code = place
                whole = TypedPass(typed.typist, {candidate: {code: cell}})
                self.keep(typed.agreeing(place, whole), turn)

    def wants_reason(self, place: Place, cell: Cell) -> bool:
        """Whether the paper must say why: in a further round it is another mark than before."""
        candidate, code = place
        return self.start is not None and self.start.wants_reason(candidate, code, cell)

    def faults(self, typed: TypedPass) -> list[str]:
        """What in a whole reading does not fit the round it belongs to."""
        if self.start is None:
            return []
        ballot = paper_ballot(self.session, self.expert, self.round, typed, self.start)
        return strays(ballot, self.start)

    def reason_at(self, place: Place) -> str:
        """The reason that one of both typed at a place; "" if none did."""
        candidate, code = place
        passes = [typed for turn in (SECOND, FIRST) if (typed := self.typed(turn)) is not None]
        return next(filter(None, (typed.cell(candidate, code).reason for typed in passes)), "")

    def place_words(self, place: Place) -> str:
        """Candidate and row of a place."""
        candidate, code = place
        who = candidate_name(self.session.panel, candidate)
        return who if code == WHOLE else _(", ").join((who, code))

    def said_words(self, typed: TypedPass, place: Place) -> str:
        """What one person typed at a place."""
        candidate, code = place
        if code == WHOLE:
            return label(typed.standings.get(candidate, OPEN).state)
        cell = typed.cell(candidate, code)
        if self.start is not None and not cell.done:
            return _("as before")
        return cell_text(cell, self._row(typed, place))

    def take(self, reason: str = "") -> tuple[Ballot, TypedIn, Entry]:
        """Seal what both passes agree on.

        Args:
            reason: Why it replaces what is there; "" if it replaces nothing.

        Raises:
            Refused: If they do not agree, or with everything that does not fit.
        """
        first, second = self.typed(FIRST), self.typed(SECOND)
        if first is None or second is None or self.stage is not Stage.AGREED:
            raise Refused(_("the two passes do not agree yet; nothing was taken"))
        return self._seal(second, (first.typist, second.typist), reason, confirmed=False)

    def confirm(self, typist: str, reason: str = "") -> tuple[Ballot, TypedIn, Entry]:
        """Seal the first pass, which a second person compared with the paper.

        Raises:
            Refused: As `require_second` and `take`.
        """
        first = self.require_second(typist)
        return self._seal(first, (first.typist, typist), reason, confirmed=True)

    def _seal(
        self, typed: TypedPass, by: tuple[str, str], reason: str, *, confirmed: bool
    ) -> tuple[Ballot, TypedIn, Entry]:
        ballot = paper_ballot(self.session, self.expert, self.round, typed, self.start)
        entry = Entry(
            by=by,
            reason=reason,
            confirmed=confirmed,
            subtotals=typed.subtotals,
            differed=typed.differed,
        )
        return ballot, take_typed(self.session, ballot, entry, typed=PAPER), entry

    def _row(self, typed: TypedPass, place: Place) -> ScoredRow:
        return next(
            box.row
            for box in self.boxes(subtotals=typed.subtotals)
            if (box.candidate, box.row.code) == place
        )

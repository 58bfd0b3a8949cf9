"""Typing a paper sheet in, line by line: one person's pass, and settling where two differ."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.domain.ballot import BLANK, Cell, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.further_round import RoundStart
from reviewtui.domain.naming import candidate_name
from reviewtui.domain.numbers import mark_text
from reviewtui.domain.reasons import changing_reasons, reasons
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.domain.typed_mark import normalise, read_mark
from reviewtui.locales import _
from reviewtui.session.paper_entry import Box, boxes
from reviewtui.session.typed_pass import FIRST, SECOND, WHOLE, Place, TypedPass

if TYPE_CHECKING:
    from reviewtui.session.paper_work import PaperWork
    from reviewtui.session.session import Session

MENU: Final = frozenset(".。．")
"""What is typed for the menu; a mark has digits too."""


class _Choice(IntEnum):
    UNABLE = 0
    RECUSED = 1
    DECLINED = 2
    BACK = 3


class PaperTyping:
    """One person before one paper sheet.

    Args:
        session: Of the desk.
        expert: Whose sheet it is.
        typed: What was typed before.
        talk: The person.
        keep: Makes what is typed durable.
        start: What he begins a further round with.
    """

    def __init__(
        self,
        session: "Session",
        expert: str,
        typed: TypedPass,
        talk: Dialogue,
        keep: Callable[[TypedPass], None],
        start: RoundStart | None = None,
    ) -> None:
        self._session, self._talk, self._keep, self._start = session, talk, keep, start
        self._boxes = boxes(session, expert, start, subtotals=typed.subtotals)
        self.typed = typed

    def run(self) -> TypedPass:
        """Go through every box that is not typed yet; every answer is kept at once.

        Raises:
            EOFError: If nobody answers any more; what was typed is kept.
        """
        self._talk.tell(
            _(
                "Type the marks as they stand on the paper; several of one candidate in a line, "
                "with blanks between. Enter alone: the box is empty. A point shows the menu."
            )
        )
        if self._start is not None:
            self._talk.tell(_("Where the box is empty, the mark of the round before stays."))
        at, told = self._next(0), ""
        while at < len(self._boxes):
            box = self._boxes[at]
            if box.candidate != told:
                told = box.candidate
                self._talk.tell("", candidate_name(self._session.panel, told))
            at = self._ask(at, box)
        self._store(replace(self.typed, finished=True))
        return self.typed

    def _ask(self, at: int, box: Box) -> int:
        """Ask for a box and those behind it; the position to go on with."""
        answer = self._talk.ask(_question(box.row))
        if answer in MENU and answer:
            return self._menu(at, box)
        if not answer:
            self._put([(box, BLANK)])
            return self._next(at)
        words = answer.replace("\u3000", " ").split()
        same = [other for other in self._boxes[at:] if other.candidate == box.candidate]
        if len(words) > len(same):
            sentence = _("{count} marks were typed, but only {left} boxes are left here")
            self._talk.tell(sentence.format(count=len(words), left=len(same)))
            return at
        try:
            read = [
                (other, self._read(word, other.row))
                for word, other in zip(words, same, strict=False)
            ]
        except Refused as refused:
            self._talk.tell_refusal(refused)
            return at
        reasoned = [(other, self._reasoned(other, cell)) for other, cell in read]
        if lacking := [other.row.code for other, cell in reasoned if self._lacks(other, cell)]:
            self._talk.tell(
                _("{rows}: another mark without a reason; nothing of this line was kept").format(
                    rows=_(", ").join(lacking)
                )
            )
            return at
        self._put(reasoned)
        return self._next(at + len(read) - 1)

    def _reasoned(self, box: Box, cell: Cell) -> Cell:
        """With the reason on the paper, where the mark is another one than before."""
        if not self._lacks(box, cell):
            return cell
        return cell._replace(reason=_why_changed(self._talk, box.row.code))

    def _lacks(self, box: Box, cell: Cell) -> bool:
        start = self._start
        return start is not None and start.unsettled(box.candidate, box.row.code, cell)

    def _read(self, word: str, row: ScoredRow) -> Cell:
        typed = normalise(word)
        if typed.refused or not typed.kept:
            raise Refused(_("“{text}” is not a number").format(text=word))
        try:
            mark = read_mark(typed.kept, row)
        except Refused as refused:
            reason = refused.reasons[0].sentence
            raise Refused(_("{row}: {takes}").format(row=row.code, takes=reason)) from refused
        return Cell(CellState.SCORED, mark)

    def _menu(self, at: int, box: Box) -> int:
        chosen = self._talk.choose(
            _("{row}: what stands on the paper?").format(row=box.row.code),
            [
                _("this row: unable"),
                _("the whole candidate: recused"),
                _("the whole candidate: declined"),
                _("go back one box"),
            ],
            _("a mark after all"),
        )
        if chosen is None:
            return at
        match _Choice(chosen):
            case _Choice.UNABLE:
                cell = Cell(CellState.UNABLE, reason=self._why(CellState.UNABLE))
                if self._lacks(box, cell):
                    self._talk.tell(_("It was marked before; say why it cannot be judged now"))
                    return at
                self._put([(box, cell)])
                return self._next(at)
            case _Choice.RECUSED | _Choice.DECLINED if self._parted(box.candidate):
                told = _("Not reopened as a whole in this round; tell the desk of a recusal")
                self._talk.tell(told)
                return at
            case _Choice.RECUSED:
                return self._stand(at, box.candidate, CandidateState.RECUSED)
            case _Choice.DECLINED:
                return self._stand(at, box.candidate, CandidateState.DECLINED)
            case _Choice.BACK:
                return self._back(at)

    def _back(self, at: int) -> int:
        """The box before this one, empty again."""
        if at == 0:
            return at
        box = self._boxes[at - 1]
        own = dict(self.typed.cells.get(box.candidate, {}))
        own.pop(box.row.code, None)
        standings = dict(self.typed.standings)
        standings.pop(box.candidate, None)
        cells = {**self.typed.cells, box.candidate: own}
        self._store(replace(self.typed, cells=cells, standings=standings))
        return next(
            position
            for position, other in enumerate(self._boxes)
            if other.candidate == box.candidate and other.row.code not in own
        )

    def _stand(self, at: int, candidate: str, state: CandidateState) -> int:
        standings = {**self.typed.standings, candidate: Standing(state, self._why(state))}
        cells = {code: own for code, own in self.typed.cells.items() if code != candidate}
        self._store(replace(self.typed, cells=cells, standings=standings))
        return self._next(at)

    def _parted(self, candidate: str) -> bool:
        """Whether only some rows of the candidate are reopened."""
        return self._start is not None and not self._start.reopens_whole(candidate)

    def _why(self, state: CellState | CandidateState) -> str:
        offered = reasons(state)
        chosen = self._talk.choose(_("Reason on the paper"), offered, _("none"))
        return "" if chosen is None else offered[chosen]

    def _next(self, at: int) -> int:
        """The next box that was not gone through, from a position on."""
        for position in range(at, len(self._boxes)):
            box = self._boxes[position]
            if box.candidate in self.typed.standings:
                continue
            if box.row.code not in self.typed.cells.get(box.candidate, {}):
                return position
        return len(self._boxes)

    def _put(self, read: Sequence[tuple[Box, Cell]]) -> None:
        cells = {candidate: dict(own) for candidate, own in self.typed.cells.items()}
        for box, cell in read:
            cells.setdefault(box.candidate, {})[box.row.code] = cell
        self._store(replace(self.typed, cells=cells))

    def _store(self, typed: TypedPass) -> None:
        self._keep(typed)
        self.typed = typed


class Settling:
    """Two passes that differ, and the paper that decides."""

    def __init__(self, paper: "PaperWork", talk: Dialogue) -> None:
        self._paper, self._talk = paper, talk

    def run(self) -> None:
        """Ask at every difference what stands on the paper; each answer is kept at once.

        Raises:
            EOFError: If nobody answers any more; what was settled is kept.
        """
        while places := self._paper.differences():
            self._settle(places[0])

    def _settle(self, place: Place) -> None:
        choices = [
            _("{said} (typed by {person})").format(
                said=self._paper.said_words(typed, place), person=typed.typist
            )
            for turn in (FIRST, SECOND)
            if (typed := self._paper.typed(turn)) is not None
        ]
        if place[1] != WHOLE:
            choices.append(_("Neither: something else stands there"))
        chosen = self._talk.choose(
            _("{place}: what stands on the paper?").format(place=self._paper.place_words(place)),
            choices,
            _("look again"),
        )
        if chosen in (0, 1):
            self._paper.settle(place, (FIRST, SECOND)[chosen])
        elif chosen is not None:
            self._settle_anew(place)

    def _settle_anew(self, place: Place) -> None:
        answer = self._talk.ask(_("What stands on the paper? (Enter: the box is empty)"))
        try:
            cell = self._paper.read(place, answer)
            if self._paper.wants_reason(place, cell):
                reason = self._paper.reason_at(place) or _why_changed(self._talk, place[1])
                cell = cell._replace(reason=reason)
            self._paper.settle_as(place, cell)
        except Refused as refused:
            self._talk.tell_refusal(refused)


def _why_changed(talk: Dialogue, code: str) -> str:
    """The reason on the paper for another mark than in the round before; "" for none."""
    offered = changing_reasons()
    title = _("{place}: which reason stands on the paper?").format(place=code)
    chosen = talk.choose(title, [*offered, _("another reason (type it)")], _("none"))
    if chosen is None:
        return ""
    return offered[chosen] if chosen < len(offered) else talk.ask(_("The reason"))


def _question(row: ScoredRow) -> str:
    title = f"{row.code} {row.name()}"
    if row.scale is Scale.YES_NO:
        return _("{row} (1 yes, 0 no)").format(row=title)
    if row.scale is Scale.LEVELS:
        numbered = ", ".join(f"{at} {level.name}" for at, level in enumerate(row.levels, 1))
        return _("{row} ({levels}; type the number of the level)").format(
            row=title, levels=numbered
        )
    return _("{row} ({low} to {top}, step {step})").format(
        row=title, low=mark_text(row.low), top=mark_text(row.top), step=mark_text(row.step)
    )

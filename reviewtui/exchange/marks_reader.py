"""One line of a marks file after another: what it says, and whether that can be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from reviewtui.domain.ballot import BLANK, Cell, Standing
from reviewtui.domain.fields import text_faults
from reviewtui.domain.naming import matching
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Scale
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.exchange.written_mark import NotAMark, amiss, read_mark
from reviewtui.locales import _

WHOLE: Final = {
    "recused": CandidateState.RECUSED,
    "declined": CandidateState.DECLINED,
}
"""States that an expert says of a whole candidate."""

STATES: Final = ("", "scored", "not_applicable", "unable", *WHOLE)


@dataclass(slots=True)
class Line:
    """The fields of one line; all but the comment without surrounding blanks."""

    number: int
    expert: str
    candidate: str
    indicator: str
    mark: str
    state: str
    comment: str


@dataclass(slots=True)
class _Pair:
    """What one expert said of one candidate so far.

    `seen` holds the lines by row or, where a line names no row, by state.
    """

    cells: dict[str, Cell]
    seen: dict[str, int] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    standing: Standing | None = None
    recused_before: bool = False
    said_on: int = 0
    marked_on: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """One expert's marks, complete: every judged row of every candidate assigned to him.

    A candidate he recused himself from or declined has a standing and no cells.
    """

    expert: str
    cells: Mapping[str, Mapping[str, Cell]]
    standings: Mapping[str, Standing]
    comments: Mapping[str, Mapping[str, str]]


class LineReader:
    """Reads lines in any order; what cannot be is told to `find` with its line.

    `blind`: what is told never repeats a mark.
    """

    def __init__(
        self,
        panel: Panel,
        sheet: Sheet,
        find: Callable[[int, str], None],
        *,
        blind: bool = False,
    ) -> None:
        self._panel, self._sheet, self._find = panel, sheet, find
        self._blind = blind
        self._assigned = {
            expert.code: frozenset(panel.assigned(expert.code)) for expert in panel.experts
        }
        self._recused = {(item.expert, item.candidate): item for item in panel.recusals}
        self._places = {
            code: {row: sheet.place(code, row) for row in sheet.index} for code in sheet.candidates
        }
        self._blank = {
            code: {row: BLANK for row, where in places.items() if where is Place.JUDGED}
            for code, places in self._places.items()
        }
        self._pairs: dict[str, dict[str, _Pair]] = {}
        self._marks: dict[tuple[str, str], Cell | str] = {}

    def read(self, line: Line) -> None:
        """Take one line, or find what is wrong with it."""
        pair = self._pair(line)
        if pair is None:
            return
        if line.comment:
            self._check_comment(line)
        row = line.indicator
        key = row or line.state
        if line.state not in STATES:
            self._find(line.number, _unknown_state(line.state))
        elif row and row not in self._sheet.index:
            self._find(line.number, self._unknown_row(row))
        elif key in pair.seen:
            self._find(
                line.number,
                _("stands here twice; see line {line}").format(line=pair.seen[key]),
            )
        else:
            pair.seen[key] = line.number
            if line.state in WHOLE:
                self._take_standing(line, pair)
            elif row:
                self._take_cell(line, pair)
            else:
                self._take_remark(line, pair)

    def taken(self) -> Iterator[Taken]:
        """What was read, by expert in the panel's order; valid only if nothing was found."""
        for expert in self._panel.experts:
            pairs = self._pairs.get(expert.code)
            if pairs is None:
                continue
            standings = {}
            cells: dict[str, Mapping[str, Cell]] = {}
            for code in self._panel.assigned(expert.code):
                pair = pairs.get(code)
                known = self._recused.get((expert.code, code))
                if known:
                    standings[code] = Standing(CandidateState.RECUSED, known.reason)
                elif pair and pair.standing:
                    standings[code] = pair.standing
                else:
                    cells[code] = pair.cells if pair else self._blank[code]
            comments = {code: pair.comments for code, pair in pairs.items() if pair.comments}
            yield Taken(expert.code, cells, standings, comments)

    def _pair(self, line: Line) -> _Pair | None:
        pairs = self._pairs.get(line.expert)
        pair = pairs.get(line.candidate) if pairs else None
        if pair is not None:
            return pair
        assigned = self._assigned.get(line.expert)
        if assigned is None:
            self._find(
                line.number,
                _("there is no expert {code}").format(code=_shown(line.expert))
                + _near(line.expert, self._assigned),
            )
        if line.candidate not in self._places:
            self._find(
                line.number,
                _("there is no candidate {code}").format(code=_shown(line.candidate))
                + _near(line.candidate, self._places),
            )
        elif assigned is not None and line.candidate not in assigned:
            self._find(
                line.number,
                _("expert {expert} is not to judge candidate {candidate}").format(
                    expert=line.expert, candidate=line.candidate
                ),
            )
        elif assigned is not None:
            pair = _Pair(
                dict(self._blank[line.candidate]),
                recused_before=(line.expert, line.candidate) in self._recused,
            )
            self._pairs.setdefault(line.expert, {})[line.candidate] = pair
        return pair

    def _take_standing(self, line: Line, pair: _Pair) -> None:
        state = WHOLE[line.state]
        if line.mark:
            self._find(line.number, _("the state “{state}” takes no mark").format(state=line.state))
        elif pair.marked_on:
            self._contradicts(line, pair.marked_on)
        elif pair.standing and pair.standing.state is not state:
            self._contradicts(line, pair.said_on)
        elif pair.recused_before and state is not CandidateState.RECUSED:
            self._find(line.number, _recorded(line))
        else:
            pair.standing = Standing(state, line.comment or (pair.standing or Standing()).reason)
            pair.said_on = pair.said_on or line.number

    def _take_cell(self, line: Line, pair: _Pair) -> None:
        place = self._places[line.candidate][line.indicator]
        if line.state == "not_applicable":
            if place is not Place.NOT_APPLICABLE:
                self._find(
                    line.number,
                    _(
                        "{row} applies to candidate {candidate}: only the panel can say that a "
                        "row does not apply"
                    ).format(row=line.indicator, candidate=line.candidate),
                )
            elif line.mark:
                self._find(
                    line.number, _("the state “{state}” takes no mark").format(state=line.state)
                )
            return
        if line.mark or line.state:
            self._take_mark(line, pair, place)
        if line.comment and line.state != "unable":
            pair.comments[line.indicator] = line.comment

    def _take_mark(self, line: Line, pair: _Pair, place: Place) -> None:
        if place is Place.SETTLED:
            self._find(
                line.number,
                _("{row} is settled by the desk and takes no mark").format(row=line.indicator),
            )
        elif place is Place.NOT_APPLICABLE:
            self._find(
                line.number,
                _("{row} does not apply to candidate {candidate} and takes no mark").format(
                    row=line.indicator, candidate=line.candidate
                ),
            )
        elif pair.standing:
            self._contradicts(line, pair.said_on)
        elif pair.recused_before:
            self._find(line.number, _recorded(line))
        elif line.state == "unable":
            if line.mark:
                self._find(
                    line.number, _("the state “{state}” takes no mark").format(state=line.state)
                )
            pair.cells[line.indicator] = Cell(CellState.UNABLE, reason=line.comment)
            pair.marked_on = pair.marked_on or line.number
        elif not line.mark:
            self._find(line.number, _("is scored, but has no mark"))
        else:
            cell = self._cell(line.indicator, line.mark)
            if isinstance(cell, str):
                self._find(line.number, f"{line.indicator}: {cell}")
            else:
                pair.cells[line.indicator] = cell
                pair.marked_on = pair.marked_on or line.number

    def _cell(self, code: str, mark: str) -> Cell | str:
        """The cell for a mark, or the sentence that refuses it; each is read only once."""
        known = self._marks.get((code, mark))
        if known is None:
            try:
                typed = read_mark(mark, self._sheet.row(code))
                known = Cell(CellState.SCORED, typed)
            except NotAMark as fault:
                known = str(fault)
                if self._blind:
                    known = self._hidden(code, mark)
            self._marks[code, mark] = known
        return known

    def _hidden(self, code: str, mark: str) -> str:
        """What is wrong with a mark that nobody may know yet."""
        by_number = self._sheet.row(code).scale in (Scale.POINTS, Scale.PERCENT)
        if what := amiss(mark) if by_number else "":
            sentence = _("is no usable mark: it has {what}; let the expert correct it")
            return sentence.format(what=what)
        return _("is no usable mark; let the expert correct it")

    def _take_remark(self, line: Line, pair: _Pair) -> None:
        """A line without an indicator: a comment on the whole candidate."""
        if line.mark or line.state:
            self._find(line.number, _("says no indicator; a mark belongs to one row"))
        elif not line.comment:
            self._find(line.number, _("says nothing: no indicator, no mark, no state, no comment"))
        else:
            pair.comments[""] = line.comment

    def _check_comment(self, line: Line) -> None:
        for fault in text_faults(line.comment):
            self._find(line.number, fault)

    def _contradicts(self, line: Line, other: int) -> None:
        self._find(
            line.number,
            _("contradicts line {line} about candidate {candidate}").format(
                line=other, candidate=line.candidate
            ),
        )

    def _unknown_row(self, code: str) -> str:
        table = self._panel.table
        if code not in table:
            return _("there is no indicator {code}").format(code=_shown(code)) + _near(
                code, self._sheet.index
            )
        above = [node.code for node in table.path(code) if node.code in self._sheet.index]
        if above:
            return _("{code} is not scored by itself; marks go to {row}").format(
                code=code, row=above[0]
            )
        return _("{code} is not scored by itself; marks go to the rows below it").format(code=code)


def _recorded(line: Line) -> str:
    return _("expert {expert} is recused from candidate {candidate} in the panel").format(
        expert=line.expert, candidate=line.candidate
    )


def _unknown_state(state: str) -> str:
    known = ", ".join(filter(None, STATES))
    sentence = _("“{state}” is no state; one of: {known}").format(state=state, known=known)
    for named in (*CellState, *CandidateState):
        if named.value in STATES and state.casefold() in (named.value, label(named)):
            return sentence + _("; if {meant} is meant, write {meant}").format(meant=named.value)
    return sentence


def _shown(code: str) -> str:
    return code[:40] or "“”"


def _near(code: str, known: Mapping[str, object]) -> str:
    """A suggestion where a spreadsheet has eaten or a person has added leading zeros."""
    meant = matching(known, code)
    return _("; if {meant} is meant, write {meant}").format(meant=meant) if meant else ""

"""回避一览: experts by candidates, for a draft and for a running session."""

from collections.abc import Callable
from typing import Final, Protocol

from reviewtui.domain.naming import candidate_number, expert_name
from reviewtui.domain.panel import Candidate, Expert
from reviewtui.domain.recusal_matrix import RecusalMatrix, Tie
from reviewtui.locales import N_, _
from reviewtui.tui.actions import Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

_CELLS: Final = {
    Tie.JUDGES: "·",
    Tie.RECUSED: N_("rec."),
    Tie.LATE: N_("rec."),
    Tie.SAME_UNIT: N_("ask?"),
    Tie.NOT_ASSIGNED: "-",
}
_WIDTH: Final = 6
_NAME: Final = 20


class Recusals(Protocol):
    """Where the recusals of a grid are kept, and how one is changed."""

    def __init__(self, screen: "RecusalsScreen") -> None: ...

    def matrix(self) -> RecusalMatrix:
        """The grid as it stands."""

    def title(self) -> str:
        """The meeting."""

    def recuse(self, expert: str, candidate: str) -> None:
        """Ask for the reason and recuse."""

    def change(self, expert: str, candidate: str) -> None:
        """Offer what can be done with a recusal that is there."""


class RecusalsScreen(TablePage[None]):
    """A row per expert, a column per candidate; the cell under the cursor is told in line 4."""

    SCOPE = Scope.RECUSALS

    def __init__(self, kept: "Callable[[RecusalsScreen], Recusals]", row: str = "") -> None:
        """Set out the grid.

        Args:
            kept: Makes the keeper of the recusals for this screen.
            row: Code of the expert the cursor goes to.
        """
        super().__init__()
        self._kept = kept(self)
        self._wanted = row

    def fill(self) -> None:
        """Show the grid."""
        matrix = self._kept.matrix()
        self.head = Head(
            self._kept.title(),
            _("Recusals"),
            _("{count} recusals").format(count=len(matrix.recusals)),
        )
        columns = [
            Column(f" {candidate.code}", _WIDTH, moving=True) for candidate in matrix.candidates
        ]
        layout = Layout((Column(_("no."), 5), *columns, Column(_("expert"))), least=_NAME)
        items: list[Item] = [Heads(layout)]
        items += [self._row(matrix, expert, layout) for expert in matrix.experts]
        if not matrix.experts or not matrix.candidates:
            items = [Words(), Words(_("First put in candidates and experts: steps 4 and 5."))]
        self.show(items, key=self._wanted or None)
        self._wanted = ""
        self.moved()

    def _row(self, matrix: RecusalMatrix, expert: Expert, layout: Layout) -> Row:
        ties = [matrix.tie(expert, candidate) for candidate in matrix.candidates]
        cells = (f" {_(_CELLS[tie])}" for tie in ties)
        name = f"{expert.name}  {expert.unit}".strip()
        tone = Tone.WARN if Tie.SAME_UNIT in ties else Tone.PLAIN
        digits = expert.code if expert.code.isascii() and expert.code.isdecimal() else ""
        return Row(expert.code, layout, (expert.code, *cells, name), tone, number=digits)

    def _pair(self) -> tuple[Expert, Candidate] | None:
        matrix = self._kept.matrix()
        column = self.table.column
        expert = next((one for one in matrix.experts if one.code == self.table.key), None)
        if expert is None or column is None or column >= len(matrix.candidates):
            return None
        return expert, matrix.candidates[column]

    def moved(self) -> None:
        """The pair under the cursor in full, and what Enter does."""
        pair = self._pair()
        if pair is None:
            self.instruct(_("There is nobody to be recused yet; Esc goes back"))
            return
        expert, candidate = pair
        matrix = self._kept.matrix()
        tie = matrix.tie(expert, candidate)
        recusal = matrix.recusal(expert.code, candidate.code)
        text = _("{expert} and {candidate}: {state}; {count} experts judge it")
        self.instruct(
            text.format(
                expert=f"{expert_name(expert.code)} {expert.name}",
                candidate=f"{candidate_number(candidate.code)} {candidate.name}",
                state=_state(tie, recusal.reason if recusal else ""),
                count=matrix.judges(candidate),
            )
        )

    def chosen(self, key: str, column: int | None) -> None:
        """Recuse the pair, or offer to change its recusal."""
        del key, column
        pair = self._pair()
        if pair is None:
            return
        expert, candidate = pair[0].code, pair[1].code
        tie = self._kept.matrix().tie(*pair)
        if tie is Tie.NOT_ASSIGNED:
            self.say(_("This expert is not to judge this candidate anyway"))
        elif tie in (Tie.RECUSED, Tie.LATE):
            self._kept.change(expert, candidate)
        else:
            self._kept.recuse(expert, candidate)


def _state(tie: Tie, reason: str) -> str:
    match tie:
        case Tie.RECUSED | Tie.LATE:
            said = _("recused") if tie is Tie.RECUSED else _("recused after the meeting was made")
            return _("{state}, {reason}").format(state=said, reason=reason) if reason else said
        case Tie.SAME_UNIT:
            return _("of the same unit, Enter recuses")
        case Tie.NOT_ASSIGNED:
            return _("not to judge it anyway")
    return _("judges it, Enter recuses")

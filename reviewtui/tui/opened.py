"""One total laid open, level by level: the chain, a primary's rows, a row's marks, an expert."""

from collections.abc import Iterator
from typing import Final

from reviewtui.domain.naming import expert_name, title
from reviewtui.domain.numbers import mark_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import CellState, label
from reviewtui.locales import _
from reviewtui.tally.explain import (
    ExpertPart,
    Explanation,
    MarkPart,
    PrimaryPart,
    RowPart,
)
from reviewtui.tally.explain_words import (
    chain,
    chain_lines,
    left_out_sentence,
    standing_sentence,
    sums_note,
    total_sentence,
)
from reviewtui.tally.figures import (
    number_text,
    own_places_of,
    primaries_note,
    primary_text,
    shared_places,
)
from reviewtui.tui.lines import Tone
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

EXPERT = "expert"
PRIMARY = "primary"
ROW = "row"

CHAIN: Final = ((Tone.PLAIN, 0), (Tone.STRONG, 2), (Tone.DIM, 2))
"""Tone and indent of what the last step is, the step, and the note on its places."""


class Opened:
    """The pages of one explanation. A row's key is the kind of page it opens, and a code."""

    def __init__(self, panel: Panel, sheet: Sheet, explanation: Explanation) -> None:
        self._panel, self._sheet, self._rule = panel, sheet, panel.rule
        self._told = explanation
        self._places = own_places_of(self._rule, [part.total for part in explanation.experts])

    def page(self, key: str) -> list[Item]:
        """A page by the key of the row that opens it; "" is the first."""
        kind, _blank, code = key.partition(" ")
        match kind:
            case "expert":
                return list(self._expert(code))
            case "primary":
                return list(self._primary(self._primary_part(code)))
            case "row":
                return list(self._row(self._row_part(code)))
            case _:
                return list(self._total())

    def shortcut(self, key: str) -> str:
        """The page that is worth showing: a primary that is itself the marked row is that row."""
        kind, _blank, code = key.partition(" ")
        if kind == PRIMARY:
            rows = self._primary_part(code).rows
            if len(rows) == 1 and rows[0].code == code:
                return f"{ROW} {code}"
        return key

    def _primary_part(self, code: str) -> PrimaryPart:
        return next(part for part in self._told.primaries if part.code == code)

    def _row_part(self, code: str) -> RowPart:
        return next(
            row for primary in self._told.primaries for row in primary.rows if row.code == code
        )

    def _title(self, code: str) -> str:
        return title(self._panel, self._sheet, code, self._told.candidate)

    def _total(self) -> Iterator[Item]:
        told = self._told
        for text in told.opinion:
            yield Words(text, Tone.STRONG)
        yield Words(
            total_sentence(self._rule, told), Tone.WARN if told.total is None else Tone.TITLE
        )
        for text, (tone, indent) in zip(chain_lines(told), CHAIN, strict=False):
            yield Words(text, tone, indent=indent)
        if told.total is not None:
            yield Words(standing_sentence(told))
        for text in told.grade_reasons:
            yield Words(text, indent=2)
        for text in told.remarks:
            yield Words(text, Tone.WARN)
        for text in told.hints:
            yield Words(text, indent=2)
        yield Words()
        yield from self._experts()
        yield from self._primaries()
        yield Words()
        for text in told.sentences:
            yield Words(text, Tone.DIM)

    def _experts(self) -> Iterator[Item]:
        told = self._told
        if told.experts:
            standard = any(part.standard is not None for part in told.experts)
            layout = Layout(
                (
                    Column(_("expert"), 8),
                    Column(_("total"), 10, right=True),
                    *([Column(_("standard score"), 10, right=True)] if standard else []),
                    Column(_("in the mean")),
                )
            )
            yield Heads(layout)
            for part in told.experts:
                yield Row(
                    f"{EXPERT} {part.expert}", layout, self._expert_cells(part, standard=standard)
                )
        for out in told.left_out:
            yield Words(left_out_sentence(out), Tone.DIM)
        yield Words()

    def _expert_cells(self, part: ExpertPart, *, standard: bool) -> tuple[str, ...]:
        words = _in_the_mean(part.trimmed)
        if part.rescaled:
            words = _("{words}, rescaled").format(words=words)
        return (
            part.expert,
            number_text(part.total, self._places),
            *([number_text(part.standard)] if standard else []),
            words,
        )

    def _primaries(self) -> Iterator[Item]:
        layout = Layout(
            (
                Column(_("code"), 8),
                Column(_("points"), 10, right=True),
                Column(_("full mark"), 10, right=True),
                Column(_("primary indicator")),
            )
        )
        yield Heads(layout)
        for part in self._told.primaries:
            score = primary_text(self._rule, part.score)
            cells = (part.code, score, number_text(part.full), self._title(part.code))
            yield Row(f"{PRIMARY} {part.code}", layout, cells)
        if said := primaries_note(self._rule, [part.score for part in self._told.primaries]):
            yield Words(said, Tone.DIM)
        if any(not part.additive for part in self._told.primaries):
            yield Words(sums_note(), Tone.DIM)

    def _primary(self, part: PrimaryPart) -> Iterator[Item]:
        score = _("no score") if part.score is None else primary_text(self._rule, part.score)
        yield Words(f"{part.code} {self._title(part.code)}", Tone.TITLE)
        yield Words(
            _("{score} points out of {full}").format(score=score, full=number_text(part.full))
        )
        yield Words()
        layout = Layout(
            (
                Column(_("code"), 6),
                Column(_("mean"), 10, right=True),
                Column(_("n valid"), 8, right=True),
                Column(_("brings"), 10, right=True),
                Column(_("full mark"), 9, right=True),
                Column(_("indicator")),
            )
        )
        yield Heads(layout)
        for row in part.rows:
            yield Row(f"{ROW} {row.code}", layout, self._row_cells(row))

    def _row_cells(self, row: RowPart) -> tuple[str, ...]:
        score = row.score.score
        match row.place:
            case Place.NOT_APPLICABLE:
                mean = label(CellState.NOT_APPLICABLE)
            case Place.SETTLED:
                mean = _("settled") if score is None else number_text(score)
            case Place.JUDGED:
                mean = number_text(score)
        return (
            row.code,
            mean,
            str(row.score.n),
            number_text(row.contribution),
            number_text(row.full),
            self._title(row.code),
        )

    def _row(self, row: RowPart) -> Iterator[Item]:
        yield Words(f"{row.code} {self._title(row.code)}", Tone.TITLE)
        if row.place is Place.NOT_APPLICABLE:
            yield Words(_("Does not apply to this candidate; it counts neither for nor against."))
            return
        if row.place is Place.SETTLED:
            sentence = _("Settled by the secretariat, alike for all experts: {mark}")
            yield Words(sentence.format(mark=number_text(row.score.score)))
            return
        if row.arithmetic is not None:
            yield Words(chain(row.arithmetic), Tone.STRONG)
        if row.worth != 1:
            yield Words(
                _("One point typed is worth {worth} of the total").format(
                    worth=number_text(row.worth)
                ),
                Tone.DIM,
            )
        yield Words()
        layout = Layout(
            (
                Column(_("expert"), 8),
                Column(_("mark"), 8, right=True),
                Column(_("brings"), 10, right=True),
                Column(_("in the mean")),
            )
        )
        yield Heads(layout)
        marks = shared_places(part.mark for part in row.marks)
        brought = shared_places(part.contribution for part in row.marks)
        for part in row.marks:
            cells = _mark_cells(part, marks, brought)
            if part.contribution is None:
                yield Words("".join(layout.place(cells, 60)[0]))
            else:
                yield Row(f"{EXPERT} {part.expert}", layout, cells)

    def _expert(self, code: str) -> Iterator[Item]:
        part = next(part for part in self._told.experts if part.expert == code)
        yield Words(expert_name(code), Tone.TITLE)
        yield Words(
            _("Own total of this expert: {total}").format(
                total=number_text(part.total, self._places)
            )
        )
        yield Words()
        layout = Layout(
            (
                Column(_("code"), 8),
                Column(_("mark"), 8, right=True),
                Column(_("full mark"), 10, right=True),
                Column(_("brings"), 10, right=True),
                Column(_("indicator")),
            )
        )
        yield Heads(layout)
        own = [
            (row.code, mark)
            for primary in self._told.primaries
            for row in primary.rows
            for mark in row.marks
            if mark.expert == code
        ]
        marks = shared_places(mark.mark for _row, mark in own)
        brought = shared_places(mark.contribution for _row, mark in own)
        for row, mark in own:
            _expert_code, typed, brings, _words = _mark_cells(mark, marks, brought)
            top = mark_text(self._sheet.row(row).top)
            yield Row(f"{ROW} {row}", layout, (row, typed, top, brings, self._title(row)))


def _mark_cells(part: MarkPart, marks: int, brought: int) -> tuple[str, ...]:
    """Expert, mark, what it brings, whether it counts; numbers at the places of the column."""
    return (
        part.expert,
        number_text(part.mark, marks),
        number_text(part.contribution, brought),
        label(part.why) if part.why is not None else _in_the_mean(part.trimmed),
    )


def _in_the_mean(trimmed: bool) -> str:
    return _("left out as an extreme") if trimmed else _("counts")

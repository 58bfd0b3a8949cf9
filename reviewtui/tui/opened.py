"""One total laid open, level by level: the chain, a primary's rows, a row's marks, an expert."""

from collections.abc import Iterator

from reviewtui.domain.numbers import decimal_text, mark_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Average, Order
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import CellState, label
from reviewtui.locales import _
from reviewtui.tally.explain import (
    Arithmetic,
    ExpertPart,
    Explanation,
    MarkPart,
    PrimaryPart,
    RowPart,
)
from reviewtui.tally.verdict import Flag, flag_label
from reviewtui.tui.lines import Tone
from reviewtui.tui.naming import (
    MOST_SHOWN,
    expert_name,
    number_text,
    own_places_of,
    primary_text,
    quotient_text,
    shared_places,
    shortened,
    total_text,
)
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

EXPERT = "expert"
PRIMARY = "primary"
ROW = "row"


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
        if code in self._sheet.index:
            name = self._sheet.row(code).name()
        else:
            name = self._panel.table.row(code).name()
        return self._sheet.title(self._told.candidate, code, name)

    def _total(self) -> Iterator[Item]:
        told = self._told
        if told.total is None:
            yield Words(_("There is no total: no expert's marks count."), Tone.WARN)
        else:
            yield Words(
                _("Total {total} out of {base}").format(
                    total=total_text(self._rule, told.total), base=decimal_text(told.base)
                ),
                Tone.TITLE,
            )
            yield from self._chain()
            yield Words(self._standing())
        for flag in told.flags:
            if flag is not Flag.TIED:
                yield Words(flag_label(flag), Tone.WARN)
        yield Words()
        yield from self._experts()
        yield from self._primaries()
        yield Words()
        for sentence in told.sentences:
            yield Words(sentence, Tone.DIM)

    def _chain(self) -> Iterator[Item]:
        if self._told.arithmetic is None:
            return
        if self._told.order is Order.BY_INDICATOR:
            yield Words(_("The sum of the primary indicators below:"))
        elif self._told.average is Average.MEDIAN:
            yield Words(_("The middle of the experts' totals below:"))
        else:
            yield Words(_("The mean of the experts' totals that count:"))
        yield Words(chain(self._told.arithmetic), Tone.STRONG, indent=2)
        if any(shortened(value) for value in self._told.arithmetic.values.values()):
            yield Words(
                _("Shown here to {places} places; computed exactly.").format(places=MOST_SHOWN),
                Tone.DIM,
                indent=2,
            )

    def _standing(self) -> str:
        told = self._told
        tied = Flag.TIED in told.flags
        rank = _("{rank} tied").format(rank=told.rank) if tied else str(told.rank)
        words = _("Rank {rank}, valid marks n = {n}").format(rank=rank, n=told.n)
        if told.grade:
            words = _("{words}, proposed grade {grade}").format(words=words, grade=told.grade)
        return words

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
            yield Words(
                _("{expert}: {why}; left out, not counted as 0").format(
                    expert=expert_name(out.expert), why=label(out.why)
                ),
                Tone.DIM,
            )
        yield Words()

    def _expert_cells(self, part: ExpertPart, *, standard: bool) -> tuple[str, ...]:
        words = _("left out as an extreme") if part.trimmed else _("counts")
        if part.rescaled:
            words = _("{words}, rescaled").format(words=words)
        own = "-" if part.standard is None else number_text(part.standard)
        return (
            part.expert,
            number_text(part.total, self._places),
            *([own] if standard else []),
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
            score = "-" if part.score is None else primary_text(self._rule, part.score)
            yield Row(
                f"{PRIMARY} {part.code}",
                layout,
                (part.code, score, number_text(part.full), self._title(part.code)),
            )
        if any(not part.additive for part in self._told.primaries):
            yield Words(
                _("Primary scores are means of their own; here they do not add up to the total."),
                Tone.DIM,
            )

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
                mean = "-" if score is None else number_text(score)
        return (
            row.code,
            mean,
            str(row.score.n),
            "-" if row.contribution is None else number_text(row.contribution),
            number_text(row.full),
            self._title(row.code),
        )

    def _row(self, row: RowPart) -> Iterator[Item]:
        yield Words(f"{row.code} {self._title(row.code)}", Tone.TITLE)
        if row.place is Place.NOT_APPLICABLE:
            yield Words(_("Does not apply to this candidate; it counts neither for nor against."))
            return
        if row.place is Place.SETTLED:
            score = row.score.score
            settled = "-" if score is None else number_text(score)
            yield Words(
                _("Settled by the secretariat, alike for all experts: {mark}").format(mark=settled)
            )
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
    if part.why is not None:
        words = label(part.why)
    else:
        words = _("left out as an extreme") if part.trimmed else _("counts")
    return (
        part.expert,
        "-" if part.mark is None else number_text(part.mark, marks),
        "-" if part.contribution is None else number_text(part.contribution, brought),
        words,
    )


def chain(step: Arithmetic) -> str:
    """One average in figures: what was added, divided, rounded."""
    places = shared_places(step.values.values())
    parts = " + ".join(number_text(value, places) for value in step.values.values())
    whole = _("{parts} = {sum}").format(parts=parts, sum=number_text(step.sum, places))
    if step.divisor != 1:
        whole = _("{whole}; {sum} / {n} = {quotient}").format(
            whole=whole,
            sum=number_text(step.sum, places),
            n=step.divisor,
            quotient=quotient_text(step.quotient),
        )
    if step.places is None:
        return whole
    return _("{whole}; rounded to {places} places: {result}").format(
        whole=whole, places=step.places, result=decimal_text(step.result, step.places)
    )

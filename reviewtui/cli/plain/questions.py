"""How candidates and rows are said in lines: titles, facts beside thresholds, guidance."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reviewtui.cli.plain.answers import SIGN_LABELS, range_words
from reviewtui.domain.candidate_page import Entry, at_row, changes, sections, text_of
from reviewtui.domain.gates import failed_gates
from reviewtui.domain.naming import candidate_number, row_name
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.row_words import anchor_lines, ask, checklist, with_outside
from reviewtui.domain.sheet import ScoredRow, reading_list
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.domain.typed_mark import cell_text
from reviewtui.locales import _
from reviewtui.session.round_words import before_words
from reviewtui.tally.filled import filled_part

if TYPE_CHECKING:
    from reviewtui.session.scoring import Scoring


class Questions:
    """The texts of one expert's form."""

    def __init__(self, scoring: "Scoring") -> None:
        self._scoring = scoring
        self._panel, self._sheet = scoring.panel, scoring.sheet

    def question(self, candidate: str, row: ScoredRow) -> str:
        """The one line that asks for a mark."""
        line = _("{candidate}, {row}: {range}").format(
            candidate=candidate_number(candidate),
            row=with_outside(row_name(self._sheet, candidate, row), row),
            range=range_words(row),
        )
        if self._scoring.practice:
            line = _("[practice, does not count] {question}").format(question=line)
        now = self.state(candidate, row)
        return line + (_("; now {state}").format(state=now) if now else "")

    def state(self, candidate: str, row: ScoredRow) -> str:
        """The mark or the state of a cell in words; empty while it is blank."""
        cell = self._scoring.cell(candidate, row.code)
        if cell.state is CellState.BLANK:
            return ""
        return cell_text(cell, row)

    def heading(self, candidate: str) -> list[str]:
        """What is said when the form comes to a candidate."""
        person = self._panel.candidate(candidate)
        codes = self._scoring.candidates
        lines = [
            _("Candidate {number} of {count}: {name}").format(
                number=codes.index(candidate) + 1,
                count=len(codes),
                name=f"{candidate_number(candidate)} {person.name} {person.unit}".rstrip(),
            )
        ]
        standing = self._scoring.standing(candidate)
        if standing.state is not CandidateState.OPEN:
            return [*lines, _("You do not score it: {state}").format(state=label(standing.state))]
        if failed := failed_gates(self._panel, candidate):
            names = _(", ").join(f"{row.code} {row.name()}" for row in failed)
            lines.append(_("Gates not passed: {rows}").format(rows=names))
        return [*lines, self.progress(candidate)]

    def progress(self, candidate: str) -> str:
        """Rows judged, and the points of what is filled, never out of the whole."""
        done, count = self._scoring.progress(candidate)
        points, base = filled_part(self._sheet, candidate, self._scoring.cells(candidate))
        return _("{done} of {count} rows marked, filled part {points}/{base}").format(
            done=done, count=count, points=decimal_text(points), base=decimal_text(base)
        )

    def facts(self, candidate: str, row: ScoredRow) -> list[str]:
        """What the candidate declared for a row, beside the thresholds of the right stage; in a
        further round first what was marked in the one before."""
        person = self._panel.candidate(candidate)
        start = self._scoring.start
        before = before_words(start, self._scoring.round, candidate, row) if start else []
        return [*before, *_lines(at_row(self._panel, row.code, person))]

    def page(self, candidate: str) -> list[str]:
        """Everything the candidate declared, and what is asked of it."""
        told = sections(self._panel, self._sheet, self._panel.candidate(candidate))
        return [line for one in told for line in (one.heading, *_lines(one.entries))]

    def help(self, candidate: str, row: ScoredRow) -> list[str]:
        """Guidance for a row, the rows it covers, and the signs."""
        lines = []
        table = self._panel.table
        if row.code in table:
            whole = table.row(row.code)
            if text := ask(self._panel, row.code):
                lines.append(_("Guidance: {text}").format(text=text))
            lines += checklist(self._panel, row.code)
            lines += anchor_lines(self._panel, row.code, row)
            lines += [
                f"  {code} {title}"
                for code, title in reading_list(table, self._sheet, candidate, row.code)
            ]
            if whole.source:
                lines.append(_("Source: {articles}").format(articles=whole.source))
        lines += self.facts(candidate, row)
        lines += _lines(changes(self._panel, candidate, row.code))
        lines.append(_("A mark is a number; Enter alone leaves the row as it is. Signs:"))
        return (
            lines
            + [f"  {sign} {_(words)}" for sign, words in SIGN_LABELS.items()]
            + ["  . " + _("all of these by number")]
        )

    def source(self, row: ScoredRow) -> list[str]:
        """The articles that a row stands on, in their own words."""
        table = self._panel.table
        articles = table.articles_of(row.code) if row.code in table else ()
        lines = [line for at, text in articles for line in (at, f"「{text}」")]
        return lines or [_("No source text is at hand for this row.")]


def _lines(entries: Iterable[Entry]) -> list[str]:
    return [f"{entry.label} {text_of(entry)}" for entry in entries]

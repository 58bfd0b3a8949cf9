"""One candidate: every row beside every expert's mark, with the points of each primary."""

from reviewtui.domain.rule import RoundAt
from reviewtui.filing.frame import begin, enlarged, finish, notes, under_title
from reviewtui.filing.measure import pieces
from reviewtui.filing.model import Grid
from reviewtui.filing.record import Record
from reviewtui.filing.sheets.matrix import Across, Column, Matrix
from reviewtui.filing.styles import NOTE, SECTION
from reviewtui.filing.wording import Decimals, across_name, shortened_sentence
from reviewtui.locales import _
from reviewtui.tally.remarks import remarks
from reviewtui.tally.verdict import CandidateVerdict

_MOST_UPRIGHT = 8


def one_candidate(record: Record, name: str, verdict: CandidateVerdict) -> Grid:
    """Lay out the marks of all experts for one candidate.

    Args:
        record: What is exported.
        name: Of the sheet.
        verdict: The candidate's.
    """
    experts = record.panel.experts
    candidate = record.panel.candidate(verdict.code)
    columns = [Column(expert.code, expert.code, candidate.code) for expert in experts]
    titles = dict(record.sheet.candidates[candidate.code].titles)
    matrix = Matrix(record, columns, titles, _across(record, verdict))
    grid = begin(
        record,
        name,
        _("Candidate {code}: {name}").format(code=candidate.code, name=candidate.name),
        matrix.widths,
        landscape=len(experts) > _MOST_UPRIGHT,
        sides=matrix.sides,
    )
    under_title(grid, record, _standing(record, verdict))
    matrix.put(grid)
    said = remarks(record.panel, record.sheet, verdict)
    notes(grid, [*said, *_notes(verdict, matrix.decimals)])
    _comments(grid, record, candidate.code)
    return finish(grid)


def _standing(record: Record, verdict: CandidateVerdict) -> str:
    if verdict.total is None:
        return _("no valid marks")
    if verdict.rank is None:
        return _("valid marks n = {n}").format(n=verdict.n)
    return _("Rank {rank} of {count}, valid n {n}").format(
        rank=verdict.rank, count=len(record.panel.presented), n=verdict.n
    )


def _across(record: Record, verdict: CandidateVerdict) -> Across:
    rounding = record.panel.rule.rounding
    total = Decimals([verdict.total], rounding.get(RoundAt.TOTAL))
    return Across(
        across_name(record.panel.rule),
        verdict.code,
        {row.code: row.score for row in verdict.rows},
        {part.code: part.score for part in verdict.primaries},
        "—" if verdict.total is None else total.number(verdict.total),
    )


def _notes(verdict: CandidateVerdict, columns: tuple[Decimals, ...]) -> list[str]:
    sentences = []
    if any(row.settled for row in verdict.rows):
        codes = ", ".join(row.code for row in verdict.rows if row.settled)
        sentences.append(_("Settled by the desk, alike for all: {codes}").format(codes=codes))
    if verdict.trimmed:
        sentences.append(_("Totals in brackets were dropped before averaging."))
    if not all(part.additive for part in verdict.primaries):
        sentences.append(
            _(
                "Not additive: the primary scores are means over all counted experts, so they "
                "need not sum to the official number."
            )
        )
    sentences += filter(None, [shortened_sentence(columns)])
    return sentences


def _comments(grid: Grid, record: Record, candidate: str) -> None:
    """What the experts wrote, by number, in rows that a page can hold."""
    width, note = sum(grid.widths[: grid.across]), enlarged(grid, NOTE)
    heading = grid.last_row
    for expert in record.panel.experts:
        texts = [("", record.comment(expert.code, candidate))]
        if record.whole(expert.code, candidate) is None:
            said = record.said(expert.code, candidate)
            texts += [
                (row.code, one.text) for row, one in zip(record.sheet.rows, said, strict=True)
            ]
        for code, text in texts:
            if text:
                if grid.last_row == heading:
                    grid.put_line(_("Comments and reasons"), enlarged(grid, SECTION))
                pattern = (
                    _("Expert {expert}, row {row}: {text}")
                    if code
                    else _("Expert {expert}: {text}")
                )
                line = pattern.format(expert=expert.code, row=code, text=text)
                for piece in pieces(line, width, note):
                    grid.put_line(piece, note)

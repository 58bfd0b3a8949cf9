"""The Excel score sheet of one expert (评分表-07号.xlsx): filled in, handed in, read back.

Rows are what is marked, columns the expert's candidates. Codes stand beside rows and above
columns, so that the reader finds every mark again wherever people moved it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from reviewtui.domain.further_round import RoundStart
from reviewtui.domain.panel import Panel
from reviewtui.domain.row_words import anchor_lines, ask, checklist
from reviewtui.domain.sheet import ScoredRow, Sheet, reading_list
from reviewtui.exchange.form_writer import LANDSCAPE, Form, Look, Page, lines
from reviewtui.exchange.reopened_sheet import Lines, reopened_instruction
from reviewtui.exchange.score_sheet_form import (
    CODE,
    COMMENT,
    EXCEL_FORM,
    INDICATOR,
    POINTS,
    SHEET_NAME,
    STANDINGS,
    UNABLE,
    WHOLE,
    WHY,
    blocks,
    bounds,
    code_line,
    identity_of,
    named_for,
    own_lines,
    person_line,
    row_text,
    rows_for,
    rule_line,
    shut_word,
)
from reviewtui.exchange.score_sheet_rules import take_marks, take_standings
from reviewtui.locales import _
from reviewtui.session.kit import Kit, start_of
from reviewtui.session.round_record import FIRST_ROUND

_CODE_WIDTH: Final = 7
_POINTS_WIDTH: Final = 8
_LEAST_TITLE: Final = 22
_MARKS_FROM: Final = 4
"""The first column with marks."""


def score_sheet_name(expert: str, number: int = FIRST_ROUND) -> str:
    """The name of an expert's sheet; of a further round it says which."""
    return named_for(_(SHEET_NAME).format(code=expert), number)


def score_sheet(panel: Panel, sheet: Sheet, kit: Kit) -> bytes:
    """The workbook for the expert of a kit; the same kit gives the same bytes."""
    form = Form(panel.title, kit.made_at, identity_of(kit, EXCEL_FORM).marks())
    start, candidates = start_of(kit), panel.assigned(kit.expert)
    rows = rows_for(sheet, candidates)
    if start is None:
        _Marks(panel, sheet, kit).write(form)
    else:
        reopened = _reopened(form, panel, sheet, kit, start)
        candidates = tuple(reopened)
        known = {row.code for one in reopened.values() for row in one}
        rows = [row for row in rows if row.code in known]
    _guidance(form, panel, sheet, candidates, rows)
    return form.content()


class _Marks:
    """The sheet with the marks."""

    def __init__(self, panel: Panel, sheet: Sheet, kit: Kit) -> None:
        self._panel, self._sheet, self._kit = panel, sheet, kit
        self._blocks = blocks(panel.assigned(kit.expert))
        self._rows = rows_for(sheet, panel.assigned(kit.expert))
        self._across = max(len(block) for block in self._blocks) if self._blocks else 1

    def write(self, form: Form) -> None:
        width = min(max((LANDSCAPE - 45) / self._across, 7.5), 16)
        title = max(LANDSCAPE - _CODE_WIDTH - _POINTS_WIDTH - width * self._across, _LEAST_TITLE)
        widths = (_CODE_WIDTH, min(title, 46), _POINTS_WIDTH, *[width] * self._across)
        page = form.page(_("Score sheet"), widths, landscape=True)
        row = _head(page, self._panel, self._sheet, self._kit, _instructions())
        for number, block in enumerate(self._blocks):
            if number:
                page.new_page_after(row - 1)
            elif len(self._blocks) == 1:
                page.repeat(row, row + 1)
                page.freeze(row + 2, _MARKS_FROM)
            row = self._block(page, row, block, width)
        _sign(page, row)

    def _block(self, page: Page, row: int, block: Sequence[str], width: float) -> int:
        """Some candidates side by side; the first free row after them."""
        panel, blank = self._panel, [""] * 3
        heads = [_(CODE), _(INDICATOR), _(POINTS), *block]
        names = [*blank, *(panel.candidate(code).name for code in block)]
        page.row(row, heads, [Look.HEAD] * len(heads))
        page.row(row + 1, names, [Look.HEAD] * len(names))
        page.height(row + 1, max(lines(name, width) for name in names))
        row += 2
        primary = ""
        for scored in self._rows:
            if scored.primary not in (primary, scored.code) and scored.primary in panel.table:
                above = panel.table.row(scored.primary)
                texts = ["", f"{above.code} {above.name()}", "", *[""] * len(block)]
                page.row(row, texts, [Look.GROUP] * len(texts))
                row += 1
            primary = scored.primary
            self._scored(page, row, scored, block)
            row += 1
        return self._whole(page, row, block) + 1

    def _scored(self, page: Page, row: int, scored: ScoredRow, block: Sequence[str]) -> None:
        shut = [
            shut_word(self._panel, self._sheet, self._kit.expert, code, scored) for code in block
        ]
        texts = [scored.code, row_text(scored), bounds(scored), *(_(word) for word in shut)]
        looks = [Look.CODE, Look.TEXT, Look.CODE]
        page.row(row, texts, [*looks, *(Look.SHUT if word else Look.MARK for word in shut)])
        for first, last in _stretches([not word for word in shut]):
            cells = (row, _MARKS_FROM + first), (row, _MARKS_FROM + last)
            take_marks(page, *cells, scored)

    def _whole(self, page: Page, row: int, block: Sequence[str]) -> int:
        """The lines for the whole candidate below the marks; the first free row."""
        panel, expert = self._panel, self._kit.expert
        known = [panel.recusal(expert, code) for code in block]
        said = [_(word) for word in STANDINGS.values()]
        lines_below = (
            (WHOLE, " / ".join(said), Look.MARK, 1),
            (WHY, "", Look.WRITING, 2),
            (COMMENT, "", Look.WRITING, 3),
        )
        for label, meaning, look, least in lines_below:
            shut = [bool(recusal) and label != COMMENT for recusal in known]
            texts = [_(label), meaning, ""]
            texts += [said[0] if gone and label == WHOLE else "" for gone in shut]
            looks = [Look.CODE, Look.TEXT, Look.CODE]
            looks += [Look.SHUT if gone else look for gone in shut]
            page.row(row, texts, looks, least=least)
            if label == WHOLE:
                for first, last in _stretches([not gone for gone in shut]):
                    take_standings(page, (row, _MARKS_FROM + first), (row, _MARKS_FROM + last))
            row += 1
        return row


def _reopened(
    form: Form, panel: Panel, sheet: Sheet, kit: Kit, start: RoundStart
) -> Mapping[str, Sequence[ScoredRow]]:
    """The sheet of a further round; the reopened rows by candidate."""
    laid = Lines(panel, sheet, kit.expert, start, kit.round)
    page = form.page(_("Score sheet"), laid.widths, landscape=True)
    told = f"{reopened_instruction(start)}\n{_how_to_hand_in()}"
    row = _head(page, panel, sheet, kit, told)
    page.freeze(row + 1, _MARKS_FROM)
    row, found = laid.put(page, row, mark=Look.MARK, writing=Look.WRITING, printed=False)
    for at, scored in found:
        place = at, laid.now
        if scored is None:
            take_standings(page, place, place)
        else:
            take_marks(page, place, place, scored)
    _sign(page, row + 1)
    return laid.rows


def _head(page: Page, panel: Panel, sheet: Sheet, kit: Kit, instructions: str) -> int:
    """Title and instructions; the first free row."""
    code = code_line(identity_of(kit, EXCEL_FORM))
    page.fit_width()
    page.footer(code)
    page.line(1, panel.title, Look.TITLE)
    page.line(2, person_line(panel, kit.expert, kit.round), Look.NOTE)
    page.line(3, rule_line(panel, sheet), Look.NOTE)
    page.line(4, instructions, Look.NOTE)
    page.line(5, code, Look.NOTE)
    return 7


def _sign(page: Page, row: int) -> None:
    page.line(row, _("Expert's signature:                         Date:"), Look.NOTE, least=2)


def _how_to_hand_in() -> str:
    return _(
        "Fill in the light cells only, save, and give the file back on the stick. A row you cannot "
        "judge: {unable}. 0 is a mark. Hand in either this sheet or the form of the program, not "
        "both. The secretariat enters the sheet on your behalf."
    ).format(unable=_(UNABLE))


def _instructions() -> str:
    return _(
        "Fill in the light cells only, save, and give the file back on the stick. A row you cannot "
        "judge: {unable} (with a reason after a colon if you like). A whole candidate: choose "
        "{recused} or {declined} in the line “{whole}” below. 0 is a mark; an empty cell is not "
        "scored. Hand in either this sheet or the form of the program, not both. The secretariat "
        "enters the sheet on your behalf."
    ).format(
        unable=_(UNABLE),
        recused=_("recused"),
        declined=_("declined"),
        whole=_(WHOLE),
    )


def _guidance(
    form: Form,
    panel: Panel,
    sheet: Sheet,
    candidates: Sequence[str],
    rows: Sequence[ScoredRow],
) -> None:
    """A second sheet to read: what each row is about."""
    page = form.page(_("What to look at"), (_CODE_WIDTH, 34, 85), landscape=True)
    page.fit_width()
    page.row(1, [_(CODE), _(INDICATOR), _("What to look at")], [Look.HEAD] * 3)
    looks = (Look.CODE, Look.TEXT, Look.TEXT)
    for at, scored in enumerate(rows, 2):
        page.row(at, [f"{scored.code} ", scored.name(), _about(panel, sheet, scored)], looks)
    own = [(code, texts) for code in candidates if (texts := own_lines(panel, sheet, code))]
    for at, (code, texts) in enumerate(own, len(rows) + 3):
        page.row(at, [f"{code} ", panel.candidate(code).name, "\n".join(texts)], looks)
    page.freeze(2, 1)
    page.repeat(1, 1)


def _about(panel: Panel, sheet: Sheet, scored: ScoredRow) -> str:
    if scored.code not in panel.table:
        return ""
    own = ask(panel, scored.code)
    first = next(iter(sheet.candidates), "")
    below = reading_list(panel.table, sheet, first, scored.code) if first else []
    listed = [
        *checklist(panel, scored.code),
        *anchor_lines(panel, scored.code),
        *(f"{code} {title}" for code, title in below),
    ]
    return "\n".join(filter(None, [own, *listed]))


def _stretches(open_ones: Sequence[bool]) -> list[tuple[int, int]]:
    """The runs of true values, by first and last position."""
    found: list[tuple[int, int]] = []
    for at, is_open in enumerate(open_ones):
        if is_open and found and found[-1][1] == at - 1:
            found[-1] = found[-1][0], at
        elif is_open:
            found.append((at, at))
    return found

"""The printable score sheet (评分表（纸质）) for an expert without a laptop: boxes for a pen.

Where primary indicators are marked, one matrix of all candidates; where rows are, a page per
candidate with a box for the subtotal of each primary. The code at the foot says for which
meeting, rows and candidates it was printed, and the lines at the end are for the desk that
types it in.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reviewtui.domain.further_round import RoundStart
from reviewtui.domain.naming import candidate_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.row_words import anchor_lines, with_outside
from reviewtui.domain.rule import Granularity
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.domain.subtotals import subtotal_rows, why_no_subtotals
from reviewtui.exchange.form_writer import LANDSCAPE, PORTRAIT, Form, Leaf, Look, Paper, lines
from reviewtui.exchange.reopened_sheet import Lines, reopened_instruction
from reviewtui.exchange.score_sheet_form import (
    CODE,
    COMMENT,
    INDICATOR,
    PAPER_FORM,
    POINTS,
    STANDINGS,
    UNABLE,
    WHOLE,
    Identity,
    blocks,
    bounds,
    code_line,
    identity_of,
    named_for,
    own_lines,
    person_line,
    rows_for,
    rule_line,
    shut_word,
)
from reviewtui.locales import _
from reviewtui.session.kit import Kit, start_of
from reviewtui.session.round_record import FIRST_ROUND

_CODE_WIDTH: Final = 7
_POINTS_WIDTH: Final = 8
_BOX_WIDTH: Final = 14
_HALF: Final = (6, 30, 6, 10)
"""The widths of one of two columns."""
_IN_ONE_COLUMN: Final = 26
"""Lines that stand one below the other on one page with room to write."""
_ON_A_PAGE: Final = 60
"""Lines in two columns of a page."""
_MOST_IN_HEAD: Final = 6
"""Lines of a candidate's name in the head of the matrix; longer ones stand below it."""
_GROUP: Final = (Look.GROUP_CODE, Look.GROUP, Look.GROUP_CODE, Look.GROUP)


def paper_sheet_name(expert: str, number: int = FIRST_ROUND) -> str:
    """The name of an expert's printable sheet; of a further round it says which."""
    return named_for(_("paper-score-sheet-{code}").format(code=expert), number)


def paper_sheet(panel: Panel, sheet: Sheet, kit: Kit) -> bytes:
    """The workbook to print for the expert of a kit; the same kit gives the same bytes."""
    identity = identity_of(kit, PAPER_FORM)
    form = Form(panel.title, kit.made_at, identity.marks())
    lay_out_paper_sheet(form, panel, sheet, identity, start_of(kit))
    return form.content()


def lay_out_paper_sheet(
    paper: Paper,
    panel: Panel,
    sheet: Sheet,
    identity: Identity,
    start: RoundStart | None = None,
    *,
    named: bool = True,
) -> None:
    """Lay one expert's sheet out; without `named` he stands by number alone.

    Args:
        start: What he begins a further round with; then only what is reopened has boxes.
    """
    candidates = panel.assigned(identity.expert)
    drawn = _Sheet(panel, sheet, identity, named)
    if start is not None:
        _further(paper, drawn, start)
    elif panel.rule.granularity is Granularity.PRIMARIES:
        for number, block in enumerate(blocks(candidates), 1):
            name = _("Paper sheet") + (f" {number}" if number > 1 else "")
            _matrix(paper, name, drawn, block)
    else:
        for code in candidates:
            _one_candidate(paper, drawn, code)


class _Sheet(NamedTuple):
    """What every page of one expert's sheet is drawn from."""

    panel: Panel
    sheet: Sheet
    identity: Identity
    named: bool

    @property
    def expert(self) -> str:
        """Whose it is."""
        return self.identity.expert


def _further(paper: Paper, drawn: _Sheet, start: RoundStart) -> None:
    """A line for each reopened row of every candidate."""
    laid = Lines(drawn.panel, drawn.sheet, drawn.expert, start, int(drawn.identity.round))
    page = paper.page(_("Paper sheet"), laid.widths, landscape=True)
    told = _(
        "Write with a pen. A row you cannot judge: {unable}. Changes: strike out, write beside it, "
        "and sign the change. Two people of the secretariat type the sheet in; the paper is what "
        "counts if they differ."
    ).format(unable=_(UNABLE))
    row = _head(page, drawn, f"{reopened_instruction(start)}\n{told}")
    row, _found = laid.put(page, row, mark=Look.BOX, writing=Look.BOX, printed=True)
    _foot(page, row, drawn.identity)


def _matrix(paper: Paper, name: str, drawn: _Sheet, block: Sequence[str]) -> None:
    panel, sheet = drawn.panel, drawn.sheet
    width = min(max((LANDSCAPE - 50) / len(block), 7.5), 14)
    title = LANDSCAPE - _CODE_WIDTH - _POINTS_WIDTH - width * len(block)
    page = paper.page(
        name, (_CODE_WIDTH, min(title, 44), _POINTS_WIDTH, *[width] * len(block)), landscape=True
    )
    row = _head(page, drawn, _instructions())
    names = [panel.candidate(code).name for code in block]
    heads = [_(CODE), _(INDICATOR), _(POINTS), *block]
    page.row(row, heads, [Look.HEAD] * len(heads))
    first, high = row, max(lines(text, width) for text in names)
    if high <= _MOST_IN_HEAD:
        row += 1
        page.row(row, ["", "", "", *names], [Look.HEAD] * len(heads))
        page.height(row, high)
    page.repeat(first, row)
    row += 1
    for scored in rows_for(sheet, block):
        shut = [shut_word(panel, sheet, drawn.expert, code, scored) for code in block]
        _boxes(page, panel, row, scored, [_(word) for word in shut], least=2)
        row += 1
    said = " / ".join(_(word) for word in STANDINGS.values())
    boxes = [_(STANDINGS_KNOWN) if panel.recusal(drawn.expert, code) else "" for code in block]
    looks = [Look.CODE, Look.TEXT, Look.CODE, *[Look.SHUT if box else Look.BOX for box in boxes]]
    page.row(row, [_(WHOLE), said, "", *boxes], looks, least=2)
    for line in _below(panel, sheet, block, every=high > _MOST_IN_HEAD):
        row += 1
        page.line(row, line, Look.NOTE)
    _foot(page, row + 1, drawn.identity)


def _below(panel: Panel, sheet: Sheet, block: Sequence[str], *, every: bool) -> Iterator[str]:
    """What stands below the matrix: names, if `every` has to be named, and what is different in
    the rows of some candidates, once for all who have it alike."""
    alike: dict[str, list[str]] = {}
    for code in block:
        if told := _("; ").join(own_lines(panel, sheet, code)):
            alike.setdefault(told, []).append(code)
    if every:
        yield from (candidate_name(panel, code) for code in block)
    for told, codes in alike.items():
        who = _(", ").join(codes) if len(codes) > 1 else candidate_name(panel, codes[0])
        yield f"{who}  {told}"


class _Line(NamedTuple):
    """A line of one candidate's page: texts and looks of its four cells."""

    texts: tuple[str, str, str, str]
    looks: tuple[Look, Look, Look, Look]


def _one_candidate(paper: Paper, drawn: _Sheet, code: str) -> None:
    panel, sheet = drawn.panel, drawn.sheet
    listed = _listed(drawn, code)
    across = 2 if _IN_ONE_COLUMN < len(listed) <= _ON_A_PAGE else 1
    title = PORTRAIT - _CODE_WIDTH - _POINTS_WIDTH - _BOX_WIDTH
    widths = (_CODE_WIDTH, title, _POINTS_WIDTH, _BOX_WIDTH) if across == 1 else _HALF
    page = paper.page(_page_name(code), widths * across)
    row = _head(page, drawn, _instructions())
    page.line(row, candidate_name(panel, code), Look.HEAD)
    heads = [_(CODE), _(INDICATOR), _(POINTS), _("mark given")] * across
    page.row(row + 1, heads, [Look.HEAD] * len(heads))
    page.repeat(row, row + 1)
    row += 2
    for texts, looks in _beside(listed, across):
        page.row(row, texts, looks)
        row += 1
    page.put(row, 1, _(COMMENT), Look.CODE)
    page.rest(row, 2, Look.BOX)
    page.height(row, 3)
    for told in own_lines(panel, sheet, code):
        row += 1
        page.line(row, told, Look.NOTE)
    _foot(page, row + 1, drawn.identity)


def _listed(drawn: _Sheet, code: str) -> list[_Line]:
    """The rows of one candidate under their primaries, each with what it can bring; the line
    for the candidate as a whole is the last."""
    panel, sheet = drawn.panel, drawn.sheet
    whole = {} if why_no_subtotals(panel, sheet) else _bounds_of_primaries(panel, sheet, code)
    found, primary = [], ""
    for scored in rows_for(sheet, [code]):
        if scored.primary not in (primary, scored.code) and scored.primary in panel.table:
            above = panel.table.row(scored.primary)
            name, top = above.name(), whole.get(scored.primary, "")
            if top:
                name = _("{name} (subtotal)").format(name=name)
            found.append(_Line((above.code, name, top, ""), _GROUP))
        primary = scored.primary
        word = shut_word(panel, sheet, drawn.expert, code, scored)
        texts = (scored.code, _named(panel, scored), bounds(scored), _(word) if word else "")
        box = Look.SHUT if word else Look.BOX
        found.append(_Line(texts, (Look.CODE, Look.TEXT, Look.CODE, box)))
    said = " / ".join(_(word) for word in STANDINGS.values())
    known = _(STANDINGS_KNOWN) if panel.recusal(drawn.expert, code) else ""
    looks = (Look.CODE, Look.TEXT, Look.CODE, Look.SHUT if known else Look.BOX)
    return [*found, _Line((_(WHOLE), said, "", known), looks)]


def _bounds_of_primaries(panel: Panel, sheet: Sheet, code: str) -> dict[str, str]:
    """Of each primary the sums that its rows allow."""
    return {row.code: bounds(row) for row in subtotal_rows(panel, sheet, code)}


def _beside(listed: Sequence[_Line], across: int) -> Iterator[tuple[list[str], list[Look]]]:
    """Lines one below the other, in as many columns of the page."""
    high = -(-len(listed) // across)
    empty = _Line(("", "", "", ""), (Look.NOTE,) * 4)
    for at in range(high):
        own = [
            listed[place] if place < len(listed) else empty
            for place in range(at, high * across, high)
        ]
        yield (
            [text for one in own for text in one.texts],
            [look for one in own for look in one.looks],
        )


STANDINGS_KNOWN: Final = next(iter(STANDINGS.values()))
"""The word for a recusal that was known before the meeting."""


def _boxes(
    page: Leaf, panel: Panel, row: int, scored: ScoredRow, boxes: Sequence[str], *, least: int = 1
) -> None:
    texts = [scored.code, _named(panel, scored), bounds(scored), *boxes]
    looks = [Look.CODE, Look.TEXT, Look.CODE, *(Look.SHUT if box else Look.BOX for box in boxes)]
    page.row(row, texts, looks, least=least)


def _named(panel: Panel, scored: ScoredRow) -> str:
    """A row's title, and what its levels mean."""
    return "\n".join([with_outside(scored.name(), scored), *anchor_lines(panel, scored.code)])


def _head(page: Leaf, drawn: _Sheet, instructions: str) -> int:
    """Title and instructions; the first free row."""
    panel, identity = drawn.panel, drawn.identity
    person = person_line(panel, drawn.expert, int(identity.round), named=drawn.named)
    page.fit_width()
    page.footer(code_line(identity))
    page.line(1, panel.title, Look.TITLE)
    page.line(2, _("Score sheet (paper)") + "    " + person, Look.NOTE)
    page.line(3, rule_line(panel, drawn.sheet), Look.NOTE)
    page.line(4, instructions, Look.NOTE)
    return 6


def _instructions() -> str:
    return _(
        "Write one mark into each box with a pen. A row you cannot judge: {unable}. Changes: "
        "strike out, write beside it, and sign the change. Two people of the secretariat type "
        "the sheet in; the paper is what counts if they differ."
    ).format(unable=_(UNABLE))


def _foot(page: Leaf, row: int, identity: Identity) -> None:
    """Where the expert signs, and where the desk says who typed it."""
    page.line(row, "", Look.NOTE)
    page.line(
        row + 1,
        _("Expert {code}, signature:                              Date:").format(
            code=identity.expert
        ),
        Look.NOTE,
        least=2,
    )
    page.line(
        row + 2,
        _("Typed in by:                    Checked by:                    Check code:"),
        Look.NOTE,
        least=2,
    )


def _page_name(code: str) -> str:
    """A sheet's name: short, and of characters a workbook takes; codes are such."""
    return _("No. {code}").format(code=code)[:31]

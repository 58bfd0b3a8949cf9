"""提交确认签字表: who handed in what, in his own hand. The paper, not the file, is the anchor.

Version and check code are left empty: the expert copies them from his screen and signs, so
that nobody can put another ballot in the place of his.
"""

from typing import Final

from reviewtui.domain.panel import Panel
from reviewtui.exchange.form_writer import Form, Look, Paper
from reviewtui.exchange.score_sheet_form import SUFFIX, short_code
from reviewtui.locales import _
from reviewtui.tally.status import status_notes

_WIDTHS: Final = (8, 12, 20, 8, 22, 18)


def signature_list_name() -> str:
    """The name of the list."""
    return _("signature-list") + SUFFIX


def signature_list(panel: Panel, session: str, sheet: str, made_at: int) -> bytes:
    """One page or more with a line per expert who sits.

    Args:
        panel: Names them.
        session: The session's id.
        sheet: Hash of the sheet.
        made_at: UTC milliseconds, for the file's properties.
    """
    form = Form(panel.title, made_at, {})
    lay_out_signatures(form, panel, session, sheet)
    return form.content()


def lay_out_signatures(
    paper: Paper, panel: Panel, session: str, sheet: str, *, named: bool = True, said: str = ""
) -> None:
    """Lay the list out, with what is `said` behind its title; without `named` the experts stand
    by number alone."""
    page = paper.page(_("Signatures"), _WIDTHS)
    page.fit_width()
    page.footer(short_code(session, sheet))
    page.line(1, panel.title, Look.TITLE)
    title = _("Confirmation of what was handed in")
    page.line(2, "　".join(filter(None, (title, said))), Look.TITLE)
    if notes := status_notes(panel):
        page.line(4, "    ".join(notes), Look.NOTE)
    page.line(
        3,
        _(
            "After submitting, copy version and check code by hand from your screen and sign. If "
            "you submit again, strike the line out and use a free one. Excel and paper sheets: the "
            "secretariat tells you the code once they are entered."
        ),
        Look.NOTE,
    )
    heads = [
        _("expert no."),
        _("full name"),
        _("unit"),
        _("version"),
        _("check code (12 digits)"),
        _("signature, time"),
    ]
    page.row(5, heads, [Look.HEAD] * len(heads))
    page.repeat(5, 5)
    row = 6
    for expert in panel.sitting:
        person = [expert.name, expert.unit] if named else ["", ""]
        texts = [expert.code, *person, "", "", ""]
        page.row(row, texts, [Look.CODE, Look.TEXT, Look.TEXT, *[Look.BOX] * 3], least=2)
        row += 1
    for _spare in range(4):
        page.row(row, [""] * len(heads), [Look.BOX] * len(heads), least=2)
        row += 1
    page.line(row, "", Look.NOTE)
    page.line(
        row + 1, _("Secretary:                    Supervisor:                    Date:"), Look.NOTE
    )

"""修改单: what an expert signs when the desk changes his marks for him.

It names both versions, both check codes, the reason and the places. The marks themselves are
written by hand: no file at the desk shows a number before the opening.
"""

from pathlib import Path
from typing import Final

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import candidate_name, expert_name, round_name, row_name
from reviewtui.domain.system_reasons import reason_of
from reviewtui.exchange.form_writer import Form, Look, Paper
from reviewtui.exchange.score_sheet_form import SUFFIX, WHOLE, short_code
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.session.desk_change import Changed
from reviewtui.session.session import Session
from reviewtui.session.whole_file import write_whole

_WIDTHS: Final = (24, 36, 14, 14)


def change_slip_name(changed: Changed) -> str:
    """The name of the slip: expert and new version."""
    name = _("change-slip-{code}-v{rev}")
    return name.format(code=changed.expert, rev=changed.after.sealed.rev) + SUFFIX


def change_slip(session: Session, changed: Changed) -> bytes:
    """One page to print and sign."""
    form = Form(session.panel.title, changed.after.sealed.at, {})
    lay_out_change_slip(form, session, changed)
    return form.content()


def lay_out_change_slip(
    paper: Paper, session: Session, changed: Changed, *, named: bool = True
) -> None:
    """Lay the slip out; without `named` the expert stands by number alone."""
    panel, sheet = session.panel, session.sheet
    page = paper.page(_("Change slip"), _WIDTHS)
    page.fit_width()
    page.footer(short_code(session.id, sheet.hash))
    page.line(1, panel.title, Look.TITLE)
    page.line(2, _("Change of submitted marks"), Look.TITLE)
    old, new = changed.codes
    name = f" {panel.expert(changed.expert).name}" if named else ""
    told = (
        (_("expert"), f"{expert_name(changed.expert)}{name}  {round_name(changed.round)}"),
        (_("version before"), f"{changed.before.rev}    {old}"),
        (_("version after"), f"{changed.after.sealed.rev}    {new}"),
        (_("reason"), changed.reason),
        (_("entered at the desk by"), _(", ").join(changed.by)),
        (_("time"), f"{local_time(changed.after.sealed.at):%Y-%m-%d %H:%M}"),
    )
    row = 4
    for label, text in told:
        page.line(row, _("{label}: {text}").format(label=label, text=text), Look.NOTE)
        row += 1
    heads = [_("candidate"), _("indicator"), _("mark before"), _("mark after")]
    page.row(row, heads, [Look.HEAD] * 4)
    for candidate, code in changed.places:
        row += 1
        place = row_name(sheet, candidate, sheet.row(code)) if code else _(WHOLE)
        texts = [candidate_name(panel, candidate), place, "", ""]
        page.row(row, texts, [Look.TEXT, Look.TEXT, Look.BOX, Look.BOX], least=2)
    page.line(
        row + 2,
        _("Both marks are written in by the expert's hand; all other marks stay as they were."),
        Look.NOTE,
    )
    page.line(row + 4, _("Expert's signature:                         Date:"), Look.NOTE)
    page.line(
        row + 6, _("Secretary:                    Supervisor:                    Date:"), Look.NOTE
    )


def write_change_slip(session: Session, changed: Changed, folder: Path) -> Path:
    """The slip as a file in a folder, which is made if need be.

    Raises:
        Refused: If it cannot be written; the new version is stored all the same.
    """
    path = folder / change_slip_name(changed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, change_slip(session, changed), replace=True)
    except OSError as fault:
        sentence = _("the new version is stored, but the slip cannot be written: {reason}")
        raise Refused(Finding(str(path), sentence.format(reason=reason_of(fault)))) from fault
    return path

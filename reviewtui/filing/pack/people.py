"""签到表 · 承诺书（含回避） · 专家名单: the papers that name people.

Attendance and declaration name experts without their numbers, in the order of their names,
so that neither tells whose marks are whose; only the list of names does, and it is a file of
its own.
"""

from collections.abc import Sequence

from reviewtui.domain.naming import candidate_name, person
from reviewtui.domain.panel import Expert, Panel
from reviewtui.filing.frame import enlarged, finish
from reviewtui.filing.model import Grid
from reviewtui.filing.pack.occasion import PARAGRAPH, SIGNED, SPARE, Occasion, leaf
from reviewtui.filing.styles import CELL, HEADER, NOTE, SECTION, TEXT
from reviewtui.filing.wording import ROLES
from reviewtui.locales import _


def attendance(occasion: Occasion) -> Grid:
    """签到表: experts by name, free lines, then the secretariat and the supervisor."""
    widths = (6.0, 13.0, 26.0, 13.0, 19.0, 12.0)
    grid = leaf(occasion, _("Attendance"), widths, said=occasion.round_said)
    heads = (_("No."), _("Name"), _("Unit"), _("Professional title"), _("Signature"), _("Time"))
    head = grid.put_row(heads, HEADER)
    grid.print.title_rows = (1, head)
    people = _by_name(occasion.panel)
    for number, expert in enumerate(people, 1):
        _signed(grid, [number, expert.name, expert.unit, expert.title, "", ""])
    for number in range(len(people) + 1, len(people) + 1 + SPARE):
        _signed(grid, [number, "", "", "", "", ""])
    for role in (_("Secretariat"), _("Supervision")):
        _signed(grid, ["", "", role, "", "", ""])
    grid.print.whole = True
    return finish(grid)


def declaration(occasion: Occasion) -> Grid:
    """承诺书（含回避）: what everybody declares, and for whom he steps back."""
    grid = leaf(occasion, _("Declaration and recusal"), (13.0, 24.0, 22.0, 17.0, 12.0))
    text = enlarged(grid, PARAGRAPH)
    for number, sentence in enumerate(_declared(), 1):
        grid.put_line(f"{number}. {sentence}", text)
    names = _("; ").join(
        candidate_name(occasion.panel, item.code) for item in occasion.panel.presented
    )
    grid.put_line(_("Candidates of this meeting: {names}").format(names=names), text)
    heads = (
        _("Name"),
        _("Unit"),
        _("I step back from (write the number, or none)"),
        _("Signature"),
        _("Date"),
    )
    head = grid.put_row(heads, HEADER)
    grid.print.title_rows = (head, head)
    for expert in _by_name(occasion.panel):
        _signed(grid, [expert.name, expert.unit, "", "", ""])
    for _spare in range(SPARE):
        _signed(grid, [""] * len(heads))
    _recusals(grid, occasion)
    grid.print.whole = True
    return finish(grid)


def expert_names(occasion: Occasion) -> Grid:
    """专家名单: which number is whose, on a paper of its own."""
    panel = occasion.panel
    grid = leaf(occasion, _("Expert list"), (10.0, 15.0, 30.0, 15.0, 12.0))
    heads = (_("Expert no."), _("Name"), _("Unit"), _("Professional title"), _("Role in the panel"))
    head = grid.put_row(heads, HEADER)
    grid.print.title_rows = (1, head)
    for expert in panel.experts:
        role = _(ROLES[expert.role])
        if expert.replaced_by:
            role = _("replaced by {code}").format(code=expert.replaced_by)
        row = grid.put_row((expert.code, expert.name, "", expert.title, role), CELL)
        grid.put(row, 3, expert.unit, TEXT)
    sentence = _(
        "All other papers name experts by number. Who holds this list can tell whose marks are "
        "whose: hand it on to nobody who need not know."
    )
    grid.put_line(sentence, enlarged(grid, NOTE))
    return finish(grid)


def _declared() -> tuple[str, ...]:
    return (
        _(
            "I judge by the materials, the presentation and the published rule alone, "
            "independently, and take no instruction for a mark."
        ),
        _(
            "I tell nobody about marks, discussions, materials or trade secrets that I learn of "
            "here."
        ),
        _(
            "I accept nothing from a candidate, and have named every candidate with whom I share "
            "a unit, a project, an interest or a close relation; for these I step back."
        ),
        _("If such a reason turns up later I say so at once and step back from that candidate."),
    )


def _recusals(grid: Grid, occasion: Occasion) -> None:
    """Who is known to step back; by number it would tell whose number is whose."""
    known = [
        item for item in occasion.panel.recusals if not occasion.panel.replacement(item.expert)
    ]
    if not known or not occasion.named:
        return
    grid.put_line(_("Recusals known to the secretariat"), enlarged(grid, SECTION), skip=1)
    for item in known:
        expert = person(occasion.panel.expert(item.expert))
        candidate = candidate_name(occasion.panel, item.candidate)
        grid.put_line(f"{expert}: {candidate}", enlarged(grid, PARAGRAPH))


def _by_name(panel: Panel) -> list[Expert]:
    return sorted(panel.sitting, key=lambda expert: (expert.name, expert.unit))


def _signed(grid: Grid, values: Sequence[str | int]) -> None:
    grid.least_heights[grid.put_row(values, CELL)] = SIGNED

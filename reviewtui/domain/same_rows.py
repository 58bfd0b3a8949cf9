"""Whether the candidates of one ranking are measured by the same rows, and what becomes of it."""

from typing import TYPE_CHECKING, NamedTuple

from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import OverlayChange
from reviewtui.domain.rule import NotApplicable, WeightKind
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.domain.panel import Panel


class Own(NamedTuple):
    """Rows that one candidate lacks, and rows that it has besides."""

    without: tuple[str, ...]
    besides: tuple[str, ...]


def own_rows(panel: "Panel") -> dict[str, Own]:
    """What overlays changed in the rows of every candidate that is judged."""
    found = {}
    for candidate in panel.presented:
        mine = [item for item in panel.overlays if item.candidate == candidate.code]
        found[candidate.code] = Own(
            tuple(item.row for item in mine if item.change is OverlayChange.HIDE),
            tuple(item.row for item in mine if item.change is OverlayChange.ADD),
        )
    return found


def different_rows(panel: "Panel", sheet: Sheet) -> str:
    """The warning where candidates do not share their rows (TR-05); "" where they do."""
    found = own_rows(panel)
    if len({(frozenset(own.without), frozenset(own.besides)) for own in found.values()}) < 2:
        return ""
    told = []
    for code, own in found.items():
        if own.without:
            told.append(_("{code} without {rows}").format(code=code, rows=", ".join(own.without)))
        if own.besides:
            told.append(
                _("{code} with {rows} added").format(code=code, rows=", ".join(own.besides))
            )
    sentence = _("not all candidates have the same rows: {candidates}")
    said = sentence.format(candidates=_("; ").join(told))
    if not _weighed(sheet):
        return said
    if panel.rule.not_applicable is NotApplicable.RENORMALISE:
        outcome = _("their totals are rescaled to the full base")
    else:
        outcome = _("their totals are out of a smaller base")
    return _("; ").join((said, outcome))


def _weighed(sheet: Sheet) -> bool:
    """Whether scored rows differ, and not only what is borne in mind."""
    return any(
        place is not (Place.NOT_APPLICABLE if row.added else Place.JUDGED)
        and place is not Place.SETTLED
        for own in sheet.candidates.values()
        for row, place in zip(sheet.rows, own.places, strict=True)
    )


def base_sentence(panel: "Panel", sheet: Sheet, candidate: str) -> str:
    """The base that a candidate's total is rescaled from; "" where all rows apply."""
    weights = panel.rule.weights
    base = sheet.own_base(candidate)
    if base == sheet.base or (weights.kind is WeightKind.FACTOR and not weights.full):
        return ""
    if panel.rule.not_applicable is NotApplicable.LEAVE_OUT:
        return _("full marks that apply: {base} of {whole}; the total is out of {base}").format(
            base=decimal_text(base), whole=decimal_text(sheet.base)
        )
    return _("full marks that apply: {base} of {whole}; the total is rescaled to {whole}").format(
        base=decimal_text(base), whole=decimal_text(sheet.base)
    )

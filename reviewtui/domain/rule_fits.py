"""Rules that the rows of a panel make impossible."""

from reviewtui.domain.findings import Finding
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import NotApplicable, Order, Unable, WeightKind
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.locales import _


def check_rule_fits(panel: Panel, sheet: Sheet, place: str, findings: list[Finding]) -> None:
    """Find rules that the sheet makes impossible (design §8)."""
    rule = panel.rule
    counting = {row.code for row in sheet.rows if row.counts and not row.added}
    if rule.weights.kind is WeightKind.FACTOR and not counting <= set(rule.weights.full):
        key = f"{place}: [weights] full"
        unequal = any(row.added for row in sheet.rows) or any(
            Place.NOT_APPLICABLE in item.places for item in sheet.candidates.values()
        )
        if unequal and rule.not_applicable is NotApplicable.RENORMALISE:
            sentence = _("factors can be rescaled for rows that do not apply only with full marks")
            findings.append(Finding(key, sentence))
        if rule.order is Order.BY_EXPERT and rule.unable is Unable.RENORMALISE:
            sentence = _("factors can be rescaled for rows not judged only with full marks")
            findings.append(Finding(key, sentence))
    if rule.standardise and len(panel.candidates) < 2:
        findings.append(Finding(f"{place}: [rule] standardise", _("needs at least two candidates")))

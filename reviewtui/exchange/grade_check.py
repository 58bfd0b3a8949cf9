"""What is worth a look in the grade rule of a panel, beside what the table's source says."""

from collections.abc import Iterator

from reviewtui.domain.consequence import Consequence, ConsequenceKind
from reviewtui.domain.grades import FISCAL, RD_RATIO, falls
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.locales import _

Warned = Iterator[tuple[str, str]]
"""Pairs of a place in the file and a sentence."""


def grade_warnings(panel: Panel) -> Warned:
    """Names, quotas and facts of the grade rule that the source does not bear out."""
    yield from _names(panel)
    yield from _quotas(panel)
    yield from _bar(panel)
    yield from _history(panel)


def source_quotas(panel: Panel) -> tuple[Consequence, ...]:
    """The quotas that the source itself gives for every candidate's kind of unit; a template
    may offer these and no other."""
    table = panel.table
    return tuple(
        item
        for item in table.consequences
        if item.kind is ConsequenceKind.QUOTA
        and item.concerns(panel.review)
        and all(item.binds(unit.kind, table.platform) for unit in panel.presented)
    )


def source_names(panel: Panel) -> tuple[str, ...]:
    """The grades that the source names for this review type; empty where it names none."""
    found: dict[str, None] = {}
    for item in panel.table.grade_lists:
        if item.concerns(panel.review):
            found |= dict.fromkeys(item.names)
    return tuple(found)


def _names(panel: Panel) -> Warned:
    known = source_names(panel)
    for name in panel.rule.grades.names if known else ():
        if name not in known:
            yield (
                f"[[grades.bands]] {name}",
                _("the source names no grade {name}; it names: {known}").format(
                    name=name, known=_(", ").join(known)
                ),
            )


def _quotas(panel: Panel) -> Warned:
    offered = source_quotas(panel)
    for quota in panel.rule.grades.quotas:
        place = f"[[grades.quotas]] {quota.grade}"
        given = [item.percent for item in offered if item.grade == quota.grade and item.percent]
        if not given:
            sentence = _(
                "the built-in source gives no quota for this platform type; this one stands on "
                "its own source line: {source}"
            )
            yield place, sentence.format(source=quota.source)
        elif quota.percent > max(given):
            sentence = _("more than the source allows: {percent}%")
            yield place, sentence.format(percent=decimal_text(max(given)))


def _bar(panel: Panel) -> Warned:
    bar = panel.rule.grades.bar_excellent
    if bar is None:
        return
    for candidate in panel.candidates:
        for metric in (RD_RATIO, FISCAL[bar.reading]):
            fact = candidate.facts.get(metric)
            if fact is None or falls(fact.text) is None:
                sentence = _(
                    "is needed for barring the highest grade, as a signed change such as “-0.12%”"
                )
                yield f"[[candidates]] {candidate.code} facts.{metric}", sentence


def _history(panel: Panel) -> Warned:
    for candidate in panel.candidates:
        for item in candidate.history:
            if panel.date is not None and item.date >= panel.date:
                sentence = _("{date} is not before this meeting; it is not counted")
                place = f"[[candidates]] {candidate.code} history"
                yield place, sentence.format(date=item.date.isoformat())

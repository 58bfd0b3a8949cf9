"""The indicator tables at hand: which there are, what is in them, what differs."""

import argparse

from reviewtui.cli.console import aligned, say, tell
from reviewtui.domain.consequence import Consequence
from reviewtui.domain.difference import difference
from reviewtui.domain.indicator_set import IndicatorSet, Row
from reviewtui.domain.quote import Quote
from reviewtui.domain.requirement_words import metric_name, requirement
from reviewtui.domain.states import RowKind, label
from reviewtui.domain.testing import REASONS, untested
from reviewtui.domain.threshold import Threshold
from reviewtui.exchange.documents import load_set
from reviewtui.exchange.library import own_set_findings, sets, user_sets_folder
from reviewtui.locales import _


def listing(given: argparse.Namespace) -> int:
    """Every table, built in and the user's own; what cannot be used is a message."""
    if given.where:
        return where(given)
    rows = []
    for resource in sets():
        table = load_set(resource.path)
        rows.append(
            (
                resource.id,
                table.standing(),
                str(len(table.primaries)),
                str(len(table.leaves())),
                _("built in") if resource.built_in else _("your own"),
                table.name(),
            )
        )
    header = (_("id"), _("status"), _("primaries"), _("rows"), _("from"), _("title"))
    for line in aligned(header, rows, right=(2, 3)):
        tell(line)
    findings = own_set_findings()
    for finding in findings:
        say(str(finding))
    return 1 if findings else 0


def where(_given: argparse.Namespace) -> int:
    """Print the folder for the user's own tables, whether it exists or not."""
    tell(str(user_sets_folder()))
    return 0


def show(given: argparse.Namespace) -> int:
    """One table: what it is, its rows, its thresholds, its note."""
    table = load_set(given.table)
    for line in (*_head(table), "", *_rows(table)):
        tell(line)
    duties = [item for item in table.thresholds if untested(item) is None]
    if duties:
        tell("")
        tell(_("Requirements by stage"))
        for threshold in duties:
            tell(f"  {_demand(threshold)}")
    others = [item for item in table.thresholds if untested(item)]
    if others:
        tell("")
        tell(_("Other figures of the document, shown only"))
        for threshold in others:
            tell(f"  {_demand(threshold)}")
    for line in (*_grades(table), *_consequences(table)):
        tell(line)
    for text in (table.note, *table.cautions):
        if text:
            tell("")
            tell(text)
    return 0


def _head(table: IndicatorSet) -> list[str]:
    facts = (
        (_("id"), table.id),
        (_("title"), table.name()),
        (_("status"), table.standing()),
        (_("authority"), table.authority),
        (_("document"), table.document),
        (_("date"), table.date.isoformat() if table.date else ""),
        (_("status of the document"), label(table.source_status) if table.source_status else ""),
        (_("kinds of unit"), "、".join(f"{kind.name()} ({kind.code})" for kind in table.kinds)),
        (
            _("rows"),
            _("{primaries} primary, {rows} secondary").format(
                primaries=len(table.primaries), rows=len(table.leaves())
            ),
        ),
        ("SHA-256", table.hash),
    )
    return aligned(("", ""), [fact for fact in facts if fact[1]])


def _rows(table: IndicatorSet) -> list[str]:
    rows = [
        (
            "  " * (len(table.path(row.code)) - 1) + row.code,
            "" if row.kind is RowKind.JUDGEMENT else label(row.kind),
            row.source,
            row.name(),
        )
        for row in table.rows
    ]
    return aligned((_("code"), _("kind"), _("source"), _("title")), rows)


def _grades(table: IndicatorSet) -> list[str]:
    """The grade words of the source, where it has any."""
    lines = [f"  {'、'.join(item.names)}  {item.quote.shown()}" for item in table.grade_lists]
    return ["", _("Grades the document names"), *lines] if lines else []


def _consequences(table: IndicatorSet) -> list[str]:
    """What the document says follows, in its own words, each once; nothing here decides."""
    by_quote: dict[Quote, list[Consequence]] = {}
    for item in table.consequences:
        by_quote.setdefault(item.quote, []).append(item)
    lines = []
    for quote, items in by_quote.items():
        lines.append(f"  {_(', ').join(item.id for item in items)}  {quote.shown()}")
        deciders = filter(None, (item.decider for item in items))
        told = [_("decided by: {decider}").format(decider=decider) for decider in deciders]
        told += [item.caution for item in items if item.caution]
        lines += [f"    {text}" for text in dict.fromkeys(told)]
    return ["", _("What follows, in the words of the document"), *lines] if lines else []


def _demand(threshold: Threshold) -> str:
    why = untested(threshold)
    said = f"{metric_name(threshold)}  {requirement(threshold)}"
    return f"{said}  {_(REASONS[why])}" if why else said


def diff(given: argparse.Namespace) -> int:
    """What two tables have different; nothing different is no fault."""
    before, after = load_set(given.first), load_set(given.second)
    found = difference(before, after)
    for sign, table in (("-", before), ("+", after)):
        tell(f"{sign} {table.id}  {table.name()}  [{table.standing()}]  {table.hash}")
    for row in found.rows:
        tell("")
        _tell_row("-", row.before)
        _tell_row("+", row.after)
    for threshold in found.thresholds:
        tell("")
        if threshold.before:
            tell(f"- {_demand(threshold.before)}")
        if threshold.after:
            tell(f"+ {_demand(threshold.after)}")
    tell("")
    tell(
        _("{same} rows alike, {different} rows and {thresholds} requirements different").format(
            same=found.same, different=len(found.rows), thresholds=len(found.thresholds)
        )
    )
    return 0


def _tell_row(sign: str, row: Row | None) -> None:
    if row is not None:
        kind = "" if row.kind is RowKind.JUDGEMENT else f"  [{label(row.kind)}]"
        tell(f"{sign} {row.code} {row.name()}{kind}")

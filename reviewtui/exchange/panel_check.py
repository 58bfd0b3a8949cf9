"""What is worth a look in a panel that could be used as it stands."""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from reviewtui.domain.conclusions import OPTIONS
from reviewtui.domain.fields import duplicates
from reviewtui.domain.findings import Finding
from reviewtui.domain.grades import FISCAL, RD_RATIO
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import OverlayChange, Panel
from reviewtui.domain.recusal_matrix import same_unit
from reviewtui.domain.rule import (
    Average,
    BelowLeast,
    Granularity,
    WeightKind,
)
from reviewtui.domain.same_rows import different_rows
from reviewtui.domain.sheet import Place, Sheet
from reviewtui.domain.states import Review, RowKind
from reviewtui.domain.testing import DATED, misfits
from reviewtui.exchange.gate_check import gate_warnings
from reviewtui.exchange.grade_check import grade_warnings
from reviewtui.exchange.kind_check import kind_warnings
from reviewtui.exchange.set_check import draft_warning
from reviewtui.exchange.stage_check import stage_warnings
from reviewtui.locales import _

USUAL_SUM: Final = Fraction(100)
_TELEPHONE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")

Warned = Iterator[tuple[str, str]]
"""Pairs of a place in the file and a sentence."""


def panel_warnings(panel: Panel, sheet: Sheet, place: str) -> list[Finding]:
    """Every warning about a panel and its sheet."""
    checks = (
        _missing_date(panel),
        _order(panel),
        _sum_of_points(panel, sheet),
        _no_conclusions(panel),
        _grade_lines(panel, sheet),
        grade_warnings(panel),
        _namesakes(panel),
        _telephones(panel),
        _idle_people(panel),
        _recusals(panel),
        _likely_recusals(panel),
        _too_few_to_trim(panel),
        _facts(panel),
        _approvals(panel),
        _open_alternatives(panel, sheet),
        _open_facts(panel, sheet),
        gate_warnings(panel),
        stage_warnings(panel, sheet),
        kind_warnings(panel),
        _twice_changed(panel),
        _unequal_rows(panel, sheet),
    )
    found = draft_warning(panel.table, f"{place}: [panel] set")
    for check in checks:
        found += [Finding(f"{place}: {key}", sentence, warning=True) for key, sentence in check]
    return found


def _missing_date(panel: Panel) -> Warned:
    if panel.date is not None:
        return
    if panel.table.thresholds:
        sentence = _("is missing: no threshold can be tested and the prints will carry no date")
    else:
        sentence = _("is missing: the prints will carry no date")
    yield "[panel] date", sentence


def _order(panel: Panel) -> Warned:
    """An order that names somebody twice, or not all."""
    if not panel.presentation:
        return
    for code in duplicates(panel.presentation):
        yield "[panel] order", _("{code} stands here more than once").format(code=code)
    missing = [one.code for one in panel.candidates if one.code not in panel.presentation]
    if missing:
        sentence = _("leaves out {codes}, who would come last")
        yield "[panel] order", sentence.format(codes=_(", ").join(missing))


def _sum_of_points(panel: Panel, sheet: Sheet) -> Warned:
    """The full marks that make up the total; rows of an overlay stand outside the base."""
    if panel.rule.weights.kind is not WeightKind.POINTS or panel.trial:
        return
    if _lacks_weights(panel, sheet):
        return
    total = sheet.base
    if total != USUAL_SUM:
        yield (
            "[weights.of]",
            _("the full marks sum to {total}, not to 100").format(total=decimal_text(total)),
        )


def _no_conclusions(panel: Panel) -> Warned:
    """An appraisal and an acceptance conclude; marks alone are no answer there."""
    if panel.review in OPTIONS and panel.rule.conclusions is None and not panel.trial:
        yield (
            "[conclusions]",
            _("is missing: experts will not be asked for a conclusion; usual are {options}").format(
                options=_(", ").join(OPTIONS[panel.review])
            ),
        )


def _lacks_weights(panel: Panel, sheet: Sheet) -> bool:
    """A row without a weight is a fault of its own; until then no sum means anything."""
    return any(row.code not in panel.rule.weights.of for row in sheet.rows if not row.added)


def _grade_lines(panel: Panel, sheet: Sheet) -> Warned:
    bands = panel.rule.grades.bands
    if not bands or panel.rule.weights.kind is WeightKind.FACTOR:
        return
    total = sheet.base
    for band in bands:
        if band.at_least > total and not _lacks_weights(panel, sheet):
            yield (
                f"[[grades.bands]] {band.name} at_least",
                _("nobody can reach {line}: the full marks sum to {total}").format(
                    line=decimal_text(band.at_least), total=decimal_text(total)
                ),
            )
    lowest = bands[-1]
    if lowest.at_least > 0:
        yield (
            "[[grades.bands]]",
            _("a total below {line} gets no grade").format(line=decimal_text(lowest.at_least)),
        )


def _namesakes(panel: Panel) -> Warned:
    people = {
        "experts": [(expert.code, expert.name) for expert in panel.experts],
        "candidates": [(candidate.code, candidate.name) for candidate in panel.candidates],
    }
    for table, named in people.items():
        for name in duplicates(name for _code, name in named):
            codes = [code for code, other in named if other == name]
            yield (
                f"[[{table}]] {codes[-1]} name",
                _("{codes} bear the same name; only the codes tell them apart").format(
                    codes=", ".join(codes)
                ),
            )
        for number in duplicates(code.lstrip("0") for code, _name in named if code.isdecimal()):
            codes = [code for code, _name in named if code.lstrip("0") == number]
            yield (
                f"[[{table}]] {codes[-1]}",
                _("{codes} are two codes that read as one number; is one mistyped?").format(
                    codes=_(", ").join(codes)
                ),
            )


def _telephones(panel: Panel) -> Warned:
    """A column too far to the left or right, and a telephone number is on every page."""
    for expert in panel.experts:
        for key in ("code", "name", "unit", "title"):
            if _TELEPHONE.search(getattr(expert, key)):
                sentence = _("looks like a telephone number; it would stand on the printed pages")
                yield f"[[experts]] {expert.code} {key}", sentence


def _idle_people(panel: Panel) -> Warned:
    """Who has nothing to judge, and whom nobody judges."""
    judges = _judges(panel)
    for expert in panel.experts:
        if not any(expert.code in codes for codes in judges.values()):
            yield f"[[experts]] {expert.code}", _("has no candidate to judge")
    for code, codes in judges.items():
        if not codes:
            yield f"[[candidates]] {code}", _("is judged by nobody")


def _judges(panel: Panel) -> dict[str, set[str]]:
    """The experts who are to judge each candidate, recusals taken off."""
    recused = {(item.expert, item.candidate) for item in panel.recusals}
    judges: dict[str, set[str]] = {candidate.code: set() for candidate in panel.candidates}
    for expert in panel.experts:
        for candidate in panel.assigned(expert.code):
            if (expert.code, candidate) not in recused:
                judges[candidate].add(expert.code)
    return judges


def _recusals(panel: Panel) -> Warned:
    if panel.assignment is None:
        return
    for item in panel.recusals:
        if item.candidate not in panel.assignment.get(item.expert, ()):
            yield (
                f"[[recusals]] {item.expert}",
                _("{expert} is not to judge {candidate} anyway").format(
                    expert=item.expert, candidate=item.candidate
                ),
            )


def _likely_recusals(panel: Panel) -> Warned:
    """An expert of the candidate's own unit; whether he is recused, people decide."""
    recused = {(item.expert, item.candidate) for item in panel.recusals}
    for expert in panel.experts:
        for code in panel.assigned(expert.code):
            own = same_unit(expert, panel.candidate(code))
            if own and (expert.code, code) not in recused:
                yield (
                    f"[[experts]] {expert.code} unit",
                    _("is also the unit of candidate {candidate}; is a recusal missing?").format(
                        candidate=code
                    ),
                )


def _too_few_to_trim(panel: Panel) -> Warned:
    """TR-35: trimming stands on enough marks for every candidate."""
    rule = panel.rule
    if rule.average is not Average.TRIMMED:
        return
    if rule.trim.below_least is BelowLeast.REFUSE:
        sentence = _("only {n} experts can count, trimming needs {least}: there will be no total")
    else:
        sentence = _("only {n} experts can count, trimming needs {least}: it will be a plain mean")
    for code, codes in _judges(panel).items():
        if len(codes) < rule.trim.least:
            yield (
                f"[[candidates]] {code}",
                sentence.format(n=len(codes), least=rule.trim.least),
            )


def _facts(panel: Panel) -> Warned:
    for code, metric, sentence in misfits(panel):
        yield f"[[candidates]] {code}.facts.{metric}", sentence
    known = {threshold.metric for threshold in panel.table.thresholds}
    known |= {row.metric for row in panel.table.rows}
    if panel.rule.grades.bar_excellent is not None:
        known |= {RD_RATIO, *FISCAL.values()}
    for candidate in panel.candidates:
        for metric in candidate.facts:
            if metric not in known:
                yield (
                    f"[[candidates]] {candidate.code}.facts.{metric}",
                    _("no row and no threshold of the table asks for this figure; mistyped?"),
                )


def _approvals(panel: Panel) -> Warned:
    staged = any(
        threshold.candidates_duty and threshold.stage in DATED
        for threshold in panel.table.thresholds
    )
    if not staged or panel.review is Review.APPRAISAL:
        return
    for candidate in panel.candidates:
        key = f"[[candidates]] {candidate.code} approved_on"
        if candidate.approved_on is None:
            yield key, _("is missing: the stage is unknown and its thresholds cannot be tested")
        elif panel.date is not None and candidate.approved_on > panel.date:
            yield key, _("lies after the day of the review")


def _open_alternatives(panel: Panel, sheet: Sheet) -> Warned:
    """Where rows are scored, which choice of a group applies is for the desk to settle (TR-07)."""
    rule = panel.rule
    if rule.granularity is Granularity.PRIMARIES:
        return
    for candidate in panel.candidates:
        own = sheet.candidates[candidate.code]
        still_open = [
            row.code
            for row, where in zip(sheet.rows, own.places, strict=True)
            if row.kind is RowKind.ALTERNATIVES
            and where is Place.JUDGED
            and row.code not in own.applies
            and (rule.granularity is Granularity.ROWS or row.primary in rule.by_row)
        ]
        if still_open:
            yield (
                f"[[candidates]] {candidate.code}",
                _("which choice applies is not settled in the groups {rows}").format(
                    rows=", ".join(still_open)
                ),
            )


def _open_facts(panel: Panel, sheet: Sheet) -> Warned:
    """A fact that nobody settled is marked by every expert (TR-08)."""
    open_for: dict[tuple[str, ...], list[str]] = {}
    for candidate in () if panel.trial else panel.presented:
        places = sheet.candidates[candidate.code].places
        rows = tuple(
            row.code
            for row, where in zip(sheet.rows, places, strict=True)
            if row.kind is RowKind.FACT and where is Place.JUDGED
        )
        if rows:
            open_for.setdefault(rows, []).append(candidate.code)
    for rows, codes in open_for.items():
        yield (
            f"[[settled]] {codes[0]} {rows[0]}",
            _(
                "the desk has not settled the facts {rows} of {candidates}: every expert will "
                "mark them; settle them, or leave them to the experts"
            ).format(rows=_(", ").join(rows), candidates=_(", ").join(codes)),
        )


def _twice_changed(panel: Panel) -> Warned:
    changes = Counter(
        (item.candidate, item.row)
        for item in panel.overlays
        if item.change is not OverlayChange.ADD
    )
    for (candidate, row), count in changes.items():
        if count > 1:
            yield f"[[overlays]] {candidate} {row}", _("this row is changed more than once")


def _unequal_rows(panel: Panel, sheet: Sheet) -> Warned:
    """TR-05: candidates in one ranking who are not measured by the same rows."""
    if said := different_rows(panel, sheet):
        yield "[[overlays]]", said

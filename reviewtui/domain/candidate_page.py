"""The page of one candidate: what it declared, what is asked of it, what people decided.

Every screen, command and sheet that shows a candidate's requirements reads these sections.
No mark stands here, and nothing here changes one.
"""

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.domain.facts import Fact, amount
from reviewtui.domain.gates import WORDS, gates_of
from reviewtui.domain.grades import FISCAL, RD_RATIO, Reading
from reviewtui.domain.history import breach_note
from reviewtui.domain.requirement_words import (
    fact_text,
    metric_name,
    outcome_text,
    required,
    requirement,
    target_text,
    whole_fact,
    with_own_unit,
)
from reviewtui.domain.row_words import step_reached
from reviewtui.domain.same_rows import base_sentence
from reviewtui.domain.scored_codes import reviewed
from reviewtui.domain.stage_choice import default_sentence
from reviewtui.domain.states import Outcome, RowKind, label
from reviewtui.domain.testing import Tested, Untested, of_candidate, tested, years_later
from reviewtui.locales import N_, _

if TYPE_CHECKING:
    from reviewtui.domain.decided import Relaxation
    from reviewtui.domain.indicator_set import Row
    from reviewtui.domain.panel import Candidate, Panel
    from reviewtui.domain.sheet import Sheet

SETTLED_WORDS: Final = {
    "yes": N_("yes"),
    "no": N_("no"),
    **{result.value: word for result, word in WORDS.items()},
}
"""Words for what the desk settled; other values stand for themselves."""
FALLS: Final = {
    RD_RATIO: N_("R&D spending's share of GDP against last year"),
    FISCAL[Reading.GROWTH_SLOWER]: N_("growth of fiscal spending on science against last year"),
    FISCAL[Reading.SPENDING_FALLS]: N_("fiscal spending on science against last year"),
}
"""Names of the facts that a grade rule alone asks for; no row of a table carries them."""
CHANGES: Final = {
    "hide": N_("row {row} is taken off"),
    "reword": N_("row {row} reads: {title}"),
    "add": N_("row {row} is added: {title}"),
}


class Entry(NamedTuple):
    """One line: a label, a text, and the test whose outcome ends the text, if one does."""

    label: str
    text: str
    test: Tested | None = None


class Section(NamedTuple):
    """Some lines under a heading."""

    heading: str
    entries: tuple[Entry, ...]


def sections(panel: "Panel", sheet: "Sheet", candidate: "Candidate") -> tuple[Section, ...]:
    """The sections of a candidate's page that have something to say."""
    items = of_candidate(panel, candidate)
    carried = {code for row in panel.table.rows for code in row.thresholds}
    duties = [item for item in items if item.threshold.candidates_duty]
    own = [item for item in duties if item.threshold.id in carried and _asked(item)]
    loose = [item for item in duties if item.threshold.id not in carried and _asked(item)]
    others = [item for item in items if not item.threshold.candidates_duty or not _asked(item)]
    told = {item.threshold.metric for item in items}
    measured = measured_rows(panel, "", told)
    further = {
        name: fact
        for name, fact in candidate.facts.items()
        if name not in told | {row.metric for row in measured}
    }
    found = (
        Section(_("Candidate"), tuple(_about(panel, candidate))),
        Section(_("On record before this review"), tuple(_record(candidate))),
        Section(_("Facts and requirements"), (*facing(own), *_measured(measured, candidate))),
        Section(_("Requirements that no row of the table carries"), tuple(facing(loose))),
        Section(_("Gates"), tuple(_gates(panel, candidate))),
        Section(_("Stages and choices"), tuple(_choices(panel, sheet, candidate))),
        Section(
            _("Rows changed for this candidate"),
            (*changes(panel, candidate.code), *_base(panel, sheet, candidate.code)),
        ),
        Section(_("Further facts"), tuple(_further(further))),
        Section(_("In the document, not tested"), tuple(facing(others))),
    )
    return tuple(section for section in found if section.entries)


def facing(items: Iterable[Tested], known: Iterable[str] = ()) -> Iterator[Entry]:
    """Declared values, each once, with the thresholds of their metric below.

    Args:
        items: What is shown.
        known: Metrics whose declared value stands elsewhere.
    """
    told = set(known)
    for item in _by_metric(items):
        threshold, fact = item.threshold, item.fact
        duty = threshold.candidates_duty and _asked(item)
        if threshold.metric not in told and (fact is not None or (duty and _open(item))):
            told.add(threshold.metric)
            yield Entry(_("Facts"), f"{metric_name(threshold)} {fact_text(item)}")
            if fact is not None and fact.target:
                yield Entry(_("Target"), target_text(fact))
        named = duty and threshold.metric in told
        name = "" if named else f"{metric_name(threshold)} "
        yield Entry(_("Required"), f"{name}{required(item)}", item)


def _asked(item: Tested) -> bool:
    """Whether this type of review asks for the figure."""
    return item.untested is not Untested.OTHER_REVIEW


def _open(item: Tested) -> bool:
    """Whether a figure that nobody declared is missed: not where its condition does not hold."""
    return item.untested is not Untested.CONDITION


def _by_metric(items: Iterable[Tested]) -> Iterator[Tested]:
    """The thresholds of one metric together, in the order of the first of each."""
    metrics: dict[str, list[Tested]] = {}
    for item in items:
        metrics.setdefault(item.threshold.metric, []).append(item)
    for together in metrics.values():
        yield from together


def text_of(entry: Entry) -> str:
    """A line's whole text, its outcome included."""
    return entry.text + (_(": ") + outcome_text(entry.test) if entry.test else "")


def _about(panel: "Panel", candidate: "Candidate") -> Iterator[Entry]:
    if candidate.unit:
        yield Entry(_("Unit"), candidate.unit)
    if candidate.approved_on is not None:
        yield Entry(
            _("Approved"),
            _("{date}, construction period {years} years, until {end}").format(
                date=candidate.approved_on.isoformat(),
                years=candidate.period_years,
                end=years_later(candidate.approved_on, candidate.period_years).isoformat(),
            ),
        )
    day = panel.date.isoformat() if panel.date else ""
    yield Entry(_("Review"), f"{label(panel.review)} {day}".strip())


def _record(candidate: "Candidate") -> Iterator[Entry]:
    """Earlier grades and what is known of integrity, as they were stated."""
    for item in candidate.history:
        where = _(", ").join(filter(None, (item.date.isoformat(), item.document)))
        said = _("{value} ({where})").format(value=item.grade, where=where)
        yield Entry(str(item.year), said)
    if candidate.integrity is not None:
        said = breach_note(candidate.integrity) or _("nothing on record")
        yield Entry(_("Integrity"), said)


def _gates(panel: "Panel", candidate: "Candidate") -> Iterator[Entry]:
    for gate in gates_of(panel, candidate.code):
        where = _(", ").join(filter(None, (gate.reason, gate.evidence)))
        word = _("{value} ({where})").format(value=gate.word, where=where) if where else gate.word
        yield Entry(gate.row.code, f"{gate.row.name()}{_(': ')}{word}")
        if gate.row.parts:
            yield Entry(_("Check"), _("; ").join(gate.row.parts))
        if gate.row.condition:
            yield Entry(_("Condition"), f"「{gate.row.condition}」")
        for item in gate.relaxations:
            yield Entry(_("Relaxed"), relaxation_text(panel, item))


def relaxation_text(panel: "Panel", item: "Relaxation") -> str:
    """A relaxation with the figure it relaxes, who decided it and why."""
    line = next(one for one in panel.table.thresholds if one.id == item.threshold)
    return _("{figure}: {reason}; decided by {who}").format(
        figure=f"{metric_name(line)} {requirement(line)}",
        reason=item.reason,
        who=" ".join(filter(None, (item.decided_by, item.document))),
    )


def _choices(panel: "Panel", sheet: "Sheet", candidate: "Candidate") -> Iterator[Entry]:
    """Which choice of alternatives applies; where nobody settled it, that it is a default."""
    own = sheet.candidates[candidate.code]
    for group, choice in own.applies.items():
        text = f"{choice} {panel.table.row(choice).name()}"
        said = default_sentence(own, group)
        yield Entry(group, _("{value} ({where})").format(value=text, where=said) if said else text)


def changes(panel: "Panel", candidate: str, row: str = "") -> Iterator[Entry]:
    """What overlays changed for a candidate, with reason and document.

    Args:
        row: Only what touches this row: itself, a row above it, or one below; "" for all.
    """
    table = panel.table
    for item in panel.overlays:
        if item.candidate != candidate:
            continue
        if row and row != item.row:
            known = [code for code in (item.parent or item.row, row) if code in table]
            paths = [[node.code for node in table.path(code)] for code in known]
            if len(known) < 2 or not (known[0] in paths[1] or known[1] in paths[0]):
                continue
        said = _(CHANGES[item.change]).format(row=item.row, title=item.title)
        where = _(", ").join(filter(None, (item.reason, item.document)))
        yield Entry(_("Changed"), _("{value} ({where})").format(value=said, where=where))


def _base(panel: "Panel", sheet: "Sheet", candidate: str) -> Iterator[Entry]:
    if said := base_sentence(panel, sheet, candidate):
        yield Entry(_("Base"), said)


def at_row(panel: "Panel", row: str, candidate: "Candidate") -> Iterator[Entry]:
    """Everything declared for a row and the rows below it, beside what is asked there."""
    items = tested(panel, row, candidate)
    yield from facing(items)
    told = {item.threshold.metric for item in items}
    yield from measured_entries(panel, row, candidate, told)


def measured_entries(
    panel: "Panel", row: str, candidate: "Candidate", told: Container[str]
) -> Iterator[Entry]:
    """Declared numbers of measured rows, and the steps they reach.

    Args:
        told: Metrics whose declared value stands elsewhere.
    """
    yield from _measured(measured_rows(panel, row, told), candidate)
    for one in _below(panel, row):
        if one.steps and one.metric in told:
            yield from _step(one, candidate)


def measured_rows(panel: "Panel", row: str, told: Container[str]) -> "list[Row]":
    """The measured rows at a row and below it whose number no threshold shows."""
    return [one for one in _below(panel, row) if one.metric and one.metric not in told]


def _below(panel: "Panel", row: str) -> "list[Row]":
    """The measured rows of this review at a row and below it; "" for all of the table."""
    table = panel.table
    return [
        one
        for one in table.rows
        if one.kind is RowKind.MEASURED
        and reviewed(table, one.code, panel.review)
        and (not row or row in {node.code for node in table.path(one.code)})
    ]


def _measured(rows: "Iterable[Row]", candidate: "Candidate") -> Iterator[Entry]:
    for row in rows:
        fact = candidate.facts.get(row.metric)
        if fact is None:
            yield Entry(_("Facts"), f"{row.name()} {label(Outcome.NO_DATA)}")
            continue
        plain = with_own_unit(fact.text, row.unit, row.unit_en)
        yield Entry(_("Facts"), f"{row.name()} {whole_fact(fact, plain)}")
        if fact.target:
            yield Entry(_("Target"), target_text(fact))
        yield from _step(row, candidate)


def _step(row: "Row", candidate: "Candidate") -> Iterator[Entry]:
    fact = candidate.facts.get(row.metric)
    number = amount(fact.text, row.unit) if fact is not None and row.steps else None
    if number is not None:
        yield Entry(_("Steps"), step_reached(row, number))


def _further(facts: dict[str, Fact]) -> Iterator[Entry]:
    for metric, fact in facts.items():
        name = _(FALLS[metric]) if metric in FALLS else metric
        yield Entry(_("Facts"), f"{name} {whole_fact(fact)}")
        if fact.target:
            yield Entry(_("Target"), target_text(fact))

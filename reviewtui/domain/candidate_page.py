"""The page of one candidate: what it declared, what is asked of it, what people decided.

Every screen, command and sheet that shows a candidate's requirements reads these sections.
No mark stands here, and nothing here changes one.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.domain.facts import Fact
from reviewtui.domain.requirement_words import (
    fact_text,
    metric_name,
    outcome_text,
    requirement,
    target_text,
    whole_fact,
)
from reviewtui.domain.states import RowKind, label
from reviewtui.domain.testing import Tested, of_candidate, years_later
from reviewtui.locales import N_, _

if TYPE_CHECKING:
    from reviewtui.domain.panel import Candidate, Panel

SETTLED_WORDS: Final = {
    "yes": N_("yes"),
    "no": N_("no"),
    "pass": N_("pass"),
    "fail": N_("fail"),
    "not_applicable": N_("not applicable"),
}
"""Words for what the desk settled; other values stand for themselves."""
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


def sections(panel: "Panel", candidate: "Candidate") -> tuple[Section, ...]:
    """The sections of a candidate's page that have something to say."""
    items = of_candidate(panel, candidate)
    carried = {code for row in panel.table.rows for code in row.thresholds}
    duties = [item for item in items if item.threshold.candidates_duty]
    own = [item for item in duties if item.threshold.id in carried]
    loose = [item for item in duties if item.threshold.id not in carried]
    others = [item for item in items if not item.threshold.candidates_duty]
    told = {item.threshold.metric for item in items}
    further = {name: fact for name, fact in candidate.facts.items() if name not in told}
    found = (
        Section(_("Candidate"), tuple(_about(panel, candidate))),
        Section(_("Facts and requirements"), tuple(facing(own))),
        Section(_("Requirements that no row of the table carries"), tuple(facing(loose))),
        Section(_("Gates"), tuple(_gates(panel, candidate))),
        Section(_("Rows changed for this candidate"), tuple(_overlays(panel, candidate))),
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
        if threshold.metric not in told:
            told.add(threshold.metric)
            if fact is not None or threshold.candidates_duty:
                yield Entry(_("Facts"), f"{metric_name(threshold)} {fact_text(item)}")
            if fact is not None and fact.target:
                yield Entry(_("Target"), target_text(fact))
        name = "" if threshold.candidates_duty else f"{metric_name(threshold)} "
        yield Entry(_("Required"), f"{name}{requirement(threshold)}", item)


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


def _gates(panel: "Panel", candidate: "Candidate") -> Iterator[Entry]:
    settled = {item.row: item for item in panel.settled if item.candidate == candidate.code}
    for row in panel.table.rows:
        if row.kind is not RowKind.GATE or (row.reviews and panel.review not in row.reviews):
            continue
        found = settled.get(row.code)
        word = _("not settled yet") if found is None else found.value
        if found is not None and found.value in SETTLED_WORDS:
            word = _(SETTLED_WORDS[found.value])
        if found is not None and found.evidence:
            word = _("{value} ({where})").format(value=word, where=found.evidence)
        yield Entry(row.code, f"{row.name()}{_(': ')}{word}")


def _overlays(panel: "Panel", candidate: "Candidate") -> Iterator[Entry]:
    for item in panel.overlays:
        if item.candidate == candidate.code:
            said = _(CHANGES[item.change]).format(row=item.row, title=item.title)
            where = _(", ").join(filter(None, (item.reason, item.document)))
            yield Entry(_("Changed"), _("{value} ({where})").format(value=said, where=where))


def _further(facts: dict[str, Fact]) -> Iterator[Entry]:
    for metric, fact in facts.items():
        yield Entry(_("Facts"), f"{metric} {whole_fact(fact)}")
        if fact.target:
            yield Entry(_("Target"), target_text(fact))

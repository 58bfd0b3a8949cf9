"""The panel: who sits, who is judged, which table, which rule."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.comparisons import Comparisons, read_comparisons
from reviewtui.domain.conclusions import read_conclusions
from reviewtui.domain.decided import (
    Condition,
    Relaxation,
    check_decided,
    known_candidate,
    read_condition,
    read_relaxation,
)
from reviewtui.domain.facts import Fact, read_fact
from reviewtui.domain.fields import TOML, Reader, duplicates
from reviewtui.domain.findings import Finding
from reviewtui.domain.history import Evaluation, Integrity, read_history, read_integrity
from reviewtui.domain.indicator_set import IndicatorSet, frozen
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.read_grades import check_grade_rows
from reviewtui.domain.read_rule import read_rule
from reviewtui.domain.rule import Rule
from reviewtui.domain.speech import Speech
from reviewtui.domain.states import Review
from reviewtui.locales import _


class Role(StrEnum):
    """An expert's place in the panel."""

    CHAIR = "chair"
    MEMBER = "member"


class OverlayChange(StrEnum):
    """What an overlay does to a row of one candidate."""

    HIDE = "hide"
    REWORD = "reword"
    ADD = "add"


class Expert(NamedTuple):
    """One person of the panel. Codes never change; names may be corrected.

    Attributes:
        title: Professional title (职称).
        replaced_by: Code of the expert who sits in this one's place; "" while he sits himself.
    """

    code: str
    name: str
    unit: str = ""
    role: Role = Role.MEMBER
    title: str = ""
    replaced_by: str = ""


class Candidate(NamedTuple):
    """One unit that is judged, with what it declared (材料).

    Attributes:
        withdrawn: Why it is out of the ranking (已撤回); "" while it is in.
        history: Its earlier evaluations, by date.
        integrity: What is on record; None where nothing was said.
        kind: The kind of unit, a code of the table's [[kinds]]; "" if nobody said.
    """

    code: str
    name: str
    unit: str = ""
    approved_on: datetime.date | None = None
    period_years: int = 5
    facts: Mapping[str, Fact] = MappingProxyType({})
    withdrawn: str = ""
    history: tuple[Evaluation, ...] = ()
    integrity: Integrity | None = None
    kind: str = ""


class Recusal(NamedTuple):
    """An expert who does not judge a candidate.

    `late`: it became known after the session was made, so that a ballot may hold marks.
    """

    expert: str
    candidate: str
    reason: str = ""
    late: bool = False


class Overlay(NamedTuple):
    """A change of one row for one candidate, as the note under the tables allows (TR-05)."""

    candidate: str
    row: str
    change: OverlayChange
    reason: str
    document: str = ""
    title: str = ""
    parent: str = ""
    full: Hundredths | None = None
    weight: Fraction | None = None


class Settled(NamedTuple):
    """A value that the desk settled once, alike for all experts (会务核定).

    `value` is yes, no, pass, fail, not_applicable, the code of the choice that applies, or a
    number; `reason` says why it is so, `evidence` what shows it.
    """

    candidate: str
    row: str
    value: str
    evidence: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Panel:
    """A panel as it was read; `data` is the frozen document behind it.

    Attributes:
        presentation: Codes of candidates in the day's order; empty: as they are listed.
        ranking: Whether the result ranks; an appraisal concludes and does not, unless it says so.
        year: The year the evaluation is about; None: that of `date`.
        comparisons: The judgements by expert from which the weights were made; mostly none.
    """

    id: str
    title: str
    review: Review
    set_name: str
    table: IndicatorSet
    rule: Rule
    experts: tuple[Expert, ...]
    candidates: tuple[Candidate, ...]
    organiser: str = ""
    date: datetime.date | None = None
    recusals: tuple[Recusal, ...] = ()
    assignment: Mapping[str, tuple[str, ...]] | None = None
    overlays: tuple[Overlay, ...] = ()
    settled: tuple[Settled, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    conditions: tuple[Condition, ...] = ()
    trial: bool = False
    presentation: tuple[str, ...] = ()
    ranking: bool = True
    year: int | None = None
    comparisons: Comparisons = field(default_factory=dict)
    data: Canonical = field(default=None, repr=False, compare=False)

    def expert(self, code: str) -> Expert:
        """The expert of that code; KeyError if there is none."""
        return self._experts[code]

    def candidate(self, code: str) -> Candidate:
        """The candidate of that code; KeyError if there is none."""
        return self._candidates[code]

    @cached_property
    def _experts(self) -> Mapping[str, Expert]:
        return {expert.code: expert for expert in self.experts}

    @cached_property
    def _candidates(self) -> Mapping[str, Candidate]:
        return {candidate.code: candidate for candidate in self.candidates}

    @property
    def sitting(self) -> tuple[Expert, ...]:
        """The experts who sit in the meeting: those who were replaced left out."""
        return tuple(expert for expert in self.experts if not expert.replaced_by)

    def replacement(self, expert: str) -> str:
        """Code of the expert who sits in this one's place; "" if he sits himself."""
        return next((item.replaced_by for item in self.experts if item.code == expert), "")

    @property
    def presented(self) -> tuple[Candidate, ...]:
        """The candidates that are judged, in the order of presentation."""
        standing = [candidate for candidate in self.candidates if not candidate.withdrawn]
        if not self.presentation:
            return tuple(standing)
        place = {code: at for at, code in enumerate(self.presentation)}
        return tuple(sorted(standing, key=lambda item: place.get(item.code, len(place))))

    def assigned(self, expert: str) -> tuple[str, ...]:
        """The codes of the candidates an expert is to judge, in the order of presentation."""
        if self.assignment is None:
            return tuple(candidate.code for candidate in self.presented)
        wanted = set(self.assignment.get(expert, ()))
        return tuple(item.code for item in self.presented if item.code in wanted)

    def recusal(self, expert: str, candidate: str) -> Recusal | None:
        """The recusal that was known before the meeting, or None."""
        return next(
            (
                item
                for item in self.recusals
                if item.expert == expert and item.candidate == candidate
            ),
            None,
        )


def read_panel(
    data: Mapping[str, Any],
    table: IndicatorSet,
    place: str,
    findings: list[Finding],
    speech: Speech = TOML,
) -> Panel:
    """Read a panel from its TOML table, or from the frozen copy in a session.

    Args:
        data: The parsed document of design §11.
        table: The indicator set that [panel] names, already read.
        place: What findings call the file.
        findings: Every fault is added here; the panel is fit for use only if there is none.
        speech: The words of the file it was read from.
    """
    top = Reader(data, f"{place}:", findings, speech)
    head = top.table("panel")
    review = head.choice("review", Review)
    panel = Panel(
        id=head.code("id"),
        title=head.text("title"),
        review=review,
        set_name=head.text("set"),
        organiser=head.text("organiser", ""),
        date=head.date("date"),
        trial=head.flag("trial", False),
        presentation=head.texts("order"),
        year=head.whole("year", 0, least=1990, most=2200) or None,
        table=table,
        ranking=head.flag("ranking", review is not Review.APPRAISAL),
        rule=read_rule(top)._replace(conclusions=read_conclusions(top, review)),
        experts=tuple(_read_expert(reader) for reader in top.tables("experts")),
        candidates=tuple(_read_candidate(reader) for reader in top.tables("candidates")),
        recusals=tuple(_read_recusal(reader) for reader in top.tables("recusals", name="expert")),
        assignment=_read_assignment(top),
        overlays=tuple(
            _read_overlay(reader) for reader in top.tables("overlays", name="candidate")
        ),
        settled=tuple(_read_settled(reader) for reader in top.tables("settled", name="candidate")),
        relaxations=tuple(
            read_relaxation(reader) for reader in top.tables("relaxations", name="candidate")
        ),
        conditions=tuple(
            read_condition(reader) for reader in top.tables("conditions", name="candidate")
        ),
        data=frozen(data),
    )
    experts = frozenset(expert.code for expert in panel.experts)
    panel = replace(panel, comparisons=read_comparisons(top, table, experts))
    head.done()
    top.done()
    codes = {candidate.code for candidate in panel.candidates}
    check_decided(panel.relaxations, panel.conditions, table, codes, top)
    _check_people(panel, top)
    check_grade_rows(panel.rule.grades, table, top)
    return panel


def _read_expert(reader: Reader) -> Expert:
    expert = Expert(
        code=reader.code("code"),
        name=reader.text("name"),
        unit=reader.text("unit", ""),
        role=reader.choice("role", Role, Role.MEMBER),
        title=reader.text("title", ""),
        replaced_by=reader.text("replaced_by", ""),
    )
    reader.done()
    return expert


def _read_candidate(reader: Reader) -> Candidate:
    facts = reader.table("facts")
    candidate = Candidate(
        code=reader.code("code"),
        name=reader.text("name"),
        unit=reader.text("unit", ""),
        approved_on=reader.date("approved_on"),
        period_years=reader.whole("period_years", 5, least=1, most=30),
        facts={metric: read_fact(facts, metric) for metric in facts.data},
        withdrawn=reader.text("withdrawn", ""),
        history=read_history(reader),
        integrity=read_integrity(reader),
        kind=reader.code("kind") if reader.has("kind") else "",
    )
    reader.done()
    return candidate


def _read_recusal(reader: Reader) -> Recusal:
    recusal = Recusal(
        expert=reader.text("expert"),
        candidate=reader.text("candidate"),
        reason=reader.text("reason", ""),
        late=reader.flag("late", False),
    )
    reader.done()
    return recusal


def _read_assignment(top: Reader) -> dict[str, tuple[str, ...]] | None:
    if not top.has("assignment"):
        return None
    table = top.table("assignment")
    return {expert: table.texts(expert) for expert in table.data}


def _read_overlay(reader: Reader) -> Overlay:
    overlay = Overlay(
        candidate=reader.text("candidate"),
        row=reader.code("row"),
        change=reader.choice("change", OverlayChange),
        reason=reader.text("reason"),
        document=reader.text("document", ""),
        title=reader.text("title", ""),
        parent=reader.text("parent", ""),
        full=reader.hundredths("full"),
        weight=reader.decimal("weight"),
    )
    if overlay.change is not OverlayChange.HIDE and not overlay.title:
        reader.find("title", _("a reworded or added row needs its title"))
    reader.done()
    return overlay


def _read_settled(reader: Reader) -> Settled:
    settled = Settled(
        candidate=reader.text("candidate"),
        row=reader.text("row"),
        value=reader.text("value"),
        evidence=reader.text("evidence", ""),
        reason=reader.text("reason", ""),
    )
    reader.done()
    return settled


def _check_people(panel: Panel, top: Reader) -> None:
    experts = [expert.code for expert in panel.experts]
    candidates = [candidate.code for candidate in panel.candidates]
    for kind, codes in (("experts", experts), ("candidates", candidates)):
        if not codes:
            top.find(f"[[{kind}]]", _("there is none"))
        for code in duplicates(codes):
            top.find(f"[[{kind}]] {code}", _("this code occurs more than once"))
    kinds = {kind.code for kind in panel.table.kinds}
    for unit in panel.candidates:
        if unit.kind and unit.kind not in kinds:
            top.find(
                f"[[candidates]] {unit.code} kind",
                _("{kind} is no kind of unit of this table").format(kind=unit.kind),
            )
    who, whom = set(experts), set(candidates)
    for expert in panel.experts:
        if expert.replaced_by:
            _known_expert(top, f"[[experts]] {expert.code}", expert.replaced_by, who)
    for code in panel.presentation:
        known_candidate(top, "[panel] order", code, whom)
    for recusal in panel.recusals:
        _known_expert(top, f"[[recusals]] {recusal.expert}", recusal.expert, who)
        known_candidate(top, f"[[recusals]] {recusal.expert}", recusal.candidate, whom)
    for pair in duplicates(f"{item.expert} {item.candidate}" for item in panel.recusals):
        top.find(f"[[recusals]] {pair}", _("stands here twice"), warning=True)
    for code, chosen in (panel.assignment or {}).items():
        _known_expert(top, f"[assignment] {code}", code, who)
        for candidate in chosen:
            known_candidate(top, f"[assignment] {code}", candidate, whom)
    for overlay in panel.overlays:
        place = f"[[overlays]] {overlay.candidate} {overlay.row}"
        known_candidate(top, place, overlay.candidate, whom)
    for settled in panel.settled:
        place = f"[[settled]] {settled.candidate} {settled.row}"
        known_candidate(top, place, settled.candidate, whom)
    for pair in duplicates(f"{item.candidate} {item.row}" for item in panel.settled):
        top.find(f"[[settled]] {pair}", _("stands here twice"))
    _first, *more = [one.code for one in panel.experts if one.role is Role.CHAIR] or [""]
    for code in more:
        top.find(f"[[experts]] {code} role", _("more than one chair"))


def _known_expert(top: Reader, place: str, code: str, known: set[str]) -> None:
    if code not in known:
        top.find(place, _("there is no expert {code}").format(code=code))

"""The steps of making a meeting: what each holds, how it stands, where a finding belongs. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from reviewtui.domain.findings import Finding
from reviewtui.domain.numbers import decimal_text, mark_text
from reviewtui.domain.panel import Candidate, Expert, Recusal, Role
from reviewtui.domain.recusal_matrix import RecusalMatrix
from reviewtui.domain.rule import PLAIN_TRIM, Rule, WeightKind, Weights
from reviewtui.exchange.drafting.draft import Draft
from reviewtui.exchange.drafting.edits import applies, concludes, entries, value_at, word_of
from reviewtui.exchange.drafting.points import sums
from reviewtui.exchange.meeting_form import INDICATORS, MEETING, RULES
from reviewtui.exchange.meeting_further import FIELDS as FURTHER
from reviewtui.exchange.meeting_tables import BANDS, CANDIDATES, EXPERTS, LEVELS, Field
from reviewtui.exchange.meeting_words import word
from reviewtui.locales import N_, _


class Step(StrEnum):
    """One page of making a meeting, in their order."""

    MEETING = "meeting"
    TABLE = "table"
    POINTS = "points"
    CANDIDATES = "candidates"
    EXPERTS = "experts"
    RECUSALS = "recusals"
    RULE = "rule"
    GRADES = "grades"
    CHECK = "check"


STEP_NAMES: Final = {
    Step.MEETING: N_("Meeting"),
    Step.TABLE: N_("Indicators"),
    Step.POINTS: N_("Points"),
    Step.CANDIDATES: N_("Candidates"),
    Step.EXPERTS: N_("Experts"),
    Step.RECUSALS: N_("Recusals"),
    Step.RULE: N_("Rule"),
    Step.GRADES: N_("Grades"),
    Step.CHECK: N_("Check and make"),
}

_ALL: Final = {field.key: field for form in (MEETING, INDICATORS, RULES) for field in form.fields}
_MEETING: Final = ("panel.review", "panel.title", "panel.date", "panel.organiser", "panel.order")
_TABLE: Final = ("panel.set", "rule.granularity", "rule.by_row")
_POINTS: Final = ("weights.kind", "weights.source")
_GRADES: Final = (
    "conclusions.options",
    "conclusions.majority",
    "conclusions.quorum",
    "conclusions.source",
    "panel.ranking",
    "grades.source",
)
_KEYS: Final = {
    Step.MEETING: _MEETING,
    Step.TABLE: _TABLE,
    Step.POINTS: _POINTS,
    Step.RULE: tuple(
        field.key
        for field in RULES.fields
        if field not in FURTHER and field.key not in {*_TABLE, *_GRADES}
    ),
    Step.GRADES: _GRADES,
}
LEVELS_FIELD: Final = Field(LEVELS.key, LEVELS.title, LEVELS.columns[0].meaning)
BANDS_FIELD: Final = Field(BANDS.key, BANDS.title, BANDS.columns[0].meaning)
_LISTS: Final = {Step.RULE: LEVELS_FIELD, Step.GRADES: BANDS_FIELD}

_PLAIN_RULE: Final = Rule(Weights(WeightKind.POINTS, "", {}, {}))
_COLUMNS: Final = {Step.CANDIDATES: CANDIDATES.columns, Step.EXPERTS: EXPERTS.columns}

_TABLES: Final = (
    ("[[candidates]]", Step.CANDIDATES),
    ("[[overlays]]", Step.CANDIDATES),
    ("[[settled]]", Step.CANDIDATES),
    ("[[experts]]", Step.EXPERTS),
    ("[assignment", Step.EXPERTS),
    ("[[recusals]]", Step.RECUSALS),
    ("[conclusions", Step.GRADES),
    ("[[grades", Step.GRADES),
    ("[grades", Step.GRADES),
    ("[weights", Step.POINTS),
    ("[comparisons", Step.POINTS),
    ("[rule.rows", Step.POINTS),
    ("[rule", Step.RULE),
    ("[panel", Step.MEETING),
)
_PLACE: Final = re.compile(r"(\[+[^\]]*\]+)(?: (.*))?")


def step_name(step: Step, data: Mapping[str, Any]) -> str:
    """What a step is called; where the review concludes, the last one asks for that too."""
    if step is Step.GRADES and concludes(data):
        return _("Conclusions")
    return _(STEP_NAMES[step])


class Status(StrEnum):
    """How a step stands."""

    EMPTY = "empty"
    FILLED = "filled"
    FAULTY = "faulty"
    OPTIONAL = "optional"


class Standing(NamedTuple):
    """A step as it stands: `faults` to put right, `summary` of what it holds."""

    status: Status
    faults: int
    summary: str

    def words(self) -> str:
        """The status in a word."""
        match self.status:
            case Status.EMPTY:
                return _("not filled in")
            case Status.FAULTY:
                return _("{count} to put right").format(count=self.faults)
            case Status.OPTIONAL:
                return _("may stay empty")
        return _("filled in")


class Place(NamedTuple):
    """Where a finding belongs: a step, and the row of its page ("" for none)."""

    step: Step
    row: str


def fields_of(step: Step, data: Mapping[str, Any]) -> list[Field]:
    """The single things to fill in on a page, those that mean something now."""
    fields = [_ALL[key] for key in _KEYS.get(step, ())]
    fields += [_LISTS[step]] if step in _LISTS else []
    return [field for field in fields if applies(field, data)]


def shown(field: Field, data: Mapping[str, Any]) -> str:
    """What a field holds, in words; "" if nothing."""
    value = value_at(data, field.key)
    if value is None:
        return ""
    if field.words is not None and (chosen := word_of(value, field.words)) is not None:
        return word(chosen)
    if field.key == LEVELS_FIELD.key:
        return "  ".join(f"{name} {percent}%" for name, percent in value)
    if field.key == BANDS_FIELD.key:
        return "  ".join(f"{item.get('name')} ≥ {item.get('at_least')}" for item in value)
    if isinstance(value, list):
        return _(", ").join(map(str, value))
    return str(value)


def default_of(field: Field) -> str:
    """What counts while a field is empty, in words; "" where nothing does."""
    *way, last = field.key.split(".")
    if way == ["rule", "round"]:
        return _("not rounded")
    holder = PLAIN_TRIM if way == ["rule", "trim"] else _PLAIN_RULE
    if way[:1] != ["rule"] or last not in holder._fields:
        return ""
    value = getattr(holder, last)
    if field.key == "rule.step":
        return mark_text(value)
    if field.words is not None and (chosen := word_of(value, field.words)) is not None:
        return word(chosen)
    return str(value) if isinstance(value, int) else ""


def place_of(finding: Finding, file: str) -> Place:
    """Where in the making of the meeting a finding is put right."""
    key = finding.place.removeprefix(f"{file}: ")
    found = _PLACE.fullmatch(key)
    if found is None:
        return Place(Step.TABLE, "panel.set")  # a finding of the set's own file
    head, rest = found[1], found[2] or ""
    dotted = f"{head.strip('[]')}.{rest}".rstrip(".")
    for step in _KEYS:
        for name in (*_KEYS[step], *([_LISTS[step].key] if step in _LISTS else [])):
            if dotted == name or head.strip("[]") == name:
                return Place(step, name)
    step = next((step for start, step in _TABLES if head.startswith(start)), Step.MEETING)
    return Place(step, _row(step, head, rest))


def _row(step: Step, head: str, rest: str) -> str:
    words = rest.split(" ") if rest else [""]
    match step:
        case Step.CANDIDATES | Step.EXPERTS | Step.RECUSALS:
            return words[0].partition(".")[0]
        case Step.POINTS:
            return words[-1] if head != "[weights]" else ""
        case Step.GRADES:
            return "conclusions.options" if head == "[conclusions]" else BANDS_FIELD.key
        case Step.RULE:
            key = f"{head.strip('[]')}.{words[0]}"
            return key if key in _ALL else ""
    return ""


def place_words(finding: Finding, draft: Draft) -> str:
    """A finding's place as the screen names it: step, and field or row."""
    place = place_of(finding, draft.path.name)
    name = step_name(place.step, draft.data)
    field = _ALL.get(place.row) or next(
        (one for one in _LISTS.values() if one.key == place.row), None
    )
    row = _(field.label) if field else place.row
    part = finding.place.rpartition(" ")[2]
    column = next((one for one in _COLUMNS.get(place.step, ()) if one.key == part), None)
    return " ".join(filter(None, (name, row, _(column.label) if column else "")))


def standing(step: Step, draft: Draft) -> Standing:
    """How a step stands."""
    faults = sum(
        not finding.warning and place_of(finding, draft.path.name).step is step
        for finding in draft.read().findings
    )
    filled = _is_filled(step, draft.data)
    summary = _summary(step, draft)
    if step is Step.CHECK:
        faults = sum(not finding.warning for finding in draft.read().findings)
        return Standing(Status.FAULTY if faults else Status.FILLED, faults, summary)
    if not filled and step in (Step.RECUSALS, Step.GRADES) and not faults:
        return Standing(Status.OPTIONAL, 0, summary)
    if not filled:
        return Standing(Status.EMPTY, faults, summary)
    return Standing(Status.FAULTY if faults else Status.FILLED, faults, summary)


def _is_filled(step: Step, data: Mapping[str, Any]) -> bool:
    match step:
        case Step.MEETING:
            return value_at(data, "panel.title") is not None
        case Step.TABLE:
            return value_at(data, "panel.set") is not None
        case Step.POINTS:
            return bool(value_at(data, "weights.of"))
        case Step.CANDIDATES | Step.EXPERTS | Step.RECUSALS:
            return bool(entries(data, step.value))
        case Step.GRADES:
            return bool(value_at(data, "grades") or value_at(data, "conclusions"))
    return True


def _summary(step: Step, draft: Draft) -> str:
    data, read = draft.data, draft.read()
    match step:
        case Step.MEETING:
            review = shown(_ALL["panel.review"], data)
            return "  ".join(filter(None, (review, shown(_ALL["panel.title"], data))))
        case Step.TABLE:
            name = read.table.name() if read.table else shown(_ALL["panel.set"], data)
            return "  ".join(filter(None, (name, shown(_ALL["rule.granularity"], data))))
        case Step.POINTS:
            if read.table is None:
                return _("choose the indicators first")
            found = sums(read.panel, read.table, data)
            total = _("the full marks come to {total}").format(total=decimal_text(found.total))
            missing = _("{count} rows still empty").format(count=found.missing)
            return _("; ").join(
                [total] * bool(value_at(data, "weights.of")) + [missing] * bool(found.missing)
            )
        case Step.CANDIDATES | Step.EXPERTS:
            return _people_summary(entries(data, step.value))
        case Step.RECUSALS:
            count = len(entries(data, "recusals"))
            return _("{count} recusals").format(count=count) if count else _("nobody is recused")
        case Step.RULE:
            keys = ("rule.order", "rule.average")
            return "  ".join(filter(None, (shown(_ALL[key], data) for key in keys)))
        case Step.GRADES:
            bands = shown(BANDS_FIELD, data)
            if concludes(data):
                return "  ".join(filter(None, (shown(_ALL["conclusions.options"], data), bands)))
            return bands or _("no grades, only a ranking")
    warnings = sum(finding.warning for finding in read.findings)
    return _("{count} worth a look").format(count=warnings) if warnings else ""


def _people_summary(people: Sequence[Mapping[str, Any]]) -> str:
    if not people:
        return ""
    said = [_("{count} in the list").format(count=len(people))]
    chair = next((item for item in people if item.get("role") == Role.CHAIR.value), None)
    if chair:
        said.append(_("chair {name}").format(name=chair.get("name", "")))
    return "  ".join(said)


def matrix_of(data: Mapping[str, Any]) -> RecusalMatrix:
    """The grid of a draft, whatever else is missing in it."""

    def text(item: Mapping[str, Any], key: str) -> str:
        return str(item.get(key, ""))

    assignment = data.get("assignment")
    return RecusalMatrix(
        [
            Expert(text(one, "code"), text(one, "name"), text(one, "unit"))
            for one in entries(data, "experts")
        ],
        [
            Candidate(text(one, "code"), text(one, "name"), text(one, "unit"))
            for one in entries(data, "candidates")
        ],
        [
            Recusal(text(one, "expert"), text(one, "candidate"), text(one, "reason"))
            for one in entries(data, "recusals")
        ],
        assignment if isinstance(assignment, Mapping) else None,
    )

"""What somebody decided about a candidate's thresholds: relaxations, and conditions that hold.

The program never decides either: 「数字经济等行业可放宽」 does not say who is meant by 等.
"""

from typing import NamedTuple

from reviewtui.domain.fields import Reader, duplicates
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.threshold import Strength
from reviewtui.locales import _


class Relaxation(NamedTuple):
    """Somebody decided that a relaxed line applies to a candidate.

    `threshold` is the id of the relaxed line, which is then tested in place of the strict one.
    """

    candidate: str
    threshold: str
    reason: str
    decided_by: str
    document: str = ""


class Condition(NamedTuple):
    """Whether the condition of a row's gate or threshold holds for a candidate, and why.

    `row` is the code of the row, or the id of a threshold that no row carries.
    """

    candidate: str
    row: str
    holds: bool
    reason: str


def read_relaxation(reader: Reader) -> Relaxation:
    """Read one [[relaxations]] table."""
    relaxation = Relaxation(
        candidate=reader.text("candidate"),
        threshold=reader.text("threshold"),
        reason=reader.text("reason"),
        decided_by=reader.text("decided_by"),
        document=reader.text("document", ""),
    )
    reader.done()
    return relaxation


def read_condition(reader: Reader) -> Condition:
    """Read one [[conditions]] table."""
    condition = Condition(
        candidate=reader.text("candidate"),
        row=reader.text("row"),
        holds=reader.flag("holds", False),
        reason=reader.text("reason"),
    )
    if not reader.has("holds"):
        reader.find("holds", _("is missing"))
    reader.done()
    return condition


def check_decided(
    relaxations: tuple[Relaxation, ...],
    conditions: tuple[Condition, ...],
    table: IndicatorSet,
    candidates: set[str],
    top: Reader,
) -> None:
    """Find decisions about a candidate, a line or a row that has nothing to decide."""
    known = {item.id: item for item in table.thresholds}
    for one in relaxations:
        place = f"[[relaxations]] {one.candidate} {one.threshold}"
        known_candidate(top, place, one.candidate, candidates)
        threshold = known.get(one.threshold)
        if threshold is None:
            top.find(place, _("threshold {id} is not in this table").format(id=one.threshold))
        elif threshold.strength is not Strength.RELAXATION:
            relaxed = [item.id for item in table.thresholds if item.relaxes == one.threshold]
            if relaxed:
                sentence = _("name the relaxed line itself: {id}").format(id=", ".join(relaxed))
            else:
                sentence = _("the source has no relaxation for this threshold")
            top.find(place, sentence)
    for pair in duplicates(f"{item.candidate} {item.threshold}" for item in relaxations):
        top.find(f"[[relaxations]] {pair}", _("stands here twice"))
    for item in conditions:
        place = f"[[conditions]] {item.candidate} {item.row}"
        known_candidate(top, place, item.candidate, candidates)
        if item.row not in table and item.row not in known:
            top.find(place, _("there is no row {code}").format(code=item.row))
        elif not conditional(table, item.row):
            top.find(place, _("this row stands under no condition"))
    for pair in duplicates(f"{item.candidate} {item.row}" for item in conditions):
        top.find(f"[[conditions]] {pair}", _("stands here twice"))


def conditional(table: IndicatorSet, code: str) -> bool:
    """Whether a row, or one of its thresholds, or the threshold of that id has a condition."""
    if code in table:
        return bool(getattr(table.row(code), "condition", "")) or any(
            threshold.condition for threshold in table.thresholds_of(code)
        )
    return any(item.id == code and item.condition for item in table.thresholds)


def known_candidate(top: Reader, place: str, code: str, known: set[str]) -> None:
    """Find a code that is no candidate's."""
    if code not in known:
        top.find(place, _("there is no candidate {code}").format(code=code))

"""What if: the same marks by another computation, beside the official result, never in its place.

Only the average, the weights or who counts may differ; everything else of the rule holds.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from reviewtui.domain.findings import Refused
from reviewtui.domain.marks import ExpertMarks
from reviewtui.domain.naming import expert_name
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import Average, BelowLeast, RoundAt, Trim
from reviewtui.domain.sheet import ScoredRow, Sheet
from reviewtui.locales import N_, _
from reviewtui.tally.compute import compute
from reviewtui.tally.verdict import Flag, Verdict, flag_label

EXTREMES: Final = Trim(drop=1, least=3, below_least=BelowLeast.MEAN)
"""One mark at either end; a plain mean where fewer than three are there."""
AVERAGES: Final = {
    Average.MEAN: N_("plain mean"),
    Average.TRIMMED: N_("the highest and the lowest left out"),
    Average.MEDIAN: N_("median"),
}
EQUAL: Final = "equal-weights"
WITHOUT: Final = "without="


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What differs from the rule.

    Attributes:
        average: Another average; None: the rule's.
        equal: Every primary weighs the same, and in it every row.
        without: Codes of experts who are not counted.
    """

    average: Average | None = None
    equal: bool = False
    without: tuple[str, ...] = ()

    def asked(self) -> tuple[str, ...]:
        """The choices, as the command line and the journal write them."""
        return (
            *([self.average.value] if self.average else []),
            *([EQUAL] if self.equal else []),
            *(f"{WITHOUT}{code}" for code in self.without),
        )

    def words(self) -> str:
        """The choices for people."""
        parts = [_(AVERAGES[self.average])] if self.average else []
        parts += [_("equal weights")] if self.equal else []
        parts += [_("without {expert}").format(expert=expert_name(code)) for code in self.without]
        return _(", ").join(parts)


@dataclass(frozen=True, slots=True)
class Moved:
    """One candidate officially and by the other computation.

    Attributes:
        untrimmed: The other computation trims, and has too few marks of this candidate to do so.
    """

    candidate: str
    total: Fraction | None
    rank: int | None
    other_total: Fraction | None
    other_rank: int | None
    tied: bool = False
    other_tied: bool = False
    untrimmed: bool = False

    @property
    def places(self) -> int:
        """Ranks gained (more than 0) or lost; 0 where one of the two is missing."""
        return self.rank - self.other_rank if self.rank and self.other_rank else 0


def read_what_if(choices: Sequence[str], experts: Sequence[str]) -> WhatIf:
    """What was asked for.

    Args:
        choices: As `WhatIf.asked` writes them.
        experts: Codes there are.

    Raises:
        ValueError: With the choice that says nothing, or stands against another.
    """
    averages = [Average(word) for word in choices if word in {*Average}]
    without = [word.removeprefix(WITHOUT) for word in choices if word.startswith(WITHOUT)]
    known = {*Average, EQUAL, *(WITHOUT + code for code in experts)}
    strange = [word for word in choices if word not in known]
    twice = [word for word, times in Counter(choices).items() if times > 1]
    if strange or twice or len(averages) > 1:
        raise ValueError((strange or twice or [averages[-1].value])[0])
    return WhatIf(averages[0] if averages else None, EQUAL in choices, tuple(without))


@dataclass(frozen=True, slots=True)
class Trial:
    """What another computation starts from, and its result; no part of it is official."""

    wish: WhatIf
    panel: Panel
    sheet: Sheet
    marks: Sequence[ExpertMarks]
    verdict: Verdict


def what_if(panel: Panel, sheet: Sheet, marks: Sequence[ExpertMarks], wish: WhatIf) -> Trial:
    """The result by the other computation.

    Args:
        panel, sheet, marks: What the official result was computed from.
        wish: What differs.

    Raises:
        Refused: If nobody would be left who counts, or as `compute`: the rule gives no result
            that way.
    """
    rule = panel.rule
    if wish.average is not None:
        trim = EXTREMES if wish.average is not rule.average else rule.trim
        rule = rule._replace(average=wish.average, trim=trim)
    if wish.equal:
        sheet = _equal(sheet)
    counted = [one for one in marks if one.expert not in wish.without]
    if wish.without and not any(one.candidates for one in counted):
        raise Refused(_("Nobody would be left whose marks count; leave at least one expert in"))
    experts = tuple(one for one in panel.experts if one.code not in wish.without)
    other = replace(panel, rule=rule, experts=experts)
    return Trial(wish, other, sheet, counted, compute(other, sheet, counted))


def _equal(sheet: Sheet) -> Sheet:
    """The sheet with the base shared out evenly over the primaries, and inside each of them.

    Rows outside the sum keep what they are worth.
    """
    rows = Counter(row.primary for row in sheet.rows if _in_the_base(row))

    def evened(row: ScoredRow) -> ScoredRow:
        if not _in_the_base(row):
            return row
        share = sheet.base / len(rows) / rows[row.primary]
        return row._replace(share=share, worth=row.worth * share / row.share)

    return replace(sheet, rows=tuple(evened(row) for row in sheet.rows))


def _in_the_base(row: ScoredRow) -> bool:
    return row.counts and not row.added and row.share > 0


def moved(official: Verdict, other: Verdict) -> tuple[Moved, ...]:
    """Both results side by side, in the official ranking's order."""
    return tuple(
        Moved(
            one.code,
            one.total,
            one.rank,
            beside.total,
            beside.rank,
            Flag.TIED in one.flags,
            Flag.TIED in beside.flags,
            Flag.PLAIN_MEAN in beside.flags,
        )
        for one in official.ranking()
        for beside in [other.of(one.code)]
    )


def moved_sentence(found: Sequence[Moved]) -> str:
    """How many ranks change, and whether the first stays first."""
    ranked = [one for one in found if one.rank]
    changed = [one for one in ranked if one.rank != one.other_rank]
    if not ranked:
        return ""
    if not changed:
        return _("No rank changes.")
    first = {one.candidate for one in ranked if one.rank == 1}
    then = {one.candidate for one in ranked if one.other_rank == 1}
    text = (
        _("{count} of {all} ranks change; who is first stays first.")
        if first == then
        else _("{count} of {all} ranks change, the first one too.")
    )
    return text.format(count=len(changed), all=len(ranked))


def name_and_note(panel: Panel, one: Moved) -> str:
    """The candidate's name; with it, that his marks were too few to trim."""
    name = panel.candidate(one.candidate).name
    if not one.untrimmed:
        return name
    return _("{name} ({note})").format(name=name, note=flag_label(Flag.PLAIN_MEAN))


def what_if_json(panel: Panel, wish: WhatIf, found: Sequence[Moved]) -> dict[str, Any]:
    """For programs."""
    places = panel.rule.rounding.get(RoundAt.TOTAL)

    def number(value: Fraction | None) -> str | None:
        return None if value is None else decimal_text(value, places)

    return {
        "official": False,
        "asked": list(wish.asked()),
        "candidates": [
            {
                "code": one.candidate,
                "total": number(one.total),
                "rank": one.rank,
                "other_total": number(one.other_total),
                "other_rank": one.other_rank,
                "untrimmed": one.untrimmed,
            }
            for one in found
        ],
    }

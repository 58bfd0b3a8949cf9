"""What a source says follows from an evaluation, and the grade words it uses.

Both are data of the table: shown beside a proposal with the source's words and its decider,
never a decision, and money is never computed. The source documents give no grade lines.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.fields import Reader, duplicates
from reviewtui.domain.quote import Quote
from reviewtui.domain.states import Review
from reviewtui.locales import _


class ConsequenceKind(StrEnum):
    """What a sentence of a source is about."""

    APPROVAL = "approval"
    GRADE = "grade"
    END = "end"
    CONSECUTIVE = "consecutive"
    FAIL = "fail"
    DELIST = "delist"
    QUOTA = "quota"
    BAR_EXCELLENT = "bar_excellent"
    REWARD = "reward"
    RANK_REWARD = "rank_reward"
    MONEY = "money"
    MONEY_BACK = "money_back"
    IMPLEMENTATION = "implementation"
    LEAD = "lead"
    METHOD = "method"
    TARGET = "target"


NEEDED: Final[Mapping[ConsequenceKind, tuple[str, ...]]] = {
    ConsequenceKind.CONSECUTIVE: ("grade", "count", "unit"),
    ConsequenceKind.QUOTA: ("grade", "percent"),
}
"""What a sentence of this kind cannot be counted without."""


class CountedIn(StrEnum):
    """What 连续 counts: 次 are evaluations, a skipped year or not; 年 are calendar years."""

    EVALUATIONS = "evaluations"
    YEARS = "years"


class Consequence(NamedTuple):
    """One sentence of a source on what follows.

    Attributes:
        decider: Who decides as the source names it; "" where it names nobody.
        grade: The grade it follows from; "" if it hangs on none.
        times: How many in a row (kind consecutive).
        unit: What is counted.
        percent: The largest share of a grade (kind quota).
        applies_to: A platform type or a kind of unit; "" is the table's own.
        reviews: At which review types it is shown; empty: at all.
        caution: What the source leaves open, in our words.
    """

    id: str
    kind: ConsequenceKind
    quote: Quote
    decider: str = ""
    grade: str = ""
    times: int = 0
    unit: CountedIn = CountedIn.EVALUATIONS
    percent: Fraction | None = None
    applies_to: str = ""
    reviews: tuple[Review, ...] = ()
    caution: str = ""

    def concerns(self, review: Review) -> bool:
        """Whether it is shown at a review of this type."""
        return not self.reviews or review in self.reviews

    def binds(self, kind: str, platform: str) -> bool:
        """Whether it speaks of a unit of this kind ("" where nobody said), or of every unit
        of the platform type."""
        return self.applies_to in ("", kind, platform)


class GradeList(NamedTuple):
    """The grades a source names, best first; words only, never lines."""

    names: tuple[str, ...]
    quote: Quote
    reviews: tuple[Review, ...] = ()

    def concerns(self, review: Review) -> bool:
        """Whether it is the list of this review type."""
        return not self.reviews or review in self.reviews


def read_consequences(top: Reader) -> tuple[Consequence, ...]:
    """Read [[consequences]] of an indicator set; findings go to the reader's list."""
    consequences = tuple(
        _read_consequence(reader) for reader in top.tables("consequences", name="id")
    )
    for name in duplicates(item.id for item in consequences):
        top.find(f"[[consequences]] {name}", _("this code occurs more than once"))
    return consequences


def read_grade_lists(top: Reader) -> tuple[GradeList, ...]:
    """Read [[grade_lists]] of an indicator set; findings go to the reader's list."""
    lists = []
    for reader in top.tables("grade_lists", name="at"):
        names = reader.texts("names")
        if not names:
            reader.find("names", _("is missing"))
        for name in duplicates(names):
            reader.find("names", _("grade {name} occurs twice").format(name=name))
        lists.append(GradeList(names, _read_quote(reader), read_reviews(reader)))
        reader.done()
    return tuple(lists)


def _read_consequence(reader: Reader) -> Consequence:
    consequence = Consequence(
        id=reader.code("id"),
        kind=reader.choice("kind", ConsequenceKind),
        quote=_read_quote(reader),
        decider=reader.text("decider", ""),
        grade=reader.text("grade", ""),
        times=reader.whole("count", 0, least=2, most=20),
        unit=reader.choice("unit", CountedIn, CountedIn.EVALUATIONS),
        percent=reader.decimal("percent"),
        applies_to=reader.text("applies_to", ""),
        reviews=read_reviews(reader),
        caution=reader.text("caution", ""),
    )
    needed = NEEDED.get(consequence.kind, ())
    for key in needed:
        if not reader.has(key):
            reader.find(key, _("is missing"))
    if consequence.percent is not None and not 0 < consequence.percent <= 100:
        reader.find("percent", _("a percentage lies between 0 and 100"))
    reader.done()
    return consequence


def _read_quote(reader: Reader) -> Quote:
    return Quote(reader.text("quote"), reader.text("at"))


def read_reviews(reader: Reader) -> tuple[Review, ...]:
    """The `reviews` of a table: review types by their words; empty for all."""
    words = reader.texts("reviews")
    known = set(Review)
    for word in words:
        if word not in known:
            reader.find("reviews", _("“{word}” is no review type").format(word=word))
    return tuple(Review(word) for word in words if word in known)

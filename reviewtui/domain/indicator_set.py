"""Indicator sets: the official table as a tree of rows, one to three levels deep."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from reviewtui.domain.anchor import Anchor, Step, read_anchors, read_steps
from reviewtui.domain.canonical import Canonical, content_hash
from reviewtui.domain.consequence import (
    Consequence,
    GradeList,
    read_consequences,
    read_grade_lists,
    read_reviews,
)
from reviewtui.domain.fields import Reader, duplicates
from reviewtui.domain.findings import Finding
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.rule import Scale
from reviewtui.domain.states import Platform, Review, RowKind, Status, label
from reviewtui.domain.threshold import Stage, Threshold, check_thresholds, read_threshold
from reviewtui.domain.unit_kind import UnitKind, read_kinds
from reviewtui.locales import _, language

MOST_ROWS: Final = 120
"""Leaf rows; an official table with more could not be scored in a meeting."""
DEEPEST: Final = 3


class Row(NamedTuple):
    """One row of the table. Marks in hundredths of a point where they are given.

    Attributes:
        kinds: Kinds of unit it is meant for, a suggestion of ours; empty: for all.
        condition: Where a gate binds at all, as the source puts it; "" is everywhere.
        parts: What it is made of, a checklist beside it.
        wording: What to ask at a review type, in our words; the title stays as quoted.
        stage: Of a choice of alternatives: the stage of a candidate it is the default for.
        metric: The declared number of a measured row, in `unit` (in English `unit_en`).
    """

    code: str
    title: str
    title_en: str = ""
    parent: str = ""
    kind: RowKind = RowKind.JUDGEMENT
    source: str = ""
    guidance: str = ""
    low: Hundredths | None = None
    top: Hundredths | None = None
    step: Hundredths | None = None
    counts_in_sum: bool = True
    anchors: tuple[Anchor, ...] = ()
    reviews: tuple[Review, ...] = ()
    thresholds: tuple[str, ...] = ()
    quote: str = ""
    scale: Scale | None = None
    kinds: tuple[str, ...] = ()
    condition: str = ""
    parts: tuple[str, ...] = ()
    wording: tuple[tuple[Review, str], ...] = ()
    stage: Stage | None = None
    steps: tuple[Step, ...] = ()
    metric: str = ""
    unit: str = ""
    unit_en: str = ""

    def name(self) -> str:
        """The title in the reader's language."""
        return self.title_en if language() == "en" and self.title_en else self.title

    def shown_unit(self) -> str:
        """The unit in the reader's language."""
        return self.unit_en if language() == "en" and self.unit_en else self.unit

    def wording_at(self, review: Review) -> str:
        """What to ask at a review of this type; "" where the title says it."""
        return dict(self.wording).get(review, "")


@dataclass(frozen=True)
class IndicatorSet:
    """A table with its source; `data` is what was read, and what the hash is taken of."""

    id: str
    title: str
    title_en: str
    status: Status
    platform: Platform
    authority: str
    document: str
    date: datetime.date | None
    note: str
    cautions: tuple[str, ...]
    rows: tuple[Row, ...]
    thresholds: tuple[Threshold, ...]
    articles: Mapping[str, str]
    data: Canonical = field(repr=False, compare=False)
    source_status: Status | None = None
    """What the document is that an unofficial table was drawn from."""
    kinds: tuple[UnitKind, ...] = ()
    grade_lists: tuple[GradeList, ...] = ()
    consequences: tuple[Consequence, ...] = ()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical content, 64 hexadecimal digits."""
        return content_hash(self.data)

    @cached_property
    def _by_code(self) -> dict[str, Row]:
        return {row.code: row for row in self.rows}

    @cached_property
    def _children(self) -> dict[str, tuple[Row, ...]]:
        children: dict[str, list[Row]] = {}
        for row in self.rows:
            children.setdefault(row.parent, []).append(row)
        return {code: tuple(rows) for code, rows in children.items()}

    def name(self) -> str:
        """The title in the reader's language."""
        return self.title_en if language() == "en" and self.title_en else self.title

    def standing(self) -> str:
        """What the table stands on; of a table drawn from a draft both words."""
        words = [label(self.status)]
        if self.source_status is Status.DRAFT:
            words.append(label(self.source_status))
        return " · ".join(words)

    def called(self) -> str:
        """The title with what the table stands on, where the title does not end with that."""
        name = self.name()
        if self.status is Status.UNOFFICIAL and name.endswith(("）", ")")):
            return name
        return f"{name}（{self.standing()}）"

    @property
    def from_draft(self) -> bool:
        """Whether its text may still change: it is a draft, or was drawn from one."""
        return Status.DRAFT in (self.status, self.source_status)

    def row(self, code: str) -> Row:
        """The row of that code.

        Raises:
            KeyError: If there is none.
        """
        return self._by_code[code]

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    @property
    def primaries(self) -> tuple[Row, ...]:
        """The rows of the first level (一级指标)."""
        return self._children.get("", ())

    def children(self, code: str) -> tuple[Row, ...]:
        """The rows directly below one; empty for a leaf."""
        return self._children.get(code, ())

    def leaves(self, code: str = "") -> tuple[Row, ...]:
        """The rows without children below `code` (or of the whole table), in order."""
        below = self.children(code)
        if not below:
            return (self.row(code),) if code else ()
        return tuple(leaf for row in below for leaf in self.leaves(row.code))

    def path(self, code: str) -> tuple[Row, ...]:
        """The rows from the primary down to `code`, both included."""
        row = self.row(code)
        return (*self.path(row.parent), row) if row.parent else (row,)

    def primary(self, code: str) -> Row:
        """The primary indicator a row belongs to."""
        return self.path(code)[0]

    def thresholds_of(self, code: str) -> tuple[Threshold, ...]:
        """The thresholds attached to a row, in the table's order."""
        wanted = self.row(code).thresholds
        return tuple(threshold for threshold in self.thresholds if threshold.id in wanted)

    def articles_of(self, code: str) -> tuple[tuple[str, str], ...]:
        """(article, quoted text) of every article that a row stands on."""
        names = [name for name in self.row(code).source.split("、") if name]
        return tuple((name, self.articles[name]) for name in names if name in self.articles)


def read_set(data: Mapping[str, Any], place: str, findings: list[Finding]) -> IndicatorSet | None:
    """Read a set from its TOML table, or from the frozen copy in a session.

    Every fault goes into `findings`; a set is returned where its rows make a tree.

    Args:
        data: The parsed document: [set], [[rows]], [[thresholds]], [[articles]].
        place: What findings call the file.
        findings: The list they are added to.
    """
    top = Reader(data, f"{place}:", findings)
    head = top.table("set")
    rows = tuple(_read_row(reader) for reader in top.tables("rows"))
    thresholds = tuple(read_threshold(reader) for reader in top.tables("thresholds", name="id"))
    articles: dict[str, str] = {}
    for reader in top.tables("articles", name="at"):
        articles[reader.text("at")] = reader.text("text")
        reader.done()
    result = IndicatorSet(
        id=head.code("id"),
        title=head.text("title"),
        title_en=head.text("title_en", ""),
        status=head.choice("status", Status),
        platform=head.choice("platform", Platform, Platform.OTHER),
        authority=head.text("authority", ""),
        document=head.text("document", ""),
        date=head.date("date"),
        note=head.text("note", ""),
        cautions=head.texts("cautions"),
        rows=rows,
        thresholds=thresholds,
        articles=articles,
        data=frozen(data),
        source_status=head.choice("source_status", Status) if head.has("source_status") else None,
        kinds=read_kinds(top),
        grade_lists=read_grade_lists(top),
        consequences=read_consequences(top),
    )
    if result.source_status is not None and (
        result.status is not Status.UNOFFICIAL or result.source_status is Status.UNOFFICIAL
    ):
        head.find("source_status", _("says what an unofficial table was drawn from"))
    check_thresholds(thresholds, top)
    _check_links(result, top)
    head.done()
    top.done()
    return result if _makes_a_tree(result, top) else None


def frozen(value: Any) -> Canonical:
    """A parsed document as canonical data: dates become ISO texts."""
    if isinstance(value, Mapping):
        return {str(key): frozen(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [frozen(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def _read_row(reader: Reader) -> Row:
    row = Row(
        code=reader.code("code"),
        title=reader.text("title"),
        title_en=reader.text("title_en", ""),
        parent=reader.text("parent", ""),
        kind=reader.choice("kind", RowKind, RowKind.JUDGEMENT),
        source=reader.text("source", ""),
        guidance=reader.text("guidance", ""),
        low=reader.hundredths("min"),
        top=reader.hundredths("max"),
        step=reader.hundredths("step"),
        counts_in_sum=reader.flag("counts_in_sum", True),
        anchors=read_anchors(reader),
        reviews=read_reviews(reader),
        thresholds=reader.texts("thresholds"),
        quote=reader.text("quote", ""),
        scale=reader.choice("scale", Scale) if reader.has("scale") else None,
        kinds=reader.texts("kinds"),
        condition=reader.text("condition", ""),
        parts=reader.texts("parts"),
        wording=_read_wording(reader.table("wording")),
        stage=reader.choice("stage", Stage) if reader.has("stage") else None,
        steps=read_steps(reader),
        metric=reader.code("metric") if reader.has("metric") else "",
        unit=reader.text("unit", ""),
        unit_en=reader.text("unit_en", ""),
    )
    if row.condition and row.kind is not RowKind.GATE:
        reader.find("condition", _("belongs to a gate"))
    for key in ("metric", "unit", "unit_en", "steps"):
        if reader.has(key) and row.kind is not RowKind.MEASURED:
            reader.find(key, _("belongs to a measured row"))
    if row.low is not None and row.top is not None and row.low >= row.top:
        reader.find("min", _("min must be less than max"))
    if row.step is not None and row.step <= 0:
        reader.find("step", _("the step must be more than 0"))
    reader.done()
    return row


def _read_wording(reader: Reader) -> tuple[tuple[Review, str], ...]:
    wording = tuple((review, reader.text(review)) for review in Review if reader.has(review))
    reader.done()
    return wording


def _check_links(table: IndicatorSet, top: Reader) -> None:
    """What kinds, grades and consequences name must be in the table."""
    kinds = {kind.code for kind in table.kinds}
    for row in table.rows:
        for code in row.kinds:
            if code not in kinds:
                top.find(
                    f"[[rows]] {row.code} kinds",
                    _("{kind} is no kind of unit of this table").format(kind=code),
                )
        if row.stage and not (
            row.parent in table and table.row(row.parent).kind is RowKind.ALTERNATIVES
        ):
            top.find(f"[[rows]] {row.code} stage", _("belongs to a choice of alternatives"))
    for item in table.consequences:
        if item.applies_to and item.applies_to not in {*kinds, *Platform}:
            top.find(
                f"[[consequences]] {item.id} applies_to",
                _("{kind} is no kind of unit of this table").format(kind=item.applies_to),
            )
    quoted = [(f"[[kinds]] {kind.code}", kind.quote) for kind in table.kinds]
    quoted += [(f"[[grade_lists]] {item.quote.at}", item.quote) for item in table.grade_lists]
    quoted += [(f"[[consequences]] {item.id}", item.quote) for item in table.consequences]
    for place, quote in quoted if table.articles else ():
        if quote.at not in table.articles:
            top.find(
                f"{place} at",
                _("the text of article {article} is not in this table").format(article=quote.at),
            )


def _makes_a_tree(table: IndicatorSet, top: Reader) -> bool:
    before = len(top.findings)
    codes = [row.code for row in table.rows]
    for code in duplicates(codes):
        top.find(f"[[rows]] {code}", _("this code occurs more than once"))
    if not table.rows:
        top.find("[[rows]]", _("there is no row"))
    known: set[str] = set()
    depth = {"": 0}
    for row in table.rows:
        place = f"[[rows]] {row.code}"
        if row.parent and row.parent not in known:
            top.find(
                place,
                _("its parent {parent} does not stand above it").format(parent=row.parent),
            )
        known.add(row.code)
        depth[row.code] = depth.get(row.parent, 0) + 1
        if depth[row.code] > DEEPEST:
            top.find(place, _("more than {count} levels").format(count=DEEPEST))
        for threshold in row.thresholds:
            if threshold not in {item.id for item in table.thresholds}:
                top.find(place, _("threshold {id} is not in this table").format(id=threshold))
        if table.articles:
            for article in filter(None, row.source.split("、")):
                if article not in table.articles:
                    top.find(
                        place,
                        _("the text of article {article} is not in this table").format(
                            article=article
                        ),
                    )
    sound = len(top.findings) == before and "" not in known  # an empty code is found by its row
    if sound:
        for row in table.rows:
            if row.kind is RowKind.ALTERNATIVES and not table.children(row.code):
                top.find(f"[[rows]] {row.code}", _("a group of alternatives needs its choices"))
        if len(table.leaves()) > MOST_ROWS:
            top.find("[[rows]]", _("more than {count} rows").format(count=MOST_ROWS))
    return sound

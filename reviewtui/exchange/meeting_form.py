"""The six sheets of the form 评审会信息表, as data from which it is written and read."""

from typing import Final, NamedTuple

from reviewtui.domain.facts import Flag
from reviewtui.domain.rule import (
    Average,
    BelowLeast,
    Custody,
    EarlyLeave,
    Granularity,
    NotApplicable,
    Order,
    Scale,
    Unable,
    WeightKind,
)
from reviewtui.domain.states import Review
from reviewtui.exchange.meeting_further import FIELDS, TABLES
from reviewtui.exchange.meeting_tables import (
    BANDS,
    CANDIDATES,
    EXPERTS,
    LEVELS,
    OVERLAYS,
    RECUSALS,
    ROWS,
    Field,
    Kind,
    Table,
)
from reviewtui.locales import N_


class SheetForm(NamedTuple):
    """One sheet of the form."""

    name: str
    title: str
    note: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    landscape: bool = False
    optional: bool = False


MEETING: Final = SheetForm(
    N_("meeting"),
    N_("Information sheet of a review meeting"),
    "",
    (
        Field(
            "panel.review",
            N_("type of review"),
            N_("which requirements count hangs on it"),
            Kind.WORD,
            Review,
            needed=True,
        ),
        Field(
            "panel.title",
            N_("title of the meeting"),
            N_("as it stands on every printed page"),
            needed=True,
        ),
        Field(
            "panel.set",
            N_("indicator set"),
            N_("its id, or the file of your own set beside this workbook"),
            needed=True,
        ),
        Field("panel.organiser", N_("organiser"), N_("as it stands on every printed page")),
        Field(
            "panel.date",
            N_("day of the review"),
            N_("e.g. 2026-12-08; requirements are tested on this day"),
            Kind.DAY,
        ),
        Field("panel.year", N_("year reviewed"), N_("empty is the year of that day"), Kind.WHOLE),
        Field(
            "panel.id",
            N_("id of the plan"),
            N_("letters, digits, hyphens; left empty it is made from set and day"),
            Kind.CODE,
        ),
        Field(
            "panel.order",
            N_("order of presentation"),
            N_("numbers of candidates, e.g. 03、01、02; empty is the order of their list"),
            Kind.CODES,
        ),
    ),
)
INDICATORS: Final = SheetForm(
    N_("indicators and points"),
    N_("Indicators and points"),
    N_(
        "Points and weights come from your document; without its number in “source of the "
        "points” no official scoring opens."
    ),
    (
        Field(
            "weights.kind",
            N_("kind of weights"),
            N_(
                "points: a full mark each, in all 100; share: percent among neighbours; factor: a "
                "multiplier"
            ),
            Kind.WORD,
            WeightKind,
            needed=True,
        ),
        Field(
            "weights.source",
            N_("source of the points"),
            N_("document number or minutes"),
            needed=True,
        ),
    ),
    (ROWS, OVERLAYS),
    landscape=True,
)
PEOPLE: Final = SheetForm(
    N_("experts"), N_("Experts"), N_("One expert per line."), (), (EXPERTS,), landscape=True
)
JUDGED: Final = SheetForm(
    N_("candidates"),
    N_("Candidates"),
    N_(
        "One candidate per line; declared figures with their unit; leave empty what was not "
        "provided."
    ),
    (),
    (CANDIDATES,),
    landscape=True,
)
RECUSED: Final = SheetForm(
    N_("recusals"),
    N_("Recusals known before the meeting"),
    N_("One line for every expert and candidate; leave the list empty if there are none."),
    (),
    (RECUSALS,),
)
RULES: Final = SheetForm(
    N_("scoring rule"),
    N_("Scoring rule"),
    N_(
        "What is left empty counts as stated at the right; what few meetings have stands last, "
        "from “Earlier evaluations” on."
    ),
    (
        Field(
            "rule.granularity",
            N_("experts mark"),
            N_("empty is primary indicators; the rows below are then for reading"),
            Kind.WORD,
            Granularity,
        ),
        Field(
            "rule.by_row",
            N_("marked row by row"),
            N_("only for a mixture: the numbers of these primary indicators"),
            Kind.CODES,
        ),
        Field("rule.scale", N_("scale"), N_("empty is points"), Kind.WORD, Scale),
        Field("rule.step", N_("smallest step"), N_("e.g. 0.5; empty is 0.01"), Kind.DECIMAL),
        Field(
            "rule.order",
            N_("order of adding up"),
            N_("each expert's total first, or each indicator across the experts first"),
            Kind.WORD,
            Order,
            needed=True,
        ),
        Field(
            "rule.average",
            N_("average"),
            N_("how several experts become one number"),
            Kind.WORD,
            Average,
            needed=True,
        ),
        Field(
            "rule.trim.drop",
            N_("highest and lowest left out"),
            N_("only for the trimmed mean: how many at either end; empty is 1"),
            Kind.WHOLE,
        ),
        Field(
            "rule.trim.least",
            N_("trim from how many marks on"),
            N_("only for the trimmed mean; empty is 5"),
            Kind.WHOLE,
        ),
        Field(
            "rule.trim.below_least",
            N_("with fewer marks"),
            N_("only for the trimmed mean; empty is no result"),
            Kind.WORD,
            BelowLeast,
        ),
        Field(
            "rule.not_applicable",
            N_("rows that do not apply"),
            N_("empty is rescaled to the full base"),
            Kind.WORD,
            NotApplicable,
        ),
        Field(
            "rule.unable",
            N_("rows an expert cannot judge"),
            N_("empty is: his total for that candidate does not count"),
            Kind.WORD,
            Unable,
        ),
        Field(
            "rule.early_leave",
            N_("experts who leave early"),
            N_("empty is: their finished candidates count"),
            Kind.WORD,
            EarlyLeave,
        ),
        Field(
            "rule.round.row",
            N_("places: row"),
            N_(
                "only where each indicator is averaged over the experts first; empty is not rounded"
            ),
            Kind.WHOLE,
        ),
        Field(
            "rule.round.weighted_row",
            N_("places: weighted row"),
            N_("empty is not rounded"),
            Kind.WHOLE,
        ),
        Field(
            "rule.round.primary",
            N_("places: primary indicator"),
            N_("empty is not rounded"),
            Kind.WHOLE,
        ),
        Field(
            "rule.round.expert_total",
            N_("places: expert's total"),
            N_("only where each expert's total comes first; empty is not rounded"),
            Kind.WHOLE,
        ),
        Field(
            "rule.round.total",
            N_("places: total"),
            N_("usually 2; ranks and grades are read from it"),
            Kind.WHOLE,
        ),
        Field(
            "rule.round.standard",
            N_("places: standard score"),
            N_("only for standard scores"),
            Kind.WHOLE,
        ),
        Field(
            "rule.standardise",
            N_("standard scores are official"),
            N_("empty is no"),
            Kind.WORD,
            Flag,
        ),
        Field(
            "rule.custody",
            N_("opening code kept by"),
            N_("empty is the office; the supervisor types it once at the opening"),
            Kind.WORD,
            Custody,
        ),
        Field(
            "grades.source",
            N_("source of the grade lines"),
            N_("document number; no grades without it"),
        ),
        Field(
            "panel.ranking",
            N_("ranking by total"),
            N_("empty is: not at an appraisal, otherwise yes"),
            Kind.WORD,
            Flag,
        ),
        Field(
            "conclusions.options",
            N_("conclusions to choose from"),
            N_("appraisal and acceptance only, best first; empty: the usual ones"),
            Kind.TEXTS,
        ),
        Field(
            "conclusions.majority",
            N_("majority for a conclusion"),
            N_("appraisal and acceptance only, e.g. 2/3; empty: counted, the chair sums up"),
        ),
        Field(
            "conclusions.quorum",
            N_("quorum for a conclusion"),
            N_("appraisal and acceptance only, e.g. 2/3; empty: no such rule"),
        ),
        Field(
            "conclusions.source",
            N_("source of majority and quorum"),
            N_("document number or minutes"),
        ),
        *FIELDS,
    ),
    (LEVELS, BANDS, *TABLES),
    landscape=True,
)

EARLIER: Final = SheetForm(N_("further rules"), "", "", FIELDS, TABLES, optional=True)
"""A seventh sheet, as forms had it before: still read, and no longer written."""

SHEETS: Final = (MEETING, INDICATORS, JUDGED, PEOPLE, RECUSED, RULES)

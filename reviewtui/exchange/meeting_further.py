"""What few meetings have: earlier evaluations, decisions of others, further rules for grades.

It stands below all else in the sheet of the rule; one who needs none of it leaves it empty.
"""

from collections.abc import Mapping
from typing import Any, Final

from reviewtui.domain.facts import Flag
from reviewtui.domain.grades import Reading
from reviewtui.exchange.meeting_tables import Field, Kind, Table
from reviewtui.locales import N_

_CANDIDATE: Final = Field(
    "candidate",
    N_("candidate"),
    N_("number; a name will do if nobody shares it"),
    Kind.CODE,
    needed=True,
    width=26,
)
_DOCUMENT: Final = Field("document", N_("document it rests on"), N_("the paper it rests on"))
_SOURCE: Final = Field(
    "source", N_("source of this rule"), N_("document number or minutes"), needed=True, width=20
)

FIELDS: Final = (
    Field(
        "grades.bar_excellent.reading",
        N_("barring the highest grade: how the fall of spending is read"),
        N_("only where a document bars it; empty: it does not"),
        Kind.WORD,
        Reading,
    ),
    Field(
        "grades.bar_excellent.source",
        N_("source of that bar"),
        N_("document number or minutes"),
    ),
)
HISTORY: Final = Table(
    "history",
    N_("Earlier evaluations"),
    (
        _CANDIDATE,
        Field("date", N_("day of the result"), N_("e.g. 2025-12-18"), Kind.DAY, needed=True),
        Field("year", N_("year evaluated"), N_("empty is the year of that day"), Kind.WHOLE),
        Field("grade", N_("grade given"), N_("as the document words it"), needed=True),
        _DOCUMENT,
    ),
)
INTEGRITY: Final = Table(
    "integrity",
    N_("Research integrity"),
    (
        _CANDIDATE,
        Field(
            "found",
            N_("breach on record"),
            N_("yes or no, as the query said"),
            Kind.WORD,
            Flag,
            needed=True,
        ),
        Field("note", N_("what was found"), N_("may stay empty"), Kind.TEXT),
        _DOCUMENT,
    ),
)
RELAXATIONS: Final = Table(
    "relaxations",
    N_("Relaxations that somebody decided"),
    (
        _CANDIDATE,
        Field(
            "threshold",
            N_("id of the relaxed line"),
            N_("reviewtui indicators show prints the ids"),
            Kind.CODE,
            needed=True,
        ),
        Field(
            "reason", N_("why it applies"), N_("e.g. the line of business"), Kind.TEXT, needed=True
        ),
        Field("decided_by", N_("decided by"), N_("who answers for it"), needed=True),
        _DOCUMENT,
    ),
)
CONDITIONS: Final = Table(
    "conditions",
    N_("Whether a condition holds"),
    (
        _CANDIDATE,
        Field("row", N_("row with a condition"), N_("its number"), Kind.CODE, needed=True),
        Field("holds", N_("it holds"), N_("yes or no"), Kind.WORD, Flag, needed=True),
        Field(
            "reason",
            N_("why it does or does not"),
            N_("stands on the page"),
            Kind.TEXT,
            needed=True,
        ),
    ),
)
QUOTAS: Final = Table(
    "grades.quotas",
    N_("Quotas of a grade"),
    (
        Field("grade", N_("grade under the quota"), N_("one of the grade lines"), needed=True),
        Field("percent", N_("at most, percent"), N_("rounded down"), Kind.SHARE, needed=True),
        _SOURCE,
    ),
)
VETOES: Final = Table(
    "grades.vetoes",
    N_("What leaves only the lowest grade"),
    (
        Field("row", N_("gate not passed"), N_("its number"), Kind.CODE),
        Field(
            "integrity", N_("breach of integrity"), N_("yes, in place of a gate"), Kind.WORD, Flag
        ),
        _SOURCE,
    ),
)
FLOORS: Final = Table(
    "grades.floors",
    N_("Floors of single rows"),
    (
        Field("row", N_("row with a floor"), N_("its number"), Kind.CODE, needed=True),
        Field("percent", N_("below this percent"), N_("of its full mark"), Kind.SHARE, needed=True),
        Field("cap", N_("highest grade left"), N_("one of the grade lines"), needed=True),
        Field("quorum", N_("by how many experts"), N_("e.g. 2/3; empty: the mean counts")),
        _SOURCE,
    ),
)
TABLES: Final = (HISTORY, INTEGRITY, RELAXATIONS, CONDITIONS, QUOTAS, VETOES, FLOORS)
OF_CANDIDATES: Final = (HISTORY, INTEGRITY)
OF_GRADES: Final = (QUOTAS, VETOES, FLOORS)


def further_entries(data: Mapping[str, Any], table: Table) -> list[dict[str, Any]] | None:
    """The lines of a table of this sheet in a panel document; None for one of another sheet."""
    if table not in OF_CANDIDATES:
        return None
    found = []
    for candidate in data.get("candidates", ()):
        said = candidate.get(table.key, ())
        lines = [said] if isinstance(said, Mapping) else said
        found += [{"candidate": candidate["code"], **line} for line in lines]
    return found

"""What the form 评审会信息表 is made of: fields, and the tables in its sheets.

A field's `key` is its place in the panel document (design §11). A blank cell is an absent
key: the default counts, and a form made from a TOML panel gives that panel back.
"""

from enum import Enum, StrEnum
from typing import Final, NamedTuple

from reviewtui.domain.panel import OverlayChange, Role
from reviewtui.domain.rule import Scale
from reviewtui.locales import N_


class Kind(Enum):
    """What a cell of the form holds."""

    LINE = "one line of text"
    TEXT = "text, line breaks kept"
    CODE = "a code"
    CODES = "codes, separated by commas"
    TEXTS = "texts, separated by commas"
    WHO = "codes of candidates, all, or none"
    DAY = "a date"
    WHOLE = "a whole number"
    DECIMAL = "a number"
    SHARE = "a number, a percent sign allowed"
    WORD = "one of the words of a list"
    SHOWN = "for the eye only; not read"


class Field(NamedTuple):
    """One thing to fill in: a line of a sheet, or a column of a table.

    Attributes:
        key: In the document, e.g. `rule.round.total`; of a column, within its entry.
        words: For a word, the list it comes from.
        needed: Nothing goes without it.
        width: Of a column, in half-width characters.
    """

    key: str
    label: str
    meaning: str
    kind: Kind = Kind.LINE
    words: type[StrEnum] | None = None
    needed: bool = False
    width: int = 14


class Table(NamedTuple):
    """A list in a sheet: its title, its columns, where its entries go in the document.

    Attributes:
        example: What the line marked as an example shows, one text per column.
        lines: How many lines are drawn when it is empty.
    """

    key: str
    title: str
    columns: tuple[Field, ...]
    example: tuple[str, ...] = ()
    lines: int = 6


EXAMPLE: Final = N_("example")
"""Stands in the first column of a line that only shows how to fill it in."""

FACT_PARTS: Final = (
    Field("value", N_("figure"), N_("with its unit, as the paper writes it"), Kind.LINE, width=11),
    Field("as_of", N_("as of"), N_("the day the figure stands for"), Kind.DAY, width=12),
    Field("source", N_("where it stands"), N_("paper and page"), Kind.LINE, width=14),
    Field("target", N_("own target"), N_("of the task book, with its unit"), Kind.LINE, width=11),
)
SETTLED: Final = N_("settled by the desk")
SETTLED_PARTS: Final = (
    Field("value", N_("outcome"), N_("settled once, alike for all experts"), Kind.LINE, width=10),
    Field("evidence", N_("evidence"), N_("the paper it rests on"), Kind.TEXT, width=16),
    Field(
        "reason",
        N_("why so"),
        N_("of a gate: why it does not apply, or is not passed"),
        Kind.TEXT,
        width=16,
    ),
)

EXPERTS: Final = Table(
    "experts",
    N_("The experts"),
    (
        Field(
            "code",
            N_("no."),
            N_("01, 02 …; left empty it is numbered in order; never changes later"),
            Kind.CODE,
            needed=True,
            width=8,
        ),
        Field(
            "name",
            N_("person's name"),
            N_("of the person; no identity numbers"),
            needed=True,
            width=14,
        ),
        Field("unit", N_("unit"), N_("checked against the candidates' units"), width=30),
        Field("title", N_("professional title"), N_("may stay empty"), width=14),
        Field(
            "role", N_("role"), N_("one chair at most; empty is member"), Kind.WORD, Role, width=10
        ),
        Field(
            "scope",
            N_("judges"),
            N_(
                "numbers of candidates, e.g. 01、02; if the whole column is empty, everyone "
                "judges all"
            ),
            Kind.WHO,
            width=22,
        ),
    ),
    (EXAMPLE, N_("Zhang San"), N_("University of Somewhere"), N_("professor"), N_("member"), ""),
    20,
)
CANDIDATES: Final = Table(
    "candidates",
    N_("The candidates"),
    (
        Field(
            "code",
            N_("no."),
            N_("01, 02 …; left empty it is numbered in order; never changes later"),
            Kind.CODE,
            needed=True,
            width=8,
        ),
        Field("name", N_("name"), N_("in full"), needed=True, width=30),
        Field("unit", N_("leading unit"), N_("recusals are looked for by it"), width=22),
        Field(
            "approved_on",
            N_("approved on"),
            N_("decides which requirements are due"),
            Kind.DAY,
            width=12,
        ),
        Field("period_years", N_("period (years)"), N_("empty is 5"), Kind.WHOLE, width=12),
        Field(
            "kind",
            N_("kind of unit"),
            N_("of the kinds the document names; rows may be meant for some of them only"),
            width=18,
        ),
    ),
    (EXAMPLE, N_("Example innovation centre"), N_("Example Group"), "2024-05-01", ""),
    20,
)
RECUSALS: Final = Table(
    "recusals",
    N_("Recusals"),
    (
        Field(
            "expert",
            N_("expert"),
            N_("number; a name will do if nobody shares it"),
            Kind.CODE,
            needed=True,
            width=12,
        ),
        Field(
            "candidate",
            N_("candidate"),
            N_("number; a name will do if nobody shares it"),
            Kind.CODE,
            needed=True,
            width=12,
        ),
        Field("reason", N_("reason"), N_("stands in the recusal list"), Kind.TEXT, width=50),
    ),
    (EXAMPLE, "05", N_("works for the candidate's group")),
    24,
)
ROWS: Final = Table(
    "rows",
    N_("The rows of the table"),
    (
        Field(
            "code", N_("no."), N_("of the table; do not change"), Kind.CODE, needed=True, width=8
        ),
        Field("title", N_("indicator"), N_("of the table; do not change"), Kind.LINE, width=46),
        Field("kind", N_("kind"), N_("for information"), Kind.SHOWN, width=10),
        Field(
            "of",
            N_("points or weight"),
            N_("the document decides it, not this program"),
            Kind.SHARE,
            width=12,
        ),
        Field(
            "full",
            N_("full mark of the row"),
            N_("only where the weight is no full mark"),
            Kind.DECIMAL,
            width=11,
        ),
        Field(
            "scale",
            N_("own scale"),
            N_("only where it differs from the rule"),
            Kind.WORD,
            Scale,
            width=10,
        ),
        Field(
            "step", N_("own step"), N_("only where it differs from the rule"), Kind.DECIMAL, width=9
        ),
    ),
)
OVERLAYS: Final = Table(
    "overlays",
    N_("Changes for single candidates"),
    (
        Field(
            "candidate",
            N_("candidate"),
            N_("number; a name will do if nobody shares it"),
            Kind.CODE,
            needed=True,
            width=10,
        ),
        Field(
            "reason",
            N_("reason for the change"),
            N_("e.g. agreed in the task book"),
            Kind.TEXT,
            needed=True,
            width=46,
        ),
        Field(
            "row",
            N_("row of the table"),
            N_("its number; a new one for an added row"),
            Kind.CODE,
            needed=True,
        ),
        Field(
            "change",
            N_("change"),
            N_("not applicable, reworded or added"),
            Kind.WORD,
            OverlayChange,
            needed=True,
        ),
        Field("document", N_("document it rests on"), N_("the paper it rests on")),
        Field("title", N_("new wording"), N_("of a reworded or added row")),
        Field("parent", N_("above it"), N_("of an added row"), Kind.CODE),
        Field("full", N_("its full mark"), N_("of an added row"), Kind.DECIMAL),
        Field("weight", N_("its weight"), N_("of an added row"), Kind.DECIMAL),
    ),
    (
        EXAMPLE,
        N_("the task book tests this from the third year on"),
        "8",
        N_("not applicable"),
        N_("task book, article 9"),
        "",
        "",
        "",
        "",
    ),
    8,
)
LEVELS: Final = Table(
    "rule.levels",
    N_("Levels (only for marking by levels)"),
    (
        Field("name", N_("level"), N_("e.g. excellent, good"), needed=True),
        Field("percent", N_("percent of the full mark"), N_("0 to 100"), Kind.SHARE, needed=True),
    ),
)
BANDS: Final = Table(
    "grades.bands",
    N_("Grade lines (only where a document gives them)"),
    (
        Field("name", N_("name of the grade"), N_("as the document words it"), needed=True),
        Field(
            "at_least",
            N_("from this total on"),
            N_("the line itself belongs to the grade"),
            Kind.DECIMAL,
            needed=True,
        ),
        Field(
            "rank_at_most",
            N_("and up to this rank"),
            N_("only where the document asks for both"),
            Kind.WHOLE,
        ),
    ),
)

NOT_CARRIED: Final = {
    "panel": ("trial",),
    "experts": ("replaced_by",),
    "candidates": ("withdrawn",),
    "recusals": ("late",),
}
"""What belongs to a meeting under way, not to its preparation."""

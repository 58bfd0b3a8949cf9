"""Amendments: what may change in a panel after its session was made, one document each.

The kinds are a closed list, and none of them changes the sheet, so that kits that are out
stay valid. Two desks may each make some; the sets unite, and `amended` applies them in the
order of number and content id.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeAlias

from reviewtui.domain.canonical import Canonical, canonical_bytes, content_hash
from reviewtui.domain.rule import EarlyLeave
from reviewtui.domain.strict import read_exactly, text, texts, whole

FORMAT: Final = "reviewtui-amendment/1"


class Field(StrEnum):
    """What of an expert or a candidate can be corrected."""

    NAME = "name"
    UNIT = "unit"
    TITLE = "title"


class Newcomer(NamedTuple):
    """An expert who joins; the code is new and is never given again."""

    code: str
    name: str
    unit: str = ""
    title: str = ""


class Correction(NamedTuple):
    """A name, unit or title as it should read; exactly one of the two codes is given."""

    expert: str
    candidate: str
    field: Field
    text: str


class ChairChange(NamedTuple):
    """Who is chair from now on; the earlier one becomes a member."""

    expert: str


class OrderChange(NamedTuple):
    """The day's order of presentation. `seed`: drawn by lot with it; "": typed."""

    codes: tuple[str, ...]
    seed: str = ""


class Replacement(NamedTuple):
    """Somebody else sits in an expert's place, with a code of his own."""

    expert: str
    newcomer: Newcomer


class Addition(NamedTuple):
    """One expert more. `candidates`: whom he judges; empty: everyone."""

    newcomer: Newcomer
    candidates: tuple[str, ...] = ()


class CandidateWithdrawal(NamedTuple):
    """A candidate leaves the ranking; its marks are kept."""

    candidate: str


class LateRecusal(NamedTuple):
    """An expert does not judge a candidate, whether or not he gave marks before."""

    expert: str
    candidate: str


class Settlement(NamedTuple):
    """The value of a row that the desk settles, put right."""

    candidate: str
    row: str
    value: str
    evidence: str = ""


class LeaveRule(NamedTuple):
    """What becomes of the finished candidates of an expert who leaves early."""

    early_leave: EarlyLeave


class PastEvaluation(NamedTuple):
    """An earlier evaluation of a candidate, added or put right by its day (ISO); `year` is "" for
    the year of that day."""

    candidate: str
    date: str
    grade: str
    year: str = ""
    document: str = ""


class IntegrityRecord(NamedTuple):
    """What is on record about research integrity: `found` is yes or no."""

    candidate: str
    found: str
    note: str = ""
    document: str = ""


Change: TypeAlias = (
    Correction
    | ChairChange
    | OrderChange
    | Replacement
    | Addition
    | CandidateWithdrawal
    | LateRecusal
    | Settlement
    | LeaveRule
    | PastEvaluation
    | IntegrityRecord
)


class AmendmentKind(StrEnum):
    """What an amendment changes."""

    CORRECT = "correct"
    CHAIR = "chair"
    ORDER = "order"
    REPLACE = "replace"
    ADD_EXPERT = "add_expert"
    WITHDRAW_CANDIDATE = "withdraw_candidate"
    RECUSE = "recuse"
    SETTLE = "settle"
    EARLY_LEAVE = "early_leave"
    HISTORY = "history"
    INTEGRITY = "integrity"


KINDS: Final[Mapping[AmendmentKind, type[Change]]] = {
    AmendmentKind.CORRECT: Correction,
    AmendmentKind.CHAIR: ChairChange,
    AmendmentKind.ORDER: OrderChange,
    AmendmentKind.REPLACE: Replacement,
    AmendmentKind.ADD_EXPERT: Addition,
    AmendmentKind.WITHDRAW_CANDIDATE: CandidateWithdrawal,
    AmendmentKind.RECUSE: LateRecusal,
    AmendmentKind.SETTLE: Settlement,
    AmendmentKind.EARLY_LEAVE: LeaveRule,
    AmendmentKind.HISTORY: PastEvaluation,
    AmendmentKind.INTEGRITY: IntegrityRecord,
}
_KIND_OF: Final = {made: kind for kind, made in KINDS.items()}

RESULT_STANDS: Final = frozenset({AmendmentKind.CORRECT, AmendmentKind.CHAIR, AmendmentKind.ORDER})
"""Kinds that can never change a total or a rank, and so stay possible after the opening."""


class Amendment(NamedTuple):
    """One amendment.

    Attributes:
        session: Id of the session.
        number: 1, 2, … as the desk counted them; two desks may give the same.
        at: UTC milliseconds.
        by: Who decided, as stated; may be empty.
        reason: Why; may be empty where nothing but a name is put right.
        change: What changes.
    """

    session: str
    number: int
    at: int
    by: str
    reason: str
    change: Change

    @property
    def kind(self) -> AmendmentKind:
        """What it changes."""
        return _KIND_OF[type(self.change)]

    @property
    def id(self) -> str:
        """SHA-256 of the document, 64 hexadecimal digits."""
        return content_hash(self._canonical())

    def document(self) -> bytes:
        """The canonical bytes that are kept and hashed."""
        return canonical_bytes(self._canonical())

    def _canonical(self) -> Canonical:
        return {
            "format": FORMAT,
            "session": self.session,
            "number": self.number,
            "at": self.at,
            "by": self.by,
            "reason": self.reason,
            "kind": self.kind.value,
            "change": _written(self.change),
        }


def in_order(amendments: Iterable[Amendment]) -> list[Amendment]:
    """As they take effect: by number, and by content id where two desks gave the same."""
    return sorted(amendments, key=lambda item: (item.number, item.id))


def read_amendment(document: bytes) -> Amendment:
    """Parse an amendment; only the bytes that writing it would give again are accepted.

    Raises:
        ValueError: If it is anything else.
    """
    return read_exactly(document, _read)


def _read(value: Mapping[str, Any]) -> Amendment:
    if value["format"] != FORMAT:
        raise ValueError("format")
    made = KINDS[AmendmentKind(value["kind"])]
    said = value["change"]
    read: dict[str, Any] = {name: _READERS.get(name, text)(said[name]) for name in made._fields}
    return Amendment(
        session=text(value["session"]),
        number=whole(value["number"], least=1),
        at=whole(value["at"]),
        by=text(value["by"]),
        reason=text(value["reason"]),
        change=made(**read),
    )


def _written(change: Change | Newcomer) -> dict[str, Canonical]:
    written: dict[str, Canonical] = {}
    for name, value in change._asdict().items():
        if isinstance(value, Newcomer):
            written[name] = _written(value)
        elif isinstance(value, tuple):
            written[name] = list(value)
        else:
            written[name] = str(value)
    return written


def _newcomer(value: Mapping[str, Any]) -> Newcomer:
    return Newcomer(**{name: text(value[name]) for name in Newcomer._fields})


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "field": Field,
    "early_leave": EarlyLeave,
    "codes": texts,
    "candidates": texts,
    "newcomer": _newcomer,
}
"""How a field of a change is read where it is more than a text."""

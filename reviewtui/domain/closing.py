"""What a panel adds after the ranking: the chair's adjustments, votes, and who signed.

All of it is the panel's advice (design §2, promise 5): a proposed grade is adjusted, a
conclusion is voted on, a summary is signed. Nothing here changes a mark or a total.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from reviewtui.domain.canonical import Canonical
from reviewtui.locales import N_, _


class Adjustment(NamedTuple):
    """The chair proposes another grade than the rule does.

    Attributes:
        candidate: Code.
        grade: The grade; "" takes an earlier adjustment back.
        reason: Why; it is printed.
        consent: Codes of the experts who agree.
        by: Who adjusted, as stated.
        at: UTC milliseconds.
    """

    candidate: str
    grade: str
    reason: str
    consent: tuple[str, ...]
    by: str
    at: int = 0

    def body(self) -> dict[str, Canonical]:
        """As the journal keeps it."""
        return {
            "candidate": self.candidate,
            "grade": self.grade,
            "reason": self.reason,
            "consent": list(self.consent),
            "by": self.by,
        }


class VoteMode(StrEnum):
    """How a panel votes."""

    OPEN = "open"
    SECRET = "secret"


class Counts(NamedTuple):
    """Slips, or hands, counted.

    Attributes:
        options: Votes per conclusion, in the order of the panel's options.
        abstained: 弃权.
        void: Slips that say nothing or more than one thing (废票); they took part.
    """

    options: tuple[int, ...]
    abstained: int = 0
    void: int = 0

    @property
    def took_part(self) -> int:
        """Everybody who voted, whatever he voted."""
        return sum(self.options) + self.abstained + self.void

    @classmethod
    def of(cls, said: Collection[str], options: Sequence[str]) -> "Counts":
        """What people said, counted: an option each, or `ABSTAINED`."""
        given = list(said)
        return cls(tuple(map(given.count, options)), given.count(ABSTAINED))


class Vote(NamedTuple):
    """One vote on the conclusion about a candidate.

    Attributes:
        candidate: Code.
        mode: Openly by name, or secretly on paper slips.
        counts: What was voted; nothing at all takes an earlier vote back.
        entitled: Of how many the quorum is counted: all who sit but the recused.
        names: In an open vote the option of each expert by code, `ABSTAINED` if he abstained.
        by: Who counted: two people where the vote was secret.
        at: UTC milliseconds.
        reason: Why an earlier vote is taken back; else "".
    """

    candidate: str
    mode: VoteMode
    counts: Counts
    entitled: int
    names: Mapping[str, str]
    by: tuple[str, ...]
    at: int = 0
    reason: str = ""

    def body(self) -> dict[str, Canonical]:
        """As the journal keeps it."""
        body: dict[str, Canonical] = {
            "candidate": self.candidate,
            "mode": self.mode.value,
            "options": list(self.counts.options),
            "abstained": self.counts.abstained,
            "void": self.counts.void,
            "entitled": self.entitled,
            "names": dict(self.names),
            "by": list(self.by),
        }
        return body | {"reason": self.reason} if self.reason else body


ABSTAINED: Final = "abstained"


class SignState(StrEnum):
    """How an expert stands to the signed result."""

    SIGNED = "signed"
    DISSENT = "dissent"
    UNSIGNED = "unsigned"


SIGN_LABELS: Final = {
    SignState.SIGNED: N_("signed"),
    SignState.DISSENT: N_("signed with a dissenting opinion"),
    SignState.UNSIGNED: N_("not signed"),
}


def sign_label(state: SignState | None) -> str:
    """The words for a state; None: nothing is on record yet."""
    return _("not on record yet") if state is None else _(SIGN_LABELS[state])


class Signature(NamedTuple):
    """That an expert signed, or why not. `note`: his opinion in short, or the reason."""

    expert: str
    state: SignState
    note: str = ""
    at: int = 0

    def body(self) -> dict[str, Canonical]:
        """As the journal keeps it."""
        return {"expert": self.expert, "state": self.state.value, "note": self.note}


class Closing(NamedTuple):
    """What is in force of a round: the last word on each candidate and expert.

    `stale`: adjustments and signatures that were made before the ballots were opened again;
    they are told and no longer count. `changed_at`: UTC milliseconds of the last adjustment or
    vote, taking one back included; 0 without any.
    """

    adjustments: Mapping[str, Adjustment]
    votes: Mapping[str, Vote]
    signatures: Mapping[str, Signature]
    stale: tuple[Adjustment | Signature, ...] = ()
    changed_at: int = 0

    def outdated(self, expert: str) -> bool:
        """Whether an expert signed before something was adjusted or voted on."""
        found = self.signatures.get(expert)
        return (
            found is not None
            and found.state is not SignState.UNSIGNED
            and found.at < self.changed_at
        )

    def sign_words(self, expert: str) -> str:
        """How an expert stands to the result, and that he signed another one."""
        found = self.signatures.get(expert)
        said = sign_label(found.state if found else None)
        if not self.outdated(expert):
            return said
        return _("; ").join([said, _("before the last adjustment or vote")])


NOTHING_CLOSED: Final = Closing({}, {}, {})


def read_adjustment(body: Mapping[str, Any], at: int) -> Adjustment:
    """An adjustment from the journal; KeyError, TypeError or ValueError if it is none."""
    return Adjustment(
        str(body["candidate"]),
        str(body["grade"]),
        str(body["reason"]),
        tuple(map(str, body["consent"])),
        str(body["by"]),
        at,
    )


def read_vote(body: Mapping[str, Any], at: int) -> Vote:
    """A vote from the journal; KeyError, TypeError or ValueError if it is none."""
    counts = Counts(tuple(map(int, body["options"])), int(body["abstained"]), int(body["void"]))
    names = {str(code): str(option) for code, option in body["names"].items()}
    return Vote(
        str(body["candidate"]),
        VoteMode(body["mode"]),
        counts,
        int(body["entitled"]),
        names,
        tuple(map(str, body["by"])),
        at,
        str(body.get("reason", "")),
    )


def read_signature(body: Mapping[str, Any], at: int) -> Signature:
    """A signature from the journal; KeyError, TypeError or ValueError if it is none."""
    return Signature(str(body["expert"]), SignState(body["state"]), str(body["note"]), at)

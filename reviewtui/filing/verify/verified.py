"""What a verification found."""

from enum import StrEnum
from typing import NamedTuple

from reviewtui.domain.findings import Finding


class Subject(StrEnum):
    """What was verified."""

    SESSION = "session"
    ARCHIVE = "archive"
    WORKBOOK = "workbook"


class Sealed(NamedTuple):
    """A ballot with the code that its expert copied by hand."""

    round: int
    expert: str
    name: str
    rev: int
    channel: str
    content: str
    code: str
    counts: bool


class Outcome(NamedTuple):
    """The result of one round, as recomputed: its content hash and check code."""

    round: int
    content: str
    code: str


class Verified(NamedTuple):
    """Everything that was found.

    Attributes:
        findings: What does not agree; none of them is a warning.
        notes: What is worth knowing and no disagreement.
        manifest: SHA-256 of the archive's manifest; "" elsewhere.
        attached: Scans under the second manifest.
        second: SHA-256 of that manifest; "" where there is none.
        journal: Number and hash of the last entry; (0, "") of a workbook.
    """

    subject: Subject
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    rounds: tuple[Outcome, ...] = ()
    ballots: tuple[Sealed, ...] = ()
    manifest: str = ""
    attached: int = 0
    second: str = ""
    journal: tuple[int, str] = (0, "")

    @property
    def agrees(self) -> bool:
        """Whether everything agrees (核验一致)."""
        return not self.findings

"""The states that are never confused, and the other closed lists of the vocabulary.

The values are what files carry; the words that people read are in `LABELS`.
"""

from enum import StrEnum
from typing import Final

from reviewtui.locales import N_, _


class CellState(StrEnum):
    """What one expert said of one row of one candidate. None of them is ever 0."""

    SCORED = "scored"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    """The organiser's word, through an overlay or a settled alternative; never the expert's."""
    UNABLE = "unable"


class CandidateState(StrEnum):
    """What one expert said of one whole candidate."""

    OPEN = "open"
    RECUSED = "recused"
    DECLINED = "declined"
    LEFT = "left"


AWAY: Final = frozenset({CandidateState.RECUSED, CandidateState.DECLINED})
"""Standings of a candidate of whom an expert gives no marks."""


class Why(StrEnum):
    """Why an expert does not count for a candidate or a row."""

    RECUSED = "recused"
    DECLINED = "declined"
    UNABLE = "unable"
    BLANK = "blank"
    ABSENT = "absent"
    NOT_SUBMITTED = "not_submitted"
    """Of whom there are drafts and no ballot."""
    LEFT = "left"
    LATE = "late"
    NOT_ASSIGNED = "not_assigned"
    CONFLICT = "conflict"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    UNREADABLE = "unreadable"
    """Handed in, but the box could not be opened or held another ballot than its header says."""

    @property
    def contract(self) -> "Why":
        """The reason as files carry it: who has no ballot is absent there (design §12)."""
        return Why.ABSENT if self is Why.NOT_SUBMITTED else self


WHY_OF: Final = {
    CandidateState.RECUSED: Why.RECUSED,
    CandidateState.DECLINED: Why.DECLINED,
    CandidateState.LEFT: Why.LEFT,
}
"""What a state of the whole candidate is as a reason not to count."""


class RowKind(StrEnum):
    """How a row of an indicator set is judged (design §5)."""

    JUDGEMENT = "judgement"
    FACT = "fact"
    ALTERNATIVES = "alternatives"
    MEASURED = "measured"
    GATE = "gate"


class Status(StrEnum):
    """What an indicator set stands on."""

    ISSUED = "issued"
    TRIAL = "trial"
    DRAFT = "draft"
    UNOFFICIAL = "unofficial"


class Review(StrEnum):
    """The kind of meeting; the first question of a panel."""

    APPRAISAL = "appraisal"
    ANNUAL = "annual"
    MIDTERM = "midterm"
    ACCEPTANCE = "acceptance"


class Platform(StrEnum):
    """The platform types of the source documents."""

    TIC = "tic"
    TTC = "ttc"
    LAB = "lab"
    KEY_LAB = "key_lab"
    NRD = "nrd"
    LOCALITY = "locality"
    ZONE = "zone"
    OTHER = "other"


class Outcome(StrEnum):
    """What a declared fact is beside its threshold. It never changes a mark."""

    MET = "met"
    MISSED = "missed"
    MISSED_SOFT = "missed_soft"
    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    COMMITMENT = "commitment"


LABELS: Final[dict[StrEnum, str]] = {
    CellState.SCORED: N_("scored"),
    CellState.BLANK: N_("blank"),
    CellState.NOT_APPLICABLE: N_("not applicable"),
    CellState.UNABLE: N_("unable"),
    CandidateState.OPEN: N_("open"),
    CandidateState.RECUSED: N_("recused"),
    CandidateState.DECLINED: N_("declined"),
    CandidateState.LEFT: N_("left early"),
    Why.RECUSED: N_("recused"),
    Why.DECLINED: N_("declined"),
    Why.UNABLE: N_("unable"),
    Why.BLANK: N_("blank"),
    Why.ABSENT: N_("absent"),
    Why.NOT_SUBMITTED: N_("not submitted"),
    Why.LEFT: N_("left early"),
    Why.LATE: N_("late"),
    Why.NOT_ASSIGNED: N_("not assigned"),
    Why.CONFLICT: N_("conflict"),
    Why.WITHDRAWN: N_("withdrawn"),
    Why.REVOKED: N_("revoked"),
    Why.UNREADABLE: N_("cannot be opened"),
    RowKind.JUDGEMENT: N_("judgement"),
    RowKind.FACT: N_("fact"),
    RowKind.ALTERNATIVES: N_("alternatives"),
    RowKind.MEASURED: N_("measured"),
    RowKind.GATE: N_("gate"),
    Status.ISSUED: N_("issued"),
    Status.TRIAL: N_("issued for trial"),
    Status.DRAFT: N_("draft for comment"),
    Status.UNOFFICIAL: N_("unofficial compilation"),
    Review.APPRAISAL: N_("appraisal"),
    Review.ANNUAL: N_("annual evaluation"),
    Review.MIDTERM: N_("mid-term evaluation"),
    Review.ACCEPTANCE: N_("acceptance"),
    Outcome.MET: N_("requirement met"),
    Outcome.MISSED: N_("requirement not met"),
    Outcome.MISSED_SOFT: N_("below the requirement in principle"),
    Outcome.NO_DATA: N_("not provided"),
    Outcome.NOT_DUE: N_("not due yet"),
    Outcome.COMMITMENT: N_("commitment of the plan"),
}


def label(state: StrEnum) -> str:
    """The word for it in the reader's language."""
    return _(LABELS[state])

"""What every output must say of a result that is less than official, in one place."""

from enum import StrEnum
from typing import Final

from reviewtui.domain.panel import Panel
from reviewtui.domain.states import Status
from reviewtui.locales import N_, _


class Standing(StrEnum):
    """Why nobody may take the marks for an official result on an official table."""

    TRIAL = "trial"
    DRAFT = "draft"
    UNOFFICIAL = "unofficial"


NOTES: Final = {
    Standing.TRIAL: N_("TRIAL: not a review result"),
    Standing.DRAFT: N_("table is a draft for comment"),
    Standing.UNOFFICIAL: N_("table is an unofficial compilation"),
}


def standings(panel: Panel) -> list[Standing]:
    """What must be said of a panel; empty for an official panel on an issued table."""
    found = [Standing.TRIAL] if panel.trial else []
    if panel.table.status is Status.UNOFFICIAL:
        found.append(Standing.UNOFFICIAL)
    if panel.table.from_draft:
        found.append(Standing.DRAFT)
    return found


def status_notes(panel: Panel) -> list[str]:
    """The same as short sentences in the reader's language."""
    return [_(NOTES[standing]) for standing in standings(panel)]

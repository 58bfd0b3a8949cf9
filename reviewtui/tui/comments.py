"""What an expert writes beside the marks: how much of it, and that his opinion is on paper."""

from reviewtui.domain.states import CandidateState
from reviewtui.locales import _
from reviewtui.session.changes import CommentChange
from reviewtui.session.scoring import Scoring


def comment_count(scoring: Scoring) -> int:
    """How many comments he wrote."""
    rows = ["", *(row.code for row in scoring.sheet.asked)]
    return sum(bool(scoring.comment(code, row)) for code in scoring.candidates for row in rows)


def paper_announced(scoring: Scoring) -> bool:
    """Whether he said that his opinion follows on paper (意见另附纸质)."""
    notice = paper_notice()
    return any(notice in scoring.comment(code, "").splitlines() for code in scoring.candidates)


def paper_changes(scoring: Scoring, announce: bool) -> list[CommentChange]:
    """The changes that announce it on every candidate he judges, or take it back."""
    changes = []
    for code in scoring.candidates:
        if scoring.standing(code).state is not CandidateState.OPEN:
            continue
        if scoring.start is not None and not scoring.start.reopens(code, ""):
            continue
        lines = [text for text in scoring.comment(code, "").splitlines() if text != paper_notice()]
        changes.append(CommentChange(code, "", "\n".join([*lines, *[paper_notice()] * announce])))
    return changes


def paper_notice() -> str:
    """The line that says so, on its own in the comment on a candidate."""
    return _("My opinion follows on paper")

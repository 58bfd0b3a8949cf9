"""The official ranking as it was fixed: what is asked of another computation comes after it."""

from reviewtui.domain.canonical import content_hash
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.session.result_deeds import fix_result, fixed, rule_known_since
from reviewtui.session.session import Session
from reviewtui.tally.verdict import Verdict


def ranking_digest(verdict: Verdict) -> str:
    """SHA-256 over every candidate's total, rank and grade: what is fixed."""
    return content_hash(
        [
            [
                one.code,
                None if one.total is None else f"{one.total.numerator}/{one.total.denominator}",
                one.rank,
                one.grade,
            ]
            for one in verdict.candidates
        ]
    )


def fix(session: Session, verdict: Verdict, round: int | None = None, by: str = "") -> bool:  # noqa: A002
    """Put on record that this ranking is the official one; False if it is on record already."""
    return fix_result(session, round or session.meeting.official, ranking_digest(verdict), by)


def is_fixed(session: Session, verdict: Verdict, round: int | None = None) -> bool:  # noqa: A002
    """Whether this very ranking is on record; one that came after is not."""
    found = fixed(session, round or session.meeting.official)
    return found is not None and found.digest == ranking_digest(verdict)


def banner(session: Session) -> str:
    """What stands above every answer to “what if”."""
    when = f"{local_time(rule_known_since(session)):%Y-%m-%d %H:%M}"
    return _("The rule was made known by {time}; what follows changes no result").format(time=when)

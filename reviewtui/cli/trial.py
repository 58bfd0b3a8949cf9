"""Trial sessions: where they are kept, and which one a command means."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reviewtui.cli.opening import opened
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.panel import Panel
from reviewtui.domain.states import Review
from reviewtui.locales import _

DEFAULT_CANDIDATES: Final = 3
MOST_CANDIDATES: Final = 200
"""A trial is for trying; beyond this somebody means a panel."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to try; None and empty leave it to us.

    Attributes:
        table: Id or file of the indicator table.
        candidates: How many.
        names: Names of the candidates, instead of how many.
        granularity: `primaries` or `rows`.
        output: Where the session is to be.
        another: Begin another one even if there is one.
        review: As at which type of review; each has a trial of its own.
    """

    table: str
    candidates: int | None = None
    names: Sequence[str] = ()
    granularity: str | None = None
    output: Path | None = None
    another: bool = False
    review: Review | None = None


def trial_session(wish: Wish) -> Path:
    """The trial session of a table: an earlier one that fits, or a new one.

    Raises:
        Refused: If the table is not fit for use, or a session of another shape is there.
    """
    from reviewtui.exchange.documents import load_set
    from reviewtui.exchange.trial import trial_panel, usual_review
    from reviewtui.session.create import create_session

    table = load_set(wish.table)
    review = wish.review or usual_review(table)
    name = table.id if review is usual_review(table) else f"{table.id}-{review}"
    path = wish.output or trials_folder() / f"{name}.review"
    if path.exists() and wish.another:
        if wish.output:
            raise Refused(Finding(str(path), _("is there already; name another file")))
        path = _next_free(path)
    if path.exists():
        _check_fits(path, table, wish)
        return path
    names = tuple(wish.names or ())
    count = len(names) or (DEFAULT_CANDIDATES if wish.candidates is None else wish.candidates)
    if not 1 <= count <= MOST_CANDIDATES:
        raise Refused(
            _("a trial has 1 to {most} candidates; make a panel for more").format(
                most=MOST_CANDIDATES
            )
        )
    panel, _sheet = trial_panel(
        table, wish.granularity or "primaries", candidates=count, names=names, review=review
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    create_session(path, panel)
    return path


def trials_folder() -> Path:
    """The folder of trial sessions, in the user's data folder."""
    from reviewtui.exchange.library import user_sets_folder

    return user_sets_folder().with_name("trials")


def _next_free(path: Path) -> Path:
    number = 2
    while (other := path.with_name(f"{path.stem}-{number}.review")).exists():
        number += 1
    return other


def _check_fits(path: Path, table: IndicatorSet, wish: Wish) -> None:
    """Refuse to go on with a session that is no trial of this table, or of another shape."""
    with opened(path) as session:
        panel, trial = session.panel, session.trial
    if not trial:
        raise Refused(
            Finding(str(path), _("is the session of a panel, no trial; open it without --set"))
        )
    if panel.table.hash != table.hash:
        raise Refused(
            Finding(
                str(path),
                _("is a trial of another version of this table; add --new to begin another one"),
            )
        )
    if not _has_shape(panel, wish):
        raise Refused(
            Finding(
                str(path),
                _(
                    "a trial with other candidates or rows, or of another review, is there; leave "
                    "the options out to go on with it, or add --new to begin another one"
                ),
            )
        )


def _has_shape(panel: Panel, wish: Wish) -> bool:
    names = [candidate.name for candidate in panel.candidates]
    return (
        wish.granularity in (None, panel.rule.granularity.value)
        and wish.review in (None, panel.review)
        and wish.candidates in (None, len(names))
        and (not wish.names or wish.names == names)
    )

"""The secretary's commands that amend the panel of a session."""

import argparse
import json
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewtui.cli.console import aligned, next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import candidate_of, expert_of
from reviewtui.cli.opening import opened
from reviewtui.domain.amendment import (
    Addition,
    Amendment,
    CandidateWithdrawal,
    ChairChange,
    Change,
    Correction,
    Field,
    IntegrityRecord,
    LateRecusal,
    LeaveRule,
    Newcomer,
    OrderChange,
    PastEvaluation,
    Replacement,
    Settlement,
)
from reviewtui.domain.amendment_words import amendment_words
from reviewtui.domain.lot import draw, method
from reviewtui.domain.naming import typed_codes
from reviewtui.domain.rule import EarlyLeave
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.session.session import Session

SEED_DIGITS = 8


def name(given: argparse.Namespace) -> int:
    """Put a name right."""
    return _correct(given, Field.NAME)


def unit(given: argparse.Namespace) -> int:
    """Put a unit right."""
    return _correct(given, Field.UNIT)


def title(given: argparse.Namespace) -> int:
    """Put an expert's title right."""
    return _correct(given, Field.TITLE)


def _correct(given: argparse.Namespace, field: Field) -> int:
    candidate = getattr(given, "candidate", None)
    if (given.expert is None) == (candidate is None):
        raise WrongUse(_("say whose: either --expert or --candidate"))

    def change(session: "Session") -> Change:
        if candidate is not None:
            code = candidate_of(session.panel, candidate, given.session)
            return Correction("", code, field, given.text)
        return Correction(
            expert_of(session.panel, given.expert, given.session), "", field, given.text
        )

    return _amend(given, change)


def chair(given: argparse.Namespace) -> int:
    """Say who is the chair."""
    return _amend(
        given, lambda session: ChairChange(expert_of(session.panel, given.expert, given.session))
    )


def order(given: argparse.Namespace) -> int:
    """Set the order of presentation, as typed or drawn by lot."""
    if (given.order is None) == (not given.lot):
        raise WrongUse(_("give the order, such as 3,1,2, or --lot"))
    if given.seed is not None and not given.lot:
        raise WrongUse(_("--seed goes with --lot"))

    def change(session: "Session") -> Change:
        if given.lot:
            seed = given.seed or f"{secrets.randbelow(10**SEED_DIGITS):0{SEED_DIGITS}d}"
            return OrderChange(draw(seed, (item.code for item in session.panel.presented)), seed)
        typed = typed_codes(given.order)
        return OrderChange(
            tuple(candidate_of(session.panel, code, given.session) for code in typed)
        )

    return _amend(given, change, after=_tell_order)


def replace(given: argparse.Namespace) -> int:
    """Let somebody else sit in an expert's place."""
    newcomer = Newcomer(given.code, given.name, given.unit, given.title)
    return _amend(
        given,
        lambda session: Replacement(
            expert_of(session.panel, given.expert, given.session), newcomer
        ),
        after=_tell_newcomer,
    )


def add_expert(given: argparse.Namespace) -> int:
    """Add an expert."""
    newcomer = Newcomer(given.code, given.name, given.unit, given.title)
    return _amend(
        given,
        lambda session: Addition(
            newcomer,
            tuple(
                candidate_of(session.panel, code, given.session)
                for code in typed_codes(given.candidates)
            )
            if given.candidates
            else (),
        ),
        after=_tell_newcomer,
    )


def withdraw_candidate(given: argparse.Namespace) -> int:
    """Take a candidate out of the ranking."""
    return _amend(
        given,
        lambda session: CandidateWithdrawal(
            candidate_of(session.panel, given.candidate, given.session)
        ),
    )


def history(given: argparse.Namespace) -> int:
    """Add an earlier evaluation of a candidate, or put it right."""
    return _amend(
        given,
        lambda session: PastEvaluation(
            candidate_of(session.panel, given.candidate, given.session),
            given.date,
            given.grade,
            given.year,
            given.document,
        ),
    )


def integrity(given: argparse.Namespace) -> int:
    """Say what is on record about a candidate's research integrity."""
    return _amend(
        given,
        lambda session: IntegrityRecord(
            candidate_of(session.panel, given.candidate, given.session),
            given.found,
            given.note,
            given.document,
        ),
    )


def early_leave(given: argparse.Namespace) -> int:
    """Choose what becomes of those who leave early."""
    return _amend(given, lambda _session: LeaveRule(EarlyLeave(given.rule)))


def recuse(given: argparse.Namespace) -> int:
    """Recuse an expert from a candidate, before or after he gave marks."""
    return _amend(
        given,
        lambda session: LateRecusal(
            expert_of(session.panel, given.expert, given.session),
            candidate_of(session.panel, given.candidate, given.session),
        ),
    )


def settle(given: argparse.Namespace) -> int:
    """Put right what the desk settled."""
    return _amend(
        given,
        lambda session: Settlement(
            candidate_of(session.panel, given.candidate, given.session),
            given.row,
            given.value,
            given.evidence,
        ),
    )


def listing(given: argparse.Namespace) -> int:
    """Every amendment so far."""
    from reviewtui.session.amending import amendments, idle_amendments

    with opened(given.session, reading=True) as session:
        made = amendments(session)
        idle = {item.amendment.id: item.why for item in idle_amendments(session)}
    if given.json:
        tell(_json([_said(item) | {"idle": idle.get(item.id)} for item in made]))
        return 0
    rows = []
    for item in made:
        remark = item.reason
        if item.id in idle:
            remark = _("without effect: {why}").format(why=idle[item.id])
        rows.append([str(item.number), amendment_words(item.change), remark, item.by])
    header = [_("no."), _("amendment"), _("reason given"), _("decided by")]
    for line in aligned(header, rows, right=(0,)) if rows else [_("no amendment so far")]:
        tell(line)
    return 0


def _amend(
    given: argparse.Namespace,
    change: "Callable[[Session], Change]",
    after: Callable[[argparse.Namespace, Amendment], None] | None = None,
) -> int:
    from reviewtui.session.amending import amend, kits_are_out

    with opened(given.session, desk=True) as session:
        made = amend(session, change(session), by=given.by, reason=given.reason)
        out = kits_are_out(session)
    if given.json:
        tell(_json(_said(made)))
        return 0
    say(
        _("Amendment {number}: {words}").format(
            number=made.number, words=amendment_words(made.change)
        )
    )
    if out:
        say(_("Kits that are out stay valid; they show the panel as it was when they were issued."))
    if after is not None:
        after(given, made)
    return 0


def _tell_order(_given: argparse.Namespace, made: Amendment) -> None:
    assert isinstance(made.change, OrderChange)
    if made.change.seed:
        say(method(made.change.seed))
    for place, code in enumerate(made.change.codes, start=1):
        tell(f"{place}  {code}")


def _tell_newcomer(given: argparse.Namespace, _made: Amendment) -> None:
    say(next_command("issue", given.session, "-o", _("DIR"), "--expert", given.code))


def _said(made: Amendment) -> dict[str, object]:
    said: dict[str, object] = json.loads(made.document())
    return {"id": made.id, **said}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)

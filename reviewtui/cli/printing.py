"""`print`: the pack, or the extract for one candidate."""

import argparse
from typing import TYPE_CHECKING

from reviewtui.cli.console import progress, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import candidate_of, result_round
from reviewtui.cli.opening import opened
from reviewtui.cli.result import verdict_for
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import typed_codes
from reviewtui.locales import _
from reviewtui.tally.official import outcome_of

if TYPE_CHECKING:
    from reviewtui.filing.model import Progress
    from reviewtui.filing.pack.pack import Pack
    from reviewtui.session.session import Session


def print_papers(given: argparse.Namespace) -> int:
    """Write the papers, and say of each that is absent why."""
    from reviewtui.filing.writer import AlreadyThere
    from reviewtui.session.rule_freeze import note_rule_printed, rule_is_frozen

    only = _numbers(given.only)
    if given.extract is not None and (only or given.names or given.detail):
        raise WrongUse(_("--extract goes with neither --only, --names nor --detail"))
    with opened(given.session, desk=True, reading=True) as session, progress() as told:
        frozen = rule_is_frozen(session)
        try:
            pack = _written(session, given, only, told)
        except AlreadyThere as there:
            hint = Finding("", _("To replace it, add --force."))
            raise Refused(*there.reasons, hint) from None
    if pack.rule and not frozen:
        with opened(given.session, desk=True) as session:
            note_rule_printed(session)
        say(_("The rule page is in the pack: from now on the rule is frozen."))
    for sentence in pack.absent:
        say(sentence)
    for path in pack.files:
        tell(str(path))
    return 0


def _written(
    session: "Session", given: argparse.Namespace, only: list[int], told: "Progress"
) -> "Pack":
    from reviewtui.filing.pack.extract import print_extract
    from reviewtui.filing.pack.pack import print_pack

    given.round = result_round(session, given.round)
    if given.extract is not None:
        candidate = candidate_of(session.panel, given.extract, given.session)
        verdict = verdict_for(session, given.round)
        return print_extract(
            session,
            verdict,
            given.output,
            candidate,
            force=given.force,
            round=given.round,
            progress=told,
        )
    open_now = session.can_show_results(given.round)
    return print_pack(
        session,
        outcome_of(session, given.round) if open_now else None,
        given.output,
        only=only,
        detail=given.detail,
        named=given.names,
        force=given.force,
        round=given.round,
        progress=told,
    )


def _numbers(text: str | None) -> list[int]:
    """The numbers of papers that were typed.

    Raises:
        WrongUse: If one is the number of no paper.
    """
    from reviewtui.filing.pack.pack import PAPERS

    typed = typed_codes(text or "")
    wrong = [item for item in typed if not item.isdecimal() or not 1 <= int(item) <= len(PAPERS)]
    if wrong or (text is not None and not typed):
        sentence = _("--only {text}: papers have numbers from 1 to {last}, such as 1,2,3")
        raise WrongUse(sentence.format(text=text, last=len(PAPERS)))
    return [int(item) for item in typed]

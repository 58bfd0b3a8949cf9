"""The secretary's commands about ballots that are here: withdrawing, settling conflicts."""

import argparse
import json
from typing import TYPE_CHECKING

from reviewtui.cli.console import next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import expert_of, named, round_of
from reviewtui.cli.opening import opened
from reviewtui.domain.ballot import Kind
from reviewtui.domain.channel_words import channel_beside
from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _
from reviewtui.session.clock import local_time

if TYPE_CHECKING:
    from reviewtui.session.resolving import Conflict, Version
    from reviewtui.session.session import Session

LEAST_DIGITS = 8
"""Of a content id or a check code: fewer could mean another ballot."""


def withdraw(given: argparse.Namespace) -> int:
    """Withdraw what an expert handed in."""
    from reviewtui.session.conflict_words import after_withdrawal
    from reviewtui.session.withdrawing import withdraw as withdraw_ballot

    with opened(given.session, desk=True) as session:
        number = round_of(session, given.round)
        expert = expert_of(session.panel, given.expert, given.session)
        withdraw_ballot(session, expert, by=given.by, reason=given.reason, number=number)
        text = _("{names}: the ballot is withdrawn and counts no more; it is kept.")
        say(text.format(names=named(session.panel, [expert])))
        say(after_withdrawal())
    return 0


def resolve(given: argparse.Namespace) -> int:
    """Settle which version of a ballot counts; without --keep, list what is in conflict."""
    with opened(given.session, desk=True) as session:
        given.round = round_of(session, given.round)
        return _settle(given, session) if given.keep else _list(given, session)


def _settle(given: argparse.Namespace, session: "Session") -> int:
    from reviewtui.session.resolving import resolve as settle
    from reviewtui.session.resolving import standing_versions

    if given.expert is None:
        raise WrongUse(_("say whose ballot: --expert"))
    first, second = (*(given.by or ()), "", "")[:2]
    if len(given.by or ()) > 2:
        raise WrongUse(_("two people decide: give --by twice"))
    expert = expert_of(session.panel, given.expert, given.session)
    version = _named(given, standing_versions(session, expert, given.round))
    made = settle(
        session,
        expert,
        version.content_id,
        by=(first, second),
        reason=given.reason,
        number=given.round,
    )
    if given.json:
        tell(json.dumps({"id": made.id, **json.loads(made.document())}, ensure_ascii=False))
        return 0
    text = _("{names}: version {rev} with the code {code} counts; the other is kept.")
    say(text.format(names=named(session.panel, [expert]), rev=version.rev, code=version.check_code))
    return 0


def _named(given: argparse.Namespace, versions: "tuple[Version, ...]") -> "Version":
    """The version that --keep means: by check code, or by the beginning of its content id."""
    digits = "".join(given.keep.split()).lower()
    if len(digits) >= LEAST_DIGITS:
        found = [
            version
            for version in versions
            if version.content_id.startswith(digits)
            or version.check_code.replace(" ", "") == digits
        ]
        if len(found) == 1:
            return found[0]
    known = _(", ").join(version.check_code for version in versions)
    sentence = _("“{code}” is none of the versions; their check codes are: {known}")
    raise Refused(Finding(str(given.session), sentence.format(code=given.keep, known=known)))


def _list(given: argparse.Namespace, session: "Session") -> int:
    from reviewtui.session.conflict_words import ways_out
    from reviewtui.session.resolving import conflicts

    found = conflicts(session, given.round)
    if given.json:
        tell(json.dumps([_said(session, item) for item in found], ensure_ascii=False))
    elif not found:
        tell(_("nothing is in conflict"))
    else:
        for item in found:
            for line in _lines(session, item):
                tell(line)
        for line in ways_out(found):
            say(line)
        words = ("resolve", given.session, "--expert", found[0].expert, "--keep", _("CHECK-CODE"))
        two = ("--by", _("FIRST-NAME"), "--by", _("SECOND-NAME"), "--reason", _("REASON"))
        say(next_command(*words, *two))
    return 1 if found else 0


def _lines(session: "Session", item: "Conflict") -> list[str]:
    from reviewtui.session.conflict_words import conflict_sentence, withdrawal_sentences
    from reviewtui.session.resolving import differing_sentences

    lines = [conflict_sentence(item, session.panel)]
    for version in item.versions:
        text = _("  version {rev}  code {code}  submitted {at}")
        if version.kind is Kind.WITHDRAW:
            text = _("  version {rev}  code {code}  withdrawn {at}")
        at = f"{local_time(version.written_at):%Y-%m-%d %H:%M:%S}"
        kit = _("  kit {kit}").format(kit=version.kit[:8]) if version.kit else ""
        said = text.format(rev=version.rev, code=version.check_code, at=at)
        lines.append(said + kit + channel_beside(version.channel))
    more = [*withdrawal_sentences(session, item), *differing_sentences(session, item)]
    return lines + [f"  {line}" for line in more]


def _said(session: "Session", item: "Conflict") -> dict[str, object]:
    from reviewtui.session.resolving import differing_sentences

    return {
        "expert": item.expert,
        "round": item.round,
        "versions": [
            {
                "id": version.content_id,
                "rev": version.rev,
                "check_code": version.check_code,
                "kind": version.kind.value,
                "channel": version.channel.value,
                "kit": version.kit,
                "written_at": version.written_at,
                "received_at": version.received_at,
            }
            for version in item.versions
        ],
        "people": list(item.people),
        "contradicted": item.contradicted,
        "differ": differing_sentences(session, item),
    }

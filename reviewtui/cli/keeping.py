"""Keeping: the archive of a session, and verifying a session or an archive."""

import argparse
from typing import TYPE_CHECKING

from reviewtui.cli.console import aligned, progress, say, tell
from reviewtui.cli.opening import opened
from reviewtui.cli.result import json_text
from reviewtui.domain.findings import Finding, Refused
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.filing.verify.verified import Verified


def archive(given: argparse.Namespace) -> int:
    """Write the archive of a session."""
    from reviewtui.filing.archive.folder import archive as write_archive
    from reviewtui.filing.archive.told import archived_lines
    from reviewtui.filing.archive.written import Cover
    from reviewtui.filing.writer import AlreadyThere

    cover = Cover(given.retention or "", given.file_number or "", given.no_result or "")
    with opened(given.session, desk=True, reading=True) as session, progress() as told:
        try:
            done = write_archive(
                session,
                given.output,
                cover,
                attach=given.attach,
                force=given.force,
                progress=told,
            )
        except AlreadyThere as there:
            hint = _("To write it all the same, add --force; what lies there is moved aside.")
            raise Refused(*there.reasons, Finding("", hint)) from None
    for line in archived_lines(done):
        say(line)
    return 0


def verify(given: argparse.Namespace) -> int:
    """Recompute everything; 1 if anything does not agree."""
    from reviewtui.filing.verify.subject import verify as look

    with progress() as told:
        found = look(given.subject, told)
    if given.json:
        tell(json_text(_json(found)))
    else:
        for line in verified_lines(found):
            tell(line)
    for note in found.notes:
        say(_("note: {finding}").format(finding=note))
    for finding in found.findings:
        say(str(finding))
    return 0 if found.agrees else 1


def verified_lines(found: "Verified") -> list[str]:
    """The verdict, then the codes to hold against the signed sheet."""
    from reviewtui.filing.verify.verified import Subject

    lines = []
    for one in found.rounds:
        text = _("round {round}: check code {code}, content {hash}")
        lines.append(text.format(round=one.round, code=one.code, hash=one.content))
    if found.ballots:
        lines.append(_("Compare with the codes that the experts copied by hand and signed:"))
        head = [_("round"), _("no."), _("expert"), _("version"), _("check code"), _("counts")]
        rows = [
            [
                *(str(item.round), item.expert, item.name, str(item.rev), item.code),
                _("yes") if item.counts else _("no"),
            ]
            for item in found.ballots
        ]
        lines += aligned(head, rows)
    if found.journal[0]:
        number, own = found.journal
        said = _("Journal: {count} entries, SHA-256 of the last {hash}")
        lines.append(said.format(count=number, hash=own))
    if found.manifest:
        lines.append(_("SHA-256 of the manifest: {hash}").format(hash=found.manifest))
    if found.attached:
        lines.append(_("scans attached: {count}").format(count=found.attached))
    elif found.subject is Subject.ARCHIVE:
        lines.append(_("no scans: those of the signed sheets are not attached"))
    if found.second:
        lines.append(_("SHA-256 of the manifest of the scans: {hash}").format(hash=found.second))
    if found.subject is Subject.SESSION:
        lines.append(
            _(
                "Not compared, because no entry tells of it and no result hangs on it: where "
                "cursors stand, sheets half typed in, when the desk's own key was made, and what "
                "a version before this one did not tell"
            )
        )
    if found.agrees:
        lines.append(_("Verified: everything agrees"))
    else:
        text = _("Does not agree, {count} findings; each is named below")
        lines.append(text.format(count=len(found.findings)))
    return lines


def _json(found: "Verified") -> dict[str, object]:
    return {
        "subject": found.subject.value,
        "agrees": found.agrees,
        "findings": [{"place": item.place, "says": item.sentence} for item in found.findings],
        "notes": [{"place": item.place, "says": item.sentence} for item in found.notes],
        "rounds": [
            {"round": item.round, "content": item.content, "check_code": item.code}
            for item in found.rounds
        ],
        "ballots": [
            {
                "round": item.round,
                "expert": item.expert,
                "rev": item.rev,
                "channel": item.channel,
                "content_id": item.content,
                "check_code": item.code,
                "counts": item.counts,
            }
            for item in found.ballots
        ],
        "journal": {"entries": found.journal[0], "last": found.journal[1]}
        if found.journal[0]
        else None,
        "manifest": found.manifest or None,
        "attached": found.attached,
        "attached_manifest": found.second or None,
    }

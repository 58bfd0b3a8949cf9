"""`check`: which file is looked at as what, and all that is wrong with it."""

import argparse
from pathlib import Path
from typing import Final

from reviewtui.cli.console import say
from reviewtui.cli.opening import opened
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.system_reasons import reason_of
from reviewtui.locales import _

SESSION: Final = ".review"
SQLITE: Final = b"SQLite format 3\0"
"""How every database begins, sessions too."""


def check(given: argparse.Namespace) -> int:
    """Print every finding of the files; 1 if one of them is more than a warning."""
    status = 0
    for path in given.files:
        findings = findings_of(path)
        for finding in findings:
            say(
                _("warning: {finding}").format(finding=finding) if finding.warning else str(finding)
            )
        hard = sum(not finding.warning for finding in findings)
        if hard:
            status = 1
            say(_("{file}: {count} findings").format(file=path, count=hard))
        else:
            say(_("{file}: in order").format(file=path))
    return status


def findings_of(path: Path) -> list[Finding]:
    """What is wrong with a file; a database is a session, otherwise the ending says what it is."""
    try:
        match SESSION if _is_database(path) else path.suffix.lower():
            case ".review":
                return _check_session(path)
            case ".kit":
                require_kit(path)
            case ".ballot":
                _require_ballot(path)
            case _other:
                from reviewtui.exchange.check import check_file

                return check_file(path)
    except Refused as refused:
        return list(refused.reasons)
    return []


def require_kit(path: Path) -> None:
    """Whether a kit is whole and signed, and this program makes the same rows of it.

    Raises:
        Refused: If not, with the reason.
    """
    from reviewtui.exchange.kits import read_kit_file
    from reviewtui.exchange.score_sheet_check import sheet_of

    kit = read_kit_file(path)
    sheet = sheet_of(kit, str(path))
    if sheet.hash != kit.sheet:
        sentence = _(
            "the rows of this kit come out otherwise; open it with the program it came with"
        )
        raise Refused(Finding(str(path), sentence))


def _require_ballot(path: Path) -> None:
    """Whether a ballot is whole and signed; whose key signed it only its session knows."""
    from reviewtui.session.envelope import LARGEST, read_envelope
    from reviewtui.session.signed import BadBytes

    try:
        with path.open("rb") as file:
            read_envelope(file.read(LARGEST + 1))
    except OSError as fault:
        sentence = _("cannot be read: {reason}").format(reason=reason_of(fault))
        raise Refused(Finding(str(path), sentence)) from fault
    except BadBytes as bad:
        sentence = _("this is not a usable ballot: {why}. Ask for the file from the stick again")
        raise Refused(Finding(str(path), sentence.format(why=bad))) from bad


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _check_session(path: Path) -> list[Finding]:
    """What is wrong with a session.

    Raises:
        Refused: If it cannot even be opened.
    """
    with opened(path, reading=True) as session:
        return session.check()

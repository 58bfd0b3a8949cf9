"""An expert's own look at his Excel score sheet, by the kit beside it: nothing is stored."""

from pathlib import Path

from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.naming import round_name
from reviewtui.domain.sheet import Sheet
from reviewtui.exchange.kits import SUFFIX, read_kit_file
from reviewtui.exchange.score_sheet_form import Identity
from reviewtui.exchange.score_sheet_identity import require_form
from reviewtui.exchange.score_sheet_reader import filled_in
from reviewtui.exchange.workbook_gate import receive_workbook
from reviewtui.locales import _
from reviewtui.session.fitting import ballot_findings
from reviewtui.session.kit import Kit, panel_of, start_of


def check_score_sheet(path: Path) -> list[Finding]:
    """Everything the desk would refuse in a sheet or tell about it, by cell.

    No finding repeats what stands in a cell: the sheet may lie at the desk.

    Raises:
        Refused: If it is no sheet of ours, or its kit does not lie beside it.
    """
    book = receive_workbook(path)
    identity = require_form(book)
    kit = _kit_beside(path, identity)
    panel = panel_of(kit, str(path))
    sheet = sheet_of(kit, str(path))
    if str(kit.round) != identity.round:
        sentence = _("is a sheet of {own}, and the kit beside it is one of {other}")
        own, other = round_name(int(identity.round)), round_name(kit.round)
        raise Refused(Finding(book.name, sentence.format(own=own, other=other)))
    if (kit.expert, kit.sheet, sheet.hash) != (identity.expert, identity.sheet, identity.sheet):
        sentence = _("its hidden id was changed; take a fresh copy of the sheet")
        raise Refused(Finding(book.name, sentence))
    filled = filled_in(book, identity, panel, sheet, start_of(kit), blind=True)
    findings = list(filled.findings)
    if filled.vain:
        findings.append(filled.vain)
    if not filled.said:
        findings.append(Finding(book.name, _("nothing is filled in"), warning=True))
    elif all(finding.warning for finding in findings):
        findings += ballot_findings(filled.ballot, panel, sheet)
    return findings


def sheet_of(kit: Kit, place: str) -> Sheet:
    """The rows a kit's panel makes.

    Raises:
        Refused: If it makes none.
    """
    findings: list[Finding] = []
    sheet = make_sheet(panel_of(kit, place), place, findings)
    refuse_if(findings)
    return sheet


def _kit_beside(path: Path, identity: Identity) -> Kit:
    """The kit that the sheet was issued with."""
    found = sorted(path.absolute().parent.glob(f"*{SUFFIX}"))
    for beside in found:
        kit = read_kit_file(beside)
        if (kit.id, kit.session) == (identity.kit, identity.session):
            return kit
    sentence = (
        _("was issued with another kit than the one beside it; fill in the sheet of this kit")
        if found
        else _("its kit does not lie beside it; put the sheet into the folder of the kit")
    )
    raise Refused(Finding(str(path), sentence))

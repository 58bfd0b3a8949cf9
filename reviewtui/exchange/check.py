"""`check`: everything that is wrong, or worth a look, in a set, a panel, a workbook."""

from pathlib import Path

from reviewtui.domain.findings import Finding
from reviewtui.exchange.documents import is_workbook, panel_of, read_panel_file, read_toml
from reviewtui.exchange.panel_check import panel_warnings
from reviewtui.exchange.score_sheet_check import check_score_sheet
from reviewtui.exchange.score_sheet_identity import is_score_sheet
from reviewtui.exchange.set_check import check_set
from reviewtui.locales import _


def check_file(path: Path) -> list[Finding]:
    """Every finding of a set, a panel file or a score sheet, faults and warnings.

    What the file is, its content says: a table [panel], a table [set], or a hidden id.
    """
    findings: list[Finding] = []
    if is_workbook(path) and is_score_sheet(path):
        return check_score_sheet(path)
    if is_workbook(path):
        read = read_panel_file(path, findings)
        if read.panel is not None and read.sheet is not None and read.places is not None:
            warnings = panel_warnings(read.panel, read.sheet, path.name)
            faulty = {finding.place for finding in findings if not finding.warning}
            findings += read.places.moved(warnings, faulty)
        return findings
    data = read_toml(path, findings)
    if data is None:
        return findings
    match ("panel" in data, "set" in data):
        case (True, False):
            read = panel_of(data, path, findings)
            if read.panel is not None and read.sheet is not None:
                findings += panel_warnings(read.panel, read.sheet, path.name)
        case (False, True):
            check_set(data, path.name, findings)
        case (True, True):
            findings.append(
                Finding(
                    path.name, _("holds both [panel] and [set]; a panel and its set are two files")
                )
            )
        case _:
            findings.append(
                Finding(
                    path.name, _("is neither a panel nor a set: it has no [panel] and no [set]")
                )
            )
    return findings

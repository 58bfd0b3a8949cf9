"""The workbook in an archive against the result that the archive's ballots come to.

That its sheets follow from the record in it, it proves as any workbook; here that record must
be the one of this round, or a whole workbook could be another's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.states import Why
from reviewtui.filing.archive import layout
from reviewtui.filing.archive.reading import Folder
from reviewtui.filing.archive.written import build
from reviewtui.filing.kept import kept
from reviewtui.filing.model import Progress
from reviewtui.filing.record import Record
from reviewtui.filing.verify.workbook import NoRecord, compare_workbook
from reviewtui.locales import _, speaking

_MOST_NAMED: Final = 20
"""Cells of one workbook that are named."""


class Checked(NamedTuple):
    """What was found in a workbook.

    Attributes:
        record: The result's, with what only the workbook still tells: who drafted something
            and handed in nothing.
        findings: What disagrees.
        notes: What cannot be told.
    """

    record: Record
    findings: Sequence[Finding] = ()
    notes: Sequence[Finding] = ()


def archived_workbook(
    number: int, record: Record, there: Folder, cover: Mapping[str, Any], progress: Progress
) -> Checked:
    """What disagrees in the workbook of a round, and what cannot be told.

    A program of another build lays some sheets out otherwise. Its workbook must then hold the
    same record; its marks, totals and ranks are left to the verifier that lies beside it.

    Args:
        number: Of the round.
        record: What the ballots come to.
        there: The archive's files.
        cover: What it says of itself.
        progress: Told the sheet that is being compared.
    """
    name = layout.workbook_file(number)
    if name not in there.files:
        return Checked(record, [Finding(name, _("this file of the archive is not there"))])
    versions = cover.get("versions", {})
    ours = versions.get("build") == build()
    other = _(
        "was laid out by another build of the program: its cells were not compared one by one; "
        "its marks, totals and ranks are checked by verify.py beside it"
    )
    try:
        found = compare_workbook(there.files[name], name, progress)
    except NoRecord as refusal:
        said = [Finding(name, one.sentence) for one in refusal.reasons]
        return Checked(record, said if ours else [], [] if ours else [Finding(name, other)])
    except Refused as refusal:
        return Checked(record, [Finding(name, one.sentence) for one in refusal.reasons])
    with speaking(str(found.kept.get("language"))):
        wanted = kept(replace(record, app=versions.get("archived_with", "")), detail=True)
    findings = [
        Finding(name, _("the record in it is not this result's: {key}").format(key=key))
        for key in _differing(found.kept, wanted, same=ours)
    ]
    cells = [Finding(name, str(one)) for one in found.findings]
    if len(cells) > _MOST_NAMED:
        more = _("and {count} cells more").format(count=len(cells) - _MOST_NAMED)
        cells = [*cells[:_MOST_NAMED], Finding(name, more)]
    if cells and not ours:
        return Checked(record, findings, [Finding(name, other)])
    if not findings and found.record.why != record.why:
        record = replace(record, why=found.record.why, verdict=found.record.verdict)
    return Checked(record, findings + cells)


def _differing(
    said: Mapping[str, Any], wanted: Mapping[str, Canonical], *, same: bool
) -> list[str]:
    """What of a record differs; what only another build keeps is no difference."""
    return [
        key
        for key in sorted(said.keys() | wanted.keys() if same else said.keys() & wanted.keys())
        if said.get(key) != wanted.get(key)
        and not (key == "why" and _same_why(said[key], wanted[key]))
        and not (key == "closed" and _same_closing(said[key], wanted[key]))
    ]


def _same_closing(said: Any, wanted: Any) -> bool:
    """Whether what was adjusted, voted and signed is the same; older workbooks tell no more."""
    return isinstance(said, dict) and said == {key: wanted.get(key) for key in said}


def _same_why(said: Any, wanted: Any) -> bool:
    """Whether experts count for nothing by the same words: whether one who handed in nothing
    had drafted something, no archive tells, because drafts never leave."""
    drafted, absent = Why.NOT_SUBMITTED.value, Why.ABSENT.value
    return isinstance(said, dict) and wanted == {
        expert: absent if why == drafted else why for expert, why in said.items()
    }

"""`facts`: what a candidate declared, beside everything that is asked of it."""

import argparse
import json

from reviewtui.cli.console import tell
from reviewtui.cli.naming import candidate_of
from reviewtui.cli.opening import opened
from reviewtui.domain.candidate_page import sections, text_of
from reviewtui.domain.gates import Gate, gates_of
from reviewtui.domain.naming import candidate_name
from reviewtui.domain.requirement_words import required
from reviewtui.domain.testing import Tested, of_candidate
from reviewtui.locales import _
from reviewtui.tally.status import status_notes


def facts(given: argparse.Namespace) -> int:
    """Print the page of one candidate; it holds no mark, so it may be read before the opening."""
    with opened(given.session, reading=True) as session:
        panel, sheet = session.panel, session.sheet
        code = candidate_of(panel, given.candidate, given.session)
    candidate = panel.candidate(code)
    if given.json:
        tests = [_json(item) for item in of_candidate(panel, candidate)]
        gates = [_gate(item) for item in gates_of(panel, code)]
        said = {"candidate": code, "name": candidate.name, "requirements": tests, "gates": gates}
        tell(json.dumps(said, ensure_ascii=False, indent=2))
        return 0
    for line in (*status_notes(panel), candidate_name(panel, code)):
        tell(line)
    for section in sections(panel, sheet, candidate):
        tell("")
        tell(section.heading)
        for entry in section.entries:
            tell(f"  {entry.label}  {text_of(entry)}")
    tell("")
    tell(_("A requirement that is met or missed changes no mark."))
    return 0


def _gate(gate: Gate) -> dict[str, object]:
    """One gate; `result` is null while nobody has settled it."""
    return {
        "gate": gate.row.code,
        "title": gate.row.name(),
        "condition": gate.row.condition,
        "result": gate.result.value if gate.result else None,
        "reason": gate.reason,
        "evidence": gate.evidence,
    }


def _json(item: Tested) -> dict[str, object]:
    """One threshold; `outcome` is null where it is not tested, and `untested` says why."""
    threshold, fact = item.threshold, item.fact
    return {
        "threshold": threshold.id,
        "metric": threshold.metric,
        "required": required(item),
        "declared": fact.text if fact else None,
        "as_of": fact.as_of.isoformat() if fact and fact.as_of else None,
        "target": fact.target if fact and fact.target else None,
        "outcome": item.outcome.value if item.outcome else None,
        "untested": item.untested.value if item.untested else None,
        "due": item.due.isoformat() if item.due else None,
        "note": item.note,
    }

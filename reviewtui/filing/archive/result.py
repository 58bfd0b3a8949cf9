"""The result of one round as the archive keeps it: one document, numbers as decimal text.

Language enters nowhere, so that any later version in any language can recompute it.
"""

from collections.abc import Mapping
from typing import Final

from reviewtui.domain.canonical import Canonical
from reviewtui.domain.numbers import decimal_text, mark_text
from reviewtui.domain.states import CellState
from reviewtui.filing.archive.layout import RESULT_FORMAT
from reviewtui.filing.received import Received
from reviewtui.filing.record import Record
from reviewtui.tally.report import results_json

_WORDS: Final = frozenset({"says", "not_submitted"})
"""Keys of the result that are sentences, or known before the opening only."""


def result_document(record: Record, number: int) -> dict[str, Canonical]:
    """Everything about one round.

    Args:
        record: Gathered from the session.
        number: Of the round.
    """
    panel = record.panel
    found = results_json(record.session, panel, record.sheet, record.verdict, number)
    return {
        "format": RESULT_FORMAT,
        "session": record.session,
        "round": number,
        **({"no_result": 1} if record.verdict.refused else {}),
        "opened_at": record.opened_at,
        "content": record.preimage,
        "content_sha256": record.content,
        "check_code": record.code,
        "results": _plain(found),
        "experts": [
            {
                "code": item.code,
                "name": item.name,
                "unit": item.unit,
                "title": item.title,
                "role": item.role.value,
                "replaced_by": item.replaced_by,
                "why": None
                if item.code in record.ballots
                else record.without(item.code).contract.value,
            }
            for item in panel.experts
        ],
        "candidates": [
            {
                "code": item.code,
                "name": item.name,
                "unit": item.unit,
                "withdrawn": item.withdrawn,
            }
            for item in panel.candidates
        ],
        "rows": [
            {
                "code": row.code,
                "title": row.title,
                "primary": row.primary,
                "scale": row.scale.value,
                "low": mark_text(row.low),
                "top": mark_text(row.top),
                "full": mark_text(row.full),
            }
            for row in record.sheet.rows
        ],
        "marks": {
            expert.code: {
                candidate.code: _marks(record, expert.code, candidate.code)
                for candidate in panel.candidates
            }
            for expert in panel.experts
        },
        "expert_totals": {
            item.code: {expert: decimal_text(total) for expert, total in item.expert_totals.items()}
            for item in record.verdict.candidates
        },
        "comments": _comments(record),
        "ballots": [_ballot(item) for item in record.received if item.round == number],
    }


def _why(record: Record, expert: str) -> str | None:
    """Why no ballot of an expert counts; None if one does."""
    return None if expert in record.ballots else record.without(expert).contract.value


def _plain(value: object) -> Canonical:
    """The result without words of one language."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key not in _WORDS}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(value)


def _marks(record: Record, expert: str, candidate: str) -> dict[str, Canonical]:
    """State of the whole candidate, or row by row its state and mark; settled marks apart."""
    whole = record.whole(expert, candidate)
    if whole is not None:
        return {"state": whole.contract.value}
    rows: dict[str, Canonical] = {}
    for row, said in zip(record.sheet.rows, record.said(expert, candidate), strict=True):
        mark = None if said.mark is None else mark_text(said.mark)
        rows[row.code] = ["settled" if said.settled else said.state.value, mark]
    found: dict[str, Canonical] = {"rows": rows}
    ballot = record.ballots.get(expert)
    conclusion = record.sheet.conclusion
    asked = record.panel.rule.conclusions
    if conclusion is not None and ballot is not None and asked is not None:
        cell = ballot.cells.get(candidate, {}).get(conclusion.code)
        if cell is not None and cell.mark is not None:
            found["conclusion"] = ["scored", asked.options[asked.option(cell.mark)]]
        elif cell is not None and cell.state is CellState.UNABLE:
            found["conclusion"] = ["unable", None]
    return found


def _comments(record: Record) -> list[Canonical]:
    """Candidate, row ("" for the whole), expert, text: everything that anybody wrote."""
    found: list[tuple[str, str, str, str]] = []
    for expert in record.panel.experts:
        for candidate in record.panel.candidates:
            if text := record.comment(expert.code, candidate.code):
                found.append((candidate.code, "", expert.code, text))
            if expert.code not in record.ballots:
                continue
            said = record.said(expert.code, candidate.code)
            for row, item in zip(record.sheet.rows, said, strict=True):
                if item.text:
                    found.append((candidate.code, row.code, expert.code, item.text))
    return [list(item) for item in found]


def _ballot(item: Received) -> Mapping[str, Canonical]:
    return {
        "content_id": item.content,
        "check_code": item.code,
        "expert": item.expert,
        "rev": item.rev,
        "channel": item.channel.value,
        "received_at": item.received_at,
        "counts": int(item.effective),
        "late": int(item.late),
        "admitted": int(item.admitted),
        "entered_by": list(item.by),
    }

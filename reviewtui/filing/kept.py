"""What a workbook keeps of the record behind it, and the record again from that.

Everything that the sheets say follows from it, but for the experts' names: they stand on their
own page only, which is kept apart.
"""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from reviewtui.domain.ballot import Cell, Channel
from reviewtui.domain.canonical import Canonical
from reviewtui.domain.closing import (
    NOTHING_CLOSED,
    Closing,
    read_adjustment,
    read_signature,
    read_vote,
)
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.indicator_set import read_set
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.panel import Panel, read_panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CandidateState, CellState, Why
from reviewtui.filing.analysed.kept_cells import kept_cells, sheets_from
from reviewtui.filing.content import FIRST
from reviewtui.filing.frame import informing_setup
from reviewtui.filing.model import Entry
from reviewtui.filing.received import Received
from reviewtui.filing.record import Record
from reviewtui.locales import _, language
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.tally.compute import compute, outcome
from reviewtui.tally.rounds import Begun, Rounds, Stage, beside
from reviewtui.tally.verdict import OF_ALL, Flag

FORMAT: Final = "reviewtui-workbook/1"


def kept(record: Record, *, detail: bool, informing: Sequence[Entry] = ()) -> dict[str, Canonical]:
    """What is kept; arguments as of `make_book`."""
    panel = dict(cast(Mapping[str, Any], record.panel.data))
    panel["experts"] = [
        {key: value for key, value in expert.items() if key != "unit"} | {"name": expert["code"]}
        for expert in panel.get("experts", ())
    ]
    flags = record.verdict.candidates[0].flags if record.verdict.candidates else ()
    return {
        "format": FORMAT,
        "language": language(),
        "detail": int(detail),
        "content": record.content,
        "content_format": cast(Mapping[str, Any], record.preimage)["format"],
        "session": record.session,
        "panel": panel,
        "set": record.panel.table.data,
        "marks": {
            expert: {code: _written(one) for code, one in candidates.items()}
            for expert, candidates in record.marks.items()
        },
        "why": {expert: why.value for expert, why in record.why.items()},
        "ballots": {
            expert: json.loads(ballot.document()) for expert, ballot in record.ballots.items()
        },
        "received": [
            [
                *(item.content, item.expert, item.rev, item.channel.value, item.received_at),
                *(int(item.effective), int(item.late), int(item.admitted), list(item.by)),
                item.round,
            ]
            for item in record.received
        ],
        "flags": [flag.value for flag in flags if flag in OF_ALL],
        "opened_at": record.opened_at,
        "frozen_at": record.frozen_at,
        "app": record.app,
        "opened_again": list(record.opened_again),
        **({"settled": list(record.settled)} if record.settled else {}),
        "aside": list(record.aside),
        **({"aside_apart": list(record.aside_apart)} if any(record.aside_apart) else {}),
        **({"filed": list(record.filed)} if record.filed is not None else {}),
        **({"round": [record.number, record.official]} if record.round_said else {}),
        "rounds": [_round_kept(one) for one in record.rounds],
        "closed": _closed_kept(record.closed),
        "journal": list(record.journal),
        "informing": kept_cells(informing),
    }


def _journal(number: int, own: str) -> tuple[int, str]:
    return int(number), str(own)


def _closed_kept(closed: Closing) -> Canonical:
    return {
        "adjustments": [[item.body(), item.at] for item in closed.adjustments.values()],
        "votes": [[item.body(), item.at] for item in closed.votes.values()],
        "signatures": [[item.body(), item.at] for item in closed.signatures.values()],
        "stale": [[item.body(), item.at] for item in closed.stale],
        "changed_at": closed.changed_at,
    }


def _closed(value: Mapping[str, Any]) -> Closing:
    adjustments = [read_adjustment(*one) for one in value["adjustments"]]
    votes = [read_vote(*one) for one in value["votes"]]
    signatures = [read_signature(*one) for one in value["signatures"]]
    stale = tuple(
        read_signature(body, at) if "state" in body else read_adjustment(body, at)
        for body, at in value["stale"]
    )
    return Closing(
        {item.candidate: item for item in adjustments},
        {item.candidate: item for item in votes},
        {item.expert: item for item in signatures},
        stale,
        int(value.get("changed_at", 0)),
    )


def _round_kept(found: Rounds) -> Canonical:
    begun = found.begun
    return {
        "number": begun.number,
        "reason": begun.reason,
        "by": begun.by,
        "cells": {candidate: list(rows) for candidate, rows in begun.cells.items()},
        "earlier": {
            expert: json.loads(ballot.document()) for expert, ballot in found.earlier.items()
        },
    }


def _pair(value: Sequence[int]) -> tuple[int, int]:
    whole, elsewhere = value
    return int(whole), int(elsewhere)


def _written(marks: CandidateMarks) -> list[Canonical]:
    said = marks.conclusion
    conclusion: list[Canonical] = [said.state.value, said.mark]
    return [list(marks.marks), marks.standing.value, sorted(marks.unable), conclusion]


def record_from(value: Any) -> Record:
    """The record that was kept.

    Raises:
        Refused: If it is not what the program writes, or its rule gives no result.
    """
    try:
        return _record(value)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as fault:
        raise Refused(
            Finding("", _("the hidden sheet does not hold the record of a workbook"))
        ) from fault


def informing_from(value: Any, record: Record) -> list[Entry]:
    """The sheets of an analysis that were kept beside a record; none in a workbook without.

    Raises:
        Refused: If they are not what the program writes.
    """
    try:
        return sheets_from(value.get("informing", []), partial(informing_setup, record))
    except (ValueError, TypeError, IndexError) as fault:
        raise Refused(
            Finding("", _("the hidden sheet does not hold the record of a workbook"))
        ) from fault


def _record(value: Mapping[str, Any]) -> Record:
    from reviewtui.session.ballots import ballot_of

    if value["format"] != FORMAT:
        raise ValueError(value["format"])
    findings: list[Finding] = []
    table = read_set(value["set"], "set", findings)
    refuse_if(findings)
    assert table is not None
    panel = read_panel(value["panel"], table, "panel", findings)
    sheet = make_sheet(panel, "panel", findings)
    refuse_if(findings)
    marks = {
        expert: {code: _marks(one) for code, one in candidates.items()}
        for expert, candidates in value["marks"].items()
    }
    why = {expert: Why(word) for expert, word in value["why"].items()}
    verdict = compute(
        panel, sheet, [ExpertMarks(code, own, why.get(code)) for code, own in marks.items()]
    )
    ballots = {expert: ballot_of(one) for expert, one in value["ballots"].items()}
    rounds = _rounds(value["rounds"], panel, sheet, why, Stage(verdict, ballots))
    for flag in value["flags"]:
        verdict = verdict.flagged(Flag(flag))
    number, official = map(int, value.get("round", (FIRST_ROUND, FIRST_ROUND)))
    return Record(
        session=value["session"],
        panel=panel,
        sheet=sheet,
        verdict=verdict,
        why=why,
        marks=marks,
        ballots=ballots,
        rounds=rounds,
        received=tuple(_received(one) for one in value["received"]),
        opened_at=value["opened_at"],
        frozen_at=value["frozen_at"],
        app=value["app"],
        opened_again=tuple(value["opened_again"]),
        settled=tuple(value.get("settled", ())),
        aside=tuple(value["aside"]),
        aside_apart=_pair(value.get("aside_apart", (0, 0))),
        closed=_closed(value["closed"]) if "closed" in value else NOTHING_CLOSED,
        filed=_filed(*value["filed"]) if "filed" in value else None,
        number=number,
        official=official,
        journal=_journal(*value.get("journal", (0, ""))),
        first_content=value.get("content_format", FIRST) == FIRST,
    )


def _filed(retention: str, file_number: str) -> tuple[str, str]:
    return retention, file_number


def _rounds(
    value: list[Any], panel: Panel, sheet: Sheet, why: Mapping[str, Why], last: Stage
) -> tuple[Rounds, ...]:
    """The further rounds again, each from the ballots that counted before it."""
    from reviewtui.session.ballots import ballot_of
    from reviewtui.session.marks import marks_of

    stages = []
    for one in value:
        ballots = {expert: ballot_of(said) for expert, said in one["earlier"].items()}
        marks = [
            ExpertMarks(expert.code, marks_of(ballots[expert.code], sheet))
            if expert.code in ballots
            else ExpertMarks(expert.code, why=why.get(expert.code, Why.ABSENT))
            for expert in panel.experts
        ]
        stages.append(Stage(outcome(panel, sheet, marks), ballots))
    return tuple(
        beside(Begun(one["number"], one["reason"], one["by"], {**one["cells"]}), before, after)
        for one, before, after in zip(value, stages, [*stages, last][1:], strict=True)
    )


def _marks(value: list[Any]) -> CandidateMarks:
    marks, standing, unable, (state, mark) = value
    return CandidateMarks(
        marks, CandidateState(standing), frozenset(unable), Cell(CellState(state), mark)
    )


def _received(value: list[Any]) -> Received:
    content, expert, rev, channel, at, effective, late, admitted, by, number = value
    return Received(
        *(content, expert, rev, Channel(channel), at),
        *(bool(effective), bool(late), bool(admitted), tuple(by), number),
    )

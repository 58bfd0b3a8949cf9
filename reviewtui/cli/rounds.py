"""Further rounds: beginning one, saying which there are, and setting two side by side."""

import argparse
from typing import TYPE_CHECKING, Any

from reviewtui.cli.console import aligned, folded, line_cells, next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import candidate_of
from reviewtui.cli.opening import opened
from reviewtui.cli.result import json_text
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.further_round import Feedback
from reviewtui.domain.naming import round_name
from reviewtui.locales import _
from reviewtui.session.journal_words import reopened_words
from reviewtui.session.round_words import feedback_words

if TYPE_CHECKING:
    from reviewtui.session.round_record import FurtherRound
    from reviewtui.session.session import Session


def further_round(given: argparse.Namespace) -> int:
    """Begin a further round; with nothing to reopen, say which rounds there are."""
    from reviewtui.session.beginning_round import begin_round, codes_in

    if given.discussion and (given.candidates or given.rows):
        raise WrongUse(_("--discussion says by itself which candidates and rows"))
    if not given.candidates and not given.rows and not given.discussion:
        if given.again or given.reason or given.by:
            raise WrongUse(_("say what is reopened: --candidates, --rows, or --discussion"))
        return _listing(given)
    with opened(given.session, desk=True) as session:
        panel = session.panel
        named = [candidate_of(panel, code, given.session) for code in codes_in(given.candidates)]
        codes = named or [item.code for item in panel.candidates if not item.withdrawn]
        rows = codes_in(given.rows)
        begun = begin_round(
            session,
            _discussed(session) if given.discussion else dict.fromkeys(codes, rows),
            by=given.by,
            reason=given.reason,
            feedback=Feedback(given.feedback),
            again=given.again,
        )
    if given.json:
        tell(json_text(_said(begun)))
        return 0
    say(
        _("{round} begins; reopened: {cells}").format(
            round=round_name(begun.number), cells=reopened_words(begun.cells)
        )
    )
    say(feedback_words(begun.feedback))
    say(
        _("{count} experts go on from their marks; who hands in none counts with those.").format(
            count=len(begun.base)
        )
    )
    say(next_command("issue", given.session, "-o", _("DIR")))
    say(next_command("score", given.session))
    return 0


def _listing(given: argparse.Namespace) -> int:
    from reviewtui.session.round_record import read_rounds, standing_rounds

    with opened(given.session, reading=True) as session:
        known = read_rounds(session.meeting.file, session.id)
        numbers = sorted({one.number for one in known})
        found = [(number, standing_rounds(known, number)) for number in numbers]
        states = {number: _state(session, number) for number in (1, *numbers)}
    if given.json:
        tell(json_text([_said(one) for _number, records in found for one in records]))
        return 0
    tell(_("{round}: {state}").format(round=round_name(1), state=states[1]))
    for number, records in found:
        tell(_("{round}: {state}").format(round=round_name(number), state=states[number]))
        for one in records:
            tell("  " + reopened_words(one.cells))
            tell("  " + _("reason: {reason}").format(reason=one.reason))
        if len(records) > 1:
            tell("  " + _("two desks began it differently: settle it with --again"))
    return 0


def _state(session: "Session", number: int) -> str:
    if session.can_show_results(number):
        official = number == session.meeting.official
        return _("open, the official result") if official else _("opened")
    return _("at work, closed")


def _said(record: "FurtherRound") -> dict[str, Any]:
    return {
        "id": record.id,
        "round": record.number,
        "at": record.at,
        "by": record.by,
        "reason": record.reason,
        "cells": {code: list(rows) for code, rows in record.cells.items()},
        "feedback": record.feedback.value,
        "experts": list(record.base),
    }


def _discussed(session: "Session") -> dict[str, list[str]]:
    from reviewtui.tally.analysis.undecided import listed_points
    from reviewtui.tally.rounds import listed_cells

    return listed_cells(listed_points(session))


def side_by_side(given: argparse.Namespace) -> int:
    """Every further round beside the one before it: who moved, by how much, what it changed."""
    from reviewtui.tally.round_words import (
        moves_table,
        rounds_json,
        summary_sentences,
        totals_table,
    )
    from reviewtui.tally.rounds import compared

    with opened(given.session, reading=True) as session:
        found = compared(session)
        if not found:
            sentence = _("no further round is open, so there is nothing to set side by side")
            raise Refused(Finding(str(session.path), sentence))
        if given.json:
            tell(json_text([rounds_json(session.panel, one) for one in found]))
            return 0
        for one in found:
            tell(
                _("{after} beside {before}; reason: {reason}").format(
                    after=round_name(one.number),
                    before=round_name(one.number - 1),
                    reason=one.reason,
                )
            )
            for sentence in summary_sentences(session.panel, one):
                tell(sentence)
            tell("")
            header, rows, right = totals_table(session.panel, one)
            for line in folded(header, rows, right=right, room=line_cells()):
                tell(line)
            tell("")
            header, rows, right = moves_table(session.sheet, one)
            for line in aligned(header, rows, right=right) if rows else [_("no mark was changed")]:
                tell(line)
            tell("")
    return 0

"""The result: the ranking, how it came about, the workbook."""

import argparse
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reviewtui.cli.analysing import analysis_json_of, analysis_lines, statistics_of
from reviewtui.cli.console import folded, line_cells, next_command, progress, say, tell
from reviewtui.cli.explanation import Lines
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import candidate_of, named, result_round
from reviewtui.cli.opening import opened
from reviewtui.domain.closing import Closing
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.states import Why
from reviewtui.locales import _
from reviewtui.locales.width import wrap
from reviewtui.session.closing import closing
from reviewtui.session.decided_words import (
    decided_json,
    decided_sentences,
    decisions,
    round_sentences,
)
from reviewtui.session.opening_words import conflict_sentence
from reviewtui.tally.closing_words import candidate_json, closing_lines, said_note, signatures_json
from reviewtui.tally.compare import compare
from reviewtui.tally.conclusion_words import counts_words, proposal_words
from reviewtui.tally.explain import explain as open_total
from reviewtui.tally.explain_report import comparison_json, explanation_json
from reviewtui.tally.figures import NOTHING, total_and_base
from reviewtui.tally.grade_words import grade_text, lowered_note, quota_sentence
from reviewtui.tally.hints import hints_note
from reviewtui.tally.official import verdict_of
from reviewtui.tally.plain_lines import plain_lines, stability_json
from reviewtui.tally.remarks import left_out_words, remarks
from reviewtui.tally.report import results_json
from reviewtui.tally.status import status_notes
from reviewtui.tally.verdict import CandidateVerdict, Flag, Verdict
from reviewtui.tally.wording import different_rows_sentence, rule_sentences

if TYPE_CHECKING:
    from reviewtui.session.session import Session


def results(given: argparse.Namespace) -> int:
    """The ranking as a table, or everything as JSON; or one deed of the results room."""
    from reviewtui.cli import room

    if given.rounds:
        from reviewtui.cli.rounds import side_by_side

        return side_by_side(given)
    writing = given.fix or given.experts
    with opened(given.session, desk=writing, reading=not writing) as session:
        given.round = result_round(session, given.round)
        verdict = verdict_for(session, given.round)
        if given.fix:
            room.fix(session, verdict, given)
        if given.page is not None:
            room.write_page(session, verdict, given)
        if given.experts:
            found = room.experts(session, verdict, given)
            if given.json:
                tell(json_text({"experts": found}))
            elif given.analysis:
                lines = analysis_lines(session, verdict, given.round, experts=True)
                for line in _fitted(lines, line_cells()):
                    tell(line)
        elif given.fix or given.page is not None:
            pass
        elif given.json:
            panel, sheet = session.panel, session.sheet
            said = results_json(session.id, panel, sheet, verdict, given.round)
            votes = closing(session, given.round).votes
            said |= {"stability": stability_json(panel, verdict, votes)}
            said |= _closing_json(session, said, given.round)
            if given.analysis:
                said |= analysis_json_of(session, verdict, given.round)
            tell(json_text(said | _aside_json(session) | decided_json(session, given.round)))
        else:
            lines = _ranking(session, verdict, given.round)
            if given.analysis:
                lines += _fitted(analysis_lines(session, verdict, given.round), line_cells())
            for line in lines:
                tell(line)
    return 0


def _closing_json(session: "Session", said: Mapping[str, Any], number: int) -> dict[str, object]:
    """What the panel added, at the candidates it is about; then who signed."""
    closed = closing(session, number)
    candidates = [
        item | candidate_json(session.panel, closed, item["code"]) for item in said["candidates"]
    ]
    return {"candidates": candidates} | signatures_json(session.panel, closed)


def _aside_json(session: "Session") -> dict[str, object]:
    """Files that were received and do not count, if any; their names are each desk's own."""
    from reviewtui.exchange.said_of_aside import said_of_aside

    found = [
        {
            "file": one.item.file_id[:12],
            "expert": one.item.expert,
            "why": one.item.why.value,
            "standing": one.standing.value,
        }
        for one in said_of_aside(session)
    ]
    return {"kept_aside": found} if found else {}


def _aside_lines(session: "Session") -> list[str]:
    from reviewtui.exchange.said_of_aside import said_of_aside

    found = said_of_aside(session)
    if not found:
        return []
    text = _("{count} files were received and do not count:").format(count=len(found))
    return [text, *(one.said for one in found)]


def _idle_lines(session: "Session") -> list[str]:
    """What another desk amended in vain, as far as it could have moved the result."""
    from reviewtui.domain.amendment import RESULT_STANDS
    from reviewtui.domain.amendment_words import amendment_words
    from reviewtui.session.amending import idle_amendments

    text = _("Without effect: {amendment}: {why}.")
    return [
        text.format(amendment=amendment_words(item.amendment.change), why=item.why)
        for item in idle_amendments(session)
        if item.amendment.kind not in RESULT_STANDS
    ]


def json_text(value: Any) -> str:
    """JSON as it goes to standard output: keys in the contract's order, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def verdict_for(session: "Session", number: int) -> Verdict:
    """The verdict of a session whose ballots are open.

    Raises:
        Refused: If no result can be given, naming who is missing and the next command.
    """
    if not session.can_show_results(number):
        raise Refused(*_why_not(session, number))
    return verdict_of(session, number)


def _why_not(session: "Session", number: int) -> list[Finding]:
    place = str(session.path)
    if number in session.meeting.opened:
        again = next_command("unseal", session.path, "--again")
        return [Finding(place, conflict_sentence(session, number)), Finding("", again)]
    missing = session.missing(number)
    if len(missing) == len(session.panel.sitting):
        return [Finding(place, _("nobody has handed in yet, so there is no result"))]
    reasons = [Finding(place, _("the ballots are not opened yet, so there is no result"))]
    if missing:
        sentence = _("not handed in: {names}").format(names=named(session.panel, missing))
        reasons.append(Finding(place, sentence))
    return [*reasons, Finding("", next_command("unseal", session.path))]


def ranking_lines(session: "Session") -> list[str]:
    """The ranking of the session as lines of text."""
    number = session.meeting.official
    return _ranking(session, verdict_for(session, number), number)


def _ranking(session: "Session", verdict: Verdict, number: int) -> list[str]:
    """Best first: what is concluded, then numbers, names and words at the right."""
    panel, room = session.panel, line_cells()
    closed = closing(session, number)
    graded = bool(panel.rule.grades.bands)
    asked = panel.rule.conclusions
    header = [*([_("rank")] if panel.ranking else []), _("no.")]
    header += [_("conclusion proposed"), _("concluded")] if asked else []
    numbers = len(header)
    header += [_("total"), _("valid marks"), *([_("grade")] if graded else [])]
    rows = []
    for item in verdict.ranking():
        row = [*([str(item.rank or NOTHING)] if panel.ranking else []), item.code]
        if asked and item.opinion:
            row += [proposal_words(item.opinion), counts_words(asked, item.opinion)]
        row += [total_and_base(panel.rule, item), str(item.n)]
        row += [grade_text(item)] if graded else []
        rows.append([*row, panel.candidate(item.code).name, _remarks(session, closed, item)])
    right = (*([0] if panel.ranking else []), numbers, numbers + 1)
    return [
        *_fitted([panel.title, *status_notes(panel), *round_sentences(session, number)], room),
        *folded([*header, _("candidate"), _("remarks")], rows, right=right, room=room),
        "",
        *_fitted(
            [
                *(line.text for line in plain_lines(panel, verdict, closed.votes)),
                *filter(None, [different_rows_sentence(panel, session.sheet)]),
                *(quota_sentence(used) for used in verdict.quotas),
                *rule_sentences(panel, session.sheet),
                *closing_lines(panel, verdict, closed),
                *decisions(session, number),
                *_aside_lines(session),
                *_idle_lines(session),
            ],
            room,
        ),
    ]


def _fitted(lines: list[str], room: int | None) -> list[str]:
    """Sentences as wide as a terminal; as they are where there is none."""
    return lines if room is None else [part for line in lines for part in wrap(line, room)]


def _remarks(session: "Session", closed: Closing, item: CandidateVerdict) -> str:
    """Who was to judge and is left out, and why; then what a reader must know."""
    gone = Flag.WITHDRAWN in item.flags
    left_out = [out for out in item.left_out if not gone and out.why is not Why.NOT_ASSIGNED]
    words = [
        left_out_words(left_out),
        said_note(session.panel, closed, item.code),
        lowered_note(item),
        *remarks(session.panel, session.sheet, item),
        hints_note(session.panel, item),
    ]
    return _("; ").join(filter(None, words))


def explain(given: argparse.Namespace) -> int:
    """How one total came about, or why one candidate stands above another."""
    if given.what_if:
        return _what_if(given)
    if given.first is None:
        raise WrongUse(_("name a candidate, or two to compare, or add --what-if"))
    with opened(given.session, reading=True) as session:
        panel, sheet = session.panel, session.sheet
        given.round = result_round(session, given.round)
        verdict = verdict_for(session, given.round)
        decided = decided_sentences(session, given.round)
        decided_said = decided_json(session, given.round)
        first = candidate_of(panel, given.first, given.session)
        words = Lines(panel, sheet)
        if given.second is None:
            parts = open_total(panel, sheet, verdict, first, session.marks(given.round))
            said = explanation_json(panel.rule, parts) if given.json else words.explanation(parts)
        else:
            second = candidate_of(panel, given.second, given.session)
            if second == first:
                sentence = _("candidate {code} is named twice; name two, or this one alone")
                raise WrongUse(sentence.format(code=first))
            found = compare(panel, sheet, verdict, first, second)
            said = comparison_json(panel.rule, found) if given.json else words.comparison(found)
    if isinstance(said, dict):
        tell(json_text(said | decided_said))
    else:
        for line in (*status_notes(panel), *said, *decided):
            tell(line)
    return 0


def _what_if(given: argparse.Namespace) -> int:
    """The same marks by another computation; asked only of a ranking that is fixed."""
    from reviewtui.cli import room
    from reviewtui.session.result_deeds import note_what_if
    from reviewtui.tally.what_if import moved, what_if, what_if_json

    with opened(given.session, desk=True) as session:
        panel = session.panel
        given.round = result_round(session, given.round)
        verdict = verdict_for(session, given.round)
        room.require_fixed(session, verdict, given.round)
        wish = room.wish_of(session, given.what_if)
        named = [candidate_of(panel, code, given.session) for code in _asked_for(given)]
        other = what_if(panel, session.sheet, session.marks(given.round), wish)
        found = moved(verdict, other.verdict)
        note_what_if(session, given.round, wish.asked())
        told = [one for one in found if not named or one.candidate in named]
        lines = room.what_if_lines(session, wish, found, told)
        said = what_if_json(panel, wish, told)
        match named:
            case [code]:
                parts = open_total(other.panel, other.sheet, other.verdict, code, other.marks)
                said["explanation"] = explanation_json(other.panel.rule, parts)
                lines += ["", *Lines(other.panel, other.sheet).explanation(parts)]
            case [first, second]:
                beside = compare(other.panel, other.sheet, other.verdict, first, second)
                said["comparison"] = comparison_json(other.panel.rule, beside)
                lines += ["", *Lines(other.panel, other.sheet).comparison(beside)]
        if given.json:
            tell(json_text(said))
        else:
            for line in lines:
                tell(line)
    return 0


def _asked_for(given: argparse.Namespace) -> list[str]:
    return [code for code in (given.first, given.second) if code is not None]


def export(given: argparse.Namespace) -> int:
    """Write the workbook of the result."""
    from reviewtui.filing.workbook import export_workbook
    from reviewtui.filing.writer import AlreadyThere

    if given.experts and not given.analysis:
        raise WrongUse(_("--experts goes with --analysis"))
    writing = given.experts
    with opened(given.session, desk=writing, reading=not writing) as session, progress() as told:
        told(_("computing the result"))
        given.round = result_round(session, given.round)
        verdict = verdict_for(session, given.round)
        statistics = None
        if given.analysis:
            statistics = statistics_of(session, verdict, given, told)
        try:
            export_workbook(
                session,
                verdict,
                given.output,
                detail=given.detail,
                named=not given.without_names,
                force=given.force,
                round=given.round,
                statistics=statistics,
                progress=told,
            )
        except AlreadyThere as there:
            hint = Finding("", _("To replace it, add --force."))
            raise Refused(*there.reasons, hint) from None
    say(_("{file}: written").format(file=given.output))
    return 0

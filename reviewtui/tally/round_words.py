"""Rounds side by side in words and figures: for screens, commands and programs."""

from fractions import Fraction
from typing import Any, NamedTuple

from reviewtui.domain.naming import candidate_name, candidate_number, expert_name, round_name
from reviewtui.domain.numbers import Hundredths, decimal_text, mark_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import label
from reviewtui.domain.typed_mark import cell_text
from reviewtui.locales import _
from reviewtui.tally.conclusion_words import proposal_words
from reviewtui.tally.figures import (
    NOTHING,
    number_text,
    rank_text,
    shared_places,
    signed,
    total_text,
)
from reviewtui.tally.grade_words import grade_text
from reviewtui.tally.rounds import Beside, Moved, Rounds
from reviewtui.tally.verdict import CandidateVerdict, Flag

Table = tuple[list[str], list[list[str]], tuple[int, ...]]
"""Header, rows, and which columns stand at the right."""


class Reading(NamedTuple):
    """What is read from the marks of a candidate, in both rounds: a rank, a grade, a conclusion."""

    name: str
    before: str
    after: str

    def beside(self) -> str:
        """Both, where they differ."""
        if self.before == self.after:
            return self.after
        return _("{before} -> {after}").format(before=self.before, after=self.after)


def readings(panel: Panel, item: Beside) -> list[Reading]:
    """Rank, proposed grade and proposed conclusion, as far as the panel knows them."""
    both = item.before, item.after
    found = [Reading(_("rank"), *map(_rank, both))] if panel.ranking else []
    if panel.rule.grades.bands:
        found.append(Reading(_("grade"), *(grade_text(one) or NOTHING for one in both)))
    if panel.rule.conclusions:
        found.append(Reading(_("conclusion"), *map(_conclusion, both)))
    return found


def _rank(item: CandidateVerdict) -> str:
    return rank_text(item.rank, tied=Flag.TIED in item.flags)


def _conclusion(item: CandidateVerdict) -> str:
    return proposal_words(item.opinion) if item.opinion else NOTHING


def totals_table(panel: Panel, found: Rounds) -> Table:
    """Candidate by candidate both totals, ranks, grades and conclusions, and what changed."""
    before, after = round_name(found.number - 1), round_name(found.number)
    read = [readings(panel, item) for item in found.candidates]
    header = [_("no."), f"{before} {_('total')}", f"{after} {_('total')}", _("moved by")]
    header += [one.name for one in read[0]]
    header += [_("reopened rows"), _("candidate")]
    places = shared_places([item.difference for item in found.candidates])
    rows = []
    for item, own in zip(found.candidates, read, strict=True):
        totals = [total_text(panel.rule, one.total) for one in (item.before, item.after)]
        row = [item.code, *totals, change_text(item, places)]
        row += [one.beside() for one in own]
        rows.append([*row, str(len(item.reopened) or NOTHING), panel.candidate(item.code).name])
    return header, rows, (1, 2, 3, len(header) - 2)


def change_text(item: Beside, places: int | None = None) -> str:
    """By how much a total changed, with its sign."""
    if item.difference is None:
        return NOTHING
    return signed(number_text(item.difference, places)) if item.difference else "0"


def moves_table(sheet: Sheet, found: Rounds) -> Table:
    """Who moved: expert by number, row, both marks, by how much, why."""
    header = [
        _("expert"),
        _("candidate"),
        _("indicator"),
        _("mark before"),
        _("mark after"),
        _("moved by"),
    ]
    rows = [move_row(sheet, moved) for moved in found.moved]
    rows += [
        [
            expert_name(one.expert), candidate_number(one.candidate), NOTHING, NOTHING,
            label(one.state), NOTHING, "",
        ]
        for one in found.stepped
    ]  # fmt: skip
    return [*header, _("reason")], rows, (3, 4, 5)


def move_row(sheet: Sheet, moved: Moved) -> list[str]:
    """One changed mark as a line of a table."""
    move = moved.move
    row = sheet.row(move.row)
    return [
        expert_name(moved.expert),
        candidate_number(move.candidate),
        move.row,
        cell_text(move.before, row),
        cell_text(move.after, row),
        step_text(moved) or NOTHING,
        why_text(moved),
    ]


def why_text(moved: Moved) -> str:
    """Why a mark is another one; a first mark needs no reason."""
    move = moved.move
    first = "" if move.before.done else _("first mark, none was given before")
    return move.after.reason or first


def step_text(moved: Moved) -> str:
    """By how much a mark changed, with its sign; "" where one of both is no mark."""
    before, after = moved.move.before.mark, moved.move.after.mark
    if before is None or after is None:
        return ""
    return signed(mark_text(Hundredths(after - before)))


def summary_sentences(panel: Panel, found: Rounds) -> list[str]:
    """Who handed in, how many marks moved, and which ranks, grades and conclusions changed."""
    handed_in = _(", ").join(map(expert_name, found.handed_in)) or _("nobody")
    sentences = [
        _("{round}: handed in by {experts}; {count} marks changed").format(
            round=round_name(found.number), experts=handed_in, count=len(found.moved)
        )
    ]
    if found.kept:
        kept = _(", ").join(map(expert_name, found.kept))
        sentences.append(_("Marks of the round before count for: {experts}").format(experts=kept))
    read = [(item, readings(panel, item)) for item in found.candidates]
    changed = _("{candidate}: {what} {before}, now {after}")
    for at, kind in enumerate(read[0][1]):
        said = [
            changed.format(
                candidate=candidate_name(panel, item.code),
                what=one.name,
                before=one.before,
                after=one.after,
            )
            for item, own in read
            if (one := own[at]).before != one.after
        ]
        sentences += said or [_("{what}: no change").format(what=kind.name)]
    return sentences


def rounds_json(panel: Panel, found: Rounds) -> dict[str, Any]:
    """Both rounds for programs; numbers are decimal strings."""
    return {
        "round": found.number,
        "before": found.number - 1,
        "reason": found.reason,
        "by": found.by,
        "handed_in": list(found.handed_in),
        "kept": list(found.kept),
        "candidates": [
            {
                "code": item.code,
                "reopened": list(item.reopened),
                "total_before": _number(panel, item.before.total),
                "total": _number(panel, item.after.total),
                "change": None if item.difference is None else decimal_text(item.difference),
                "rank_before": item.before.rank,
                "rank": item.after.rank,
                **_read_json(panel, item),
            }
            for item in found.candidates
        ],
        "moved": [_moved(one) for one in found.moved],
        "stepped_back": [
            {"expert": one.expert, "candidate": one.candidate, "state": one.state.value}
            for one in found.stepped
        ],
    }


def _read_json(panel: Panel, item: Beside) -> dict[str, Any]:
    """Ties, and what the panel knows of grades and conclusions."""
    said: dict[str, Any] = {}
    for end, one in (("_before", item.before), ("", item.after)):
        said[f"tied{end}"] = Flag.TIED in one.flags
        if panel.rule.grades.bands:
            said[f"grade{end}"] = one.grade
            said[f"grade_undecided{end}"] = one.proposal.undecided
        if panel.rule.conclusions:
            said[f"conclusion{end}"] = one.opinion.proposal if one.opinion else None
    return said


def _moved(one: Moved) -> dict[str, Any]:
    move = one.move
    return {
        "expert": one.expert,
        "candidate": move.candidate,
        "row": move.row,
        "before": _mark(move.before.mark),
        "after": _mark(move.after.mark),
        "state": move.after.state.value,
        "reason": move.after.reason,
    }


def _mark(mark: Hundredths | None) -> str | None:
    return None if mark is None else mark_text(mark)


def _number(panel: Panel, total: Fraction | None) -> str | None:
    return None if total is None else total_text(panel.rule, total)

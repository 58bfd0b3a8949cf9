"""What the score sheets for Excel and for paper have in common: names, words, blocks."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from reviewtui.domain.candidate_page import changes
from reviewtui.domain.naming import expert_name, expert_names, round_name
from reviewtui.domain.numbers import mark_text
from reviewtui.domain.panel import Panel
from reviewtui.domain.row_words import with_outside
from reviewtui.domain.rule import Scale
from reviewtui.domain.same_rows import base_sentence
from reviewtui.domain.sheet import Place, ScoredRow, Sheet
from reviewtui.domain.stage_choice import default_sentence
from reviewtui.domain.states import CandidateState
from reviewtui.domain.typed_mark import levels_text
from reviewtui.locales import N_, _, in_every_language
from reviewtui.session.kit import Kit
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.tally.status import status_notes

EXCEL_FORM: Final = "reviewtui-score-sheet/1"
PAPER_FORM: Final = "reviewtui-paper-sheet/1"
SHEET_NAME: Final = N_("score-sheet-{code}")
"""An Excel sheet's name, for an expert's code."""
SUFFIX: Final = ".xlsx"

NAMES: Final = ("form", "session", "sheet", "expert", "round", "kit")
"""Of the constants that are hidden in the workbook, each with `reviewtui_` before it."""
_PREFIX: Final = "reviewtui_"

CODE: Final = N_("code")
INDICATOR: Final = N_("indicator")
POINTS: Final = N_("marks from 0 to")
CANDIDATE: Final = N_("candidate")
NOW: Final = N_("mark now")
REASON: Final = N_("reason for another mark")
WHOLE: Final = N_("whole candidate")
WHY: Final = N_("reason for it")
COMMENT: Final = N_("comment")
SETTLED: Final = N_("settled by the desk")
NOT_APPLICABLE: Final = N_("not applicable")
UNABLE: Final = N_("unable")
YES: Final = N_("yes")
NO: Final = N_("no")

STANDINGS: Final = {
    CandidateState.RECUSED: N_("recused"),
    CandidateState.DECLINED: N_("declined"),
}
MOST_IN_A_BLOCK: Final = 12
"""Candidates side by side on an A4 page."""


def named_for(name: str, number: int) -> str:
    """A sheet's file name, for its name in the first round; of a further one it says which."""
    return f"{name}-{round_name(number)}{SUFFIX}" if number != FIRST_ROUND else name + SUFFIX


class Identity(NamedTuple):
    """What a sheet says of itself without being seen: strings, as they stand there."""

    form: str
    session: str
    sheet: str
    expert: str
    round: str
    kit: str

    def marks(self) -> dict[str, str]:
        """As hidden names of a workbook."""
        return {f"{_PREFIX}{name}": text for name, text in self._asdict().items()}


def identity_of(kit: Kit, form: str) -> Identity:
    """The identity of a sheet that goes with a kit."""
    return Identity(form, kit.session, kit.sheet, kit.expert, str(kit.round), kit.id)


def identity_in(marks: "dict[str, str]") -> Identity | None:
    """What the hidden names of a workbook say; None if it is no sheet of ours."""
    found = [marks.get(f"{_PREFIX}{name}", "") for name in NAMES]
    return Identity(*found) if found[0] else None


def words(message: str) -> frozenset[str]:
    """A word of the form as it may stand there, in each of our languages."""
    return frozenset(text.casefold() for text in in_every_language(message))


def says(text: str, message: str) -> bool:
    """Whether a cell says a word of the form, in whatever language."""
    return "".join(text.split()).casefold() in {"".join(word.split()) for word in words(message)}


def is_printed(text: str) -> bool:
    """Whether the form itself writes this into cells that take no mark."""
    printed = (STANDINGS[CandidateState.RECUSED], SETTLED, NOT_APPLICABLE)
    return any(says(text, word) for word in printed)


def blocks(candidates: Sequence[str]) -> list[tuple[str, ...]]:
    """Candidates side by side, in blocks of about the same size."""
    count = -(-len(candidates) // MOST_IN_A_BLOCK) or 1
    size = -(-len(candidates) // count) or 1
    return [tuple(candidates[at : at + size]) for at in range(0, len(candidates), size)]


def rows_for(sheet: Sheet, candidates: Sequence[str]) -> list[ScoredRow]:
    """The rows that at least one of the candidates has."""
    rows = [sheet.rows[at] for at in sheet.order]
    return [
        row
        for row in (*rows, *sheet.asked[len(rows) :])
        if not row.added
        or any(sheet.place(code, row.code) is not Place.NOT_APPLICABLE for code in candidates)
    ]


def shut_word(panel: Panel, sheet: Sheet, expert: str, candidate: str, row: ScoredRow) -> str:
    """What stands in a cell that takes no mark; "" if it takes one."""
    if panel.recusal(expert, candidate):
        return STANDINGS[CandidateState.RECUSED]
    place = sheet.place(candidate, row.code)
    if place is Place.JUDGED:
        return ""
    return SETTLED if place is Place.SETTLED else NOT_APPLICABLE


def own_lines(panel: Panel, sheet: Sheet, candidate: str) -> list[str]:
    """What is different in the rows of one candidate: changes, a stage by default, its base."""
    own = sheet.candidates[candidate]
    stages = [f"{group} {default_sentence(own, group)}" for group in sorted(own.defaulted)]
    base = base_sentence(panel, sheet, candidate)
    return [*(line.text for line in changes(panel, candidate)), *stages, *filter(None, [base])]


def bounds(row: ScoredRow) -> str:
    """The marks a row takes, short enough for a narrow column."""
    if row.scale is Scale.YES_NO:
        return f"{_(YES)}/{_(NO)}"
    if row.scale is Scale.LEVELS:
        return _("a level")
    top = mark_text(row.top) + ("%" if row.scale is Scale.PERCENT else "")
    return top if row.low == 0 else f"{mark_text(row.low)}~{top}"


def takes(row: ScoredRow) -> str:
    """What a cell of a row takes, as a sentence."""
    unable = _(UNABLE)
    if row.scale is Scale.YES_NO:
        return _("{yes} or {no}; or {unable}").format(yes=_(YES), no=_(NO), unable=unable)
    if row.scale is Scale.LEVELS:
        return _("One of: {levels}; or {unable}").format(levels=levels_text(row), unable=unable)
    return _("{low} to {top} in steps of {step}; or {unable}").format(
        low=mark_text(row.low), top=mark_text(row.top), step=mark_text(row.step), unable=unable
    )


def rule_line(panel: Panel, sheet: Sheet) -> str:
    """How marks are given, who says what they weigh, and what the table is short of."""
    source = _("Source of the weights: {source}").format(source=panel.rule.weights.source)
    return "    ".join((_steps_line(sheet), source, *status_notes(panel)))


def _steps_line(sheet: Sheet) -> str:
    if len({row.step for row in sheet.rows}) == 1 and all(
        row.scale in (Scale.POINTS, Scale.PERCENT) for row in sheet.rows
    ):
        how = _("Marks in steps of {step}, from 0 to the number in the column “{points}”.")
        if any(row.low for row in sheet.rows):
            how = _("Marks in steps of {step}, within the numbers in the column “{points}”.")
        return how.format(step=mark_text(sheet.rows[0].step), points=_(POINTS))
    by_level = next((row for row in sheet.rows if row.scale is Scale.LEVELS), None)
    if by_level is not None:
        return _("Levels: {levels}.").format(levels=levels_text(by_level))
    return _("What each cell takes is said beside it.")


def person_line(panel: Panel, code: str, number: int, *, named: bool = True) -> str:
    """Who fills it in, and for which round."""
    expert = panel.expert(code)
    unit = f"（{expert.unit}）" if expert.unit else ""
    person = f"  {expert.name}{unit}" if named else ""
    return f"{expert_name(code)}{person}    {round_name(number)}"


def is_person_line(text: str, code: str) -> bool:
    """Whether a cell says, in any of our languages, that the sheet is this expert's."""
    return text.startswith(tuple(f"{word} " for word in expert_names(code)))


def row_text(row: ScoredRow) -> str:
    """A row's title as it stands beside its code."""
    return with_outside(row.name(), row)


def code_line(identity: Identity) -> str:
    """The short code of a sheet, printed so that a paper can be told from another.

    One that was printed before a kit was issued names none.
    """
    if not identity.kit:
        return _("Sheet {code}").format(code=short_code(identity.session, identity.sheet))
    return _("Sheet {session}-{sheet}-{kit}").format(
        session=identity.session[:8], sheet=identity.sheet[:8], kit=identity.kit[:8]
    )


def short_code(session: str, sheet: str) -> str:
    """What is printed on a paper sheet: which meeting, and which rows and candidates."""
    return f"{session[:8]}-{sheet[:8]}"

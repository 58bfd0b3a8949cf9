"""The panel beside the grid: what a row means, what the candidate declared, one's own marks.

Only sections that fit are shown; the order of `Section.weight` says which go first.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reviewtui.domain.candidate_page import Entry as Said
from reviewtui.domain.candidate_page import changes, facing, measured_entries, measured_rows
from reviewtui.domain.conclusions import CONCLUSION, conclusions_sentences
from reviewtui.domain.gates import failed_gates, gates_below
from reviewtui.domain.naming import candidate_number
from reviewtui.domain.panel import Candidate, Panel
from reviewtui.domain.requirement_words import outcome_text
from reviewtui.domain.row_words import anchor_lines, ask, checklist, outside_words
from reviewtui.domain.rule import Granularity
from reviewtui.domain.sheet import ScoredRow, Sheet, reading_list
from reviewtui.domain.stage_choice import default_sentences
from reviewtui.domain.states import Outcome
from reviewtui.domain.testing import Tested, at_row, tested
from reviewtui.locales import _
from reviewtui.locales.width import cell_len, pad, wrap
from reviewtui.tui.lines import Line, Tone, labelled, line
from reviewtui.tui.outline import Entry

OUTCOME_TONES: Final = {
    Outcome.MET: Tone.GOOD,
    Outcome.MISSED: Tone.BAD,
    Outcome.MISSED_SOFT: Tone.WARN,
}


def outcome_tone(item: Tested) -> Tone:
    """How an outcome stands out; what is not tested does not."""
    return OUTCOME_TONES.get(item.outcome, Tone.STRONG) if item.outcome else Tone.DIM


NICE: Final = 10
"""Sections up to this weight are shown wholly or not at all."""


class Section(NamedTuple):
    """Some lines of the panel; the one of the least weight gives way first."""

    weight: int
    lines: tuple[Line, ...]


class OwnMark(NamedTuple):
    """One's own mark for another candidate, or the state in words."""

    candidate: str
    text: str


def facts(panel: Panel, row: str, candidate: Candidate, width: int) -> list[Line]:
    """Declared values beside their thresholds; every threshold of the row once."""
    items = tested(panel, row, candidate)
    if items:
        return _facing(items, width)
    if measured_rows(panel, row, ()):
        return []
    return labelled(_("Required"), _("no figure is required for this row"), width)


def _facing(items: Iterable[Tested], width: int, known: Iterable[str] = ()) -> list[Line]:
    """Lines of thresholds; the declared value of a metric in `known` stands elsewhere."""
    return entry_lines(facing(items, known), width)


def entry_lines(entries: Iterable[Said], width: int) -> list[Line]:
    """Lines of a candidate's page, each outcome in its tone."""
    lines: list[Line] = []
    for entry in entries:
        spans = [(entry.text, Tone.PLAIN)]
        if entry.test:
            spans = [
                (entry.text + _(": "), Tone.PLAIN),
                (outcome_text(entry.test), outcome_tone(entry.test)),
            ]
        lines += labelled(entry.label, spans, width)
    return lines


def _measured(panel: Panel, row: str, candidate: Candidate, width: int) -> list[Line]:
    """Declared numbers that stand beside no threshold, and the steps that numbers reach."""
    told = {item.threshold.metric for item in tested(panel, row, candidate)}
    return entry_lines(measured_entries(panel, row, candidate, told), width)


def figures(
    panel: Panel, row: str, candidate: Candidate, width: int, *, quoted: str = ""
) -> list[Line]:
    """Facts and thresholds in full, with the words of the document and what they leave open.

    Args:
        quoted: Text of the document that is shown already; no part of it is quoted again.
    """
    lines = facts(panel, row, candidate, width)
    lines += _measured(panel, row, candidate, width)
    items = at_row(panel, row, candidate)
    lines += _facing([item for item in items if not item.threshold.candidates_duty], width)
    for item in items:
        if item.threshold.quote and item.threshold.quote not in quoted:
            quote = f"「{item.threshold.quote}」 {item.threshold.source}".rstrip()
            lines += labelled(_("Quoted"), quote, width)
        lines += _cautions([item], width)
    return lines


def _cautions(items: Iterable[Tested], width: int) -> list[Line]:
    texts = dict.fromkeys(item.threshold.caution for item in items if item.threshold.caution)
    return [part for text in texts for part in labelled(_("Caution"), text, width)]


def anchors(panel: Panel, code: str, width: int, scored: ScoredRow | None = None) -> list[Line]:
    """What marks of this row mean, as the table puts it, each beside the digit that gives it."""
    told = anchor_lines(panel, code, scored)
    return [part for text in told for part in labelled(_("Anchor"), text, width)]


def parts(panel: Panel, code: str, width: int) -> list[Line]:
    """What a row is made of, as a list to go through."""
    return [part for text in checklist(panel, code) for part in labelled(_("Check"), text, width)]


def row_quote(panel: Panel, code: str, width: int) -> list[Line]:
    """The words of the document that a row stands on, in 「」."""
    quote = panel.table.row(code).quote if code in panel.table else ""
    return labelled(_("Quoted"), f"「{quote}」", width) if quote else []


def source_line(panel: Panel, code: str, key: str) -> str:
    """The article a row stands on, and the key that shows its text."""
    source = panel.table.row(code).source if code in panel.table else ""
    if not source:
        return ""
    return _("{source}   {key} shows the text").format(source=source, key=key)


def own_marks(marks: Sequence[OwnMark], full: str, width: int) -> list[Line]:
    """One's own marks of this row for other candidates, flowing over as few lines as it takes."""
    if not marks:
        return []
    texts = [f"{candidate_number(mark.candidate)} {mark.text}" for mark in marks]
    column = max(cell_len(text) for text in texts) + 2
    across = max(1, (width + 2) // column)
    rows = [texts[start : start + across] for start in range(0, len(texts), across)]
    head = _("My conclusions for others")
    if full == "0":  # a deduction has no full mark to be held against
        head = _("My marks of this row for others")
    elif full:
        head = _("My marks of this row for others (full mark {full})").format(full=full)
    return [
        *(line(part, Tone.DIM) for part in wrap(head, width)),
        *(line("".join(pad(text, column) for text in row).rstrip()) for row in rows),
    ]


def detail(
    panel: Panel,
    sheet: Sheet,
    candidate: str,
    entry: Entry,
    *,
    marks: Sequence[OwnMark],
    full: str,
    comment: str,
    before: Sequence[str] = (),
    key: str,
    titled: bool,
    width: int,
    height: int,
) -> list[Line]:
    """The panel's lines, at most `height` of `width` cells.

    Args:
        marks: Own marks of this row for other candidates.
        full: The row's full mark as text.
        comment: The comment written on this row.
        before: What is shown of the round before.
        key: How to reach the source text.
        titled: Whether the row's title stands at the top (it does not where the grid has it).
    """
    rows = reading_list(panel.table, sheet, candidate, entry.code)
    sections = []
    if titled or rows:
        head = _("[{code} {title}]").format(code=entry.code, title=entry.title)
        if rows and panel.rule.granularity is not Granularity.ROWS:
            head += " " + _("bear these in mind; they carry no marks")
        sections.append(Section(60 if titled else 9, tuple(_texts([head], width, Tone.TITLE))))
    if before:
        sections.append(Section(58, tuple(_texts(before, width, Tone.STRONG))))
    if rows:
        listed = [part for code, title in rows for part in labelled(code, title, width)]
        sections.append(Section(50, tuple(listed)))
    if words := outside_words(entry.row):
        sections.append(Section(55, tuple(_texts([words], width, Tone.STRONG))))
    if text := ask(panel, entry.code):
        sections.append(Section(10, tuple(labelled(_("Guidance"), text, width))))
    if marks_mean := anchors(panel, entry.code, width, entry.row):
        sections.append(Section(35, tuple(marks_mean)))
    if made_of := parts(panel, entry.code, width):
        sections.append(Section(18, tuple(made_of)))
    if entry.code == CONCLUSION and (rule := panel.rule.conclusions) is not None:
        sections.append(Section(40, tuple(_texts(conclusions_sentences(rule), width, Tone.PLAIN))))
    else:
        sections += _fact_sections(panel, entry.code, panel.candidate(candidate), key, width)
    if cautions := _cautions(tested(panel, entry.code, panel.candidate(candidate)), width):
        sections.append(Section(6, tuple(cautions)))
    if quoted := row_quote(panel, entry.code, width):
        sections.append(Section(8, tuple(quoted)))
    if changed := entry_lines(changes(panel, candidate, entry.code), width):
        sections.append(Section(45, tuple(changed)))
    for said in default_sentences(panel, sheet.candidates[candidate], entry.code):
        sections.append(Section(44, tuple(labelled(_("Stage"), said, width))))
    if gates := gates_below(panel, candidate, entry.code):
        named = [f"{gate.row.code} {gate.row.name()}{_(': ')}{gate.word}" for gate in gates]
        sections.append(Section(12, tuple(_texts([_("Gates"), *named], width, Tone.DIM))))
    if failed := failed_gates(panel, candidate):
        names = _(", ").join(f"{row.code} {row.name()}" for row in failed)
        told = labelled(_("Gates not passed"), [(names, Tone.BAD)], width)
        sections.append(Section(28, tuple(told)))
    if comment:
        sections.append(Section(20, tuple(labelled(_("My comment"), comment, width))))
    if own := own_marks(marks, full, width):
        sections.append(Section(30, tuple(own)))
    if rows:
        listed = [
            part
            for code, _title in rows
            for part in labelled(code, ask(panel, code), width)
            if ask(panel, code)
        ]
        sections.append(Section(5, tuple(listed)))
    return fit(sections, height, key)


def _fact_sections(
    panel: Panel, row: str, candidate: Candidate, key: str, width: int
) -> list[Section]:
    """What is required by now with the source; what is not due yet gives way earlier."""
    items = tested(panel, row, candidate)
    later = [item for item in items if item.outcome is Outcome.NOT_DUE]
    now = [item for item in items if item.outcome is not Outcome.NOT_DUE]
    due = _facing(now, width) if items else facts(panel, row, candidate, width)
    due += _measured(panel, row, candidate, width)
    if text := source_line(panel, row, key):
        due += labelled(_("Source"), text, width)
    known = {item.threshold.metric for item in now}
    return [
        Section(40, tuple(due)),
        *([Section(25, tuple(_facing(later, width, known)))] if later else []),
    ]


def _texts(texts: Iterable[str], width: int, tone: Tone) -> list[Line]:
    return [line(part, tone) for text in texts for part in wrap(text, width)]


def fit(sections: Sequence[Section], height: int, key: str) -> list[Line]:
    """The sections one after another, with blank lines between them if there is room.

    What is merely nice to have goes wholly where there is no room. Then lines go from the
    end of sections, the one of least weight first, and a last line says how many and by
    which `key` they are read.
    """
    kept = list(sections)
    for extra in sorted(sections, key=lambda section: section.weight):
        if extra.weight <= NICE and _height(kept) > height:
            kept.remove(extra)
    excess = _height(kept) - height
    hidden = excess + 1 if excess > 0 else 0
    to_cut = hidden
    for least in sorted(kept, key=lambda section: section.weight):
        cut = min(to_cut, len(least.lines))
        at = kept.index(least)
        kept[at] = Section(least.weight, least.lines[: len(least.lines) - cut])
        to_cut -= cut
    gaps = height - _height(kept) if not hidden else 0
    lines: list[Line] = []
    for section in kept:
        if lines and section.lines and gaps > 0:
            lines.append(line())
            gaps -= 1
        lines += section.lines
    if hidden:
        lines.append(line(_("({count} more lines: {key})").format(count=hidden, key=key), Tone.DIM))
    return lines[: max(height, 0)]


def _height(sections: Iterable[Section]) -> int:
    return sum(len(section.lines) for section in sections)

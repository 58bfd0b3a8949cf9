"""等次说明: how proposed grades came about where the line alone does not say it, and what the
source says of them; under the table of indicators.
"""

from reviewtui.domain.naming import candidate_number
from reviewtui.filing.frame import enlarged
from reviewtui.filing.model import Grid
from reviewtui.filing.record import Record
from reviewtui.filing.styles import NOTE, SECTION
from reviewtui.locales import _
from reviewtui.tally.grade_words import (
    grades_sentence,
    has_further_rules,
    quota_sentence,
    reason_sentences,
)
from reviewtui.tally.hints import hint_sentence, hints, information, quote_and_decider


def grade_notes(grid: Grid, record: Record) -> None:
    """Add the block; nothing where there is nothing to say."""
    lines = [*_rule(record), *_candidates(record), *_information(record)]
    if not lines:
        return
    grid.put_line(_("About the proposed grades"), SECTION, skip=1)
    style = enlarged(grid, NOTE)
    for line in lines:
        grid.put_line(line, style)


def _rule(record: Record) -> list[str]:
    rule = record.panel.rule
    said = [grades_sentence(rule)] if has_further_rules(rule) else []
    return [*said, *map(quota_sentence, record.verdict.quotas)]


def _candidates(record: Record) -> list[str]:
    panel, sheet = record.panel, record.sheet
    return [
        _("{candidate}: {sentence}").format(candidate=candidate_number(item.code), sentence=said)
        for item in record.verdict.candidates
        for said in (
            *reason_sentences(panel, sheet, item),
            *map(hint_sentence, hints(panel, item)),
        )
    ]


def _information(record: Record) -> list[str]:
    found = information(record.panel)
    if not found:
        return []
    return [
        _("What the source says, for information; nothing is computed or decided from it:"),
        *map(quote_and_decider, found),
    ]

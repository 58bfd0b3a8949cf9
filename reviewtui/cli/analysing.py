"""The analysis of a result in lines of text and as JSON; numpy is loaded here and not before."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewtui.cli.console import aligned, progress
from reviewtui.locales import _
from reviewtui.tally.verdict import Verdict

if TYPE_CHECKING:
    from reviewtui.filing.analysed.statistics import Statistics
    from reviewtui.session.session import Session
    from reviewtui.tally.analysis.results import Part, Result, Spreads
    from reviewtui.tally.analysis.words import Words


def analysed(session: "Session", verdict: Verdict, number: int) -> "dict[Part, Result]":
    """Every statistic of a round, telling on a terminal how far it is."""
    with progress() as told:
        return _results(session, verdict, number, told)


def _results(
    session: "Session", verdict: Verdict, number: int, told: Callable[[str], None]
) -> "dict[Part, Result]":
    from reviewtui.tally.analysis.run import analysis
    from reviewtui.tally.analysis.words import Words

    words = Words(session.panel, session.sheet)

    def show(part: "Part", done: int, whole: int) -> None:
        text = _("{part}: {done}%")
        told(text.format(part=words.title(part), done=100 * done // whole))

    marks = session.marks(number)
    return dict(analysis(session.panel, session.sheet, verdict, marks, progress=show))


def statistics_of(
    session: "Session",
    verdict: Verdict,
    given: argparse.Namespace,
    told: Callable[[str], None],
) -> "Statistics":
    """What the workbook prints for information; with --experts the journal tells who asked.

    Raises:
        Refused: If experts are asked for and nobody is named.
    """
    from reviewtui.filing.analysed.statistics import Statistics
    from reviewtui.session.result_deeds import note_experts_shown

    if given.experts:
        note_experts_shown(session, given.round, given.by or "")
    return Statistics(_results(session, verdict, given.round, told), experts=given.experts)


def analysis_json_of(session: "Session", verdict: Verdict, number: int) -> dict[str, object]:
    """The key `analysis` of `results --json`."""
    from reviewtui.tally.analysis.report import analysis_json

    return {"analysis": analysis_json(analysed(session, verdict, number))}


def analysis_lines(
    session: "Session", verdict: Verdict, number: int, *, experts: bool = False
) -> list[str]:
    """One sentence for each statistic, what to discuss, and where each candidate could rank.

    Args:
        session, verdict, number: The result and its round.
        experts: Whether single experts are spoken of, by number; the journal is the caller's.
    """
    from reviewtui.tally.analysis.results import Part, Spreads
    from reviewtui.tally.analysis.words import Words

    words = Words(session.panel, session.sheet)
    found = analysed(session, verdict, number)
    lines = ["", _("Analysis, for information only; nothing of it changes the result.")]
    for part, result in found.items():
        said = words.sentence(part, result)
        if part is Part.SEVERITY and not experts:
            said = _("about single experts; asked for with {options}").format(
                options="--experts --by"
            )
        lines.append(_("{title}: {text}").format(title=words.title(part), text=said))
    spreads = found[Part.BOOTSTRAP]
    if isinstance(spreads, Spreads):
        lines += [*words.undecided(spreads), "", *_table(words, spreads, verdict)]
    return lines


def _table(words: "Words", spreads: "Spreads", verdict: Verdict) -> list[str]:
    """Rank intervals, best official rank first."""
    from reviewtui.tally.analysis.shares import share_text

    header = [_("rank"), _("no."), _("90% of ranks"), _("ranks first")]
    header += [words.line(line) for line in spreads.lines]
    rows = []
    for item in verdict.ranking():
        one = spreads.spreads.get(item.code)
        if one is not None:
            shares = (one.p_first, *one.above)
            low, high = one.rank_low, one.rank_high
            span = str(low) if low == high else f"{low}-{high}"
            rows.append([str(item.rank), item.code, span, *map(share_text, shares)])
    return aligned(header, rows, right=(0, *range(2, len(header))))

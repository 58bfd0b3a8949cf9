"""The sheets of an analysis, in their order."""

from functools import partial

from reviewtui.filing.analysed.candidates import candidates, rank_chart
from reviewtui.filing.analysed.experts import experts
from reviewtui.filing.analysed.sentences import sentences
from reviewtui.filing.analysed.statistics import Statistics
from reviewtui.filing.model import Entry
from reviewtui.filing.record import Record
from reviewtui.locales import _
from reviewtui.tally.analysis.results import Part, Spreads


def analysis_sheets(record: Record, statistics: Statistics) -> list[Entry]:
    """Name, what it holds, how it is laid out."""
    first, second = _("For information"), _("For information, candidates")
    third, last = _("For information, ranks"), _("For information, experts")
    told = _("statistics of the result in sentences; changes nothing")
    found: list[Entry] = [(first, told, partial(sentences, record, statistics, first))]
    told = _("each candidate under other conditions; changes nothing")
    found.append((second, told, partial(candidates, record, statistics, second)))
    if statistics.found(Part.BOOTSTRAP, Spreads) is not None:
        told = _("rank intervals as a chart; changes nothing")
        found.append((third, told, partial(rank_chart, record, statistics, third)))
    if statistics.experts:
        told = _("experts by number; changes nothing")
        found.append((last, told, partial(experts, record, statistics, last)))
    return found

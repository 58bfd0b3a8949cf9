"""The lines that matter in a panel: the leading places, quotas, and borders of grades."""

from reviewtui.domain.panel import Panel
from reviewtui.tally.analysis.results import Line
from reviewtui.tally.verdict import Verdict


def lines_of(panel: Panel, verdict: Verdict, leading: int) -> tuple[Line, ...]:
    """The leading places first, then each grade's border from above: by total, rank, quota."""
    grades, found = panel.rule.grades, [Line(places=leading)]
    places = {used.quota.grade: used.places for used in verdict.quotas}
    for band in grades.bands:
        if band.at_least > 0:
            found.append(Line(at_least=float(band.at_least), grade=band.name))
        limits = (band.rank_at_most, places.get(band.name))
        found += [Line(places=limit, grade=band.name) for limit in limits if limit]
    return tuple(found)

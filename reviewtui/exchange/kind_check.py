"""What to think of where a table means some rows for some kinds of unit only.

A suggestion, never more: no row is left out by itself, the organiser hides it or settles it.
"""

from collections.abc import Iterator

from reviewtui.domain.indicator_set import IndicatorSet, Row
from reviewtui.domain.panel import Candidate, OverlayChange, Panel
from reviewtui.domain.scored_codes import belongs
from reviewtui.domain.states import RowKind
from reviewtui.locales import _


def kind_warnings(panel: Panel) -> Iterator[tuple[str, str]]:
    """Pairs of a place in the panel's file and a sentence; none for a trial."""
    table = panel.table
    rows = [row for row in table.rows if row.kinds and belongs(row, panel.review)]
    if not rows or panel.trial:
        return
    for candidate in panel.candidates:
        if candidate.kind:
            yield from _not_meant(panel, candidate, rows)
        else:
            yield (
                f"[[candidates]] {candidate.code} kind",
                _("is missing: rows {rows} are meant for some kinds of unit only: {kinds}").format(
                    rows=", ".join(row.code for row in rows), kinds=kinds_of(table)
                ),
            )


def _not_meant(panel: Panel, candidate: Candidate, rows: list[Row]) -> Iterator[tuple[str, str]]:
    """Rows that are meant for other kinds of unit, and about which nobody has said anything."""
    said = {item.row for item in panel.settled if item.candidate == candidate.code}
    said |= {
        item.row
        for item in panel.overlays
        if item.candidate == candidate.code and item.change is OverlayChange.HIDE
    }
    for row in rows:
        above = {node.code for node in panel.table.path(row.code)}
        if candidate.kind in row.kinds or above & said:
            continue
        if panel.table.row(row.parent or row.code).kind is RowKind.ALTERNATIVES:
            continue
        sentence = (
            _("is meant for other kinds of unit: settle it as not applicable, or as it is")
            if row.kind is RowKind.GATE
            else _("is meant for other kinds of unit: hide it by an overlay, or leave it to judge")
        )
        yield f"[[candidates]] {candidate.code} {row.code}", sentence


def kinds_of(table: IndicatorSet) -> str:
    """The kinds of unit of a table, with the codes to write."""
    return ", ".join(f"{kind.code} ({kind.name()})" for kind in table.kinds)

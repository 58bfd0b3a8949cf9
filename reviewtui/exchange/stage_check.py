"""Which stages follow from the candidates' years, where the desk settled no choice (TR-06)."""

from collections.abc import Iterator

from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import RowKind
from reviewtui.locales import _


def stage_warnings(panel: Panel, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Pairs of a place in the panel's file and a sentence; one for every group of stages."""
    for row in panel.table.rows:
        chosen: dict[str, list[str]] = {}
        if row.kind is RowKind.ALTERNATIVES:
            for code, own in sheet.candidates.items():
                if row.code in own.defaulted:
                    chosen.setdefault(own.applies[row.code], []).append(code)
        if chosen:
            told = _("; ").join(
                _("{choice} for {candidates}").format(choice=choice, candidates=_(", ").join(codes))
                for choice, codes in sorted(chosen.items())
            )
            yield (
                f"[[settled]] {row.code}",
                _(
                    "by the years since the approval this row is judged by {choices}; settle it "
                    "where another choice is right"
                ).format(choices=told),
            )

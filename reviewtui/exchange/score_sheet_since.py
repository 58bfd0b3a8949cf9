"""Candidates that left an expert's score sheet since it went out: withdrawn, or recused from.

The sheet is read as if they were still there, so that the same file is the same ballot at
every desk, whatever is known there by then; the tally leaves their marks out. What was
written of them is told.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from reviewtui.domain.panel import Panel
from reviewtui.locales import _


class Since(NamedTuple):
    """The panel as if nobody had left, and who did."""

    panel: Panel
    withdrawn: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()

    @property
    def left(self) -> frozenset[str]:
        """Candidates of whom the expert's marks do not count any more."""
        return self.withdrawn | self.recused

    def told(self, candidate: str) -> str:
        """What is said of marks for one of them."""
        if candidate in self.withdrawn:
            sentence = _("candidate {candidate} was withdrawn; what stands there is left")
            return sentence.format(candidate=candidate)
        sentence = _(
            "the expert was recused from candidate {code} since; what stands there is left"
        )
        return sentence.format(code=candidate)


def since_issued(panel: Panel, expert: str) -> Since:
    """Who left the form of an expert since it went out."""
    whole = replace(
        panel,
        candidates=tuple(one._replace(withdrawn="") for one in panel.candidates),
        recusals=tuple(one for one in panel.recusals if not one.late),
    )
    return Since(
        whole,
        frozenset(one.code for one in panel.candidates if one.withdrawn),
        frozenset(one.candidate for one in panel.recusals if one.late and one.expert == expert),
    )


def nothing_counts(left: Iterable[str]) -> str:
    """What is said of a sheet on which only such candidates are filled in."""
    return _(
        "only candidates that this expert is not to score any more are filled in ({codes}); "
        "nothing was taken. If others are left, let the expert score those"
    ).format(codes=_(", ").join(left))

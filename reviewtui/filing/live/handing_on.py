"""Where the points of rows that are out go, as formulas: along the tree, in proportion.

The same as `tally.weighting`: a node hands on what its rows are worth together, its living
children and rows claim their parts, and the quotient of the two is what rows are scaled by.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewtui.domain.states import CellState, label
from reviewtui.filing.live.formula import added, literal, runs
from reviewtui.filing.live.plan import APPLIES, FULL, RULE_COUNTS, RULE_SHARE, Plan
from reviewtui.filing.live.words import NUMBERS

if TYPE_CHECKING:
    from reviewtui.tally.weighting import Node


def claimed_at(plan: Plan, candidate: str, node: "Node") -> str:
    """What the rows that apply to a candidate claim of a node."""
    applying = literal(f"<>{label(CellState.NOT_APPLICABLE)}")

    def claims(positions: Sequence[int], column: int) -> list[str]:
        here = plan.stretch(candidate, APPLIES, positions)
        there = plan.scored(column, positions)
        return [f"SUMIF({a},{applying},{b})" for a, b in zip(here, there, strict=True)]

    terms = claims(plan.at_node(node), RULE_SHARE)
    for child in plan.children(node):
        alive = added(claims(plan.below(child), RULE_COUNTS))
        terms.append(f"IF({alive}>0,{plan.node_mass(child)},0)")
    return added(terms)


def own_quotient(plan: Plan, candidate: str, node: "Node", expert: str) -> str:
    """By what one expert's rows below a node are scaled, for the rows he cannot judge."""

    def claims(positions: Sequence[int], column: int) -> list[str]:
        of = plan.stretch(candidate, column, positions)
        if column == RULE_COUNTS:
            of = plan.scored(column, positions)
        marks = [plan.marks(candidate, expert, first, last) for first, last in runs(positions)]
        return [f"SUMIF({a},{NUMBERS},{b})" for a, b in zip(marks, of, strict=True)]

    terms = claims(plan.at_node(node), FULL)
    for child in plan.children(node):
        below = plan.below(child)
        mass = ",".join(plan.stretch(candidate, FULL, below))
        terms.append(f"IF({added(claims(below, RULE_COUNTS))}>0,SUM({mass}),0)")
    claimed = added(terms)
    mass = ",".join(plan.stretch(candidate, FULL, plan.below(node)))
    return f"IF({claimed}=0,1,SUM({mass})/({claimed}))"

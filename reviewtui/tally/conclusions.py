"""What the experts conclude of each candidate, counted, and what follows by the panel's rule.

The panel advises: what carries is a proposal. An expert who does not conclude is never
counted as if he had.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from reviewtui.domain.conclusions import Conclusions
from reviewtui.domain.states import CellState, Why
from reviewtui.tally.attendance import Seat, left_out
from reviewtui.tally.verdict import LeftOut

NOT_ENTITLED: Final = frozenset({Why.NOT_ASSIGNED, Why.RECUSED, Why.WITHDRAWN})
"""Reasons for which an expert has no say about a candidate at all."""


class Shortfall(StrEnum):
    """Why nothing is proposed."""

    NO_RULE = "no_rule"
    """The panel states no majority: the conclusions are counted, the chair sums them up."""
    NO_VOTES = "no_votes"
    NO_QUORUM = "no_quorum"
    NO_MAJORITY = "no_majority"


class Opinion(NamedTuple):
    """What was concluded of one candidate.

    Attributes:
        experts: Codes of the experts by option, in the order of the options.
        abstained: Who said that he cannot conclude (弃权); he took part.
        silent: Who was entitled and said nothing that counts, and why.
        proposal: The option that carries; None where none does.
        why: Why none does.
    """

    experts: tuple[tuple[str, ...], ...]
    abstained: tuple[str, ...]
    silent: tuple[LeftOut, ...]
    proposal: str | None
    why: Shortfall | None

    @property
    def counts(self) -> tuple[int, ...]:
        """Experts per option."""
        return tuple(len(codes) for codes in self.experts)

    @property
    def took_part(self) -> int:
        """Experts who concluded or abstained."""
        return sum(self.counts) + len(self.abstained)

    @property
    def entitled(self) -> int:
        """Experts who had a say."""
        return self.took_part + len(self.silent)


def opinion(rule: Conclusions, seats: Sequence[Seat]) -> Opinion:
    """Count the conclusions of the experts before one candidate.

    An option carries if it or a better one is what at least the majority of those who took
    part want; of those that carry the best is proposed. The worst option carries only if
    the majority wants just that one, or the same rule would hand every split vote to it.

    Args:
        rule: The options and their rule.
        seats: All experts of the panel, with what counts of them.
    """
    experts: list[list[str]] = [[] for _option in rule.options]
    abstained, silent = [], []
    for seat in seats:
        said = None if seat.marks is None else seat.marks.conclusion
        if said is not None and said.state is CellState.SCORED and said.mark is not None:
            experts[rule.option(said.mark)].append(seat.expert)
        elif said is not None and said.state is CellState.UNABLE:
            abstained.append(seat.expert)
        elif seat.why not in NOT_ENTITLED:
            silent.append(left_out(seat.expert, seat.why or Why.BLANK))
    found = Opinion(
        tuple(tuple(codes) for codes in experts), tuple(abstained), tuple(silent), None, None
    )
    best, why = carried(rule, found.counts, found.took_part, found.entitled)
    return found._replace(proposal=None if best is None else rule.options[best], why=why)


def carried(
    rule: Conclusions, counts: Sequence[int], took_part: int, entitled: int
) -> tuple[int | None, Shortfall | None]:
    """The place of the option that carries, or why none does; see `opinion`.

    Args:
        rule: Quorum and majority.
        counts: Votes per option, the best first.
        took_part: Everybody who voted, the abstained among them.
        entitled: Everybody who could have.
    """
    if not took_part:
        return None, Shortfall.NO_VOTES
    if rule.majority is None:
        return None, Shortfall.NO_RULE
    if rule.quorum is not None and Fraction(took_part, entitled) < rule.quorum:
        return None, Shortfall.NO_QUORUM
    needed = rule.majority * took_part
    wanting = 0
    for option, count in enumerate(counts[:-1]):
        wanting += count
        if wanting >= needed:
            return option, None
    if counts[-1] >= needed:
        return len(rule.options) - 1, None
    return None, Shortfall.NO_MAJORITY

"""What must be true of a meeting, said once more in a few sets: no file, no clock, no order.

The model knows which versions exist, which of them each desk holds, which kits were revoked
there and what was settled. From that alone follows what counts and how the totals stand.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from reviewtui.domain.states import Why

EXPERTS = ("01", "02", "03")
CANDIDATES = ("1", "2")
ROWS = ("1.1", "1.2", "2.1", "2.2")
"""Those that experts judge."""
FACT, FACT_MARK = "2.3", 1000
"""The row that the desk settles, and what a yes gives everybody, hundredths."""

Marks = dict[tuple[str, str], int | None]
"""Hundredths by candidate and row; None was left blank, which is no 0."""


class Version(NamedTuple):
    """A ballot that was sealed, entered, imported or withdrawn (`marks` is None).

    `kit` is the key of the kit that signed it; "" if the desk did. `left`: the expert left
    before all of it was scored. `sheet`: the kit of the Excel sheet that it stands in; "" if none.
    """

    expert: str
    replaces: frozenset[str]
    marks: Marks | None
    kit: str = ""
    left: bool = False
    round: int = 1
    sheet: str = ""


class Settled(NamedTuple):
    """A conflict that was settled: what was chosen, among what, which earlier words it replaces."""

    expert: str
    chosen: str
    named: frozenset[str]
    replaces: frozenset[str]


class Fact(NamedTuple):
    """What the desk says of a candidate's fact; the last word by number, then by id, holds."""

    number: int
    id: str
    candidate: str
    yes: bool


class Further(NamedTuple):
    """The second round as it was begun: reopened places, and the ballot that each goes on from."""

    cells: frozenset[tuple[str, str]]
    base: dict[str, str]


@dataclass
class Desk:
    """What one desk knows."""

    held: set[str] = field(default_factory=set)
    lying: set[str] = field(default_factory=set)
    """Received, and signed with a key or of an expert that is not known here."""
    keys: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)
    settled: dict[str, Settled] = field(default_factory=dict)
    recused: set[tuple[str, str]] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    """Experts in whose place somebody else sits."""
    seated: set[str] = field(default_factory=lambda: set(EXPERTS))
    """Experts of the panel; whom another desk seats after the opening is not one here."""
    given: set[tuple[str, str, str]] = field(default_factory=set)
    """Codes that were given, to whom, and the id of the amendment."""
    listed: frozenset[str] | None = None
    gone: frozenset[str] = frozenset()
    """Held at the opening and revoked by then."""
    turn: int = 0
    """How often the first round was opened, as far as this desk knows."""
    facts: frozenset[Fact] = frozenset()
    further: Further | None = None
    listed_second: frozenset[str] | None = None
    gone_second: frozenset[str] = frozenset()

    @property
    def at_work(self) -> int:
        """The round at work."""
        return 1 if self.further is None else 2

    def opening(self, number: int) -> tuple[frozenset[str] | None, frozenset[str]]:
        """What was listed when a round was opened, and what was revoked by then."""
        return (self.listed, self.gone) if number == 1 else (self.listed_second, self.gone_second)

    def contest(self, code: str) -> set[str]:
        """The amendments that gave a code to different people; empty if there is one person."""
        mine = {(name, own) for one, name, own in self.given if one == code}
        return {own for _name, own in mine} if len({name for name, _own in mine}) > 1 else set()

    def fact(self, candidate: str) -> int:
        """What the settled fact of a candidate gives everybody; hundredths."""
        said = sorted(one for one in self.facts if one.candidate == candidate)
        return FACT_MARK * said[-1].yes if said else 0


class Model:
    """The versions of the meeting, and two desks."""

    def __init__(self, desks: Iterable[str], *, leaving_counts: bool = True) -> None:
        self.leaving_counts = leaving_counts
        """Whether of those who left early counts what they had finished."""
        self.versions: dict[str, Version] = {}
        self.desks = {name: Desk() for name in desks}

    def snapshot(self, desk: str) -> Desk:
        """What a backup of a desk holds."""
        return deepcopy(self.desks[desk])

    def receive(self, desk: str, ballots: Iterable[str], sheets: Iterable[str] = ()) -> None:
        """Files come to a desk: known keys and experts are taken in, the rest lies aside.

        What lay aside before is read again. Once a sheet is a ballot at one desk it travels as one.
        """
        own = self.desks[desk]
        sealed = set(ballots)
        own.lying |= (sealed | set(sheets)) - own.held
        known = {
            one
            for one in own.lying
            if self.versions[one].kit in {"", *own.keys}
            and self.versions[one].expert in own.seated
            and (one in sealed or self._reads(own, self.versions[one]))
        }
        own.held |= known
        own.lying -= known

    def _reads(self, own: Desk, version: Version) -> bool:
        """Whether a sheet is taken: its kit is known and valid, and something on it counts."""
        kit = version.sheet
        judged = any((version.expert, one) not in own.recused for one in CANDIDATES)
        return not kit or (kit in own.keys and kit not in own.revoked and judged)

    def merge(self, into: str, out: str) -> None:
        """A second desk comes over whole, and its opening where there is none here."""
        own, other = self.desks[into], self.desks[out]
        own.keys |= other.keys
        own.revoked |= other.revoked
        own.settled |= other.settled
        if own.listed is None and other.listed is None:
            own.recused |= other.recused
            own.replaced |= other.replaced
            own.seated |= other.seated
            own.given |= other.given
            own.facts |= other.facts
        if own.turn < other.turn:
            if own.listed is None:
                own.recused, own.replaced = set(other.recused), set(other.replaced)
                own.seated, own.facts = set(other.seated), other.facts
                own.given = set(other.given)
            own.listed, own.gone, own.turn = other.listed, other.gone, other.turn
        own.further = own.further or other.further
        if own.listed_second is None:
            own.listed_second, own.gone_second = other.listed_second, other.gone_second
        sheets = {one for one in other.lying if self.versions[one].sheet}
        self.receive(into, other.held | other.lying - sheets, sheets)

    def open(self, desk: str) -> None:
        """The ballots are opened: what is there now is the list."""
        own = self.desks[desk]
        there = self._of_round(own, 1)
        own.gone = frozenset(self._revoked(own, there))
        own.listed = frozenset(there - own.gone)
        own.turn = 1

    def begin_second(self, desk: str, cells: Iterable[tuple[str, str]]) -> Further:
        """Places are reopened; everybody goes on from what counts now."""
        states = {expert: self.counts(desk, expert) for expert in self.experts}
        base = {expert: own for expert, own in states.items() if not isinstance(own, Why)}
        self.desks[desk].further = found = Further(frozenset(cells), base)
        return found

    def open_second(self, desk: str) -> None:
        """The ballots of the second round are opened."""
        own = self.desks[desk]
        there = self._of_round(own, 2)
        own.gone_second = frozenset(self._revoked(own, there))
        own.listed_second = frozenset(there - own.gone_second)

    def late(self, desk: str) -> dict[str, frozenset[str]]:
        """By expert what came late and would count if it were admitted."""
        own = self.desks[desk]
        assert own.listed is not None  # nothing is late before the opening
        before, found = own.listed, {}
        came = self._of_round(own, 1) - before - own.gone - self._revoked(own, own.held)
        for expert in {self.versions[one].expert for one in came} - own.replaced:
            mine = frozenset(one for one in came if self.versions[one].expert == expert)
            own.listed = before | mine
            if self.counts(desk, expert) in mine:
                found[expert] = mine
            own.listed = before
        return found

    def open_again(self, desk: str) -> None:
        """Whatever came late and would count is admitted; nothing else changes."""
        own = self.desks[desk]
        assert own.listed is not None  # it was opened before
        own.listed = own.listed.union(*self.late(desk).values())
        own.gone |= frozenset(self._revoked(own, self._of_round(own, 1))) - own.listed
        own.turn += 1

    def settle(self, desk: str, own: str, expert: str, chosen: str, named: frozenset[str]) -> None:
        """Two people choose among what stands; it replaces every earlier word on this expert."""
        known = self.desks[desk].settled
        turn = self.versions[chosen].round
        earlier = frozenset(
            one
            for one, item in known.items()
            if (item.expert, self.versions[item.chosen].round) == (expert, turn)
        )
        known[own] = Settled(expert, chosen, named, earlier)

    def standing(self, desk: str, expert: str, number: int = 1) -> set[str]:
        """The versions of a round that no other one replaces, withdrawals among them."""
        own = self.desks[desk]
        listed, _gone = own.opening(number)
        mine = self._mine(own, expert, number)
        mine = mine & listed if listed is not None else mine - self._revoked(own, mine)
        return {one for one in mine if not any(one in self.versions[by].replaces for by in mine)}

    def counts(self, desk: str, expert: str, number: int = 1) -> str | Why:
        """The version of an expert that counts in a round at a desk, or why none does.

        Whoever was replaced has nothing to judge.
        """
        if expert in self.desks[desk].replaced:
            return Why.NOT_ASSIGNED
        return self._counts(desk, expert, number)

    def official(self, desk: str, expert: str, number: int) -> str | Why:
        """The same for a result: who handed in nothing in the second round keeps the first."""
        state = self.counts(desk, expert, number)
        if number > 1 and isinstance(state, Why) and state is not Why.CONFLICT:
            return self.counts(desk, expert, number - 1)
        return state

    def _counts(self, desk: str, expert: str, number: int) -> str | Why:
        own = self.desks[desk]
        listed, gone = own.opening(number)
        mine = self._mine(own, expert, number)
        heads = self.standing(desk, expert, number)
        if not heads:
            if listed is None:
                return Why.REVOKED if mine else Why.ABSENT
            return Why.REVOKED if mine & gone else Why.LATE if mine else Why.ABSENT
        if all(self.versions[one].marks is None for one in heads):
            return Why.WITHDRAWN
        contest = own.contest(expert)
        if len(heads) > 1 or contest:
            replaced = {one for item in own.settled.values() for one in item.replaces}
            chosen = {
                item.chosen
                for one, item in own.settled.items()
                if one not in replaced and item.chosen in heads and heads | contest <= item.named
            }
            if len(chosen) != 1:
                return Why.CONFLICT
            heads = chosen
        (head,) = heads
        return Why.WITHDRAWN if self.versions[head].marks is None else head

    @property
    def experts(self) -> list[str]:
        """Whoever sat from the beginning, and whoever handed something in since."""
        return sorted({*EXPERTS, *(version.expert for version in self.versions.values())})

    def totals(self, desk: str, number: int = 1) -> dict[str, tuple[list[str], str | None]]:
        """Per candidate who is counted and the total; only whole sheets count, once each.

        A settled fact gives everybody the same.
        """
        found: dict[str, tuple[list[str], str | None]] = {}
        for candidate in CANDIDATES:
            sums: dict[str, int] = {}
            for expert in self.experts:
                head = self.official(desk, expert, number)
                if isinstance(head, Why) or (expert, candidate) in self.desks[desk].recused:
                    continue
                if self.versions[head].left and not self.leaving_counts:
                    continue
                given = self.versions[head].marks or {}
                marks = [given.get((candidate, row)) for row in ROWS]
                if None not in marks:
                    own = sum(mark for mark in marks if mark is not None)
                    sums[expert] = own + self.desks[desk].fact(candidate)
            found[candidate] = (sorted(sums), _mean(list(sums.values())))
        return found

    def _of_round(self, own: Desk, number: int) -> set[str]:
        return {one for one in own.held if self.versions[one].round == number}

    def _mine(self, own: Desk, expert: str, number: int) -> set[str]:
        return {one for one in self._of_round(own, number) if self.versions[one].expert == expert}

    def _revoked(self, desk: Desk, among: Iterable[str]) -> set[str]:
        return {one for one in among if self.versions[one].kit in desk.revoked}


def _mean(hundredths: list[int]) -> str | None:
    """The mean in points, two places, half away from zero."""
    if not hundredths:
        return None
    rounded = int(Fraction(sum(hundredths), len(hundredths)) + Fraction(1, 2))
    return f"{rounded // 100}.{rounded % 100:02d}"

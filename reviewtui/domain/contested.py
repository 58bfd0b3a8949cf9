"""Codes that two desks, each for itself, gave to two people.

Only one of them can stand under the code, and a ballot names nothing but the code. So nothing
handed in under it counts until two people, who know of both, say whose it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reviewtui.domain.amendment import Addition, Amendment, Newcomer, Replacement, in_order


class Contest(NamedTuple):
    """One code.

    Attributes:
        names: Of the people it was given to, with their units, in the order of the amendments.
        amendments: Ids of all amendments that gave it; who decides must have known them.
    """

    names: tuple[str, ...]
    amendments: tuple[str, ...]


def contests(amendments: Iterable[Amendment]) -> Mapping[str, Contest]:
    """By code, the same for the same set of amendments."""
    given: dict[str, list[tuple[Newcomer, str]]] = defaultdict(list)
    for amendment in in_order(amendments):
        if isinstance(amendment.change, Addition | Replacement):
            newcomer = amendment.change.newcomer
            given[newcomer.code].append((newcomer, amendment.id))
    return {
        code: Contest(
            tuple(dict.fromkeys(f"{one.name} {one.unit}".rstrip() for one, _own in items)),
            tuple(sorted(own for _one, own in items)),
        )
        for code, items in given.items()
        if not all(_same(one, other) for one, _own in items for other, _id in items)
    }


def _same(one: Newcomer, other: Newcomer) -> bool:
    """Whether two desks meant the same person; a unit that only one of them typed says nothing."""
    units = {unit for item in (one, other) if (unit := "".join(item.unit.split()))}
    return "".join(one.name.split()) == "".join(other.name.split()) and len(units) < 2

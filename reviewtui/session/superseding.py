"""Records that only ever grow in number: which of them stand.

One that another one supersedes stands no more; no clock and no order of arrival decides. It
is the law of openings and of further rounds alike.
"""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Record(Protocol):
    """What the law looks at: an id, and the ids of the earlier records that were known."""

    @property
    def id(self) -> str: ...

    @property
    def supersedes(self) -> tuple[str, ...]: ...


Kept = TypeVar("Kept", bound=Record)


def not_superseded(records: Iterable[Kept], says: Callable[[Kept], object]) -> list[Kept]:
    """The records that no other one supersedes, by id.

    Args:
        records: Those of one round.
        says: What a record says; of those that say the same the first by id stands for all.
    """
    turn = sorted(records, key=lambda one: one.id)
    replaced = {earlier for one in turn for earlier in one.supersedes if earlier != one.id}
    said: dict[object, Kept] = {}
    for one in turn:
        if one.id not in replaced:
            said.setdefault(says(one), one)
    return list(said.values())

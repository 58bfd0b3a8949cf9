"""Drawing the order of presentation by lot (抽签), so that anyone can draw it again.

Each code's lot is the SHA-256 of the seed, one blank and the code, in UTF-8; the smallest
lot comes first. `printf '%s %s' SEED CODE | sha256sum` gives the same.
"""

import hashlib
from collections.abc import Iterable

from reviewtui.locales import _


def lot(seed: str, code: str) -> str:
    """The lot of one candidate, 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed} {code}".encode()).hexdigest()


def draw(seed: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes in the order that the seed gives, whatever order they come in."""
    return tuple(sorted(codes, key=lambda code: (lot(seed, code), code)))


def method(seed: str) -> str:
    """How the order came about, for the record and for whoever wants to repeat it."""
    return _(
        "drawn by lot with the seed {seed}: SHA-256 of seed, one blank and code, smallest first"
    ).format(seed=seed)

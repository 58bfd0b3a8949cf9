"""Signing keys: made when first needed, kept in the session file.

They show that a ballot was not changed since it was sealed. Who holds the file could
sign anew; the check code on the signed sheet of paper answers that.
"""

import sqlite3
from collections.abc import Callable
from typing import Final

DESK: Final = "@desk"
"""Holder of the key that signs imported and typed-in ballots, and actor of what the desk
does; no expert's code can look like it."""

SEED_SIZE: Final = 32


def seed_of(
    connection: sqlite3.Connection,
    session: str,
    holder: str,
    random_bytes: Callable[[int], bytes],
    at: int,
) -> bytes:
    """The seed of the holder's valid key; a new key is stored if there is none."""
    from nacl.signing import SigningKey  # 40 ms, and only who seals needs it

    found = connection.execute(
        "SELECT seed FROM signing_key WHERE session_id = ? AND holder = ? AND revoked_at IS NULL",
        (session, holder),
    ).fetchone()
    if found:
        return bytes.fromhex(found[0])
    seed = random_bytes(SEED_SIZE)
    public = SigningKey(seed).verify_key.encode().hex()
    connection.execute(
        "INSERT INTO signing_key (session_id, holder, public, seed, made_at) "
        "VALUES (?, ?, ?, ?, ?)",
        (session, holder, public, seed.hex(), at),
    )
    return seed

"""Signing keys: made when first needed, kept in the session file.

They show that a ballot was not changed since it was sealed. Who holds the file could
sign anew; the check code on the signed sheet of paper answers that.
"""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from reviewtui.session.journal import EventKind
from reviewtui.session.signed import public_of

if TYPE_CHECKING:
    from reviewtui.session.writer import Transaction

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
    found = connection.execute(
        "SELECT seed FROM signing_key WHERE session_id = ? AND holder = ? AND revoked_at IS NULL",
        (session, holder),
    ).fetchone()
    if found:
        return bytes.fromhex(found[0])
    seed = random_bytes(SEED_SIZE)
    store_key(connection, session, holder, seed, at)
    return seed


def desk_seed(done: "Transaction", session: str, random_bytes: Callable[[int], bytes]) -> bytes:
    """The seed of the desk's key; when it is made, the journal tells of it.

    A kit's key stands in the entry that issues it; nothing else would tell of this one.
    """
    found = done.connection.execute(
        "SELECT 1 FROM signing_key WHERE session_id = ? AND holder = ? AND revoked_at IS NULL",
        (session, DESK),
    ).fetchone()
    seed = seed_of(done.connection, session, DESK, random_bytes, done.at)
    if found is None:
        done.tell(DESK, EventKind.KEY_MADE, {"key": public_of(seed)})
    return seed


def store_key(
    connection: sqlite3.Connection, session: str, holder: str, seed: bytes, at: int
) -> str:
    """Keep a key pair, inside the caller's transaction; returns the public key."""
    public = public_of(seed)
    connection.execute(
        "INSERT INTO signing_key (session_id, holder, public, seed, made_at) "
        "VALUES (?, ?, ?, ?, ?)",
        (session, holder, public, seed.hex(), at),
    )
    return public

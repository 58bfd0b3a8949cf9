"""The opening code (启封码): 24 digits in an envelope, and the key of all boxes behind it.

The digits carry 79 bits of chance, so the slow hash need not be slow: it only spares the
weakest laptop while it makes guessing a little dearer still.
"""

import re
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from reviewtui.locales import _

if TYPE_CHECKING:
    from nacl.public import PrivateKey

DIGITS: Final = 24
GROUP: Final = 4
SALT_SIZE: Final = 16
_PASSES: Final = 2
_MEMORY: Final = 16 * 1024 * 1024
_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９", "0123456789")


class BadCode(ValueError):  # noqa: N818  it is about the code, not an error of ours
    """Not the opening code of this session; the text says why, in the reader's language."""


class OpeningCode(NamedTuple):
    """The opening code as a session file knows it.

    Attributes:
        salt: 16 bytes, for the key of the boxes.
        public: Public key of the boxes; every ballot is boxed to it.
        digits: Ungrouped; "" while the supervisor alone holds them, and in an
            expert's working copy.
    """

    salt: bytes
    public: bytes
    digits: str = ""


def draw_digits(random_bytes: Callable[[int], bytes]) -> str:
    """24 digits by chance; 16 bytes leave no bias worth the name."""
    return f"{int.from_bytes(random_bytes(16), 'big') % 10**DIGITS:0{DIGITS}d}"


def grouped(digits: str) -> str:
    """As people read and copy them: six groups of four."""
    return " ".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))


def read_digits(typed: str) -> str:
    """The digits of a typed code; blanks, hyphens and full-width digits are no matter.

    Raises:
        BadCode: If it is not 24 digits.
    """
    digits = re.sub(r"[\s　\-－—]", "", typed.translate(_FULL_WIDTH))
    if not re.fullmatch(r"[0-9]*", digits):
        raise BadCode(_("the opening code consists of digits only"))
    if len(digits) != DIGITS:
        raise BadCode(
            _("the opening code has {wanted} digits, this has {found}").format(
                wanted=DIGITS, found=len(digits)
            )
        )
    return digits


def make_opening_code(digits: str, salt: bytes) -> OpeningCode:
    """What a session keeps of a new code."""
    return OpeningCode(salt, _private_key(digits, salt).public_key.encode(), digits)


def unlock(code: OpeningCode, typed: str = "") -> "PrivateKey":
    """The key of the boxes, from the digits kept in the session or those typed.

    Raises:
        BadCode: If none are kept and none typed, or they are not those of this session.
    """
    if not code.digits and not typed:
        raise BadCode(
            _("the opening code is not kept here: it lies in the envelope, or with the supervisor")
        )
    key = _private_key(read_digits(typed) if typed else code.digits, code.salt)
    if key.public_key.encode() != code.public:
        raise BadCode(_("this is not the opening code of this session"))
    return key


def store_opening_code(connection: sqlite3.Connection, session: str, code: OpeningCode) -> None:
    """Keep it, inside the caller's transaction."""
    connection.execute(
        "INSERT INTO opening_code (session_id, salt, public, digits) VALUES (?, ?, ?, ?)",
        (session, code.salt.hex(), code.public.hex(), code.digits),
    )


def store_typed_digits(connection: sqlite3.Connection, session: str, digits: str) -> None:
    """Keep digits typed at the opening: from then on nothing is closed any more."""
    connection.execute("UPDATE opening_code SET digits = ? WHERE session_id = ?", (digits, session))


def read_opening_code(connection: sqlite3.Connection, session: str) -> OpeningCode | None:
    """None for a trial, and for a session made before ballots were boxed."""
    found = connection.execute(
        "SELECT salt, public, digits FROM opening_code WHERE session_id = ?", (session,)
    ).fetchone()
    if found is None:
        return None
    salt, public, digits = found
    return OpeningCode(bytes.fromhex(salt), bytes.fromhex(public), digits)


def _private_key(digits: str, salt: bytes) -> "PrivateKey":
    """The key that opens the boxes (argon2id of the digits)."""
    from nacl.public import PrivateKey
    from nacl.pwhash import argon2id

    return PrivateKey(argon2id.kdf(32, digits.encode(), salt, opslimit=_PASSES, memlimit=_MEMORY))


def is_with_supervisor(connection: sqlite3.Connection, session: str) -> bool:
    """Whether the digits must be typed at the opening."""
    code = read_opening_code(connection, session)
    return code is not None and not code.digits

"""A sealed box to the holder of the opening code, of a size that tells nothing.

The construction is libsodium's sealed box (an X25519 key for this box alone; its nonce is
the BLAKE2b hash of both public keys); written out here so that the chance in it can be
given, and a sample be rebuilt to the byte.
"""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nacl.public import PrivateKey

STEP: Final = 4096
"""Bytes: what lies in the box is filled up to a multiple of this."""

_KEY: Final = 32
_NONCE: Final = 24
OVERHEAD: Final = 48


class BadBox(ValueError):  # noqa: N818  it is about the box, not an error of ours
    """Bytes that this key does not open, or that were not boxed as ours are."""


def box(content: bytes, public: bytes, random_bytes: Callable[[int], bytes]) -> bytes:
    """Box content to a public key.

    Args:
        content: Must not end in a zero byte.
        public: Public key of the boxes, 32 bytes.
        random_bytes: Gives the key that serves this box alone.
    """
    from nacl.public import Box, PrivateKey, PublicKey

    own = PrivateKey(random_bytes(_KEY))
    filled = content + bytes(-len(content) % STEP)
    nonce = _nonce(own.public_key.encode(), public)
    return own.public_key.encode() + Box(own, PublicKey(public)).encrypt(filled, nonce).ciphertext


def unbox(boxed: bytes, key: "PrivateKey") -> bytes:
    """What lies in the box.

    Raises:
        BadBox: If the key does not fit, a byte was changed, or it is not filled up as ours are.
    """
    from nacl.exceptions import CryptoError
    from nacl.public import Box, PublicKey

    if len(boxed) < OVERHEAD + STEP or (len(boxed) - OVERHEAD) % STEP:
        raise BadBox
    sender = boxed[:_KEY]
    try:
        nonce = _nonce(sender, key.public_key.encode())
        filled = Box(key, PublicKey(sender)).decrypt(boxed[_KEY:], nonce)
    except (CryptoError, ValueError) as error:
        raise BadBox from error
    content = filled.rstrip(b"\0")
    if len(filled) - len(content) >= STEP:
        raise BadBox
    return content


def _nonce(sender: bytes, receiver: bytes) -> bytes:
    return hashlib.blake2b(sender + receiver, digest_size=_NONCE).digest()

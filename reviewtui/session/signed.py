"""Signed documents: canonical JSON, signed with Ed25519, read back strictly.

Signature lines are hexadecimal because base64 has several spellings of the same bytes. A
fixed prefix per kind of document keeps the signature of one from fitting another.
"""

import re
from collections.abc import Collection
from typing import Final, NoReturn

from reviewtui.locales import _

_LINE: Final = re.compile(rb"([0-9a-f]{64}) ([0-9a-f]{128})")


class BadBytes(ValueError):  # noqa: N818  it is about the bytes, not an error of ours
    """Bytes that are not exactly what they must be; the text says why, in the reader's
    language."""


def bad(sentence: str) -> NoReturn:
    """Refuse the bytes at hand with a sentence."""
    raise BadBytes(sentence)


def public_of(seed: bytes) -> str:
    """The public key of a seed, 64 hexadecimal digits."""
    from nacl.signing import SigningKey  # 40 ms, and only who seals needs it

    return SigningKey(seed).verify_key.encode().hex()


def signature_line(document: bytes, seed: bytes, prefix: bytes) -> bytes:
    """Public key and signature of a document, without a line end."""
    from nacl.signing import SigningKey

    key = SigningKey(seed)
    signature = key.sign(prefix + document).signature
    return b"%s %s" % (key.verify_key.encode().hex().encode(), signature.hex().encode())


def verified(document: bytes, line: bytes, prefix: bytes, keys: Collection[str] | None) -> str:
    """The public key that signed the document.

    Args:
        document: What was signed, without prefix.
        line: Its signature line, without line end.
        prefix: What stood before it.
        keys: Public keys that may have signed; None: whichever the line names.

    Raises:
        BadBytes: If the line is none, its key is not registered, or the signature does not fit.
    """
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    match = _LINE.fullmatch(line)
    if not match:
        bad(_("it does not consist of a document line and a signature line"))
    public = match[1].decode()
    if keys is not None and public not in keys:
        bad(_("it is signed with a key that is not registered"))
    try:
        VerifyKey(bytes.fromhex(public)).verify(prefix + document, bytes.fromhex(match[2].decode()))
    except (BadSignatureError, ValueError):
        bad(_("the signature does not fit: it was changed after it was signed"))
    return public

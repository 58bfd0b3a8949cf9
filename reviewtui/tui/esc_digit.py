"""Esc and a digit pressed in one breath.

A terminal sends Esc as the byte that also begins longer keys. What follows within a tenth of a
second is read as one key with it: Textual makes “™” of Esc and 2. Here it stays two keys, so that
Esc, then 1 submits however fast it is typed.
"""

from typing import Any, Final

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.events import Key
from textual.message import Message

_TOGETHER: Final = {f"alt+{digit}": digit for digit in "0123456789"}


def read_apart() -> None:
    """Let the parser know no single key that is Esc and a digit."""
    known: Any = ANSI_SEQUENCES_KEYS
    for digit in _TOGETHER.values():
        known.pop(f"\x1b{digit}", None)


def parted(message: Message) -> tuple[Message, ...]:
    """What the driver read, as it was typed."""
    digit = _TOGETHER.get(message.key) if isinstance(message, Key) else None
    return (message,) if digit is None else (Key("escape", "\x1b"), Key(digit, digit))

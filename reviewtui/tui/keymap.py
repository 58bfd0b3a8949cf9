"""The user's own keys: `[keymap]` of the config laid over the table of actions."""

import re
from collections.abc import Mapping
from typing import Final

from reviewtui.domain.findings import Finding
from reviewtui.locales import N_, _
from reviewtui.tui.actions import ACTIONS, Action, Scope

RESERVED: Final = frozenset({*"0123456789.", "enter", "backspace", "delete", "ctrl+j", "full_stop"})
"""Keys that enter marks; no action may take them."""

_ALIASES: Final = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "return": "enter"}
_KEY: Final = re.compile(r"[a-z0-9_+.]+")

KEY_NAMES: Final = {
    "enter": N_("Enter"),
    "escape": "Esc",
    "space": N_("Space"),
    "up": N_("Up"),
    "down": N_("Down"),
    "left": N_("Left"),
    "right": N_("Right"),
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": N_("Backspace"),
}


def key_name(key: str) -> str:
    """The name of a key as it is printed on keyboards and in help."""
    if key in KEY_NAMES:
        return _(KEY_NAMES[key])
    return "+".join(part.capitalize() for part in key.split("+"))


class Keymap:
    """Which key does what in which place."""

    def __init__(self, chosen: Mapping[str, str] | None = None) -> None:
        """Lay chosen keys over the default ones.

        Args:
            chosen: Action id to keys, separated by commas. What `check_keymap` finds fault
                with is left at its default.
        """
        usable = {
            name: keys for name, keys in (chosen or {}).items() if not check_keymap({name: keys})
        }
        if check_keymap(usable):
            usable = {}
        self._keys = {
            action.id: _split(usable[action.id]) if action.id in usable else action.keys
            for action in ACTIONS
        }
        self._actions = {
            (action.scope, key): action for action in ACTIONS for key in self._keys[action.id]
        }

    def keys(self, action: Action) -> tuple[str, ...]:
        """The keys of an action, the first one shown first."""
        return self._keys[action.id]

    def action(self, scope: Scope, key: str) -> Action | None:
        """What a key does in a place, or None."""
        return self._actions.get((scope, key))

    def first_name(self, action: Action) -> str:
        """The name of an action's first key; empty if it has none."""
        return next((key_name(key) for key in self._keys[action.id]), "")

    def names(self, action: Action) -> str:
        """The names of an action's keys; empty if it has none."""
        return " ".join(key_name(key) for key in self._keys[action.id])


def check_keymap(chosen: Mapping[str, str]) -> list[Finding]:
    """What is wrong with a user's keymap: unknown actions, reserved keys, clashes."""
    findings: list[Finding] = []
    known = {action.id: action for action in ACTIONS}
    taken: dict[tuple[Scope, str], str] = {}
    for action in ACTIONS:
        if action.id not in chosen:
            taken |= {(action.scope, key): action.id for key in action.keys}
    for name, keys in chosen.items():
        place = f"[keymap] {name}"
        if name not in known:
            findings.append(Finding(place, _("there is no action of this name")))
            continue
        if not _split(keys):
            findings.append(Finding(place, _("names no key")))
        for key in _split(keys):
            if not _KEY.fullmatch(key):
                findings.append(Finding(place, _("“{key}” is no key").format(key=key)))
            elif key in RESERVED and key not in known[name].keys:
                findings.append(
                    Finding(place, _("{key} enters marks and cannot be taken").format(key=key))
                )
            elif (known[name].scope, key) in taken:
                findings.append(
                    Finding(
                        place,
                        _("{key} is already taken by {other}").format(
                            key=key, other=taken[known[name].scope, key]
                        ),
                    )
                )
            taken[known[name].scope, key] = name
    return findings


def _split(keys: str) -> tuple[str, ...]:
    names = (part.strip().lower() for part in keys.split(","))
    return tuple(_ALIASES.get(name, name) for name in names if name)

"""The manifest: SHA-256 of every file in the form that `sha256sum -c` reads.

Its last line is a comment with the SHA-256 of the lines above it, so that a change of the
manifest is told from a change of a file.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f\\]{1,1024})")
_OWN: Final = re.compile(r"# SHA-256 of the lines above: ([0-9a-f]{64})")


class BadManifest(ValueError):  # noqa: N818  it is about the file, not an error of ours
    """Not a manifest as the program writes them, or changed since."""


class Manifest(NamedTuple):
    """Hashes by file; `content` is the manifest's bytes."""

    hashes: Mapping[str, str]
    content: bytes

    @property
    def hash(self) -> str:
        """SHA-256 of the manifest itself."""
        return hashlib.sha256(self.content).hexdigest()


def make_manifest(hashes: Mapping[str, str]) -> Manifest:
    """The manifest of files whose hashes are known; in the order of their names."""
    lines = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()
    own = hashlib.sha256(lines).hexdigest()
    return Manifest(dict(hashes), lines + f"# SHA-256 of the lines above: {own}\n".encode())


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest strictly.

    Raises:
        BadManifest: If it is not exactly what `make_manifest` writes.
    """
    try:
        *lines, own, end = content.decode().split("\n")
    except ValueError as fault:
        raise BadManifest from fault
    hashes = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            raise BadManifest(line)
        hashes[match[2]] = match[1]
    if end or not _OWN.fullmatch(own) or make_manifest(hashes).content != content:
        raise BadManifest(own)
    return Manifest(hashes, content)

"""An archive's folder read back, by somebody who trusts nothing in it.

No link is followed, nothing outside the folder is touched, sizes are looked at before
contents. What is wrong is a finding that names the file; all of them at once.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from reviewtui.domain.ballot import Channel, Kind
from reviewtui.domain.canonical import canonical_bytes
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.printable import printable
from reviewtui.domain.strict import parse_strictly
from reviewtui.domain.system_reasons import reason_of
from reviewtui.filing.archive import layout
from reviewtui.filing.archive.manifest import BadManifest, Manifest, read_manifest
from reviewtui.filing.model import Progress, silent
from reviewtui.locales import _
from reviewtui.session.effective import StoredBallot
from reviewtui.session.papers import (
    Aside,
    Entry,
    Head,
    Paper,
    Papers,
    PublicKey,
    SettledValue,
)

LARGEST_FILE: Final = 512 * 1024 * 1024
"""Bytes of one file of an archive; 2 million marks take half of it."""
MOST_FILES: Final = 50_000
DEEPEST: Final = 12


class Folder(NamedTuple):
    """An archive as it lies there.

    Attributes:
        files: Content by name; scans are hashed and not kept.
        manifest: None if it cannot be read.
        attached: How many scans the second manifest lists.
        second: SHA-256 of that manifest; "" where there is none, or it cannot be read.
        findings: Everything that does not agree with the manifests.
    """

    files: Mapping[str, bytes]
    manifest: Manifest | None
    attached: int
    second: str
    findings: tuple[Finding, ...]


def is_archive(path: Path) -> bool:
    """Whether a folder calls itself an archive."""
    return path.is_dir() and any((path / name).exists() for name in (layout.COVER, layout.MANIFEST))


def read_folder(folder: Path, progress: Progress = silent) -> Folder:
    """Read every file and hold it against the manifests.

    Raises:
        Refused: If the folder cannot be read, or holds more than any archive.
    """
    findings: list[Finding] = []
    files: dict[str, bytes] = {}
    hashes: dict[str, str] = {}
    try:
        for name, path in _walk(folder, findings):
            progress(_("reading {name}").format(name=name))
            if name.startswith(f"{layout.ATTACHED}/"):
                with path.open("rb") as file:
                    hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
                continue
            files[name] = path.read_bytes()
            hashes[name] = hashlib.sha256(files[name]).hexdigest()
    except OSError as fault:
        sentence = _("cannot be read: {reason}").format(reason=reason_of(fault))
        raise Refused(Finding(str(folder), sentence)) from fault
    manifest = _manifest(layout.MANIFEST, files, findings)
    if manifest is not None:
        _compare(manifest, hashes, _not_attached(hashes), findings)
    attached, own_hash = 0, ""
    if layout.ATTACHED_MANIFEST in files:
        second = _manifest(layout.ATTACHED_MANIFEST, files, findings)
        if second is not None:
            attached, own_hash = len(second.hashes) - 1, second.hash
            if layout.MANIFEST not in second.hashes:
                sentence = _("does not name the first manifest")
                findings.append(Finding(layout.ATTACHED_MANIFEST, sentence))
            own = {name for name in hashes if name.startswith(f"{layout.ATTACHED}/")}
            _compare(second, hashes, own | {layout.MANIFEST}, findings)
    else:
        findings += [
            Finding(name, _("is in no manifest: it was added later"))
            for name in hashes
            if name.startswith(f"{layout.ATTACHED}/")
        ]
    return Folder(files, manifest, attached, own_hash, tuple(findings))


def _not_attached(hashes: Mapping[str, str]) -> set[str]:
    manifests = {layout.MANIFEST, layout.ATTACHED_MANIFEST}
    return {name for name in hashes if not name.startswith(f"{layout.ATTACHED}/")} - manifests


def _walk(folder: Path, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    """Every plain file below a folder, by name in order; what is none is found."""
    count = 0
    waiting = [(folder, "")]
    while waiting:
        here, prefix = waiting.pop()
        items = sorted(os.scandir(here), key=lambda one: one.name)
        if prefix and not items:
            findings.append(Finding(printable(prefix), _("is an empty folder: it was added later")))
        for item in items:
            name = f"{prefix}{item.name}"
            count += 1
            if count > MOST_FILES:
                sentence = _("holds more files than any archive; nothing was checked")
                raise Refused(Finding(str(folder), sentence))
            if item.is_symlink():
                sentence = _("is a link and was not followed; an archive holds plain files")
                findings.append(Finding(printable(name), sentence))
            elif item.is_dir(follow_symlinks=False):
                if name.count("/") >= DEEPEST:
                    findings.append(Finding(printable(name), _("lies too deep to be looked at")))
                else:
                    waiting.append((Path(item.path), f"{name}/"))
            elif not item.is_file(follow_symlinks=False):
                findings.append(Finding(printable(name), _("is no plain file")))
            elif (
                not name.startswith(f"{layout.ATTACHED}/")
                and item.stat(follow_symlinks=False).st_size > LARGEST_FILE
            ):
                findings.append(
                    Finding(printable(name), _("is larger than any file of an archive"))
                )
            else:
                yield name, Path(item.path)


def _manifest(name: str, files: Mapping[str, bytes], findings: list[Finding]) -> Manifest | None:
    if name not in files:
        findings.append(Finding(name, _("this file of the archive is not there")))
        return None
    try:
        return read_manifest(files[name])
    except BadManifest:
        sentence = _("is not as it was written: the manifest itself was changed")
        findings.append(Finding(name, sentence))
        return None


def _compare(
    manifest: Manifest, hashes: Mapping[str, str], there: set[str], findings: list[Finding]
) -> None:
    for name in sorted(manifest.hashes.keys() | there):
        shown = printable(name)
        if name not in manifest.hashes:
            findings.append(Finding(shown, _("is in no manifest: it was added later")))
        elif name not in hashes:
            findings.append(Finding(shown, _("this file of the archive is not there")))
        elif hashes[name] != manifest.hashes[name]:
            sentence = _("is not as it was archived: its SHA-256 differs from the manifest")
            findings.append(Finding(shown, sentence))


class Unreadable(ValueError):  # noqa: N818  it is about the file, not an error of ours
    """A file of an archive that says nothing; `name` is which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def document(files: Mapping[str, bytes], name: str) -> Any:
    """A JSON file in its one permitted form.

    Raises:
        Unreadable: If it is missing or anything else.
    """
    try:
        content = files[name]
        value = parse_strictly(content.removesuffix(b"\n"))
        if canonical_bytes(value) != content.removesuffix(b"\n"):
            raise Unreadable(name)
    except (KeyError, ValueError, TypeError, RecursionError) as fault:
        raise Unreadable(name) from fault
    return value


def papers_of(files: Mapping[str, bytes]) -> Papers:
    """The session's papers in an archive.

    Raises:
        Unreadable: Naming the first file that cannot be read.
    """
    said = document(files, layout.SESSION)
    try:
        definition = files[layout.DEFINITION].decode()
    except (KeyError, ValueError) as fault:
        raise Unreadable(layout.DEFINITION) from fault
    try:
        return Papers(
            head=Head(**said["session"], definition=definition),
            keys=tuple(PublicKey(**item) for item in said["keys"]),
            settled=tuple(SettledValue(**item) for item in said["settled"]),
            journal=tuple(Entry(**item) for item in _lines(files, layout.JOURNAL)),
            ballots=tuple(_paper(files, item) for item in said["ballots"]),
            aside=tuple(_aside(files, item) for item in said["aside"]),
            resolutions=_texts(files, layout.RESOLUTIONS),
            amendments=_texts(files, layout.AMENDMENTS),
        )
    except Unreadable:
        raise
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise Unreadable(layout.SESSION) from fault


def _paper(files: Mapping[str, bytes], item: Mapping[str, Any]) -> Paper:
    head = StoredBallot(
        content_id=item["content_id"],
        number=item["number"],
        expert=item["expert"],
        round=item["round"],
        rev=item["rev"],
        kind=Kind(item["kind"]),
        channel=Channel(item["channel"]),
        supersedes=tuple(item["supersedes"]),
        received_at=item["received_at"],
    )
    received, opened, signature = layout.ballot_files(
        Paper(head, b"", b"" if _flag(item["opened"]) else None)
    )
    for name in filter(None, (received, opened, signature)):
        if name not in files:
            raise Unreadable(name)
    lines = files[opened] + b"\n" + files[signature] if opened else None
    return Paper(head, files[received], lines)


def _flag(said: object) -> bool:
    """0 or 1, and nothing else."""
    if said not in (0, 1):
        raise ValueError(said)
    return bool(said)


def _aside(files: Mapping[str, bytes], item: Mapping[str, Any]) -> Aside:
    found = Aside(
        item["file_id"],
        item["name"],
        item["expert"],
        item["why"],
        None if _flag(item["withheld"]) else b"",
        item["received_at"],
        item["size"],
    )
    if item["withheld"] or not item["size"]:
        return found
    name = layout.aside_file(found)
    if name not in files:
        raise Unreadable(name)
    return found._replace(content=files[name])


def _lines(files: Mapping[str, bytes], name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _raw_lines(files, name)]


def _texts(files: Mapping[str, bytes], name: str) -> tuple[str, ...]:
    return tuple(line.decode() for line in _raw_lines(files, name))


def _raw_lines(files: Mapping[str, bytes], name: str) -> list[bytes]:
    """The lines of a file, each in its one permitted form."""
    try:
        content = files[name]
        lines = content.split(b"\n")
        if lines.pop() or any(canonical_bytes(parse_strictly(line)) != line for line in lines):
            raise Unreadable(name)
    except (KeyError, ValueError, TypeError, RecursionError) as fault:
        raise Unreadable(name) from fault
    return lines

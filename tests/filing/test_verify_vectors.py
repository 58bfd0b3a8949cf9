"""The golden ballots as they would lie in an archive: the second verifier accepts the good ones
and finds every bad one."""

import json
from typing import Any

import pytest

from reviewtui.domain.ballot import content_id
from reviewtui.filing.archive import verify as standalone
from reviewtui.session.ballots import sign
from reviewtui.session.box import unbox
from tests.session.make_vectors import FOLDER, INDEX
from tests.session.test_envelope import OPENER, PUBLIC, SEED, example

SAID: dict[str, str] = json.loads(INDEX.read_text("utf-8"))
KEPT_SHUT = {"boxed-to-another-key.ballot"}
"""It opens for nobody, so no archive can hold it opened; its header is in order."""


class Files:
    """The three files of one ballot."""

    def __init__(self, files: dict[str, bytes], report: standalone.Report) -> None:
        self.files, self.report = files, report

    def raw(self, name: str) -> bytes:
        """One of them."""
        return self.files[name]


def inside(content: bytes) -> tuple[bytes, bytes]:
    """Document and signature line of the box; those of the example where none opens."""
    try:
        document, line, _end = unbox(content.split(b"\n", 3)[3], OPENER).split(b"\n", 2)
    except Exception:  # whatever a damaged file makes it raise: then nothing was in it
        document, line, _end = sign(example().document(), SEED).split(b"\n", 2)
    return document, line


def found(content: bytes) -> list[tuple[str, str, str]]:
    """What the second verifier says of a ballot in an archive."""
    document, line = inside(content)
    said, own = json.loads(document), content_id(document)
    head: dict[str, Any] = {
        key: said[key] for key in ("expert", "round", "rev", "kind", "channel", "supersedes")
    }
    head |= {"content_id": own, "opened": 1}
    stem = standalone.stem_of(head)
    report = standalone.Report()
    files = {
        f"ballots/opened/{stem}.json": document,
        f"ballots/opened/{stem}.sig": line + b"\n",
        f"ballots/received/{stem}.ballot": content,
    }
    record = {
        "session": {"session_id": example().session, "sheet_hash": example().sheet},
        "keys": [{"public": PUBLIC, "holder": example().expert}],
        "ballots": [head],
        "aside": [],
    }
    standalone.Ballots(Files(files, report), record, report)  # type: ignore[arg-type]
    return report.findings


@pytest.mark.parametrize("file", sorted(SAID.keys() - KEPT_SHUT))
def test_the_second_verifier_judges_each_golden_ballot_as_the_program_does(file: str) -> None:
    findings = found((FOLDER / file).read_bytes())
    assert bool(findings) == bool(SAID[file]), findings

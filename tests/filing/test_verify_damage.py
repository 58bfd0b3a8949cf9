"""A damaged session is named row by row: no flipped bit and no edit makes the program fall."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.filing.verify.session import verify_session
from reviewtui.filing.verify.verified import Verified
from reviewtui.session.session import Session
from tests.filing.archives import FROZEN, SAMPLES, copied

HEADER: Final = 100
"""Bytes that say it is a database; who loses those has no session any more."""

LAB = SAMPLES / "zj-lab-annual.review"

EDITS: Final = {
    "UPDATE journal SET body = substr(body, 1, length(body) - 1) || 'b' WHERE seq = 189": "189",
    "UPDATE journal SET kind = 'marka' WHERE seq = 189": "189",
    "UPDATE journal SET body = CAST(x'7b2261223aff7d' AS TEXT) WHERE seq = 189": "189",
    "UPDATE journal SET actor = CAST(x'ff' AS TEXT) WHERE seq = 189": "189",
    "UPDATE journal SET body = '[]' WHERE kind = 'opened'": "37",
    "UPDATE journal SET kind = 'round' WHERE seq = 189": "189",
    "UPDATE journal SET at = 'x' WHERE seq = 189": "189",
    "UPDATE session SET definition = substr(definition, 1, length(definition) - 5)": "",
    "UPDATE session SET definition = replace(definition, '\"set\"', '\"sut\"')": "",
    "UPDATE session SET definition = CAST(definition AS BLOB)": "",
    "UPDATE session SET definition = CAST(x'ff' AS TEXT)": "",
    "UPDATE session SET app = CAST(x'ff' AS TEXT)": "",
    "UPDATE ballot SET supersedes = '[x' WHERE number = 3": "3",
    "UPDATE ballot SET supersedes = '3' WHERE number = 3": "3",
    "UPDATE ballot SET expert = CAST(x'30ff' AS TEXT) WHERE number = 3": "3",
    "UPDATE ballot SET content = x'00' WHERE number = 3": "",
    "UPDATE ballot_mark SET candidate = '0a' WHERE ballot = 3 AND candidate = '02'": "",
    "UPDATE ballot_mark SET row = CAST(x'ff' AS TEXT) WHERE ballot = 3 AND position = 2": "3",
    "UPDATE draft SET candidate = '0a' WHERE expert = '03' AND candidate = '02'": "",
    "UPDATE draft SET comment = CAST(x'ff' AS TEXT) WHERE expert = '03'": "03",
    "UPDATE signing_key SET seed = replace(seed, '0', 'x')": "",
    "UPDATE opening_code SET public = replace(public, '0', 'x')": "",
    "DELETE FROM ballot_mark": "",
}
"""What another program might do to a session, and what the finding must name."""


@contextmanager
def damaged(path: Path, statement: str) -> Iterator[None]:
    """The file with one statement run over it, whatever its tables forbid."""
    whole = path.read_bytes()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA ignore_check_constraints = 1")
    assert connection.execute(statement).rowcount, statement
    connection.commit()
    connection.close()
    yield
    path.write_bytes(whole)


def flipped(path: Path, whole: bytes, chance: random.Random, most: int) -> list[str]:
    """Whatever falls or is not noticed when one bit of the file is another, up to `most` times."""
    told = []
    for _turn in range(most):
        at, bit = chance.randrange(HEADER, len(whole)), chance.randrange(8)
        spoilt = bytearray(whole)
        spoilt[at] ^= 1 << bit
        path.write_bytes(spoilt)
        try:
            assert isinstance(verify_session(path), Verified)
        except Exception as fault:
            told.append(f"{path.name} byte {at} bit {bit}: {fault!r}")
    return told


def everything_read(path: Path) -> None:
    """What the commands and the screens ask of a session, one after the other."""
    with Session.open(path, reading=True) as session:
        session.stored()
        session.journal()
        session.counted_ballots()
        session.marks()


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A session that was opened, with drafts, ballots and a long journal."""
    return copied(LAB, tmp_path)


@pytest.mark.parametrize("statement", EDITS)
def test_an_edit_behind_the_programs_back_is_named(statement: str, lab: Path) -> None:
    with damaged(lab, statement):
        found = verify_session(lab)
    assert not found.agrees
    assert any(EDITS[statement] in f"{one}" for one in found.findings), found.findings


def test_a_session_that_lost_a_bit_never_makes_the_program_fall(lab: Path) -> None:
    assert not flipped(lab, LAB.read_bytes(), random.Random(3), 8)


def test_a_lost_bit_in_what_the_file_declares_is_said(tmp_path: Path) -> None:
    path = copied(FROZEN / "v2.review", tmp_path)
    content = path.read_bytes()
    at = content.index(b"changed_at BIGINT NOT NULL")
    path.write_bytes(content[:at] + bytes([content[at] | 128]) + content[at + 1 :])
    assert not verify_session(path).agrees


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "source", [*SAMPLES.glob("*.review"), *FROZEN.glob("*.review")], ids=lambda path: path.stem
)
def test_no_lost_bit_makes_the_program_fall(source: Path, seed: int, tmp_path: Path) -> None:
    path = Path(shutil.copy(source, tmp_path))
    assert not flipped(path, source.read_bytes(), random.Random(seed), 40)


def test_a_row_missing_from_an_index_is_found(lab: Path) -> None:
    content = bytearray(lab.read_bytes())
    content[246112] ^= 1
    lab.write_bytes(content)
    assert not verify_session(lab).agrees


@pytest.mark.parametrize(
    "statement",
    [one for one in EDITS if EDITS[one] and ("body" in one or "kind" in one or "super" in one)],
)
def test_what_a_damaged_session_cannot_do_is_refused_with_the_row_and_what_to_do(
    statement: str, lab: Path
) -> None:
    with damaged(lab, statement), pytest.raises(Refused) as refused:
        everything_read(lab)
    said = f"{refused.value}"
    assert EDITS[statement] in said
    assert "最近的备份" in said

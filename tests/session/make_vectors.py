"""Write the golden ballots: files that every version must read, or refuse, alike.

Run once, as `python -m tests.session.make_vectors`; the files stay as version 2 wrote them.
The key of the boxes and the signing key are those of `test_envelope`, no secrets.
"""

import json
from collections.abc import Callable, Iterator

from reviewtui.domain.ballot import Cell, Kind, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.ballots import sign
from reviewtui.session.envelope import MAGIC, SIGNED_PREFIX, open_envelope, pack, read_envelope
from reviewtui.session.signed import BadBytes, signature_line
from tests.meeting import ROOT
from tests.session.test_envelope import (
    BOXES,
    OPENER,
    PUBLIC,
    SEED,
    chance,
    example,
    packed,
    signed_anew,
)

FOLDER = ROOT / "tests" / "data" / "ballots"
INDEX = FOLDER / "index.json"
FILE = packed(example())


def good() -> Iterator[tuple[str, bytes]]:
    """Ballots as kits write them."""
    yield "plain", FILE
    yield "first version", packed(example(rev=1, supersedes=()))
    yield (
        "zero and unable",
        packed(
            example(
                cells={
                    "1": {
                        "1.1": Cell(CellState.SCORED, Hundredths(0)),
                        "1.2": Cell(CellState.UNABLE, None, "材料不足"),
                    }
                },
                standings={},
            )
        ),
    )
    yield "left early", packed(example(standings={"1": Standing(CandidateState.LEFT)}))
    yield "comments", packed(example(comments={"1": {"": "好", "1.1": "=1+1"}}, reason="笔误"))
    yield "withdrawn", packed(example(kind=Kind.WITHDRAW, cells={}, standings={}))


def bad() -> Iterator[tuple[str, bytes]]:
    """What must be refused, at the merge or at the opening."""
    yield "empty", b""
    yield "truncated", FILE[:-1]
    yield "one byte more", FILE + b"\n"
    yield "one bit of the box", FILE[:-7] + bytes([FILE[-7] ^ 1]) + FILE[-6:]
    yield "another format", FILE.replace(MAGIC, b"reviewtui-ballot/2\n", 1)
    yield "header changed", FILE.replace(b'"rev":2', b'"rev":3', 1)
    yield "no signature", b"\n".join([*FILE.split(b"\n", 3)[:2], b"", FILE.split(b"\n", 3)[3]])
    for key, value in (
        ("rev", True),
        ("round", "1"),
        ("progress", {"1": "done"}),
        ("supersedes", ["x"]),
        ("more", 1),
    ):
        yield f"header with wrong {key}", signed_anew(_with(key, value))
    for key, value in (("expert", "08"), ("rev", 9), ("session", "00" * 16), ("kind", "withdraw")):
        yield f"header says another {key}", signed_anew(_with(key, value))
    spaced = FILE.split(b"\n", 3)[1].replace(b'"rev":2', b'"rev": 2')
    line = signature_line(spaced, SEED, SIGNED_PREFIX)
    yield "header with a blank", b"\n".join([MAGIC[:-1], spaced, line, FILE.split(b"\n", 3)[3]])
    inner = sign(example().document(), bytes(32))
    yield "signed by another inside", pack(example(), inner, SEED, BOXES, chance())
    other = pack(example(), sign(example().document(), SEED), SEED, bytes(31) + b"\x09", chance())
    yield "boxed to another key", other


def read(content: bytes) -> str:
    """ "" if the ballot opens, else why not."""
    try:
        open_envelope(read_envelope(content), OPENER, {PUBLIC})
    except BadBytes as fault:
        return str(fault)
    return ""


def _with(key: str, value: object) -> Callable[[dict[str, object]], None]:
    def change(header: dict[str, object]) -> None:
        header[key] = value

    return change


def make() -> None:
    """Write all files and what reading them says in English."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    index = {}
    for name, content in (*good(), *bad()):
        file = f"{name.replace(' ', '-')}.ballot"
        (FOLDER / file).write_bytes(content)
        index[file] = read(content)
    INDEX.write_text(json.dumps(index, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    from reviewtui import locales

    locales.use("en")
    make()

"""Hostile bytes: none wrongly accepted, none uncaught, none slow.

Blind mutants try the signature; most of them die there. So the insider comes as well: inner
bytes and headers are mutated and then signed with a registered key, and what is accepted is
held against an oracle written from the format alone (with RFC 8785 by another hand).
"""

import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
import rfc8785

from reviewtui.session.ballots import document_of, read_ballot, sign
from reviewtui.session.envelope import MAGIC, SIGNED_PREFIX, read_envelope
from reviewtui.session.kit import read_kit
from reviewtui.session.signed import BadBytes, signature_line
from tests.session.test_envelope import FILE, PUBLIC, SEED, example, packed
from tests.session.test_kit import KIT

SLOW: Final = 0.25
"""CPU seconds that one file may take."""

SHORT, LONG = 4_000, 1_000_000
OUTSIDER = bytes(range(9, 41))
TOKENS = (
    b"0", b"1", b"-1", b"null", b"true", b"1.0", b"1e9", b'""', b"[]", b"{}", b"NaN", b"650",
    b'"scored"', b'"blank"', b'"unable"', b'"recused"', b'"01"', b"99999999999999999999", b" ",
    b"\n", b"\\u0000", b"\xff", b"\xed\xa0\x80", "８".encode(), b",", b":", b"}", b"]",
)  # fmt: skip
INNER = sign(example(comments={"1": {"": "好", "1.1": "可"}}).document(), SEED)
FILES = (FILE, packed(example(rev=1, supersedes=())))


def mutate(content: bytes, chance: random.Random) -> bytes:
    """One to three blind changes."""
    for _turn in range(chance.choice((1, 1, 1, 2, 3))):
        content = chance.choice(MUTATORS)(content, chance)
    return content


def flip(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(max(1, len(content)))
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def cut(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.randrange(1, 40) :]


def shorten(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def insert(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(TOKENS) + content[place:]


def repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.randrange(1, 60)]
    return content[:start] + piece * chance.choice((2, 2, 3, 50)) + content[start + len(piece) :]


def splice(content: bytes, chance: random.Random) -> bytes:
    other = chance.choice((*FILES, INNER, KIT))
    start, place = chance.randrange(len(other)), chance.randrange(len(content) + 1)
    return content[:place] + other[start : start + chance.randrange(1, 200)] + content[place:]


def swap_token(content: bytes, chance: random.Random) -> bytes:
    found = list(re.finditer(rb'"[^"]{0,40}"|-?\d+|null|\[|\]|\{|\}', content[:4000]))
    if not found:
        return content
    token = chance.choice(found)
    return content[: token.start()] + chance.choice(TOKENS) + content[token.end() :]


def digit(content: bytes, chance: random.Random) -> bytes:
    places = [match.start() for match in re.finditer(rb"\d", content[:4000])]
    if not places:
        return content
    place = chance.choice(places)
    return content[:place] + b"%d" % chance.randrange(10) + content[place + 1 :]


def swap_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


MUTATORS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip, flip, cut, shorten, insert, repeat, splice, swap_token, swap_token, digit, swap_lines,
)  # fmt: skip


@dataclass
class Campaign:
    """What became of the mutants."""

    seed: int
    told: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def judge(self, read: Callable[[], object]) -> bool:
        """Whether a mutant is accepted; anything but a `BadBytes` comes out."""
        start = time.process_time()
        try:
            read()
            accepted = True
        except BadBytes:
            accepted = False
        self.slowest = max(self.slowest, time.process_time() - start)
        self.told["accepted" if accepted else "refused"] += 1
        return accepted


def blind(count: int, seed: int) -> Campaign:
    campaign, chance = Campaign(seed), random.Random(seed)
    readers: tuple[tuple[bytes, Callable[[bytes], object]], ...] = (
        (FILES[0], read_envelope),
        (FILES[1], read_envelope),
        (INNER, lambda content: read_ballot(content, [PUBLIC])),
        (KIT, read_kit),
    )
    for _number in range(count):
        original, read = chance.choice(readers)
        mutant = mutate(original, chance)
        if mutant == original:
            campaign.told["identical"] += 1
            continue
        if campaign.judge(lambda: read(mutant)):  # noqa: B023  called at once
            assert rightly(mutant), mutant
    return campaign


def rightly(mutant: bytes) -> bool:
    """A mutant may be accepted only if it is another of the genuine files."""
    return mutant in (*FILES, INNER, KIT)


def signed_anew(count: int, seed: int) -> Campaign:
    campaign, chance = Campaign(seed), random.Random(seed)
    inner, header = document_of(INNER), FILE.split(b"\n", 3)[1]
    boxed = FILE.split(b"\n", 3)[3]
    for _number in range(count):
        key = chance.choice((SEED, SEED, SEED, SEED, OUTSIDER))
        if chance.random() < 0.5:
            document = mutate(inner, chance)
            mutant = sign(document, key)
            accepted = campaign.judge(lambda: read_ballot(mutant, [PUBLIC]))  # noqa: B023
            right = key == SEED and is_ballot(document)
        else:
            document = mutate(header, chance)
            line = signature_line(document, key, SIGNED_PREFIX)
            mutant = b"\n".join([MAGIC[:-1], document, line, boxed])
            accepted = campaign.judge(lambda: read_envelope(mutant))  # noqa: B023
            right = is_header(document)
        campaign.told["rightly"] += accepted and right
        assert accepted == right, (accepted, document)
    return campaign


def is_ballot(document: bytes) -> bool:
    """The oracle for inner documents, from the format's description."""
    value = plain(document)
    if value is None or set(value) != {
        "app", "candidates", "cells", "channel", "comments", "expert", "filled", "format", "kind",
        "kit", "reason", "reasons", "rev", "round", "session", "sheet", "supersedes", "written_at",
    }:  # fmt: skip
        return False
    return (
        common(value)
        and all(isinstance(value[key], str) for key in ("app", "reason", "sheet"))
        and is_map(value["cells"], lambda rows: is_map(rows, is_cell))
        and is_map(value["candidates"], is_standing)
        and is_map(value["comments"], lambda texts: bool(texts) and is_map(texts, is_text))
        and is_map(value["reasons"], lambda texts: bool(texts) and is_map(texts, bool))
        and all(
            value["cells"].get(one, {}).get(row) is not None and is_text(text)
            for one, texts in value["reasons"].items()
            for row, text in texts.items()
        )
        and is_filled(value)
    )


def is_header(document: bytes) -> bool:
    """The oracle for headers."""
    value = plain(document)
    boxes = json.loads(FILE.split(b"\n", 3)[1])["box"]
    if value is None or set(value) != {
        "box", "channel", "content_id", "expert", "format", "kind", "kit", "progress", "rev",
        "round", "session", "sheet", "supersedes", "written_at",
    }:  # fmt: skip
        return False
    states = ("complete", "partly", "recused", "declined", "left")
    return (
        common(value)
        and value["box"] == boxes
        and is_hex(value["sheet"])
        and is_hex(value["content_id"])
        and is_map(value["progress"], lambda state: is_text(state) and state in states)
    )


def plain(document: bytes) -> dict[str, Any] | None:
    """The parsed document if RFC 8785 writes it just so."""
    try:
        value = json.loads(document.decode("utf-8"), parse_float=lambda _text: None)
        if isinstance(value, dict) and rfc8785.dumps(value) == document:
            return value
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        pass
    return None


def common(value: dict[str, Any]) -> bool:
    """What ballots and headers share."""
    earlier = value["supersedes"]
    return (
        value["format"] == "reviewtui-ballot/1"
        and value["kind"] in ("cast", "withdraw")
        and value["channel"] in ("form", "excel", "paper", "import")
        and all(is_text(value[key]) for key in ("session", "expert", "kit"))
        and all(is_count(value[key]) for key in ("rev", "round", "written_at"))
        and isinstance(earlier, list)
        and all(is_hex(item) for item in earlier)
        and earlier == sorted(earlier)
    )


def is_filled(value: dict[str, Any]) -> bool:
    filled = value["filled"]
    return (
        isinstance(filled, list)
        and all(isinstance(item, list) and len(item) == 2 for item in filled)
        and all(is_text(part) for item in filled for part in item)
        and filled == sorted(filled)
        and len({tuple(item) for item in filled}) == len(filled)
        and all(row in value["cells"].get(candidate, {}) for candidate, row in filled)
    )


def is_cell(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    state, mark = value
    if state == "scored":
        return type(mark) is int and abs(mark) <= 10**9
    return state in ("blank", "unable", "not_applicable") and mark is None


def is_standing(value: object) -> bool:
    states = ("open", "recused", "declined", "left")
    return isinstance(value, list) and len(value) == 2 and value[0] in states and is_text(value[1])


def is_map(value: object, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, dict) and all(fits(item) for item in value.values())


def is_text(value: object) -> bool:
    return isinstance(value, str)


def is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= 2**53


def is_hex(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def test_blind_mutants_are_refused() -> None:
    campaign = blind(SHORT, 20260101)
    assert campaign.slowest < SLOW
    assert campaign.told["refused"] > SHORT * 0.8, campaign.told


def test_what_an_insider_signs_is_accepted_only_if_it_is_of_the_format() -> None:
    campaign = signed_anew(SHORT, 20260102)
    assert campaign.slowest < SLOW
    assert campaign.told["rightly"] > SHORT * 0.02, campaign.told


@pytest.mark.long
def test_a_million_blind_mutants() -> None:
    campaign = blind(LONG, 20260103)
    print(campaign.told, f"slowest {campaign.slowest * 1000:.0f} ms")
    assert campaign.slowest < SLOW


@pytest.mark.long
def test_a_million_mutants_signed_anew() -> None:
    campaign = signed_anew(LONG, 20260104)
    print(campaign.told, f"slowest {campaign.slowest * 1000:.0f} ms")
    assert campaign.slowest < SLOW

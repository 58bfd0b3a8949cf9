"""A ballot's bytes: any change is noticed, and there is one way to write each ballot."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from reviewtui.domain.ballot import Ballot, Cell, Channel, Kind, Standing
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.session.ballots import document_of, read_ballot, sign
from reviewtui.session.signed import BadBytes

SEED = bytes(range(32))
PUBLIC = SigningKey(SEED).verify_key.encode().hex()

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
codes = st.text("0123456789.", min_size=1, max_size=4)
some_cells = st.one_of(
    st.builds(
        lambda mark, reason, filled: Cell(CellState.SCORED, Hundredths(mark), reason, filled),
        st.integers(-10_000, 10_000),
        texts,
        st.booleans(),
    ),
    st.builds(
        lambda state, reason, filled: Cell(state, None, reason, filled),
        st.sampled_from([CellState.BLANK, CellState.UNABLE, CellState.NOT_APPLICABLE]),
        texts,
        st.booleans(),
    ),
)
ballots = st.builds(
    Ballot,
    session=texts,
    expert=codes,
    sheet=texts,
    round=st.integers(1, 9),
    rev=st.integers(1, 99),
    kind=st.sampled_from(Kind),
    channel=st.sampled_from(Channel),
    supersedes=st.lists(st.sampled_from(["0" * 64, "a" * 64, "b" * 64]), unique=True).map(
        lambda ids: tuple(sorted(ids))
    ),
    kit=texts,
    cells=st.dictionaries(codes, st.dictionaries(codes, some_cells, max_size=3), max_size=3),
    standings=st.dictionaries(
        codes, st.builds(Standing, st.sampled_from(CandidateState), texts), max_size=2
    ),
    comments=st.dictionaries(
        codes, st.dictionaries(codes, texts, min_size=1, max_size=2), max_size=2
    ),
    reason=texts,
    written_at=st.integers(0, 2**50),
    app=texts,
)


def example() -> Ballot:
    return Ballot(
        session="5e" * 16,
        expert="07",
        sheet="c" * 64,
        supersedes=("0" * 64,),
        cells={"1": {"1.1": Cell(CellState.SCORED, Hundredths(850)), "1.2": Cell()}},
        standings={"2": Standing(CandidateState.RECUSED, "同单位")},
        comments={"1": {"": "好"}},
        written_at=1_767_225_600_000,
        app="0.1.0",
    )


@given(ballots)
def test_reading_gives_back_what_was_signed(ballot: Ballot) -> None:
    content = sign(ballot.document(), SEED)
    assert read_ballot(content, [PUBLIC]) == ballot
    assert content.count(b"\n") == 2


@given(st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    content = bytearray(sign(example().document(), SEED))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadBytes):
        read_ballot(bytes(content), [PUBLIC])


@given(st.data())
def test_any_cut_or_addition_is_noticed(data: st.DataObject) -> None:
    content = sign(example().document(), SEED)
    place = data.draw(st.integers(0, len(content) - 1))
    more = data.draw(st.binary(min_size=1, max_size=4))
    for changed in (content[:place], content[:place] + more + content[place:], content + more):
        if changed != content:
            with pytest.raises(BadBytes):
                read_ballot(changed, [PUBLIC])


def test_another_key_is_refused() -> None:
    content = sign(example().document(), bytes(32))
    with pytest.raises(BadBytes, match="not registered"):
        read_ballot(content, [PUBLIC])


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    content = sign(example().document(), SEED)
    with pytest.raises(BadBytes, match="larger"):
        read_ballot(content, [PUBLIC], largest=len(content) - 1)


def test_a_signature_of_something_else_does_not_fit() -> None:
    """Without the prefix a signature made for another purpose could be passed off."""
    document = example().document()
    key = SigningKey(SEED)
    signature = key.sign(document).signature.hex()
    with pytest.raises(BadBytes, match="signature"):
        read_ballot(document + f"\n{PUBLIC} {signature}\n".encode(), [PUBLIC])


def resigned(**changes: Any) -> bytes:
    """The example with fields changed (or dropped, with None), written as such an insider would."""
    value = json.loads(example().document())
    for key, new in changes.items():
        if new is ...:
            del value[key]
        else:
            value[key] = new
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sign(text.encode(), SEED)


@pytest.mark.parametrize(
    "changes",
    [
        {"more": 1},
        {"kit": ...},
        {"cells": ...},
        {"format": "reviewtui-ballot/2"},
        {"kind": "maybe"},
        {"channel": "telepathy"},
        {"rev": True},
        {"rev": 1.0},
        {"rev": "1"},
        {"rev": -1},
        {"rev": 10**30},
        {"session": 5},
        {"expert": None},
        {"supersedes": ["zz"]},
        {"supersedes": ["b" * 64, "a" * 64]},
        {"supersedes": "0" * 64},
        {"cells": {"1": {"1.1": ["scored", None]}}},
        {"cells": {"1": {"1.1": ["scored", True]}}},
        {"cells": {"1": {"1.1": ["scored", 8.5]}}},
        {"cells": {"1": {"1.1": ["blank", 5]}}},
        {"cells": {"1": {"1.1": ["good", 5]}}},
        {"cells": {"1": {"1.1": ["scored", 5, 6]}}},
        {"cells": {"1": ["scored"]}},
        {"cells": []},
        {"candidates": {"2": ["gone", ""]}},
        {"candidates": {"2": "recused"}},
        {"comments": {"1": {}}},
        {"comments": {"1": {"": 5}}},
        {"filled": [["9", "9"]]},
        {"filled": [["1", "1.1"], ["1", "1.1"]]},
        {"reasons": {"9": {"9": "x"}}},
        {"reasons": {"1": {"1.1": ""}}},
        {"written_at": None},
        {"app": ["0.1.0"]},
    ],
)
def test_an_insider_who_signs_a_wrong_document_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadBytes):
        read_ballot(resigned(**changes), [PUBLIC])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('":', '": ', 1),
        lambda text: text.replace('"app"', '"\\u0061pp"'),
        lambda text: '{"app":"0.1.0",' + text[1:],
        lambda text: text.replace("850", "850.0"),
        lambda text: text.replace("850", "NaN"),
        lambda text: text.replace("850", "-0"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("好", "\\ud800"),
        lambda text: text.replace('"1.1"', '"\\ud800"'),
        lambda text: text.replace("850", "9" * 5000),
        lambda text: text.replace("850", "9" * 12),
        lambda _text: "[" * 100_000,
        lambda _text: "[]",
        lambda _text: "null",
        lambda _text: "",
    ],
)
def test_an_insider_who_writes_it_otherwise_is_refused(spoil: Any) -> None:
    text = spoil(example().document().decode())
    with pytest.raises(BadBytes):
        read_ballot(sign(text.encode("utf-8", "surrogatepass"), SEED), [PUBLIC])


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BadBytes):
        read_ballot(sign(b"\xff\xfe{}", SEED), [PUBLIC])


def test_line_one_is_the_document() -> None:
    assert document_of(sign(example().document(), SEED)) == example().document()

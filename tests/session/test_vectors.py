"""Golden ballots: files of version 2 that are read, or refused with their sentence, for ever."""

import json

import pytest

from tests.session.make_vectors import FOLDER, INDEX, bad, good, read

SAID: dict[str, str] = json.loads(INDEX.read_text("utf-8"))


@pytest.mark.parametrize("file", sorted(SAID))
def test_each_is_read_or_refused_as_it_was(file: str) -> None:
    assert read((FOLDER / file).read_bytes()) == SAID[file]


def test_good_ones_open_and_bad_ones_do_not() -> None:
    opened = {file for file, said in SAID.items() if not said}
    assert opened == {f"{name.replace(' ', '-')}.ballot" for name, _content in good()}
    assert len(SAID) - len(opened) == len(list(bad())) > 15


def test_what_is_written_today_is_byte_for_byte_what_was_written() -> None:
    for name, content in good():
        assert (FOLDER / f"{name.replace(' ', '-')}.ballot").read_bytes() == content

"""Reading files: what cannot be read is refused in a sentence with its place."""

import os
from pathlib import Path

import pytest

from reviewtui.domain.findings import Finding, Refused
from reviewtui.exchange.documents import MOST_BYTES, load_panel, load_set
from tests.exchange.conftest import Document, Write, change, plain_set, toml_text
from tests.meeting import BUILT_IN


def refused(path: Path | str) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        load_set(path)
    return caught.value.reasons


def test_a_set_is_loaded_by_id_and_by_path(write: Write) -> None:
    assert load_set("zj-tic-2022").id == "zj-tic-2022"
    path = write(plain_set(), "own.toml")
    assert load_set(path).id == "plain"
    assert load_set(str(path)).id == "plain"


def test_a_panel_names_its_set_relative_to_its_own_file(
    annual: Document, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "own.toml").write_text(toml_text(plain_set()), "utf-8")
    panel = change(annual, "panel/set", "tables/own.toml")
    panel = change(change(panel, "weights/of", {"1": "50", "2": "50"}), "overlays", [])
    path = write(panel)
    monkeypatch.chdir("/")
    loaded, sheet = load_panel(path)
    assert loaded.table.id == "plain"
    assert [row.code for row in sheet.rows] == ["1", "2"]
    backslashed = change(panel, "panel/set", "tables\\own.toml")
    assert load_panel(write(backslashed))[1].hash == sheet.hash


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + toml_text(plain_set()).replace("\n", "\r\n").encode())
    assert load_set(path).id == "plain"


def test_all_reasons_of_a_panel_come_at_once(annual: Document, write: Write) -> None:
    spoilt = change(change(annual, "weights/source"), "experts/1/name")
    with pytest.raises(Refused) as caught:
        load_panel(write(spoilt))
    assert [reason.place for reason in caught.value.reasons] == [
        "panel.toml: [weights] source",
        "panel.toml: [[experts]] 02 name",
    ]


def test_warnings_refuse_nothing(annual: Document, write: Write) -> None:
    panel, _sheet = load_panel(write(change(annual, "weights/of/6", "13")))
    assert panel.id == "zj-tic-annual"


SYNTAX = {
    'a = "1"\nb "2"\n': ("line 2, column 3", "is not TOML: = is missing after the key"),
    'a = "1"\na = "2"\n': ("line 2, column 8", "is not TOML: this key stands here twice"),
    "a = 好\n": (
        "line 1, column 5",
        "is not TOML: no value can be read here; texts and numbers stand in quotation marks",
    ),
    'a = "1\n': (
        "line 1, column 7",
        "is not TOML: a character stands here that must not; is a quotation mark missing?",
    ),
    "a = “1”\n": (
        "line 1, column 5",
        "a full-width sign stands where TOML needs an ASCII one: quotation mark, =, comma",
    ),
    'a = "1"\nb ＝ "2"\n': (
        "line 2, column 3",
        "a full-width sign stands where TOML needs an ASCII one: quotation mark, =, comma",
    ),
    '[x]\na = "1"\n[x]\n': (
        "line 3, column 3",
        "is not TOML: this table stands here twice; a list of tables needs [[ ]]",
    ),
    'a = { b = "1",\n  c = "2" }\n': (
        "line 1, column 15",
        "is not TOML: no key can be read here; an inline table in curly brackets stands on "
        "one line",
    ),
    'a = ["1"\n': ("line 2, column 1", "is not TOML: the list is not closed with ]"),
}


@pytest.mark.parametrize(("text", "expected"), SYNTAX.items())
def test_what_is_no_toml_is_named_with_line_and_column(
    tmp_path: Path, text: str, expected: tuple[str, str]
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    place, sentence = expected
    assert refused(path) == (Finding(f"own.toml: {place}", sentence),)


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b'a = "1"\n' + 'b = "评审"\n'.encode("gb18030"))
    assert refused(path) == (
        Finding(
            "own.toml: line 2",
            "is not UTF-8 text; save the file again with the encoding UTF-8",
        ),
    )


def test_a_file_of_more_than_four_mebibytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"#" * (MOST_BYTES + 1))
    assert refused(path) == (
        Finding(str(path), "is larger than 4 MiB; it cannot be the file that was meant"),
    )


def test_depth_and_numbers_beyond_reason_are_findings(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("a = " + "[" * 30 + "]" * 30)
    assert refused(path) == (Finding("own.toml: a", "is nested too deeply to be read"),)
    path.write_text("a = " + "[" * 100_000)
    assert refused(path) == (Finding("own.toml", "is nested too deeply to be read"),)
    path.write_text("[set]\na = 0x" + "f" * 5000)
    assert refused(path) == (Finding("own.toml: set.a", "is longer than a whole number may be"),)


def test_what_is_not_there_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "no.toml"
    assert refused(path) == (
        Finding(str(path), "there is no such file; check the name and the folder"),
    )
    assert refused("no") == (
        Finding(
            "",
            f"there is no indicator set “no”; there are: {', '.join(BUILT_IN)} "
            "(or name the file of your own set)",
        ),
    )
    assert refused(tmp_path / ("x" * 5000 + ".toml"))[0].sentence.startswith("cannot be read: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "own.toml")
    assert refused(tmp_path / "own.toml")[0].sentence == "is no ordinary file"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_without_permission_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.touch(0o000)
    assert refused(path)[0].sentence.startswith("may not be read")

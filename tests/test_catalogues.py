"""Both catalogues are whole: every message of the source, in Chinese and in English."""

import ast
import importlib.util
import re
import string
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


DATA = {'_UNITS: Final = "%|个?百分点|亿元|万元|元"'}
"""Words that documents are written in, not words that we say."""

READERS = {
    "conclusions.py",
    "facts.py",
    "table_columns.py",
    "table_grid.py",
    "table_lines.py",
    "table_numbers.py",
    "table_points.py",
    "meeting_cells.py",
}
"""What reads notices and filled forms knows their words; what they say goes through the
catalogues all the same."""


FOR_GOOD = {"tables.py", "verify.py"}
"""What an archive is written in for good, in Chinese and English, whoever reads it."""


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / ".ci" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogues = _tool()


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_message_of_the_source_is_in_the_catalogue_and_no_other(locale: str) -> None:
    ids = catalogues.message_ids()
    assert len(ids) > 300
    assert set(catalogues.translations(locale)) == ids


def test_every_marked_text_is_found_also_within_another_text() -> None:
    ids = catalogues.message_ids()
    marked = {
        call.args[0].value
        for path in (ROOT / "reviewtui").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "N_")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert marked - ids == set(), "not extracted: keep it out of the braces of an f-string"


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_translation_has_a_text_and_the_same_fields(locale: str) -> None:
    for message, text in catalogues.translations(locale).items():
        assert text.strip(), message
        assert _fields(text) == _fields(message), message


def test_the_chinese_catalogue_is_chinese() -> None:
    wordless = re.compile(r"[\W\d_]*")
    plain = [
        message
        for message, text in catalogues.translations("zh_CN").items()
        if text == message and not wordless.fullmatch(re.sub(r"\{\w*\}", "", message))
    ]
    assert plain == []


def test_the_english_catalogue_holds_no_chinese() -> None:
    assert [text for text in catalogues.translations("en").values() if HAN.search(text)] == []


def test_no_chinese_stands_in_the_code_outside_data() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in sorted((ROOT / "reviewtui").rglob("*.py"))
        if path.name not in READERS | FOR_GOOD
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(rf"""(?<!["'])["'][^"'#]*{HAN.pattern}""", line) and '"""' not in line
        if line.strip() not in DATA
    ]
    assert found == [], "a text in the code: it belongs into the catalogues"


def test_a_session_has_one_name_in_chinese() -> None:
    said = [*_tool().translations("zh_CN").values(), (ROOT / "README.md").read_text("utf-8")]
    assert not [text for text in said if "评审文件" in text], "it is called 评审会文件"


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_a_catalogue_does_not_tell_which_tool_wrote_it(locale: str) -> None:
    """Else two people with two releases of it change every catalogue to and fro."""
    text = catalogues.catalogue_path(locale).read_text("utf-8")
    assert "Generated-By" not in text
    assert "Plural-Forms" in text

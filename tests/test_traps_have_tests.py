"""Every trap of the source documents that must or should be met has a test and a failing twin.

A test of a trap carries its id in its name: `test_tr_30_…`. Its twin runs the same check on a
wrong variant: a call of `tests.twins.twin` in a test of the same trap, which fails unless the
wrong variant was seen; that the call is reached, `tests/conftest.py` holds when the test runs.
"""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from reviewtui.tui.outline import outline
from tests.meeting import ROOT, meeting
from tests.twins import RUN, twin

LISTED: Final = ROOT.parent / "shared" / "domain" / "traps.json"
MUST: Final = frozenset({1, 2, 3, 4, 5, 7, 12, 13, 14, 21, 24, 27, 28, 30, 31, 32, 33, 34, 35})
SHOULD: Final = frozenset({6, 8, 9, 15, 16, 20, 23, 26, 29, 36})
NAME: Final = re.compile(r"test_tr_(\d\d)_")


class Found(NamedTuple):
    """What the tests of one trap are called, and how often one of them runs a twin."""

    tests: list[str]
    twins: int


def traps_in(sources: Iterable[str]) -> dict[int, Found]:
    """The traps that test modules name."""
    tests: dict[int, list[str]] = defaultdict(list)
    twins: dict[int, int] = defaultdict(int)
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if named := NAME.match(node.name):
                trap = int(named[1])
                tests[trap].append(node.name)
                twins[trap] += sum(map(_runs_a_twin, ast.walk(node)))
    return {trap: Found(names, twins[trap]) for trap, names in tests.items()}


def _runs_a_twin(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "twin"


@cache
def here() -> dict[int, Found]:
    """The traps that the tests of this project name."""
    files = sorted(Path(__file__).parent.rglob("test_*.py"))
    return traps_in(file.read_text("utf-8") for file in files)


def is_tested(traps: dict[int, Found], trap: int) -> None:
    assert trap in traps, f"no test is named test_tr_{trap:02d}_…"
    assert traps[trap].twins, f"no test of TR-{trap:02d} runs a twin"


@pytest.mark.parametrize("trap", sorted(MUST | SHOULD), ids=lambda trap: f"TR-{trap:02d}")
def test_a_trap_that_must_or_should_be_met_has_a_test_and_a_failing_twin(trap: int) -> None:
    is_tested(here(), trap)


def test_a_trap_without_a_test_or_without_a_twin_would_be_seen() -> None:
    lone = "def test_tr_30_dirt_is_found():\n    assert True\n"
    named = "def test_tr_30_twin_of_nothing():\n    assert True\n"
    whole = "async def test_tr_30_dirt_is_found():\n    twin(check, 'dirt')\n"
    is_tested(traps_in([whole]), 30)
    for sources in ([], [lone], [lone, named], [whole.replace("30", "31")]):
        twin(lambda wrong: is_tested(traps_in(wrong), 30), sources)


def test_a_twin_must_be_seen_by_a_check_of_ours_and_not_merely_break() -> None:
    def sees(thing: str) -> None:
        assert thing == "right"

    twin(sees, "wrong")
    assert RUN[-1] == "sees"
    with pytest.raises(pytest.fail.Exception):
        twin(sees, "right")
    with pytest.raises(KeyError):
        twin(lambda wrong: {}[wrong], "wrong")
    with pytest.raises(pytest.fail.Exception, match="no check saw it"):
        twin(lambda wrong: outline(wrong, wrong, "1"), meeting().panel()[1])  # type: ignore[arg-type]  # what breaks in the program itself


def test_the_list_of_traps_is_that_of_the_extraction() -> None:
    if not LISTED.is_file():
        pytest.skip(f"NOT CHECKED AGAINST THE EXTRACTION: {LISTED} is not there")
    traps = json.loads(LISTED.read_text("utf-8"))
    assert len(traps) == 36
    by_priority: dict[str, set[int]] = defaultdict(set)
    for trap in traps:
        by_priority[trap["priority"]].add(int(trap["id"].removeprefix("TR-")))
    assert (by_priority["must"], by_priority["should"]) == (MUST, SHOULD)

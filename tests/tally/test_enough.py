"""Before the opening: for whom the rule can give no result."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reviewtui import locales
from reviewtui.session.envelope import Progress
from reviewtui.tally import enough
from reviewtui.tally.compute import TooFewMarks
from reviewtui.tally.enough import too_few_sentences
from reviewtui.tally.official import verdict_of
from tests.session.conftest import small_meeting
from tests.tui.sessions import made, mark, seal


@pytest.fixture(autouse=True)
def _english() -> None:
    locales.use("en")


THREE = {"drop": 1, "least": 3, "below_least": "refuse"}


def said(
    tmp_path: Path,
    marks: dict[str, dict[str, int]],
    order: str = "by_expert",
    trim: dict[str, Any] | None = THREE,
) -> tuple[list[str], bool]:
    """What is said before the opening, and whether there is a result after it.

    Args:
        marks: Rows marked, by expert and candidate; no candidate: recused.
        trim: None for the median.
    """
    average = {"average": "trimmed", "trim": trim} if trim else {"average": "median"}
    held = small_meeting(order=order, **average)
    for expert, own in marks.items():
        for candidate in {"1", "2"} - set(own):
            held = held.recuse(expert, candidate)
    session = made(tmp_path / "meeting.review", held)
    for expert, own in marks.items():
        for candidate, rows in own.items():
            mark(session, expert, candidate, ["7"] * rows)
        seal(session, expert)
    sentences = too_few_sentences(session)
    session.unseal()
    try:
        verdict_of(session)
        given = True
    except TooFewMarks:
        given = False
    session.close()
    return sentences, given


WHOLE = {"1": 4, "2": 4}
SAID = [
    "No. 2: 2 marked it whole; the rule needs at least 3 and gives no result otherwise. "
    "Take in what is missing before the opening"
]


@pytest.mark.parametrize("order", ["by_expert", "by_indicator"])
@pytest.mark.parametrize("last", [{"1": 4}, None])
def test_a_candidate_with_fewer_marks_than_the_rule_needs_is_named_before_the_opening(
    tmp_path: Path, order: str, last: dict[str, int] | None
) -> None:
    marks = {"01": WHOLE, "02": WHOLE} | ({} if last is None else {"03": last})
    sentences, given = said(tmp_path, marks, order=order)
    assert sentences == (SAID if last else [SAID[0].replace("No. 2", "No. 1, No. 2")])
    assert not given


def test_what_is_marked_in_part_counts_only_where_rows_are_averaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered = {"2": Counter({Progress.COMPLETE: 2, Progress.PARTLY: 1, Progress.RECUSED: 1})}
    monkeypatch.setattr(enough, "progress_with", lambda _session: entered)
    marks = {"01": WHOLE, "02": WHOLE, "03": WHOLE}
    for name, order, sentences in (("a", "by_expert", SAID), ("b", "by_indicator", [])):
        (tmp_path / name).mkdir()
        assert said(tmp_path / name, marks, order=order) == (sentences, True)


@pytest.mark.parametrize(
    "trim",
    [None, THREE | {"below_least": "mean"}],
)
def test_nothing_is_said_where_the_rule_gives_a_result_all_the_same(
    tmp_path: Path, trim: dict[str, Any] | None
) -> None:
    marks = {"01": WHOLE, "02": WHOLE}
    assert said(tmp_path, marks, trim=trim) == ([], True)

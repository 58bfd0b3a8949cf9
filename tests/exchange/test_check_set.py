"""An indicator set: each fault has its place and its sentence."""

import pytest

from reviewtui.domain.findings import Finding
from reviewtui.exchange.check import check_file
from tests.exchange.conftest import Write, change, plain_set
from tests.exchange.spoiling import NUMBER, Case, warned

CASES = [
    Case("set/id", None, "[set] id", "is missing"),
    Case(
        "set/status", None, "[set] status", "is missing; one of: issued, trial, draft, unofficial"
    ),
    Case("set/colour", "x", "[set] colour", "is not a known key; mistyped?"),
    Case("rows/1/code", "1", "[[rows]] 1", "this code occurs more than once"),
    Case("rows/1/title", None, "[[rows]] 1.1 title", "is missing"),
    Case("rows/1/parent", "9", "[[rows]] 1.1", "its parent 9 does not stand above it"),
    Case("rows/1/parent", "1.1", "[[rows]] 1.1", "its parent 1.1 does not stand above it"),
    Case(
        "rows/1/kind",
        "text",
        "[[rows]] 1.1 kind",
        "“text” is not known; one of: judgement, fact, alternatives, measured, gate",
    ),
    Case(
        "rows/1/kind", "alternatives", "[[rows]] 1.1", "a group of alternatives needs its choices"
    ),
    Case(
        "rows/1/scale",
        "stars",
        "[[rows]] 1.1 scale",
        "“stars” is not known; one of: points, percent, levels, yes_no",
    ),
    Case("rows/1/max", 5, "[[rows]] 1.1 max", f"“5” {NUMBER}"),
    Case("rows/1/step", "-1", "[[rows]] 1.1 step", "the step must be more than 0"),
    Case("rows/1/reviews", ["yearly"], "[[rows]] 1.1 reviews", "“yearly” is no review type"),
    Case("rows/1/thresholds", ["T9"], "[[rows]] 1.1", "threshold T9 is not in this table"),
    Case("rows/1/source", "二", "[[rows]] 1.1", "the text of article 二 is not in this table"),
    Case("rows", [], "[[rows]]", "there is no row"),
    Case("thresholds/0/value", None, "[[thresholds]] T1 value", "is missing"),
    Case(
        "thresholds/0/operator",
        "≥",
        "[[thresholds]] T1 operator",
        "“≥” is not known; one of: >=, <=, >, <, ==, between, ~=",
    ),
    Case(
        "thresholds/0/strength",
        None,
        "[[thresholds]] T1 strength",
        "is missing; one of: soft, hard, conditional, relaxation, doubtful, target",
    ),
    Case(
        "rows/2/guidance",
        "看\ue010",
        "[[rows]] 1.2 guidance",
        "private-use character U+E010: it shows as a box on other machines",
    ),
    warned("rows/2/guidance", None, "[[rows]] guidance", "these rows have no guidance: 1.2"),
    warned(
        "rows/2/source",
        None,
        "[[rows]] source",
        "these rows do not say on which article they stand: 1.2",
    ),
    warned("rows/2/title", "指标1.1", "[[rows]] 1.2 title", "rows 1.1, 1.2 have the same title"),
    warned("rows/1/thresholds", [], "[[thresholds]] T1", "no row names this threshold"),
    warned(
        "set/status",
        "draft",
        "[set] status",
        "plain is a draft for comment; check it against the final text once issued",
    ),
    warned(
        "set/status", "issued", "[set] document", "is missing, though the set is said to be issued"
    ),
    warned("set/status", "trial", "[set] date", "is missing, though the set is said to be issued"),
    warned(
        "set/id",
        "zj-tic-2022",
        "[set] id",
        "zj-tic-2022 is the id of a built-in set; give your own set another id",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_set_spoilt_in_one_place_gives_the_finding_of_that_place(
    case: Case, write: Write
) -> None:
    expected = Finding(f"set.toml: {case.place}", case.sentence, case.warning)
    assert check_file(write(plain_set(), "set.toml")) == []
    assert expected in check_file(write(change(plain_set(), case.at, case.value), "set.toml"))


def test_where_every_row_lacks_something_the_codes_are_not_listed(write: Write) -> None:
    data = plain_set()
    for number in range(3, 117):
        data["rows"].append({"code": f"{number}", "title": f"指标{number}", "source": "一"})
    few = [item.sentence for item in check_file(write(data)) if "guidance" in item.place]
    assert few == [
        "these rows have no guidance: 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and 102 more"
    ]
    for row in data["rows"]:
        row.pop("guidance", None)
    every = [item.sentence for item in check_file(write(data)) if "guidance" in item.place]
    assert every == ["these rows have no guidance: all 120"]

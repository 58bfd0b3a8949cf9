"""Every result is a sentence in the reader's language, with n; nobody is named."""

from collections.abc import Iterator

import pytest

from reviewtui import locales
from reviewtui.tally.analysis.method_words import method
from reviewtui.tally.analysis.results import (
    ICC,
    ON_TOTALS,
    Interval,
    Line,
    Part,
    RankSpread,
    Spreads,
)
from reviewtui.tally.analysis.run import analysis
from reviewtui.tally.analysis.shares import often, share_text
from reviewtui.tally.analysis.words import Words
from reviewtui.tally.compute import compute
from tests.tally.workload import bulk


@pytest.fixture(params=["zh", "en"])
def words(request: pytest.FixtureRequest) -> Iterator[str]:
    locales.use(request.param)
    yield request.param
    locales.use("zh")


@pytest.mark.parametrize(("experts", "candidates"), [(5, 6), (1, 1)])
def test_each_part_is_one_sentence_and_names_nobody(
    words: str, experts: int, candidates: int
) -> None:
    panel, sheet, marks = bulk(experts, candidates, 10)
    says = Words(panel, sheet)
    for part, result in analysis(panel, sheet, compute(panel, sheet, marks), marks):
        sentence = says.sentence(part, result)
        assert sentence[-1] == ("。" if words == "zh" else ".")
        assert "{" not in sentence
        assert "nan" not in sentence
        assert not any(expert.name in sentence for expert in panel.experts)
        assert says.title(part)
        for line in method(panel, part, result):
            assert line
            assert not set(line) & set("{}")


def test_no_point_estimate_stands_without_its_interval() -> None:
    locales.use("en")
    panel, sheet, _marks = bulk(2, 2, 3)
    forms = dict.fromkeys(("2,1", "2,k"), Interval(0.29, 0.02, 0.76))
    found = ICC(("01", "02"), ("1", "2"), ON_TOTALS, forms, (1.0, 1.0, 1.0, 1.0))
    said = Words(panel, sheet).sentence(Part.ICC, found)
    assert "0.29 (0.02 to 0.76)" in said
    assert "2 experts" in said
    locales.use("zh")


def test_who_is_undecided_at_a_line_is_listed_for_discussion() -> None:
    locales.use("en")
    panel, sheet, _marks = bulk(2, 2, 3)
    spreads = Spreads(
        ("01",),
        ("1", "2", "3"),
        ON_TOTALS,
        {
            "1": RankSpread(1, 1, 1.0, (1.0, 0.97), 100),
            "2": RankSpread(2, 3, 0.0, (0.6, 0.0), 100),
            "3": RankSpread(2, 3, 0.0, (0.4, 0.0), 100),
        },
        (Line(places=2), Line(at_least=90.0, grade="优秀")),
        100,
        1,
    )
    assert Words(panel, sheet).undecided(spreads) == [
        "To discuss, undecided at the first 2: No. 2 (60%), No. 3 (40%)."
    ]
    locales.use("zh")


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.0001, "<1%"), (0.05, "5%"), (0.9999, ">99%"), (1, "100%")],
)
def test_what_is_not_quite_certain_is_not_called_so(share: float, text: str) -> None:
    assert share_text(share) == text


@pytest.mark.parametrize(
    ("share", "english", "chinese"),
    [(0.0001, "in less than 1%", "占不到 1%"), (0.05, "in 5%", "占 5%"), (1, "in 100%", "占 100%")],
)
def test_how_often_is_said_as_one_says_it(share: float, english: str, chinese: str) -> None:
    assert often(share) == chinese
    locales.use("en")
    assert often(share) == english
    locales.use("zh")

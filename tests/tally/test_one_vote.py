"""What hangs on one vote, against trying every sheet of every expert."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewtui.domain.closing import Counts, Vote, VoteMode
from reviewtui.domain.conclusions import Conclusions
from reviewtui.locales import use
from reviewtui.tally.compute import compute
from reviewtui.tally.one_vote import Said, otherwise, said_of
from reviewtui.tally.plain_lines import About, plain_lines, stability_json
from reviewtui.tally.verdict import Verdict
from tests.meeting import Meeting
from tests.tally.test_conclusions import FOUR, appraisal, concluded, marked

WORDS = "1234-."
"""The four conclusions, abstaining, saying nothing: the places of `Otherwise`."""


def said(text: str) -> Said:
    """What the experts said, counted."""
    counts = [text.count(word) for word in WORDS]
    return Said("1", tuple(counts[:4]), counts[4], len(text), voted=False)


@settings(max_examples=40, deadline=None)
@given(st.text(WORDS, min_size=1, max_size=7))
def test_every_change_of_one_vote_that_changes_the_proposal_is_told_and_no_other(text: str) -> None:
    plan = appraisal(len(text))
    rule = plan.panel()[0].rule.conclusions
    assert rule is not None
    own = concluded(plan, text).proposal
    expected = {
        (WORDS.index(text[at]), WORDS.index(word), other.proposal, other.why)
        for at in range(len(text))
        for word in WORDS
        if text[at] != "."
        if (other := concluded(plan, text[:at] + word + text[at + 1 :])).proposal != own
    }
    found = {
        (one.before, one.after, None if one.proposal is None else FOUR[one.proposal], one.why)
        for one in otherwise(rule, said(text))
    }
    assert found == expected


def result(said_by: str, plan: Meeting) -> tuple[list[str], Verdict]:
    """The lines about conclusions, and the result."""
    use("en")
    panel, sheet = plan.panel()
    verdict = compute(panel, sheet, marked(plan, said_by))
    lines = [
        line.text
        for line in plain_lines(panel, verdict)
        if line.about in (About.CONCLUDED, About.VOTE)
    ]
    use("zh")
    return lines, verdict


@pytest.mark.parametrize(
    ("said_by", "quorum", "vote"),
    [
        (
            "111111111",
            "Every entitled expert concluded on every candidate; the quorum of 2/3 is reached "
            "for every candidate",
            "No single vote cast otherwise would change a proposed conclusion.",
        ),
        (
            "11111222x",
            "Not every entitled expert concluded on No. 1; the quorum of 2/3 is reached for every "
            "candidate",
            "One vote cast otherwise could change the proposed conclusion on No. 1",
        ),
        (
            "11111xxxx",
            "Not every entitled expert concluded on No. 1; the quorum of 2/3 is not reached for "
            "No. 1",
            "No single vote cast otherwise would change a proposed conclusion.",
        ),
    ],
)
def test_an_appraisal_says_quorum_and_one_vote_in_a_line_each(
    said_by: str, quorum: str, vote: str
) -> None:
    assert result(said_by, appraisal())[0] == [quorum, vote]


def test_without_a_majority_in_the_rule_no_vote_decides_anything() -> None:
    lines, _verdict = result("111222222", appraisal(options=list(FOUR)))
    assert lines == ["Every entitled expert concluded on every candidate"]


def test_a_vote_on_record_takes_the_place_of_what_stands_on_the_sheets() -> None:
    plan = appraisal()
    panel, _sheet = plan.panel()
    _lines, verdict = result("111111111", plan)
    vote = Vote("1", VoteMode.SECRET, Counts((5, 3, 0, 0), 0, 1), 9, {}, ("甲", "乙"))
    assert [(one.abstained, one.took_part, one.voted) for one in said_of(verdict, {"1": vote})] == [
        (1, 9, True)
    ]
    told = stability_json(panel, verdict, {"1": vote})["one_vote"][0]
    assert (told["voted"], told["quorum"]) == (True, True)
    assert {"before": "原则同意", "after": "同意", "proposal": "同意"} in told["otherwise"]
    assert stability_json(panel, verdict)["one_vote"][0]["otherwise"] == []


def test_saying_nothing_may_cost_the_quorum() -> None:
    rule = Conclusions(FOUR, quorum=appraisal().panel()[0].rule.conclusions.quorum, majority=1)  # type: ignore[union-attr, arg-type]
    silent = [one for one in otherwise(rule, said("111111...")) if one.after == 5]
    assert [(one.before, one.proposal) for one in silent] == [(0, None)]

"""What experts conclude: counted apart from every sum, proposed by the panel's rule alone."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.ballot import BLANK, Cell
from reviewtui.domain.conclusions import CONCLUSION, Conclusions, conclusions_sentences
from reviewtui.domain.findings import Finding
from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.rule import rule_hash
from reviewtui.domain.states import CellState, Why
from reviewtui.locales import use
from reviewtui.tally.compute import compute
from reviewtui.tally.conclusion_words import opinion_lines
from reviewtui.tally.conclusions import Opinion, Shortfall, carried
from reviewtui.tally.report import results_json
from tests.meeting import Meeting, meeting


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The sentences are held to in English."""
    use("en")
    yield
    use("zh")


FOUR = ("同意", "原则同意", "修改完善后再论证", "不同意")
THIRDS = {"majority": "2/3", "quorum": "2/3", "source": "论证办法（示例）"}


def appraisal(experts: int = 9, **conclusions: Any) -> Meeting:
    """A plan before its experts."""
    plan = meeting(experts, 1)
    plan.data["panel"]["review"] = "appraisal"
    return plan.put("conclusions", conclusions or dict(THIRDS))


def concluded(plan: Meeting, said: str) -> Opinion:
    """The opinion of what expert after expert says; see `marked`."""
    panel, sheet = plan.panel()
    found = compute(panel, sheet, marked(plan, said)).of("1").opinion
    assert found is not None
    return found


def marked(plan: Meeting, said: str) -> list[ExpertMarks]:
    """Expert after expert says 1 to 4, `-` abstains, `.` nothing, `x` is absent."""
    panel, sheet = plan.panel()
    asked = panel.rule.conclusions
    assert asked is not None
    words = {"-": Cell(CellState.UNABLE), ".": BLANK} | {
        str(at + 1): Cell(CellState.SCORED, asked.mark(at)) for at in range(len(asked.options))
    }
    marks = [800] * len(sheet.rows)
    return [
        ExpertMarks(expert.code, why=Why.ABSENT)
        if word == "x"
        else ExpertMarks(expert.code, {"1": CandidateMarks(marks, conclusion=words[word])})
        for expert, word in zip(panel.experts, said, strict=True)
    ]


@pytest.mark.parametrize(
    ("said", "proposal", "why"),
    [
        ("111111222", "同意", None),
        ("111112222", "原则同意", None),
        ("111122233", "原则同意", None),
        ("111112233", "原则同意", None),
        ("111333333", "修改完善后再论证", None),
        ("444444123", "不同意", None),
        ("444441111", None, Shortfall.NO_MAJORITY),
        ("111111---", "同意", None),
        ("11111----", None, Shortfall.NO_MAJORITY),
        ("111111xxx", "同意", None),
        ("11111xxxx", None, Shortfall.NO_QUORUM),
        ("xxxxxxxxx", None, Shortfall.NO_VOTES),
        ("11111....", None, Shortfall.NO_QUORUM),
    ],
)
def test_the_best_conclusion_with_its_majority_is_proposed(
    said: str, proposal: str | None, why: Shortfall | None
) -> None:
    found = concluded(appraisal(), said)
    assert (found.proposal, found.why) == (proposal, why)


def test_two_thirds_exactly_carry_and_a_vote_less_does_not() -> None:
    assert concluded(appraisal(3), "114").proposal == "同意"
    assert concluded(appraisal(3), "144").proposal == "不同意"
    assert concluded(appraisal(4), "1144").why is Shortfall.NO_MAJORITY


def test_without_a_majority_in_the_rule_nothing_is_proposed() -> None:
    found = concluded(appraisal(3, options=list(FOUR)), "111")
    assert (found.proposal, found.why) == (None, Shortfall.NO_RULE)
    assert found.counts == (3, 0, 0, 0)


def test_who_is_recused_has_no_say_and_who_is_silent_is_named() -> None:
    found = concluded(appraisal(4).recuse("04", "1"), "1.x1")
    assert found.entitled == 3
    assert [(gone.expert, gone.why) for gone in found.silent] == [
        ("02", Why.BLANK),
        ("03", Why.ABSENT),
    ]
    said = "\n".join(opinion_lines(Conclusions(FOUR), found))
    assert "1 of 3 experts concluded: 同意 1" in said
    assert "Without a conclusion: blank (expert 02); absent (expert 03)" in said


@given(st.lists(st.sampled_from("1234-.x"), min_size=1, max_size=9))
def test_a_conclusion_moves_no_total_and_a_total_no_conclusion(said: list[str]) -> None:
    plan = appraisal(len(said))
    panel, sheet = plan.panel()
    plain, plain_sheet = meeting(len(said), 1).panel()
    asked = panel.rule.conclusions
    assert asked is not None
    marks = [800] * len(sheet.rows)
    experts = []
    for expert, word in zip(panel.experts, said, strict=True):
        cell = Cell(CellState.SCORED, asked.mark(int(word) - 1)) if word.isdigit() else BLANK
        experts.append(ExpertMarks(expert.code, {"1": CandidateMarks(marks, conclusion=cell)}))
    assert compute(panel, sheet, experts).of("1").total == (
        compute(plain, plain_sheet, experts).of("1").total
    )


@given(st.permutations("112234-.x"))
def test_the_order_of_the_experts_decides_nothing(said: list[str]) -> None:
    found = concluded(appraisal(), "".join(said))
    assert (found.counts, found.proposal, len(found.silent)) == (
        (2, 2, 1, 1),
        FOUR[2],
        2,
    )


@given(st.lists(st.sampled_from("1234"), min_size=1, max_size=12), st.data())
def test_a_better_vote_never_makes_the_proposal_worse(said: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(said) - 1))
    vote = data.draw(st.sampled_from("1234"[: int(said[at])]))
    better = [*said[:at], vote, *said[at + 1 :]]
    plan = appraisal(len(said))

    def place(votes: list[str]) -> float:
        proposal = concluded(plan, "".join(votes)).proposal
        return 2.5 if proposal is None else FOUR.index(proposal)

    assert place(better) <= place(said)


def test_an_appraisal_does_not_rank_unless_it_says_so() -> None:
    plan = appraisal(2)
    panel, sheet = plan.panel()
    marks = {"1": CandidateMarks([800] * len(sheet.rows))}
    experts = [ExpertMarks("01", marks), ExpertMarks("02", marks)]
    assert compute(panel, sheet, experts).of("1").rank is None
    plan.data["panel"]["ranking"] = True
    panel, sheet = plan.panel()
    assert compute(panel, sheet, experts).of("1").rank == 1


def test_the_json_tells_who_concluded_what() -> None:
    panel, sheet = appraisal(2).panel()
    asked = panel.rule.conclusions
    assert asked is not None
    cells = [Cell(CellState.SCORED, asked.mark(1)), Cell(CellState.UNABLE)]
    experts = [
        ExpertMarks(code, {"1": CandidateMarks([None] * len(sheet.rows), conclusion=cell)})
        for code, cell in zip(("01", "02"), cells, strict=True)
    ]
    told: Any = results_json("s", panel, sheet, compute(panel, sheet, experts))
    said = told["candidates"][0]["conclusion"]
    assert said["votes"][1] == {"option": "原则同意", "n": 1, "experts": ["01"]}
    assert (said["abstained"], said["proposal"], said["why"]) == (["02"], None, "no_majority")


def test_a_panel_without_conclusions_keeps_its_hashes() -> None:
    plain, sheet = meeting(2, 1).panel()
    assert "conclusions" not in str(plain.rule.frozen())
    assert "conclusions" not in str(sheet.frozen)
    asking, asked_sheet = appraisal(2).panel()
    assert rule_hash(asking.rule) != rule_hash(plain.rule)
    assert asked_sheet.hash != sheet.hash
    assert [row.code for row in asked_sheet.judged("1")][-1] == CONCLUSION


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"majority": "2/3"}, "a quorum or a majority needs its source line"),
        (
            {"majority": "3/2", "source": "x"},
            "a part of the experts is written as “2/3” or “0.5”, at most 1",
        ),
        ({"options": ["同意"]}, "two to nine conclusions, best first"),
        ({"options": ["同意", "同意"]}, "“同意” occurs twice"),
        ({"majorty": "2/3"}, "is not a known key; mistyped?"),
    ],
)
def test_a_faulty_rule_for_conclusions_is_found(table: dict[str, Any], sentence: str) -> None:
    plan = appraisal(2)
    found = [item.sentence for item in plan.put("conclusions", table).findings()]
    assert sentence in found


def test_an_annual_evaluation_grades_and_does_not_conclude() -> None:
    found = meeting(2, 1).put("conclusions", {"options": list(FOUR)}).findings()
    sentence = "belongs to an appraisal or an acceptance; other reviews grade"
    assert Finding("panel.toml: [conclusions]", sentence) in found


def test_the_printed_rule_says_when_the_last_conclusion_is_proposed_and_who_counts() -> None:
    """A split of 1, 2, 2 and 4 proposes nothing at two thirds; the rule has to say why."""
    rule = Conclusions(FOUR, majority=Fraction(2, 3), source="办法")
    assert carried(rule, (1, 2, 2, 4), 9, 9) == (None, Shortfall.NO_MAJORITY)
    assert carried(rule, (0, 0, 3, 6), 9, 9) == (3, None)
    assert carried(rule, (5, 0, 0, 0), 9, 9) == (None, Shortfall.NO_MAJORITY), "four abstain"
    told = " ".join(conclusions_sentences(rule))
    assert f"“{FOUR[-1]}” only if so many want just that" in told
    assert "abstentions included" in told

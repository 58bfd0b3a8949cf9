"""Amending a session: what takes effect, what is frozen and says so, what counts afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewtui.domain.amendment import (
    Addition,
    CandidateWithdrawal,
    ChairChange,
    Change,
    Correction,
    Field,
    LateRecusal,
    LeaveRule,
    Newcomer,
    OrderChange,
    Replacement,
    Settlement,
)
from reviewtui.domain.findings import Refused
from reviewtui.domain.rule import EarlyLeave, rule_hash
from reviewtui.domain.states import CandidateState, Why
from reviewtui.session.amending import amend, amendments, idle_amendments
from reviewtui.session.base_copy import write_base
from reviewtui.session.changes import CommentChange
from reviewtui.session.definition import store_amendment
from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.kit import make_kit
from reviewtui.session.session import Session
from reviewtui.session.withdrawing import withdraw
from reviewtui.session.working_copy import create_working_copy, require_fit
from reviewtui.tally.official import verdict_of
from reviewtui.tally.verdict import Flag
from tests.session.conftest import Room, fill, mark, small_meeting

Make = Callable[..., Room]
WHY = "会议决定"


def hand_in(session: Session, expert: str, points: float = 8) -> None:
    scoring = session.scoring(expert)
    fill(scoring, points)
    scoring.seal().result()


def test_an_amendment_is_told_in_the_journal_and_shows_when_the_session_is_opened_again(
    room: Make,
) -> None:
    own = room()
    session = own.open()
    made = amend(session, Correction("01", "", Field.NAME, "张三"), by="会务")
    event = session.journal()[-1]
    assert (event.kind, event.body["amendment"], event.body["by"]) == ("amended", made.id, "会务")
    again = own.again()
    assert again.panel.expert("01").name == "张三"
    assert amendments(again) == [made]
    assert again.check() == []


def test_numbers_count_up_and_each_amendment_builds_on_the_earlier_ones(room: Make) -> None:
    own = room()
    session = own.open()
    amend(session, Addition(Newcomer("04", "新专家")), reason=WHY)
    amend(session, ChairChange("04"))
    assert [item.number for item in amendments(session)] == [1, 2]
    assert own.again().panel.expert("04").role == "chair"


def test_sheet_and_ballots_stay_valid_whatever_is_amended(room: Make) -> None:
    own = room(small_meeting(candidates=3))
    session = own.open()
    sheet, rule = session.sheet.hash, rule_hash(session.panel.rule)
    hand_in(session, "01")
    for change in (
        Addition(Newcomer("04", "新专家"), ("1",)),
        CandidateWithdrawal("2"),
        LateRecusal("01", "1"),
        OrderChange(("3", "2", "1")),
        Replacement("03", Newcomer("05", "替补")),
    ):
        amend(session, change, reason=WHY)
    session = own.again()
    assert (session.sheet.hash, rule_hash(session.panel.rule)) == (sheet, rule)
    session.unseal()
    assert session.check() == []


@pytest.mark.parametrize(
    "change",
    [
        Addition(Newcomer("04", "新专家")),
        CandidateWithdrawal("2"),
        LateRecusal("01", "1"),
        Replacement("03", Newcomer("04", "替补")),
        Settlement("1", "1.1", "7"),
        LeaveRule(EarlyLeave.COUNT_NONE),
    ],
)
def test_after_the_opening_nothing_changes_that_could_change_the_result(
    room: Make, change: Change
) -> None:
    session = room(small_meeting().settle("1", "1.1", "6")).open()
    hand_in(session, "01")
    session.unseal()
    with pytest.raises(Refused, match="the ballots are open"):
        amend(session, change, reason=WHY)
    amend(session, Correction("01", "", Field.UNIT, "某大学"))
    amend(session, ChairChange("02"))
    assert [item.kind.value for item in amendments(session)] == ["correct", "chair"]


def test_what_could_move_the_result_needs_a_reason(room: Make) -> None:
    session = room().open()
    with pytest.raises(Refused, match="say why"):
        amend(session, LateRecusal("01", "1"))
    assert amendments(session) == []


def test_a_settled_value_is_put_right_but_which_rows_are_settled_is_frozen(room: Make) -> None:
    own = room(small_meeting().settle("1", "1.1", "6"))
    session = own.open()
    amend(session, Settlement("1", "1.1", "7", "补充材料"), reason=WHY)
    with pytest.raises(Refused, match="not among those the desk settles"):
        amend(session, Settlement("2", "1.1", "7"), reason=WHY)
    with pytest.raises(Refused, match="lies outside the marks"):
        amend(session, Settlement("1", "1.1", "99"), reason=WHY)
    session = own.again()
    assert session.sheet.candidates["1"].settled["1.1"] == 700
    hand_in(session, "01", 8)
    session.unseal("会务")
    assert session.journal()[-1].body["settled"] == [["1", "1.1", "7"]]
    assert session.journal()[-1].body["rule"] == rule_hash(session.panel.rule)
    assert verdict_of(session).of("1").total == 7 + 3 * 8


def test_the_rule_for_early_leave_is_chosen_before_the_first_ballot(room: Make) -> None:
    own = room()
    session = own.open()
    amend(session, LeaveRule(EarlyLeave.COUNT_NONE), reason=WHY)
    session = own.again()
    assert session.panel.rule.early_leave is EarlyLeave.COUNT_NONE
    scoring = session.scoring("01")
    scoring.commit([mark("1", row, 8) for row in ("1.1", "1.2", "2.1", "2.2")]).result()
    scoring.seal(left=True).result()
    with pytest.raises(Refused, match="frozen since its page was printed or the first ballot"):
        amend(session, LeaveRule(EarlyLeave.COUNT_FINISHED), reason=WHY)
    session.unseal()
    assert verdict_of(session).of("1").total is None


def test_a_replaced_expert_has_nothing_to_judge_and_his_successor_counts(room: Make) -> None:
    own = room()
    session = own.open()
    amend(session, Replacement("02", Newcomer("04", "替补")), reason=WHY)
    session = own.again()
    with pytest.raises(Refused, match="replaced by expert 04"):
        session.scoring("02")
    for expert in ("01", "03", "04"):
        hand_in(session, expert)
    assert session.effective()["02"] is Why.NOT_ASSIGNED
    assert session.unseal().missing == ()
    result = verdict_of(session).of("1")
    assert result.counted == ("01", "03", "04")
    assert [(gone.expert, gone.why) for gone in result.left_out] == [("02", Why.NOT_ASSIGNED)]


def test_nobody_takes_the_place_of_an_expert_whose_ballot_counts(room: Make) -> None:
    own = room()
    session = own.open()
    hand_in(session, "02")
    with pytest.raises(Refused, match="withdraw his ballot first"):
        amend(session, Replacement("02", Newcomer("04", "替补")), reason=WHY)
    withdraw(session, "02", by="会务", reason="误交")
    amend(session, Replacement("02", Newcomer("04", "替补")), reason=WHY)
    session = own.again()
    assert session.effective()["02"] is Why.NOT_ASSIGNED
    hand_in(session, "01")
    session.unseal()
    assert session.check() == []


def test_a_ballot_of_a_replaced_expert_from_another_desk_is_kept_and_named(
    room: Make,
) -> None:
    own = room()
    session = own.open()
    made = amend(session, Replacement("02", Newcomer("04", "替补")), reason=WHY)
    session.meeting.file.write(lambda connection: connection.execute("DELETE FROM amendment"))
    session = own.again()
    hand_in(session, "02")
    session.meeting.file.write(lambda connection: store_amendment(connection, session.id, made))
    session = own.again()
    assert session.effective()["02"] is Why.NOT_ASSIGNED
    assert [item.why for item in kept_aside(session)] == [Reason.REPLACED_EXPERT]


def test_marks_given_before_a_recusal_are_kept_and_do_not_count(room: Make) -> None:
    own = room()
    session = own.open()
    hand_in(session, "01", 2)
    hand_in(session, "02", 8)
    amend(session, LateRecusal("01", "1"), reason="师生关系")
    session = own.again()
    session.unseal()
    result = verdict_of(session).of("1")
    assert (result.counted, result.total) == (("02",), 32)
    assert (result.left_out[0].expert, result.left_out[0].why) == ("01", Why.RECUSED)
    ballot = session.effective()["01"]
    assert not isinstance(ballot, Why)
    assert session.ballot(ballot.content_id).cells["1"]["1.1"].mark == 200
    assert session.check() == []


def test_a_late_recusal_holds_for_a_sheet_that_is_still_at_work(room: Make) -> None:
    own = room()
    session = own.open()
    scoring = session.scoring("01")
    fill(scoring)
    scoring.commit([CommentChange("1", "", "思路清楚")]).result()
    amend(session, LateRecusal("01", "1"), reason="师生关系")
    session = own.again()
    scoring = session.scoring("01")
    assert scoring.standing("1").state is CandidateState.RECUSED
    scoring.seal().result()
    session.unseal()
    ballot = session.effective()["01"]
    assert not isinstance(ballot, Why)
    assert "1" not in session.ballot(ballot.content_id).cells
    assert session.check() == []


def test_a_withdrawn_candidate_is_out_of_the_ranking_and_its_marks_are_kept(room: Make) -> None:
    own = room(small_meeting(candidates=3))
    session = own.open()
    hand_in(session, "01", 9)
    amend(session, CandidateWithdrawal("1"), reason="主动撤回申报")
    session = own.again()
    hand_in(session, "02", 5)
    session.unseal()
    verdict = verdict_of(session)
    gone = verdict.of("1")
    assert (gone.total, gone.rank, gone.n, gone.flags) == (None, None, 0, (Flag.WITHDRAWN,))
    assert [item.code for item in verdict.ranking()] == ["2", "3", "1"]
    assert {verdict.of(code).rank for code in "23"} == {1}
    ballot = session.effective()["01"]
    assert not isinstance(ballot, Why)
    assert session.ballot(ballot.content_id).cells["1"]["1.1"].mark == 900
    assert session.check() == []


def test_an_amendment_that_was_tampered_with_keeps_the_session_shut(room: Make) -> None:
    own = room()
    session = own.open()
    amend(session, ChairChange("01"))
    session.meeting.file.write(
        lambda connection: connection.execute(
            "UPDATE amendment SET document = replace(document, '01', '02')"
        )
    )
    own.close()
    with pytest.raises(Refused, match="amendment 1 is not as it was made"):
        own.open()


def test_an_amendment_without_effect_is_named_by_check(room: Make) -> None:
    own = room()
    session = own.open()
    first = amend(session, Addition(Newcomer("04", "甲选")), reason=WHY)
    other = first._replace(at=first.at + 1, change=Addition(Newcomer("04", "乙选")))
    session.meeting.file.write(lambda connection: store_amendment(connection, session.id, other))
    session = own.again()
    (idle,) = idle_amendments(session)
    assert idle.amendment in (first, other)
    (finding,) = session.check()
    assert "amendment 1 has no effect: the code 04 is taken" in str(finding)
    assert finding.warning


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Settlement("1", "2.1", "7"), "it changes what is scored"),
        (Settlement("1", "1.1", "99"), "lies outside the marks of this row"),
        (Correction("01", "", Field.NAME, ""), "is empty"),
    ],
)
def test_what_another_program_amended_is_left_out_and_named_and_shuts_nothing(
    room: Make, change: Change, why: str
) -> None:
    own = room(small_meeting().settle("1", "1.1", "6"))
    session = own.open()
    sheet = session.sheet.hash
    good = amend(session, ChairChange("02"))
    foul = good._replace(number=2, change=change)
    last = good._replace(number=3, change=ChairChange("03"))
    for item in (foul, last):
        session.meeting.file.write(
            lambda connection, item=item: store_amendment(connection, session.id, item)
        )
    session = own.again()
    assert session.sheet.hash == sheet
    assert session.panel.expert("03").role == "chair"
    ((idle, said),) = idle_amendments(session)
    assert idle == foul
    assert why in said
    hand_in(session, "01")
    assert [finding.warning for finding in session.check()] == [True]


def test_the_base_for_a_new_machine_carries_the_amendments_once(room: Make, tmp_path: Path) -> None:
    own = room()
    session = own.open()
    amend(session, Replacement("02", Newcomer("04", "替补")), reason=WHY)
    amend(session, LateRecusal("01", "1"), reason=WHY)
    session = own.again()
    write_base(session.meeting, tmp_path / "base.review")
    with Session.open(tmp_path / "base.review") as base:
        assert base.panel == session.panel
        assert idle_amendments(base) == ()
        assert amendments(base) == amendments(session)


def test_a_kit_issued_after_the_amendments_shows_them_and_an_earlier_one_stays_valid(
    room: Make, tmp_path: Path
) -> None:
    own = room(small_meeting(candidates=3))
    session = own.open()
    early = make_kit(session.meeting, "01")
    amend(session, OrderChange(("3", "1", "2")))
    amend(session, Replacement("02", Newcomer("04", "替补")), reason=WHY)
    session = own.again()
    late = make_kit(session.meeting, "04")
    with pytest.raises(Refused, match="replaced by expert 04"):
        make_kit(session.meeting, "02")
    for kit, order in ((early, ("1", "2", "3")), (late, ("3", "1", "2"))):
        path = tmp_path / f"{kit.expert}.review"
        create_working_copy(path, kit, "kit")
        with Session.open(path) as copy:
            require_fit(copy, kit)
            assert copy.scoring(kit.expert).candidates == order
            assert copy.sheet.hash == session.sheet.hash


def test_after_amending_the_session_is_opened_again_before_the_ballots_are(room: Make) -> None:
    own = room()
    session = own.open()
    hand_in(session, "01")
    made = amend(session, LateRecusal("02", "1"), reason=WHY)
    with pytest.raises(Refused, match="open it again"):
        session.unseal()
    session = own.again()
    session.unseal()
    assert session.journal()[-1].body["amendments"] == [made.id]


def test_what_another_desk_amended_does_not_move_a_result_that_is_open(room: Make) -> None:
    own = room()
    session = own.open()
    hand_in(session, "01", 2)
    hand_in(session, "02", 8)
    first = amend(session, ChairChange("01"))
    session = own.again()
    session.unseal()
    total = verdict_of(session).of("1").total
    recusal = first._replace(number=2, change=LateRecusal("01", "1"), reason=WHY)
    name = first._replace(number=3, change=Correction("01", "", Field.NAME, "张三"))
    for item in (recusal, name):
        session.meeting.file.write(
            lambda connection, item=item: store_amendment(connection, session.id, item)
        )
    session = own.again()
    assert verdict_of(session).of("1").total == total
    assert session.panel.expert("01").name == "张三"
    ((idle, why),) = idle_amendments(session)
    assert idle == recusal
    assert "came after the opening" in why

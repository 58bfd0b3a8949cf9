"""Settling conflicts, withdrawing, asking back."""

import itertools
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.ballot import Channel, Kind
from reviewtui.domain.findings import Refused
from reviewtui.domain.resolution import Resolution, read_resolution
from reviewtui.domain.states import Why
from reviewtui.session.decided_words import settled_json, settled_sentences
from reviewtui.session.effective import (
    StoredBallot,
    effective,
    effective_when_opened,
    heads,
)
from reviewtui.session.resolutions import read_resolutions
from reviewtui.session.resolving import conflicts, differing_sentences, resolve
from reviewtui.session.session import Session
from reviewtui.session.withdrawing import ask_back, withdraw
from tests.session.conftest import Room, fill, mark
from tests.session.test_effective import BOTH, FIRST, FORK, GONE, SECOND, histories

Make = Callable[..., Room]
TWO = ("张秘书", "李监督")
WHY = "两台电脑各交了一份，以后一份为准"


def resolution(
    chosen: StoredBallot, *refused: StoredBallot, over: Sequence[Resolution] = (), at: int = 0
) -> Resolution:
    return Resolution(
        session="5e" * 16,
        round=1,
        expert="01",
        chosen=chosen.content_id,
        refused=tuple(sorted(ballot.content_id for ballot in refused)),
        supersedes=tuple(sorted(item.id for item in over)),
        by=TWO,
        reason=WHY,
        at=at,
    )


# The pure function


def test_a_resolution_that_names_all_versions_settles_the_conflict() -> None:
    forked = [FIRST, SECOND, FORK]
    assert effective(forked, resolutions=[resolution(FORK, SECOND)]) == FORK
    assert effective(forked, resolutions=[resolution(SECOND, FORK, FIRST)]) == SECOND


def test_one_that_does_not_name_every_version_settles_nothing() -> None:
    other = FORK._replace(content_id="f" * 64)
    assert effective([SECOND, FORK, other], resolutions=[resolution(FORK, SECOND)]) is Why.CONFLICT
    assert effective([SECOND, FORK], resolutions=[resolution(FIRST, SECOND, FORK)]) is Why.CONFLICT


def test_two_that_contradict_each_other_are_a_conflict_again() -> None:
    one, two = resolution(SECOND, FORK), resolution(FORK, SECOND)
    assert effective([SECOND, FORK], resolutions=[one, two]) is Why.CONFLICT
    again = resolution(SECOND, FORK, over=[one, two])
    assert effective([SECOND, FORK], resolutions=[one, two, again]) == SECOND


def test_two_desks_that_chose_alike_do_not_contradict() -> None:
    one, two = resolution(SECOND, FORK, at=1), resolution(SECOND, FORK, at=2)
    assert effective([SECOND, FORK], resolutions=[one, two]) == SECOND


def test_the_experts_own_new_version_goes_before_any_resolution() -> None:
    settled = [resolution(SECOND, FORK)]
    assert effective([FIRST, SECOND, FORK, BOTH], resolutions=settled) == BOTH


def test_a_withdrawal_can_be_the_one_that_is_chosen() -> None:
    assert effective([SECOND, GONE], resolutions=[resolution(GONE, SECOND)]) is Why.WITHDRAWN


def test_after_the_opening_only_listed_versions_are_chosen_among() -> None:
    listed = [SECOND.content_id, FORK.content_id]
    settled = [resolution(FORK, SECOND)]
    assert effective_when_opened([SECOND, FORK, BOTH], listed, resolutions=settled) == FORK


@st.composite
def settled_histories(
    draw: st.DrawFn,
) -> tuple[list[StoredBallot], list[Resolution]]:
    """Ballots with forks, and resolutions that name some of the versions."""
    history = draw(histories())
    made: list[Resolution] = []
    for number in range(draw(st.integers(0, 4))):
        among = draw(st.sampled_from([heads(history), history]))
        chosen = draw(st.sampled_from(among))
        refused = [item for item in among if item != chosen and draw(st.booleans() | st.just(True))]
        over = draw(st.lists(st.sampled_from(made), unique=True)) if made else []
        made.append(resolution(chosen, *refused, over=over, at=number))
    return history, made


@given(settled_histories(), st.data())
def test_order_and_repetition_of_resolutions_do_not_matter(
    settled: tuple[list[StoredBallot], list[Resolution]], data: st.DataObject
) -> None:
    history, made = settled
    expected = effective(history, resolutions=made)
    shuffled = data.draw(st.permutations(made + made))
    assert effective(data.draw(st.permutations(history)), resolutions=shuffled) == expected


@given(settled_histories())
def test_resolutions_only_ever_choose_among_the_versions_that_stand(
    settled: tuple[list[StoredBallot], list[Resolution]],
) -> None:
    history, made = settled
    found, standing = effective(history, resolutions=made), heads(history)
    if len(standing) == 1:
        assert found == effective(history)
    elif isinstance(found, StoredBallot):
        assert found in standing
        assert any(item.chosen == found.content_id for item in made)


def test_a_document_is_read_back_and_nothing_else_is() -> None:
    own = resolution(FORK, SECOND)
    assert read_resolution(own.document()) == own
    for old, new in ((b'"at":0', b'"at":-1'), (b'"by":[', b'"by":["",'), (b"{", b"{ ")):
        with pytest.raises(ValueError, match=r".+"):
            read_resolution(own.document().replace(old, new, 1))


# In a session


def forked(own: Room) -> Session:
    """Expert 01 with two versions that stand, as two machines leave them."""
    session = own.open()
    scoring = session.scoring("01")
    fill(scoring, 8)
    scoring.seal().result()
    scoring.reopen("更正").result()
    scoring.commit([mark("1", "1.1", 3)]).result()
    scoring.seal("更正").result()
    session.meeting.file.write(
        lambda connection: connection.execute("UPDATE ballot SET supersedes = '[]'")
    )
    return session


def test_a_conflict_shows_versions_codes_and_times_and_no_cell(room: Make) -> None:
    session = forked(room())
    (found,) = conflicts(session)
    assert found.expert == "01"
    assert [version.rev for version in found.versions] == [1, 2]
    first, second = found.versions
    assert first.written_at < second.written_at
    assert all(len(version.check_code) == 14 for version in found.versions)
    assert not {"cells", "marks"} & set(first._fields)
    assert differing_sentences(session, found) == []


def test_two_people_settle_it_and_the_journal_names_them(room: Make) -> None:
    own = room()
    session = forked(own)
    hand_in_all_but_first = session.scoring("02")
    fill(hand_in_all_but_first, 8)
    hand_in_all_but_first.seal().result()
    first, second = conflicts(session)[0].versions
    made = resolve(session, "01", second.content_id, by=TWO, reason=WHY)
    assert made.refused == (first.content_id,)
    event = session.journal()[-1]
    assert (event.kind, event.body["by"], event.body["chosen"]) == (
        "resolved", list(TWO), second.content_id,
    )  # fmt: skip
    session = own.again()
    assert read_resolutions(session.meeting.file, session.id) == [made]
    assert conflicts(session) == []
    assert session.unseal().missing == ("03",)
    chosen = session.effective()["01"]
    assert not isinstance(chosen, Why)
    assert chosen.content_id == second.content_id


@pytest.mark.parametrize(
    ("by", "reason", "why"),
    [
        (("张", "张 "), WHY, "two people"),
        (("张三", "张\u3000三"), WHY, "two people"),
        (("张三", " 张 三\u200b"), WHY, "two people"),
        (("Li Ming", "ＬＩ ming"), WHY, "two people"),
        (("张", ""), WHY, "two people"),
        (TWO, " ", "say why"),
    ],
)
def test_names_and_reason_are_needed(
    room: Make, by: tuple[str, str], reason: str, why: str
) -> None:
    session = forked(room())
    version = conflicts(session)[0].versions[0]
    with pytest.raises(Refused, match=why):
        resolve(session, "01", version.content_id, by=by, reason=reason)
    assert read_resolutions(session.meeting.file, session.id) == []


def test_without_a_conflict_there_is_nothing_to_settle(room: Make) -> None:
    session = room().open()
    scoring = session.scoring("01")
    fill(scoring)
    own = scoring.seal().result()
    with pytest.raises(Refused, match="nothing is in conflict"):
        resolve(session, "01", own.content_id, by=TWO, reason=WHY)


def test_a_wrong_choice_is_put_right_before_the_opening_and_not_after_it(room: Make) -> None:
    session = forked(room())
    first, second = conflicts(session)[0].versions
    resolve(session, "01", first.content_id, by=TWO, reason=WHY)
    resolve(session, "01", second.content_id, by=TWO, reason=WHY)
    chosen = session.effective()["01"]
    assert not isinstance(chosen, Why)
    assert chosen.content_id == second.content_id
    fill(other := session.scoring("02"))
    other.seal().result()
    session.unseal()
    with pytest.raises(Refused, match="nothing is in conflict"):
        resolve(session, "01", first.content_id, by=TWO, reason=WHY)


def test_what_is_still_in_conflict_at_the_opening_is_settled_after_it(room: Make) -> None:
    own = room()
    session = forked(own)
    assert session.unseal().missing == ("01", "02", "03")
    assert session.effective()["01"] is Why.CONFLICT
    _first, second = conflicts(session)[0].versions
    assert settled_sentences(session) == []
    (warned,) = [item for item in session.check() if "conflict" in item.sentence]
    assert warned.warning
    told = differing_sentences(session, conflicts(session)[0])
    assert told[0] == "No. 1, 1.1: 8.0 or 3.0"
    resolve(session, "01", second.content_id, by=TWO, reason=WHY)
    session = own.again()
    assert not [item for item in session.check() if "conflict" in item.sentence]
    assert session.marks()[0].candidates["1"].marks[0] == 300
    (told,) = settled_sentences(session)
    assert "AFTER THE OPENING" in told
    assert second.check_code in told
    assert all(word in told for word in (*TWO, WHY))
    (said,) = settled_json(session)["settled_conflicts"]
    assert (said["ballot"], said["after_opening"]) == (second.content_id, True)


# Withdrawing and asking back


def test_a_withdrawn_ballot_counts_as_absence_and_is_kept(room: Make) -> None:
    own = room()
    session = own.open()
    for expert in ("01", "02"):
        fill(scoring := session.scoring(expert))
        scoring.seal().result()
    gone = withdraw(session, "01", by="会务", reason="交错了评分包")
    assert session.effective()["01"] is Why.WITHDRAWN
    assert session.progress()["01"][2] is False
    event = session.journal()[-1]
    assert (event.kind, event.actor, event.body["by"]) == ("withdrawn", "01", "会务")
    assert [(item.rev, item.kind) for item in session.stored() if item.expert == "01"] == [
        (1, Kind.CAST), (2, Kind.WITHDRAW),
    ]  # fmt: skip
    session = own.again()
    assert gone.rev == 2
    session.unseal()
    assert session.marks()[0].why is Why.WITHDRAWN
    assert session.check() == []


def test_after_a_withdrawal_the_expert_can_hand_in_again(room: Make) -> None:
    own = room()
    session = own.open()
    fill(scoring := session.scoring("01"))
    scoring.seal().result()
    withdraw(session, "01", reason="误交")
    session = own.again()
    again = session.scoring("01")
    assert again.sealed is None
    assert again.seal("重新提交").result().rev == 3
    assert not isinstance(session.effective()["01"], Why)
    assert session.reworking() == ()


def test_imported_marks_are_withdrawn_with_the_desks_key_and_stay_in_the_clear(
    room: Make,
) -> None:
    from reviewtui.domain.ballot import Ballot
    from tests.session.conftest import scored

    session = room().open()
    cells = {code: {row.code: scored(8) for row in session.sheet.judged(code)} for code in "12"}
    session.take_in([Ballot(session.id, "01", session.sheet.hash, cells=cells)])
    withdraw(session, "01", by="会务", reason="导错了")
    last = session.stored()[-1]
    assert (last.kind, last.channel) == (Kind.WITHDRAW, Channel.IMPORT)
    assert session.check() == []
    assert session.marks()[0].why is Why.WITHDRAWN


def test_nothing_is_withdrawn_twice_or_after_the_opening(room: Make) -> None:
    session = room().open()
    with pytest.raises(Refused, match="nothing to withdraw"):
        withdraw(session, "01", reason="误交")
    for expert in ("01", "02"):
        fill(scoring := session.scoring(expert))
        scoring.seal().result()
    with pytest.raises(Refused, match="say why"):
        withdraw(session, "01", reason="")
    withdraw(session, "01", reason="误交")
    with pytest.raises(Refused, match="nothing to withdraw"):
        withdraw(session, "01", reason="误交")
    session.unseal()
    with pytest.raises(Refused, match="have been opened"):
        withdraw(session, "02", reason="误交")


def test_who_was_asked_back_is_at_work_until_a_new_version_arrives(room: Make) -> None:
    own = room()
    session = own.open()
    fill(scoring := session.scoring("01"))
    scoring.seal().result()
    asked = ask_back(session, "01", by="组长", reason="第3个对象漏看材料")
    assert asked.rev == 1
    assert session.reworking() == ("01",)
    assert session.effective()["01"] == asked
    session = own.again()
    session.scoring("01").seal("更正").result()
    assert session.reworking() == ()


def test_every_two_resolutions_of_two_versions_agree_or_are_a_conflict() -> None:
    made = [
        resolution(SECOND, FORK, at=1),
        resolution(SECOND, FORK, at=2),
        resolution(FORK, SECOND),
    ]
    for one, two in itertools.product(made, repeat=2):
        expected = SECOND if one.chosen == two.chosen == SECOND.content_id else Why.CONFLICT
        expected = FORK if one.chosen == two.chosen == FORK.content_id else expected
        assert effective([SECOND, FORK], resolutions=[one, two]) == expected

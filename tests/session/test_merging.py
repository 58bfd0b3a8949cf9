"""Merging: what becomes of every kind of file, and that order never matters."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reviewtui.domain.ballot import Ballot, Channel, Kind
from reviewtui.domain.findings import Refused
from reviewtui.domain.states import Why
from reviewtui.exchange.merge_plan import sentence
from reviewtui.session.backup import copy_session
from reviewtui.session.create import create_session
from reviewtui.session.effective import StoredBallot
from reviewtui.session.envelope import LARGEST, read_envelope
from reviewtui.session.kept_aside import Reason, kept_aside
from reviewtui.session.keys import store_key
from reviewtui.session.merge_items import Taking
from reviewtui.session.merging import Plan, apply_plan, plan_merge
from reviewtui.session.other_session import read_other
from reviewtui.session.receiving import Arrival
from reviewtui.session.session import Session
from reviewtui.session.withdrawing import withdraw
from tests.session.ballot_factory import (
    ballot_file,
    give_key,
    make_ballot,
    own_id,
    revoke,
    sealed,
)
from tests.session.conftest import Room, counted_sources, fill, small_meeting

MakeRoom = Callable[..., Room]


def arrivals(*contents: bytes) -> list[Arrival]:
    return [
        Arrival(f"file{number}.ballot", content, len(content))
        for number, content in enumerate(contents, start=1)
    ]


def receive(session: Session, *contents: bytes) -> Plan:
    """Plan and apply."""
    plan = plan_merge(session.meeting, arrivals(*contents))
    apply_plan(session.meeting, plan)
    return plan


def takings(plan: Plan) -> list[str]:
    return [item.taking.value for item in plan.items]


def reasons(plan: Plan) -> list[Reason | None]:
    return [item.reason for item in plan.items]


@pytest.fixture
def desk(room: MakeRoom) -> Session:
    return room(small_meeting(experts=4)).open()


def test_a_first_ballot_is_new_and_counts(desk: Session) -> None:
    first = ballot_file(desk, "01", give_key(desk, "01"))
    plan = receive(desk, first)
    assert takings(plan) == ["new"]
    assert plan.clean
    counts = desk.effective()["01"]
    assert isinstance(counts, StoredBallot)
    assert counts.content_id == own_id(first)
    assert [code for code, _why in plan.missing] == ["02", "03", "04"]
    assert desk.check() == []


def test_the_board_knows_of_a_received_ballot_what_its_header_tells(desk: Session) -> None:
    seeds = {code: give_key(desk, code) for code in ("01", "02", "03")}
    assert desk.progress()["01"] == (0, 8, False)
    whole = ballot_file(desk, "01", seeds["01"])

    def left_blank(ballot: Ballot) -> Ballot:
        from reviewtui.domain.ballot import BLANK

        return replace(ballot, cells={**ballot.cells, "2": {**ballot.cells["2"], "1.1": BLANK}})

    partly = ballot_file(desk, "02", seeds["02"], change=left_blank)
    receive(desk, whole, partly, ballot_file(desk, "03", seeds["03"]))
    revoke(desk, seeds["03"])
    assert desk.progress()["01"] == (8, 8, True)
    assert desk.progress()["02"] == (4, 8, True)
    assert desk.progress()["03"] == (8, 8, False)


def test_a_plan_alone_writes_nothing(desk: Session) -> None:
    before = len(desk.journal())
    plan_merge(desk.meeting, arrivals(ballot_file(desk, "01", give_key(desk, "01")), b"junk"))
    assert desk.stored() == []
    assert kept_aside(desk) == []
    assert len(desk.journal()) == before


def test_the_same_ballot_again_changes_nothing_not_even_the_journal(desk: Session) -> None:
    first = ballot_file(desk, "01", give_key(desk, "01"))
    receive(desk, first)
    events = desk.journal()
    plan = receive(desk, first, first)
    assert takings(plan) == ["already_here", "already_here"]
    assert plan.clean
    assert not plan.changes
    assert desk.journal() == events


def test_the_same_ballot_boxed_twice_is_the_same(desk: Session) -> None:
    seed = give_key(desk, "01")
    ballot = make_ballot(desk, "01", seed)
    one, other = sealed(desk, ballot, seed), sealed(desk, ballot, seed)
    assert one != other
    assert takings(receive(desk, one)) == ["new"]
    assert takings(receive(desk, other)) == ["already_here"]


def test_three_versions_in_one_folder_tell_the_final_state(desk: Session) -> None:
    seed = give_key(desk, "01")
    one = ballot_file(desk, "01", seed, 5)
    two = ballot_file(desk, "01", seed, 6, replaces=[one])
    three = ballot_file(desk, "01", seed, 7, replaces=[one, two])
    plan = receive(desk, three, one, two)
    assert takings(plan) == ["earlier", "earlier", "replaces"]
    assert [version.rev for version in plan.items[2].others] == [1, 2]
    assert plan.clean
    counts = desk.effective()["01"]
    assert isinstance(counts, StoredBallot)
    assert counts.rev == 3


def test_a_new_version_replaces_the_one_that_is_here(desk: Session) -> None:
    seed = give_key(desk, "01")
    one = ballot_file(desk, "01", seed, 5)
    receive(desk, one)
    plan = receive(desk, ballot_file(desk, "01", seed, 6, replaces=[one]))
    assert takings(plan) == ["replaces"]
    assert len(desk.stored()) == 2


def test_an_earlier_version_that_comes_later_does_not_count(desk: Session) -> None:
    seed = give_key(desk, "01")
    one = ballot_file(desk, "01", seed, 5)
    two = ballot_file(desk, "01", seed, 6, replaces=[one])
    receive(desk, two)
    plan = receive(desk, one)
    assert takings(plan) == ["earlier"]
    assert plan.clean
    counts = desk.effective()["01"]
    assert isinstance(counts, StoredBallot)
    assert counts.rev == 2


def test_two_that_do_not_replace_each_other_are_a_conflict_that_names_both(desk: Session) -> None:
    seed = give_key(desk, "01")
    one, other = ballot_file(desk, "01", seed, 5), ballot_file(desk, "01", seed, 6)
    receive(desk, one)
    plan = receive(desk, other)
    assert takings(plan) == ["conflict"]
    assert [version.content_id for version in plan.items[0].others] == [own_id(one)]
    assert plan.items[0].others[0].written_at > 0
    assert not plan.clean
    assert desk.effective()["01"] is Why.CONFLICT
    both = ballot_file(desk, "01", seed, 7, replaces=[one, other])
    assert takings(receive(desk, both)) == ["replaces"]
    assert isinstance(desk.effective()["01"], StoredBallot)


def test_a_number_not_above_what_it_replaces_is_suspicious_and_decides_nothing(
    desk: Session,
) -> None:
    seed = give_key(desk, "01")
    one = ballot_file(desk, "01", seed, 5, rev=3)
    plan = receive(desk, one, ballot_file(desk, "01", seed, 6, replaces=[one], rev=2))
    assert [item.suspicious for item in plan.items] == [True, False]
    counts = desk.effective()["01"]
    assert isinstance(counts, StoredBallot)
    assert counts.rev == 2


def test_a_withdrawal_is_taken_in_like_a_ballot(desk: Session) -> None:
    seed = give_key(desk, "01")
    one = ballot_file(desk, "01", seed)
    receive(desk, one)
    plan = receive(desk, ballot_file(desk, "01", seed, replaces=[one], kind=Kind.WITHDRAW))
    assert takings(plan) == ["replaces"]
    assert plan.items[0].kind is Kind.WITHDRAW
    assert ("01", Why.WITHDRAWN) in plan.missing
    assert desk.effective()["01"] is Why.WITHDRAWN


def test_what_comes_after_the_opening_is_late_kept_and_not_listed(desk: Session) -> None:
    seeds = {code: give_key(desk, code) for code in ("01", "02")}
    receive(desk, ballot_file(desk, "01", seeds["01"]))
    desk.unseal()
    plan = receive(desk, ballot_file(desk, "02", seeds["02"]))
    assert takings(plan) == ["late"]
    assert ("02", Why.LATE) in plan.missing
    assert desk.effective()["02"] is Why.LATE
    assert len(desk.stored()) == 2
    assert desk.check() == []


def test_a_late_version_changes_nothing_of_what_was_opened(desk: Session) -> None:
    seed = give_key(desk, "01")
    one = ballot_file(desk, "01", seed, 5)
    receive(desk, one)
    desk.unseal()
    before = desk.marks()
    assert takings(receive(desk, ballot_file(desk, "01", seed, 9, replaces=[one]))) == ["late"]
    assert desk.marks() == before


def test_a_ballot_of_a_revoked_kit_is_kept_and_named(desk: Session) -> None:
    old = give_key(desk, "01")
    from_old = ballot_file(desk, "01", old)
    revoke(desk, old)
    new = give_key(desk, "01")
    plan = receive(desk, from_old)
    assert takings(plan) == ["revoked"]
    assert desk.effective()["01"] is Why.REVOKED
    assert [(item.expert, item.why) for item in kept_aside(desk)] == [("01", Reason.REVOKED)]
    assert takings(receive(desk, from_old)) == ["revoked"], "told again, and nothing changes"
    assert desk.effective()["01"] is Why.REVOKED
    both = from_old, ballot_file(desk, "01", new)
    assert sorted(takings(receive(desk, *both))) == ["already_here", "new"]
    assert isinstance(desk.effective()["01"], StoredBallot)
    desk.unseal()
    assert isinstance(desk.effective()["01"], StoredBallot)


def test_revoking_before_or_after_receiving_comes_to_the_same(room: MakeRoom) -> None:
    found = []
    for revoke_first in (True, False):
        desk = room(small_meeting(experts=2)).open()
        old, other = give_key(desk, "01"), give_key(desk, "02")
        contents = ballot_file(desk, "01", old), ballot_file(desk, "02", other)
        if revoke_first:
            revoke(desk, old)
        receive(desk, *contents)
        if not revoke_first:
            revoke(desk, old)
        opening = desk.unseal()
        found.append((desk.effective()["01"], opening.missing, len(kept_aside(desk))))
    assert found[0] == found[1] == (Why.REVOKED, ("01",), 1)


def test_revoking_after_the_opening_takes_nothing_away(desk: Session) -> None:
    seed = give_key(desk, "01")
    content = ballot_file(desk, "01", seed)
    receive(desk, content)
    desk.unseal()
    revoke(desk, seed)
    assert isinstance(desk.effective()["01"], StoredBallot)
    assert takings(receive(desk, content)) == ["already_here"]


def other_meeting(folder: Path, experts: int = 4) -> Session:
    path = folder / "other.review"
    create_session(path, small_meeting(experts=experts).panel()[0])
    return Session.open(path)


def test_every_reason_to_keep_a_file_aside(desk: Session, tmp_path: Path) -> None:
    seed, second = give_key(desk, "01"), give_key(desk, "02")
    good = ballot_file(desk, "01", seed)
    with other_meeting(tmp_path) as other:
        foreign = ballot_file(other, "01", give_key(other, "01"))

    def spoilt(change: Callable[[Ballot], Ballot], own: bytes = seed) -> bytes:
        return ballot_file(desk, "01", own, change=change)

    cases = [
        (b"", Reason.DAMAGED),
        (b"hello", Reason.NO_BALLOT),
        (b"PK\x03\x04" + bytes(500), Reason.NO_BALLOT),
        (b"reviewtui-ballot/2\nwhatever", Reason.NEWER),
        (good[:-1], Reason.DAMAGED),
        (good[:-4096], Reason.DAMAGED),
        (good[:300], Reason.DAMAGED),
        (good.replace(b'"rev":1', b'"rev":2'), Reason.DAMAGED),
        (foreign, Reason.OTHER_MEETING),
        (ballot_file(desk, "01", bytes(32)), Reason.UNKNOWN_KEY),
        (ballot_file(desk, "01", second), Reason.OTHER_KEY),
        (spoilt(lambda ballot: replace(ballot, channel=Channel.PAPER)), Reason.OTHER_KEY),
        (spoilt(lambda ballot: replace(ballot, kit="ab" * 32)), Reason.OTHER_KEY),
        (spoilt(lambda ballot: replace(ballot, sheet="0" * 64)), Reason.OTHER_SHEET),
        (
            spoilt(lambda ballot: replace(ballot, cells={**ballot.cells, "9": {}})),
            Reason.NOT_ASSIGNED,
        ),
        (spoilt(lambda ballot: replace(ballot, round=0)), Reason.DAMAGED),
        (spoilt(lambda ballot: replace(ballot, round=100)), Reason.DAMAGED),
        (spoilt(lambda ballot: replace(ballot, rev=0)), Reason.DAMAGED),
    ]
    for content, reason in cases:
        plan = receive(desk, content)
        assert reasons(plan) == [reason], (content[:80], plan.items)
        assert takings(plan) == ["aside"]
        assert not plan.clean
    assert desk.stored() == []
    assert len(kept_aside(desk)) == len(cases)
    assert desk.check() == []
    again = receive(desk, *(content for content, _reason in cases))
    assert not again.changes


def test_a_file_larger_than_any_ballot_is_named_and_its_bytes_are_not_kept(desk: Session) -> None:
    plan = plan_merge(desk.meeting, [Arrival("huge.ballot", bytes(LARGEST), 1 << 30)])
    apply_plan(desk.meeting, plan)
    assert reasons(plan) == [Reason.TOO_LARGE]
    ((content,),) = desk.meeting.file.read("SELECT content FROM kept_aside")
    assert content == b""
    assert [(item.name, item.why) for item in kept_aside(desk)] == [
        ("huge.ballot", Reason.TOO_LARGE)
    ]
    again = plan_merge(desk.meeting, [Arrival("huge.ballot", bytes(LARGEST), 1 << 30)])
    assert not again.changes


def test_an_expert_who_is_not_on_the_panel_is_named(desk: Session) -> None:
    seed = give_key(desk, "09")
    content = ballot_file(desk, "01", seed, change=lambda ballot: replace(ballot, expert="09"))
    plan = receive(desk, content)
    assert reasons(plan) == [Reason.UNKNOWN_EXPERT]
    assert plan.items[0].expert == "09"


def test_a_header_that_claims_the_id_of_another_ballot_drives_nothing_out(desk: Session) -> None:
    from reviewtui.session.envelope import MAGIC, SIGNED_PREFIX
    from reviewtui.session.signed import signature_line

    seeds = {code: give_key(desk, code) for code in ("01", "02")}
    good = ballot_file(desk, "02", seeds["02"])
    own = read_envelope(ballot_file(desk, "01", seeds["01"]))
    header = own.header._replace(content_id=own_id(good)).document()
    line = signature_line(header, seeds["01"], SIGNED_PREFIX)
    forged = MAGIC + header + b"\n" + line + b"\n" + own.boxed
    plan = receive(desk, good, forged)
    assert sorted(takings(plan)) == ["aside", "new"]
    assert reasons(plan)[-1] is Reason.SAME_ID
    assert isinstance(desk.effective()["02"], StoredBallot)


def test_what_lay_aside_is_taken_in_once_its_key_is_known(desk: Session) -> None:
    seed = give_key(desk, "01")
    content = ballot_file(desk, "01", seed)
    take = "DELETE FROM signing_key WHERE holder = '01'"
    desk.meeting.writer.submit(lambda done: done.connection.execute(take)).result()
    assert reasons(receive(desk, content)) == [Reason.UNKNOWN_KEY]
    desk.meeting.writer.submit(
        lambda done: store_key(done.connection, desk.id, "01", seed, done.at)
    ).result()
    plan = receive(desk)
    assert takings(plan) == ["new"]
    assert kept_aside(desk) == []
    assert isinstance(desk.effective()["01"], StoredBallot)
    assert desk.check() == []


def test_what_lies_aside_is_let_go_once_the_same_ballot_came_another_way(
    desk: Session, tmp_path: Path
) -> None:
    with second(desk, tmp_path) as other:
        seed = give_key(other, "01")
        ballot = make_ballot(other, "01", seed)
        one, boxed_again = sealed(other, ballot, seed), sealed(other, ballot, seed)
        assert reasons(receive(desk, one)) == [Reason.UNKNOWN_KEY]
        receive(other, boxed_again)
        unite(desk, other)
        unite(other, desk)
        assert kept_aside(desk) == kept_aside(other) == []
        assert state_of(desk) == state_of(other)


def test_the_reason_of_what_lies_aside_follows_what_is_known(desk: Session, tmp_path: Path) -> None:
    with second(desk, tmp_path) as other:
        seed = give_key(other, "01")
        content = ballot_file(
            other, "01", seed, change=lambda ballot: replace(ballot, sheet="0" * 64)
        )
        assert reasons(receive(desk, content)) == [Reason.UNKNOWN_KEY]
        assert reasons(receive(other, content)) == [Reason.OTHER_SHEET]
        unite(desk, other)
        assert [item.why for item in kept_aside(desk)] == [Reason.OTHER_SHEET]


def test_a_merge_is_one_entry_of_the_journal_without_a_number(desk: Session) -> None:
    seeds = {code: give_key(desk, code) for code in ("01", "02")}
    before = len(desk.journal())
    receive(
        desk, *(ballot_file(desk, code, seed, 98765.25) for code, seed in seeds.items()), b"junk"
    )
    (entry,) = desk.journal()[before:]
    assert entry.kind.value == "received"
    assert set(entry.body) == {"ballots", "names", "aside", "aside_names"}
    assert len(entry.body["ballots"]) == 2
    assert entry.body["aside_names"] == ["file3.ballot"]
    assert "98765" not in json.dumps(dict(entry.body))


def test_all_of_a_merge_or_nothing_is_stored(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewtui.session import merging

    def fail(*_given: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(merging, "keep", fail)
    contents = [ballot_file(desk, "01", give_key(desk, "01")), b"junk"]
    with pytest.raises(OSError, match="no"):
        receive(desk, *contents)
    assert desk.stored() == []


def test_a_box_that_does_not_open_is_named_and_the_others_go_on_without_it(desk: Session) -> None:
    seeds = {code: give_key(desk, code) for code in ("01", "02", "03")}
    one = ballot_file(desk, "01", seeds["01"], 5)
    liar = ballot_file(desk, "01", seeds["01"], 6, replaces=[one])
    liar = relabelled(liar, seeds["01"])
    receive(desk, one, liar, ballot_file(desk, "02", seeds["02"]))
    wild = ballot_file(desk, "03", seeds["03"], 999)
    receive(desk, wild)
    with pytest.raises(Exception, match="nothing was opened") as refused:
        desk.unseal()
    said = str(refused.value)
    assert own_id(liar)[:12] in said
    assert own_id(wild)[:12] in said
    assert "expert 01" in said
    assert desk.opened is None
    with pytest.raises(Exception, match="that cannot be opened"):
        desk.unseal(without=[own_id(liar), own_id(wild), "ab" * 32])
    opening = desk.unseal(without=[own_id(liar)[:8], own_id(wild)])
    assert set(opening.without) == {own_id(liar), own_id(wild)}
    assert opening.missing == ("01", "03", "04")
    states = desk.effective()
    assert states["01"] is Why.UNREADABLE
    assert states["03"] is Why.UNREADABLE
    assert isinstance(states["02"], StoredBallot)
    assert desk.marks()[0].why is Why.UNREADABLE
    assert desk.check() == []


def relabelled(content: bytes, seed: bytes) -> bytes:
    """A file whose header says another version number than the ballot in the box."""
    from reviewtui.session.envelope import MAGIC, SIGNED_PREFIX
    from reviewtui.session.signed import signature_line

    envelope = read_envelope(content)
    header = envelope.header._replace(rev=envelope.header.rev + 5).document()
    return (
        MAGIC
        + header
        + b"\n"
        + signature_line(header, seed, SIGNED_PREFIX)
        + b"\n"
        + envelope.boxed
    )


def test_a_ballot_in_order_cannot_be_left_out(desk: Session) -> None:
    content = ballot_file(desk, "01", give_key(desk, "01"))
    receive(desk, content)
    with pytest.raises(Exception, match="no ballot"):
        desk.unseal(without=[own_id(content)])
    assert desk.opened is None


def second(desk: Session, folder: Path, name: str = "second") -> Session:
    path = folder / f"{name}.review"
    copy_session(desk.meeting, path)
    return Session.open(path, sources=counted_sources())


def unite(into: Session, other: Session) -> Plan:
    """Merge another desk's file as it lies on the disk."""
    plan = plan_merge(into.meeting, [], [read_other(other.path, other.path.name)])
    apply_plan(into.meeting, plan)
    return plan


def test_a_withdrawal_at_one_desk_and_a_new_version_at_the_other_are_a_conflict_at_both(
    desk: Session, tmp_path: Path
) -> None:
    seed = give_key(desk, "01")
    first = ballot_file(desk, "01", seed, 5)
    receive(desk, first)
    with second(desk, tmp_path) as other:
        withdraw(other, "01", by="李", reason="拿错了评分包")
        receive(desk, ballot_file(desk, "01", seed, 6, replaces=[first]))
        for into, out in ((other, desk), (desk, other)):
            plan = unite(into, out)
            (told,) = (item for item in plan.items if item.taking is Taking.CONFLICT)
            assert not plan.clean
            assert into.effective()["01"] is Why.CONFLICT
            assert "withdrawal" in sentence(told, plan.panel)
        assert state_of(desk) == state_of(other)


def test_two_desks_that_merge_know_the_same(desk: Session, tmp_path: Path) -> None:
    seeds = {code: give_key(desk, code) for code in ("01", "02")}
    with second(desk, tmp_path) as other:
        late_key = give_key(other, "03")
        receive(desk, ballot_file(desk, "01", seeds["01"]), b"junk a")
        receive(other, ballot_file(other, "02", seeds["02"]), b"junk b")
        receive(desk, ballot_file(other, "03", late_key))
        assert [item.why for item in kept_aside(desk)].count(Reason.UNKNOWN_KEY) == 1
        revoke(other, seeds["01"])
        unite(desk, other)
        unite(other, desk)
        assert state_of(desk) == state_of(other)
        assert desk.effective()["01"] is Why.REVOKED
        assert isinstance(desk.effective()["03"], StoredBallot)
        assert desk.check() == other.check() == []


def test_merging_a_desk_twice_changes_nothing_the_second_time(
    desk: Session, tmp_path: Path
) -> None:
    with second(desk, tmp_path) as other:
        receive(other, ballot_file(other, "01", give_key(other, "01")))
        assert unite(desk, other).changes
        assert not unite(desk, other).changes
        receive(other, ballot_file(other, "02", give_key(other, "02")))
        unite(desk, other)
        rows = desk.meeting.file.read("SELECT count(*) FROM kept_aside WHERE why = 'journal'")
        assert rows == [(1,)]


def test_a_file_that_only_calls_itself_a_desk_brings_no_keys(desk: Session, tmp_path: Path) -> None:
    seed = give_key(desk, "01")
    path = tmp_path / "forged.review"
    create_session(path, desk.panel, new_id=lambda: desk.id)
    with Session.open(path) as forged:
        stolen = give_key(forged, "02")
        forged.meeting.writer.submit(
            lambda done: store_key(done.connection, desk.id, "01", seed, done.at)
        ).result()
        revoke(forged, seed)
        receive(forged, ballot_file(forged, "02", stolen))
    plan = plan_merge(desk.meeting, [], [read_other(path, "forged.review")])
    apply_plan(desk.meeting, plan)
    assert reasons(plan) == [Reason.UNKNOWN_KEY]
    assert not plan.desk.brings
    assert takings(receive(desk, ballot_file(desk, "01", seed))) == ["new"]


def test_another_sessions_file_with_nonsense_in_its_tables_is_refused(
    desk: Session, tmp_path: Path
) -> None:
    import sqlite3

    for number, statement in enumerate(
        [
            "UPDATE session SET definition = '[]'",
            'UPDATE session SET definition = \'{"panel": 1, "set": {}}\'',
            "UPDATE session SET role = 'expert', definition = 'x'",
            "INSERT INTO kept_aside VALUES ((SELECT session_id FROM session), "
            "hex(zeroblob(32)), 'n', '', 'nonsense', '', 1)",
            "INSERT INTO resolution VALUES ((SELECT session_id FROM session), "
            "hex(zeroblob(32)), '{}')",
            "UPDATE journal SET body = 'x'",
        ]
    ):
        path = tmp_path / f"{number}.review"
        copy_session(desk.meeting, path)
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()
        try:
            other = read_other(path, path.name)
        except Refused:
            continue
        assert other.findings, statement
        plan_merge(desk.meeting, [], [other])


def test_two_different_opening_lists_are_a_conflict_until_both_are_superseded(
    desk: Session, tmp_path: Path
) -> None:
    from reviewtui.session.opening_again import Again

    seeds = {code: give_key(desk, code) for code in ("01", "02")}
    receive(desk, ballot_file(desk, "01", seeds["01"]))
    with second(desk, tmp_path) as other:
        other.unseal()
        receive(desk, ballot_file(desk, "02", seeds["02"]))
        desk.unseal()
        plan = unite(desk, other)
        assert (plan.desk.opened, plan.desk.differs) == ((), (1,))
        assert not plan.clean
        assert not desk.can_show_results()
        with pytest.raises(Refused, match="different lists of ballots"):
            desk.marks()
        with pytest.raises(Refused, match="two people decide"):
            desk.unseal_again(Again("两台", ("王某",)))
        lone = other.opened
        assert lone is not None
        desk.unseal_again(Again("以第二台为准", ("王某", "李某"), record=lone.id[:8]))
        assert desk.effective()["02"] is Why.LATE
        unite(other, desk)
        assert other.effective() == {**desk.effective(), "01": other.effective()["01"]}
        assert other.can_show_results()
        assert other.opened == desk.opened
        assert unite(desk, other).clean


def test_a_round_opened_at_one_desk_is_open_at_the_other_with_the_same_list(
    desk: Session, tmp_path: Path
) -> None:
    seeds = {code: give_key(desk, code) for code in ("01", "02")}
    receive(desk, ballot_file(desk, "01", seeds["01"]))
    with second(desk, tmp_path) as other:
        other.unseal()
        receive(desk, ballot_file(desk, "02", seeds["02"]))
        plan = unite(desk, other)
        assert (plan.desk.opened, plan.desk.differs) == ((1,), ())
        assert not plan.clean
        assert desk.opened == other.opened
        assert desk.effective()["02"] is Why.LATE
        assert desk.marks() == [
            item._replace(why=Why.LATE) if item.expert == "02" else item for item in other.marks()
        ]
        assert desk.check() == []
        assert not unite(desk, other).changes


def test_an_opening_travels_over_a_desk_between(desk: Session, tmp_path: Path) -> None:
    receive(desk, ballot_file(desk, "01", give_key(desk, "01")))
    with second(desk, tmp_path) as middle, second(desk, tmp_path, "far") as far:
        desk.unseal()
        unite(middle, desk)
        unite(far, middle)
        assert far.opened == desk.opened


def test_imported_marks_of_a_second_desk_come_over_in_the_clear(
    desk: Session, tmp_path: Path
) -> None:
    from reviewtui.domain.ballot import Ballot as Marks
    from tests.session.conftest import scored

    with second(desk, tmp_path) as other:
        cells = {"1": {row.code: scored(7) for row in other.sheet.judged("1")}}
        other.take_in([Marks("", "01", "", cells=cells)])
        plan = unite(desk, other)
        assert takings(plan) == ["new"]
        assert desk.can_show_results()
        assert desk.marks() == other.marks()
        assert desk.check() == []


def test_an_own_ballot_in_the_clear_on_a_stick_is_no_ballot_file(desk: Session) -> None:
    from reviewtui.session.ballots import sign

    seed = give_key(desk, "01")
    plain = sign(make_ballot(desk, "01", seed).document(), seed)
    assert reasons(receive(desk, plain)) == [Reason.NO_BALLOT]


def test_a_backup_opens_to_the_same_ranking(desk: Session, tmp_path: Path) -> None:
    from reviewtui.session.backup import KEPT, back_up

    seed = give_key(desk, "01")
    receive(desk, ballot_file(desk, "01", seed, 6))
    folder = tmp_path / "backup"
    copies = [back_up(desk.meeting, folder) for _again in range(KEPT + 2)]
    assert sorted(folder.iterdir()) == copies[-KEPT:]
    desk.unseal()
    marks = desk.marks()
    path = desk.path
    desk.close()
    path.unlink()
    with Session.open(copies[-1]) as rescued:
        assert rescued.stored() != []
        rescued.unseal()
        assert rescued.marks() == marks


def test_a_copy_does_not_overwrite_and_replaces_only_sessions(
    desk: Session, tmp_path: Path
) -> None:
    there = tmp_path / "there.review"
    there.write_text("notes")
    for force in (False, True):
        with pytest.raises(Exception, match=r"already exists|not a session"):
            copy_session(desk.meeting, there, replace=force)
    assert there.read_text() == "notes"


def test_scoring_at_the_desk_and_a_ballot_of_a_kit_are_a_conflict(desk: Session) -> None:
    fill(desk.scoring("01"))
    desk.scoring("01").seal().result()
    plan = receive(desk, ballot_file(desk, "01", give_key(desk, "01")))
    assert takings(plan) == ["conflict"]


def state_of(session: Session) -> bytes:
    """Everything that must come out alike wherever and in whatever order it was merged."""
    states = {
        code: state.value if isinstance(state, Why) else state.content_id
        for code, state in session.effective().items()
    }
    aside = [(item.file_id, item.expert, item.why.value) for item in kept_aside(session)]
    ballots = sorted(item.content_id for item in session.stored())
    return json.dumps([states, aside, ballots], sort_keys=True).encode()

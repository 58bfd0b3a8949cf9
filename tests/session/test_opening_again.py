"""A late ballot stays late until the round is opened again, with a reason and by name."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewtui.domain.ballot import Kind
from reviewtui.domain.findings import Refused
from reviewtui.domain.states import Why
from reviewtui.session import opening_record
from reviewtui.session.create import create_session
from reviewtui.session.effective import StoredBallot
from reviewtui.session.journal import EventKind
from reviewtui.session.journal_words import told
from reviewtui.session.opening_again import Again, in_conflict, late_ballots
from reviewtui.session.opening_record import Opening, listed, read_opening, standing
from reviewtui.session.opening_words import again_sentences
from reviewtui.session.session import Session
from tests.session.ballot_factory import ballot_file, give_key, own_id, revoke
from tests.session.conftest import Room, counted_sources, small_meeting
from tests.session.test_merging import receive, second, unite
from tests.session.test_merging_laws import results_of

MakeRoom = Callable[..., Room]
WISH = Again("路上耽搁", ("王组长",))
PECULIAR = 7.5


@pytest.fixture
def desk(room: MakeRoom) -> Session:
    """Four experts; 01 was opened, 02 came late."""
    session = room(small_meeting(experts=4)).open()
    receive(session, ballot_file(session, "01", give_key(session, "01"), 6))
    session.unseal("会务")
    receive(session, ballot_file(session, "02", give_key(session, "02"), PECULIAR))
    return session


def counted(session: Session) -> dict[str, str]:
    return {
        code: state.value if isinstance(state, Why) else state.content_id
        for code, state in session.effective().items()
    }


def test_what_came_late_is_admitted_and_the_first_record_stays(desk: Session) -> None:
    first = desk.opened
    assert first is not None
    assert counted(desk)["02"] == "late"
    opening = desk.unseal_again(WISH)
    late = desk.stored()[-1].content_id
    assert opening.ballots == (*first.ballots, late)
    assert (opening.admitted, opening.supersedes) == ((late,), (first.id,))
    assert (opening.reason, opening.by, opening.missing) == ("路上耽搁", ("王组长",), ("03", "04"))
    assert desk.openings() == [first, opening]
    assert desk.opened == opening
    assert counted(desk)["02"] == late
    assert desk.marks()[1].candidates["1"].marks == [750] * 4
    assert [finding.warning for finding in desk.check()] == [True]
    assert "路上耽搁" in str(desk.check()[0])
    words = told(desk)[-1].words
    assert "opened again" in words
    assert "admitted: expert 02 version 1" in words.lower()
    assert "王组长" in words


def test_the_expert_who_is_not_named_stays_late_and_shows_no_number(desk: Session) -> None:
    receive(desk, ballot_file(desk, "03", give_key(desk, "03"), 4))
    desk.unseal_again(WISH._replace(admit=("03",)))
    assert counted(desk)["02"] == "late"
    own = desk.effective()["03"]
    assert isinstance(own, StoredBallot)
    with pytest.raises(Refused, match="not been opened yet"):
        desk.ballot(next(item.content_id for item in desk.stored() if item.expert == "02"))
    rows = desk.meeting.file.read("SELECT count(*) FROM ballot_mark WHERE mark = 750")
    assert rows == [(0,)]
    assert any(sentence.endswith("02") for sentence in again_sentences(desk))
    assert "750" not in repr(desk.marks())


def test_a_newer_version_counts_only_once_the_round_is_opened_again(room: MakeRoom) -> None:
    desk = room(small_meeting(experts=4)).open()
    seed = give_key(desk, "01")
    old = ballot_file(desk, "01", seed, 6)
    receive(desk, old)
    desk.unseal()
    new = ballot_file(desk, "01", seed, 9, replaces=[old])
    receive(desk, new)
    assert counted(desk)["01"] == own_id(old)
    desk.unseal_again(WISH)
    assert counted(desk)["01"] == own_id(new)
    assert desk.marks()[0].candidates["1"].marks == [900] * 4


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Again("", ("王组长",)), "say why"),
        (Again(" ", ("王组长",)), "say why"),
        (Again("路上", ()), "who decided"),
        (Again("路上", ("王组长",), ("03",)), "no ballot of expert 03 came late"),
        (Again("路上", ("王组长",), record="0" * 8), "no opening 00000000"),
    ],
)
def test_what_is_not_said_or_not_there_opens_nothing(desk: Session, wish: Again, said: str) -> None:
    events = desk.journal()
    with pytest.raises(Refused, match=said):
        desk.unseal_again(wish)
    assert desk.journal() == events


def test_a_closed_round_and_one_without_late_ballots_are_not_opened_again(
    room: MakeRoom,
) -> None:
    session = room().open()
    receive(session, ballot_file(session, "01", give_key(session, "01")))
    with pytest.raises(Refused, match="not opened yet"):
        session.unseal_again(WISH)
    session.unseal()
    with pytest.raises(Refused, match="no ballot came late"):
        session.unseal_again(WISH)


def test_a_withdrawal_a_fork_or_a_revoked_kit_is_never_admitted_by_default(
    room: MakeRoom,
) -> None:
    desk = room(small_meeting(experts=4)).open()
    seeds = {code: give_key(desk, code) for code in ("01", "02", "03", "04")}
    old = ballot_file(desk, "01", seeds["01"], 6)
    receive(desk, old)
    desk.unseal()
    receive(
        desk,
        ballot_file(desk, "01", seeds["01"], replaces=[old], kind=Kind.WITHDRAW),
        ballot_file(desk, "02", seeds["02"], 5),
        ballot_file(desk, "02", seeds["02"], 6),
        ballot_file(desk, "03", seeds["03"], 5),
    )
    revoke(desk, seeds["03"])
    assert [(one.expert, one.counts) for one in late_ballots(desk.meeting)] == [
        ("01", False),
        ("02", False),
    ]
    with pytest.raises(Refused, match="no ballot came late that would count"):
        desk.unseal_again(WISH)
    desk.unseal_again(WISH._replace(admit=("01",)))
    assert counted(desk)["01"] == "withdrawn"


def test_the_supervisors_code_is_needed_again(tmp_path: Path) -> None:
    panel, _sheet = small_meeting(experts=3, custody="supervisor").panel()
    digits = create_session(tmp_path / "a.review", panel)
    with Session.open(tmp_path / "a.review", sources=counted_sources()) as session:
        receive(session, ballot_file(session, "01", give_key(session, "01")))
        session.unseal(code=digits)
        receive(session, ballot_file(session, "02", give_key(session, "02")))
        with pytest.raises(Refused, match="needed again"):
            session.unseal_again(WISH)
        with pytest.raises(Refused, match="not the opening code"):
            session.unseal_again(WISH, code="1" * 24)
        assert counted(session)["02"] == "late"
        assert session.unseal_again(WISH, code=digits).missing == ("03",)


def test_a_supervisors_opening_can_be_read_at_the_desk_it_came_to(tmp_path: Path) -> None:
    panel, _sheet = small_meeting(experts=3, custody="supervisor").panel()
    digits = create_session(tmp_path / "a.review", panel)
    with Session.open(tmp_path / "a.review", sources=counted_sources()) as session:
        receive(session, ballot_file(session, "01", give_key(session, "01")))
        with second(session, tmp_path) as other:
            other.unseal(code=digits)
            unite(session, other)
            assert session.marks() == other.marks()


def test_facts_and_amendments_stay_those_of_the_first_opening(desk: Session) -> None:
    first = desk.opened
    again = desk.unseal_again(WISH)
    assert first is not None
    for key in ("rule", "settled", "amendments"):
        assert again.body[key] == first.body[key]


RECORDS = st.lists(
    st.tuples(
        st.sets(st.sampled_from("abcd")), st.integers(0, 3), st.sets(st.integers(0, 5), max_size=3)
    ),
    max_size=6,
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_which_opening_is_in_force_depends_on_the_set_alone(
    drawn: list[tuple[set[str], int, set[int]]], chance: random.Random
) -> None:
    records: list[Opening] = []
    for ballots, at, known in drawn:
        body = {
            "round": 1,
            "by": "",
            "ballots": sorted(ballots),
            "missing": [],
            "reworking": [],
            "supersedes": [records[item].id for item in known if item < len(records)],
        }
        records.append(read_opening("s", at, body))
    mixed = [*records, *chance.sample(records, len(records) // 2)]
    chance.shuffle(mixed)
    assert standing(mixed, 1) == standing(records, 1)
    assert listed(mixed, 1) == listed(records, 1)
    assert (listed(records, 1) is None) == (not records)


MET: Counter[str] = Counter()


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_three_desks_that_open_and_open_again_come_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    three_desks(tmp_path_factory.mktemp("again"), random.Random(seed), MET)


def test_openings_of_three_desks_really_agree_differ_and_are_settled(tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    for seed in range(12):
        (tmp_path / str(seed)).mkdir()
        three_desks(tmp_path / str(seed), random.Random(seed), met)
    print(dict(met))
    assert min(met[key] for key in ("again", "conflict", "in force", "late")) > 0, met


Entry = tuple[int, str, str]
"""Time, kind and body of an entry of a journal."""


def own_before_others(entries: list[Entry]) -> list[Entry]:
    """Whoever opened himself knows of no other opening."""
    return [one for one in entries if one[1] == EventKind.OPENED] or entries


def first_known(entries: list[Entry]) -> list[Entry]:
    """The opening that came to the desk first holds for ever."""
    for number, (_at, kind, body) in enumerate(entries):
        if kind == EventKind.OPENED or json.loads(body).get("openings"):
            return entries[: number + 1]
    return entries


@pytest.mark.parametrize("wrong", [own_before_others, first_known])
def test_a_rule_that_asks_where_or_when_an_opening_was_learnt_would_be_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: Callable[[list[Entry]], list[Entry]]
) -> None:
    honest = opening_record.records_in

    def as_learnt(session: str, entries: Iterable[Entry]) -> dict[str, Opening]:
        return honest(session, wrong(list(entries)))

    def meetings() -> None:
        for seed in range(12):
            (tmp_path / str(seed)).mkdir()
            three_desks(tmp_path / str(seed), random.Random(seed), Counter())

    monkeypatch.setattr(opening_record, "records_in", as_learnt)
    with pytest.raises(AssertionError):
        meetings()


def three_desks(folder: Path, chance: random.Random, met: Counter[str]) -> None:
    """Ballots, openings, openings again and merges in any order; then everybody merges."""
    create_session(folder / "a.review", small_meeting(experts=3).panel()[0])
    with Session.open(folder / "a.review") as one:
        seeds = {code: give_key(one, code) for code in ("01", "02", "03")}
        with second(one, folder) as two, second(one, folder, "third") as three:
            desks = [one, two, three]
            own: dict[str, list[bytes]] = {code: [] for code in seeds}
            for _step in range(chance.randint(6, 18)):
                desk = chance.choice(desks)
                match chance.choice(
                    ["ballot", "ballot", "open", "open", "again", "again", "merge"]
                ):
                    case "ballot":
                        code = chance.choice(list(seeds))
                        content = ballot_file(
                            *(one, code, seeds[code], chance.choice([5, 6, 7.5])),
                            replaces=chance.choice([own[code], []]),
                        )
                        own[code].append(content)
                        receive(desk, content)
                    case "open" if not desk.openings() and desk.stored():
                        desk.unseal()
                        met["opened"] += 1
                    case "again":
                        again(desk, chance, met)
                    case "merge":
                        unite(desk, chance.choice([item for item in desks if item is not desk]))
            for _twice in range(2):
                for into, out in ((one, two), (two, three), (three, one), (one, three)):
                    unite(into, out)
            unite(two, one)
            agree(desks, met)
            if again(two, chance, met):
                unite(one, two)
                unite(three, one)
                agree(desks, met)


def again(desk: Session, chance: random.Random, met: Counter[str]) -> bool:
    """Open again if there is anything to it; whether it was done."""
    stand = in_conflict(desk.meeting)
    late = [one.expert for one in late_ballots(desk.meeting)]
    if not stand and not late:
        return False
    admit = tuple(code for code in late if chance.random() < 0.6)
    if not stand and not admit:
        return False
    record = chance.choice(["", stand[0].id]) if stand else ""
    desk.unseal_again(Again("理由", ("甲", "乙"), () if record else admit, record))
    met["again"] += 1
    return True


def agree(desks: list[Session], met: Counter[str]) -> None:
    said = [
        (
            desk.openings(),
            counted(desk),
            [(one.expert, one.counts) for one in late_ballots(desk.meeting)],
            desk.can_show_results(),
            again_sentences(desk),
        )
        for desk in desks
    ]
    assert said[0] == said[1] == said[2]
    met["conflict"] += bool(in_conflict(desks[0].meeting))
    met["late"] += bool(said[0][2])
    if said[0][3]:
        met["in force"] += 1
        assert len({results_of(desk) for desk in desks}) == 1
    assert all(finding.warning for desk in desks for finding in desk.check())

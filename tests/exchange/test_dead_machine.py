"""The secretary's machine dies, or an expert's: what comes back from where, and what does not."""

import shutil
from pathlib import Path

import pytest

from reviewtui.domain.amendment import Addition, LateRecusal, Newcomer
from reviewtui.domain.ballot import Ballot
from reviewtui.domain.findings import Refused
from reviewtui.domain.states import Why
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import hand_over, opened_kit
from reviewtui.exchange.score_sheet import score_sheet_name
from reviewtui.session.amending import amend
from reviewtui.session.create import create_session
from reviewtui.session.effective import StoredBallot
from reviewtui.session.paper_entry import boxes, paper_ballot
from reviewtui.session.resolving import resolve
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, take_typed
from reviewtui.session.typed_pass import TypedPass
from reviewtui.tally.official import verdict_of
from reviewtui.tally.report import results_json
from tests.exchange.score_sheets import fill as fill_sheet
from tests.session.conftest import fill, mark, scored, small_meeting

CHANNELS = {"01": "form", "02": "form", "03": "excel", "04": "paper", "05": "import"}
PLACES = [(candidate, row) for candidate in ("1", "2") for row in ("1.1", "1.2", "2.1", "2.2")]


class Desk:
    """A desk with ballots of every channel; what is on paper can be typed again."""

    def __init__(self, folder: Path) -> None:
        self.path, self.kits, self.backups = folder / "desk.review", folder / "k", folder / "b"
        self.code = create_session(self.path, small_meeting(5).panel()[0])
        with Session.open(self.path) as session:
            kits = {item.expert.code: item.kit for item in issue(session, self.kits)}
            for expert, points in (("01", 8), ("02", 6.5)):
                with opened_kit(kits[expert], folder=folder / expert) as work:
                    fill(work.session.scoring(expert), points)
                    hand_over(work, work.session.scoring(expert).seal().result())
            own = kits["03"].parent / score_sheet_name("03")
            fill_sheet(own, dict.fromkeys(PLACES, 9)).replace(own)
            from_paper(session)
            from_elsewhere(session)
            self.backup = carry_out(session, plan(session, [self.kits]), self.backups).backup

    def new_machine(self, path: Path) -> Path:
        """Only the issue folder is left: its base goes on, and the sticks are read again."""
        shutil.copy(next(self.kits.glob("*.review")), path)
        with Session.open(path) as session:
            carry_out(session, plan(session, [self.kits]), self.backups)
        return path


def from_paper(session: Session) -> None:
    cells: dict[str, dict[str, object]] = {}
    for box in boxes(session, "04", subtotals=False):
        cells.setdefault(box.candidate, {})[box.row.code] = scored(4 if box.candidate == "1" else 7)
    typed = TypedPass("张三", cells, finished=True)  # type: ignore[arg-type]
    take_typed(session, paper_ballot(session, "04", 1, typed), Entry(("张三", "李四")))


def from_elsewhere(session: Session) -> None:
    cells = {one: dict.fromkeys(("1.1", "1.2", "2.1", "2.2"), scored(5)) for one in ("1", "2")}
    session.take_in([Ballot("", "05", "", cells=cells)], "marks.csv")


def ranking(path: Path, code: str = "") -> object:
    """Opened, what `results --json` says of the candidates."""
    with Session.open(path) as session:
        session.unseal("会务", code=code)
        assert not [one for one in session.check() if not one.warning]
        verdict = verdict_of(session, 1)
        return results_json(session.id, session.panel, session.sheet, verdict)["candidates"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_backup_gives_the_same_ranking_with_every_channel(desk: Desk) -> None:
    assert desk.backup is not None
    expected = ranking(desk.path)
    desk.path.unlink()
    assert ranking(desk.backup) == expected


def test_sticks_bring_back_forms_and_excel_sheets_and_name_who_must_be_typed_again(
    desk: Desk, tmp_path: Path
) -> None:
    """Paper and marks of other systems never lay on a stick."""
    desk.path.unlink()
    path = desk.new_machine(tmp_path / "new.review")
    with Session.open(path) as session:
        assert {item.expert for item in session.stored()} == {"01", "02", "03"}
        assert session.missing() == {"04": Why.ABSENT, "05": Why.ABSENT}


def test_once_the_paper_is_typed_again_the_ranking_is_the_same(desk: Desk, tmp_path: Path) -> None:
    path = desk.new_machine(tmp_path / "new.review")
    with Session.open(path) as session:
        from_paper(session)
        from_elsewhere(session)
        with pytest.raises(Refused, match="the opening code is not kept here"):
            session.unseal("会务")
    assert ranking(path, desk.code) == ranking(desk.path)


def test_two_machines_at_once_are_a_conflict_and_both_sheets_are_whole(
    desk: Desk, tmp_path: Path
) -> None:
    """The disk is wiped, a stick goes on in a second machine, and a copy of it in a third."""
    kit = next(desk.kits.glob("*04*/*.kit"))
    place = {"1.1": 3.0, "1.2": 4.5}
    with opened_kit(kit, folder=tmp_path / "first") as work:
        for row, points in place.items():
            work.session.scoring("04").commit([mark("1", row, points)], ("1", row)).result()
    shutil.rmtree(tmp_path / "first")
    copy = tmp_path / "copied stick"
    shutil.copytree(kit.parent, copy)
    sealed = {}
    for machine, own, rest in (("second", kit, 6), ("third", copy / kit.name, 7)):
        with opened_kit(own, folder=tmp_path / machine) as work:
            scoring = work.session.scoring("04")
            assert scoring.place == ("1", "1.2")
            assert {row: scoring.cell("1", row) for row in place} == {
                row: scored(points) for row, points in place.items()
            }
            fill(scoring, rest)
            sealed[rest] = scoring.seal().result()
            hand_over(work, sealed[rest])
    base = tmp_path / "new.review"
    shutil.copy(next(desk.kits.glob("*.review")), base)
    with Session.open(base) as session:
        carry_out(session, plan(session, [copy, kit.parent]), desk.backups)
        assert session.effective()["04"] is Why.CONFLICT
        chosen = sealed[7].content_id
        resolve(session, "04", chosen, by=("张三", "李四"), reason="以手签码为准")
        session.unseal("会务", code=desk.code)
        for rest, one in sealed.items():
            cells = session.ballot(one.content_id).cells
            assert cells["1"]["1.2"] == scored(4.5)
            assert cells["2"]["2.2"] == scored(rest)
        assert session.marks()[3].candidates["2"].marks == [700] * 4
    shutil.copy(kit.with_suffix(".kit.mirror"), copy)
    with opened_kit(copy / kit.name, folder=tmp_path / "third") as work:
        scoring = work.session.scoring("04")
        assert scoring.sealed == sealed[7]
        assert scoring.cell("2", "2.2") == scored(7)


def test_the_base_knows_whoever_got_a_kit_later_and_what_was_amended_until_then(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)
    for change in (Addition(Newcomer("21", "增补专家")), LateRecusal("01", "1")):
        with Session.open(desk.path) as session:
            amend(session, change, by="会务", reason="会议决定")
    with Session.open(desk.path) as session:
        (late,) = issue(session, desk.kits, ["21"])
        with opened_kit(late.kit, folder=tmp_path / "21") as work:
            fill(work.session.scoring("21"), 7)
            hand_over(work, work.session.scoring("21").seal().result())
        carry_out(session, plan(session, [desk.kits]), desk.backups)
    new = desk.new_machine(tmp_path / "new.review")
    with Session.open(desk.path) as old, Session.open(new) as session:
        assert session.panel == old.panel
        here, there = (one.effective()["21"] for one in (session, old))
        assert isinstance(here, StoredBallot)
        assert isinstance(there, StoredBallot)
        assert here.content_id == there.content_id


@pytest.mark.parametrize("anew", [False, True])
def test_a_base_that_somebody_goes_on_with_is_never_written_over(
    tmp_path: Path, anew: bool
) -> None:
    desk = Desk(tmp_path)
    (base,) = desk.kits.glob("*.review")
    with Session.open(base) as session:
        carry_out(session, plan(session, [desk.kits]), desk.backups)
        held = session.stored()
        issue(session, desk.kits, ["04"], anew=anew)
        assert session.stored() == held
    with Session.open(desk.path) as session:
        issue(session, desk.kits, ["04"], anew=anew)
    with Session.open(base) as session:
        assert session.stored() == held
    assert len(list(desk.kits.glob("*.review"))) == 2

"""The sample sessions are what their script makes, and show what they promise to show."""

import shutil
from pathlib import Path

import pytest

from reviewtui.domain.states import Why
from reviewtui.session.session import Session
from reviewtui.tally.compute import compute
from reviewtui.tally.verdict import Flag
from tests.build_samples import ABSENT, FINISHED, HALF, LEFT_EARLY, build

SHIPPED = Path(__file__).parents[1] / "sample_sessions"


def _contents(path: Path) -> tuple[object, ...]:
    """What must be equal after a rebuild; pages of the file may lie otherwise."""
    with Session.open(path) as session:
        return (
            session.id,
            session.sheet.hash,
            [ballot.content_id for ballot in session.stored()],
            session.journal()[-1].hash,
        )


@pytest.mark.parametrize("name", [FINISHED, HALF])
def test_a_rebuilt_sample_has_the_content_of_the_shipped_one(name: str, tmp_path: Path) -> None:
    build(tmp_path)
    shipped = Path(shutil.copy(SHIPPED / name, tmp_path / f"shipped-{name}"))
    assert _contents(tmp_path / name) == _contents(shipped)


@pytest.mark.parametrize("name", [FINISHED, HALF])
def test_a_sample_is_sound(name: str, tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(SHIPPED / name, tmp_path / name))) as session:
        assert session.check() == []
        assert all("示例" in expert.name for expert in session.panel.experts)
        assert all("示例" in candidate.name for candidate in session.panel.candidates)


def test_the_finished_sample_shows_every_state(tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(SHIPPED / FINISHED, tmp_path / FINISHED))) as session:
        verdict = compute(session.panel, session.sheet, session.marks())
    whys = {(out.expert, out.why) for item in verdict.candidates for out in item.left_out}
    assert {why for _expert, why in whys} == {Why.RECUSED, Why.UNABLE, Why.ABSENT, Why.LEFT}
    assert (ABSENT, Why.ABSENT) in whys
    assert (LEFT_EARLY, Why.LEFT) in whys
    assert [item.rank for item in verdict.ranking()] == [1, 2, 3, 4, 5, 5, 7, 8]
    assert [item.code for item in verdict.candidates if Flag.RESCALED in item.flags] == ["04"]


def test_the_half_scored_sample_reopens_on_the_next_cell(tmp_path: Path) -> None:
    with Session.open(Path(shutil.copy(SHIPPED / HALF, tmp_path / HALF))) as session:
        scoring = session.scoring("07")
        assert scoring.place == ("03", "7")
        assert scoring.progress("03") == (6, 10)
        assert session.stored() == []

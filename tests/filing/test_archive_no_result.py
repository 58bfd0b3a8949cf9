"""A meeting that came to no result can be filed: the archive says so and why, and verifies."""

from pathlib import Path

import pytest

from reviewtui.domain.findings import Refused
from reviewtui.filing.archive import verify as standalone
from reviewtui.filing.archive.folder import archive
from reviewtui.filing.archive.written import Cover
from reviewtui.filing.verify.archive import verify_archive
from reviewtui.filing.verify.session import verify_session
from reviewtui.session.create import create_session
from reviewtui.session.merging import apply_plan, plan_merge
from reviewtui.session.receiving import Arrival
from reviewtui.session.session import Session
from tests.filing.archives import changed, files_of, named_by_both, rewritten
from tests.meeting import Meeting, meeting
from tests.session.ballot_factory import ballot_file, give_key, revoke

TRIM = {"drop": 1, "least": 3, "below_least": "refuse"}
TRIMMED = meeting(3, 2, average="trimmed", trim=TRIM)
BY_ROWS = meeting(3, 2, average="trimmed", trim=TRIM, order="by_indicator")
STANDARD = meeting(3, 2, standardise=True)


def held(drawn: Meeting, folder: Path, handing_in: int = 2) -> Path:
    """A meeting of which only some experts handed in, opened."""
    path = folder / "meeting.review"
    create_session(path, drawn.panel()[0])
    with Session.open(path) as session:
        files = [
            ballot_file(session, expert.code, give_key(session, expert.code))
            for expert in session.panel.experts[:handing_in]
        ]
        arrivals = [Arrival(f"{at}.ballot", it, len(it)) for at, it in enumerate(files)]
        apply_plan(session.meeting, plan_merge(session.meeting, arrivals))
        session.unseal("会务")
    return path


def filed(path: Path, cover: Cover = Cover()) -> Path:  # noqa: B008  frozen
    """Its archive."""
    with Session.open(path, reading=True) as session:
        return archive(session, path.with_name("archive"), cover).folder


@pytest.mark.parametrize(
    ("drawn", "why"),
    [(TRIMMED, "只有 2 份有效评分"), (BY_ROWS, "对象 1 的 1 项"), (STANDARD, "标准分")],
    ids=["trimmed", "rows", "standard"],
)
def test_where_the_rule_gives_no_result_the_archive_says_why_and_both_agree(
    drawn: Meeting, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = held(drawn, tmp_path)
    folder = filed(path)
    files = files_of(folder)
    text = files["round-1/no-result.txt"].decode("utf-8-sig")
    assert "没有评分结果" in text
    assert why in text
    assert "没有评分结果" in files["README.txt"].decode("utf-8-sig")
    assert "round-1/workbook.xlsx" not in files
    assert b"8" in files["round-1/marks.csv"]
    found = verify_archive(folder)
    assert found.agrees
    assert any("没有评分结果" in str(note) for note in found.notes)
    assert standalone.main([str(folder)]) == 0
    said = capsys.readouterr().out
    assert "没有评分结果" in said
    assert "核验一致" in said
    of_session = verify_session(path)
    assert of_session.agrees
    assert [one.content for one in of_session.rounds] == [one.content for one in found.rounds]


def test_who_writes_a_total_into_it_is_found_by_both(tmp_path: Path) -> None:
    folder = filed(held(TRIMMED, tmp_path))

    def give(result: dict[str, object]) -> None:
        del result["no_result"]

    changed(folder, "round-1/result.json", give)
    rewritten(folder)
    program, alone = named_by_both(folder)
    assert "round-1/result.json" in program & alone


def test_a_meeting_at_which_nobody_handed_in_is_filed_with_the_reason_stated(
    tmp_path: Path,
) -> None:
    path = tmp_path / "meeting.review"
    create_session(path, TRIMMED.panel()[0])
    with pytest.raises(Refused, match="--no-result"):
        filed(path)
    folder = filed(path, Cover(no_result="到会专家不足，会议改期"))
    assert "会议改期" in (folder / "README.txt").read_text("utf-8-sig")
    assert named_by_both(folder) == (set(), set())
    assert any("会议改期" in one.sentence for one in verify_archive(folder).notes)
    assert any("会议改期" in chinese for chinese, _english in standalone.verify(folder).left_out)


def test_a_meeting_whose_only_ballots_are_revoked_is_filed_too_and_they_stay_sealed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "meeting.review"
    create_session(path, TRIMMED.panel()[0])
    cover = Cover(no_result="评分文件全部作废")
    with Session.open(path) as session:
        seed = give_key(session, "01")
        file = ballot_file(session, "01", seed)
        apply_plan(
            session.meeting, plan_merge(session.meeting, [Arrival("1.ballot", file, len(file))])
        )
        with pytest.raises(Refused, match="尚未启封"):
            archive(session, tmp_path / "archive", cover)
        revoke(session, seed)
    folder = filed(path, cover)
    assert [name for name in files_of(folder) if name.startswith(("late/", "ballots/"))]
    assert named_by_both(folder) == (set(), set())


def test_a_reason_is_refused_where_ballots_were_opened(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        filed(held(TRIMMED, tmp_path, 3), Cover(no_result="不想要"))

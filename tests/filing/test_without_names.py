"""A workbook without names holds the name of no expert in any of its parts, seen or unseen."""

import html
import re
import zipfile
from pathlib import Path

import pytest

from reviewtui.domain.closing import SignState
from reviewtui.filing.pack.pack import PAPERS, print_pack
from reviewtui.filing.verify.workbook import verify_workbook
from reviewtui.filing.workbook import export_workbook
from reviewtui.session.closing import adjust, may_vote, sign
from reviewtui.session.session import Session
from reviewtui.tally.fixed import fix
from reviewtui.tally.official import verdict_of
from tests.filing.archives import SAMPLES, copied

SESSIONS = [path for path in sorted(SAMPLES.glob("*.review")) if "half" not in path.name]
SHORT = ("zj-lab-annual", "zj-tic-appraisal")


def held_in(path: Path) -> str:
    """Everything that a workbook holds, in plain letters: cells, heads, charts, properties, and
    the hidden record with its escapes undone."""
    with zipfile.ZipFile(path) as archive:
        text = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return re.sub(r"\\u([0-9a-f]{4})", lambda one: chr(int(one[1], 16)), html.unescape(text))


def exported(session: Session, path: Path, *, named: bool) -> str:
    """What the workbook of a session holds, with a sheet for everybody."""
    export_workbook(session, verdict_of(session), path, detail=True, named=named)
    assert verify_workbook(path).agrees
    return held_in(path)


def closed_by_experts(session: Session) -> set[str]:
    """Have the desk write names of experts wherever it writes what the panel added; the names."""
    chair, *others = session.panel.sitting
    fix(session, verdict_of(session), by=chair.name)
    for expert in others:
        sign(session, expert.code, SignState.UNSIGNED, f"由{chair.name}代为说明")
    if grades := session.panel.rule.grades.names:
        code = session.panel.presented[0].code
        consent, short = may_vote(session, code), chair.name.split("（")[0]
        adjust(session, code, grades[-1], reason=f"{short}提议", consent=consent, by=short)
    return {expert.name.split("（")[0] for expert in session.panel.experts}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(path, id=path.stem, marks=() if path.stem in SHORT else pytest.mark.long)
        for path in SESSIONS
    ],
)
def test_no_expert_is_named_in_a_workbook_without_names(source: Path, tmp_path: Path) -> None:
    with Session.open(copied(source, tmp_path)) as session:
        names = closed_by_experts(session)
        told = exported(session, tmp_path / "named.xlsx", named=True)
        assert all(name in told for name in names)
        told = exported(session, tmp_path / "out.xlsx", named=False)
    assert [name for name in sorted(names) if name in told] == []


def test_no_expert_is_named_on_a_paper_without_names_but_where_he_signs_by_name(
    tmp_path: Path,
) -> None:
    source = SAMPLES / "zj-tic-appraisal.review"
    with Session.open(copied(source, tmp_path)) as session:
        names = closed_by_experts(session)
        verdict = verdict_of(session)
        by_number = range(3, len(PAPERS) + 1)  # attendance and declaration hold no number
        pack = print_pack(session, verdict, tmp_path / "pack", only=by_number, detail=True)
        named = print_pack(session, verdict, tmp_path / "named", only=[10], named=True)
    kept = [path for path in pack.files if "专家名单" not in path.name]
    found = [
        (path.name, name)
        for path in kept
        for name in sorted(names)
        if name in (path.read_text("utf-8") if path.suffix == ".html" else held_in(path))
    ]
    assert found == []
    assert all(name in named.files[1].read_text("utf-8") for name in names)

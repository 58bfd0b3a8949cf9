"""Write the session of schema version 2 that every later version must open.

Run once, as `python -m tests.session.make_v2`; the file stays as the program of version 2
wrote it and is not made again.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

from reviewtui.domain.amendment import Correction, Field
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import hand_over, mirror_of, opened_kit
from reviewtui.session.amending import amend
from reviewtui.session.create import create_session
from reviewtui.session.resolving import conflicts, resolve
from reviewtui.session.session import Session
from tests.meeting import ROOT
from tests.session.conftest import counted_sources, fill, small_meeting

TARGET = ROOT / "tests" / "data" / "sessions" / "v2.review"
POINTS = {"01": 8, "02": 6.5, "03": 7}


def make(path: Path) -> None:
    """Four experts with kits: 01 and 02 handed in, 03 from two machines that did not know each
    other (settled), 04 nothing; a file aside, a corrected name; opened."""
    sources = counted_sources()
    panel, _sheet = small_meeting(experts=4, candidates=3).panel()
    create_session(
        path,
        panel,
        now=sources.now,
        random_bytes=sources.random_bytes,
        new_id=lambda: "fedcba9876543210" * 2,
    )
    path, folder = path.absolute(), Path()
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        with Session.open(path, sources=sources) as session:
            amend(session, Correction("", "1", Field.NAME, "更名后的中心（示例）"), by="会务")
            kits = {item.expert.code: item.kit for item in issue(session, folder / "kits")}
        with Session.open(path, sources=sources) as session:
            for machine, expert in enumerate(("01", "02", "03", "03")):
                with opened_kit(
                    kits[expert], folder=folder / str(machine), sources=sources
                ) as work:
                    fill(scoring := work.session.scoring(expert), POINTS[expert] + machine / 2)
                    hand_over(work, scoring.seal().result())
                carry_out(session, plan(session, [folder / "kits"]), folder / "backup")
                for ballot in kits[expert].parent.glob("*.ballot"):
                    ballot.unlink()
                mirror_of(kits[expert]).unlink()
            (folder / "junk.ballot").write_bytes(b"no ballot")
            carry_out(session, plan(session, [folder / "junk.ballot"]), folder / "backup")
            (conflict,) = conflicts(session)
            chosen = conflict.versions[0].content_id
            resolve(session, "03", chosen, by=("会务", "监督"), reason="以手签码为准")
            session.unseal("会务")
        shutil.rmtree(folder / "backup")


if __name__ == "__main__":
    TARGET.unlink(missing_ok=True)
    make(TARGET)

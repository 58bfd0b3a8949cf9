"""Before the opening no command, file, journal or log tells a mark, whoever asks for what.

Every cell of the meeting has a mark of its own that looks like nothing else. The commands are
taken from the command table: one that is not tried here fails the test.
"""

import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest

from reviewtui.cli.command import Command
from reviewtui.cli.commands import COMMANDS
from reviewtui.cli.guard import log_file
from reviewtui.domain.ballot import Ballot
from reviewtui.exchange.collecting import carry_out, plan
from reviewtui.exchange.issue import issue
from reviewtui.exchange.kits import hand_over, opened_kit
from reviewtui.exchange.score_sheet import score_sheet_name
from reviewtui.session.create import create_session
from reviewtui.session.paper_entry import boxes, paper_ballot
from reviewtui.session.session import Session
from reviewtui.session.typed_in import Entry, take_typed
from reviewtui.session.typed_pass import TypedPass, keep_pass
from tests.cli.conftest import Run
from tests.exchange.score_sheets import fill
from tests.meeting import meeting, small_set
from tests.session.conftest import mark, scored

SIZE = 100.0
LOWEST = 2011
"""Hundredths of the first mark; each next one is 37 more, none ends with a 0."""

Trial = tuple[str, ...]
IMPORTED = "05"
"""His marks came in the clear; only they may show."""

TRIALS: dict[str, tuple[Trial, ...]] = {
    "score": (("S", "--expert", "08", "--plain"), ("stick/08.kit", "--plain")),
    "demo": (("--dir", "demo"),),
    "new": (("--template", "zj-tic-2022", "-o", "new.xlsx"), ("none.toml", "new.review")),
    "check": (("S",), ("stick",)),
    "desk": (("S",), ("S", "--board"), ("S", "--board", "--json"), ("S", "--journal"),
             ("S", "--journal", "--json")),
    "issue": (("S", "-o", "kits"), ("S", "-o", "kits", "--expert", "08", "--anew")),
    "merge": (
        ("S", "stick"), ("S", "stick", "--dry-run"), ("S", "stick", "--strict"),
        ("S", "stick", "--json"), ("S", "second.review"),
    ),
    "copy": (("S", "copy.review"),),
    "type-in": (("S",), ("S", "--sheet", "stick/filled.xlsx", "--reason", "second"),
                ("S", "--expert", "06", "--discard")),
    "change-marks": (("S", "--expert", "04", "--by", "A", "--witness", "B", "--reason", "slip"),),
    "unseal": (("S", "--code-file", "none.txt"),),
    "conclude": (("S", "-o", "there.xlsx"),),
    "wipe": (("stick/08.kit",),),
    "amend name": (("S", "name", "New Name", "--expert", "01"),),
    "amend unit": (("S", "unit", "New Unit", "--expert", "01"),),
    "amend title": (("S", "title", "Professor", "--expert", "01", "--json"),),
    "amend chair": (("S", "chair", "02"),),
    "amend order": (("S", "order", "2", "1"), ("S", "order", "--lot", "--seed", "7")),
    "amend replace": (
        ("S", "replace", "08", "--code", "21", "--name", "N", "--reason", "ill"),
        ("S", "replace", "01", "--code", "21", "--name", "N", "--reason", "ill"),
    ),
    "amend withdraw-candidate": (("S", "withdraw-candidate", "2", "--reason", "withdrew"),),
    "amend early-leave": (("S", "early-leave", "count_none", "--reason", "decided"),),
    "amend list": (("S", "list", "--json"),),
    "amend history": (("S", "history", "--candidate", "1"),),
    "amend integrity": (("S", "integrity", "--candidate", "1"),),
    "add-expert": (("S", "--code", "21", "--name", "N", "--reason", "more"),),
    "recuse": (("S", "--expert", "01", "--candidate", "2", "--reason", "pupil", "--json"),),
    "settle": (("S", "--candidate", "1", "--row", "1.1", "--value", "yes", "--reason", "r"),),
    "withdraw": (("S", "--expert", "01", "--reason", "wish"),),
    "resolve": (("S",), ("S", "--json"),
                ("S", "--expert", "07", "--keep", "0", "--by", "A", "--by", "B", "--reason", "r")),
    "import-marks": (("marks.csv", "S"),),
    "reopen": (("S", "--expert", "01", "--reason", "again"),),
    "round": (("S",), ("S", "--candidates", "1", "--reason", "r"),
              ("S", "--discussion", "--reason", "r")),
    "results": (("S",), ("S", "--json"), ("S", "--page", "out.html"), ("S", "--fix"),
                ("S", "--experts", "--by", "chair"), ("S", "--rounds")),
    "explain": (("S", "1"), ("S", "1", "2"), ("S", "1", "--json"), ("S", "--what-if", "median")),
    "discuss": (("S",), ("S", "--add", "1"), ("S", "-o", "list.txt")),
    "facts": (("S", "1"), ("S", "1", "--json")),
    "adjust": (("S", "1", "A", "--by", "A", "--consent", "01", "--reason", "r"),),
    "vote": (("S", "1", "--open", "01=A"),
             ("S", "1", "--slips", "A=1", "--again", "A=1", "--by", "A", "--by", "B")),
    "sign": (("S",), ("S", "01"), ("S", "02", "dissent", "--note", "n")),
    "print": (("S", "-o", "papers"), ("S", "-o", "papers", "--detail", "--names"),
              ("S", "-o", "papers", "--extract", "1")),
    "archive": (("S", "-o", "archive"),),
    "verify": (("S",), ("S", "--json"), ("stick/filled.xlsx",)),
    "weights": (("panel.toml",), ("panel.toml", "--json")),
    "export": (("S", "-o", "out.xlsx"), ("S", "-o", "out.xlsx", "--detail")),
    "indicators import": (("stick/filled.xlsx",),),
    "indicators list": ((),), "indicators where": ((),),
    "indicators show": (("zj-tic-2022",),),
    "indicators diff": (("zj-tic-2022", "nb-tic-draft"),),
    "config path": ((),), "config show": ((),), "config backup": (("kits",),),
    "completion": (("bash",),),
}  # fmt: skip
"""By command its trials; S is the session. Those that open are tried where they must refuse."""

ANSWERS = {"change-marks": "1\n1.1\n99.99\n\ny\n1\n1\n"}


def every(commands: Sequence[Command], before: str = "") -> Iterator[str]:
    """The names of all commands that do something."""
    for one in commands:
        if one.handler:
            yield f"{before}{one.name}"
        yield from every(one.parts, f"{before}{one.name} ")


class Day:
    """A meeting with a ballot of every channel, and where its marks are."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.session = folder, folder / "meeting.review"
        self._next = (number for number in count(LOWEST, 37) if number % 10)
        self.marks: dict[str, list[int]] = {}
        panel = meeting(
            8, 2, table=small_set(2, 2), granularity="rows", step="0.01", full="100"
        ).panel()[0]
        create_session(self.session, panel)
        with Session.open(self.session) as desk:
            kits = {item.expert.code: item.kit for item in issue(desk, folder / "kits")}
            for code in ("01", "07"):
                self._score(kits[code], code, "home")
                carry_out(desk, plan(desk, [kits[code].parent]), folder / "backup")
            for file in kits["07"].parent.glob("*.ballot"):
                file.unlink()
            kits["07"].with_suffix(".kit.mirror").unlink()
            self._score(kits["07"], "07", "hotel")  # knows nothing of the first: a conflict
            carry_out(desk, plan(desk, [kits["07"].parent]), folder / "backup")
            self._paper(desk, "04")
            self._half_typed(desk, "06")
            rows = {code: self._row("05") for code in ("1", "2")}
            desk.take_in([Ballot("", IMPORTED, "", cells=rows)], "marks.csv")
        self._stick(kits)

    def _row(self, expert: str) -> dict[str, object]:
        """Marks that nobody else gives, for one candidate."""
        given = [next(self._next) for _row in range(4)]
        self.marks.setdefault(expert, []).extend(given)
        rows = ("1.1", "1.2", "2.1", "2.2")
        return {row: scored(number / SIZE) for row, number in zip(rows, given, strict=True)}

    def _score(self, kit: Path, expert: str, machine: str, seal: bool = True) -> None:
        with opened_kit(kit, folder=self.folder / machine) as work:
            scoring = work.session.scoring(expert)
            for candidate in ("1", "2"):
                for row, cell in self._row(expert).items():
                    assert cell.mark is not None  # type: ignore[attr-defined]
                    points = cell.mark / SIZE  # type: ignore[attr-defined]
                    scoring.commit([mark(candidate, row, points)]).result()
            if seal:
                hand_over(work, scoring.seal().result())

    def _paper(self, desk: Session, expert: str) -> None:
        typed = self._typed(desk, expert)
        take_typed(desk, paper_ballot(desk, expert, 1, typed), Entry(("A", "B")))

    def _half_typed(self, desk: Session, expert: str) -> None:
        keep_pass(desk.meeting, expert, 1, 1, self._typed(desk, expert))

    def _typed(self, desk: Session, expert: str) -> TypedPass:
        cells = {code: self._row(expert) for code in ("1", "2")}
        assert len(boxes(desk, expert, subtotals=False)) == 8
        return TypedPass("A", cells, finished=True)  # type: ignore[arg-type]

    def _stick(self, kits: dict[str, Path]) -> None:
        """What still comes: a ballot, a filled sheet, work that is not handed in."""
        stick = self.folder / "stick"
        stick.mkdir()
        self._score(kits["02"], "02", "home")
        for file in kits["02"].parent.glob("*.ballot"):
            shutil.copy(file, stick)
        typed = {
            (code, row): cell.mark / SIZE  # type: ignore[attr-defined]
            for code in ("1", "2")
            for row, cell in self._row("03").items()
        }
        fill(kits["03"].parent / score_sheet_name("03"), typed).rename(stick / "filled.xlsx")
        shutil.copy(kits["08"], stick / "08.kit")
        self._score(stick / "08.kit", "08", "home", seal=False)
        shutil.copy(self.session, self.folder / "second.review")
        (self.folder / "there.xlsx").write_text("the minutes")
        lines = ["expert,candidate,indicator,mark,state,comment"]
        lines += [f"{IMPORTED},1,1.1,99.98,,"]
        (self.folder / "marks.csv").write_text("\n".join(lines) + "\n", "utf-8")

    def numbers(self, *known: str) -> list[int]:
        """Hundredths nobody may see but those who know them: marks, sums, totals, means."""
        found = []
        for expert, marks in self.marks.items():
            if expert not in known:
                runs = [marks[at : at + 4] for at in range(0, len(marks), 4)]
                found += [*marks, *map(sum, runs)]
        return found


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    return Day(tmp_path_factory.mktemp("day"))


def tells(text: str, numbers: Sequence[int]) -> set[str]:
    """Which of the numbers a text shows, as points or as they are stored.

    The digits of codes, always three or six groups of four, are drawn by lot.
    """
    text = re.sub(r"(?<![\d.])\d{4}( \d{4}){2}(( \d{4}){3})?(?![\d.])", "", text)
    shown = set(re.findall(r"(?<![\d.])(\d{2,3}\.\d{2})(?![\d.])", text))
    stored = set(re.findall(r"(?<=[:,\[ |])(\d{4,5})(?=[,\]} |])", text))
    points = {f"{number / SIZE:.2f}" for number in numbers}
    return shown & points | stored & {str(number) for number in numbers}


def in_file(path: Path) -> str:
    """All text of a file: a database with every table, the parts of a workbook."""
    content = path.read_bytes()
    if content.startswith(b"SQLite format 3"):
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as file:
            return "\n".join(_dumped(file))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return re.sub("<[^>]*>", " ", "\n".join(parts))
    text = content.decode("utf-8", "replace")
    return re.sub("<[^>]*>", " ", text) if path.suffix == ".html" else text  # widths are no marks


def _dumped(file: sqlite3.Connection) -> Iterator[str]:
    tables = file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for row in file.execute(f'SELECT * FROM "{table}"'):
            cells = (
                cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
                for cell in row
            )
            yield f" {' | '.join(cells)} "


def test_every_command_is_tried() -> None:
    assert set(every(COMMANDS)) == set(TRIALS)


def test_the_search_finds_what_lies_open(day: Day) -> None:
    """A control: an expert's own draft and a filled sheet do tell his marks."""
    assert len(tells(in_file(day.folder / "stick" / "filled.xlsx"), day.numbers())) == 8
    assert tells("20.11", [2011])
    assert tells('{"mark":2011}', [2011])
    copy = next((day.folder / "home").glob("????????-08-*.review"))
    assert len(tells(in_file(copy), day.marks["08"])) == 8
    with Session.open(day.session) as session:
        assert {item.expert for item in session.stored()} == {"01", "04", "05", "07"}
        assert session.effective()["07"] == "conflict"


@pytest.mark.parametrize("name", sorted(TRIALS))
def test_no_command_tells_a_mark_before_the_opening(
    run: Run, day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for number, trial in enumerate(TRIALS[name]):
        folder = tmp_path / f"{number}"
        shutil.copytree(day.folder, folder)
        monkeypatch.chdir(folder)
        before = {path for path in folder.rglob("*") if path.is_file()}
        words = [str(folder / "meeting.review") if word == "S" else word for word in trial]
        first, *rest = name.split()
        line = [first, words[0], *words[1:]] if first == "amend" else [first, *rest, *words]
        done = run(*line, answers=ANSWERS.get(name, ""))
        assert "unexpected" not in done.err, done.err
        secret = day.numbers("05", "08") if name in ("score", "import-marks") else day.numbers("05")
        assert not tells(done.said, secret), (line, done.said)
        for path in (path for path in folder.rglob("*") if path.is_file()):
            if path not in before or path.name == "meeting.review":
                assert not tells(in_file(path), secret), (line, path.name)
        for path in (path for path in tmp_path.glob("home/**/*") if path.is_file()):
            if "copies" not in path.parts:
                assert not tells(in_file(path), day.numbers("05", "08")), (line, path)


def test_nothing_of_the_desk_holds_a_mark_on_disk(day: Day) -> None:
    """Session, kits out, base, ballots, backups: what lies outside boxes is no number."""
    places = [day.session, *day.folder.glob("backup/*"), *day.folder.glob("kits/**/*.*")]
    assert len([path for path in places if path.suffix == ".ballot"]) >= 2
    for path in places:
        if path.is_file() and path.suffix != ".xlsx":
            assert not tells(in_file(path), day.numbers("05")), path


def test_an_error_that_holds_a_mark_leaves_none_in_the_log(
    run: Run, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_session: Session) -> None:
        marks = day.numbers()
        raise ValueError(f"{marks[0] / SIZE} {marks}")

    monkeypatch.setattr(Session, "stored", broken)
    done = run("desk", day.session, "--board")
    assert "unexpected error" in done.err
    assert not tells(done.said + log_file().read_text("utf-8"), day.numbers())

"""An expert looks at his own Excel sheet before he hands it in: what the desk would refuse."""

from pathlib import Path

import pytest

from reviewtui.session.session import Session
from tests.cli.conftest import Run
from tests.exchange.score_sheets import cell_of, fill, issued, sheet_of, whole
from tests.session.conftest import small_meeting


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    panel = small_meeting().hide("2", "1.2").recuse("02", "1").panel()[0]
    return issued(tmp_path_factory.mktemp("desk"), panel)


@pytest.fixture
def good(desk: Path) -> dict[tuple[str, str], float]:
    with Session.open(desk) as session:
        return whole(session.panel)


def held(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_bad_cell_is_named_as_the_desk_would_name_it_and_nothing_is_stored(
    run: Run, desk: Path, good: dict[tuple[str, str], float]
) -> None:
    spoiled = {**good, ("1", "1.1"): "eight", ("1", "2.2"): 11.5, ("2", "2.1"): "8,5"}
    sheet = fill(sheet_of(desk), spoiled)
    before = held(desk.parent)
    own = run("check", sheet)
    assert held(desk.parent) == before
    assert own.status == 1
    at_the_desk = run("type-in", desk, "--sheet", sheet)
    assert at_the_desk.status == 1
    named = [line.split(": ", 1)[1] for line in at_the_desk.err.splitlines() if sheet.name in line]
    assert len(named) == 3
    for line in named:
        assert line in own.err
    for mark in ("11.5", "8,5"):
        assert mark not in own.said
    assert "here belongs: 0 to 10 in steps of 0.5" in own.err


def test_a_clean_sheet_is_in_order_and_an_empty_one_is_told(
    run: Run, desk: Path, good: dict[tuple[str, str], float]
) -> None:
    clean = run("check", fill(sheet_of(desk), good))
    assert (clean.status, clean.err.count("warning")) == (0, 0)
    assert "in order" in clean.err
    empty = run("check", sheet_of(desk))
    assert empty.status == 0
    assert "nothing is filled in" in empty.err
    partly = run("check", fill(sheet_of(desk), {("1", "1.1"): 8}))
    assert partly.status == 0
    assert "6 cells are empty and count as not scored: 「" in partly.err
    assert partly.err.rstrip().count("「") == 5
    assert " and 1 others" in partly.err
    faulty = run("check", fill(sheet_of(desk), good | {("1", "1.1"): "12"}))
    assert "cells are empty" not in faulty.err


def test_without_its_kit_beside_it_a_sheet_cannot_be_looked_at(
    run: Run, desk: Path, tmp_path: Path, good: dict[tuple[str, str], float]
) -> None:
    filled = fill(sheet_of(desk), good)
    alone = tmp_path / filled.name
    alone.write_bytes(filled.read_bytes())
    assert "its kit does not lie beside it" in run("check", alone).err
    (other,) = sheet_of(desk, "02").parent.glob("*.kit")
    (tmp_path / other.name).write_bytes(other.read_bytes())
    refused = run("check", alone)
    assert refused.status == 1
    assert "was issued with another kit than the one beside it" in refused.err


def test_a_sheet_that_lost_its_hidden_id_or_is_for_paper_is_told_so(
    run: Run, desk: Path, good: dict[tuple[str, str], float]
) -> None:
    def forget(book: object) -> None:
        book.defined_names.clear()  # type: ignore[attr-defined]

    lost = run("check", fill(sheet_of(desk), good, forget))
    assert lost.status == 1
    assert "lost its hidden id" in lost.err
    (paper,) = [path for path in sheet_of(desk).parent.glob("*.xlsx") if "纸质" in path.name]
    printed = run("check", paper)
    assert printed.status == 1
    assert "is the sheet to be printed" in printed.err


def test_a_formula_and_a_date_are_named_by_their_cells(
    run: Run, desk: Path, good: dict[tuple[str, str], float]
) -> None:
    places: list[str] = []

    def spoil(book: object) -> None:
        cell = cell_of(book, "1", "1.1")  # type: ignore[arg-type]
        places.append(cell.coordinate)
        cell.value = "=4+4"

    told = run("check", fill(sheet_of(desk), good, spoil))
    assert told.status == 1
    assert places[0] in told.err

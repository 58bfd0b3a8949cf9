"""MARKS.csv is taken in whole or not at all; every line that cannot be is named."""

import os
import time
from pathlib import Path

import pytest

from reviewtui.domain.ballot import BLANK, Ballot, Cell, Channel, Standing
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.numbers import Hundredths
from reviewtui.domain.panel import Panel
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CandidateState, CellState
from reviewtui.exchange.marks_csv import MOST_FINDINGS, read_marks
from tests.meeting import Meeting, meeting, small_set

HEADER = "expert,candidate,indicator,mark,state,comment\n"


def prepared() -> Meeting:
    """Three experts, two candidates, six rows; 1.3 hidden, 2.3 settled for candidate 1."""
    return (
        meeting(3, 2, granularity="rows", table=small_set())
        .hide("1", "1.3")
        .settle("1", "2.3", "yes")
        .recuse("03", "2")
    )


@pytest.fixture
def fit() -> tuple[Panel, Sheet]:
    return prepared().panel()


def taken(tmp_path: Path, fit: tuple[Panel, Sheet], lines: str) -> list[Ballot]:
    path = tmp_path / "marks.csv"
    path.write_text(HEADER + lines, "utf-8")
    return read_marks(path, *fit)


def found(tmp_path: Path, fit: tuple[Panel, Sheet], lines: str) -> list[str]:
    """The findings, without the file's name."""
    with pytest.raises(Refused) as refused:
        taken(tmp_path, fit, lines)
    return [str(reason).removeprefix("marks.csv: ") for reason in refused.value.reasons]


def scored(points: str) -> Cell:
    return Cell(CellState.SCORED, Hundredths(round(float(points) * 100)))


def test_an_expert_with_one_line_has_a_ballot_with_every_judged_row(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    (ballot,) = taken(tmp_path, fit, "02,1,1.1,8.5,,\n")
    assert ballot.expert == "02"
    assert ballot.channel is Channel.IMPORT
    assert ballot.sheet == fit[1].hash
    assert ballot.cells == {
        "1": {"1.1": scored("8.5"), "1.2": BLANK, "2.1": BLANK, "2.2": BLANK},
        "2": dict.fromkeys(("1.1", "1.2", "1.3", "2.1", "2.2", "2.3"), BLANK),
    }
    assert ballot.standings == {}


def test_ballots_stand_in_the_order_of_the_panel_and_absent_experts_have_none(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    ballots = taken(tmp_path, fit, "03,1,1.1,1,,\n01,2,1.1,0,,\n03,1,1.2,2,,\n")
    assert [ballot.expert for ballot in ballots] == ["01", "03"]
    assert ballots[0].cells["2"]["1.1"] == scored("0")


def test_the_caller_says_for_which_session_and_when(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(HEADER + "01,1,1.1,1,,\n")
    (ballot,) = read_marks(path, *fit, session_id="s1", now=1_700_000_000_000)
    assert (ballot.session, ballot.written_at) == ("s1", 1_700_000_000_000)


def test_a_byte_order_mark_carriage_returns_and_blanks_around_codes_do_no_harm(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    path = tmp_path / "marks.csv"
    text = HEADER + "01, 1 ,1.1, 8 ,scored,\n\n01,1,1.2,7,,\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    (ballot,) = read_marks(path, *fit)
    assert ballot.cells["1"]["1.1"] == scored("8")
    assert ballot.cells["1"]["1.2"] == scored("7")


def test_states_are_kept_apart(tmp_path: Path, fit: tuple[Panel, Sheet]) -> None:
    ballots = taken(
        tmp_path,
        fit,
        "01,1,1.1,,unable,不在本人领域\n01,1,1.2,0,,\n01,1,2.1,,,\n01,1,1.3,,not_applicable,\n"
        "01,2,,,declined,没有听汇报\n02,2,1.1,,recused,同单位\n02,2,1.2,,recused,\n03,1,1.1,5,,\n",
    )
    first, second, third = ballots
    assert first.cells["1"] == {
        "1.1": Cell(CellState.UNABLE, reason="不在本人领域"),
        "1.2": scored("0"),
        "2.1": BLANK,
        "2.2": BLANK,
    }
    assert first.standings == {"2": Standing(CandidateState.DECLINED, "没有听汇报")}
    assert second.standings == {"2": Standing(CandidateState.RECUSED, "同单位")}
    assert (list(first.cells), list(second.cells), list(third.cells)) == (["1"], ["1"], ["1"])
    assert third.standings == {"2": Standing(CandidateState.RECUSED, "同单位")}, "known before"


def test_a_comment_may_begin_with_any_sign(tmp_path: Path, fit: tuple[Panel, Sheet]) -> None:
    signs = {"1.1": "=1+1", "1.2": "+5分", "2.1": "-较弱", "2.2": "@张三"}
    lines = "".join(f"01,1,{row},8,,{text}\n" for row, text in signs.items())
    assert taken(tmp_path, fit, lines)[0].comments == {"1": signs}


def test_comments_belong_to_a_row_or_to_the_whole_candidate(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    (ballot,) = taken(
        tmp_path,
        fit,
        '01,1,1.1,8,,材料充分\n01,1,2.3,,,"核定有误,\n请复核"\n01,1,,,,总体较好\n01,2,1.2,,,待补\n',
    )
    assert ballot.comments == {
        "1": {"1.1": "材料充分", "2.3": "核定有误,\n请复核", "": "总体较好"},
        "2": {"1.2": "待补"},
    }
    assert ballot.cells["2"]["1.2"] == BLANK


def test_only_candidates_assigned_to_the_expert_stand_in_his_ballot(tmp_path: Path) -> None:
    fit = meeting(2, 3, table=small_set()).assign(e01=["3", "1"], e02=["2"]).panel()
    (ballot,) = taken(tmp_path, fit, "01,3,1,9,,\n")
    assert list(ballot.cells) == ["1", "3"]
    assert found(tmp_path, fit, "01,2,1,9,,\n") == ["line 2: expert 01 is not to judge candidate 2"]


def test_a_level_is_named_or_given_by_its_percentage(tmp_path: Path) -> None:
    fit = meeting(
        1, 1, table=small_set(), scale="levels", levels=[["优", "95"], ["良", "85"]]
    ).panel()
    (ballot,) = taken(tmp_path, fit, "01,1,1,优,,\n01,1,2,85,,\n")
    assert [cell.mark for cell in ballot.cells["1"].values()] == [9500, 8500]
    assert found(tmp_path, fit, "01,1,1,中,,\n01,1,2,90,,\n") == [
        "line 2: 1: “中” is no level; the levels are 优 = 95, 良 = 85",
        "line 3: 2: no level stands at 90; the levels are 优 = 95, 良 = 85",
    ]


def test_yes_and_no_are_the_full_mark_and_nothing(tmp_path: Path) -> None:
    fit = meeting(1, 1, table=small_set(), scale="yes_no").panel()
    (ballot,) = taken(tmp_path, fit, "01,1,1,yes,,\n01,1,2,no,,\n")
    assert [cell.mark for cell in ballot.cells["1"].values()] == [1000, 0]
    assert found(tmp_path, fit, "01,1,1,5,,\n") == ["line 2: 1: 5 is no multiple of the step 10"]


MARKS = {
    "８５": "“８５” is no mark; write digits and a decimal point, such as 8.5",
    "８": "“８” is no mark; if 8 is meant, write 8",
    "8。5": "“8。5” is no mark; if 8.5 is meant, write 8.5",
    '"8,5"': "“8,5” is no mark; if 8.5 is meant, write 8.5",
    "8，5": "“8，5” is no mark; if 8.5 is meant, write 8.5",
    "8.5%": "“8.5%” is no mark; if 8.5 is meant, write 8.5",
    "8.5分": "“8.5分” is no mark; if 8.5 is meant, write 8.5",
    "八": "“八” is no mark; if 8 is meant, write 8",
    "八点五": "“八点五” is no mark; if 8.5 is meant, write 8.5",
    "十": "“十” is no mark; if 10 is meant, write 10",
    "八十五": "“八十五” is no mark; write digits and a decimal point, such as 8.5",
    "去": "“去” is no mark; write digits and a decimal point, such as 8.5",
    "8.5/10": "“8.5/10” is no mark; write digits and a decimal point, such as 8.5",
    '"1,000"': "“1,000” is no mark; write digits and a decimal point, such as 8.5",
    "1e1": "“1e1” is no mark; write digits and a decimal point, such as 8.5",
    "nan": "“nan” is no mark; write digits and a decimal point, such as 8.5",
    "8.": "“8.” is no mark; if 8 is meant, write 8",
    "+8": "“+8” is no mark; if 8 is meant, write 8",
    "+8.5": "“+8.5” is no mark; if 8.5 is meant, write 8.5",
    "+85": "“+85” is no mark; write digits and a decimal point, such as 8.5",
    "8.125": "“8.125” has more than two places",
    "8.3": "8.3 is no multiple of the step 0.5",
    "10.5": "10.5 lies outside 0 to 10",
    "-1": "-1 lies outside 0 to 10",
}


@pytest.mark.parametrize(("mark", "sentence"), MARKS.items())
def test_what_is_no_mark_is_never_guessed_but_may_be_suggested(
    tmp_path: Path, fit: tuple[Panel, Sheet], mark: str, sentence: str
) -> None:
    assert found(tmp_path, fit, f"01,1,1.1,{mark},,\n") == [f"line 2: 1.1: {sentence}"]


LINES = {
    "04,1,1.1,8,,": "there is no expert 04",
    "1,1,1.1,8,,": "there is no expert 1; if 01 is meant, write 01",
    "01,9,1.1,8,,": "there is no candidate 9",
    "01,01,1.1,8,,": "there is no candidate 01; if 1 is meant, write 1",
    "01,,1.1,8,,": "there is no candidate “”",
    "01,1,9.9,8,,": "there is no indicator 9.9",
    "01,1,1,8,,": "1 is not scored by itself; marks go to the rows below it",
    "01,1,,8,,": "says no indicator; a mark belongs to one row",
    "01,1,,,unable,": "says no indicator; a mark belongs to one row",
    "01,1,,,,": "says nothing: no indicator, no mark, no state, no comment",
    "01,1,1.1,,scored,": "is scored, but has no mark",
    "01,1,1.1,8,unable,": "the state “unable” takes no mark",
    "01,1,,8,recused,": "the state “recused” takes no mark",
    "01,1,1.3,8,not_applicable,": "the state “not_applicable” takes no mark",
    "01,1,1.3,8,,": "1.3 does not apply to candidate 1 and takes no mark",
    "01,1,2.3,8,,": "2.3 is settled by the desk and takes no mark",
    "01,1,2.3,,unable,": "2.3 is settled by the desk and takes no mark",
    "01,1,1.1,,not_applicable,": "1.1 applies to candidate 1: only the panel can say that a row "
    "does not apply",
    "03,2,1.1,8,,": "expert 03 is recused from candidate 2 in the panel",
    "03,2,,,declined,": "expert 03 is recused from candidate 2 in the panel",
    "01,1,1.1,8,absent,": "“absent” is no state; one of: scored, not_applicable, unable, recused, "
    "declined",
    "01,1,1.1,,Unable,": "“Unable” is no state; one of: scored, not_applicable, unable, recused, "
    "declined; if unable is meant, write unable",
    "01,1,1.1,8,": "has 5 fields instead of 6; a comma in a text needs quotes",
    "01,1,1.1,8,,好,很好": "has 7 fields instead of 6; a comma in a text needs quotes",
    "01,1,1.1,8,,好\x07": "control character U+0007",
    "01,1,1.1,8,,好\ue010": "private-use character U+E010: it shows as a box on other machines",
    "01,1,1.1,8,,33010619600101001X": "looks like an 18-digit identity number; it must not "
    "stand in a file",
}


@pytest.mark.parametrize(("line", "sentence"), LINES.items())
def test_a_line_that_cannot_be_is_named(
    tmp_path: Path, fit: tuple[Panel, Sheet], line: str, sentence: str
) -> None:
    assert found(tmp_path, fit, f"01,2,1.1,8,,\n{line}\n") == [f"line 3: {sentence}"]


def test_a_secondary_row_at_primary_granularity_is_told_where_marks_go(tmp_path: Path) -> None:
    fit = meeting(1, 1, table=small_set()).panel()
    assert found(tmp_path, fit, "01,1,1.2,8,,\n") == [
        "line 2: 1.2 is not scored by itself; marks go to 1"
    ]


def test_lines_that_contradict_each_other_are_named_with_both_numbers(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    assert found(
        tmp_path,
        fit,
        "01,1,1.1,8,,\n01,1,1.1,9,,\n01,1,,,recused,\n02,1,,,recused,\n02,1,1.1,8,,\n"
        "02,1,,,declined,\n02,2,,,,好\n02,2,,,,很好\n",
    ) == [
        "line 3: stands here twice; see line 2",
        "line 4: contradicts line 2 about candidate 1",
        "line 6: contradicts line 5 about candidate 1",
        "line 7: contradicts line 5 about candidate 1",
        "line 9: stands here twice; see line 8",
    ]


def test_numbers_of_lines_count_line_breaks_inside_comments(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    assert found(tmp_path, fit, '01,1,1.1,8,,"一\n二\n三"\n01,1,1.2,x,,\n') == [
        "line 5: 1.2: “x” is no mark; write digits and a decimal point, such as 8.5"
    ]


def test_an_unclosed_quotation_mark_is_named_and_ends_the_reading(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    (sentence,) = found(tmp_path, fit, '01,1,1.1,8,,\n01,1,1.2,8,,"开了没关\n01,1,2.1,8,,\n')
    assert sentence.startswith("line 3: cannot be split into fields: ")


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (
            "expert;candidate;indicator;mark;state;comment",
            "the fields are not separated by commas; the header must be "
            "expert,candidate,indicator,mark,state,comment",
        ),
        (
            "Expert,candidate,indicator,mark,state,comment",
            "the header is “Expert,candidate,indicator,mark,state,comment”; it must be "
            "expert,candidate,indicator,mark,state,comment",
        ),
        ("", "the header is “”; it must be expert,candidate,indicator,mark,state,comment"),
    ],
)
def test_the_header_is_exact(
    tmp_path: Path, fit: tuple[Panel, Sheet], header: str, sentence: str
) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(header)
    with pytest.raises(Refused) as refused:
        read_marks(path, *fit)
    assert refused.value.reasons == (Finding("marks.csv: line 1", sentence),)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_refused_with_the_way_out(
    tmp_path: Path, fit: tuple[Panel, Sheet], encoding: str
) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(HEADER + "01,1,1.1,8,,很好\n", encoding)
    with pytest.raises(Refused, match="is not UTF-8 text; in a spreadsheet save it as"):
        read_marks(path, *fit)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, fit: tuple[Panel, Sheet]) -> None:
    with pytest.raises(Refused, match=r"no\.csv: cannot be read"):
        read_marks(tmp_path / "no.csv", *fit)


def test_a_file_with_a_header_and_nothing_below_is_refused(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    for lines in ("", "\n\n"):
        assert found(tmp_path, fit, lines) == ["there is no line with marks below the header"]


def test_reasons_of_the_system_are_in_the_language_of_the_reader(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    for path, reason in (
        (tmp_path / "no.csv", "there is no such file or folder"),
        (tmp_path, "is a folder, not a file"),
    ):
        with pytest.raises(Refused) as refused:
            read_marks(path, *fit)
        assert str(refused.value) == f"{path.name}: cannot be read: {reason}"


def test_a_device_that_never_ends_is_refused_at_once(fit: tuple[Panel, Sheet]) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("NO /dev/zero HERE: an endless file is not tried")
    with pytest.raises(Refused, match="zero: is no ordinary file"):
        read_marks(endless, *fit)


def test_a_file_for_another_panel_does_not_bury_the_reader(
    tmp_path: Path, fit: tuple[Panel, Sheet]
) -> None:
    sentences = found(tmp_path, fit, "77,1,1.1,8,,\n" * (MOST_FINDINGS + 50))
    assert len(sentences) == MOST_FINDINGS + 1
    assert sentences[-1] == "and 50 findings more"


def test_ninety_seven_experts_with_five_lines_for_each_of_two_thousand_candidates(
    tmp_path: Path,
) -> None:
    fit = meeting(97, 2015, table=small_set(1, 1)).panel()
    lines = [
        f"{(number + shift * 19) % 97 + 1:02d},{number},1,{number % 21 / 2},,\n"
        for number in range(1, 2016)
        for shift in range(5)
    ]
    ballots = taken(tmp_path, fit, "".join(lines))
    assert len(ballots) == 97
    assert all(len(ballot.cells) == 2015 for ballot in ballots)
    done = sum(cell["1"].done for ballot in ballots for cell in ballot.cells.values())
    assert done == 5 * 2015


@pytest.mark.long
def test_two_million_lines_are_read_in_under_twenty_seconds(tmp_path: Path) -> None:
    panel, sheet = meeting(9, 5000, granularity="rows", table=small_set(1, 43)).panel()
    path = tmp_path / "marks.csv"
    with path.open("w") as file:
        file.write(HEADER)
        for expert in panel.experts:
            for candidate in panel.candidates:
                file.writelines(
                    f"{expert.code},{candidate.code},{row.code},{number % 21 / 2},,\n"
                    for number, row in enumerate(sheet.rows)
                )
    begun = time.process_time()
    ballots = read_marks(path, panel, sheet)
    assert time.process_time() - begun < 20
    assert sum(len(cells) for ballot in ballots for cells in ballot.cells.values()) == 1_935_000
    os.unlink(path)

"""Panel and rule as values: who judges whom, which grade a total takes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewtui.domain.canonical import canonical_bytes, content_hash
from reviewtui.domain.grades import Band, Grades
from reviewtui.domain.naming import matching, typed_codes
from reviewtui.domain.states import LABELS, CandidateState, CellState, Outcome, label
from tests.meeting import meeting

GRADES = Grades("会议纪要", (Band("优秀", Fraction(90)), Band("合格", Fraction(60))))


def test_without_an_assignment_everyone_judges_everyone() -> None:
    panel, _sheet = meeting(2, 3).panel()
    assert panel.assigned("01") == panel.assigned("02") == ("1", "2", "3")


def test_an_assignment_is_read_in_the_panels_order() -> None:
    panel, _sheet = meeting(3, 3).assign(e01=["3", "1"], e02=["2"]).panel()
    assert panel.assigned("01") == ("1", "3")
    assert panel.assigned("02") == ("2",)
    assert panel.assigned("03") == ()


def test_a_recusal_is_found_by_its_pair() -> None:
    panel, _sheet = meeting(2, 2).recuse("01", "2").panel()
    found = panel.recusal("01", "2")
    assert found is not None
    assert found.reason == "同单位"
    assert panel.recusal("02", "2") is None


def test_a_code_that_nobody_has_is_a_key_error() -> None:
    panel, _sheet = meeting(2, 2).panel()
    assert (panel.expert("02").code, panel.candidate("2").code) == ("02", "2")
    with pytest.raises(KeyError):
        panel.expert("03")
    with pytest.raises(KeyError):
        panel.candidate("3")


def test_a_grade_begins_exactly_at_its_line() -> None:
    lines = [GRADES.by_line(Fraction(total)) for total in ("90", "89.99", "60", "59.99")]
    assert lines == [0, 1, 1, 2]
    assert Grades().by_line(Fraction(100)) == 0


def test_bands_are_sorted_however_they_are_written() -> None:
    bands = [{"name": "合格", "at_least": "60"}, {"name": "优秀", "at_least": "90"}]
    panel, _sheet = meeting().put("grades", {"source": "x", "bands": bands}).panel()
    assert [band.name for band in panel.rule.grades.bands] == ["优秀", "合格"]


def test_states_that_must_not_be_confused_have_different_words() -> None:
    cells = [label(state) for state in CellState]
    assert len(set(cells)) == len(cells)
    candidates = [label(state) for state in CandidateState]
    assert len(set(candidates)) == len(candidates)
    outcomes = [label(state) for state in Outcome]
    assert len(set(outcomes)) == len(outcomes)
    for state in (*CellState, *CandidateState, *Outcome):
        assert state in LABELS


VALUES = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), VALUES))
def test_canonical_bytes_do_not_hang_on_the_order_of_keys(value: dict[str, object]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_bytes(value) == canonical_bytes(turned)  # type: ignore[arg-type]
    assert content_hash(value) == content_hash(turned)  # type: ignore[arg-type]


def test_codes_are_found_however_an_input_method_writes_them() -> None:
    known = ["01", "02", "10"]
    assert typed_codes(" ０１，2、１０；03。") == ["01", "2", "10", "03"]
    assert [matching(known, code) for code in ("０１", "2", "１０", "3")] == [
        "01",
        "02",
        "10",
        None,
    ]

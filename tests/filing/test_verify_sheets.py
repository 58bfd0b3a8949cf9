"""The second verifier finds every mark, total and rank in the workbook of any panel."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from reviewtui.domain.findings import Refused
from reviewtui.filing.archive import verify as standalone
from reviewtui.filing.verify.workbook import compare_workbook
from reviewtui.filing.workbook import make_book
from reviewtui.filing.writer import book_bytes
from tests.filing.recomputing import record_of
from tests.filing.test_verify_rule import second_opinion
from tests.tally.panels import COMBINATIONS, Combination, Drawn, cases


def holds(drawn: Drawn) -> bool:
    """Whether there is a result; both verifiers then find it in its workbook."""
    try:
        record = record_of(drawn.panel, drawn.sheet, drawn.experts)
    except Refused:
        return False
    content = book_bytes(make_book(record))
    assert compare_workbook(content, "out.xlsx").findings == ()
    tally, _report = second_opinion(drawn)
    own = standalone.Round.__new__(standalone.Round)
    own.panel, own.tally, own.why = tally.panel, tally, {**tally.why}
    own.counting = {expert: expert for expert in tally.ballots}
    own.ballots = SimpleNamespace(documents=tally.ballots)  # type: ignore[assignment]
    book = standalone.Workbook(content)
    assert [*own._summary_faults(book), *own._raw_faults(book)] == []
    return True


def campaign(combination: Combination, examples: int) -> int:
    """How many panels of a combination had a result."""
    found = 0

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(combination))
    def one(drawn: Drawn) -> None:
        nonlocal found
        found += holds(drawn)

    one()
    return found


def test_both_verifiers_find_the_result_in_the_workbook() -> None:
    assert sum(campaign(one, 2) for one in COMBINATIONS[::9]) > 8


@pytest.mark.long
def test_they_do_so_for_every_combination_of_the_rule() -> None:
    assert sum(campaign(one, 5) for one in COMBINATIONS) > 200

"""Every action that a key, a menu or the help names is carried out by its screen."""

import pytest

from reviewtui.tui.actions import Action, Scope, of
from reviewtui.tui.screens.analysis import AnalysisScreen
from reviewtui.tui.screens.candidates import CandidatesScreen
from reviewtui.tui.screens.collect import CollectScreen
from reviewtui.tui.screens.comparing import ComparingScreen
from reviewtui.tui.screens.completeness import CompletenessScreen
from reviewtui.tui.screens.conflicts import ConflictsScreen
from reviewtui.tui.screens.desk import DeskScreen
from reviewtui.tui.screens.disagreement import DisagreementScreen
from reviewtui.tui.screens.discussion import DiscussionScreen
from reviewtui.tui.screens.entered import EnteredScreen
from reviewtui.tui.screens.explain import ExplainScreen
from reviewtui.tui.screens.home import HomeScreen
from reviewtui.tui.screens.identify import IdentifyScreen
from reviewtui.tui.screens.issuing import IssuingScreen
from reviewtui.tui.screens.journal import JournalScreen
from reviewtui.tui.screens.opening import OpeningScreen
from reviewtui.tui.screens.overview import OverviewScreen
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.paper import PaperScreen
from reviewtui.tui.screens.people import PeopleScreen
from reviewtui.tui.screens.projector import ProjectorScreen
from reviewtui.tui.screens.results import ResultsScreen
from reviewtui.tui.screens.sheets import SheetsScreen
from reviewtui.tui.screens.submit import SubmitScreen
from reviewtui.tui.screens.what_if import WhatIfScreen

PAGES: dict[Scope, type[TablePage[object]]] = {
    page.SCOPE: page  # type: ignore[misc]
    for page in (
        CandidatesScreen, CollectScreen, CompletenessScreen, ConflictsScreen, DeskScreen,
        ExplainScreen, HomeScreen, IdentifyScreen, IssuingScreen, JournalScreen, OpeningScreen,
        OverviewScreen, PeopleScreen, ResultsScreen, SheetsScreen, SubmitScreen, PaperScreen,
        ComparingScreen, EnteredScreen, DisagreementScreen, DiscussionScreen, WhatIfScreen,
        ProjectorScreen, AnalysisScreen,
    )
}  # fmt: skip


@pytest.mark.parametrize("entry", [one for scope in PAGES for one in of(scope)], ids=lambda e: e.id)
def test_the_screen_carries_the_action_out(entry: Action) -> None:
    assert callable(getattr(PAGES[entry.scope], f"action_{entry.name}"))


@pytest.mark.parametrize("scope", PAGES)
def test_no_action_of_a_page_needs_a_letter(scope: Scope) -> None:
    for entry in of(scope):
        plain = [key for key in entry.keys if len(key) > 1 and "+" not in key]
        assert entry.space or entry.esc or plain, entry.id
        assert not any(len(key) == 1 and key.isalpha() for key in entry.keys)


@pytest.mark.parametrize("scope", PAGES)
def test_numbers_of_a_menu_are_given_once_and_without_gaps(scope: Scope) -> None:
    for numbers in ([one.space for one in of(scope)], [one.esc for one in of(scope)]):
        used = sorted(number for number in numbers if number)
        assert used == list(range(1, len(used) + 1))

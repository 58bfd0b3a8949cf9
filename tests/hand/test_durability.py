"""What the screen calls saved is saved, however the program ends; it opens where it was."""

import os
from pathlib import Path

import pytest

from tests.hand.sitting import HASTY, Campaign, End

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="NOT TESTED: needs a pty")


def test_what_the_screen_called_saved_survives_every_end(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, seed=20260101)
    told = campaign.run([*End] * 3)
    assert campaign.faults == [], told
    assert campaign.total("confirmed") > 12, told


def test_a_build_that_says_saved_too_early_is_caught(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, seed=20260102, program=HASTY)
    told = campaign.run([End.KILL] * 12)
    assert campaign.total("lost") > 0, told


@pytest.mark.long
def test_five_hundred_kills_lose_nothing_that_the_screen_called_saved(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, seed=20260103)
    told = campaign.run([End.KILL] * 500 + [End.TERM, End.HANG_UP, End.CLOSED] * 50)
    print(told)
    assert campaign.faults == [], told

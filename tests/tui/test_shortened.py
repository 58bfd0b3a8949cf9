"""Where a screen has room for two places only, it says that there are more."""

from collections.abc import Callable

import pytest

from reviewtui.locales import use
from reviewtui.session.session import Session
from reviewtui.tui.app import ReviewApp
from tests.meeting import Meeting
from tests.tui.screen import text
from tests.tui.sessions import filled, provincial, seal

SHOWN = "未修约的中间得分只显示到2位小数"


@pytest.mark.parametrize(("stages", "said"), [({"total": 2}, True), ({"primary": 2}, False)])
@pytest.mark.parametrize("keys", [("2", "enter"), ("1", "space", "2", "1")])
async def test_primaries_cut_to_two_places_are_said_to_be_unless_the_rule_rounds_them(
    session_of: Callable[[Meeting], Session],
    keys: tuple[str, ...],
    stages: dict[str, int],
    said: bool,
) -> None:
    use("zh")
    session = session_of(provincial().rule(round={"total": 2} | stages))
    for number, expert in enumerate(session.panel.experts):
        filled(session, expert.code, number % 2)
        seal(session, expert.code)
    session.unseal()
    app = ReviewApp(session, None, start="results")
    async with app.run_test(size=(120, 50)) as hand:
        await hand.press(*keys)
        await hand.app.workers.wait_for_complete()
        await hand.pause()
        assert (SHOWN in text(app)) is said

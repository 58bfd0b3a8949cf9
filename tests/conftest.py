"""What every test can rely on."""

import inspect
import os
from collections.abc import Generator, Iterator
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from reviewtui.locales import use
from tests.stillness import still_screens
from tests.twins import RUN

PASSED: Final = pytest.StashKey[bool]()

# Wall time on a shared machine says nothing. The whole check (CI) draws the same examples each
# time, so that its verdict is about the change at hand; others draw new ones.
settings.register_profile(
    "reviewtui",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("reviewtui")


@pytest.fixture(autouse=True, scope="session")
def _hands_wait_for_stillness() -> Iterator[None]:
    """A screen is looked at when it has nothing left to do, neither sooner nor later."""
    with still_screens():
        yield


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    """The program speaks Chinese unless somebody says otherwise, whatever ran before."""
    use("zh")
    yield
    use("zh")


@pytest.fixture(autouse=True)
def _twins_run(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test of a trap that calls `twin` has run it when it passes."""
    before = len(RUN)
    yield
    test = request.function
    if test.__name__.startswith("test_tr_") and "twin(" in inspect.getsource(test):
        report = request.node.stash.get(PASSED, False)
        assert not report or len(RUN) > before, f"{test.__name__} never reached its twin"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Keep whether the body of a test passed."""
    result = yield
    item.stash[PASSED] = True
    return result

"""What every test can rely on."""

from collections.abc import Iterator

import pytest

from reviewtui.locales import use


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    """The program speaks Chinese unless somebody says otherwise, whatever ran before."""
    use("zh")
    yield
    use("zh")

"""Sentences of the domain are asserted in English."""

from collections.abc import Iterator

import pytest

from reviewtui import locales


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    locales.use("en")
    yield
    locales.use("zh")

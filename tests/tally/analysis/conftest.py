"""Reference tables that lie beside the checkout, and panels to analyse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

REFERENCE = Path(__file__).parents[4] / "shared" / "reference"

Reference = Callable[[str], Any]


@pytest.fixture
def reference() -> Reference:
    """A published table by name; skips aloud where the folder is not there."""

    def read(name: str) -> Any:
        path = REFERENCE / name
        if not path.exists():
            pytest.skip(f"NOT CHECKED AGAINST PUBLISHED STATISTICS: {path} is not here")
        return json.loads(path.read_text("utf-8")) if path.suffix == ".json" else path

    return read


@pytest.fixture
def draw() -> np.random.Generator:
    """A generator that always begins alike."""
    return np.random.Generator(np.random.PCG64(7))

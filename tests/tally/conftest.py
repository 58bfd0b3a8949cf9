"""The summary of the model campaign: how often each combination was drawn."""

from collections import Counter

import pytest

DRAWN: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Gather what the campaign recorded; reports also cross from a worker process."""
    if report.when == "call":
        for name, value in report.user_properties:
            if name == "drawn":
                DRAWN.update(value)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print it at the end of the session."""
    if DRAWN:
        terminalreporter.section("tally against the model: panels drawn per combination")
        for combination, times in sorted(DRAWN.items()):
            terminalreporter.write_line(f"{times:6} {combination}")

"""Meetings in a few words: panels for tests, without files.

meeting(experts=9, candidates=8, granularity="primaries").recuse("03", "2").panel()
"""

import copy
import functools
import tomllib
from pathlib import Path
from typing import Any, Self

from reviewtui.domain.findings import Finding, refuse_if
from reviewtui.domain.indicator_set import IndicatorSet, read_set
from reviewtui.domain.make_sheet import make_sheet
from reviewtui.domain.panel import Panel, read_panel
from reviewtui.domain.rule_fits import check_rule_fits
from reviewtui.domain.scored_codes import scored_codes
from reviewtui.domain.sheet import Sheet

ROOT = Path(__file__).parents[1]


BUILT_IN = (
    "nb-tic-draft",
    "zj-lab-draft",
    "zj-locality-2018",
    "zj-nrd-draft",
    "zj-tic-2022",
    "zj-tic-system-draft",
    "zj-ttc-draft",
    "zj-zone-2018",
)
"""Ids of the tables that come with the program, in the order they are listed."""


@functools.cache
def built_in(name: str = "zj-tic-2022") -> IndicatorSet:
    """A set of the project, read from its file; it cannot be changed, so once is enough."""
    findings: list[Finding] = []
    text = (ROOT / "indicator_sets" / f"{name}.toml").read_text("utf-8")
    table = read_set(tomllib.loads(text), name, findings)
    refuse_if(findings)
    assert table is not None
    return table


def small_set(primaries: int = 2, rows: int = 3) -> dict[str, Any]:
    """A set document of two levels: codes 1, 1.1, 1.2 …"""
    listed: list[dict[str, Any]] = []
    for primary in range(1, primaries + 1):
        listed.append({"code": f"{primary}", "title": f"一级{primary}"})
        listed += [
            {"code": f"{primary}.{row}", "parent": f"{primary}", "title": f"二级{primary}.{row}"}
            for row in range(1, rows + 1)
        ]
    head = {"id": "small", "title": "示例指标", "status": "unofficial", "platform": "other"}
    return {"set": head, "rows": listed}


class Meeting:
    """A panel document that grows by words; `panel()` reads it as the program does."""

    def __init__(self, data: dict[str, Any], table: IndicatorSet) -> None:
        self.data, self.table = data, table

    def recuse(self, expert: str, candidate: str) -> Self:
        """An expert does not judge a candidate."""
        self.data.setdefault("recusals", []).append(
            {"expert": expert, "candidate": candidate, "reason": "同单位"}
        )
        return self

    def hide(self, candidate: str, row: str) -> Self:
        """A row does not apply to a candidate."""
        self.data.setdefault("overlays", []).append(
            {"candidate": candidate, "row": row, "change": "hide", "reason": "责任书"}
        )
        return self

    def settle(self, candidate: str, row: str, value: str) -> Self:
        """The desk settled a row."""
        self.data.setdefault("settled", []).append(
            {"candidate": candidate, "row": row, "value": value}
        )
        return self

    def assign(self, **chosen: list[str]) -> Self:
        """Only these candidates are judged by these experts (e01=["1"] is expert 01)."""
        self.data["assignment"] = {code.lstrip("e"): rows for code, rows in chosen.items()}
        return self

    def rule(self, **keys: Any) -> Self:
        """Set keys of [rule]."""
        self.data["rule"].update(keys)
        return self

    def put(self, key: str, value: Any) -> Self:
        """Set a whole table of the document."""
        self.data[key] = value
        return self

    def findings(self) -> list[Finding]:
        """What reading the panel finds."""
        return self._read()[2]

    def panel(self) -> tuple[Panel, Sheet]:
        """The panel and its sheet; Refused with all findings if it is not fit."""
        panel, sheet, findings = self._read()
        refuse_if(findings)
        return panel, sheet

    def _read(self) -> tuple[Panel, Sheet, list[Finding]]:
        findings: list[Finding] = []
        panel = read_panel(copy.deepcopy(self.data), self.table, "panel.toml", findings)
        sheet = make_sheet(panel, "panel.toml", findings)
        check_rule_fits(panel, sheet, "panel.toml", findings)
        return panel, sheet, findings


def meeting(
    experts: int = 3,
    candidates: int = 2,
    *,
    granularity: str = "primaries",
    table: IndicatorSet | dict[str, Any] | None = None,
    full: str = "10",
    **rule: Any,
) -> Meeting:
    """A panel with equal full marks on a built-in or given set.

    Args:
        experts, candidates: How many; codes 01, 02 … and 1, 2 …
        granularity: As in [rule].
        table: A set, a set document, or None for the provincial table.
        full: Full mark of every scored row.
        rule: Further keys of [rule].
    """
    if isinstance(table, dict):
        findings: list[Finding] = []
        read = read_set(table, "set.toml", findings)
        refuse_if(findings)
        assert read is not None
        table = read
    table = table or built_in()
    keys = {
        "order": "by_expert",
        "average": "mean",
        "granularity": granularity,
        "step": "0.5",
        "round": {"total": 2},
    } | rule
    data: dict[str, Any] = {
        "panel": {"id": "test", "title": "测试评审（示例）", "review": "annual", "set": table.id},
        "rule": keys,
        "experts": [
            {"code": f"{number:02d}", "name": f"专家{number}（示例）"}
            for number in range(1, experts + 1)
        ],
        "candidates": [
            {"code": f"{number}", "name": f"对象{number}（示例）"}
            for number in range(1, candidates + 1)
        ],
    }
    data["weights"] = {"kind": "points", "source": "会议纪要（示例）", "of": {}}
    probe = Meeting({**data, "weights": {**data["weights"], "of": {"x": "1"}}}, table)._read()[0]
    data["weights"]["of"] = dict.fromkeys(scored_codes(table, probe.rule, probe.review), full)
    return Meeting(data, table)

"""Random panels for the laws: every feature of the rule, small numbers, many ties."""

from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import strategies as st

from reviewtui.domain.marks import CandidateMarks, ExpertMarks
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import STAGES, Order, RoundAt
from reviewtui.domain.sheet import Sheet
from reviewtui.domain.states import CandidateState, Why
from tests.meeting import Meeting, meeting

Draw = st.DrawFn


@dataclass(frozen=True)
class Combination:
    """What the campaign must have drawn at least once."""

    order: str
    average: str
    weights: str
    not_applicable: str
    rounding: str

    def __str__(self) -> str:
        return " × ".join(
            (self.order, self.average, self.weights, self.not_applicable, f"round {self.rounding}")
        )


COMBINATIONS = [
    Combination(*words)
    for words in product(
        ("by_expert", "by_indicator"),
        ("mean", "trimmed", "median"),
        ("points", "share", "factor"),
        ("renormalise", "leave_out"),
        ("any", "none"),
    )
]

SPLITS = {
    1: [["100"]],
    2: [["40", "60"], ["50", "50"], ["12.5", "87.5"]],
    3: [["20", "30", "50"], ["33.3", "33.3", "33.4"], ["10", "10", "80"]],
}


@dataclass(frozen=True)
class Drawn:
    """A panel with its marks."""

    panel: Panel
    sheet: Sheet
    experts: list[ExpertMarks]

    def __repr__(self) -> str:
        return f"{self.panel.data}\n{[row.code for row in self.panel.table.rows]}\n{self.experts}"


@st.composite
def cases(draw: Draw, combination: Combination) -> Drawn:
    """A panel of the given combination, and marks with every kind of gap."""
    table = draw(_tables())
    found = meeting(
        draw(st.integers(1, 6)),
        draw(st.integers(1, 4)),
        granularity="rows",
        table=table,
        **draw(_rules(combination)),
    )
    _weigh(draw, found, combination)
    _lay_over(draw, found, combination)
    _seat(draw, found)
    panel, sheet = found.panel()
    return Drawn(panel, sheet, [draw(_marks(panel, sheet, e.code)) for e in panel.experts])


@st.composite
def _tables(draw: Draw) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []

    def grow(parent: str, depth: int) -> None:
        for number in range(1, draw(st.integers(0 if depth else 1, 3 if depth < 2 else 2)) + 1):
            code = f"{parent}.{number}".lstrip(".")
            rows.append({"code": code, "title": code} | ({"parent": parent} if parent else {}))
            if depth < 2 and (depth == 0 or draw(st.booleans())):
                grow(code, depth + 1)

    grow("", 0)
    if draw(st.booleans()):
        rows.append({"code": "9", "title": "加减分", "counts_in_sum": draw(st.booleans())})
        bonus = {"counts_in_sum": False, "min": "-5", "step": "0.5"}
        if draw(st.booleans()):
            bonus |= {"max": "0", "scale": "points"}
        rows.append({"code": "9.1", "parent": "9", "title": "加减分"} | bonus)
    return {
        "set": {"id": "drawn", "title": "示例", "status": "unofficial", "platform": "other"},
        "rows": rows,
    }


@st.composite
def _rules(draw: Draw, combination: Combination) -> dict[str, Any]:
    stages = [stage for stage in STAGES[Order(combination.order)] if stage is not RoundAt.STANDARD]
    places = st.integers(0, 3)
    rounding = st.dictionaries(
        st.sampled_from([str(stage) for stage in stages]), places, min_size=1
    )
    rule: dict[str, Any] = {
        "order": combination.order,
        "average": combination.average,
        "not_applicable": combination.not_applicable,
        "round": draw(rounding) if combination.rounding == "any" else {},
        "unable": draw(st.sampled_from(["no_total", "renormalise"])),
        "early_leave": draw(st.sampled_from(["count_finished", "count_none"])),
        "scale": draw(st.sampled_from(["points", "percent"])),
        "step": "0.25",
    }
    if combination.average == "trimmed":
        drop = draw(st.integers(1, 2))
        rule["trim"] = {
            "drop": drop,
            "least": draw(st.integers(2 * drop + 1, 2 * drop + 2)),
            "below_least": draw(st.sampled_from(["mean", "mean", "refuse"])),
        }
    return rule


def _weigh(draw: Draw, found: Meeting, combination: Combination) -> None:
    kind, scored = combination.weights, list(found.data["weights"]["of"])
    weights: dict[str, Any] = {"kind": kind, "source": "会议纪要（示例）"}
    deducting = [code for code in scored if found.table.row(code).top == 0]
    if kind == "points":
        weights["of"] = {code: draw(st.sampled_from(["2.5", "5", "10", "15"])) for code in scored}
        weights["of"] |= dict.fromkeys(deducting, "0")
    elif kind == "factor":
        weights["of"] = {code: draw(st.sampled_from(["0.8", "1", "1.65"])) for code in scored}
        weights["full"] = {code: draw(st.sampled_from(["5", "10"])) for code in scored}
        weights["full"] |= dict.fromkeys(deducting, "0")
    else:
        weights["of"] = {}
        for parent in ("", *(row.code for row in found.table.rows)):
            below = [row.code for row in found.table.children(parent) if row.code[0] != "9"]
            if below:
                split = draw(st.sampled_from(SPLITS[len(below)]))
                weights["of"] |= dict(zip(below, split, strict=True))
        if "9" in found.table:
            weights["of"] |= {"9": "50", "9.1": draw(st.sampled_from(["8", "20"]))}
    found.put("weights", weights)


def _lay_over(draw: Draw, found: Meeting, combination: Combination) -> None:
    """Rows that do not apply, rows that are added, rows that the desk settled."""
    candidates = [item["code"] for item in found.data["candidates"]]
    nodes = [row.code for row in found.table.rows]
    scored = [row.code for row in found.table.leaves() if row.counts_in_sum]
    pairs = st.tuples(st.sampled_from(candidates), st.sampled_from(nodes))
    for candidate, row in draw(st.lists(pairs, max_size=3, unique=True)):
        found.hide(candidate, row)
    pairs = st.tuples(st.sampled_from(candidates), st.sampled_from(scored))
    for candidate, row in draw(st.lists(pairs, max_size=2, unique=True)):
        found.settle(candidate, row, draw(st.sampled_from(["yes", "no", "1.75", "2.5"])))
    if combination.weights != "share" and draw(st.booleans()):
        found.data.setdefault("overlays", []).append(
            {
                "candidate": draw(st.sampled_from(candidates)),
                "row": "1.new",
                "change": "add",
                "title": "新增",
                "reason": "责任书",
                "full": "10",
                "weight": "0.8",
            }
        )


def _seat(draw: Draw, found: Meeting) -> None:
    """Recusals, and now and then a stated assignment."""
    experts = [item["code"] for item in found.data["experts"]]
    candidates = [item["code"] for item in found.data["candidates"]]
    pairs = st.tuples(st.sampled_from(experts), st.sampled_from(candidates))
    for expert, candidate in draw(st.lists(pairs, max_size=2, unique=True)):
        found.recuse(expert, candidate)
    if draw(st.integers(0, 4)) == 0:
        some = st.lists(st.sampled_from(candidates), unique=True)
        found.put("assignment", {expert: draw(some) for expert in experts})


@st.composite
def _marks(draw: Draw, panel: Panel, sheet: Sheet, expert: str) -> ExpertMarks:
    why = draw(st.sampled_from([None] * 9 + [Why.ABSENT, Why.CONFLICT]))
    if why is not None:
        return ExpertMarks(expert, why=why)
    candidates = {}
    states = [CandidateState.OPEN] * 12 + [*CandidateState]
    careful = draw(st.booleans())
    for candidate in panel.assigned(expert):
        if not careful and draw(st.integers(0, 15)) == 0:
            continue
        gaps = draw(st.sampled_from(["none"] * 4 + ["unable", "blank", "both"]))
        marks: list[int | None] = []
        unable = set()
        for position, row in enumerate(sheet.rows):
            odd = draw(st.integers(0, 5)) if gaps != "none" and not careful else 1
            mark: int | None = row.low + row.step * draw(
                st.integers(0, min(8, (row.top - row.low) // row.step))
            )
            if odd == 0:
                mark = None
                if gaps == "unable" or (gaps == "both" and draw(st.booleans())):
                    unable.add(position)
            marks.append(mark)
        standing = CandidateState.OPEN if careful else draw(st.sampled_from(states))
        candidates[candidate] = CandidateMarks(marks, standing, frozenset(unable))
    return ExpertMarks(expert, candidates)

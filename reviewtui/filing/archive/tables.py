"""The tables of an archive as CSV: made of the result's document alone, nothing computed.

UTF-8 with a byte order mark, so that WPS and Excel show Chinese; a text that a spreadsheet
would run as a formula has an apostrophe before it. Heads and states are fixed words of the
format in Chinese and English, because a later year reads them too.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from reviewtui.filing.plain_text import plain

BOM: Final = b"\xef\xbb\xbf"
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")

STATES: Final[Mapping[str, str]] = {
    "scored": "已评",
    "settled": "会务核定",
    "blank": "未评",
    "not_applicable": "不适用",
    "unable": "无法评判",
    "recused": "回避",
    "declined": "放弃评分",
    "left": "提前离会",
    "absent": "缺席",
    "late": "迟到",
    "not_assigned": "未分配",
    "conflict": "冲突",
    "withdrawn": "已撤回",
    "revoked": "已作废",
    "unreadable": "无法启封",
}
"""The words of the states, as this format has them for good."""


def state_word(state: str) -> str:
    """A state in both languages."""
    return f"{STATES[state]} {state}"


def safe(text: str) -> str:
    """A person's text as a cell that no spreadsheet runs."""
    text = plain(text)
    return f"'{text}" if text.startswith(_RUNS) else text


def tables_of(result: Mapping[str, Any]) -> dict[str, bytes]:
    """Every table by name, from the document of `result_document`."""
    people = {item["code"]: item["name"] for item in result["experts"]}
    units = {item["code"]: item["name"] for item in result["candidates"]}
    return {
        "people": _table(
            ("专家 expert", "姓名 name", "单位 unit", "职称 title", "角色 role", "未计入 left out"),
            (
                (
                    *(item["code"], safe(item["name"]), safe(item["unit"]), safe(item["title"])),
                    *(item["role"], state_word(item["why"]) if item["why"] else ""),
                )
                for item in result["experts"]
            ),
        ),
        "marks": _table(
            (
                *("专家 expert", "姓名 name", "对象 candidate", "名称 title"),
                *("指标 indicator", "分值 mark", "状态 state"),
            ),
            _mark_lines(result, people, units),
        ),
        "totals": _totals(result, units),
        "comments": _table(
            ("对象 candidate", "名称 title", "指标 indicator", "专家 expert", "评语 comment"),
            (
                (candidate, safe(units[candidate]), row, expert, safe(text))
                for candidate, row, expert, text in result["comments"]
            ),
        ),
        "ballots": _table(
            (
                *("专家 expert", "版本 version", "途径 channel", "校验码 check code"),
                *("计入 counts", "迟到 late", "SHA-256"),
            ),
            (
                (
                    *(item["expert"], str(item["rev"]), item["channel"], item["check_code"]),
                    *(str(item["counts"]), str(item["late"]), item["content_id"]),
                )
                for item in result["ballots"]
            ),
        ),
    }


def _mark_lines(
    result: Mapping[str, Any], people: Mapping[str, str], units: Mapping[str, str]
) -> Iterable[Sequence[str]]:
    for expert, candidates in result["marks"].items():
        for candidate, said in candidates.items():
            who = (expert, safe(people[expert]), candidate, safe(units[candidate]))
            if "state" in said:
                yield (*who, "", "", state_word(said["state"]))
                continue
            for row, (state, mark) in said["rows"].items():
                yield (*who, row, mark or "", state_word(state))
            if "conclusion" in said:
                state, option = said["conclusion"]
                yield (*who, "结论", safe(option or ""), state_word(state))


def _totals(result: Mapping[str, Any], units: Mapping[str, str]) -> bytes:
    codes = [item["code"] for item in result["experts"]]
    primaries: list[str] = []
    for item in result["results"]["candidates"]:
        primaries += [one["code"] for one in item["primaries"] if one["code"] not in primaries]
    lines = []
    for item in result["results"]["candidates"]:
        code = item["code"]
        gone = {one["expert"]: one["why"] for one in item["left_out"]}
        totals = result["expert_totals"][code]
        scores = {one["code"]: one["score"] for one in item["primaries"]}
        lines.append(
            (
                *(code, safe(units[code]), item["total"] or ""),
                *("" if item["rank"] is None else str(item["rank"]), str(item["n"])),
                *(safe(item["grade"] or ""), " ".join(item["trimmed"])),
                *(scores.get(primary) or "" for primary in primaries),
                *(
                    state_word(gone[expert]) if expert in gone else totals.get(expert, "")
                    for expert in codes
                ),
            )
        )
    head = (
        *("对象 candidate", "名称 title", "总分 total", "名次 rank", "有效份数 n"),
        *("建议等次 grade", "未计入均值 trimmed"),
        *(f"一级 primary {code}" for code in primaries),
        *(f"专家 expert {code}" for code in codes),
    )
    return _table(head, lines)


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(lines)
    return BOM + text.getvalue().encode()

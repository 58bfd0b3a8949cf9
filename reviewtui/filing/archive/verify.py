#!/usr/bin/env python3
"""核验本归档文件夹：由已启封的评分文件重新计算评分结果。

Verify this archive: recompute its result from the opened ballots; the last lines say what was
recomputed and what only the manifest holds. This file stands by itself:
Python 3.11 or later, and PyNaCl if the signatures are to be checked as well
(python -m pip install pynacl). It is a second implementation on purpose and shares no line
with the program that wrote the archive.

    python verify.py [FOLDER]        exit status 0: all that was compared agrees, 1: not
"""

import csv
import hashlib
import html
import io
import json
import os
import re
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from math import isqrt
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse
from zipfile import BadZipFile, ZipFile

FORMAT = "reviewtui-archive/1"
LARGEST = 512 * 1024 * 1024
MOST_FILES = 50_000
CONCLUSION = "结论"
DESK = "@desk"
FIRST_CONTENT, CONTENT = "reviewtui-content/1", "reviewtui-content/2"
DRAFTING = {"marks", "undo", "redo"}
STATES = {
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

PUT_BY = ("ballots", "without", "revoked")
"""What a record of the opening lists: whatever else came is late."""

EXTENT = (
    (
        "已重新计算并比对：评分文件及其计入情况、日志、指标与规则文件；各轮的评分、专家总分、"
        "分项和一级指标得分、有效份数、总分、名次、建议等次、内容摘要、校验码（result.json，"
        "marks.csv、totals.csv、ballots.csv）；工作簿中的原始评分、专家总分、有效份数、总分、"
        "名次和内容摘要，以及有无隐藏的工作表、行、列，看不出来的字色、数字格式、合并单元格、"
        "条件格式和图形；closing.json 与日志；密钥和另存文件的时间、名称与日志；封面"
        "（archive.json）与会议记录，以及 README.txt、网页和工作簿上的封面文字",
        "recomputed and compared: the ballots and which of them count, the journal, table and "
        "rule; of every round the marks, experts' totals, rows, primaries, n, totals, ranks, "
        "grades, content hash and check codes (result.json, marks.csv, totals.csv, ballots.csv); "
        "in the workbook the raw marks, experts' totals, n, totals, ranks and content hash, and "
        "whether sheets, rows, columns, inks, number formats, merged cells, conditional formats or "
        "shapes hide anything; closing.json against the journal; times and names of keys and of "
        "files kept aside against the journal; the cover (archive.json) against the meeting's "
        "papers, and its texts in README.txt and on page and workbook",
    ),
    (
        "其余只与清单 SHA256SUMS 核对，未重新计算：page.html（封面文字除外）、rule.txt、table.txt、"
        "closing.txt、no-result.txt（封面文字除外）、people.csv、comments.csv、表中的姓名和名称、"
        "result.json 中的评语、指标名称、标注和统计、工作簿的其他单元格（等次、文字、公式）、"
        "图表和页眉页脚、扫描件。保管期限和案卷号没有别的来源，只看各处是否一致。"
        "清单的 SHA-256 应与案卷封面手抄的一致",
        "the rest was held to the manifest SHA256SUMS only: page.html and no-result.txt (but for "
        "the texts of the cover), rule.txt, table.txt, closing.txt, people.csv, comments.csv, "
        "names in the tables, comments, titles, flags and statistics in result.json, all other "
        "cells of the workbook (grades, texts, formulas), its charts, headers and footers, scans; "
        "retention and file number stand on nothing else, they were only compared with each other; "
        "the manifest's own SHA-256 must be the one copied by hand onto the cover",
    ),
)
"""What a verdict stands on, and what it does not."""

Json = Any
Points = dict[str, Fraction]


class Stop(Exception):  # noqa: N818  an end, not an error of the program
    """Nothing more can be checked: a file says nothing."""


class Report:
    """What was found, and what could not be looked at."""

    def __init__(self) -> None:
        self.findings: list[tuple[str, str, str]] = []
        self.left_out: list[tuple[str, str]] = []

    def find(self, name: str, chinese: str, english: str) -> None:
        """Something does not agree."""
        if (name, chinese, english) not in self.findings:
            self.findings.append((name, chinese, english))

    def leave_out(self, chinese: str, english: str) -> None:
        """Something was not checked."""
        self.left_out.append((chinese, english))


def canonical(value: Json) -> bytes:
    """JSON in the one form in which it is hashed and signed."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(content: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def strict(content: bytes) -> Json:
    """Parse JSON that is written in the one permitted form; ValueError if it is not."""
    value = json.loads(content.decode("utf-8"))
    if canonical(value) != content:
        raise ValueError("form")
    return value


@cache
def check_code(content: str) -> str:
    """校验码: twelve digits of a slow hash of a SHA-256."""
    slow = hashlib.scrypt(
        bytes.fromhex(content),
        salt=b"reviewtui/check-code/1",
        n=2**14,
        r=8,
        p=1,
        maxmem=64 * 1024 * 1024,
        dklen=8,
    )
    digits = f"{int.from_bytes(slow, 'big') % 10**12:012d}"
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


# Files and manifests


class Folder:
    """The files of the archive; links are not followed."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root, self.report = root, report
        self.hashes: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        for name, path in self._walk():
            with path.open("rb") as file:
                self.hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
            if not name.startswith("attached/"):
                self.files[name] = path.read_bytes()

    def _walk(self) -> Iterator[tuple[str, Path]]:
        waiting, count = [(self.root, "")], 0
        while waiting:
            here, prefix = waiting.pop()
            items = sorted(os.scandir(here), key=lambda one: one.name)
            if prefix and not items:
                self.report.find(prefix, "空文件夹，系后来加入", "is an empty folder: added later")
            for item in items:
                name, count = prefix + item.name, count + 1
                if count > MOST_FILES:
                    self.report.find(str(self.root), "文件过多", "holds too many files")
                    raise Stop
                if item.is_symlink() or not (
                    item.is_dir(follow_symlinks=False) or item.is_file(follow_symlinks=False)
                ):
                    self.report.find(name, "不是普通文件，未跟随", "is no plain file; not followed")
                elif item.is_dir(follow_symlinks=False):
                    waiting.append((Path(item.path), f"{name}/"))
                elif item.stat().st_size > LARGEST and not name.startswith("attached/"):
                    self.report.find(name, "文件过大", "is too large")
                else:
                    yield name, Path(item.path)

    def check_manifests(self) -> None:
        """Every file against the manifest, scans against the second one."""
        scans = {name for name in self.hashes if name.startswith("attached/")}
        second = "SHA256SUMS.attached"
        own = self.hashes.keys() - scans - {"SHA256SUMS", second}
        self._check("SHA256SUMS", own)
        if second in self.files:
            self._check(second, scans | {"SHA256SUMS"})
        elif scans:
            self.report.find(second, "缺少文件", "is missing")

    def _check(self, manifest: str, there: Iterable[str]) -> None:
        if manifest not in self.files:
            self.report.find(manifest, "缺少文件", "is missing")
            return
        listed: dict[str, str] = {}
        lines = self.files[manifest].splitlines(keepends=True)
        for line in lines[:-1]:
            value, _blank, name = line.decode("utf-8", "replace").rstrip("\n").partition("  ")
            listed[name] = value
        body = b"".join(f"{listed[name]}  {name}\n".encode() for name in sorted(listed))
        last = f"# SHA-256 of the lines above: {sha256(body)}\n".encode()
        if body + last != self.files[manifest]:
            self.report.find(manifest, "清单本身被改动", "the manifest itself was changed")
        for name in sorted(set(there) | listed.keys()):
            if name not in listed:
                self.report.find(name, "不在清单内，系后来加入", "is in no manifest: added later")
            elif name not in self.hashes:
                self.report.find(name, "缺少文件", "is missing")
            elif self.hashes[name] != listed[name]:
                self.report.find(
                    name, "与归档时不同（SHA-256 与清单不符）", "is not as it was archived"
                )

    def raw(self, name: str) -> bytes:
        """A file's bytes."""
        if name not in self.files:
            self.report.find(name, "缺少文件", "is missing")
            raise Stop
        return self.files[name]

    def document(self, name: str) -> Json:
        """A JSON file."""
        content = self.raw(name)
        try:
            return strict(content.removesuffix(b"\n"))
        except (ValueError, RecursionError):
            self.report.find(name, "无法读取", "cannot be read")
            raise Stop from None

    def lines(self, name: str) -> list[Json]:
        """A file with a JSON document per line."""
        content = self.raw(name)
        try:
            *lines, end = content.split(b"\n")
            if end:
                raise ValueError(end)
            return [strict(line) for line in lines]
        except (ValueError, RecursionError):
            self.report.find(name, "无法读取", "cannot be read")
            raise Stop from None


# Signatures, journal, opening

Verifier = Callable[[str, bytes, str], bool]


def signature_verifier() -> Verifier | None:
    """A function that checks Ed25519 signatures; None without PyNaCl."""
    try:
        from nacl.exceptions import BadSignatureError
        from nacl.signing import VerifyKey
    except ImportError:
        return None

    def fits(public: str, message: bytes, signature: str) -> bool:
        try:
            VerifyKey(bytes.fromhex(public)).verify(message, bytes.fromhex(signature))
        except (BadSignatureError, ValueError, TypeError):
            return False
        return True

    return fits


def check_journal(session: str, entries: Sequence[Json], cover: Json, report: Report) -> None:
    """The chain of hashes, and that it ends where the cover says."""
    prev = ""
    for number, item in enumerate(entries, 1):
        own = item["hash"]
        withheld = item["body"] is None and item["kind"] in DRAFTING
        if not withheld:
            said = [session, item["seq"], item["at"], item["actor"], item["kind"]]
            own = sha256(canonical([*said, item["body"], prev]))
        if (item["seq"], item["prev"], item["hash"]) != (number, prev, own):
            report.find(
                "record/journal.jsonl",
                f"第 {number} 条与哈希链不符：被改动、删除或插入",
                f"entry {number} does not fit the chain: changed, removed or inserted",
            )
            return
        prev = item["hash"]
    if cover["journal"] != {"entries": len(entries), "last": prev}:
        report.find("archive.json", "日志末尾与封面所记不同", "names another end of the journal")


def header_fits(said: Json) -> bool:
    """Whether the header of a sealed ballot has the fields of one, each of its kind."""
    texts = ("format", "session", "kind", "kit", "expert", "channel", "sheet", "content_id", "box")
    numbers = ("round", "rev", "written_at")
    if not isinstance(said, dict) or said.keys() != {*texts, *numbers, "supersedes", "progress"}:
        return False
    hashes, progress = said["supersedes"], said["progress"]
    if not isinstance(hashes, list) or not isinstance(progress, dict):
        return False
    known = ("complete", "partly", "recused", "declined", "left")
    return (
        all(isinstance(said[key], str) for key in texts)
        and all(type(said[key]) is int for key in numbers)
        and all(isinstance(one, str) and re.fullmatch("[0-9a-f]{64}", one) for one in hashes)
        and all(state in known for state in progress.values())
    )


def stem_of(head: Json) -> str:
    """The name of a ballot's files without its ending."""
    return f"{head['expert']}-r{head['round']}-v{head['rev']}-{head['content_id'][:8]}"


class Ballots:
    """Every ballot of the archive, checked one by one."""

    def __init__(self, folder: Folder, record: Json, report: Report) -> None:
        self.folder, self.report = folder, report
        self.session = record["session"]["session_id"]
        self.sheet = record["session"]["sheet_hash"]
        self.keys = {item["public"]: item["holder"] for item in record["keys"]}
        self.fits = signature_verifier()
        if self.fits is None:
            report.leave_out(
                "未安装 PyNaCl：签名未核验，其余照常", "PyNaCl is missing: no signature was checked"
            )
        self.heads: list[Json] = record["ballots"]
        self.documents: dict[str, Json] = {}
        for head in self.heads:
            self._read(head)
        for item in record["aside"]:
            name = f"aside/{item['file_id'][:16]}.bin"
            if (
                item["size"]
                and not item["withheld"]
                and sha256(folder.raw(name)) != item["file_id"]
            ):
                report.find(name, "与收到时不同", "is not as it was received")

    def _read(self, head: Json) -> None:
        own = head["content_id"]
        stem = stem_of(head)
        if not head["opened"]:
            name = f"late/{stem}.ballot"
            self._header(name, self.folder.raw(name), head, None)
            return
        name = f"ballots/opened/{stem}.json"
        content, line = self.folder.raw(name), self.folder.raw(name[:-5] + ".sig")
        if sha256(content) != own:
            self.report.find(name, "SHA-256 与评分文件编号不符", "its SHA-256 is not its id")
        try:
            document = strict(content)
            told = [document[key] for key in ("expert", "round", "rev", "kind", "channel")]
            told += [sorted(document["supersedes"]), document["session"], document["sheet"]]
        except (ValueError, KeyError, TypeError, RecursionError):
            self.report.find(name, "无法读取", "cannot be read")
            raise Stop from None
        wanted = [head[key] for key in ("expert", "round", "rev", "kind", "channel")]
        if told != [*wanted, sorted(head["supersedes"]), self.session, self.sheet]:
            self.report.find(name, "与收表记录不符", "says otherwise than the records")
        self._signed(name, b"reviewtui/ballot/1\n", content, line, document)
        self.documents[own] = document
        name = f"ballots/received/{stem}.ballot"
        received = self.folder.raw(name)
        if received.startswith(b"reviewtui-ballot/1\n"):
            self._header(name, received, head, document)
        elif received != content + b"\n" + line:
            self.report.find(name, "与启封后的内容不符", "is not the ballot that was opened")

    def _header(self, name: str, content: bytes, head: Json, document: Json) -> None:
        parts = content.split(b"\n", 3)
        if len(parts) < 4:
            if not head["opened"] and len(parts) == 3:
                return  # a ballot in the clear that was never opened
            self.report.find(name, "不是评分文件", "is no ballot")
            return
        try:
            said = strict(parts[1])
        except (ValueError, RecursionError):
            self.report.find(name, "无法读取", "cannot be read")
            return
        if sha256(parts[3]) != said["box"]:
            self.report.find(name, "密封内容损坏", "its box is damaged")
        keys = ("expert", "round", "rev", "kind", "channel", "content_id")
        if not header_fits(said):
            self.report.find(name, "表头不成形", "its header is out of shape")
            return
        if [said[key] for key in keys] != [head[key] for key in keys]:
            self.report.find(name, "与收表记录不符", "says otherwise than the records")
        if document is not None:
            same = (*keys[:-1], "session", "kit", "sheet", "written_at", "supersedes")
            if [said[key] for key in same] != [document[key] for key in same]:
                self.report.find(name, "表头与启封后的内容不符", "header and opened ballot differ")
        self._signed(name, b"reviewtui/ballot-header/1\n", parts[1], parts[2] + b"\n", said)

    def _signed(self, name: str, prefix: bytes, content: bytes, line: bytes, said: Json) -> None:
        public, _blank, signature = line.decode("ascii", "replace").rstrip("\n").partition(" ")
        if f"{public} {signature}\n".encode() != line or len(line) != 194:
            self.report.find(name, "签名行不完整", "has no signature line")
            return
        if self.fits is not None and not self.fits(public, prefix + content, signature):
            self.report.find(name, "签名不符：签名后被改动", "the signature does not fit")
        holder = said["expert"] if said["channel"] == "form" else DESK
        if self.keys.get(public) != holder:
            self.report.find(name, "不是本人密钥所签", "is signed with the key of somebody else")


def opening_records(session: str, entries: Sequence[Json]) -> dict[str, Json]:
    """Every record of an opening, by its id."""
    found = {}
    for item in entries:
        bodies: list[tuple[int, Json]] = []
        if item["kind"] == "opened":
            bodies.append((item["at"], json.loads(item["body"])))
        elif item["kind"] == "received":
            brought = json.loads(item["body"]).get("openings", [])
            bodies += [(one["at"], one["body"]) for one in brought]
        for at, body in bodies:
            own = sha256(canonical({"session": session, "at": at, "body": body}))
            found[own] = body
    return found


def opening_times(entries: Sequence[Json]) -> dict[bytes, int]:
    """When each record of an opening was made, by what it says."""
    found = {}
    for item in entries:
        if item["kind"] == "opened":
            found[canonical(json.loads(item["body"]))] = item["at"]
        elif item["kind"] == "received":
            for one in json.loads(item["body"]).get("openings", []):
                found[canonical(one["body"])] = one["at"]
    return found


def standing(records: Mapping[str, Json], number: int) -> list[Json]:
    """The records of a round that no other one supersedes."""
    return [records[own] for own in standing_ids(records, number)]


def standing_ids(records: Mapping[str, Json], number: int) -> list[str]:
    """Their ids; of those that say the same the first."""
    turn = {own: one for own, one in sorted(records.items()) if one["round"] == number}
    replaced = {
        earlier
        for own, one in turn.items()
        for earlier in one.get("supersedes", [])
        if earlier != own
    }
    said: dict[Any, str] = {}
    for own, one in turn.items():
        if own not in replaced:
            same = ("ballots", "without", "amendments")
            said.setdefault(tuple(frozenset(one.get(key, [])) for key in same), own)
    return list(said.values())


def round_records(session: str, entries: Sequence[Json], number: int) -> list[Json]:
    """The records of how a further round was begun that no other one supersedes."""
    known: dict[str, Json] = {}
    for item in entries:
        bodies: list[tuple[int, Json]] = []
        if item["kind"] == "round":
            bodies.append((item["at"], json.loads(item["body"])))
        elif item["kind"] == "received":
            brought = json.loads(item["body"]).get("rounds", [])
            bodies += [(one["at"], one["body"]) for one in brought]
        for at, body in bodies:
            if body["round"] == number:
                known[sha256(canonical({"session": session, "at": at, "body": body}))] = body
    old = {
        earlier
        for own, one in known.items()
        for earlier in one.get("supersedes", [])
        if earlier != own
    }
    said: dict[bytes, Json] = {}
    for own, one in sorted(known.items()):
        if own not in old:
            cells = {candidate: sorted(rows) for candidate, rows in one["cells"].items()}
            said.setdefault(canonical([cells, one["feedback"], one["base"]]), one)
    return list(said.values())


def stray(now: Json, base: Json, reopened: Mapping[str, list[str]]) -> str:
    """Where a ballot of a further round differs and may not; "" where all is well."""
    away = ("recused", "declined")

    def state(ballot: Json, candidate: str) -> list[str]:
        return list(ballot["candidates"].get(candidate, ["open", ""]))

    def whole(candidate: str) -> bool:
        rows = base["cells"].get(candidate)
        gone = state(base, candidate)[0] in away
        return bool(rows) and not gone and set(rows) <= set(reopened.get(candidate, []))

    def cell(ballot: Json, candidate: str, row: str) -> tuple[list[Any], str]:
        said = ballot["cells"].get(candidate, {}).get(row, ["blank", None])
        return said, ballot["reasons"].get(candidate, {}).get(row, "")

    for candidate in now["cells"].keys() | base["cells"].keys():
        if candidate not in now["cells"] and whole(candidate):
            continue
        rows = now["cells"].get(candidate, {}).keys() | base["cells"].get(candidate, {}).keys()
        for row in sorted(rows):
            one, two = cell(now, candidate, row), cell(base, candidate, row)
            if row not in reopened.get(candidate, []):
                fits = one == two
            else:
                said = two[0][0] == "blank" or one[1].strip() != ""  # a first mark changes none
                fits = one[0] == two[0] or (one[0][0] != "blank" and said)
            if not fits:
                return f"{candidate} {row}"
    for candidate in now["candidates"].keys() | base["candidates"].keys():
        one_state, two_state = state(now, candidate), state(base, candidate)
        back = one_state[0] in away and whole(candidate)
        cells = now["cells"].get(candidate, {}).values()
        finished = (two_state[0], one_state[0]) == ("left", "open") and all(
            said[0] != "blank" for said in cells
        )
        if one_state != two_state and not back and not finished:
            return str(candidate)
    for candidate in now["comments"].keys() | base["comments"].keys():
        ours, theirs = (ballot["comments"].get(candidate, {}) for ballot in (now, base))
        rows = set(reopened.get(candidate, []))
        for row in ours.keys() | theirs.keys():
            if ours.get(row, "") != theirs.get(row, "") and not (row in rows if row else rows):
                return f"{candidate} {row}"
    return ""


def effective(
    ballots: Sequence[Json],
    resolutions: Mapping[str, Json],
    lost: set[str],
    besides: set[str],
) -> tuple[str, str]:
    """(content id, "") of the one that counts among an expert's, or ("", why none does).

    A withdrawal is a version like any other. With `besides`, the amendments that gave the code
    to different people, only a resolution that names them too lets one count.
    """
    replaced = {
        earlier for one in ballots for earlier in one["supersedes"] if earlier != one["content_id"]
    }
    heads = {one["content_id"]: one for one in ballots if one["content_id"] not in replaced}
    if all(one["kind"] == "withdraw" for one in heads.values()):
        return "", "withdrawn"
    alone = len(heads) == 1 and not besides
    found = set(heads) if alone else chosen(heads, resolutions, besides)
    if len(found) != 1:
        return "", "conflict"
    heads = {own: heads[own] for own in found}
    ((own, one),) = heads.items()
    if own in lost:
        return "", "unreadable"
    return ("", "withdrawn") if one["kind"] == "withdraw" else (own, "")


def chosen(
    standing: Mapping[str, Json], resolutions: Mapping[str, Json], besides: set[str]
) -> set[str]:
    """What resolutions in force choose of what stands; two that contradict settle nothing."""
    old = {
        earlier
        for own, one in resolutions.items()
        for earlier in one["supersedes"]
        if earlier != own
    }
    named = {
        one["chosen"]
        for own, one in resolutions.items()
        if own not in old
        and one["chosen"] in standing
        and {*standing, *besides} <= {one["chosen"], *one["refused"]}
    }
    return named if len(named) == 1 else set()


def contested(amendments: Sequence[Json]) -> dict[str, set[str]]:
    """By code that was given to two people the ids of the amendments that gave it."""
    given: dict[str, list[Json]] = {}
    for one in amendments:
        if one["kind"] in ("replace", "add_expert"):
            given.setdefault(one["change"]["newcomer"]["code"], []).append(one)
    found = {}
    for code, items in given.items():
        people = [
            ["".join(one["change"]["newcomer"][key].split()) for key in ("name", "unit")]
            for one in items
        ]
        if any(
            one[0] != other[0] or (one[1] != other[1] and one[1] and other[1])
            for one in people
            for other in people
        ):
            found[code] = {sha256(canonical(one)) for one in items}
    return found


# The sheet and the rule


class Row:
    """A scored row: bounds in hundredths, worth in points of the total."""

    def __init__(self, code: str, primary: str, low: int, top: int) -> None:
        self.code, self.primary, self.low, self.top = code, primary, low, top
        self.scale = self.anchor = ""
        self.worth = self.share = Fraction(0)
        self.added, self.counts = False, True


class Panel:
    """Panel, table, sheet and rule, read from the four documents."""

    def __init__(self, folder: Folder) -> None:
        self.panel = folder.document("rule/panel.json")
        self.table = folder.document("rule/table.json")
        self.rule = folder.document("rule/rule.json")
        self.sheet = folder.document("rule/sheet.json")
        self.order = self.rule["order"]
        self.places: Mapping[str, int] = self.rule["round"]
        self.listed = {row["code"]: row for row in self.table["rows"]}
        self.experts = [item["code"] for item in self.panel["experts"]]
        self.candidates = [item["code"] for item in self.panel["candidates"]]
        self.names = {item["code"]: item["name"] for item in self.panel["experts"]}
        self.gone = {item["code"] for item in self.panel["candidates"] if item.get("withdrawn")}
        self.replaced = {item["code"] for item in self.panel["experts"] if item.get("replaced_by")}
        self.recused = {
            (item["expert"], item["candidate"]) for item in self.panel.get("recusals", [])
        }
        self.kind = self.rule["weights"]["kind"]
        self.rows = [self._row(item) for item in self.sheet["rows"]]
        self.by_code = {row.code: row for row in self.rows}
        self.nodes = {row.code: self._node(row) for row in self.rows}
        self.settled = self._settled()

    @property
    def ranks(self) -> bool:
        """Whether candidates are ranked; an appraisal concludes and does not."""
        head = self.panel["panel"]
        return bool(head.get("ranking", head["review"] != "appraisal"))

    def path(self, code: str) -> list[str]:
        """Codes from the primary indicator down to a row."""
        found = [code]
        while parent := self.listed.get(found[0], {}).get("parent", ""):
            found.insert(0, parent)
        return found

    def assigned(self, expert: str, candidate: str) -> bool:
        """Whether the expert is to judge the candidate."""
        matrix = self.panel.get("assignment")
        return matrix is None or candidate in matrix.get(expert, [])

    def _row(self, item: Json) -> Row:
        code, scale, low, top, _step, full_points = item
        weights = self.rule["weights"]
        listed, overlay = self.listed.get(code), None
        if listed is None:
            overlay = next(
                one
                for one in self.panel["overlays"]
                if one["row"] == code and one["change"] == "add"
            )
            anchor = overlay.get("parent") or code.split(".")[0]
        else:
            anchor = code
        row = Row(code, self.path(anchor)[0], low, top)
        row.anchor = anchor
        row.scale, row.added = scale, overlay is not None
        counts = all(self.listed[one].get("counts_in_sum", True) for one in self.path(anchor))
        of = {key: Fraction(value) for key, value in weights["of"].items()}
        if overlay is not None:
            points = self.kind == "points" and "full" in overlay
            share = Fraction(overlay["full"] if points else overlay["weight"])
        elif self.kind == "share":
            share = Fraction(100)
            for one in self.path(code):
                share *= of.get(one, Fraction(100)) / 100
        else:
            share = of.get(code, Fraction(1))
        most = (overlay or {}).get("full") if listed is None else listed.get("max")
        full = weights["full"].get(code, 10_000 if most is None else Fraction(most) * 100)
        if self.kind == "points":
            full = full_points
        row.worth = Fraction(1, 100)
        if self.kind == "factor":
            row.worth = share / 100 if top == full else share * full / top / 100
            share = share * full / 100
        elif (self.kind == "share" and top) or (self.kind == "points" and top != full):
            row.worth = share / top
        row.share = share if counts else Fraction(0)
        row.counts = counts
        return row

    def _node(self, row: Row) -> tuple[str, ...]:
        """The branch whose points a row shares with its siblings."""
        if self.kind != "share":
            return ()
        path = self.path(row.anchor)
        if row.anchor in self.by_code:
            path = path[:-1]
        return tuple(path) or (row.primary,)

    def _settled(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {code: {} for code in self.candidates}
        for item in self.panel.get("settled", []):
            row, value = self.by_code.get(item["row"]), item["value"]
            kind = self.listed.get(item["row"], {}).get("kind", "judgement")
            if row is None or kind in ("alternatives", "gate"):
                continue
            mark = {"yes": Fraction(row.top), "no": Fraction(0)}.get(value)
            found[item["candidate"]][row.code] = int(
                Fraction(value) * 100 if mark is None else mark
            )
        return found


def rounded(value: Fraction, places: int | None) -> Fraction:
    """四舍五入: half away from zero; None leaves it exact."""
    if places is None:
        return value
    unit = 10**places
    whole = int(abs(value) * unit + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, unit)


def decimal(value: Fraction, places: int | None = None) -> str:
    """As the archive writes it: at its places, or as long as it is up to ten."""
    kept = 10 if places is None else places
    value = rounded(value, kept)
    digits = str(abs(value.numerator) * 10**kept // value.denominator).rjust(kept + 1, "0")
    tail = digits[len(digits) - kept :]
    tail = tail.rstrip("0") if places is None else tail
    sign = "-" if value < 0 else ""
    return sign + digits[: len(digits) - kept] + (f".{tail}" if tail else "")


# The result


class Result:
    """One candidate as recomputed."""

    def __init__(self) -> None:
        self.total: Fraction | None = None
        self.rank: int | None = None
        self.left: dict[str, str] = {}
        self.counted: list[str] = []
        self.primaries: dict[str, Fraction | None] = {}
        self.rows: dict[str, tuple[Fraction | None, int]] = {}
        self.expert_totals: dict[str, Fraction] = {}
        self.votes: list[int] = []
        self.abstained = 0
        self.proposal: str | None = None
        self.grade: str | None = None
        self.shares: Points = {}
        self.columns: dict[str, dict[str, int]] = {}

    def forget(self) -> None:
        """Nothing that was averaged stands where the rule gives no result."""
        self.total = None
        self.primaries, self.rows, self.expert_totals = {}, {}, {}

    def total_text(self, places: int | None = None) -> str | None:
        """The total as the archive writes it."""
        return None if self.total is None else decimal(self.total, places)


class Tally:
    """The rule, in rationals."""

    def __init__(
        self, panel: Panel, ballots: Mapping[str, Json], why: Mapping[str, str], report: Report
    ) -> None:
        self.panel, self.ballots, self.why, self.report = panel, ballots, why, report
        self.rule = panel.rule
        self.results = {code: Result() for code in panel.candidates}
        self.refused: list[tuple[str, str]] = []
        for code in panel.candidates:
            self._one(code)
        if self.rule["standardise"]:
            self._standardise()
        for code, result in self.results.items():
            if panel.order == "by_expert":
                self._across(code, result)
        if self.refused:
            for result in self.results.values():
                result.forget()
            return
        totals = [one.total for one in self.results.values() if one.total is not None]
        for result in self.results.values():
            if result.total is not None and panel.ranks:
                result.rank = 1 + sum(other > result.total for other in totals)
        if "conclusions" in self.rule:
            for code, result in self.results.items():
                self._conclude(code, result)
        if self.rule["grades"]["bands"]:
            for code, grade in Grading(self).grades().items():
                self.results[code].grade = grade

    def absence(self, expert: str, candidate: str) -> str:
        """Why nothing of an expert counts for a candidate, before single rows; "" if it may."""
        panel, ballot = self.panel, self.ballots.get(expert)
        said = ballot["candidates"] if ballot else {}
        state = said.get(candidate, ["open"])[0]
        if candidate in panel.gone:
            return "withdrawn"
        if not panel.assigned(expert, candidate):
            return "not_assigned"
        if (expert, candidate) in panel.recused or state == "recused":
            return "recused"
        if ballot is None:
            return self.why[expert]
        left = any(one[0] == "left" for one in said.values())
        if left and self.rule["early_leave"] == "count_none":
            return "left"
        return "" if state == "open" else str(state)

    def marks(self, expert: str, candidate: str) -> tuple[dict[str, int], set[str], set[str]]:
        """(marks in hundredths, rows he could not judge, rows left blank)."""
        cells = self.ballots[expert]["cells"].get(candidate, {})
        marks, unable, blank = {}, set(), set()
        for code in self.judged(candidate):
            state, mark = cells.get(code, ["blank", None])
            if state == "unable":
                unable.add(code)
            elif mark is None:
                blank.add(code)
            else:
                marks[code] = mark
        return marks, unable, blank

    def judged(self, candidate: str) -> list[str]:
        """Rows that experts mark."""
        places = self.panel.sheet["candidates"][candidate]["places"]
        pairs = zip(self.panel.rows, places, strict=True)
        return [row.code for row, place in pairs if place == "judged"]

    def _applying(self, candidate: str) -> list[Row]:
        places = self.panel.sheet["candidates"][candidate]["places"]
        pairs = zip(self.panel.rows, places, strict=True)
        return [row for row, place in pairs if place != "not_applicable"]

    def _hand_on(
        self, masses: Points, shares: Points, kept: set[str], node: tuple[str, ...] = ()
    ) -> Points:
        """Points go down the tree, to living branches in proportion to what was theirs.

        Args:
            masses: What a branch hands on is the sum of these over all its rows, in or out.
            shares: What the rows that take part claim of it.
            kept: Which rows take part.
            node: From which branch on; its points are those of all rows below it.
        """
        return self._divide(sum(masses.values(), start=Fraction(0)), masses, shares, kept, node)

    def _divide(
        self,
        points: Fraction,
        masses: Points,
        shares: Points,
        kept: set[str],
        node: tuple[str, ...],
    ) -> Points:
        depth, nodes = len(node), self.panel.nodes
        rows = {c: shares[c] for c in shares if c in kept and nodes[c] == node}
        branches = {
            nodes[code][: depth + 1]: Fraction(0)
            for code in shares
            if code in kept and len(nodes[code]) > depth and nodes[code][:depth] == node
        }
        for code, mass in masses.items():
            branch = nodes[code][: depth + 1]
            if len(branch) > depth and branch in branches:
                branches[branch] += mass
        whole = sum(rows.values(), start=Fraction(0)) + sum(branches.values())
        if not whole:
            return dict(rows)
        found = {code: points * share / whole for code, share in rows.items()}
        for branch, mass in branches.items():
            found |= self._divide(points * mass / whole, masses, shares, kept, branch)
        return found

    def _climb(
        self,
        rows: Sequence[Row],
        marks: Mapping[str, Fraction],
        shares: Points,
        *,
        exact: bool = False,
    ) -> Points:
        """Points by primary of one mark (hundredths) for each row; `exact` rounds nothing."""
        places = {} if exact else self.panel.places
        points = {row.primary: Fraction(0) for row in rows}
        for row in rows:
            if row.code in marks:
                scaled = shares.get(row.code, Fraction(0)) / row.share if row.share else 1
                brings = marks[row.code] * row.worth * scaled
                points[row.primary] += rounded(brings, places.get("weighted_row"))
        return {code: rounded(value, places.get("primary")) for code, value in points.items()}

    def average(self, values: Sequence[Fraction], place: str) -> Fraction:
        """Mean, trimmed mean or median of at least one value."""
        kind, (drop, least, below) = self.rule["average"], self.rule["trim"]
        values, n, cut = sorted(values), len(values), 0
        if kind == "median":
            cut = (n - 1) // 2
        elif kind == "trimmed" and n >= least:
            cut = drop
        elif kind == "trimmed" and below == "refuse":
            self.refused.append(
                (f"{place}：有效份数 {n}，不足 {least}", f"{place}: {n} marks, fewer than {least}")
            )
        return sum(values[cut : n - cut], start=Fraction(0)) / (n - 2 * cut)

    def _one(self, candidate: str) -> None:
        result, panel = self.results[candidate], self.panel
        rows = self._applying(candidate)
        codes = {row.code for row in rows}
        settled = {code: m for code, m in panel.settled[candidate].items() if code in codes}
        judged = set(self.judged(candidate))
        shares = {row.code: row.share for row in rows if row.counts}
        if self.rule["not_applicable"] == "renormalise":
            base = {row.code: row.share for row in panel.rows if row.counts and not row.added}
            shares = self._hand_on(base, shares, set(shares))
        result.shares = shares
        firsts: dict[str, Points] = {}
        columns: dict[str, dict[str, int]] = {}
        for expert in panel.experts:
            why = self.absence(expert, candidate)
            if not why:
                marks, unable, blank = self.marks(expert, candidate)
                why = self._gap(marks, unable, blank, judged, shares, bool(rows))
            if why:
                result.left[expert] = why
                continue
            result.counted.append(expert)
            ours = self._hand_on(shares, shares, shares.keys() - unable)
            full = {code: Fraction(mark) for code, mark in (marks | settled).items()}
            firsts[expert] = self._climb(rows, full, ours)
            if panel.order == "by_indicator" and not (unable or blank):
                exact = self._climb(rows, full, shares, exact=True)
                result.expert_totals[expert] = sum(exact.values(), start=Fraction(0))
            for code, mark in marks.items():
                columns.setdefault(code, {})[expert] = mark
        result.columns = columns
        if panel.order == "by_expert":
            self._by_expert(result, firsts, columns, settled, rows)
        else:
            self._by_indicator(candidate, columns, settled, rows, shares)

    def _gap(
        self,
        marks: Mapping[str, int],
        unable: set[str],
        blank: set[str],
        judged: set[str],
        shares: Points,
        applies: bool,
    ) -> str:
        """Why an expert who took part does not count for a candidate; "" if he does."""
        if self.panel.order == "by_indicator":
            if marks or (not judged and applies):
                return ""
            return "unable" if unable else "blank"
        if unable and self.rule["unable"] == "no_total":
            return "unable"
        if blank or not applies:
            return "blank"
        lost = unable == judged != set() or bool(unable and shares and shares.keys() <= unable)
        return "unable" if lost else ""

    def _by_expert(
        self,
        result: Result,
        firsts: Mapping[str, Points],
        columns: Mapping[str, Mapping[str, int]],
        settled: Mapping[str, int],
        rows: Sequence[Row],
    ) -> None:
        places, n = self.panel.places, len(firsts)
        for row in rows:
            if row.code in settled:
                result.rows[row.code] = Fraction(settled[row.code], 100), n
            else:
                own = columns.get(row.code, {}).values()
                mean = Fraction(sum(own), 100 * len(own)) if own else None
                result.rows[row.code] = mean, len(own)
        for primary in dict.fromkeys(row.primary for row in self.panel.rows):
            each = [points[primary] for points in firsts.values() if primary in points]
            score = rounded(sum(each, start=Fraction(0)) / n, places.get("primary")) if n else None
            result.primaries[primary] = score if each else None
        for expert, points in firsts.items():
            total = sum(points.values(), start=Fraction(0))
            result.expert_totals[expert] = rounded(total, places.get("expert_total"))

    def _by_indicator(
        self,
        candidate: str,
        columns: Mapping[str, Mapping[str, int]],
        settled: Mapping[str, int],
        rows: Sequence[Row],
        shares: Points,
    ) -> None:
        places, result = self.panel.places, self.results[candidate]
        means: dict[str, Fraction] = {}
        for row in rows:
            own = [Fraction(mark) for mark in columns.get(row.code, {}).values()]
            n = len(own)
            if row.code in settled:
                mean, n = Fraction(settled[row.code]), len(result.counted)
            elif own:
                mean = self.average(own, f"{candidate} {row.code}")
            else:
                result.rows[row.code] = None, 0
                continue
            means[row.code] = 100 * rounded(mean / 100, places.get("row"))
            result.rows[row.code] = means[row.code] / 100, n
        points = self._climb(rows, means, shares)
        for primary in dict.fromkeys(row.primary for row in self.panel.rows):
            own_rows = [row.code for row in rows if row.primary == primary]
            known = result.counted and own_rows and all(code in means for code in own_rows)
            result.primaries[primary] = points[primary] if known else None
        if result.counted and means.keys() == {row.code for row in rows}:
            total = sum(points.values(), start=Fraction(0))
            result.total = rounded(total, places.get("total"))

    def _across(self, candidate: str, result: Result) -> None:
        if result.expert_totals:
            total = self.average([*result.expert_totals.values()], candidate)
            result.total = rounded(total, self.panel.places.get("total"))

    def _standardise(self) -> None:
        """标准分: 50 + 10 (x - mean) / sample SD of each expert, the root to ten places."""
        for expert in self.panel.experts:
            own = {
                code: result.expert_totals[expert]
                for code, result in self.results.items()
                if expert in result.expert_totals
            }
            n = len(own)
            mean = sum(own.values(), start=Fraction(0)) / n if n else Fraction(0)
            squares = sum(((value - mean) ** 2 for value in own.values()), start=Fraction(0))
            if n < 2 or not squares:
                if n:
                    self.refused.append(
                        (
                            f"{expert}号专家的标准分无定义",
                            f"the standard scores of expert {expert} are undefined",
                        )
                    )
                continue
            variance = squares / (n - 1) * 10**20
            doubled = isqrt(4 * variance.numerator // variance.denominator)
            spread = Fraction((doubled + 1) // 2, 10**10)
            for code, value in own.items():
                score = 50 + 10 * (value - mean) / spread
                places = self.panel.places.get("standard")
                self.results[code].expert_totals[expert] = rounded(score, places)

    def _conclude(self, candidate: str, result: Result) -> None:
        """Conclusions counted, and the one that carries."""
        asked = self.rule["conclusions"]
        options = asked["options"]
        result.votes = [0] * len(options)
        entitled = 0
        for expert in self.panel.experts:
            why = self.absence(expert, candidate)
            cell: list[Any] = ["blank", None]
            if not why:
                cell = self.ballots[expert]["cells"].get(candidate, {}).get(CONCLUSION, cell)
            if cell[1] is not None:
                result.votes[len(options) - cell[1] // 100] += 1
            elif cell[0] == "unable":
                result.abstained += 1
            elif why in ("not_assigned", "recused", "withdrawn"):
                continue
            entitled += 1
        part = sum(result.votes) + result.abstained
        if not part or not asked["majority"]:
            return
        if asked["quorum"] and Fraction(part, entitled) < Fraction(asked["quorum"]):
            return
        needed, wanting = Fraction(asked["majority"]) * part, 0
        for option, count in zip(options[:-1], result.votes[:-1], strict=True):
            wanting += count
            if wanting >= needed:
                result.proposal = option
                return
        if result.votes[-1] >= needed:
            result.proposal = options[-1]


def falls(candidate: Json, metric: str) -> bool | None:
    """Whether a declared change is less than 0; None if it cannot be told."""
    fact = candidate.get("facts", {}).get(metric)
    if fact is None:
        return None
    text = fact if isinstance(fact, str) else fact["value"]
    text = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()
    number = r"([+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?)"
    found = re.fullmatch(rf"{number}\s*(?:%|个?百分点|亿元|万元|元)?", text)
    return None if found is None else Fraction(found[1]) < 0


def declared(candidate: Json) -> Json:
    """A candidate's figures, earlier evaluations and integrity, which grades may rest on."""
    facts = {
        metric: str(said["value"] if isinstance(said, dict) else said)
        for metric, said in candidate.get("facts", {}).items()
    }
    found = {
        "facts": facts,
        "history": sorted([str(one["date"]), one["grade"]] for one in candidate.get("history", [])),
        "integrity": int(bool(candidate.get("integrity", {}).get("found"))),
    }
    return {key: value for key, value in found.items() if value}


class Grading:
    """Proposed grades: the band of the total, then whatever the rule lowers it by.

    A grade is its place in the list, 0 the highest; one past the end is below every band.
    """

    def __init__(self, tally: Tally) -> None:
        self.tally, self.panel = tally, tally.panel
        self.rule = tally.rule["grades"]
        self.bands = self.rule["bands"]
        self.names = [band[0] for band in self.bands]
        self.results = {code: one for code, one in tally.results.items() if one.total is not None}
        totals = [one.total or Fraction(0) for one in self.results.values()]
        self.ranks = {
            code: 1 + sum(other > (one.total or 0) for other in totals)
            for code, one in self.results.items()
        }
        self.places = {code: self._start(code) for code in self.results}

    def grades(self) -> dict[str, str | None]:
        """The grade of each candidate; None below every band, undecided or without a total."""
        undecided = self._quotas()
        found: dict[str, str | None] = dict.fromkeys(self.tally.results)
        for code, place in self.places.items():
            if code not in undecided and place < len(self.names):
                found[code] = self.names[place]
        return found

    def _down(self, place: int, rank: int) -> int:
        """The first band from a place down that takes a rank."""
        while place < len(self.bands) and rank > (self.bands[place][2:] or [rank])[0]:
            place += 1
        return place

    def _start(self, code: str) -> int:
        """Where a candidate stands before any quota."""
        total, rank = self.results[code].total or Fraction(0), self.ranks[code]
        reached = [at for at, band in enumerate(self.bands) if total >= Fraction(band[1])]
        line = min(reached, default=len(self.bands))
        both = [at for at in reached if self._down(at, rank) == at]
        caps = [line, min(both, default=len(self.bands))]
        candidate = next(one for one in self.panel.panel["candidates"] if one["code"] == code)
        failed = {
            item["row"]
            for item in self.panel.panel.get("settled", [])
            if item["candidate"] == code
            and item["value"] == "fail"
            and self.panel.listed.get(item["row"], {}).get("kind") == "gate"
        }
        broken = candidate.get("integrity", {}).get("found", False)
        for row, _source in self.rule.get("vetoes", []):
            if row in failed or (not row and broken):
                caps.append(len(self.bands) - 1)
        for row, percent, cap, quorum, _source in self.rule.get("floors", []):
            if self._below(code, row, Fraction(percent), quorum):
                caps.append(self.names.index(cap))
        if "bar_excellent" in self.rule and line == 0:
            reading = self.rule["bar_excellent"][0]
            fiscal = {
                "growth_slower": "fiscal_growth_change",
                "spending_falls": "fiscal_spending_change",
            }[reading]
            if falls(candidate, "rd_ratio_change") and falls(candidate, fiscal):
                caps.append(1)
        return self._down(max(caps), rank)

    def _below(self, code: str, row: str, percent: Fraction, quorum: str | None) -> bool:
        """Whether a row, or all rows below it, miss a percentage of their full mark."""
        result, panel = self.results[code], self.panel
        rows = [one for one in self._under(row) if result.shares.get(one.code, 0) > 0]
        full = sum((result.shares[one.code] for one in rows), start=Fraction(0))
        if not full:
            return False

        def part(marks: Mapping[str, Fraction | int | None]) -> Fraction | None:
            points = Fraction(0)
            for one in rows:
                mark = marks.get(one.code)
                if mark is None:
                    return None
                points += mark * one.worth * result.shares[one.code] / one.share
            return 100 * points / full

        if quorum is None:
            if row not in panel.by_code and row in result.primaries:
                score = result.primaries[row]
                average = None if score is None else 100 * score / full
            else:
                scores = {key: score for key, (score, _n) in result.rows.items()}
                hundredths = {key: None if it is None else 100 * it for key, it in scores.items()}
                average = part(hundredths)
            return average is not None and average < percent
        each = [
            part(self.tally.marks(expert, code)[0] | panel.settled[code])
            for expert in result.counted
        ]
        known = [one for one in each if one is not None]
        missed = sum(one < percent for one in known)
        return bool(known) and missed >= Fraction(quorum) * len(known)

    def _under(self, code: str) -> list[Row]:
        if code in self.panel.by_code:
            return [self.panel.by_code[code]]
        return [
            row
            for row in self.panel.rows
            if row.primary == code
            or (row.code in self.panel.listed and code in self.panel.path(row.code))
        ]

    def _quotas(self) -> set[str]:
        """Push down who finds no room; who stands at a line among equals is undecided."""
        undecided: set[str] = set()
        coming: dict[int, int] = {}
        for name, percent, _source in sorted(
            self.rule.get("quotas", []), key=lambda one: self.names.index(one[0])
        ):
            place, reserved = self.names.index(name), coming.get(self.names.index(name), 0)
            most = len(self.places) * Fraction(percent) // 100
            room = max(0, most - reserved)
            here = {
                code: self.ranks[code]
                for code, at in self.places.items()
                if at == place and code not in undecided
            }
            inside = {
                code
                for code, rank in here.items()
                if sum(other <= rank for other in here.values()) <= room
            }
            outside = {code: rank for code, rank in here.items() if code not in inside}
            free = room - len(inside)
            tied = {
                code for code, rank in outside.items() if free and rank == min(outside.values())
            }
            undecided |= tied
            for code in outside.keys() - tied:
                self.places[code] = self._down(place + 1, self.ranks[code])
            kept = len(tied) - (free if tied else 0)
            coming[place + 1] = max(0, reserved - most) + kept
        return undecided


# The workbook, read without a library

HEADS = {
    "code": {"对象号", "Candidate code"},
    "row": {"指标编号", "Indicator code"},
    "n": {"有效份数", "Valid n"},
}
"""What the columns that are looked at are called, in either language."""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WHERE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
UNREADABLE = (
    *(BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ParseError, OSError),
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, StopIteration, RecursionError),
)
"""What a crooked workbook makes the library raise."""
LARGEST_PART = 512 * 1024 * 1024
Cells = dict[int, tuple[str, Fraction | None]]
"""Cells of one line by column: the text, or the number."""


INKS = {"000000", "595959", "C00000", "1F4E79"}
GROUNDS = {"", "F2F2F2", "E7E6E6"}
NUMBERS = re.compile(r'General|0(\.0*#*)?|"\("0(\.0*#*)?"\)"')
"""The looks in which the program writes: nothing else stands in a workbook as it was archived."""
COVERS = {
    "conditionalFormatting": ("有条件格式", "has conditional formats"),
    "dataValidations": ("有数据有效性提示", "has notes of data validations"),
    "legacyDrawing": ("有批注", "has comments"),
    "picture": ("有背景图", "has a picture behind it"),
    "rPr": ("有部分文字另设格式", "has texts with parts of another look"),
    "oleObjects": ("有嵌入对象", "has objects"),
}


class Workbook:
    """The sheets of an .xlsx as texts and numbers; formulas by their stored results."""

    def __init__(self, content: bytes) -> None:
        self.archive = ZipFile(io.BytesIO(content))
        book = self._tree("xl/workbook.xml")
        targets = {
            one.get("Id"): (one.get("Target") or "")
            for one in self._tree("xl/_rels/workbook.xml.rels")
        }
        self.parts = {}
        for one in book.iter(f"{MAIN}sheet"):
            target = targets[one.get(WHERE)]
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self.parts[one.get("name") or ""] = path

    def _raw(self, part: str) -> bytes:
        if self.archive.getinfo(part).file_size > LARGEST_PART:
            raise ValueError(part)
        content = self.archive.read(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise ValueError(part)
        return content

    def _tree(self, part: str) -> Element:
        return fromstring(self._raw(part))

    def rows(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """The lines of a sheet with their numbers."""
        content = io.BytesIO(self._raw(self.parts[sheet]))
        for _event, row in iterparse(content):
            if row.tag != f"{MAIN}row":
                continue
            cells: Cells = {}
            for one in row.iter(f"{MAIN}c"):
                letters = (one.get("r") or "").rstrip("0123456789")
                text = "".join(
                    it.text or "" for it in one.iter() if it.tag in (f"{MAIN}v", f"{MAIN}t")
                )
                number = Fraction(text) if one.get("t", "n") == "n" and text else None
                cells[column_number(letters)] = text, number
            yield int(row.get("r") or 0), cells
            row.clear()

    def hidden(self) -> Iterator[tuple[str, str, str]]:
        """What keeps anything in the workbook from being read: place, in Chinese, in English."""
        styles = self._tree("xl/styles.xml")
        for one in self._tree("xl/workbook.xml").iter():
            kind = one.tag.rpartition("}")[2]
            aside = one.get("state") or "visible"
            if kind == "sheet" and aside != "visible" and one.get("name") != "reviewtui":
                yield one.get("name") or "", "工作表被隐藏", "is hidden"
            if kind == "workbookView" and one.get("showSheetTabs") in ("0", "false"):
                yield "workbook", "不显示工作表标签", "shows no tabs"
        looks = [*self._looks(styles)]
        for sheet in self.parts:
            if sheet == "reviewtui":
                continue
            used: set[int] = set()
            merged: list[str] = []
            filled: dict[int, list[int]] = {}
            for _event, one in iterparse(io.BytesIO(self._raw(self.parts[sheet]))):
                kind = one.tag.rpartition("}")[2]
                if kind == "c":
                    used.add(int(one.get("s") or 0))
                    if len(one):
                        letters = (one.get("r") or "").rstrip("0123456789")
                        row = int((one.get("r") or "")[len(letters) :] or 0)
                        filled.setdefault(row, []).append(column_number(letters))
                    one.clear()
                elif kind == "mergeCell":
                    merged.append(one.get("ref") or "")
                elif kind in COVERS:
                    yield (sheet, *COVERS[kind])
                elif kind in ("row", "col") and flat(one):
                    place = one.get("r") or column_name(int(one.get("min") or 0))
                    yield f"{sheet}!{place}", "行或列被隐藏", "is hidden"
                elif kind == "sheetView" and one.get("showZeros") in ("0", "false"):
                    yield sheet, "不显示数字 0", "does not show the number 0"
                elif kind == "sheetFormatPr" and one.get("zeroHeight") in ("1", "true"):
                    yield sheet, "隐藏未写明行高的行", "hides rows without a height"
            for number in sorted(used):
                if number >= len(looks) or looks[number]:
                    said = looks[number] if number < len(looks) else "?"
                    yield sheet, f"有看不出来的单元格（{said}）", f"has cells nobody reads ({said})"
            for span in merged:
                if covered(span, filled):
                    yield (
                        f"{sheet}!{span}",
                        "合并单元格遮住内容",
                        "is merged over what stands there",
                    )
            yield from self._laid_on(sheet)

    def _looks(self, styles: Element) -> Iterator[str]:
        """What is wrong with each look of cells; "" where nothing is."""

        def listed(name: str) -> list[Element]:
            return [one for part in styles.iter(f"{MAIN}{name}") for one in part]

        formats = {"0": "General", "1": "0", "2": "0.00", "49": "@"}
        for one in listed("numFmts"):
            formats[one.get("numFmtId") or ""] = one.get("formatCode") or ""
        fonts, fills = [], []
        for one in listed("fonts"):
            said = {child.tag.rpartition("}")[2]: child for child in one}
            ink = (said["color"].get("rgb") or "")[-6:] if "color" in said else "000000"
            theme = "color" in said and said["color"].get("theme") == "1"
            size = Fraction(said["sz"].get("val") or "11") if "sz" in said else Fraction(11)
            fine = (ink in INKS or theme) and "strike" not in said and size >= 6
            fonts.append("" if fine else f"{ink or 'ink'} {decimal(size)}")
        for one in listed("fills"):
            ground = [(it.get("rgb") or "?")[-6:] for it in one.iter(f"{MAIN}fgColor")]
            kinds = {it.get("patternType") for it in one.iter(f"{MAIN}patternFill")}
            own = ground[0] if ground and "solid" in kinds else ""
            fills.append("" if own in GROUNDS and not one.findall(f".//{MAIN}stop") else own or "?")
        for one in listed("cellXfs"):
            code = formats.get(one.get("numFmtId") or "0", "?")
            placed = one.find(f"{MAIN}alignment")
            faults = [
                fonts[int(one.get("fontId") or 0)],
                fills[int(one.get("fillId") or 0)],
                "" if NUMBERS.fullmatch(code) else code,
                "" if placed is None or placed.get("horizontal") != "fill" else "fill",
                "" if placed is None or int(placed.get("indent") or 0) < 16 else "indent",
            ]
            yield " ".join(filter(None, faults))

    def _laid_on(self, sheet: str) -> Iterator[tuple[str, str, str]]:
        """Anything drawn on a sheet that is no chart."""
        folder, _slash, name = self.parts[sheet].rpartition("/")
        listed = f"{folder}/_rels/{name}.rels"
        if listed not in self.archive.namelist():
            return
        for one in self._tree(listed):
            kind = (one.get("Type") or "").rpartition("/")[2]
            target = (one.get("Target") or "").lstrip("/").replace("../", "xl/")
            if kind not in ("drawing", "hyperlink"):
                yield sheet, f"有另加的内容（{kind}）", f"has something added ({kind})"
            elif kind == "drawing":
                for own in self._tree(target).iter():
                    if own.tag.rpartition("}")[2] in ("sp", "pic", "cxnSp", "grpSp", "contentPart"):
                        yield sheet, "有图表以外的图形", "has shapes that are no chart"

    def kept(self) -> Json:
        """The record on the hidden sheet, one text in as many cells as it needs."""
        return json.loads("".join(cells[1][0] for _at, cells in self.rows("reviewtui")))

    def table(self, *heads: set[str]) -> tuple[str, dict[int, Cells]]:
        """The first sheet with a line in which all these heads stand, and its lines."""
        for sheet in self.parts:
            for at, (_number, cells) in enumerate(self.rows(sheet)):
                texts = {text for text, _value in cells.values()}
                if all(texts & head for head in heads):
                    return sheet, dict(self.rows(sheet))
                if at > 12:
                    break
        raise ValueError(heads)


def flat(one: Element) -> bool:
    """Whether a row or column is hidden, or next to nothing."""
    size = one.get("ht") or one.get("width") or "9"
    least = 6 if one.get("ht") else 1
    return one.get("hidden") in ("1", "true") or Fraction(size) < least


def covered(span: str, filled: Mapping[int, Sequence[int]]) -> bool:
    """Whether merged cells hide what stands in one of them."""
    found = re.fullmatch("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", span)
    if found is None:
        return True
    left, right = column_number(found[1]), column_number(found[3])
    top, bottom = int(found[2]), min(int(found[4]), max(filled, default=0))
    return any(
        left <= column <= right and (row, column) != (top, left)
        for row in range(top, bottom + 1)
        for column in filled.get(row, ())
    )


def heads_in(cells: Cells) -> set[str]:
    """Which of the known heads stand in a line."""
    texts = {text for text, _number in cells.values()}
    return {key for key, names in HEADS.items() if texts & names}


def columns_of(cells: Cells) -> tuple[int, int, int]:
    """The columns of the candidate's code, of n and of the row's code; 0 where there is none."""
    found = {
        key: column
        for column, (text, _number) in cells.items()
        for key, names in HEADS.items()
        if text in names
    }
    return found.get("code", 0), found.get("n", 0), found.get("row", 0)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_name(number: int) -> str:
    """A for 1, AA for 27."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def near(seen: Fraction | None, known: Fraction | int | None) -> bool:
    """Whether a stored number is the one known, up to the digits a spreadsheet keeps."""
    if seen is None or known is None:
        return seen is None and known is None
    return abs(seen - known) <= Fraction(1, 10**9) * max(Fraction(1), abs(Fraction(known)))


# One round: what the ballots come to against what the archive says


class Round:
    """One round of the archive."""

    def __init__(
        self, number: int, folder: Folder, panel: Panel, ballots: Ballots, entries: Sequence[Json]
    ) -> None:
        self.number, self.folder, self.panel, self.ballots = number, folder, panel, ballots
        self.report, self.entries = folder.report, entries
        self.name = f"round-{number}/result.json"
        self.said = folder.document(self.name)
        self.counting: dict[str, str] = {}
        self.why: dict[str, str] = {}
        self._choose()
        documents = {expert: ballots.documents[own] for expert, own in self.counting.items()}
        self.tally = Tally(panel, documents, self.why, self.report)
        self._compare()
        self._compare_people()
        self._compare_opening()
        self._compare_rule()
        self._compare_tables()
        if not self.tally.refused:
            self._compare_workbook()
        else:
            self._compare_no_result()
        for chinese, english in self.tally.refused:
            report = f"第{number}轮按规则没有评分结果：{chinese}"
            self.report.leave_out(report, f"round {number}, the rule gives no result: {english}")

    def _choose(self) -> None:
        """Which ballot of each expert counts."""
        openings = standing(opening_records(self.ballots.session, self.entries), self.number)
        if len(openings) > 1:
            self.report.find(self.name, "启封记录互相冲突", "two records of the opening disagree")
        self.counting, self.why = self._counted(self.number)
        self._check_openings(openings)
        if self.number > 1:
            self._check_reopened()

    def _counted(self, number: int) -> tuple[dict[str, str], dict[str, str]]:
        """Of each expert the ballot that counts in a round, or why none does.

        Who handed in none of a further round that counts keeps the one of the round before.
        """
        openings = standing(opening_records(self.ballots.session, self.entries), number)
        resolutions = {
            sha256(canonical(one)): one for one in self.folder.lines("record/resolutions.jsonl")
        }
        gone = {own for own, holder in self._revoked().items() if holder}
        amended = self.folder.lines("record/amendments.jsonl")
        given = contested(in_time(self.ballots.session, self.entries, amended))
        counting: dict[str, str] = {}
        why_none: dict[str, str] = {}
        for expert in self.panel.experts:
            besides = given.get(expert, set())
            own = [
                head
                for head in self.ballots.heads
                if head["expert"] == expert and head["round"] == number
            ]
            if openings:
                listed = {one for record in openings for one in record["ballots"]}
                lost = {one for record in openings for one in record.get("without", [])} - listed
                revoked = {one for record in openings for one in record.get("revoked", [])}
                there = [head for head in own if head["content_id"] in listed | lost]
                if there:
                    found, why = effective(there, resolutions, lost, besides)
                elif any(head["content_id"] in revoked for head in own):
                    found, why = "", "revoked"
                else:
                    found, why = "", "late" if own else "absent"
            else:
                there = [head for head in own if head["content_id"] not in gone]
                found, why = ("", "revoked" if own else "absent")
                if there:
                    found, why = effective(there, resolutions, set(), besides)
            if expert in self.panel.replaced:
                found, why = "", "not_assigned"
            if found:
                counting[expert] = found
            else:
                why_none[expert] = why
        if number > 1:
            before, none_before = self._counted(number - 1)
            for expert in [one for one, why in why_none.items() if why != "conflict"]:
                del why_none[expert]
                if expert in before:
                    counting[expert] = before[expert]
                else:
                    why_none[expert] = none_before[expert]
        return counting, why_none

    def _check_reopened(self) -> None:
        """A ballot of a further round differs from the one before in reopened cells only."""
        stand = round_records(self.ballots.session, self.entries, self.number)
        if len(stand) != 1:
            self.report.find(
                "record/journal.jsonl",
                f"第{self.number}轮没有唯一的开轮记录",
                f"round {self.number} has not just one record of its beginning",
            )
            return
        (record,) = stand
        for head in self.ballots.heads:
            own = head["content_id"]
            if head["round"] != self.number or own not in self.ballots.documents:
                continue
            document = self.ballots.documents[own]
            base = self.ballots.documents.get(record["base"].get(head["expert"], ""))
            if document["kind"] != "cast":
                continue
            if base is None or base["expert"] != head["expert"]:
                self.report.find(
                    f"ballots/opened/{stem_of(head)}.json",
                    "此专家上一轮没有评分文件，不参加本轮",
                    "this expert has no ballot of the round before",
                )
            elif place := stray(document, base, record["cells"]):
                self.report.find(
                    f"ballots/opened/{stem_of(head)}.json",
                    f"{place}：本轮未重新开放，或改动未写明理由",
                    f"{place}: is not reopened in this round, or was changed without a reason",
                )

    def _revoked(self) -> dict[str, bool]:
        """Ballots of the form whose key was revoked."""
        record = self.folder.document("record/session.json")
        gone = {item["public"] for item in record["keys"] if item["revoked_at"] is not None}
        return {
            own: document["channel"] == "form" and document.get("kit", "") in gone
            for own, document in self.ballots.documents.items()
        }

    def _check_openings(self, openings: Sequence[Json]) -> None:
        there = {head["content_id"] for head in self.ballots.heads}
        rule = sha256(self.folder.raw("rule/rule.json"))
        settled = [
            [item["candidate"], item["row"], item["value"]]
            for item in self.panel.panel.get("settled", [])
        ]
        for record in openings:
            for own in record["ballots"]:
                if own not in there:
                    self.report.find(
                        "record/journal.jsonl",
                        f"启封记录所列的评分文件 {own[:12]} 不在归档中",
                        f"the opening lists ballot {own[:12]}, which is not there",
                    )
            if record.get("rule", rule) != rule:
                self.report.find("rule/rule.json", "与启封时的规则不同", "is not the rule of then")
            if record.get("settled", settled) != settled:
                self.report.find(
                    "rule/panel.json", "核定值与启封时不同", "settled values differ from then"
                )

    def content(self) -> Json:
        """What the content hash of the result is taken of."""
        panel = self.panel
        content = {
            "format": FIRST_CONTENT,
            "session": self.ballots.session,
            "sheet": self.ballots.sheet,
            "rule": sha256(self.folder.raw("rule/rule.json")),
            "settled": sorted(
                [item["candidate"], item["row"], item["value"]]
                for item in panel.panel.get("settled", [])
            ),
            "ballots": {
                expert: self.counting.get(expert) or self.why[expert] for expert in panel.experts
            },
            "totals": {
                code: [
                    None if one.total is None else decimal(one.total),
                    one.rank,
                    len(one.counted),
                ]
                for code, one in self.tally.results.items()
            },
        }
        if self.tally.refused:
            content["no_result"] = 1
        if "conclusions" in panel.rule:
            results = {} if self.tally.refused else self.tally.results
            content["conclusions"] = {
                code: [[*one.votes, one.abstained], one.proposal] for code, one in results.items()
            }
        if self.said["content"]["format"] != FIRST_CONTENT and (more := self._decided()):
            content |= {"format": CONTENT, **more}
        return content

    def _decided(self) -> Json:
        """Grades, what they rest on, and what was decided after the ranking."""
        adjusted, voted = self._closed()
        graded = self.panel.rule["grades"]["bands"] and not self.tally.refused
        found = {
            "grades": {code: one.grade for code, one in self.tally.results.items()}
            if graded
            else {},
            "declared": {
                item["code"]: said
                for item in self.panel.panel["candidates"]
                if (said := declared(item))
            },
            "adjusted": adjusted,
            "voted": voted,
        }
        return {key: value for key, value in found.items() if value}

    def _closed(self) -> tuple[Json, Json]:
        """Adjusted grades and votes in force; an adjustment belongs to one opening."""
        stand = standing_ids(opening_records(self.ballots.session, self.entries), self.number)
        now = stand[0] if len(stand) == 1 else ""
        adjusted: Json = {}
        voted: Json = {}
        for item in self.entries:
            if item["kind"] not in ("adjusted", "voted"):
                continue
            body = json.loads(item["body"])
            if body["round"] != self.number:
                continue
            code = body["candidate"]
            if item["kind"] == "adjusted" and body["opening"] == now:
                adjusted[code] = [body["grade"], sorted(body["consent"])]
                if not body["grade"]:
                    del adjusted[code]
            elif item["kind"] == "voted":
                counts = [body["mode"], body["options"], body["abstained"], body["void"]]
                voted[code] = [*counts, body["entitled"], body["names"]]
                if not sum(body["options"]) + body["abstained"] + body["void"]:
                    del voted[code]
        return adjusted, voted

    def _differs(self, chinese: str, english: str) -> None:
        self.report.find(
            self.name, f"{chinese}与重新计算的不同", f"{english} is not what the ballots come to"
        )

    def _compare(self) -> None:
        content = self.content()
        own = sha256(canonical(content))
        code = check_code(own)
        if bool(self.said.get("no_result")) != bool(self.tally.refused):
            self._differs("有无结果", "whether there is a result")
        if (self.said["content"], self.said["content_sha256"]) != (content, own):
            self._differs("内容摘要", "the content hash")
        if self.said["check_code"] != code:
            self._differs("校验码", "the check code")
        print(f"第{self.number}轮 round {self.number}: 校验码 check code {code}  {own}")
        places = self.panel.places
        listed = self.said["results"]["candidates"]
        if [item["code"] for item in listed] != self.panel.candidates:
            self._differs("评审对象", "the list of candidates")
            return
        for item in listed:
            found = self.tally.results[item["code"]]
            place = (f"{item['code']}号 ", f"candidate {item['code']}, ")
            total = found.total_text(places.get("total"))
            left = {one["expert"]: one["why"] for one in item["left_out"]}
            primaries = {one["code"]: one["score"] for one in item["primaries"]}
            wanted = {
                key: None if score is None else decimal(score, places.get("primary"))
                for key, score in found.primaries.items()
            }
            rows = {one["code"]: (one["score"], one["n"]) for one in item["rows"]}
            wanted_rows = {
                key: (None if score is None else decimal(score, places.get("row")), n)
                for key, (score, n) in found.rows.items()
            }
            own_totals = {expert: decimal(value) for expert, value in found.expert_totals.items()}
            for chinese, english, said, known in (
                ("总分", "the total", item["total"], total),
                ("名次", "the rank", item["rank"], found.rank),
                ("有效份数", "n", item["n"], len(found.counted)),
                ("计入的专家", "who counts", item["counted"], found.counted),
                ("未计入的专家", "who is left out", left, found.left),
                ("一级指标得分", "a primary", primaries, wanted),
                ("分项得分", "a row", rows, wanted_rows),
                (
                    "专家总分",
                    "an expert's total",
                    self.said["expert_totals"][item["code"]],
                    own_totals,
                ),
            ):
                if said != known:
                    self._differs(place[0] + chinese, place[1] + english)
            if item["grade"] != found.grade:
                self._differs(f"{item['code']}号 建议等次", f"candidate {item['code']}, the grade")
        self._compare_marks()
        self._compare_ballots()

    def marks(self) -> Json:
        """Everybody's marks and states as the archive lists them."""
        found: dict[str, Json] = {}
        for expert in self.panel.experts:
            own = found[expert] = {}
            for candidate in self.panel.candidates:
                own[candidate] = self._marks(expert, candidate)
        return found

    def _marks(self, expert: str, candidate: str) -> Json:
        ballot = self.ballots.documents.get(self.counting.get(expert, ""))
        state = ballot["candidates"].get(candidate, ["open"])[0] if ballot else "open"
        panel = self.panel
        if candidate in panel.gone:
            return {"state": "withdrawn"}
        if not panel.assigned(expert, candidate):
            return {"state": "not_assigned"}
        if state == "recused" or (expert, candidate) in panel.recused:
            return {"state": "recused"}
        if ballot is None:
            return {"state": self.why[expert]}
        if state != "open":
            return {"state": state}
        cells, settled = ballot["cells"].get(candidate, {}), panel.settled[candidate]
        rows: dict[str, Json] = {}
        places = panel.sheet["candidates"][candidate]["places"]
        for row, place in zip(panel.rows, places, strict=True):
            said, mark = cells.get(row.code, ["blank", None])
            if place == "not_applicable":
                said, mark = place, None
            elif place == "settled":
                said, mark = place, settled[row.code]
            text = None if mark is None else decimal(Fraction(mark, 100))
            rows[row.code] = [said, text]
        found: dict[str, Json] = {"rows": rows}
        if "conclusions" in panel.rule:
            options = panel.rule["conclusions"]["options"]
            said, mark = cells.get(CONCLUSION, ["blank", None])
            if mark is not None:
                found["conclusion"] = ["scored", options[len(options) - mark // 100]]
            elif said == "unable":
                found["conclusion"] = ["unable", None]
        return found

    def _compare_marks(self) -> None:
        known, said = self.marks(), self.said["marks"]
        for expert, candidates in known.items():
            for candidate, marks in candidates.items():
                if said.get(expert, {}).get(candidate) != marks:
                    self._differs(
                        f"{expert}号专家对{candidate}号的评分",
                        f"the marks of expert {expert} for candidate {candidate}",
                    )

    def _compare_ballots(self) -> None:
        """Check codes: a slow hash each, so that nobody finds a second ballot for one."""
        print("与签字表上手抄的校验码核对 compare with the codes on the signed sheet:")
        for item in self.said["ballots"]:
            code = check_code(item["content_id"])
            counts = self.counting.get(item["expert"]) == item["content_id"]
            name = self.panel.names.get(item["expert"], "")
            word = "计入 counts" if counts else "未计入 does not count"
            print(f"  {item['expert']} {name}  {code}  {word}")
            if (item["check_code"], item["counts"]) != (code, int(counts)):
                self._differs(f"{item['expert']}号专家的校验码", f"the code of {item['expert']}")
        stand = standing(opening_records(self.ballots.session, self.entries), self.number)
        there = {
            own for one in stand for key in PUT_BY for own in one.get(key, []) if len(stand) == 1
        }
        own = [
            {
                **{key: head[key] for key in ("content_id", "expert", "rev", "channel")},
                "received_at": head["received_at"],
                "late": int(bool(stand) and head["content_id"] not in there),
            }
            for head in self.ballots.heads
            if head["round"] == self.number
        ]
        if [{key: item[key] for key in own[0]} for item in self.said["ballots"]] != own:
            self._differs("评分文件清单", "the list of ballots")

    def _compare_people(self) -> None:
        """Who sat on the panel and who was judged, as the panel's document names them."""
        panel = self.panel.panel
        for kind, usual in (
            ("experts", {"title": "", "role": "member", "replaced_by": ""}),
            ("candidates", {"withdrawn": ""}),
        ):
            known = {"code": "", "name": "", "unit": "", **usual}
            wanted = [
                {key: item.get(key, none) for key, none in known.items()} for item in panel[kind]
            ]
            if [{key: item[key] for key in known} for item in self.said[kind]] != wanted:
                self._differs(f"名单（{kind}）", f"the list of {kind}")
        whys = [None if one in self.counting else self.why[one] for one in self.panel.experts]
        if [item["why"] for item in self.said["experts"]] != whys:
            self._differs("未计入的原因", "why an expert does not count")
        names = [item["name"] for item in panel["candidates"]]
        if [item["name"] for item in self.said["results"]["candidates"]] != names:
            self._differs("评审对象的名称", "the name of a candidate")

    def _compare_rule(self) -> None:
        """Meeting, rule and rows as the result repeats them."""
        panel, said, rule = self.panel.panel, self.said["results"], self.panel.rule
        own = (self.ballots.session, self.number)
        if (said["session"], said["round"], said["panel"]) != (*own, panel["panel"]["id"]) or (
            (self.said["session"], self.said["round"]) != own
        ):
            self._differs("评审会或轮次", "the meeting or the round")
        told = said["rule"]
        drop, least, below = rule["trim"]
        known = {
            **rule,
            "trim": {"drop": drop, "least": least, "below_least": below},
            "weights": {key: rule["weights"][key] for key in ("kind", "source")},
            "hash": sha256(canonical(rule)),
            "granularity": panel["rule"].get("granularity", "primaries"),
        }
        if any(told[key] != known[key] for key in told.keys() & known.keys()):
            self._differs("计分规则", "the rule")
        rows = [
            {
                **{"code": row.code, "primary": row.primary, "scale": row.scale},
                **{
                    key: decimal(Fraction(item[at], 100))
                    for key, at in (("low", 2), ("top", 3), ("full", 5))
                },
            }
            for row, item in zip(self.panel.rows, self.panel.sheet["rows"], strict=True)
        ]
        if [
            {key: item[key] for key in item if key != "title"} for item in self.said["rows"]
        ] != rows:
            self._differs("评分项", "the rows")
        for item in said["candidates"]:
            columns = self.tally.results[item["code"]].columns
            for row in item["rows"]:
                counted = [one for one in self.panel.experts if one in columns.get(row["code"], {})]
                if row["code"] in columns and row["counted"] != counted:
                    self._differs(
                        f"{item['code']}号 {row['code']} 计入的专家",
                        f"candidate {item['code']}, who counts in {row['code']}",
                    )

    def _compare_opening(self) -> None:
        """When the ballots of this round were opened, and in which form that is said."""
        stand = standing(opening_records(self.ballots.session, self.entries), self.number)
        times = opening_times(self.entries)
        at = times[canonical(stand[0])] if stand else None
        if (self.said["opened_at"], self.said["format"]) != (at, "reviewtui-archive-result/1"):
            self._differs("启封时间或格式", "the hour of the opening or the format")

    def _compare_tables(self) -> None:
        """The marks and totals of the tables for spreadsheets against those recomputed."""
        lines = []
        for expert, candidates in self.marks().items():
            for candidate, said in candidates.items():
                if "state" in said:
                    lines.append([expert, candidate, "", "", _word(said["state"])])
                    continue
                for row, (state, mark) in said["rows"].items():
                    lines.append([expert, candidate, row, mark or "", _word(state)])
                if "conclusion" in said:
                    state, option = said["conclusion"]
                    lines.append([expert, candidate, CONCLUSION, _safe(option or ""), _word(state)])
        self._table("marks", lines, (0, 2, 4, 5, 6))
        places = self.panel.places
        primaries: list[str] = []
        for one in self.tally.results.values():
            primaries += [code for code in one.primaries if code not in primaries]
        grades = {
            item["code"]: (_safe(item["grade"] or ""), " ".join(item["trimmed"]))
            for item in self.said["results"]["candidates"]
        }
        totals = [
            [
                *(code, one.total_text(places.get("total")) or ""),
                *("" if one.rank is None else str(one.rank), str(len(one.counted))),
                *grades[code],
                *(_score(one.primaries.get(key), places.get("primary")) for key in primaries),
                *(
                    _word(one.left[expert])
                    if expert in one.left
                    else _score(one.expert_totals.get(expert))
                    for expert in self.panel.experts
                ),
            ]
            for code, one in self.tally.results.items()
        ]
        width = 7 + len(primaries) + len(self.panel.experts)
        self._table("totals", totals, (0, *range(2, width)))
        heads = {head["content_id"]: head for head in self.ballots.heads}
        listed = [
            [
                *(heads[own]["expert"], str(heads[own]["rev"]), heads[own]["channel"]),
                *(check_code(own), str(int(self.counting.get(heads[own]["expert"]) == own)), own),
            ]
            for own in (item["content_id"] for item in self.said["ballots"])
        ]
        self._table("ballots", listed, (0, 1, 2, 3, 4, 6))

    def _table(self, table: str, wanted: list[list[str]], columns: Sequence[int]) -> None:
        name = f"round-{self.number}/{table}.csv"
        text = self.folder.raw(name).decode("utf-8-sig", "replace")
        found = [
            [line[at] for at in columns if at < len(line)] for line in csv.reader(io.StringIO(text))
        ]
        if found[1:] != wanted:
            self.report.find(name, "与重新计算的不同", "is not what the ballots come to")

    def _compare_workbook(self) -> None:
        """Raw marks, totals, ranks and the record's hash in the workbook of this round."""
        name = f"round-{self.number}/workbook.xlsx"
        try:
            book = Workbook(self.folder.raw(name))
            said, hidden = [*self._summary_faults(book)], list[tuple[str, str, str]]()
            if "reviewtui" not in book.parts:
                self.report.leave_out(
                    f"{name} 由早期版本写成：只核对了其中的总分和名次",
                    f"{name} is of an early version: only its totals and ranks were compared",
                )
            else:
                said += self._raw_faults(book)
                kept, versions = book.kept(), self.folder.document("archive.json")["versions"]
                if kept["app"] != versions["archived_with"]:
                    said.append("reviewtui")
                if kept["content"] != sha256(canonical(self.content())):
                    said.append("reviewtui")
                hidden = [*book.hidden()]
                self._compare_filed(kept.get("filed"), book)
        except UNREADABLE:
            self.report.find(name, "无法读取", "cannot be read")
            return
        for place in said[:20]:
            self.report.find(
                name, f"{place}：与重新计算的不同", f"{place}: is not what the ballots come to"
            )
        for place, chinese, english in hidden[:20]:
            self.report.find(name, f"{place}：{chinese}", f"{place}: {english}")

    def _compare_filed(self, said: Json, book: "Workbook") -> None:
        """Retention and file number on workbook and page against those on the cover."""
        cover, name = self.folder.document("archive.json"), f"round-{self.number}"
        wanted = [cover["retention"], cover["file_number"]]
        if said is None:
            self.report.leave_out(
                f"{name} 由早期版本写成：页面和工作簿上没有保管期限和案卷号",
                f"{name} is of an early version: retention and file number are not on its pages",
            )
            return
        first = next(iter(book.parts))
        there = {text for _at, cells in book.rows(first) for text, _number in cells.values()}
        page = html.unescape(self.folder.raw(f"{name}/page.html").decode("utf-8", "replace"))
        for text in wanted:
            if text and text.isprintable():
                if text not in there:
                    self._differs_filed("workbook.xlsx")
                if f">{text}<" not in page:
                    self._differs_filed("page.html")
        if said != wanted:
            self._differs_filed("workbook.xlsx")

    def _compare_no_result(self) -> None:
        """Retention and file number on the page that says that there is no result."""
        cover = self.folder.document("archive.json")
        text = self.folder.raw(f"round-{self.number}/no-result.txt").decode("utf-8-sig", "replace")
        for said in (cover["retention"], cover["file_number"]):
            if said.isprintable() and said not in text:
                self._differs_filed("no-result.txt")

    def _differs_filed(self, name: str) -> None:
        self.report.find(
            f"round-{self.number}/{name}",
            "保管期限或案卷号与封面不同",
            "names another retention or file number than the cover",
        )

    def _summary_faults(self, book: "Workbook") -> Iterator[str]:
        """Experts' totals, n, total and rank of every candidate on the summary."""
        experts = self.panel.experts
        sheet, rows = book.table(HEADS["code"], HEADS["n"])
        top = next(at for at, cells in rows.items() if {"n", "code"} <= heads_in(cells))
        codes, counts, _rank = columns_of(rows[top])
        own = {text: column for column, (text, _number) in rows[top + 1].items()}
        missing = dict(self.tally.results)
        for at in range(top + 2, top + 2 + len(missing)):
            cells = rows.get(at, {})
            code = cells.get(codes, ("", None))[0]
            result = missing.pop(code, None)
            if result is None:
                yield f"{sheet}!{at}"
                continue
            wanted: dict[int, Fraction | int | None] = {
                counts: len(result.counted),
                counts + 1: result.total,
            }
            if self.panel.ranks:
                wanted[counts + 2] = result.rank
            for expert in experts:
                wanted[own[expert]] = result.expert_totals.get(expert)
            for column, value in wanted.items():
                text, number = cells.get(column, ("", None))
                shared = re.match("[0-9]{1,9}", text)  # a rank that is shared says so
                if column == counts + 2 and number is None and shared:
                    number = Fraction(shared[0])
                if not near(number, value):
                    yield f"{sheet}!{column_name(column)}{at}"

    def _raw_faults(self, book: "Workbook") -> Iterator[str]:
        """Every mark where it stands as it was typed."""
        sheet, rows = book.table(
            HEADS["code"], HEADS["row"], *({one} for one in self.panel.experts)
        )
        top = next(at for at, cells in rows.items() if {"row", "code"} <= heads_in(cells))
        codes, _counts, lines = columns_of(rows[top])
        own = {text: column for column, (text, _number) in rows[top].items()}
        marks = self.marks()
        seen = set()
        for at, cells in rows.items():
            candidate, row = (cells.get(it, ("", None))[0] for it in (codes, lines))
            if at <= top or candidate not in self.panel.candidates or row not in self.panel.by_code:
                continue
            seen.add((candidate, row))
            for expert in self.panel.experts:
                said = marks[expert][candidate].get("rows", {}).get(row, ["", None])[1]
                value = None if said is None else Fraction(said)
                if not near(cells.get(own[expert], ("", None))[1], value):
                    yield f"{sheet}!{column_name(own[expert])}{at}"
        if len(seen) != len(self.panel.candidates) * len(self.panel.rows):
            yield sheet


def _score(value: Fraction | None, places: int | None = None) -> str:
    return "" if value is None else decimal(value, places)


def _safe(text: str) -> str:
    """A text as the tables shield it from spreadsheets."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _word(state: str) -> str:
    return f"{STATES[state]} {state}"


def with_amendments(made: Json, settled: Sequence[Json], amendments: Sequence[Json]) -> Json:
    """The panel's document with what the desk settled and every amendment, in their order.

    One that finds nothing to change has no effect: two desks may have made it each for itself.
    """
    panel = json.loads(canonical(made))
    reasons = {
        (item["candidate"], item["row"]): item.get("reason", "")
        for item in panel.pop("settled", [])
    }
    entries = []
    for item in sorted(settled, key=lambda one: (one["candidate"], one["row"])):
        entry = {key: item[key] for key in ("candidate", "row", "value", "evidence")}
        if reason := reasons.get((item["candidate"], item["row"]), ""):
            entry["reason"] = reason
        entries.append(entry)
    if entries:
        panel["settled"] = entries
    for one in sorted(amendments, key=lambda one: (one["number"], sha256(canonical(one)))):
        if fits(panel, one["kind"], one["change"], one["reason"]):
            amend(panel, one["kind"], one["change"], one["reason"])
    return panel


def fits(panel: Json, kind: str, change: Json, reason: str) -> bool:
    """Whether an amendment finds what it changes, and does change it."""
    experts = {item["code"]: item for item in panel["experts"]}
    candidates = {item["code"]: item for item in panel["candidates"]}
    expert, candidate = change.get("expert", ""), change.get("candidate", "")
    there = candidates.get(candidate, {})
    sits = expert in experts and not experts[expert].get("replaced_by")
    if kind == "correct":
        item = experts.get(expert) if expert else candidates.get(candidate)
        known = expert or change["field"] in ("name", "unit")
        return bool(item and known) and (item or {}).get(change["field"], "") != change["text"]
    if kind == "chair":
        return sits and experts[expert].get("role") != "chair"
    if kind == "order":
        codes, seed = change["codes"], change["seed"]
        left = {code for code, item in candidates.items() if not item.get("withdrawn")}
        drawn = sorted(codes, key=lambda code: (sha256(f"{seed} {code}".encode()), code))
        known = left <= set(codes) <= candidates.keys() and len(set(codes)) == len(codes)
        return known and (not seed or drawn == codes)
    if kind in ("replace", "add_expert"):
        code = change["newcomer"]["code"]
        free = re.fullmatch("[A-Za-z0-9._-]+", code) is not None and code not in experts
        return free and (
            sits if kind == "replace" else set(change["candidates"]) <= set(candidates)
        )
    if kind == "withdraw_candidate":
        others = [code for code, item in candidates.items() if not item.get("withdrawn")]
        return candidate in others and len(others) > 1
    if kind == "recuse":
        pairs = [(item["expert"], item["candidate"]) for item in panel.get("recusals", [])]
        return sits and candidate in candidates and (expert, candidate) not in pairs
    if kind == "settle":
        same = ("candidate", "row", "value", "evidence")
        return candidate in candidates and not any(
            all(item.get(key, "") == change[key] for key in same)
            and (item.get("reason") or not reason)
            for item in panel.get("settled", [])
        )
    if kind == "early_leave":
        said = panel["rule"].get("early_leave", "count_finished")
        return bool(said != change["early_leave"])
    if kind == "history":
        return bool(there) and past_fits(panel, there, change)
    if kind == "integrity":
        said = change["found"] in ("yes", "no")
        return said and bool(there) and there.get("integrity") != integrity_of(change)
    return False


def past_fits(panel: Json, candidate: Json, change: Json) -> bool:
    """Whether an earlier evaluation lies before the meeting and is not known yet."""
    try:
        day = date.fromisoformat(change["date"]).isoformat()
    except ValueError:
        return False
    meeting, year = panel["panel"].get("date"), change["year"]
    if (meeting and day >= meeting) or (
        year and not (year.isdecimal() and 1990 <= int(year) <= 2200)
    ):
        return False
    return past_of(change) not in candidate.get("history", [])


def past_of(change: Json) -> Json:
    """An earlier evaluation as a candidate's history keeps it."""
    past = {"date": date.fromisoformat(change["date"]).isoformat(), "grade": change["grade"]}
    past |= {"year": int(change["year"])} if change["year"] else {}
    return past | ({"document": change["document"]} if change["document"] else {})


def integrity_of(change: Json) -> Json:
    """What is on record of a candidate's integrity."""
    said = {key: change[key] for key in ("note", "document") if change[key]}
    return {"found": change["found"] == "yes", **said}


def amend(panel: Json, kind: str, change: Json, reason: str) -> None:
    """Let one amendment take effect."""
    experts = {item["code"]: item for item in panel["experts"]}
    candidates = {item["code"]: item for item in panel["candidates"]}
    if kind == "correct":
        item = experts[change["expert"]] if change["expert"] else candidates[change["candidate"]]
        item[change["field"]] = change["text"]
    elif kind == "chair":
        for code, item in experts.items():
            item["role"] = "chair" if code == change["expert"] else "member"
    elif kind == "order":
        panel["panel"]["order"] = change["codes"]
    elif kind in ("replace", "add_expert"):
        newcomer = {key: text for key, text in change["newcomer"].items() if text}
        everyone, matrix = list(candidates), panel.get("assignment")
        if kind == "replace":
            gone = experts[change["expert"]]
            gone["replaced_by"], gone["role"] = newcomer["code"], "member"
            wanted = list((matrix or {}).get(change["expert"], []))
        else:
            wanted = change["candidates"] or everyone
            if change["candidates"] and matrix is None:
                matrix = panel["assignment"] = {code: list(everyone) for code in experts}
        panel["experts"].append(newcomer)
        if matrix is not None:
            matrix[newcomer["code"]] = wanted
    elif kind == "withdraw_candidate":
        candidates[change["candidate"]]["withdrawn"] = reason
    elif kind == "recuse":
        panel.setdefault("recusals", []).append({**change, "reason": reason, "late": True})
    elif kind == "settle":
        entry = {**change, "reason": reason} if reason else dict(change)
        known = panel.setdefault("settled", [])
        for at, item in enumerate(known):
            if (item["candidate"], item["row"]) == (change["candidate"], change["row"]):
                known[at] = entry
                return
        known.append(entry)
    elif kind == "early_leave":
        panel["rule"]["early_leave"] = change["early_leave"]
    elif kind == "history":
        past = past_of(change)
        item = candidates[change["candidate"]]
        others = [one for one in item.get("history", []) if one["date"] != past["date"]]
        item["history"] = [*others, past]
    elif kind == "integrity":
        candidates[change["candidate"]]["integrity"] = integrity_of(change)


def in_time(session: str, entries: Sequence[Json], amended: Sequence[Json]) -> list[Json]:
    """The amendments but for those of another desk that came after the opening and would have
    changed the result."""
    records = opening_records(session, entries)
    first = standing(records, min((one["round"] for one in records.values()), default=0))
    known = {own for one in first for own in one.get("amendments", [])}
    return [
        one
        for one in amended
        if not first
        or one["kind"] in ("correct", "chair", "order")
        or sha256(canonical(one)) in known
    ]


def before_the_first(
    received: Sequence[int], entries: Sequence[Json], amended: Sequence[Json]
) -> list[Json]:
    """The amendments but for changes of the rule that were made when it was frozen: its page was
    printed, or a ballot had come in."""
    bodies = {
        kind: [json.loads(item["body"]) for item in entries if item["kind"] == kind]
        for kind in ("received", "amended")
    }
    told = [body["first_ballot"] for body in bodies["received"] if "first_ballot" in body]
    here = {body["amendment"] for body in bodies["amended"]}
    rules = [one for one in amended if one["kind"] == "early_leave"]
    own = [*received, *(item["at"] for item in entries if item["kind"] == "rule_printed")]
    if own:
        chosen = [one["at"] for one in rules if sha256(canonical(one)) in here]
        told.append(max([min(own), *chosen]))
    first = min(told, default=None)
    return [one for one in amended if one not in rules or first is None or one["at"] <= first]


def left_alone(
    made: Json, settled: Sequence[Json], amendments: Sequence[Json], panel: Json
) -> Json | None:
    """The one settlement without which the others give the panel; None if there is no such.

    Two desks may settle, each for itself, what together changes which rows are scored.
    """
    for one in amendments:
        if one["kind"] == "settle":
            others = [other for other in amendments if other is not one]
            if with_amendments(made, settled, others) == panel:
                return one
    return None


def check_documents(folder: Folder, record: Json, entries: Sequence[Json]) -> None:
    """Rule, sheet and table are those that the journal and every ballot name."""
    report, created = folder.report, json.loads(entries[0]["body"])
    definition = folder.raw("rule/definition.json")
    made = json.loads(definition.decode())
    table = sha256(folder.raw("rule/table.json"))
    sheet = folder.document("rule/sheet.json")
    amended = folder.lines("record/amendments.jsonl")
    named = {
        own
        for item in entries
        if item["kind"] in ("opened", "imported")
        for own in [json.loads(item["body"]).get("definition")]
        if own
    }
    for name, agrees in (
        ("rule/sheet.json", sha256(folder.raw("rule/sheet.json")) == created["sheet"]),
        ("rule/sheet.json", created["sheet"] == record["session"]["sheet_hash"]),
        ("rule/table.json", table == created["set"] == sheet["table"]),
        ("rule/definition.json", sha256(canonical(made["set"])) == table),
        ("rule/definition.json", named <= {sha256(definition)}),
        (
            "rule/rule.json",
            sha256(folder.raw("rule/rule.json")) == created["rule"]
            or any(one["kind"] == "early_leave" for one in amended),
        ),
    ):
        if not agrees:
            report.find(name, "与建会时的记录不符", "is not what the session was made with")
    panel = folder.document("rule/panel.json")
    received = [item["received_at"] for item in record["ballots"]]
    timely = in_time(
        record["session"]["session_id"], entries, before_the_first(received, entries, amended)
    )
    if with_amendments(made["panel"], record["settled"], timely) != panel:
        idle = left_alone(made["panel"], record["settled"], timely, panel)
        if idle is None:
            report.find(
                "rule/panel.json",
                "与建会时及变更所定的不同",
                "is not what the session was made with and amended to",
            )
        else:
            report.leave_out(
                f"变更 {idle['number']}（核定）会改变评分项，按未生效核验",
                f"amendment {idle['number']} was taken to change what is scored: without effect",
            )
    told = {json.loads(item["body"])["amendment"] for item in entries if item["kind"] == "amended"}
    there = {sha256(canonical(one)) for one in amended}
    if not told <= there:
        report.find("record/amendments.jsonl", "缺少变更", "an amendment is missing")


def check_cover(folder: Folder, cover: Json, record: Json) -> None:
    """The cover against panel and table, and its texts against the read-me."""
    table = folder.document("rule/table.json")
    head, own = folder.document("rule/panel.json")["panel"], table["set"]
    said = {
        **{key: head.get(key, "") for key in ("title", "organiser", "date", "review")},
        "session": record["session"]["session_id"],
        "table": {
            **{key: own.get(key, "") for key in ("id", "title", "status", "authority")},
            **{key: own.get(key, "") for key in ("document", "date")},
            "sha256": sha256(canonical(table)),
        },
    }
    for key, value in said.items():
        if cover[key] != value:
            folder.report.find(
                "archive.json", f"{key}：与会议记录不符", f"{key}: is not what the meeting says"
            )
    text = folder.raw("README.txt").decode("utf-8-sig", "replace")
    for key in ("title", "organiser", "date", "retention", "file_number", "session", "no_result"):
        if (cover.get(key) or "").isprintable() and (cover.get(key) or "") not in text:
            folder.report.find(
                "README.txt", f"与封面所记不符（{key}）", f"says otherwise than the cover: {key}"
            )


def check_founding(folder: Folder, cover: Json, record: Json, entries: Sequence[Json]) -> None:
    """What is said of the session and of its ballots' arrival against the journal."""
    report, first, own = folder.report, entries[0], record["session"]
    created, made = json.loads(first["body"]), json.loads(folder.raw("rule/definition.json"))
    said = (own["created_at"], own["role"], own["trial"], own["rule_hash"], own["app"])
    told = (first["at"], created["role"], created["trial"], created["rule"])
    if first["kind"] != "created" or said != (*told, created.get("app", own["app"])):
        report.find(
            "record/session.json",
            "建会的时间、角色、规则或程序版本与日志不符",
            "when, for whom, by which rule or program it was made is not what the journal tells",
        )
    if (cover["versions"]["session_made_with"], cover["language"] in ("zh", "en")) != (
        *(own["app"], True),
    ):
        report.find("archive.json", "版本或语言与记录不符", "names another version or language")
    settled = sorted(
        [item["candidate"], item["row"], item["value"], item.get("evidence", ""), own["created_at"]]
        for item in made["panel"].get("settled", [])
    )
    keys = ("candidate", "row", "value", "evidence", "settled_at")
    if sorted([item[key] for key in keys] for item in record["settled"]) != settled:
        report.find(
            "record/session.json",
            "建会时的核定与定义不符",
            "what was settled is not as it was made",
        )
    times: dict[str, set[int]] = {}
    for item in entries:
        if item["kind"] in ("sealed", "withdrawn", "typed_in"):
            times.setdefault(json.loads(item["body"])["content_id"], set()).add(item["at"])
        elif item["kind"] in ("imported", "received"):
            for content in json.loads(item["body"])["ballots"]:
                times.setdefault(content, set()).add(item["at"])
    for number, head in enumerate(record["ballots"], 1):
        if head["number"] != number or head["opened"] not in (0, 1):
            report.find(
                "record/session.json",
                f"评分文件 {head['content_id'][:12]} 的序号或启封标记不成形",
                f"number or state of ballot {head['content_id'][:12]} is out of shape",
            )
        if head["received_at"] not in times.get(head["content_id"], {head["received_at"]}):
            report.find(
                "record/session.json",
                f"评分文件 {head['content_id'][:12]} 的收到时间与日志不符",
                f"the journal tells another time at which ballot {head['content_id'][:12]} came",
            )


def check_times(folder: Folder, record: Json, entries: Sequence[Json]) -> None:
    """Keys and files kept aside against what this journal, and those of other desks, tell."""
    report, told = folder.report, [item for item in entries if item["body"] is not None]
    came: dict[str, list[Any]] = {}
    freed: set[str] = set()
    for item in told:
        if item["kind"] == "received":
            body = json.loads(item["body"])
            for own, name in zip(body.get("aside", []), body.get("aside_names", []), strict=False):
                came.setdefault(own, [name, item["at"]])
            freed |= set(body.get("freed", []))
    there = {item["file_id"]: [item["name"], item["received_at"]] for item in record["aside"]}
    for own, said in came.items():
        if own not in freed and there.get(own) != said:
            report.find(
                "record/session.json",
                f"另存文件 {own[:12]} 的名称或时间与日志不符",
                f"file {own[:12]} kept aside came under another name or at another time",
            )
    known = [(item["at"], item["actor"], item["kind"], json.loads(item["body"])) for item in told]
    for item in record["aside"]:
        if item["why"] == "journal":
            if item["withheld"] or not item["size"]:
                return
            for line in folder.raw(f"aside/{item['file_id'][:16]}.bin").splitlines():
                _seq, at, actor, kind, body, *_hashes = json.loads(line)
                known.append((at, actor, kind, json.loads(body)))
    for key in record["keys"]:
        holder, public = key["holder"], key["public"]
        issued, signed = set(), set()
        for at, actor, kind, body in known:
            begun = kind == "created" and "kit" in body
            if begun or (kind == "issued" and body["expert"] == holder):
                issued.add((at, body["kit"]))
            elif kind == "key_made" and holder == DESK:
                issued.add((at, body["key"]))
            elif kind in ("sealed", "withdrawn") and actor == holder:
                signed.add(at)
        own = {at for at, kit in issued if kit == public}
        if holder != DESK and (not own or key["made_at"] < min(own)):
            own = signed or own
        gone = key["revoked_at"]
        if own and (
            key["made_at"] != min(own)
            or (gone is not None and gone not in {at for at, kit in issued if kit != public})
        ):
            report.find(
                "record/session.json",
                f"密钥 {public[:8]}（{holder}）的时间与日志不符",
                f"the times of key {public[:8]} ({holder}) are not those of the journal",
            )


def check_closing(number: int, folder: Folder, entries: Sequence[Json]) -> None:
    """What was recorded after the ranking of a round, where it is there, against the journal."""
    name = f"round-{number}/closing.json"
    if name not in folder.files:
        return
    found = []
    for item in entries:
        if item["kind"] in ("fixed", "discussion", "adjusted", "voted", "signed"):
            body = json.loads(item["body"])
            if body["round"] == number:
                found.append({**{key: item[key] for key in ("seq", "at", "kind")}, "body": body})
    if folder.document(name) != {"round": number, "entries": found}:
        folder.report.find(name, "与日志所记不同", "says otherwise than the journal")


def verify(root: Path) -> Report:
    """Everything about the archive in a folder."""
    report = Report()
    try:
        folder = Folder(root, report)
        folder.check_manifests()
        cover = folder.document("archive.json")
        if cover["format"] != FORMAT:
            report.find("archive.json", "格式不明", "has an unknown format")
            raise Stop
        record = folder.document("record/session.json")
        entries = folder.lines("record/journal.jsonl")
        check_journal(record["session"]["session_id"], entries, cover, report)
        check_documents(folder, record, entries)
        check_cover(folder, cover, record)
        check_founding(folder, cover, record, entries)
        check_times(folder, record, entries)
        ballots = Ballots(folder, record, report)
        panel = Panel(folder)
        records = opening_records(ballots.session, entries)
        opened = {record["round"] for record in records.values()}
        disputed = sorted(one for one in opened if len(standing(records, one)) > 1)
        rounds = [Round(item["round"], folder, panel, ballots, entries) for item in cover["rounds"]]
        if cover.get("disputed", []) != disputed:
            report.find(
                "archive.json",
                "启封记录互相冲突的轮次与日志不符",
                "names other rounds whose openings disagree than the journal",
            )
        for number in disputed:
            report.leave_out(
                f"第{number}轮的启封记录互相冲突，该轮没有评分结果",
                f"the openings of round {number} disagree: it has no result",
            )
        said = [
            {
                "round": one.number,
                "content_sha256": sha256(canonical(one.content())),
                "check_code": check_code(sha256(canonical(one.content()))),
            }
            for one in rounds
        ]
        for one in rounds:
            check_closing(one.number, folder, entries)
        if bool(rounds and not disputed) == bool(cover.get("no_result")):
            report.find(
                "archive.json",
                "须有评分结果或无结果的原因，且仅有其一",
                "must name results, or why there is none, and not both",
            )
        if not rounds or disputed:
            why = str(cover.get("no_result"))
            report.leave_out(f"没有评分结果：{why}", f"no result came about: {why}")
        official = 0 if disputed else max((one.number for one in rounds), default=0)
        if cover.get("official", official) != official:
            report.find("archive.json", "正式结果的轮次不符", "names another official round")
        opened |= {head["round"] for head in ballots.heads if head["opened"]}
        if opened - {*disputed} != {one.number for one in rounds} - {*disputed}:
            report.find("archive.json", "缺少已启封的轮次", "a round that was opened is missing")
        if cover["rounds"] != said:
            report.find("archive.json", "封面校验码与重新计算的不同", "names other check codes")
    except Stop:
        pass
    except OSError as fault:
        report.find(str(root), f"无法读取：{fault}", f"cannot be read: {fault}")
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, ArithmeticError) as fault:
        said_so = f"{type(fault).__name__}"
        report.find(
            "record/session.json", f"内容不成形（{said_so}）", f"is out of shape ({said_so})"
        )
    except (StopIteration, RecursionError):
        report.find("record/session.json", "内容不成形", "is out of shape")
    return report


def main(arguments: Sequence[str]) -> int:
    """Verify, and say so."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    root = Path(arguments[0]) if arguments else Path(__file__).absolute().parent
    report = verify(root)
    for chinese, english in dict.fromkeys(report.left_out):
        print(f"注意 note: {chinese} / {english}")
    for name, chinese, english in report.findings:
        shown = "".join(one if one.isprintable() else "?" for one in name)
        print(f"{shown}: {chinese} / {english}")
    if report.findings:
        print(f"核验不一致，共 {len(report.findings)} 处 / does not agree")
        return 1
    for chinese, english in EXTENT:
        print(f"{chinese}。\n{english}.")
    if not (root / "SHA256SUMS.attached").exists():
        print("无扫描件（未附签字扫描件）/ no scans: those of the signed sheets are not attached")
    manifest = sha256((root / "SHA256SUMS").read_bytes())
    print(f"清单的 SHA-256 of the manifest: {manifest}")
    print("核验一致（范围如上）/ verified: everything agrees, as far as said above")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

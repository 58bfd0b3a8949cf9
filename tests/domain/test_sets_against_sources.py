"""The official tables held against the source documents, where these are at hand."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.meeting import ROOT, built_in

SHARED = Path(ROOT).parent / "shared"
needs_sources = pytest.mark.skipif(
    not (SHARED / "sources" / "sections.json").is_file(),
    reason=f"NOT CHECKED AGAINST THE SOURCES: {SHARED} is not there",
)
pytestmark = needs_sources

TABLES = pytest.mark.parametrize(
    ("name", "document"), [("zj-tic-2022", "S000"), ("nb-tic-draft", "S002")]
)
LISTED = {"zj-tic-2022": "indicators_zj_tic.json", "nb-tic-draft": "indicators_nb_tic.json"}


def read(*way: str) -> Any:
    return json.loads(SHARED.joinpath(*way).read_text("utf-8"))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def whole_text(document: str) -> str:
    sections = read("sources", "sections.json")
    return bare("".join(part["text"] for part in sections if part["document"] == document))


def raw_text(document: str) -> str:
    listed = next(item for item in read("sources", "sources.json") if item["id"] == document)
    return bare((SHARED / "sources" / listed["file"]).read_text("utf-8"))


@TABLES
def test_codes_and_titles_are_those_of_the_source(name: str, document: str) -> None:
    titles = {}
    for primary in read("domain", LISTED[name])["primary"]:
        titles[primary["code"]] = primary["title"]
        titles |= {row["code"]: row["title"] for row in primary["secondary"]}
    own = built_in(name)
    assert {row.code: row.title for row in own.rows} == titles
    text = raw_text(document)
    assert [row.code for row in own.rows if bare(row.title) not in text] == []


@TABLES
def test_the_note_stands_in_the_source(name: str, document: str) -> None:
    assert built_in(name).note == read("domain", LISTED[name])["note_verbatim"]
    assert bare(built_in(name).note) in raw_text(document)


@TABLES
def test_articles_are_quoted_verbatim(name: str, document: str) -> None:
    text = whole_text(document)
    articles = built_in(name).articles
    assert [at for at, article in articles.items() if bare(article) not in text] == []


@TABLES
def test_quotations_stand_in_the_source(name: str, document: str) -> None:
    own = built_in(name)
    texts = [row.guidance + row.quote for row in own.rows]
    texts += [*own.cautions, *(threshold.caution for threshold in own.thresholds)]
    quoted = [quote for text in texts for quote in re.findall("「([^」]+)」", text)]
    source = raw_text(document)
    assert [quote for quote in quoted if bare(quote) not in source] == []


@TABLES
def test_thresholds_are_exactly_those_of_the_table(name: str, document: str) -> None:
    own = built_in(name)
    listed = {
        item["id"]: item
        for item in read("domain", "thresholds.json")["thresholds"]
        if item.get("table") == name
    }
    assert {threshold.id for threshold in own.thresholds} == set(listed)
    source = whole_text(document)
    for threshold in own.thresholds:
        duty = listed[threshold.id]
        assert threshold.metric == duty["metric"]
        assert threshold.purpose.value == duty["role"]
        assert threshold.duty_of.value == (duty["duty_of"] or "candidate")
        assert threshold.operator.value == duty["operator"]
        assert (threshold.value, threshold.unit) == (duty["value"], duty["unit"])
        assert threshold.strength.value == duty["strength"]
        assert threshold.basis.value == duty["basis"]
        assert bare(threshold.quote) == bare(duty["quote"])
        assert bare(threshold.quote) in source
        carried = {row.code for row in own.rows if threshold.id in row.thresholds}
        assert carried == set(duty["applies_to"])

"""Reading 评审会信息表: a filled workbook becomes the document of a panel, or findings by cell."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from reviewtui.domain.conclusions import OPTIONS
from reviewtui.domain.facts import Flag
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.rule import WeightKind
from reviewtui.exchange.meeting_candidates import candidates_of
from reviewtui.exchange.meeting_cells import ALL, NONE
from reviewtui.exchange.meeting_entries import Document, Taker, spelt
from reviewtui.exchange.meeting_form import (
    EARLIER,
    INDICATORS,
    JUDGED,
    MEETING,
    PEOPLE,
    RECUSED,
    RULES,
    SHEETS,
    SheetForm,
)
from reviewtui.exchange.meeting_further_read import take_further
from reviewtui.exchange.meeting_layout import Entry, Laid, Spot, lay_out
from reviewtui.exchange.meeting_places import Places, sheet_of
from reviewtui.exchange.meeting_tables import (
    BANDS,
    CANDIDATES,
    EXPERTS,
    LEVELS,
    OVERLAYS,
    RECUSALS,
    ROWS,
    Field,
    Table,
)
from reviewtui.exchange.meeting_words import plain
from reviewtui.exchange.panel_text import plan_id
from reviewtui.exchange.workbook_gate import ReceivedBook, receive_workbook
from reviewtui.locales import _, in_every_language

ENDING: Final = ".xlsx"
_WHOLES: Final = {"rule.trim": "[rule] trim", "conclusions": "[conclusions]"}
"""Tables of which a finding may be said as a whole; any of their cells will do."""

LoadTable: TypeAlias = Callable[[str], IndicatorSet | None]
"""How a set is found by its name; None if it cannot be."""


class ReadMeeting(NamedTuple):
    """What a workbook says as a panel document, and where each key of it stands."""

    data: Document
    places: Places


def read_meeting(path: Path, load_table: LoadTable, findings: list[Finding]) -> ReadMeeting | None:
    """Read a filled form; None if it is no workbook that can be read.

    Args:
        path: The workbook.
        load_table: Gives the indicator set of a name, or None; it reports nothing.
        findings: What is wrong is added, by sheet and cell.
    """
    try:
        book = receive_workbook(path)
    except Refused as refused:
        findings.extend(refused.reasons)
        return None
    findings.extend(book.warnings)
    laid = _laid_out(book, findings)
    taker = Taker(path.name, findings)
    data = _head(laid, taker)
    named = data["panel"].get("set")
    table = load_table(named) if named else None
    _take_people(data, laid, table, taker)
    _take_weights(data, laid, table, taker)
    _take_lists(data, laid, taker)
    _name_plan(data, taker)
    data["panel"] = {
        key: data["panel"][key] for key in ("id", *data["panel"]) if key in data["panel"]
    }
    return ReadMeeting({key: value for key, value in data.items() if value}, taker.places)


def _laid_out(book: ReceivedBook, findings: list[Finding]) -> dict[str, Laid]:
    laid = {}
    for form in (*SHEETS, EARLIER):
        sheet = next(filter(None, map(book.sheet, in_every_language(form.name))), None)
        if sheet is not None:
            laid[form.name] = lay_out(sheet, form, book.name, findings)
            continue
        if form.optional:
            continue
        findings.append(
            Finding(
                f"{book.name}: {sheet_of(form)}",
                _("this sheet is missing; there are: {known}").format(
                    known=_(", ").join(one.name for one in book.sheets)
                ),
            )
        )
    return laid


def _head(laid: Mapping[str, Laid], taker: Taker) -> Document:
    """The tables of the document that come from single cells."""
    data: Document = {
        key: {}
        for key in ("panel", "rule", "weights", "grades", "conclusions", "experts", "candidates")
    }
    for form in (MEETING, INDICATORS, RULES, EARLIER):
        found = laid[form.name].fields if form.name in laid else {}
        for field in form.fields:
            _take_field(data, field, found.get(field.key), taker)
    for table, key in (("rule", "standardise"), ("panel", "ranking")):
        if key in data[table]:
            data[table][key] = data[table][key] == Flag.YES.value
    if (options := OPTIONS.get(data["panel"].get("review"))) is not None:
        data["conclusions"].setdefault("options", list(options))
    return data


def _take_field(data: Document, field: Field, spot: Spot | None, taker: Taker) -> None:
    if spot is None:
        return
    *way, last = field.key.split(".")
    taker.places.note(f"[{'.'.join(way)}] {last}", spot.address, field.label)
    value = taker.value(spot, field)
    if value is None:
        if field.needed and not spot.cell.fault and not spot.cell.text:
            taker.find(spot.address, _("“{column}” is not filled in").format(column=_(field.label)))
        return
    if (whole := _WHOLES.get(".".join(way))) is not None:
        taker.places.note(whole, spot.address)
    target = data
    for step in way:
        target = target.setdefault(step, {})
    target[last] = value


def _entries(laid: Mapping[str, Laid], form: SheetForm, table: Table) -> list[Entry]:
    return laid[form.name].entries.get(table.key, []) if form.name in laid else []


def _entries_of_both(laid: Mapping[str, Laid], table: Table) -> list[Entry]:
    """The lines of a table that older forms have in a sheet of its own."""
    return [*_entries(laid, RULES, table), *_entries(laid, EARLIER, table)]


def _take_people(
    data: Document, laid: Mapping[str, Laid], table: IndicatorSet | None, taker: Taker
) -> None:
    data["candidates"], data["settled"] = candidates_of(
        _entries(laid, JUDGED, CANDIDATES), table, taker
    )
    scopes: dict[str, Any] = {}
    data["experts"] = []
    for code, entry in taker.numbered(_entries(laid, PEOPLE, EXPERTS), EXPERTS):
        spots = {key: spot for key, spot in entry.spots.items() if key != "code"}
        expert = taker.filled(Entry(entry.address, spots, {}), EXPERTS, f"[[experts]] {code}")
        said = expert.pop("scope", None)  # a number that stands twice hides nobody's
        scopes[code] = scopes.get(code) if said is None else said
        if "scope" in spots:
            taker.places.note(f"[assignment] {code}", spots["scope"].address)
        data["experts"].append({"code": code, **expert})
    candidates = [one["code"] for one in data["candidates"]]
    if any(scope is not None for scope in scopes.values()):
        data["assignment"] = _assignment(scopes, candidates)
    if "order" in data["panel"]:
        data["panel"]["order"] = spelt(data["panel"]["order"], candidates)


def _assignment(scopes: Mapping[str, Any], candidates: list[str]) -> Document:
    """Who judges whom, once one line says it: an empty cell is everyone, 无 is nobody."""
    return {
        code: list(candidates) if scope in (None, ALL) else spelt(scope, candidates)
        for code, scope in scopes.items()
        if scope != NONE
    }


def _take_weights(
    data: Document, laid: Mapping[str, Laid], table: IndicatorSet | None, taker: Taker
) -> None:
    of: Document = {}
    full: Document = {}
    rows: Document = {}
    share = data["weights"].get("kind") == WeightKind.SHARE.value
    for entry in _entries(laid, INDICATORS, ROWS):
        filled = taker.filled(entry, ROWS, "[rows]")
        code = filled.get("code")
        if code is None:
            continue
        _check_title(entry, code, table, taker)
        weight = entry.spots.get("of")
        if weight is not None:
            taker.places.note(f"[weights.of] {code}", weight.address)
            taker.places.note(f"[rule] step {code}", weight.address)
            if weight.cell.text.endswith(("%", "％")) and not share:
                taker.find(weight.address, _("a percent sign belongs to weights by share only"))
        for key, target in (("of", of), ("full", full)):
            if key in filled and code in target:
                taker.find(entry.address, _("row {code} stands here twice").format(code=code))
            elif key in filled:
                target[code] = filled[key]
        for key, tag in (("full", "[weights.full] {}"), ("step", "[rule.rows] {}")):
            if key in entry.spots:
                taker.places.note(tag.format(code), entry.spots[key].address)
        own = {key: filled[key] for key in ("scale", "step") if key in filled}
        if own:
            rows[code] = own
    data["weights"] |= {key: value for key, value in (("of", of), ("full", full)) if value}
    if rows:
        data["rule"]["rows"] = rows
    if INDICATORS.name in laid:
        header = laid[INDICATORS.name].headers.get(ROWS.key, "")
        taker.places.note("[weights] of", header)
        taker.places.note("[weights.of]", header)
        if header and not of:
            taker.find(header, _("no points or weights are filled in"))


def _check_title(entry: Entry, code: str, table: IndicatorSet | None, taker: Taker) -> None:
    """A row reworded in the form would be scored as the set words it; so it is refused."""
    spot = entry.spots.get("title")
    if table is None or code not in table or spot is None or not spot.cell.text:
        return
    row = table.row(code)
    if plain(spot.cell.text) not in {plain(row.title), plain(row.title_en)}:
        sentence = _(
            "the indicator set words row {code} as “{title}”; another wording belongs into the "
            "changes for single candidates, or into a set of your own"
        )
        taker.find(spot.address, sentence.format(code=code, title=row.title))


def _take_lists(data: Document, laid: Mapping[str, Laid], taker: Taker) -> None:
    experts = {one["code"]: one.get("name", "") for one in data["experts"]}
    candidates = {one["code"]: one.get("name", "") for one in data["candidates"]}
    data["recusals"] = []
    for entry in _entries(laid, RECUSED, RECUSALS):
        item = taker.referring(entry, RECUSALS, {"expert": experts, "candidate": candidates})
        data["recusals"] += [item] if item else []
        if item:
            pair = f"{item['expert']} {item['candidate']}"
            taker.places.note(f"[[recusals]] {pair}", entry.address)
    data["overlays"] = []
    for entry in _entries(laid, INDICATORS, OVERLAYS):
        item = taker.referring(entry, OVERLAYS, {"candidate": candidates})
        data["overlays"] += [item] if item else []
        if item:
            taker.places.note("[[overlays]]", entry.address)
            tag = f"[[overlays]] {item['candidate']} {item['row']}"
            taker.places.note(tag, entry.spots["row"].address)
    if RULES.name in laid and LEVELS.key in laid[RULES.name].headers:
        taker.places.note("[rule] levels", laid[RULES.name].headers[LEVELS.key])
    levels = [taker.filled(one, LEVELS, "[rule] levels") for one in _entries(laid, RULES, LEVELS)]
    if levels:
        data["rule"]["levels"] = [[one.get("name"), one.get("percent")] for one in levels]
        data["rule"]["levels"] = [pair for pair in data["rule"]["levels"] if None not in pair]
    bands = []
    for entry in _entries(laid, RULES, BANDS):
        name = entry.spots["name"].cell.text
        bands.append(taker.filled(entry, BANDS, f"[[grades.bands]] {name}"))
        taker.places.note("[grades] bands", entry.spots["name"].address)
    if bands:
        needed = {column.key for column in BANDS.columns if column.needed}
        data["grades"]["bands"] = [band for band in bands if needed <= set(band)]
    take_further(data, partial(_entries_of_both, laid), taker, candidates)


def _name_plan(data: Document, taker: Taker) -> None:
    """An id for the plan where none was written: of the set and the day."""
    head = data["panel"]
    if "id" in head or "set" not in head:
        return
    head["id"] = plan_id(head["set"], head.get("date"))
    taker.find(
        taker.places.of("[panel] id"),
        _("the plan has no id; it is called {id}").format(id=head["id"]),
        warning=True,
    )

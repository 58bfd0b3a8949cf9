"""The candidates of the form: who is judged, what was declared, what the desk settled."""

from collections.abc import Mapping
from typing import Any, Final

from reviewtui.domain.facts import Flag
from reviewtui.domain.gates import GateResult
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.states import RowKind
from reviewtui.exchange.meeting_entries import Document, Taker
from reviewtui.exchange.meeting_layout import Entry, Spot
from reviewtui.exchange.meeting_tables import CANDIDATES, FACT_PARTS, SETTLED, SETTLED_PARTS
from reviewtui.exchange.meeting_words import meant, plain
from reviewtui.locales import _, in_every_language

_FACT_KEYS: Final = {part.key: part for part in FACT_PARTS}
_SETTLED_KEYS: Final = {part.key: part for part in SETTLED_PARTS}


def candidates_of(
    entries: list[Entry], table: IndicatorSet | None, taker: Taker
) -> tuple[list[Document], list[Document]]:
    """The lists [[candidates]] and [[settled]] of the document."""
    candidates, settled = [], []
    for code, entry in taker.numbered(entries, CANDIDATES):
        tag = f"[[candidates]] {code}"
        filled = taker.filled(_but_code(entry), CANDIDATES, tag)
        if (kind := filled.pop("kind", None)) is not None:
            filled |= _kind(kind, entry.spots["kind"].address, table, taker)
        candidate: Document = {"code": code, **filled}
        facts, values = _below_headings(entry, table, taker, code)
        if facts:
            candidate["facts"] = facts
        candidates.append(candidate)
        settled += values
    return candidates, settled


def _kind(said: str, address: str, table: IndicatorSet | None, taker: Taker) -> Document:
    """The kind of unit by its code, whether name or code was written; {} for an unknown one."""
    kinds = table.kinds if table is not None else ()
    for kind in kinds:
        if plain(said) in {plain(one) for one in (kind.code, kind.title, kind.title_en)}:
            return {"kind": kind.code}
    if not kinds:
        sentence = _("this indicator set tells no kinds of unit apart; leave it empty")
    else:
        sentence = _("“{kind}” is no kind of unit of this indicator set; there are: {known}")
    known = _(", ").join(kind.name() for kind in kinds)
    taker.find(address, sentence.format(kind=said, known=known))
    return {}


def _but_code(entry: Entry) -> Entry:
    spots = {key: spot for key, spot in entry.spots.items() if key != "code"}
    return Entry(entry.address, spots, entry.groups)


def _below_headings(
    entry: Entry, table: IndicatorSet | None, taker: Taker, code: str
) -> tuple[Document, list[Document]]:
    facts: Document = {}
    settled: list[Document] = []
    for heading, parts in _by_heading(entry).items():
        row = settled_row(heading)
        if row:
            value = _settled(parts, table, row, code, taker)
            settled += [value] if value else []
            continue
        metric = metric_of(heading, table)
        fact = _fact(parts, f"[[candidates]] {code}.facts.{metric}", taker)
        if fact is not None and metric:
            facts[metric] = fact
        elif fact is not None:
            taker.find(
                next(iter(parts.values())).address,
                _("“{heading}” is no figure the indicator set asks for").format(heading=heading),
            )
    return facts, settled


def _by_heading(entry: Entry) -> dict[str, dict[str, Spot]]:
    found: dict[str, dict[str, Spot]] = {}
    for (heading, part), spot in entry.groups.items():
        found.setdefault(heading, {})[part] = spot
    return found


def _fact(parts: Mapping[str, Spot], tag: str, taker: Taker) -> Any:
    """A declared figure: a text alone, or with its day, source and target."""
    filled: Document = {}
    for key, spot in parts.items():
        if key not in _FACT_KEYS:
            continue
        taker.places.note(tag if key == "value" else f"{tag} {key}", spot.address)
        value = taker.value(spot, _FACT_KEYS[key])
        if value is not None:
            filled[key] = value
    if filled and "value" not in filled:
        spot = parts.get("value") or next(iter(parts.values()))
        if not spot.cell.fault:
            taker.find(
                spot.address, _("day, source or target are filled in, but the figure is missing")
            )
        return None
    return filled["value"] if list(filled) == ["value"] else filled or None


def _settled(
    parts: Mapping[str, Spot], table: IndicatorSet | None, row: str, code: str, taker: Taker
) -> Document | None:
    filled = {
        key: taker.value(spot, _SETTLED_KEYS[key])
        for key, spot in parts.items()
        if key in _SETTLED_KEYS
    }
    tag = f"[[settled]] {code}"
    for spot in parts.values():
        taker.places.note(f"{tag} {row}", spot.address)
        taker.places.note(tag, spot.address)
    value = filled.pop("value", None)
    said = {key: text for key, text in filled.items() if text is not None}
    if value is None:
        if said:
            taker.find(
                next(iter(parts.values())).address,
                _("evidence or reason is filled in, but the outcome is missing"),
            )
        return None
    return {"candidate": code, "row": row, "value": _outcome(value, table, row), **said}


def _outcome(value: str, table: IndicatorSet | None, row: str) -> str:
    """A settled value as the document has it: a word of the list, a code or a number."""
    gate = table is not None and row in table and table.row(row).kind is RowKind.GATE
    found = meant(GateResult if gate else Flag, value)
    return found.value if found else value


def settled_row(heading: str) -> str:
    """The row whose settling a heading of the candidates' table announces, or ""."""
    for words in in_every_language(SETTLED):
        if heading.startswith(words):
            rest = heading[len(words) :].split()
            return rest[0] if rest else ""
    return ""


def metric_of(heading: str, table: IndicatorSet | None) -> str:
    """The metric whose figures stand below a heading: its label, or its key in brackets."""
    if heading.endswith("]") and "[" in heading:
        return heading[heading.rindex("[") + 1 : -1].strip()
    for threshold in table.thresholds if table else ():
        if plain(heading) in {plain(threshold.label), plain(threshold.label_en)}:
            return threshold.metric
    for row in table.rows if table else ():
        if row.metric and plain(heading) in {plain(row.title), plain(row.title_en)}:
            return row.metric
    return ""


def metric_headings(table: IndicatorSet, further: list[str]) -> dict[str, str]:
    """The heading of every metric, in the table's order; unclear ones carry their key."""
    labels: dict[str, str] = {}
    for threshold in table.thresholds:
        if threshold.candidates_duty:
            labels.setdefault(threshold.metric, threshold.label)
    for row in table.rows:
        if row.metric:
            labels.setdefault(row.metric, row.title)
    shown = [plain(label) for label in labels.values()]
    headings = {
        metric: label
        if shown.count(plain(label)) == 1 and not settled_row(label)
        else f"{label} [{metric}]"
        for metric, label in labels.items()
    }
    return headings | {metric: f"[{metric}]" for metric in further if metric not in headings}

"""Reading the table [grades] of a panel, and whether its rows and grades exist."""

from fractions import Fraction
from typing import Final

from reviewtui.domain.fields import Reader, duplicates
from reviewtui.domain.grades import (
    Band,
    BarExcellent,
    Floor,
    Grades,
    Quota,
    Reading,
    Veto,
)
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.states import RowKind
from reviewtui.locales import _

MOST_RANK: Final = 1000


def read_grades(table: Reader) -> Grades:
    """Read [grades]; findings go to the reader's list."""
    bands = _read_bands(table)
    grades = Grades(
        source=table.text("source", ""),
        bands=bands,
        quotas=tuple(_read_quota(reader) for reader in table.tables("quotas", name="grade")),
        vetoes=tuple(_read_veto(reader) for reader in table.tables("vetoes", name="row")),
        floors=tuple(_read_floor(reader) for reader in table.tables("floors", name="row")),
        bar_excellent=_read_bar(table) if table.has("bar_excellent") else None,
    )
    if bands and not grades.source.strip():
        table.find("source", _("grade lines need a source line"))
    _check_names(grades, table)
    table.done()
    return grades


def check_grade_rows(grades: Grades, table: IndicatorSet, place: Reader) -> None:
    """That vetoes name gates of the table, and floors rows that can be marked."""
    for veto in grades.vetoes:
        if veto.row and (veto.row not in table or table.row(veto.row).kind is not RowKind.GATE):
            place.find(
                f"[[grades.vetoes]] {veto.row}",
                _("is no gate of the table; only a gate can be not passed"),
            )
    for floor in grades.floors:
        if floor.row not in table or table.row(floor.row).kind is RowKind.GATE:
            place.find(
                f"[[grades.floors]] {floor.row}", _("is no row of the table that carries marks")
            )


def _read_bands(table: Reader) -> tuple[Band, ...]:
    bands = []
    for reader in table.tables("bands", name="name"):
        at_least = reader.decimal("at_least")
        if at_least is None:
            reader.find("at_least", _("is missing"))
        rank = reader.whole("rank_at_most", 0, least=1, most=MOST_RANK)
        bands.append(Band(reader.text("name"), at_least or Fraction(0), rank or None))
        reader.done()
    for name in duplicates(band.name for band in bands):
        table.find("bands", _("grade {name} occurs twice").format(name=name))
    for line in duplicates(f"{decimal_text(b.at_least)} {b.rank_at_most or ''}" for b in bands):
        table.find("bands", _("two grades begin at {line}").format(line=line.split(" ")[0]))
    last = MOST_RANK + 1
    return tuple(sorted(bands, key=lambda band: (-band.at_least, band.rank_at_most or last)))


def _read_quota(reader: Reader) -> Quota:
    percent = reader.decimal("percent")
    if percent is None:
        reader.find("percent", _("is missing"))
    quota = Quota(reader.text("grade"), percent or Fraction(0), reader.text("source"))
    _check_percent(reader, quota.percent)
    reader.done()
    return quota


def _read_veto(reader: Reader) -> Veto:
    integrity = reader.flag("integrity", False)
    veto = Veto("" if integrity else reader.code("row"), reader.text("source"))
    if integrity and reader.has("row"):
        reader.find("row", _("a veto names a gate or the integrity flag, not both"))
    reader.done()
    return veto


def _read_floor(reader: Reader) -> Floor:
    percent = reader.decimal("percent")
    if percent is None:
        reader.find("percent", _("is missing"))
    floor = Floor(
        row=reader.code("row"),
        percent=percent or Fraction(0),
        cap=reader.text("cap"),
        quorum=reader.part("quorum"),
        source=reader.text("source"),
    )
    _check_percent(reader, floor.percent)
    reader.done()
    return floor


def _read_bar(table: Reader) -> BarExcellent:
    reader = table.table("bar_excellent")
    bar = BarExcellent(reader.choice("reading", Reading), reader.text("source"))
    reader.done()
    return bar


def _check_percent(reader: Reader, percent: Fraction) -> None:
    if not 0 <= percent <= 100:
        reader.find("percent", _("a percentage lies between 0 and 100"))


def _check_names(grades: Grades, table: Reader) -> None:
    names = grades.names
    named = [("quotas", quota.grade) for quota in grades.quotas]
    named += [("floors", floor.cap) for floor in grades.floors]
    for key, name in named:
        if name not in names:
            table.find(key, _("grade {name} is none of the bands").format(name=name))
    for name in duplicates(quota.grade for quota in grades.quotas):
        table.find("quotas", _("grade {name} occurs twice").format(name=name))
    if grades.vetoes and not (grades.bands and grades.bands[-1].at_least == 0):
        table.find(
            "vetoes",
            _("a veto proposes the lowest grade: state that grade too, from 0 points on"),
        )
    if grades.bar_excellent and len(names) < 2:
        table.find("bar_excellent", _("needs a grade below the highest one"))

"""What is wrong or missing in an indicator set beyond what its reader refuses."""

from typing import Any, Final

from reviewtui.domain.fields import duplicates
from reviewtui.domain.findings import Finding
from reviewtui.domain.indicator_set import IndicatorSet, Row, read_set
from reviewtui.domain.states import Status
from reviewtui.exchange import library
from reviewtui.locales import _

MOST_LISTED: Final = 12


def check_set(data: dict[str, Any], place: str, findings: list[Finding]) -> None:
    """Add every fault and warning of a parsed set file to the findings."""
    table = read_set(data, place, findings)
    if table is not None:
        findings += _warnings(table, place)


def draft_warning(table: IndicatorSet, place: str) -> list[Finding]:
    """The warning that a table is only a draft (TR-04), or none."""
    if not table.from_draft:
        return []
    if table.status is Status.UNOFFICIAL:
        sentence = _(
            "{table} was compiled from a draft for comment; check it against the final text "
            "once issued"
        )
    else:
        sentence = _("{table} is a draft for comment; check it against the final text once issued")
    return [Finding(place, sentence.format(table=table.id), warning=True)]


def _listed(codes: list[str], rows: int) -> str:
    """The codes; all of them in a word, and of many only the first."""
    if len(codes) == rows > 1:
        return _("all {count}").format(count=rows)
    if len(codes) <= MOST_LISTED:
        return ", ".join(codes)
    return _("{codes} and {count} more").format(
        codes=", ".join(codes[:MOST_LISTED]), count=len(codes) - MOST_LISTED
    )


def _guides(row: Row) -> bool:
    """Whether a row says in any way how to judge it."""
    return bool(row.guidance.strip() or row.anchors or row.steps or row.parts or row.wording)


def _warnings(table: IndicatorSet, place: str) -> list[Finding]:
    found = draft_warning(table, f"{place}: [set] status")

    def warn(key: str, sentence: str) -> None:
        found.append(Finding(f"{place}: {key}", sentence, warning=True))

    if table.status in (Status.ISSUED, Status.TRIAL):
        for key, value in (("document", table.document), ("date", table.date)):
            if not value:
                warn(f"[set] {key}", _("is missing, though the set is said to be issued"))
    for key, sentence, silent in (
        (
            "guidance",
            _("these rows have no guidance: {rows}"),
            [row.code for row in table.rows if not _guides(row)],
        ),
        (
            "source",
            _("these rows do not say on which article they stand: {rows}"),
            [row.code for row in table.rows if not row.source.strip()],
        ),
    ):
        if silent:
            warn(f"[[rows]] {key}", sentence.format(rows=_listed(silent, len(table.rows))))
    for title in duplicates(row.title for row in table.rows):
        twins = [row.code for row in table.rows if row.title == title]
        warn(
            f"[[rows]] {twins[1]} title",
            _("rows {rows} have the same title").format(rows=", ".join(twins)),
        )
    used = {code for row in table.rows for code in row.thresholds}
    for threshold in table.thresholds:
        if threshold.id not in used and threshold.candidates_duty and not threshold.source:
            warn(f"[[thresholds]] {threshold.id}", _("no row names this threshold"))
    grades = {name for listed in table.grade_lists for name in listed.names}
    for item in table.consequences:
        if item.grade and grades and item.grade not in grades:
            warn(
                f"[[consequences]] {item.id} grade",
                _("{grade} is in no grade list of this table").format(grade=item.grade),
            )
    for own in library.sets():
        if own.built_in and own.id == table.id and own.path.name != place:
            warn(
                "[set] id",
                _("{id} is the id of a built-in set; give your own set another id").format(
                    id=table.id
                ),
            )
    return found

"""A panel's document with its amendments: pure, and the same for the same set of them.

An amendment that does not fit what the earlier ones made of the panel has no effect and is
named: after two desks united that can happen, and nothing is dropped in silence.
"""

import copy
import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, NoReturn

from reviewtui.domain.amendment import (
    Addition,
    Amendment,
    CandidateWithdrawal,
    ChairChange,
    Change,
    Correction,
    IntegrityRecord,
    LateRecusal,
    LeaveRule,
    Newcomer,
    OrderChange,
    PastEvaluation,
    Replacement,
    Settlement,
    in_order,
)
from reviewtui.domain.fields import CODE, duplicates
from reviewtui.domain.lot import draw
from reviewtui.domain.panel import Role
from reviewtui.domain.rule import EarlyLeave
from reviewtui.locales import _

Document = dict[str, Any]
"""A panel's document as `read_panel` takes it."""

YEARS: Final = (1990, 2200)
"""Between these an evaluated year makes sense."""


class DoesNotFit(ValueError):  # noqa: N818  it is about the amendment, not an error of ours
    """An amendment has nothing to change; the text says why, in the reader's language."""


class Idle(NamedTuple):
    """An amendment without effect, and why."""

    amendment: Amendment
    why: str


class Amended(NamedTuple):
    """A panel's document with its amendments, and those that have no effect."""

    document: Document
    idle: tuple[Idle, ...] = ()


def amended(document: Mapping[str, Any], amendments: Iterable[Amendment]) -> Amended:
    """Apply the amendments in the order of number and content id, whatever order they come in.

    Args:
        document: The panel as the session was made with; it is left as it is.
        amendments: Of this session.
    """
    result = copy.deepcopy(dict(document))
    idle = []
    for amendment in in_order(amendments):
        try:
            apply(result, amendment.change, amendment.reason)
        except DoesNotFit as fault:
            idle.append(Idle(amendment, str(fault)))
    return Amended(result, tuple(idle))


def apply(document: Document, change: Change, reason: str) -> None:
    """Let one change take effect on the document.

    Raises:
        DoesNotFit: If it has nothing to change; the document is then as it was.
    """
    match change:
        case Correction():
            _correct(document, change)
        case ChairChange(expert):
            _put_in_the_chair(document, expert)
        case OrderChange():
            _put_in_order(document, change)
        case Replacement():
            _replace(document, change)
        case Addition():
            _add(document, change)
        case CandidateWithdrawal(candidate):
            _withdraw(document, candidate, reason)
        case LateRecusal(expert, candidate):
            _recuse(document, expert, candidate, reason)
        case Settlement():
            _settle(document, change, reason)
        case LeaveRule(early_leave):
            rule = document["rule"]
            if rule.get("early_leave", EarlyLeave.COUNT_FINISHED) == early_leave:
                _no(_("the rule says so already"))
            rule["early_leave"] = early_leave.value
        case PastEvaluation():
            _add_to_history(document, change)
        case IntegrityRecord():
            _say_integrity(document, change)


def _correct(document: Document, change: Correction) -> None:
    if change.expert:
        item = _expert(document, change.expert)
    else:
        item = _candidate(document, change.candidate)
        if change.field not in ("name", "unit"):
            _no(_("a candidate has a name and a unit, and no title"))
    if item.get(change.field.value, "") == change.text:
        _no(_("it says so already"))
    item[change.field.value] = change.text


def _put_in_the_chair(document: Document, expert: str) -> None:
    _sitting(document, expert)
    if _expert(document, expert).get("role") == Role.CHAIR:
        _no(_("expert {code} is the chair already").format(code=expert))
    for item in document["experts"]:
        item["role"] = (Role.CHAIR if item["code"] == expert else Role.MEMBER).value


def _put_in_order(document: Document, change: OrderChange) -> None:
    for code in change.codes:
        _candidate(document, code)
    for code in duplicates(change.codes):
        _no(_("candidate {code} is named twice").format(code=code))
    missing = [
        item["code"]
        for item in document["candidates"]
        if not item.get("withdrawn") and item["code"] not in change.codes
    ]
    if missing:
        _no(_("candidates without a place: {codes}").format(codes=_(", ").join(missing)))
    if change.seed and draw(change.seed, change.codes) != change.codes:
        _no(_("this is not the order that the seed {seed} gives").format(seed=change.seed))
    document["panel"]["order"] = list(change.codes)


def _replace(document: Document, change: Replacement) -> None:
    _sitting(document, change.expert)
    _require_free(document, change.newcomer.code)
    gone = _expert(document, change.expert)
    gone["replaced_by"] = change.newcomer.code
    gone["role"] = Role.MEMBER.value
    document["experts"].append(_entry(change.newcomer))
    assignment = document.get("assignment")
    if assignment is not None:
        assignment[change.newcomer.code] = list(assignment.get(change.expert, []))


def _add(document: Document, change: Addition) -> None:
    code = change.newcomer.code
    _require_free(document, code)
    for candidate in change.candidates:
        _candidate(document, candidate)
    everyone = [item["code"] for item in document["candidates"]]
    if change.candidates and document.get("assignment") is None:
        document["assignment"] = {item["code"]: list(everyone) for item in document["experts"]}
    document["experts"].append(_entry(change.newcomer))
    if document.get("assignment") is not None:
        document["assignment"][code] = list(change.candidates) or everyone


def _withdraw(document: Document, candidate: str, reason: str) -> None:
    item = _candidate(document, candidate)
    if item.get("withdrawn"):
        _no(_("candidate {code} is withdrawn already").format(code=candidate))
    if sum(not other.get("withdrawn") for other in document["candidates"]) == 1:
        _no(_("it is the only candidate left"))
    item["withdrawn"] = reason


def _recuse(document: Document, expert: str, candidate: str, reason: str) -> None:
    _sitting(document, expert)
    _candidate(document, candidate)
    known = document.setdefault("recusals", [])
    if any((item["expert"], item["candidate"]) == (expert, candidate) for item in known):
        _no(
            _("the recusal of expert {expert} for candidate {candidate} is known already").format(
                expert=expert, candidate=candidate
            )
        )
    known.append({"expert": expert, "candidate": candidate, "reason": reason, "late": True})


def _settle(document: Document, change: Settlement, reason: str) -> None:
    _candidate(document, change.candidate)
    entry = change._asdict() | ({"reason": reason} if reason else {})
    settled = document.setdefault("settled", [])
    for at, item in enumerate(settled):
        if (item["candidate"], item["row"]) == (change.candidate, change.row):
            same = item["value"] == change.value and item.get("evidence", "") == change.evidence
            if same and (item.get("reason") or not reason):
                _no(_("it is settled so already"))
            settled[at] = entry
            return
    settled.append(entry)


def _add_to_history(document: Document, change: PastEvaluation) -> None:
    item = _candidate(document, change.candidate)
    day = _day(change.date).isoformat()
    meeting = document["panel"].get("date")
    if meeting and day >= meeting:
        _no(_("{date} is not before this meeting; it is not counted").format(date=day))
    entry: Document = {"date": day, "grade": change.grade}
    if change.year:
        if not (change.year.isdecimal() and YEARS[0] <= int(change.year) <= YEARS[1]):
            _no(_("“{text}” is no year").format(text=change.year))
        entry["year"] = int(change.year)
    if change.document:
        entry["document"] = change.document
    history = [
        one
        for one in item.get("history", [])
        if _day(str(one["date"])).isoformat() != entry["date"]
    ]
    if entry in item.get("history", []):
        _no(_("it says so already"))
    item["history"] = [*history, entry]


def _say_integrity(document: Document, change: IntegrityRecord) -> None:
    item = _candidate(document, change.candidate)
    if change.found not in ("yes", "no"):
        _no(_("whether a breach is on record is said with yes or no"))
    entry: Document = {"found": change.found == "yes"}
    entry |= {key: text for key in ("note", "document") if (text := getattr(change, key))}
    if item.get("integrity") == entry:
        _no(_("it says so already"))
    item["integrity"] = entry


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        _no(_("“{text}” is no date; write it as 2026-12-08").format(text=text))


def _entry(newcomer: Newcomer) -> Document:
    said = {"code": newcomer.code, "name": newcomer.name}
    said |= {"unit": newcomer.unit} if newcomer.unit else {}
    return said | ({"title": newcomer.title} if newcomer.title else {})


def _require_free(document: Document, code: str) -> None:
    if not CODE.fullmatch(code):
        _no(
            _("“{code}” is no code: only A-Z, a-z, 0-9, dot, underline and hyphen").format(
                code=code
            )
        )
    if any(item["code"] == code for item in document["experts"]):
        _no(
            _("the code {code} is taken; codes never change and are never given again").format(
                code=code
            )
        )


def _sitting(document: Document, code: str) -> None:
    by = _expert(document, code).get("replaced_by")
    if by:
        _no(_("expert {code} was replaced by expert {by}").format(code=code, by=by))


def _expert(document: Document, code: str) -> Document:
    return _of_code(document["experts"], code, lambda: _("there is no expert {code}"))


def _candidate(document: Document, code: str) -> Document:
    return _of_code(document["candidates"], code, lambda: _("there is no candidate {code}"))


def _of_code(items: list[Document], code: str, otherwise: Callable[[], str]) -> Document:
    for item in items:
        if item["code"] == code:
            return item
    _no(otherwise().format(code=code))


def _no(sentence: str) -> NoReturn:
    raise DoesNotFit(sentence)

"""What can be amended for an expert or a candidate: the questions, and the change they make."""

import secrets
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reviewtui.domain.amendment import (
    Addition,
    AmendmentKind,
    CandidateWithdrawal,
    ChairChange,
    Change,
    Correction,
    Field,
    LateRecusal,
    LeaveRule,
    Newcomer,
    OrderChange,
    Replacement,
    Settlement,
)
from reviewtui.domain.amendment_words import amendment_words
from reviewtui.domain.lot import draw
from reviewtui.domain.naming import candidate_name, matching, typed_codes
from reviewtui.domain.panel import Panel
from reviewtui.domain.rule import EarlyLeave
from reviewtui.locales import _
from reviewtui.tui.screens.questions import Question


class Deed(NamedTuple):
    """Something that can be amended.

    Attributes:
        label: As the menu says it.
        kind: What it amends.
        make: The change, from the answers.
        questions: What must be typed for it.
        blind: What is confirmed where the change must not be seen before; "" where it may.
    """

    label: str
    kind: AmendmentKind
    make: Callable[[Sequence[str]], Change]
    questions: tuple[Question, ...] = ()
    blind: str = ""


def expert_deeds(panel: Panel, code: str) -> list[Deed]:
    """What can be amended for an expert, recusals apart."""
    expert = panel.expert(code)

    def correct(field: Field, title: str, now: str) -> Deed:
        return _correction(title, now, field, lambda said: Correction(code, "", field, said))

    return [
        correct(Field.NAME, _("Correct the name"), expert.name),
        correct(Field.UNIT, _("Correct the unit"), expert.unit),
        correct(Field.TITLE, _("Correct the professional title"), expert.title),
        Deed(_("Make this expert the chair"), AmendmentKind.CHAIR, lambda _said: ChairChange(code)),
        Deed(
            _("Somebody else sits in this place"),
            AmendmentKind.REPLACE,
            lambda said: Replacement(code, Newcomer(*said[:4])),
            newcomer_questions(panel),
        ),
    ]


def recusal_deeds(panel: Panel, code: str) -> list[Deed]:
    """From whom an expert can be recused."""
    return [recusal_deed(panel, code, candidate) for candidate in panel.assigned(code)]


def recusal_deed(panel: Panel, code: str, candidate: str) -> Deed:
    """An expert recused from a candidate."""
    return Deed(
        candidate_name(panel, candidate),
        AmendmentKind.RECUSE,
        lambda _said: LateRecusal(code, candidate),
    )


def candidate_deeds(panel: Panel, code: str) -> list[Deed]:
    """What can be amended for a candidate, settled values apart."""
    candidate = panel.candidate(code)

    def correct(field: Field, title: str, now: str) -> Deed:
        return _correction(title, now, field, lambda said: Correction("", code, field, said))

    return [
        correct(Field.NAME, _("Correct the name"), candidate.name),
        correct(Field.UNIT, _("Correct the unit"), candidate.unit),
        Deed(
            _("Withdraw this candidate from the review"),
            AmendmentKind.WITHDRAW_CANDIDATE,
            lambda _said: CandidateWithdrawal(code),
        ),
    ]


def settled_deeds(panel: Panel, code: str) -> list[Deed]:
    """What the desk settled for a candidate and can put right."""

    def settle(row: str, value: str, evidence: str) -> Deed:
        note = _("yes, no, pass, fail, the code of a choice, or a number")
        return Deed(
            _("Row {row}: {value}").format(row=row, value=value),
            AmendmentKind.SETTLE,
            lambda said: Settlement(code, row, _value(said[0]), said[1]),
            (
                Question(_("Value of row {row}").format(row=row), note, value),
                Question(_("Evidence"), _("Such as a page of the material"), evidence, True),
            ),
        )

    return [
        settle(item.row, item.value, item.evidence)
        for item in panel.settled
        if item.candidate == code
    ]


def _value(text: str) -> str:
    """A settled value as files carry it, from the words people type."""
    words = {_("yes"): "yes", _("no"): "no", _("pass"): "pass", _("fail"): "fail"}
    return words.get(text, text)


def leave_deeds() -> list[Deed]:
    """What may become of the finished candidates of those who leave early."""

    def choose(chosen: EarlyLeave) -> Deed:
        change = LeaveRule(chosen)
        return Deed(amendment_words(change), AmendmentKind.EARLY_LEAVE, lambda _said: change)

    return [choose(chosen) for chosen in EarlyLeave]


def _correction(title: str, now: str, field: Field, make: Callable[[str], Change]) -> Deed:
    question = Question(title, text=now, optional=field is not Field.NAME)
    return Deed(title, AmendmentKind.CORRECT, lambda said: make(said[0]), (question,))


def newcomer_questions(panel: Panel) -> tuple[Question, ...]:
    """Code, name, unit and title of somebody new."""
    taken = {expert.code for expert in panel.experts}

    def code_fault(text: str, _before: Sequence[str]) -> str:
        return _("This code is taken; codes are never given again") if text in taken else ""

    return (
        Question(
            _("Code of the new expert"),
            _("Taken: {codes}").format(codes=_(", ").join(sorted(taken))),
            check=code_fault,
        ),
        Question(_("Name of the new expert")),
        Question(_("Unit of the new expert"), optional=True),
        Question(_("Professional title of the new expert"), optional=True),
    )


def addition(panel: Panel) -> Deed:
    """One expert more."""
    note = _("Codes, such as 1, 3; empty: all candidates")

    def make(said: Sequence[str]) -> Change:
        return Addition(Newcomer(*said[:4]), _codes(panel, said[4]))

    questions = (
        *newcomer_questions(panel),
        Question(_("Whom the new expert judges"), note, optional=True, check=_codes_fault(panel)),
    )
    return Deed(_("Add an expert"), AmendmentKind.ADD_EXPERT, make, questions)


def lot(panel: Panel) -> Deed:
    """The order of presentation, drawn only once it is confirmed: no lot is looked at and
    thrown away."""

    def make(said: Sequence[str]) -> Change:
        seed = said[0] or f"{secrets.randbelow(10**8):08d}"
        return OrderChange(draw(seed, (item.code for item in panel.presented)), seed)

    note = _("Any digits called out in the room; empty: the program draws eight")
    return Deed(
        _("Draw the order of presentation by lot"),
        AmendmentKind.ORDER,
        make,
        (Question(_("Seed of the lot"), note, optional=True),),
        _("Draw now; the result stands"),
    )


def typed_order(panel: Panel) -> Deed:
    """The order of presentation, as it was drawn in the room."""
    now = _(", ").join(item.code for item in panel.presented)
    return Deed(
        _("Type the order of presentation"),
        AmendmentKind.ORDER,
        lambda said: OrderChange(_codes(panel, said[0])),
        (
            Question(
                _("Order of presentation"),
                _("Codes of all candidates, the first one first"),
                now,
                check=_codes_fault(panel),
            ),
        ),
    )


def _codes(panel: Panel, text: str) -> tuple[str, ...]:
    known = [item.code for item in panel.candidates]
    typed = typed_codes(text)
    return tuple(matching(known, part) or part for part in typed)


def _codes_fault(panel: Panel) -> Callable[[str, Sequence[str]], str]:
    known = [item.code for item in panel.candidates]

    def fault(text: str, _before: Sequence[str]) -> str:
        for code in _codes(panel, text):
            if code not in known:
                return _("there is no candidate {code}; there are: {known}").format(
                    code=code, known=_(", ").join(known)
                )
        return ""

    return fault

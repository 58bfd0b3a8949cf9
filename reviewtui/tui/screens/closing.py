"""结论与签字: what the panel adds to its result; proposals, adjustments, votes, who signed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from reviewtui.domain.closing import (
    ABSTAINED,
    NOTHING_CLOSED,
    Closing,
    Counts,
    SignState,
    sign_label,
)
from reviewtui.domain.naming import candidate_name, candidate_number, expert_name, matching
from reviewtui.domain.panel import Role
from reviewtui.locales import _
from reviewtui.tally.closing_words import adjustment_words, vote_names, vote_words
from reviewtui.tally.conclusion_words import counts_words, proposal_words
from reviewtui.tally.figures import rank_text, total_text
from reviewtui.tally.grade_words import grade_text, quota_sentence, reason_sentences
from reviewtui.tally.verdict import CandidateVerdict, Flag, Verdict
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.questions import Question, ask_in_turn, why
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

_CANDIDATE: Final = "candidate"
_EXPERT: Final = "expert"
_LONGEST_COUNT: Final = 4

Deed = tuple[str, Callable[[], None]]


class ClosingScreen(TablePage[None]):
    """Candidates with what is proposed and what the panel says; experts with how they signed."""

    SCOPE = Scope.CLOSING

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self._verdict = verdict
        self._record: Closing = NOTHING_CLOSED

    def fill(self) -> None:
        """Read anew what is on record."""
        from reviewtui.session.closing import closing

        session = self.review.session
        self._record = closing(session)
        sitting = session.panel.sitting
        state = _("{done} of {count} on record as signed or not").format(
            done=len(self._record.signatures), count=len(sitting)
        )
        self.head = Head(session.panel.title, _("Conclusion, signatures"), state)
        self.show([*self._candidates(), Words(), *self._quotas(), *self._experts()])
        self.moved()

    def _candidates(self) -> Iterator[Item]:
        panel = self.review.session.panel
        concludes = panel.rule.conclusions is not None
        columns = (
            [Column(_("no."), 4), Column(_("rank"), 8, right=True)]
            if panel.ranking
            else [Column(_("no."), 4)]
        )
        columns += [
            Column(_("total"), 7, right=True),
            Column(_("proposed"), 16 if concludes else 6),
        ]
        layout = Layout((*columns, Column(_("the panel"), 12), Column(_("candidate"))))
        yield Heads(layout)
        for item in self._verdict.ranking():
            rank = rank_text(item.rank, tied=Flag.TIED in item.flags)
            cells = (
                item.code,
                *([rank] if panel.ranking else []),
                total_text(panel.rule, item.total),
                self._proposed(item),
                self._said(item.code),
                panel.candidate(item.code).name,
            )
            key = f"{_CANDIDATE} {item.code}"
            yield Row(key, layout, cells, number=item.code if item.code.isdecimal() else "")

    def _proposed(self, item: CandidateVerdict) -> str:
        if self.review.session.panel.rule.conclusions and item.opinion:
            return proposal_words(item.opinion)
        return grade_text(item)

    def _said(self, code: str) -> str:
        adjusted, vote = self._record.adjustments.get(code), self._record.votes.get(code)
        if adjusted is not None:
            return _("adjusted: {grade}").format(grade=adjusted.grade)
        return _("voted") if vote is not None else ""

    def _quotas(self) -> Iterator[Item]:
        for used in self._verdict.quotas:
            yield Words(quota_sentence(used), Tone.WARN if used.tied else Tone.PLAIN)
        if self._verdict.quotas:
            yield Words()

    def _experts(self) -> Iterator[Item]:
        layout = Layout((Column(_("no."), 4), Column(_("signature"), 28), Column(_("expert"))))
        yield Heads(layout)
        for expert in self.review.session.panel.sitting:
            found = self._record.signatures.get(expert.code)
            state = sign_label(found.state if found else None)
            name = (
                expert.name if found is None or not found.note else f"{expert.name}  {found.note}"
            )
            tone = Tone.DIM if found is None else Tone.WARN if found.note else Tone.PLAIN
            yield Row(f"{_EXPERT} {expert.code}", layout, (expert.code, state, name), tone)

    def moved(self) -> None:
        """What Enter does, and what is on record of the row."""
        kind, _blank, code = self.table.key.partition(" ")
        panel = self.review.session.panel
        if kind == _EXPERT:
            said = _("Enter: how {expert} stands to the signed result")
            self.instruct(said.format(expert=expert_name(code)))
            return
        words = []
        if (adjusted := self._record.adjustments.get(code)) is not None:
            words.append(adjustment_words(panel, adjusted))
        if (vote := self._record.votes.get(code)) is not None:
            words.append(vote_words(panel, vote))
        if words:
            said = _("{candidate}: {words}")
            self.instruct(said.format(candidate=candidate_number(code), words=_("; ").join(words)))
        elif panel.rule.conclusions:
            self.instruct(_("Enter: record a vote, or see why this is proposed"))
        else:
            self.instruct(_("Enter: adjust the proposed grade, or see why it is proposed"))

    def chosen(self, key: str, column: int | None) -> None:
        """What can be done with the row."""
        del column
        kind, _blank, code = key.partition(" ")
        deeds = self._sign_deeds(code) if kind == _EXPERT else list(self._candidate_deeds(code))
        panel = self.review.session.panel
        title = expert_name(code) if kind == _EXPERT else candidate_name(panel, code)

        def take(number: int | None) -> None:
            if number is not None:
                deeds[number][1]()

        items = [Choice(label, number) for number, (label, _deed) in enumerate(deeds)]
        notes = [] if kind == _EXPERT else self._why(code)
        self.app.push_screen(Menu(title, items, notes=notes), take)

    def _why(self, code: str) -> list[str]:
        """Why this is proposed, and what was said before."""
        session = self.review.session
        item = next(one for one in self._verdict.candidates if one.code == code)
        said = reason_sentences(session.panel, session.sheet, item)
        asked = session.panel.rule.conclusions
        if asked and item.opinion and item.opinion.took_part:
            counted = _("On the sheets: {counts}")
            said.append(counted.format(counts=counts_words(asked, item.opinion)))
        if (vote := self._record.votes.get(code)) is not None:
            said += vote_names(vote)
        return said

    def _candidate_deeds(self, code: str) -> Iterator[Deed]:
        panel = self.review.session.panel
        if panel.rule.grades.bands:
            yield _("Adjust the proposed grade"), lambda: self._adjust(code)
            if code in self._record.adjustments:
                yield _("Take the adjustment back"), lambda: self._ask_adjustment(code, "")
        if panel.rule.conclusions:
            yield _("Record an open vote, by name"), lambda: self._vote_openly(code)
            yield _("Count the slips of a secret vote"), lambda: self._vote_secretly(code)
        yield (
            _("How the total came about"),
            lambda: self.review.open("explain", self._verdict, code),
        )

    def _sign_deeds(self, code: str) -> list[Deed]:
        def note(state: SignState, title: str) -> Deed:
            def store(answers: tuple[str, ...]) -> None:
                self._sign(code, state, answers[0])

            question = Question(title, _("It stands in the record"))
            return sign_label(state), lambda: ask_in_turn(self, [question], store)

        return [
            (sign_label(SignState.SIGNED), lambda: self._sign(code, SignState.SIGNED, "")),
            note(SignState.DISSENT, _("The opinion in short, or where it lies")),
            note(SignState.UNSIGNED, _("Why is it not signed?")),
        ]

    def _sign(self, code: str, state: SignState, text: str) -> None:
        from reviewtui.session.closing import sign

        session = self.review.session
        carry_out(self, lambda: sign(session, code, state, text), lambda _none: self.fill())

    def _adjust(self, code: str) -> None:
        grades = self.review.session.panel.rule.grades.names

        def take(grade: str | None) -> None:
            if grade is not None:
                self._ask_adjustment(code, grade)

        items = [Choice(grade, grade) for grade in grades]
        title = _("Which grade does the chair propose?")
        self.app.push_screen(Menu(title, items), take)

    def _ask_adjustment(self, code: str, grade: str) -> None:
        from reviewtui.session.closing import adjust

        session = self.review.session
        sitting = [item.code for item in session.panel.sitting]
        chair = next((one.name for one in session.panel.sitting if one.role is Role.CHAIR), "")
        questions = [why()]
        if grade:
            questions.append(
                Question(
                    _("Which experts agree?"),
                    _("Codes, such as 01, 03; all: {codes}").format(codes=_(", ").join(sitting)),
                    check=lambda text, _before: _unknown(text, sitting),
                )
            )
        questions.append(Question(_("Who adjusts?"), _("The chair's name"), chair))

        def store(answers: tuple[str, ...]) -> None:
            consent = _codes(answers[1], sitting) if grade else ()
            carry_out(
                self,
                lambda: adjust(
                    session, code, grade, reason=answers[0], consent=consent, by=answers[-1]
                ),
                lambda _none: self.fill(),
            )

        ask_in_turn(self, questions, store)

    def _vote_openly(self, code: str) -> None:
        """One expert after the other says what he is for; Esc goes one back."""
        from reviewtui.session.closing import may_vote, vote_openly

        session = self.review.session
        asked = session.panel.rule.conclusions
        assert asked is not None  # the deed is offered only then
        entitled = may_vote(session, code)
        names: dict[str, str] = {}

        def ask(number: int) -> None:
            if number < 0:
                return
            if number == len(entitled):
                carry_out(
                    self, lambda: vote_openly(session, code, names), lambda _vote: self.fill()
                )
                return
            expert = entitled[number]

            def answer(option: str | None) -> None:
                if option is None:
                    ask(number - 1)
                    return
                names.pop(expert, None)
                if option:
                    names[expert] = option
                ask(number + 1)

            items = [Choice(option, option) for option in asked.options]
            items += [Choice(_("abstained"), ABSTAINED), Choice(_("does not vote"), "")]
            title = _("{number}/{count}  {title}").format(
                number=number + 1, count=len(entitled), title=expert_name(expert)
            )
            self.app.push_screen(Menu(title, items), answer)

        ask(0)

    def _vote_secretly(self, code: str) -> None:
        """Two people, one after the other, each type name and counts; neither sees the other's."""
        from reviewtui.session.closing import vote_secretly

        session = self.review.session
        asked = session.panel.rule.conclusions
        assert asked is not None  # as above
        names = [*asked.options, _("abstained"), _("void")]

        def questions(person: str) -> list[Question]:
            counted = [
                Question(
                    _("{person}: slips for {option}").format(person=person, option=name),
                    _("A number; 0 if there is none"),
                    check=_count_fault,
                )
                for name in names
            ]
            return [Question(_("{person}: your name").format(person=person)), *counted]

        def second(first: tuple[str, ...]) -> None:
            def store(again: tuple[str, ...]) -> None:
                carry_out(
                    self,
                    lambda: vote_secretly(
                        session, code, _counts(first), _counts(again), by=(first[0], again[0])
                    ),
                    lambda _vote: self.fill(),
                )

            ask_in_turn(self, questions(_("Second counter")), store)

        ask_in_turn(self, questions(_("First counter")), second)


def _codes(text: str, known: Sequence[str]) -> tuple[str, ...]:
    parts = text.replace("，", " ").replace("、", " ").replace(",", " ").split()
    return tuple(matching(known, part) or part for part in parts)


def _unknown(text: str, known: Sequence[str]) -> str:
    wrong = [code for code in _codes(text, known) if code not in known]
    said = _("expert {code} does not sit in this panel")
    return said.format(code=wrong[0]) if wrong else ""


def _count_fault(text: str, _before: Sequence[str]) -> str:
    if text.strip().isdecimal() and len(text.strip()) <= _LONGEST_COUNT:
        return ""
    return _("“{text}” is not a whole number").format(text=text)


def _counts(answers: Sequence[str]) -> Counts:
    """What one person counted; the first answer is his name."""
    numbers = [int(text) for text in answers[1:]]
    return Counts(tuple(numbers[:-2]), numbers[-2], numbers[-1])

"""结论与签字: what the panel adds to its result; proposals, adjustments, votes, who signed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from reviewtui.domain.closing import NOTHING_CLOSED, Closing, SignState, VoteMode, sign_label
from reviewtui.domain.naming import (
    candidate_name,
    candidate_number,
    expert_name,
    matching,
    typed_codes,
)
from reviewtui.domain.panel import Role
from reviewtui.domain.states import Why, label
from reviewtui.locales import _
from reviewtui.tally.closing_words import (
    adjustment_words,
    carried_words,
    excess_sentences,
    stale_sentence,
    vote_names,
    vote_words,
)
from reviewtui.tally.conclusion_words import counts_words, proposal_words
from reviewtui.tally.figures import rank_text, total_text
from reviewtui.tally.grade_words import grade_text, line_sentence, quota_sentence, reason_sentences
from reviewtui.tally.verdict import CandidateVerdict, Flag, Verdict
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.recording import record
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.questions import Question, ask_in_turn
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.voting import vote_openly, vote_secretly
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words

_CANDIDATE: Final = "candidate"
_EXPERT: Final = "expert"
EVERYBODY: Final = "0"
"""Typed instead of the codes of all."""

Deed = tuple[str, Callable[[], None]]


class ClosingScreen(TablePage[None]):
    """Candidates with what is proposed and what the panel says; experts with how they signed."""

    SCOPE = Scope.CLOSING

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self._verdict = verdict
        self._record: Closing = NOTHING_CLOSED
        self._absent: frozenset[str] = frozenset()

    def fill(self) -> None:
        """Read anew what is on record."""
        from reviewtui.session.closing import absent, closing

        session = self.review.session
        self._record, self._absent = closing(session), absent(session)
        there = [one.code for one in session.panel.sitting if one.code not in self._absent]
        state = _("{done} of {count} on record as signed or not").format(
            done=sum(code in self._record.signatures for code in there), count=len(there)
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
        layout = Layout(
            (*columns, Column(_("the panel"), 16 if concludes else 12), Column(_("candidate")))
        )
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
        return carried_words(self.review.session.panel, vote) if vote is not None else ""

    def _quotas(self) -> Iterator[Item]:
        for used in self._verdict.quotas:
            yield Words(quota_sentence(used), Tone.WARN if used.tied else Tone.PLAIN)
        warned = [
            *excess_sentences(self.review.session.panel, self._verdict, self._record),
            *stale_sentence(self._record),
        ]
        yield from (Words(sentence, Tone.WARN) for sentence in warned)
        if warned or self._verdict.quotas:
            yield Words()

    def _experts(self) -> Iterator[Item]:
        layout = Layout((Column(_("no."), 4), Column(_("signature"), 28), Column(_("expert"))))
        yield Heads(layout)
        for expert in self.review.session.panel.sitting:
            found = self._record.signatures.get(expert.code)
            state = self._record.sign_words(expert.code)
            note = found.note if found else ""
            if found is None and expert.code in self._absent:
                note = label(Why.ABSENT)
            name = f"{expert.name}  {note}" if note else expert.name
            tone = Tone.DIM if found is None else Tone.WARN if found.note else Tone.PLAIN
            if self._record.outdated(expert.code):
                tone = Tone.WARN
            yield Row(f"{_EXPERT} {expert.code}", layout, (expert.code, state, name), tone)

    def _unsaid(self) -> list[str]:
        """Who sat here and is not on record yet."""
        return [
            item.code
            for item in self.review.session.panel.sitting
            if item.code not in {*self._absent, *self._record.signatures}
        ]

    def moved(self) -> None:
        """What Enter does on the row."""
        kind, _blank, code = self.table.key.partition(" ")
        if kind == _EXPERT:
            said = _("Enter: how {expert} stands to the signed result")
            self.instruct(said.format(expert=expert_name(code)))
            return
        if code in self._record.adjustments or code in self._record.votes:
            said = _("Enter: what is on record of {candidate}, change it or take it back")
            self.instruct(said.format(candidate=candidate_number(code)))
            return
        rule = self.review.session.panel.rule
        if rule.conclusions:
            self.instruct(_("Enter: record a vote, or see why this is proposed"))
        elif not rule.grades.bands:
            self.instruct(_("Enter: how the total came about"))
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
        said = said or [line_sentence(session.panel.rule, item)]
        asked = session.panel.rule.conclusions
        if asked and item.opinion and item.opinion.took_part:
            counted = _("On the sheets: {counts}")
            said.append(counted.format(counts=counts_words(asked, item.opinion)))
        if (adjusted := self._record.adjustments.get(code)) is not None:
            said.append(adjustment_words(session.panel, self._verdict, adjusted))
        if (vote := self._record.votes.get(code)) is not None:
            said += [vote_words(session.panel, vote), *vote_names(session.panel, vote)]
            said.append(_("Another vote replaces the one recorded earlier"))
        return [*filter(None, said)]

    def _candidate_deeds(self, code: str) -> Iterator[Deed]:
        panel = self.review.session.panel
        if panel.rule.grades.bands:
            yield _("Adjust the proposed grade"), lambda: self._adjust(code)
            if code in self._record.adjustments:
                yield _("Take the adjustment back"), lambda: self._ask_adjustment(code, "")
        if panel.rule.conclusions:
            yield _("Record an open vote, by name"), lambda: vote_openly(self, code)
            yield _("Count the slips of a secret vote"), lambda: self._vote_secretly(code)
            if code in self._record.votes:
                yield _("Take the vote back"), lambda: self._take_vote_back(code)
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

        unsigned = note(SignState.UNSIGNED, _("Why is it not signed?"))
        if code in self._absent:
            return [unsigned]
        return [
            (sign_label(SignState.SIGNED), lambda: self._sign(code, SignState.SIGNED, "")),
            note(SignState.DISSENT, _("The opinion in short, or where it lies")),
            unsigned,
        ]

    def _sign(self, code: str, state: SignState, text: str) -> None:
        from reviewtui.session.closing import sign

        session = self.review.session
        record(self, lambda: sign(session, code, state, text))

    def refusal(self, entry: Action) -> str:
        """Nobody is left who could have signed."""
        if entry.name == "rest" and not self._unsaid():
            return _("Everybody who sat here is on record already")
        return ""

    def action_rest(self) -> None:
        """All who are not on record have signed."""
        codes = self._unsaid()
        confirm(
            self,
            _("All the others have signed"),
            _("Record {count} experts as having signed").format(count=len(codes)),
            lambda: self._sign_all(codes),
            notes=[_(", ").join(map(expert_name, codes))],
        )

    def _sign_all(self, codes: Sequence[str]) -> None:
        from reviewtui.session.closing import sign

        session = self.review.session

        def work() -> None:
            for code in codes:
                sign(session, code, SignState.SIGNED)

        record(self, work)

    def _adjust(self, code: str) -> None:
        grades = self.review.session.panel.rule.grades.names

        def take(grade: str | None) -> None:
            if grade is not None:
                self._ask_adjustment(code, grade)

        items = [Choice(grade, grade) for grade in grades]
        title = _("Which grade does the chair propose?")
        self.app.push_screen(Menu(title, items), take)

    def _ask_adjustment(self, code: str, grade: str) -> None:
        from reviewtui.session.closing import adjust, may_vote

        session = self.review.session
        sitting = may_vote(session, code)
        chair = next((one.name for one in session.panel.sitting if one.role is Role.CHAIR), "")
        title = _("Why is {candidate} adjusted to {grade}?")
        if not grade:
            title = _("Why is the adjustment of {candidate} taken back?")
        title = title.format(candidate=candidate_number(code), grade=grade)
        questions = [Question(title, _("It stands in the record"))]
        if grade:
            questions.append(
                Question(
                    _("Which experts agree?"),
                    _("Codes with a blank between them, or 0 for all: {codes}").format(
                        codes=_(", ").join(sitting)
                    ),
                    check=lambda text, _before: _fault(text, sitting),
                    echo=lambda text: _listed(text, sitting),
                )
            )
        questions.append(Question(_("Who adjusts?"), _("The chair's name"), chair))

        def store(answers: tuple[str, ...]) -> None:
            consent = _codes(answers[1], sitting) if grade else ()
            record(
                self,
                lambda: adjust(
                    session, code, grade, reason=answers[0], consent=consent, by=answers[-1]
                ),
            )

        ask_in_turn(self, questions, store)

    def _vote_secretly(self, code: str) -> None:
        votes = self._record.votes.values()
        slips = [vote for vote in votes if vote.mode is VoteMode.SECRET]
        last = max(slips, key=lambda vote: vote.at, default=None)
        vote_secretly(self, code, last.by if last else ())

    def _take_vote_back(self, code: str) -> None:
        from reviewtui.session.closing import take_vote_back

        session = self.review.session
        title = _("Why is the vote on {candidate} taken back?")
        question = Question(
            title.format(candidate=candidate_number(code)), _("It stands in the record")
        )

        def store(answers: tuple[str, ...]) -> None:
            record(self, lambda: take_vote_back(session, code, reason=answers[0]))

        ask_in_turn(self, [question], store)


def _codes(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The experts that were typed, each once; all of them for a nought."""
    typed = typed_codes(text)
    if typed == [EVERYBODY]:
        return tuple(known)
    return tuple(dict.fromkeys(matching(known, part) or part for part in typed))


def _listed(text: str, known: Sequence[str]) -> str:
    """How many experts that is, while it is typed."""
    found = [code for code in _codes(text, known) if code in known]
    return _("{count} agree").format(count=len(found)) if found else ""


def _fault(text: str, known: Sequence[str]) -> str:
    wrong = [code for code in _codes(text, known) if code not in known]
    said = _("expert {code} is not among those who have a say: {known}")
    return said.format(code=wrong[0], known=_(", ").join(known)) if wrong else ""

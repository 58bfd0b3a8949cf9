"""The walk through one expert's rows: one question, one answer, at once stored."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from reviewtui.cli.plain.answers import SIGN_LABELS, Sign, read_answer, read_sign
from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.cli.plain.groups import Groups
from reviewtui.cli.plain.questions import Questions
from reviewtui.domain.ballot import BLANK, OPEN, Cell, Standing
from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import OBJECTION
from reviewtui.domain.reasons import changing_reasons, reasons
from reviewtui.domain.reasons import phrases as built_in_phrases
from reviewtui.domain.sheet import ScoredRow
from reviewtui.domain.states import CandidateState, CellState, label
from reviewtui.locales import _
from reviewtui.session.changes import Change, CommentChange, MarkChange, StandingChange

if TYPE_CHECKING:
    from reviewtui.session.scoring import Scoring

Place = tuple[str, str]
"""Codes of a candidate and of a row."""


class Walk:
    """Where an expert stands among the rows, and what an answer does there."""

    def __init__(self, scoring: "Scoring", dialogue: Dialogue, phrases: Sequence[str] = ()) -> None:
        self._scoring = scoring
        self._dialogue = dialogue
        self._phrases = tuple(phrases) or built_in_phrases()
        self._questions = Questions(scoring)
        self._groups = Groups(scoring, dialogue)
        self._candidate = ""
        self._again = ""
        self._told = "", ""

    def run(self, here: Place | None) -> None:
        """Ask from `here` on, until nothing is left to ask or the expert wants to submit."""
        while here is not None:
            candidate, code = here
            if candidate != self._candidate:
                self._candidate = candidate
                self._dialogue.tell("", *self._questions.heading(candidate))
            here = self._ask(candidate, self._scoring.sheet.row(code))
        self._candidate = self._again = ""

    def start(self) -> Place | None:
        """The row where the expert stopped if it is still to be asked, or the first such one."""
        holes = self._due()
        place = self._scoring.place
        return place if place in holes else holes[0] if holes else None

    def _due(self) -> list[Place]:
        """What is asked on the way through: blank rows, in a further round what is reopened."""
        return self._scoring.holes() if self._scoring.start is None else self._places()

    def go_over(self, candidate: str) -> Place | None:
        """Ask every row of one candidate again; the first one. Enter keeps what is there."""
        if self._scoring.standing(candidate).state is not CandidateState.OPEN:
            self._whole(candidate)
        rows = self._rows(candidate)
        self._again = candidate
        return (candidate, rows[0]) if rows else None

    def _rows(self, candidate: str) -> list[str]:
        """Codes of the rows to ask: none where the candidate is not scored."""
        if self._scoring.standing(candidate).state is not CandidateState.OPEN:
            return []
        start = self._scoring.start
        rows = [row.code for row in self._scoring.sheet.judged(candidate)]
        return [row for row in rows if start is None or start.reopens(candidate, row)]

    def _places(self) -> list[Place]:
        return [
            (candidate, row)
            for candidate in self._scoring.candidates
            for row in self._rows(candidate)
        ]

    def _ask(self, candidate: str, row: ScoredRow) -> Place | None:
        """One question and what its answer does; the next place, None: all is asked."""
        self._scoring.move(candidate, row.code)
        if self._told != (candidate, row.code):
            self._told = candidate, row.code
            self._dialogue.tell(*self._questions.facts(candidate, row))
        answer = self._dialogue.ask(self._questions.question(candidate, row))
        if not answer:
            return self._after(candidate, row.code)
        sign = read_sign(answer)
        if sign is not None:
            return self._obey(sign, candidate, row)
        try:
            mark = read_answer(answer, row)
        except Refused as refused:
            self._dialogue.tell_refusal(refused)
            return candidate, row.code
        cell = Cell(CellState.SCORED, mark)
        start = self._scoring.start
        if start is not None and start.wants_reason(candidate, row.code, cell):
            reason = self._choose_reason(changing_reasons(), _("Why is it another mark now?"))
            if not reason:
                return candidate, row.code
            cell = cell._replace(reason=reason)
        return self._store(candidate, row, cell)

    def _menu(self) -> Sign | None:
        signs = list(SIGN_LABELS)
        chosen = self._dialogue.choose(
            _("More"),
            [f"{_(SIGN_LABELS[sign])}  {sign}" for sign in signs],
            _("back to the row"),
        )
        return None if chosen is None else signs[chosen]

    def _obey(self, sign: Sign, candidate: str, row: ScoredRow) -> Place | None:
        here = (candidate, row.code)
        match sign:
            case Sign.MENU:
                chosen = self._menu()
                return here if chosen is None else self._obey(chosen, candidate, row)
            case Sign.HELP:
                self._dialogue.tell(*self._questions.help(candidate, row))
            case Sign.SOURCE:
                self._dialogue.tell(*self._questions.source(row))
            case Sign.PAGE:
                self._dialogue.tell(*self._questions.page(candidate))
            case Sign.UNABLE:
                return self._unable(candidate, row)
            case Sign.OBJECTION:
                self._object(candidate, row.code)
            case Sign.FILL:
                return self._fill(candidate, row.code)
            case Sign.COMMENT:
                self._comment(candidate, row.code)
            case Sign.BACK:
                return self._before(here)
            case Sign.NEXT:
                return self._next_candidate(candidate)
            case Sign.GROUP:
                return candidate, self._groups.go(candidate) or row.code
            case Sign.CANDIDATE:
                self._whole(candidate)
                return here if self._rows(candidate) else self._after(candidate, row.code)
            case Sign.CLEAR:
                self._commit(MarkChange(candidate, row.code, BLANK))
            case Sign.UNDO:
                return self._undo(here)
            case Sign.REDO:
                return self._redo(here)
            case Sign.PRACTICE:
                self._practise()
            case Sign.SUBMIT:
                return None
        return here

    def _store(self, candidate: str, row: ScoredRow, cell: Cell) -> Place | None:
        """Store a cell; on to the next place only if it is really stored."""
        if not self._commit(MarkChange(candidate, row.code, cell)):
            return candidate, row.code
        self._tell_stored(f"{row.code} {self._questions.state(candidate, row)}")
        return self._after(candidate, row.code)

    def _tell_stored(self, what: str = "") -> None:
        word = _("tried out, not kept") if self._scoring.practice else _("saved")
        self._dialogue.tell(_("{done}: {what}").format(done=word, what=what) if what else word)

    def _practise(self) -> None:
        """The same questions about an invented candidate; nothing of it is kept."""
        from reviewtui.session.practice import Practice, not_submitted

        if self._scoring.practice:
            self._dialogue.tell(not_submitted())
            return
        practice = Practice(self._scoring)
        try:
            self._dialogue.tell(
                "",
                _("PRACTICE: does not count"),
                _("{sign} ends the practice at any time.").format(sign=Sign.SUBMIT),
            )
            walk = Walk(practice, self._dialogue, self._phrases)
            walk.run(walk.start())
            self._dialogue.tell(_("End of the practice: nothing of it is kept. Now the real one."))
        finally:
            practice.close()

    def _commit(self, change: Change) -> bool:
        return self._stored(self._scoring.commit([change]))

    def _stored(self, future: "Future[Any] | None") -> bool:
        """Wait until it is durable; say why if it is not."""
        try:
            if future is not None:
                future.result()
        except Refused as refused:
            self._dialogue.tell_refusal(refused)
            return False
        return future is not None

    def _after(self, candidate: str, code: str) -> Place | None:
        """The next row to ask: the next blank one, or the next one at all when going over."""
        places = self._places()
        if self._again:
            places = [place for place in places if place[0] == self._again]
        order = self._order()
        now = order[candidate, code]
        holes = set(self._due())
        return next(
            (place for place in places if order[place] > now and (self._again or place in holes)),
            None,
        )

    def _order(self) -> dict[Place, int]:
        """Position of every row of every candidate, scored or not."""
        places = [
            (candidate, row.code)
            for candidate in self._scoring.candidates
            for row in self._scoring.sheet.asked
        ]
        return {place: number for number, place in enumerate(places)}

    def _before(self, here: Place) -> Place:
        places = self._places()
        return places[max(places.index(here) - 1, 0)] if here in places else here

    def _next_candidate(self, candidate: str) -> Place | None:
        """Its first blank row, or its first row."""
        codes = self._scoring.candidates
        holes = self._due()
        self._again = ""
        for code in codes[codes.index(candidate) + 1 :]:
            rows = self._rows(code)
            blank = [place for place in holes if place[0] == code]
            if rows:
                return blank[0] if blank else (code, rows[0])
        return None

    def _unable(self, candidate: str, row: ScoredRow) -> Place | None:
        reason = self._reason(CellState.UNABLE, _("Why can you not judge this row?"))
        if not reason:
            return candidate, row.code
        return self._store(candidate, row, Cell(CellState.UNABLE, reason=reason))

    def _reason(self, state: CellState | CandidateState, question: str) -> str:
        """A reason chosen by number or typed; empty: the expert thought better of it."""
        return self._choose_reason(reasons(state), question)

    def _choose_reason(self, listed: Sequence[str], question: str) -> str:
        choices = [*listed, _("another reason (type it)")]
        chosen = self._dialogue.choose(question, choices, _("back to the row"))
        if chosen is None:
            return ""
        return listed[chosen] if chosen < len(listed) else self._dialogue.ask(_("The reason"))

    def _comment(self, candidate: str, row: str) -> None:
        now = self._scoring.comment(candidate, row)
        if now:
            self._dialogue.tell(
                _("Now: {text}").format(text=now),
                _("What you write replaces it; to keep it, repeat it or press Enter."),
            )
        self._dialogue.tell(
            *(f"  {number} {phrase}" for number, phrase in enumerate(self._phrases, 1))
        )
        answer = self._dialogue.ask(
            _("Your comment in one line, or the number of a phrase (Enter: leave it as it is)")
        )
        if not answer:
            return
        if answer.isdecimal() and 1 <= int(answer) <= len(self._phrases):
            answer = self._phrases[int(answer) - 1]
        if self._commit(CommentChange(candidate, row, answer)):
            self._tell_stored()

    def _object(self, candidate: str, code: str) -> None:
        """Write an objection, kept with the comment of the row that it is about."""
        row = self._groups.to_object(candidate, code)
        if row is None:
            return
        now = self._scoring.comment(candidate, row)
        if now:
            self._dialogue.tell(_("Now: {text}").format(text=now))
        answer = self._dialogue.ask(_("Your objection in one line (Enter: none)"))
        if not answer:
            return
        text = f"{now}\n{_(OBJECTION)}{answer}".lstrip()
        if self._commit(CommentChange(candidate, row, text)):
            self._tell_stored()

    def _fill(self, candidate: str, code: str) -> Place | None:
        """Fill the blank rows of the group in one step; on if this row was one of them."""
        changes = self._groups.fill(candidate, code)
        if not changes or not self._stored(self._scoring.commit(changes)):
            return candidate, code
        self._dialogue.tell(
            _("{count} rows filled; {sign} takes all of them back").format(
                count=len(changes), sign=Sign.UNDO
            )
        )
        done = self._scoring.cell(candidate, code).done
        return self._after(candidate, code) if done else (candidate, code)

    def _whole(self, candidate: str) -> None:
        """What can be said of a whole candidate; recusals known beforehand stay."""
        if self._scoring.panel.recusal(self._scoring.expert.code, candidate):
            self._dialogue.tell(_("This recusal was entered by the office before the meeting."))
            return
        state = self._scoring.standing(candidate).state
        others = [
            (CandidateState.RECUSED, _("recuse myself from this candidate")),
            (CandidateState.DECLINED, _("decline to score this candidate")),
            (CandidateState.OPEN, _("score this candidate")),
        ]
        offered = [(other, words) for other, words in others if other is not state]
        chosen = self._dialogue.choose(
            _("The whole candidate"),
            [_("comment on the whole candidate"), *(words for _other, words in offered)],
            _("leave it as it is"),
        )
        if chosen is None:
            return
        if chosen == 0:
            self._comment(candidate, "")
            return
        self._stand(candidate, offered[chosen - 1][0])

    def _stand(self, candidate: str, state: CandidateState) -> None:
        standing = OPEN
        if state is not CandidateState.OPEN:
            reason = self._reason(state, _("The reason"))
            if not reason:
                return
            standing = Standing(state, reason)
        if self._commit(StandingChange(candidate, standing)):
            self._tell_stored(label(state))

    def _undo(self, here: Place) -> Place:
        if not self._stored(self._scoring.undo()):
            self._dialogue.tell(_("There is nothing to undo."))
            return here
        self._dialogue.tell(_("The last step is undone."))
        return self._changed(here)

    def _redo(self, here: Place) -> Place:
        if not self._stored(self._scoring.redo()):
            self._dialogue.tell(_("There is nothing to redo."))
            return here
        self._dialogue.tell(_("The step is done again."))
        return self._changed(here)

    def _changed(self, here: Place) -> Place:
        """The row that undoing or redoing touched, or `here` if it is not asked."""
        last = self._scoring.last_change
        return last if last in self._places() else here

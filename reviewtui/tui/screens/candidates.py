"""An expert's candidates: how far each is, what he gave so far, and the way into the form."""

from collections.abc import Iterator, Mapping

from reviewtui.domain.ballot import Standing
from reviewtui.domain.gates import failed_gates
from reviewtui.domain.naming import candidate_name, candidate_number
from reviewtui.domain.numbers import decimal_text
from reviewtui.domain.review_words import lens, parts_sentences
from reviewtui.domain.states import CandidateState, label
from reviewtui.locales import _
from reviewtui.session.changes import StandingChange
from reviewtui.tally.filled import filled_part
from reviewtui.tally.partial import OwnPlace
from reviewtui.tui import flow
from reviewtui.tui.actions import Action, Scope
from reviewtui.tui.lines import Tone
from reviewtui.tui.rows import HIDDEN
from reviewtui.tui.screens.own_page import OwnPage
from reviewtui.tui.screens.reason import ask_standing
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Heads, Item, Row, Words


class CandidatesScreen(OwnPage):
    """The list; Enter goes on where the expert was last, else at a candidate's first hole."""

    SCOPE = Scope.CANDIDATES

    def fill(self) -> None:
        """Show every candidate the expert is to judge."""
        scoring = self.review.scoring
        places = self.standings()
        self.head = Head(scoring.panel.title, self.whose, self._done())
        said = [lens(scoring.panel.review), *parts_sentences(scoring.panel)]
        told = [item for text in said if text for item in (Words(), Words(text, Tone.DIM))]
        key = self.table.key or self._first
        self.show([*self._of_the_stick(), *self._rows(places), *told], key=key)
        self.moved()

    def _of_the_stick(self) -> Iterator[Item]:
        """What an expert must know of other machines with his stick, before he goes on."""
        if self.review.work is None:
            return
        from reviewtui.exchange.kit_notices import notices

        for notice in notices(self.review.work):
            yield Words(notice, Tone.WARN)
            yield Words()

    def _rows(self, places: Mapping[str, OwnPlace]) -> list[Item]:
        layout = Layout(
            (
                Column(_("no."), 5),
                Column(_("filled"), 7, right=True),
                Column(_("own marks"), 12, right=True),
                Column(_("state"), 12),
                Column(_("candidate")),
            )
        )
        scoring = self.review.scoring
        return [
            Heads(layout),
            *(
                Row(
                    code,
                    layout,
                    (
                        code,
                        "" if self._elsewhere else "/".join(map(str, scoring.progress(code))),
                        self._own(code, places.get(code)),
                        self._state(code),
                        self._called(code),
                    ),
                    tone=Tone.PLAIN if self._open(code) and self._asked(code) else Tone.DIM,
                    number=code if code.isdecimal() else str(number),
                )
                for number, code in enumerate(scoring.candidates, start=1)
            ),
        ]

    def _done(self) -> str:
        """How many candidates are finished; in a further round, how many there are to look at."""
        if self._elsewhere:
            return _("submitted on another computer")
        candidates = self.review.scoring.candidates
        asked = [code for code in candidates if self._asked(code)]
        if self.review.scoring.start is not None:
            return _("{count} of {total} candidates reopened").format(
                count=len(asked), total=len(candidates)
            )
        return _("{done} of {total} candidates finished").format(
            done=sum(map(self._finished, candidates)), total=len(candidates)
        )

    @property
    def _elsewhere(self) -> bool:
        """Whether what was submitted is another computer's, and what is here says nothing of it."""
        sealed = self.review.scoring.sealed
        return sealed is not None and sealed.elsewhere

    def _asked(self, code: str) -> bool:
        """Whether the candidate can be marked in this round."""
        start = self.review.scoring.start
        return start is None or bool(start.cells.get(code))

    def _called(self, code: str) -> str:
        """The candidate's name; a gate it does not pass is told before it."""
        panel = self.review.scoring.panel
        name = panel.candidate(code).name
        failed = failed_gates(panel, code)
        return _("[gate not passed] {name}").format(name=name) if failed else name

    def _standing(self, code: str) -> CandidateState:
        return self.review.scoring.standing(code).state

    def _open(self, code: str) -> bool:
        return self._standing(code) is CandidateState.OPEN

    def _finished(self, code: str) -> bool:
        done, rows = self.review.scoring.progress(code)
        return done == rows or not self._open(code)

    def _own(self, code: str, place: OwnPlace | None) -> str:
        """The own total, or the filled part beside its own base; never out of 100 by halves."""
        if not self._open(code) or self._elsewhere:
            return ""
        if not self.review.scoring.progress(code)[0]:
            return ""
        if self.review.hidden:
            return HIDDEN
        scoring = self.review.scoring
        if self._finished(code):
            return self.total_words(place)
        points, base = filled_part(scoring.sheet, code, scoring.cells(code))
        return f"{decimal_text(points, None)}/{decimal_text(base, None)}"

    def _state(self, code: str) -> str:
        if self._elsewhere:
            return _("submitted")
        standing = self._standing(code)
        if standing is not CandidateState.OPEN:
            return label(standing)
        scoring = self.review.scoring
        if scoring.start is not None:
            from reviewtui.session.round_words import taking_part

            return taking_part(scoring.start, code, scoring.cells(code))
        if self._finished(code):
            return _("finished")
        return _("begun") if scoring.progress(code)[0] else _("not begun")

    def moved(self) -> None:
        """One sentence: what Enter does here."""
        code = self.table.key
        if self.review.scoring.opened:
            self.instruct(flow.opened_words())
        elif self.review.scoring.sealed is not None:
            self.instruct(_("Submitted. Enter shows the sheet; Esc: take back, or get up"))
        elif code and not self._open(code):
            self.instruct(
                _("{candidate}: {state}. Space takes it back").format(
                    candidate=candidate_name(self.review.scoring.panel, code),
                    state=label(self._standing(code)),
                )
            )
        elif code and not self._asked(code):
            self.instruct(
                _("{candidate} is not in this round; Enter only shows it").format(
                    candidate=candidate_number(code)
                )
            )
        elif code and self.review.scoring.start is not None:
            self.instruct(
                _("{candidate}: Enter shows the reopened rows; Esc: menu, submit").format(
                    candidate=candidate_number(code)
                )
            )
        elif self._begun:
            self.instruct(_("Choose a candidate and press Enter to score; Esc: menu, submit"))
        else:
            self.instruct(
                _("Choose a candidate and press Enter to score; to practise first: Space, then 5")
            )

    @property
    def _begun(self) -> bool:
        scoring = self.review.scoring
        return any(scoring.progress(code)[0] for code in scoring.candidates)

    def chosen(self, key: str, column: int | None) -> None:
        """Open the form where the expert was last, else at the candidate's first hole."""
        del column
        scoring = self.review.scoring
        stood, row = self._last
        codes = [item.code for item in scoring.sheet.judged(key)]
        if (start := scoring.start) is not None:
            codes = [code for code in codes if start.reopens(key, code)] or codes
        hole = next((place for place in scoring.holes() if place[0] == key), None)
        if hole is None or (stood == key and row in codes):
            self.dismiss((key, row if row in codes else next(iter(codes), "")))
        else:
            self.dismiss(hole)

    @property
    def _first(self) -> str:
        """Where the cursor stands first: where the expert was last, if he can go on there."""
        last = self._last[0]
        asked = [code for code in self.review.scoring.candidates if self._asked(code)]
        return last if last in asked else next(iter(asked), last)

    @property
    def _last(self) -> tuple[str, str]:
        """The candidate and the row where the expert was last; empty at the beginning."""
        return self.review.scoring.place or ("", "")

    def refusal(self, entry: Action) -> str:
        """What cannot be done with a sealed sheet, or with this candidate as it stands."""
        scoring = self.review.scoring
        changes = entry.name in ("recuse", "decline", "take_back", "submit", "leave_early")
        if scoring.opened and (changes or entry.name == "reopen"):
            return flow.opened_words()
        if scoring.sealed is not None and changes:
            return _("Submitted; take it back first (Esc, “take back and change”)")
        if scoring.sealed is None and entry.name == "reopen":
            return _("Nothing has been submitted yet")
        standing = self._standing(self.table.key) if self.table.key else CandidateState.OPEN
        if entry.name == "take_back" and standing is CandidateState.OPEN:
            return _("This candidate is open: there is nothing to take back")
        return ""

    def action_recuse(self) -> None:
        """Recuse, with a numbered reason."""
        self._stand_back(CandidateState.RECUSED)

    def action_decline(self) -> None:
        """Decline to score, with a numbered reason."""
        self._stand_back(CandidateState.DECLINED)

    def action_take_back(self) -> None:
        """Open the candidate again; the marks given before are still there."""
        self._store(self.table.key, Standing())

    def _stand_back(self, state: CandidateState) -> None:
        code = self.table.key
        panel = self.review.scoring.panel
        ask_standing(self, panel, code, state, lambda standing: self._store(code, standing))

    def _store(self, code: str, standing: Standing) -> None:
        flow.store(self, [StandingChange(code, standing)])

    def action_candidate(self) -> None:
        """Read what the candidate declared and what is asked of it."""
        if self.table.key:
            scoring = self.review.scoring
            self.review.open("candidate", scoring.panel, scoring.sheet, self.table.key)

    def action_overview(self) -> None:
        """All own marks; a cell chosen there is opened in the form."""
        self.review.open("overview", then=self.go_to)

    def action_practise(self) -> None:
        """The form on an invented candidate; nothing of it counts."""
        self.review.open("practice", self.review.scoring)

    def action_leave_early(self) -> None:
        """Submit what is finished; the rest is marked as left early."""
        flow.submit(self, self.go_to, left=True)

    def action_reopen(self) -> None:
        """Change after submitting, as a new version."""
        flow.reopen(self)

    def action_quit(self) -> None:
        """Leave the seat; everything confirmed is stored."""
        flow.ask_to_rise(self)

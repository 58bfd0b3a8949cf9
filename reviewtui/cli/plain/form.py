"""From “who are you” to the check code: the whole form, line by line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewtui.cli.config import config
from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.cli.plain.walk import Walk
from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import candidate_name, matching, person, round_name
from reviewtui.domain.review_words import lens, parts_sentences
from reviewtui.domain.states import CandidateState, label
from reviewtui.locales import _
from reviewtui.session.journal_words import reopened_words
from reviewtui.session.round_words import taking_part
from reviewtui.tally.figures import number_text
from reviewtui.tally.own import notice_text, own_notices, own_places, own_total_places
from reviewtui.tally.status import status_notes

if TYPE_CHECKING:
    from reviewtui.session.scoring import Scoring
    from reviewtui.session.session import Session


def score_line_by_line(
    session: "Session", expert: str | None, dialogue: Dialogue | None = None
) -> int:
    """Score and submit one expert's marks; what was answered is kept when answers end.

    Args:
        session: The open session.
        expert: Who scores; None: the first question.
        dialogue: The other end; the terminal's or a script's two streams if None.
    """
    talk = dialogue or Dialogue()
    try:
        code = expert or _identify(session, talk)
    except EOFError:
        return 0
    scoring = session.scoring(code)
    try:
        form = PlainForm(scoring, talk, config().phrases)
        form.greet()
        if session.opened is None:
            form.run()
        else:
            form.tell_code()
            talk.tell(_("The ballots are open; marks can no longer be changed."))
    except EOFError:
        talk.tell(_standing_still(scoring))
    finally:
        scoring.close()
    return 0


def _identify(session: "Session", talk: Dialogue) -> str:
    """Ask who scores until it is one of the panel."""
    experts = {expert.code: expert for expert in session.panel.experts}
    progress = session.progress()
    for code, expert in experts.items():
        done, total, sealed = progress.get(code, (0, 0, False))
        said = _("submitted") if sealed else f"{done}/{total}"
        talk.tell(f"{code}  {said}  {person(expert)}")
    while True:
        answer = talk.ask(_("Who are you? Type your number"))
        found = matching(list(experts), answer)
        if found is not None:
            return found
        talk.tell(
            _("there is no expert {code}; there are: {known}").format(
                code=answer, known=_(", ").join(experts)
            )
        )


def _standing_still(scoring: "Scoring") -> str:
    """What is said when the answers end before the marks are handed in."""
    if scoring.sealed:
        return _("The answers ended; your marks are submitted.")
    counts = [scoring.progress(candidate) for candidate in scoring.candidates]
    return _("The answers ended: {done} of {total} rows are saved, nothing is submitted.").format(
        done=sum(done for done, _total in counts), total=sum(total for _done, total in counts)
    )


class PlainForm:
    """One expert at work."""

    def __init__(self, scoring: "Scoring", talk: Dialogue, phrases: Sequence[str]) -> None:
        self._scoring = scoring
        self._talk = talk
        self._walk = Walk(scoring, talk, phrases)

    def greet(self) -> None:
        """Say which meeting it is, what it is not, and who is scoring."""
        scoring = self._scoring
        self._talk.tell(f"{scoring.panel.title}  {round_name(scoring.round)}")
        panel = scoring.panel
        for note in (*status_notes(panel), lens(panel.review), *parts_sentences(panel)):
            if note:
                self._talk.tell(note)
        self._talk.tell(person(scoring.expert))

    def run(self) -> None:
        """Ask every blank row, then look over and submit."""
        if self._scoring.sealed and not self._take_back():
            return
        self._talk.tell(
            _(
                "Type a mark and Enter. Enter alone leaves a row as it is. "
                "? explains, . shows a menu."
            )
        )
        if (start := self._scoring.start) is None:
            self._talk.tell(_("To practise first on a candidate that does not count, type +"))
        else:
            self._talk.tell(_("Reopened: {cells}").format(cells=reopened_words(start.cells)))
        self._walk.run(self._walk.start())
        while self._finish():
            pass

    def _take_back(self) -> bool:
        """Say that all is handed in; True if the expert wants to change it."""
        self.tell_code()
        chosen = self._talk.choose(
            _("Your marks are submitted"),
            [_("take back and change (new version)")],
            _("leave them so"),
        )
        if chosen is None:
            return False
        if self._scoring.sealed and self._scoring.sealed.elsewhere:
            from reviewtui.exchange.kit_notices import marks_elsewhere  # a kit's only

            self._talk.tell(marks_elsewhere())
        reason = self._talk.ask(_("Why? One line; it stands in the journal"))
        if not reason:
            return False
        try:
            self._scoring.reopen(reason).result()
        except Refused as refused:
            self._talk.tell_refusal(refused)
            return False
        return True

    def _finish(self) -> bool:
        """The overview and what to do now; False when the expert is done."""
        self._overview()
        holes = self._scoring.holes()
        self._tell_holes(holes)
        if holes:
            choices = [_("go through what is missing"), _("leave early: hand in what is finished")]
        else:
            choices = [_("submit")]
        choices.append(_("change a candidate"))
        chosen = self._choose(choices)
        if chosen is None:
            self._talk.tell(_("Everything is saved; nothing is submitted."))
            return False
        if chosen == len(choices) - 1:
            self._change_one()
            return True
        if holes and chosen == 0:
            self._walk.run(holes[0])
            return True
        question = _("Hand in what is finished now?") if holes else _("Submit now?")
        return not (self._talk.sure(question) and self._seal(left=bool(holes)))

    def _choose(self, choices: Sequence[str]) -> int | None:
        return self._talk.choose(_("What now?"), choices, _("stop here, everything is saved"))

    def _overview(self) -> None:
        """The expert's own totals with his own order."""
        scoring = self._scoring
        self._talk.tell("", _("My marks for all candidates"))
        found = own_places(scoring)
        places = own_total_places(scoring.panel.rule, found.values())
        for candidate, place in found.items():
            state = scoring.standing(candidate).state
            if state is not CandidateState.OPEN:
                said = label(state)
            elif place.total is None:
                done, total = scoring.progress(candidate)
                said = _("{done} of {total} rows").format(done=done, total=total)
            else:
                said = _("{total}, my place {rank}").format(
                    total=number_text(place.total, places), rank=place.rank
                ) + (_(", tied") if place.tied else "")
            if scoring.start is not None:
                part = taking_part(scoring.start, candidate, scoring.cells(candidate))
                said = _("; ").join([said, part])
            name = candidate_name(scoring.panel, candidate)
            self._talk.tell("  " + _("{name}: {state}").format(name=name, state=said))
        for notice in own_notices(scoring):
            self._talk.tell(_("worth a look: {notice}").format(notice=notice_text(notice)))

    def _tell_holes(self, holes: Sequence[tuple[str, str]]) -> None:
        for candidate in dict.fromkeys(candidate for candidate, _row in holes):
            rows = [row for code, row in holes if code == candidate]
            self._talk.tell(
                _("missing at {candidate}: {rows}").format(
                    candidate=candidate_name(self._scoring.panel, candidate),
                    rows=_(", ").join(rows),
                )
            )

    def _change_one(self) -> None:
        codes = self._scoring.candidates
        answer = self._talk.ask(_("Which candidate? Type its number (Enter: none)"))
        found = matching(codes, answer) if answer else None
        if found is None:
            if answer:
                self._talk.tell(_("there is no candidate {code}").format(code=answer))
            return
        self._walk.run(self._walk.go_over(found))

    def _seal(self, *, left: bool) -> bool:
        """Hand in; True if it is done."""
        try:
            self._scoring.seal(left=left).result()
        except Refused as refused:
            self._talk.tell_refusal(refused)
            return False
        self.tell_code()
        return True

    def tell_code(self) -> None:
        """The version and the check code of what is handed in; nothing before that."""
        sealed = self._scoring.sealed
        if sealed is None:
            return
        self._talk.tell(
            _("Submitted, version {rev}. Check code: {code}").format(
                rev=sealed.rev, code=sealed.check_code
            ),
            _("Copy the check code by hand onto the sign-off sheet."),
        )

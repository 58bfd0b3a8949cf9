"""Entering marks at the desk for an expert: from paper by two people, or from an Excel sheet;
and changing what was handed in, for one whose laptop is packed."""

import argparse
import sys
from typing import TYPE_CHECKING

from reviewtui.cli.console import next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import expert_of, round_of
from reviewtui.cli.opening import opened
from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.domain.findings import Finding, Refused, refuse_if
from reviewtui.domain.naming import candidate_name, expert_name
from reviewtui.locales import _

if TYPE_CHECKING:
    from reviewtui.domain.ballot import Ballot
    from reviewtui.session.session import Session
    from reviewtui.session.typed_in import Entry, TypedIn
    from reviewtui.session.typed_pass import TypedPass


def type_in(given: argparse.Namespace) -> int:
    """Enter one expert's marks; 1 while a second person, or somebody's decision, is needed."""
    if given.sheet and (given.marks or given.confirm or given.primary_subtotals):
        raise WrongUse(_("--sheet reads an Excel sheet; the other options are for paper"))
    if given.confirm and given.marks:
        raise WrongUse(_("--confirm compares with the paper; it takes no --marks"))
    with opened(given.session, desk=True) as session:
        given.round = round_of(session, given.round)
        if given.sheet:
            return _excel(session, given)
        if not given.expert:
            return _list_begun(session, given.round)
        expert = expert_of(session.panel, given.expert, given.session)
        if given.discard or given.discard_second:
            return _discard(session, expert, given.round, second=given.discard_second)
        return _Paper(session, expert, given).run()


def _list_begun(session: "Session", number: int) -> int:
    """Whose paper sheets are typed in part."""
    from reviewtui.session.typed_pass import being_typed

    begun = being_typed(session.meeting, number)
    for expert, typists in begun.items():
        sentence = _("{expert}: begun by {people}, not taken in yet")
        tell(sentence.format(expert=expert_name(expert), people=_(", ").join(typists)))
    if not begun:
        say(_("No paper sheet is half typed in. Give --expert to begin one."))
    return 1 if begun else 0


def _discard(session: "Session", expert: str, number: int, *, second: bool) -> int:
    from reviewtui.session.typed_pass import PAPER, SECOND, discard_passes

    discard_passes(session.meeting, expert, number, (SECOND,) if second else PAPER)
    if second:
        sentence = _("{expert}: the second pass is forgotten; the first one stays")
        say(sentence.format(expert=expert_name(expert)))
        return 0
    say(_("{expert}: what was typed is forgotten; begin anew").format(expert=expert_name(expert)))
    return 0


def _excel(session: "Session", given: argparse.Namespace) -> int:
    from reviewtui.exchange.score_sheet_entry import enter_score_sheet

    expert = expert_of(session.panel, given.expert, given.session) if given.expert else ""
    by = (given.by,) if given.by else ()
    entered = enter_score_sheet(
        session, given.sheet, expert=expert, by=by, reason=given.reason or ""
    )
    for warning in entered.warnings:
        say(_("warning: {finding}").format(finding=warning))
    return _told(session, entered.ballot, entered.taken, entered.entry)


class _Paper:
    """One call at one paper sheet: the first pass, or the second and what comes of both."""

    def __init__(self, session: "Session", expert: str, given: argparse.Namespace) -> None:
        from reviewtui.session.paper_work import PaperWork

        self._session, self._expert, self._given = session, expert, given
        self._paper = PaperWork(session, expert, given.round)
        self._talk = Dialogue()

    def run(self) -> int:
        """Go on where the sheet stands."""
        from reviewtui.session.paper_work import Stage

        if self._given.primary_subtotals and self._given.marks:
            raise WrongUse(_("a file of marks names every row; it has no subtotals"))
        try:
            typist = self._typist()
            if self._given.confirm:
                return self._confirm(typist)
            if self._paper.stage in (Stage.NEW, Stage.FIRST):
                return self._first(typist)
            return self._second(typist)
        except EOFError:
            say(_("The answers ended; what was typed is kept. Go on with the same command."))
            return 1

    def _typist(self) -> str:
        named: str = self._given.by or ""
        if not named and self._given.marks:
            raise WrongUse(_("say with --by who typed the marks"))
        return named or self._talk.ask(_("Who is typing? Type your name"))

    def _first(self, typist: str) -> int:
        from reviewtui.session.typed_pass import FIRST

        self._pass(self._paper.begin_first(typist, subtotals=self._given.primary_subtotals), FIRST)
        say(_("{expert}: the first pass is kept.").format(expert=expert_name(self._expert)))
        say(_("Now a second person types the sheet again, or compares it (--confirm)."))
        words = ("--expert", self._expert, "--by", _("SECOND-NAME"))
        say(next_command("type-in", self._session.path, *words))
        return 1

    def _second(self, typist: str) -> int:
        from reviewtui.session.typed_pass import SECOND

        second = self._paper.begin_second(typist)
        if not second.finished or self._given.marks:
            self._pass(second, SECOND)
        if self._paper.differences() and not self._settled():
            return 1
        return _told(self._session, *self._paper.take(self._reason()))

    def _settled(self) -> bool:
        """Have every difference looked up on the paper; False where nobody can be asked."""
        from reviewtui.cli.plain.paper import Settling
        from reviewtui.session.typed_pass import FIRST, SECOND

        places = self._paper.differences()
        tell(_("The two passes differ in {count} places:").format(count=len(places)))
        for place in places:
            first, second = (
                self._paper.said_words(typed, place)
                for turn in (FIRST, SECOND)
                if (typed := self._paper.typed(turn)) is not None
            )
            tell(
                _("{place}: {first} / {second}").format(
                    place=self._paper.place_words(place), first=first, second=second
                )
            )
        if self._given.marks:
            say(_("Look at the paper, then run the command again without --marks to settle them."))
            return False
        Settling(self._paper, self._talk).run()
        return True

    def _confirm(self, typist: str) -> int:
        paper, first = self._paper, self._paper.require_second(typist)
        listed = paper.boxes(subtotals=first.subtotals)
        for candidate in dict.fromkeys(box.candidate for box in listed):
            tell("")
            tell(candidate_name(self._session.panel, candidate))
            if candidate in first.standings:
                tell(f"  {paper.said_words(first, (candidate, ''))}")
            else:
                for box in listed:
                    if box.candidate == candidate:
                        said = paper.said_words(first, (candidate, box.row.code))
                        reason = first.cell(candidate, box.row.code).reason
                        tell(f"  {box.row.code}  {said}  {box.row.name()}  {reason}".rstrip())
            if not self._talk.sure(_("Does all of it stand so on the paper?")):
                say(_("Nothing was taken in. Type the sheet again without --confirm."))
                return 1
        return _told(self._session, *paper.confirm(typist, self._reason()))

    def _pass(self, typed: "TypedPass", turn: int) -> None:
        """One person's pass, typed here or read from a file of marks."""
        from reviewtui.cli.plain.paper import PaperTyping

        if self._given.marks:
            self._paper.keep(self._from_marks(typed.typist), turn)
            return
        PaperTyping(
            self._session,
            self._expert,
            typed,
            self._talk,
            lambda now: self._paper.keep(now, turn),
            self._paper.start,
        ).run()

    def _from_marks(self, typist: str) -> "TypedPass":
        from reviewtui.exchange.marks_csv import read_marks
        from reviewtui.session.paper_entry import typed_from

        session, given = self._session, self._given
        source = sys.stdin if str(given.marks) == "-" else given.marks
        ballots = read_marks(source, session.panel, session.sheet, session_id=session.id)
        others = [ballot.expert for ballot in ballots if ballot.expert != self._expert]
        if others:
            sentence = _("holds marks of expert {code}; give the marks of one paper sheet")
            raise Refused(Finding(str(given.marks), sentence.format(code=others[0])))
        typed = typed_from(ballots[0], typist, again=self._paper.start is not None)
        refuse_if(Finding(str(given.marks), fault) for fault in self._paper.faults(typed))
        return typed

    def _reason(self) -> str:
        """Why this sheet replaces what is there; "" where nothing is, or both are to stand."""
        from reviewtui.session.typed_in import versions_there

        there = versions_there(self._session, self._expert, self._given.round)
        if not there or self._given.reason or self._given.marks:
            return self._given.reason or ""
        sentence = _("{expert} has handed in version {rev} already.")
        say(sentence.format(expert=expert_name(self._expert), rev=there[-1].rev))
        return self._talk.ask(
            _("Why does the paper replace it? (Enter: keep both, they are in conflict then)")
        )


def _told(session: "Session", ballot: "Ballot", taken: "TypedIn", entry: "Entry") -> int:
    """Say what was taken in and what to do next."""
    from reviewtui.session import entry_words as words

    for sentence in words.how_entered(ballot, taken, entry):
        say(sentence)
    tell(words.version_words(taken.sealed))
    say(words.copy_words())
    if taken.late:
        for sentence in words.late_words(ballot.round, session.meeting.round):
            say(sentence)
        admitting = ("--again", "--admit", ballot.expert, "--by", _("NAME"))
        if ballot.round == session.meeting.round:
            say(next_command("unseal", session.path, *admitting, "--reason", _("REASON")))
        return 1
    if taken.stands:
        return 0
    say(words.idle_words(taken))
    if not taken.withdrawn:
        say(next_command("resolve", session.path))
    return 1

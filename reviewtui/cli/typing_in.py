"""Entering marks at the desk for an expert: from paper by two people, or from an Excel sheet;
and changing what was handed in, for one whose laptop is packed."""

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewtui.cli.console import next_command, say, tell
from reviewtui.cli.guard import WrongUse
from reviewtui.cli.naming import expert_of
from reviewtui.cli.opening import opened
from reviewtui.cli.plain.dialogue import Dialogue
from reviewtui.domain.findings import Finding, Refused
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
        if given.sheet:
            return _excel(session, given)
        if not given.expert:
            return _list_begun(session, given.round)
        expert = expert_of(session.panel, given.expert, given.session)
        if given.discard:
            return _discard(session, expert, given.round)
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


def _discard(session: "Session", expert: str, number: int) -> int:
    from reviewtui.session.typed_pass import discard_passes

    discard_passes(session.meeting, expert, number)
    say(_("{expert}: what was typed is forgotten; begin anew").format(expert=expert_name(expert)))
    return 0


def _excel(session: "Session", given: argparse.Namespace) -> int:
    from reviewtui.exchange.score_sheet_reader import read_score_sheet
    from reviewtui.session.typed_in import Entry, take_typed

    read = read_score_sheet(given.sheet, session)
    expert = read.ballot.expert
    if given.expert and expert_of(session.panel, given.expert, given.session) != expert:
        sentence = _("is the sheet of expert {code}; nothing was taken").format(code=expert)
        raise Refused(Finding(str(given.sheet), sentence))
    if read.blank:
        raise Refused(Finding(str(given.sheet), _("nothing is filled in; nothing was taken")))
    for warning in read.warnings:
        say(_("warning: {finding}").format(finding=warning))
    by = (given.by,) if given.by else ()
    entry = Entry(by=by, reason=given.reason or "", note=given.sheet.name)
    return _told(session, read.ballot, take_typed(session, read.ballot, entry), entry)


class _Paper:
    """One call at one paper sheet: the first pass, or the second and what comes of both."""

    def __init__(self, session: "Session", expert: str, given: argparse.Namespace) -> None:
        self._session, self._expert, self._given = session, expert, given
        self._number: int = given.round
        self._talk = Dialogue()

    def run(self) -> int:
        """Go on where the sheet stands."""
        from reviewtui.session.typed_in import require_entry

        require_entry(self._session, self._expert, self._number)
        self._require_subtotals()
        try:
            typist = self._typist()
            first = self._read(1)
            if first is None or not first.finished:
                return self._first(first, typist)
            return self._second(first, typist)
        except EOFError:
            say(_("The answers ended; what was typed is kept. Go on with the same command."))
            return 1

    def _require_subtotals(self) -> None:
        from reviewtui.domain.subtotals import why_no_subtotals

        if self._given.primary_subtotals:
            why = why_no_subtotals(self._session.panel, self._session.sheet)
            if why:
                raise Refused(why)
            if self._given.marks:
                raise WrongUse(_("a file of marks names every row; it has no subtotals"))

    def _typist(self) -> str:
        named: str = self._given.by or ""
        if not named and self._given.marks:
            raise WrongUse(_("say with --by who typed the marks"))
        return named or self._talk.ask(_("Who is typing? Type your name"))

    def _first(self, begun: "TypedPass | None", typist: str) -> int:
        from reviewtui.session.typed_pass import TypedPass

        if begun is not None and begun.typist != typist:
            raise Refused(
                _(
                    "{person} has begun to type this sheet and not finished; let {person} go on, "
                    "or discard it with --discard"
                ).format(person=begun.typist)
            )
        if self._given.confirm:
            raise Refused(_("nobody has typed this sheet yet; there is nothing to confirm"))
        fresh = TypedPass(typist, subtotals=self._given.primary_subtotals)
        self._pass(begun or fresh, 1)
        say(_("{expert}: the first pass is kept.").format(expert=expert_name(self._expert)))
        say(_("Now a second person types the sheet again, or compares it (--confirm)."))
        words = ("--expert", self._expert, "--by", "NAME")
        say(next_command("type-in", self._session.path, *words))
        return 1

    def _second(self, first: "TypedPass", typist: str) -> int:
        from reviewtui.session.typed_pass import TypedPass, differences

        if typist == first.typist:
            sentence = _("{person} typed this sheet first; the second pass is for somebody else")
            raise Refused(sentence.format(person=typist))
        if self._given.confirm:
            return self._confirm(first, typist)
        second = self._read(2)
        if second is not None and second.typist != typist:
            second = None
        if second is None or not second.finished or self._given.marks:
            second = self._pass(second or TypedPass(typist, subtotals=first.subtotals), 2)
        if differences(first, second) and not self._settled(first, second):
            return 1
        second = self._read(2) or second
        return self._take(second, (first.typist, typist), confirmed=False)

    def _settled(self, first: "TypedPass", second: "TypedPass") -> bool:
        """Have every difference looked up on the paper; False where nobody can be asked."""
        from reviewtui.cli.plain.paper import Settling
        from reviewtui.session.typed_pass import differences

        settling = Settling(self._session, self._expert, self._talk)
        places = differences(first, second)
        if not second.differed:
            second = replace(second, differed=len(places))
            self._keep(second, 2)
        tell(_("The two passes differ in {count} places:").format(count=len(places)))
        for place in places:
            sentence = _("{place}: {first} / {second}")
            tell(
                sentence.format(
                    place=settling.named(place),
                    first=settling.shown(first, place),
                    second=settling.shown(second, place),
                )
            )
        if self._given.marks:
            say(_("Look at the paper, then run the command again without --marks to settle them."))
            return False

        def keep(one: "TypedPass", other: "TypedPass") -> None:
            self._keep(one, 1)
            self._keep(other, 2)

        settling.run(first, second, keep)
        return True

    def _confirm(self, first: "TypedPass", typist: str) -> int:
        from reviewtui.cli.plain.paper import Settling
        from reviewtui.session.paper_entry import boxes

        shown = Settling(self._session, self._expert, self._talk)
        listed = boxes(self._session, self._expert, subtotals=first.subtotals)
        for candidate in dict.fromkeys(box.candidate for box in listed):
            tell("")
            tell(candidate_name(self._session.panel, candidate))
            if candidate in first.standings:
                tell(f"  {shown.shown(first, (candidate, ''))}")
            else:
                for box in listed:
                    if box.candidate == candidate:
                        said = shown.shown(first, (candidate, box.row.code))
                        tell(f"  {box.row.code}  {said}  {box.row.name()}")
            if not self._talk.sure(_("Does all of it stand so on the paper?")):
                say(_("Nothing was taken in. Type the sheet again without --confirm."))
                return 1
        return self._take(first, (first.typist, typist), confirmed=True)

    def _pass(self, typed: "TypedPass", turn: int) -> "TypedPass":
        """One person's pass, typed here or read from a file of marks."""
        from reviewtui.cli.plain.paper import PaperTyping

        if self._given.marks:
            whole = self._from_marks(typed.typist)
            self._keep(whole, turn)
            return whole
        talk = PaperTyping(
            self._session, self._expert, typed, self._talk, lambda now: self._keep(now, turn)
        )
        return talk.run()

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
        return typed_from(ballots[0], typist)

    def _take(self, typed: "TypedPass", by: tuple[str, str], *, confirmed: bool) -> int:
        from reviewtui.session.paper_entry import paper_ballot
        from reviewtui.session.typed_in import Entry, take_typed

        session = self._session
        ballot = paper_ballot(session, self._expert, self._number, typed)
        entry = Entry(
            by=by,
            reason=self._reason(),
            confirmed=confirmed,
            subtotals=typed.subtotals,
            differed=typed.differed,
        )
        return _told(session, ballot, take_typed(session, ballot, entry), entry)

    def _reason(self) -> str:
        """Why this sheet replaces what is there; "" where nothing is, or both are to stand."""
        from reviewtui.session.typed_in import versions_there

        there = versions_there(self._session, self._expert, self._number)
        if not there or self._given.reason or self._given.marks:
            return self._given.reason or ""
        sentence = _("{expert} has handed in version {rev} already.")
        say(sentence.format(expert=expert_name(self._expert), rev=there[-1].rev))
        return self._talk.ask(
            _("Why does the paper replace it? (Enter: keep both, they are in conflict then)")
        )

    def _read(self, turn: int) -> "TypedPass | None":
        from reviewtui.session.typed_pass import read_pass

        return read_pass(self._session.meeting, self._expert, self._number, turn)

    def _keep(self, typed: "TypedPass", turn: int) -> None:
        from reviewtui.session.typed_pass import keep_pass

        keep_pass(self._session.meeting, self._expert, self._number, turn, typed)


def _told(session: "Session", ballot: "Ballot", taken: "TypedIn", entry: "Entry") -> int:
    """Say what was taken in and what to do next."""
    from reviewtui.domain.ballot import Channel

    expert = expert_name(ballot.expert)
    if not taken.new:
        say(_("{expert}: just the same is here already, nothing changes").format(expert=expert))
    elif ballot.channel is Channel.EXCEL:
        say(_("{expert}: entered from the Excel sheet, by the desk").format(expert=expert))
    else:
        sentence = _("{expert}: entered from the paper sheet by {people}")
        say(sentence.format(expert=expert, people=_(", ").join(entry.by)))
        if entry.subtotals:
            say(_("By subtotals: the marks of the single rows are a spread of them."))
    sealed = taken.sealed
    tell(_("Version {rev}. Check code: {code}").format(rev=sealed.rev, code=sealed.check_code))
    say(_("Copy the check code onto the paper or the signature list, and have it signed."))
    if taken.stands:
        return 0
    say(
        _(
            "It is in conflict with another version of this expert: none of them counts. Enter it "
            "again with --reason if it replaces the others, or settle it with resolve."
        )
    )
    say(next_command("resolve", session.path))
    return 1

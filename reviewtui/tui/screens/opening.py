"""启封 and 出结果: what holds now, who is missing, one question, and the result.

What came late is admitted by opening again, on the same page. Where the supervisor holds the
opening code it is typed here.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewtui.domain.ballot import Channel
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.gates import unsettled_sentences
from reviewtui.domain.naming import expert_name, round_name
from reviewtui.domain.states import Why, label
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.session.opening_code import is_with_supervisor
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.tally.enough import too_few_sentences
from reviewtui.tally.wording import early_leave_sentence
from reviewtui.tui import handing_out
from reviewtui.tui.actions import Scope
from reviewtui.tui.flow import carry_out, refusal_words
from reviewtui.tui.lines import Tone
from reviewtui.tui.recording import record
from reviewtui.tui.screens.admitting import admit_late
from reviewtui.tui.screens.ask import Ask
from reviewtui.tui.screens.code import code_question
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.session.board import Holding

CHOICES: Final = Layout((Column("", 1), Column("")))
BACK, OPEN, CONCLUDE, AGAIN, ROUND = "back", "open", "conclude", "again", "round"


class OpeningScreen(TablePage[str | None]):
    """Everything that must be known before the ballots are opened, and the two ways to do it.

    Dismissed with what is to be said of the result; None where nothing is to be shown.
    """

    SCOPE = Scope.OPENING

    def __init__(self) -> None:
        super().__init__()
        self._findings: list[Finding] | None = None
        self._at_work = False
        """Opening or writing: what is pressed meanwhile was meant for something else."""

    def on_mount(self) -> None:
        """Check the session while the list is read."""
        super().on_mount()
        carry_out(self, self.review.session.check, self._checked)

    def _checked(self, findings: list[Finding]) -> None:
        self._findings = findings
        self.fill()

    def fill(self) -> None:
        """Show what holds now."""
        session = self.review.session
        opened = session.opened
        self.head = Head(
            session.panel.title,
            round_name(session.meeting.round),
            _("Open the ballots and conclude"),
            _("Opened {time:%m-%d %H:%M}").format(time=local_time(opened.at))
            if opened
            else _("ballots are closed"),
            Tone.WARN if opened else Tone.DIM,
        )
        self.show([*self._choices(), Words(), *self._told()])
        self.instruct(
            _("The ballots are open. Type a number, then Enter")
            if opened or self._can_conclude
            else _("Read what stands below, then type a number and press Enter")
        )

    @property
    def _can_conclude(self) -> bool:
        return self.review.session.can_show_results(self.review.session.meeting.round)

    def _choices(self) -> Iterator[Item]:
        from reviewtui.session.opening_again import late_ballots

        session = self.review.session
        if self._can_conclude:
            words = {
                BACK: _("Back"),
                OPEN: _("Show the result"),
                CONCLUDE: _("Write the summary workbook"),
            }
            if late_ballots(session.meeting):
                words[AGAIN] = _("Open again: admit late ballots")
            if not session.trial:
                after = round_name(session.meeting.round + 1)
                words[ROUND] = _("Begin {round}: reopen marks").format(round=after)
        elif session.opened:
            words = {BACK: _("Back"), AGAIN: _("Open again: settle which ballots count")}
        else:
            words = {
                BACK: _("Not yet: back"),
                OPEN: _("Open the ballots"),
                CONCLUDE: _("Open, rank and write the summary workbook"),
            }
        for number, (key, text) in enumerate(words.items(), start=1):
            yield Row(key, CHOICES, (str(number), text), number=str(number))

    def _told(self) -> Iterator[Item]:
        from reviewtui.exchange.said_of_aside import Standing, apart_words, aside_counts
        from reviewtui.session.board import board

        session = self.review.session
        holdings = board(session)
        yield from self._reopened()
        if not session.opened and not self._can_conclude:
            closed = sum(_is_closed(one) for one in holdings)
            text = _("The ballots of {count} experts will be opened, together.")
            yield Words(text.format(count=closed), Tone.STRONG)
        yield from self._missing(holdings)
        if not session.opened:
            for sentence in (*unsettled_sentences(session.panel), *too_few_sentences(session)):
                yield Words(sentence, Tone.WARN)
        aside = aside_counts(session)
        if count := aside[Standing.WAITS]:
            text = _("{count} files are kept aside and do not count")
            yield Words(text.format(count=count), Tone.WARN)
        if apart := apart_words(aside):
            yield Words(_("Kept aside, nothing to do: {apart}").format(apart=apart), Tone.DIM)
        yield Words(early_leave_sentence(session.panel.rule))
        left = [expert_name(one.expert.code) for one in holdings if one.left]
        if left:
            yield Words(_("Left early: {experts}").format(experts=_(", ").join(left)), indent=2)
        if not session.opened and self._with_supervisor:
            yield Words(
                _("The supervisor holds the opening code: have the envelope ready."), Tone.STRONG
            )
        yield from self._check_items()

    def _reopened(self) -> Iterator[Item]:
        """What came late, what was admitted, and openings that stand against each other."""
        from reviewtui.session.opening_again import in_conflict, late_ballots
        from reviewtui.session.opening_words import again_sentences, conflict_sentence, experts_of

        session = self.review.session
        if in_conflict(session.meeting):
            yield Words(conflict_sentence(session, session.meeting.official), Tone.BAD)
        said = again_sentences(session)
        for sentence in said:
            yield Words(sentence, Tone.STRONG)
        late = late_ballots(session.meeting)
        if late and not said:
            text = _("Late and not admitted: {experts}")
            yield Words(text.format(experts=experts_of(late)), Tone.WARN)

    def _missing(self, holdings: "list[Holding]") -> Iterator[Item]:
        session = self.review.session
        missing = session.missing()
        number = session.meeting.round
        if number != FIRST_ROUND and missing:
            kept = [code for code, why in missing.items() if why is not Why.CONFLICT]
            text = _("No ballot of round {number}, the marks of the round before count: {experts}")
            yield Words(text.format(number=number, experts=self._names(kept)), Tone.WARN)
            missing = {code: why for code, why in missing.items() if why is Why.CONFLICT}
        for why in dict.fromkeys(missing.values()):
            codes = [code for code, reason in missing.items() if reason is why]
            yield Words(
                _("Not counted, {why}: {names}").format(why=label(why), names=self._names(codes)),
                Tone.BAD if why is Why.CONFLICT else Tone.WARN,
            )
            if why is Why.CONFLICT and not session.opened:
                yield Words(_("Settle it first: 3 on the board"), Tone.BAD, indent=2)
        reworking = [one.expert.code for one in holdings if one.reworking]
        if reworking:
            text = _("Taken back, not handed in again; the earlier version counts: {experts}")
            yield Words(text.format(experts=self._names(reworking)), Tone.WARN)
        if not missing and all(one.handed_in for one in holdings):
            text = _("Complete: the ballots of all {count} experts are here.")
            yield Words(text.format(count=len(holdings)), Tone.GOOD)

    def _check_items(self) -> Iterator[Item]:
        if self._findings is None:
            yield Words(_("Checking the session ..."), Tone.DIM)
        elif not self._findings:
            yield Words(_("Check of the session: everything agrees."), Tone.GOOD)
        else:
            yield Words(_("Check of the session:"), Tone.WARN)
        for finding in self._findings or ():
            yield Words(str(finding), Tone.DIM if finding.warning else Tone.BAD, indent=2)

    def _names(self, codes: list[str]) -> str:
        panel = self.review.session.panel
        return _(", ").join(f"{code} {panel.expert(code).name}".rstrip() for code in codes)

    @property
    def _with_supervisor(self) -> bool:
        session = self.review.session
        return session.meeting.file.lend(
            lambda connection: is_with_supervisor(connection, session.id)
        )

    def chosen(self, key: str, column: int | None) -> None:
        """Go back, open, or open and write."""
        del column
        if self._at_work:
            return
        if key == BACK:
            self.dismiss(None)
        elif key == ROUND:
            self.review.open("reopening", then=self._begun)
        elif key == AGAIN:
            admit_late(self, self._shown_again)
        elif not self._can_conclude:
            self._ask(conclude=key == CONCLUDE)
        elif key == OPEN:
            self._show_result()
        else:
            self._ask_path()

    def _ask(self, *, conclude: bool) -> None:
        hard = [finding for finding in self._findings or () if not finding.warning]
        if conclude and self._findings is None:
            self.say(_("The check is not finished yet; wait a moment"))
            return
        if conclude and hard:
            self.say(_("The check found something that must be looked at first"))
            return
        deed = _("Open, rank and write now") if conclude else _("Open them now")
        confirm(
            self,
            _("Open the ballots"),
            deed,
            lambda: self._ask_code(conclude=conclude),
            notes=[
                _("All ballots are opened together, once. Marks can no longer be changed then.")
            ],
        )

    def _ask_code(self, *, conclude: bool) -> None:
        if not self._with_supervisor:
            self._open("", conclude=conclude)
            return

        def answer(typed: str | None) -> None:
            if typed is not None:
                self._open(typed, conclude=conclude)

        self.app.push_screen(code_question(), answer)

    def _open(self, code: str, *, conclude: bool) -> None:
        session = self.review.session
        self._at_work = True
        self.instruct(_("Opening ..."))

        def done(fault: str) -> None:
            if conclude:
                self._write(handing_out.free_name(self._path), fault)
            else:
                self._show_result(fault)

        record(self, lambda: session.unseal(code=code), done)

    def _begun(self, said: str | None) -> None:
        self.fill()
        if said:
            self.say(said)

    def _shown_again(self) -> None:
        self.fill()
        self.say(_("Opened again; the earlier record is kept"))

    def say(self, sentence: str) -> None:
        """A refusal ends the work."""
        self._at_work = self._at_work and not sentence
        super().say(sentence)

    @property
    def _path(self) -> Path:
        return self.review.session.path.with_suffix(".xlsx")

    def _ask_path(self) -> None:
        free = handing_out.free_name(self._path)

        def answer(path: str | None) -> None:
            if path is None:
                self.fill()
            else:
                self._write(handing_out.typed_path(path))

        self.app.push_screen(
            Ask(_("Write the workbook to"), _("An existing file is not overwritten"), str(free)),
            answer,
        )

    def _write(self, path: Path, fault: str = "") -> None:
        from reviewtui.tally.fixed import fix
        from reviewtui.tally.official import verdict_of

        session = self.review.session
        self._at_work = True
        self.instruct(_("Writing {path} ...").format(path=path))

        async def write() -> None:
            try:
                verdict = verdict_of(session)
                watch = handing_out.Watch(self.instruct)
                await handing_out.write_workbook(session, verdict, path, watch)
                await asyncio.to_thread(fix, session, verdict)
            except Refused as refusal:
                self._show_result(refusal_words(self, refusal))
            else:
                written = _("Written: {path}").format(path=path)
                self._show_result("\n".join(filter(None, (written, fault))))

        self.run_worker(write())

    def _show_result(self, said: str = "") -> None:
        """Leave the result to the board; if something lies over this page, show what holds."""
        self._at_work = False
        if self.is_active:
            self.dismiss(said)
        else:
            self.fill()


def _is_closed(holding: "Holding") -> bool:
    state = holding.state
    return not isinstance(state, Why) and state.channel is not Channel.IMPORT

"""Submitting: what will be sealed, one numbered choice, then the code to copy by hand."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reviewtui.domain.naming import candidate_number, expert_name, round_name
from reviewtui.domain.states import CandidateState
from reviewtui.locales import _
from reviewtui.session.clock import local_time
from reviewtui.session.recall import Sealed
from reviewtui.tally.own import notice_text, own_notices
from reviewtui.tui import flow
from reviewtui.tui.actions import Scope
from reviewtui.tui.comments import comment_count, paper_announced, paper_changes, paper_notice
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.page import TablePage
from reviewtui.tui.screens.reason import confirm
from reviewtui.tui.widgets.big_digits import big_digits
from reviewtui.tui.widgets.columns import Column, Layout
from reviewtui.tui.widgets.frame import Head
from reviewtui.tui.widgets.table import Item, Row, Words

if TYPE_CHECKING:
    from reviewtui.tui.stick import Told

SEAL: Final = "seal"
PAPER: Final = "paper"
BACK: Final = "back"
DONE: Final = "done"
AGAIN: Final = "again"
WIPE: Final = "wipe"

CHOICES: Final = Layout((Column("", 4), Column("")))


class SubmitScreen(TablePage[None]):
    """First the list of what goes in, then, once it is sealed, the code."""

    SCOPE = Scope.SUBMIT

    def __init__(self, left: bool = False) -> None:
        """Prepare the screen.

        Args:
            left: The expert leaves early; unfinished candidates become left.
        """
        super().__init__()
        self._left = left
        self._sealed: Sealed | None = None
        self._sealing = False
        self._told: Told | None = None

    def fill(self) -> None:
        """Show the contents, or the code."""
        scoring = self.review.scoring
        self.head = Head(
            _("Leave early: submit what is finished") if self._left else _("Submit"),
            f"{expert_name(scoring.expert.code)}  {round_name(scoring.round)}",
            scoring.panel.title,
        )
        if self._sealed is None:
            self.show([*self._contents(), *self._choices()])
            if not self.table.typed and self.table.key == SEAL:
                self.table.move_to(BACK)
        else:
            self.show([*_code_page(self._sealed), *self._stick(), *self._after()])
        self.moved()

    def _contents(self) -> Iterator[Item]:
        scoring = self.review.scoring
        unfinished = {code for code, _row in scoring.holes()}
        groups: dict[str, list[str]] = {
            _("Finished"): [],
            _("Recused"): [],
            _("Declined"): [],
            _("Unfinished, will be marked as left early"): [],
        }
        finished, recused, declined, left = groups.values()
        for code in scoring.candidates:
            match scoring.standing(code).state:
                case CandidateState.RECUSED:
                    recused.append(code)
                case CandidateState.DECLINED:
                    declined.append(code)
                case _open:
                    (left if code in unfinished else finished).append(code)
        for words, codes in groups.items():
            if codes:
                listed = _(", ").join(candidate_number(code) for code in codes)
                yield Words(
                    _("{words}: {count} ({listed})").format(
                        words=words, count=len(codes), listed=listed
                    ),
                    Tone.WARN if codes is left else Tone.PLAIN,
                )
        if (start := scoring.start) is not None:
            moved = [
                f"{candidate_number(code)} {row}"
                for code, rows in start.cells.items()
                if code in scoring.candidates
                for row in rows
                if start.changed(code, row, scoring.cell(code, row))
            ]
            listed = _(", ").join(moved) or _("none")
            yield Words(_("Marks changed in this round: {rows}").format(rows=listed))
        yield Words(_("Comments: {count}").format(count=comment_count(scoring)))
        for notice in own_notices(scoring):
            yield Words(
                _("Worth a second look: {notice}").format(notice=notice_text(notice)), Tone.WARN
            )
        yield Words()

    def _choices(self) -> Iterator[Item]:
        box = "[x]" if paper_announced(self.review.scoring) else "[ ]"
        seal = _("Leave early and submit") if self._left else _("Submit")
        yield Row(SEAL, CHOICES, ("1", seal), tone=Tone.STRONG, number="1")
        yield Row(
            PAPER,
            CHOICES,
            ("2", f"{box} {paper_notice()}"),
            number="2",
        )
        yield Row(BACK, CHOICES, ("3", _("Go back and change")), number="3")

    def moved(self) -> None:
        """What Enter does."""
        if self._sealed is not None:
            self.instruct(
                _("Copy the check code onto the signature sheet by hand and sign; then Enter")
            )
        elif self.table.key == SEAL:
            self.instruct(_("Enter asks once more. After submitting, changes need a new version"))
        else:
            self.instruct(_("Choose by number and press Enter: 1 submits"))

    def chosen(self, key: str, column: int | None) -> None:
        """Seal, tick, or go back."""
        del column
        if self._sealing:
            return
        if key == SEAL:
            deed = _("Leave early and submit") if self._left else _("Submit")
            confirm(self, _("Submit now?"), deed, self._seal)
        elif key == PAPER:
            scoring = self.review.scoring
            flow.store(self, paper_changes(scoring, not paper_announced(scoring)))
        elif key == BACK:
            self.dismiss(None)
        elif key == WIPE:
            self._ask_to_wipe()
        elif key == AGAIN:
            self._told = None
            self.fill()
            self._hand_over()
        else:
            flow.rise(self.review)

    def _seal(self) -> None:
        self._sealing = True
        self.instruct(_("Sealing ..."))
        flow.attend(self, self.review.scoring.seal(left=self._left), self._show_code)

    def say(self, sentence: str) -> None:
        """A refusal ends the sealing."""
        self._sealing = self._sealing and not sentence
        super().say(sentence)

    def _show_code(self, sealed: Sealed) -> None:
        self._sealed, self._sealing = sealed, False
        self.fill()
        self._hand_over()

    def _hand_over(self) -> None:
        """Bring the ballot of a kit onto its stick, without blocking the keys."""
        work, sealed = self.review.work, self._sealed
        if work is None or sealed is None:
            return
        from reviewtui.tui.stick import hand_over_words

        async def write() -> None:
            self._told = await asyncio.to_thread(hand_over_words, work, sealed)
            self.fill()

        self.run_worker(write(), exit_on_error=True)

    def _stick(self) -> Iterator[Item]:
        if self.review.work is None:
            return
        if self._told is None:
            yield Words(_("Writing to the stick ..."), Tone.WARN)
        else:
            yield Words(self._told.text, Tone.GOOD if self._told.good else Tone.BAD)
        yield Words()

    def _after(self) -> Iterator[Item]:
        yield Row(DONE, CHOICES, ("1", _("Copied and signed: finish")), number="1")
        if self._told is not None and self._told.good:
            wipe = _("Copied and signed: finish, and remove what this computer keeps")
            yield Row(WIPE, CHOICES, ("2", wipe), number="2")
        if self._told is not None and not self._told.good:
            yield Row(AGAIN, CHOICES, ("2", _("Write to the stick again")), number="2")

    def _ask_to_wipe(self) -> None:
        from reviewtui.exchange.kits import what_remains

        def wipe() -> None:
            self.review.wipe = True
            flow.rise(self.review)

        title = _("Remove what this computer keeps")
        confirm(self, title, _("Finish and remove it"), wipe, notes=[what_remains()])

    def action_back(self) -> None:
        """Back to the marks; once sealed, on to the next expert."""
        if self._sealed is not None:
            flow.rise(self.review)
        elif not self._sealing:
            self.dismiss(None)


def _code_page(sealed: Sealed) -> list[Item]:
    at = local_time(sealed.at)
    return [
        Words(
            _("Submitted as version {rev}, {time:%Y-%m-%d %H:%M}").format(rev=sealed.rev, time=at),
            Tone.GOOD,
        ),
        Words(),
        *(Words(text, Tone.STRONG) for text in big_digits(sealed.check_code)),
        Words(),
        Words(_("Check code {code}").format(code=sealed.check_code), Tone.STRONG),
        Words(
            _(
                "Please copy these 12 digits by hand onto the signature sheet for submissions, "
                "beside your number, with version {rev}, and sign."
            ).format(rev=sealed.rev)
        ),
        Words(),
    ]

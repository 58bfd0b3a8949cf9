"""What the desk does with a sheet in the expert's stead: read an Excel sheet in, change marks
on the spot; and what it asks and says each time.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.naming import expert_name, same_person
from reviewtui.locales import _
from reviewtui.tui.flow import carry_out
from reviewtui.tui.handing_out import typed_path
from reviewtui.tui.lines import Tone
from reviewtui.tui.screens.entered import Outcome
from reviewtui.tui.screens.menu import Item as Choice
from reviewtui.tui.screens.menu import Menu
from reviewtui.tui.screens.questions import Question, ask_in_turn, why
from reviewtui.tui.screens.reason import confirm

if TYPE_CHECKING:
    from reviewtui.domain.ballot import Ballot
    from reviewtui.session.desk_change import Changed
    from reviewtui.session.typed_in import Entry, TypedIn
    from reviewtui.session.typed_sheet import BegunChange, TypedSheet
    from reviewtui.tui.screens.typing_form import Closing
    from reviewtui.tui.widgets.frame import FrameScreen

Then = Callable[[Outcome], None]


def ask_replacing(screen: "FrameScreen[Any]", expert: str, then: Callable[[str], None]) -> None:
    """Where something of the expert is here, ask whether the new sheet replaces it, and why.

    Args:
        then: Gets the reason; "" where nothing is replaced.
    """
    from reviewtui.session.typed_in import versions_there

    there = versions_there(screen.review.session, expert)
    if not there:
        then("")
        return

    def answer(replaces: bool | None) -> None:
        if replaces is None:
            return
        if replaces:
            ask_in_turn(screen, [why()], lambda said: then(said[0]))
        else:
            then("")

    title = _("{expert} has handed in version {rev} already.")
    items = [
        Choice(_("This sheet replaces it; I type the reason"), True),
        Choice(_("Keep both: they stand in conflict until two people settle it"), False),
    ]
    screen.app.push_screen(
        Menu(title.format(expert=expert_name(expert), rev=there[-1].rev), items), answer
    )


def outcome(
    screen: "FrameScreen[Any]",
    title: str,
    ballot: "Ballot",
    taken: "TypedIn",
    entry: "Entry",
    warnings: Iterable[Finding] = (),
) -> Outcome:
    """Copy the session into the second place, and tell what came of a sheet that was entered.

    Not on the interface thread.
    """
    from reviewtui.session import entry_words as words

    told = [(sentence, Tone.PLAIN) for sentence in words.how_entered(ballot, taken, entry)]
    told += [
        (words.version_words(taken.sealed), Tone.STRONG),
        (words.copy_words(), Tone.PLAIN),
    ]
    if taken.late:
        at_work = screen.review.session.meeting.round
        told += [(said, Tone.WARN) for said in words.late_words(ballot.round, at_work)]
    elif not taken.stands:
        told.append((words.idle_words(taken), Tone.WARN))
    told += [(str(finding), Tone.WARN) for finding in warnings]
    return Outcome(title, [*told, *_secured(screen)])


def _secured(screen: "FrameScreen[Any]") -> list[tuple[str, Tone]]:
    """What went wrong with the copy in the second place; what is entered lies on no stick."""
    from reviewtui.exchange.collecting import secure

    _copy, faults = secure(screen.review.session, screen.review.backup)
    return [(str(fault), Tone.WARN) for fault in faults]


def read_in(screen: "FrameScreen[Any]", expert: str, then: Then) -> None:
    """Read a filled Excel sheet of an expert in, or tell every fault with its cell."""
    title = _("Excel sheet of {expert}").format(expert=expert_name(expert))

    def enter(path: Path, by: str, reason: str) -> None:
        from reviewtui.exchange.score_sheet_entry import enter_score_sheet

        session = screen.review.session
        people = (by,) if by else ()

        def work() -> Outcome:
            try:
                entered = enter_score_sheet(session, path, expert=expert, by=people, reason=reason)
            except Refused as refusal:
                told = [(str(finding), Tone.WARN) for finding in refusal.reasons]
                return Outcome(title, told, taken=False)
            sealed = (entered.ballot, entered.taken, entered.entry)
            return outcome(screen, title, *sealed, entered.warnings)

        carry_out(screen, work, then)

    def answered(said: tuple[str, ...]) -> None:
        path, by = _path(said[0]), said[1]
        ask_replacing(screen, expert, lambda reason: enter(path, by, reason))

    def check(text: str, _before: object) -> str:
        return "" if _path(text).is_file() else _("There is no such file")

    ask_in_turn(
        screen,
        [
            Question(_("Which Excel sheet?"), _("Such as E:\\sheet-07.xlsx"), check=check),
            Question(_("Who reads it in?"), _("It stands in the journal"), optional=True),
        ],
        answered,
    )


def change_marks(screen: "FrameScreen[Any]", expert: str, then: Then) -> None:
    """The expert is there and says what changes; a slip is written for his signature."""
    from reviewtui.session.typed_pass import CHANGE, discard_passes
    from reviewtui.session.typed_sheet import begun_change
    from reviewtui.tui.screens.typing_form import Closing

    session = screen.review.session

    def forget() -> None:
        discard_passes(session.meeting, expert, session.meeting.round, (CHANGE,))

    def begin(_none: None = None) -> None:
        try:
            begun = begun_change(session, expert)
        except Refused as refusal:
            deed = _("Forget what was typed, begin anew")
            confirm(
                screen,
                expert_name(expert),
                deed,
                lambda: carry_out(screen, forget, begin),
                notes=[str(refusal)],
            )
            return
        if begun.sheet.changes():
            ask_to_go_on(begun)
        else:
            fill_in(begun.sheet)

    def ask_to_go_on(begun: "BegunChange") -> None:
        text = _("{count} changes were typed before and are not in force.")
        notes = [text.format(count=len(begun.sheet.changes()))]
        if begun.outdated:
            notes.append(_("He has handed in another version since: read each one back to him."))
        items = [Choice(_("Go on with them"), True), Choice(_("Forget them, begin anew"), False)]

        def take(on: bool | None) -> None:
            if on:
                fill_in(begun.sheet)
            elif on is not None:
                carry_out(screen, forget, begin)

        screen.app.push_screen(Menu(expert_name(expert), items, notes=notes), take)

    def fill_in(sheet: "TypedSheet") -> None:
        def closed(outcome: "Closing | None") -> None:
            match outcome:
                case Closing.AGREED:
                    ask_people(sheet)
                case Closing.DROPPED:
                    carry_out(screen, forget, lambda _none: screen.fill())
                case _kept:
                    screen.fill()

        screen.review.open("changing", sheet, then=closed)

    def ask_people(sheet: "TypedSheet") -> None:
        typist = Question(_("Who is typing? Type your name"), _("It stands on the change slip"))
        witness = Question(
            _("Who looks on? Type the name"),
            _("It stands on the change slip"),
            check=lambda text, before: (
                _("Two different people are needed") if same_person(text, before[1]) else ""
            ),
        )

        def enter(said: tuple[str, ...]) -> None:
            reason, by = said[0], (said[1], said[2])
            carry_out(screen, lambda: _change(screen, sheet, reason=reason, by=by), then)

        ask_in_turn(screen, [why(), typist, witness], enter)

    begin()


def _change(
    screen: "FrameScreen[Any]", sheet: "TypedSheet", *, reason: str, by: tuple[str, str]
) -> Outcome:
    from reviewtui.session import entry_words as words
    from reviewtui.session.desk_change import change_at_desk

    session, expert = screen.review.session, sheet.expert.code
    changed = change_at_desk(session, expert, sheet.changes(), by=by, reason=reason)
    told = [
        (words.version_words(changed.after.sealed), Tone.STRONG),
        (words.replaced_words(changed), Tone.PLAIN),
        _slip(screen, changed),
        *_secured(screen),
    ]
    title = _("Marks of {expert} changed on the spot").format(expert=expert_name(expert))
    return Outcome(title, told)


def _slip(screen: "FrameScreen[Any]", changed: "Changed") -> tuple[str, Tone]:
    """Where the change slip is; the change stands, even where none can be written."""
    from reviewtui.exchange.change_slip import write_change_slip
    from reviewtui.session.entry_words import slip_words

    session = screen.review.session
    try:
        path = write_change_slip(session, changed, session.path.absolute().parent)
    except Refused as refusal:
        return str(refusal), Tone.BAD
    return slip_words(path), Tone.PLAIN


def _path(text: str) -> Path:
    """A typed path; a file manager may have put it in quotes."""
    return typed_path(text.strip().strip("\"'“”‘’"))

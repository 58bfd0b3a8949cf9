"""The way from seat to seat: sitting down, submitting, changing again, getting up.

Screens call these; each takes the screen it is called from, so that a refusal is said there.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from reviewtui.domain.findings import Refused
from reviewtui.locales import _
from reviewtui.session.changes import Change
from reviewtui.session.meeting import Keeper

if TYPE_CHECKING:
    from reviewtui.session.recall import Sealed
    from reviewtui.session.session import Session
    from reviewtui.tui.app import ReviewApp
    from reviewtui.tui.widgets.frame import FrameScreen

Value = TypeVar("Value")
Place = tuple[str, str]
"""A candidate's code and a row's code: where the cursor of the form stands."""

SEATS: Final = "identify"
"""The screen that asks who sits down; below it nobody's marks lie open."""


def begin(app: "ReviewApp") -> None:
    """The form, with the list of candidates before it."""
    form: Any = app.make_screen("form")
    app.push_screen(form)

    def go(place: Place | None) -> None:
        if place is not None:
            form.go(*place)

    app.open("candidates", then=go)


def rise(app: "ReviewApp") -> None:
    """The expert gets up, everything stored; the next one is asked who he is.

    A working copy, and a panel of one, have nobody else: the program ends.
    """
    if app.session.role is not Keeper.DESK or len(app.session.panel.sitting) < 2:
        app.leave()
        return
    if app.start != SEATS:
        app.start = SEATS
        app.add_mode(SEATS, lambda: app.make_screen(SEATS))
        app.switch_mode(SEATS)
        return
    while len(app.screen_stack) > 1:
        app.pop_screen()


def ask_to_rise(screen: "FrameScreen[Any]") -> None:
    """Get up after one question: a stray 9 must not make the score sheet vanish."""
    from reviewtui.tui.screens.reason import confirm

    confirm(
        screen,
        _("Stop scoring"),
        _("Leave the score sheet"),
        lambda: rise(screen.review),
        notes=[_("Everything confirmed is saved.")],
    )


def opened_words() -> str:
    """Why nothing can be changed after the opening, and whom to speak to."""
    return _(
        "The ballots are open: your marks can no longer be changed. "
        "For a correction speak to the secretariat"
    )


def submitted_words(sealed: "Sealed") -> str:
    """Why no mark can be typed after submitting; where its marks are if not here."""
    sentence = (
        _("Submitted on another computer, code {code}: its marks are not here")
        if sealed.elsewhere
        else _("Submitted, code {code}: read only. To change marks, press Esc, then 7")
    )
    return sentence.format(code=sealed.check_code)


def submit(
    screen: "FrameScreen[Any]", then: Callable[[Place | None], None], *, left: bool = False
) -> None:
    """Show what is missing if something is, otherwise what will be sealed.

    Args:
        screen: Where the wish came from.
        then: Gets the hole that the expert wants to fill first.
        left: The expert leaves early: unfinished candidates do not stand in the way.
    """
    app = screen.review
    if app.scoring.opened:
        screen.say(opened_words())
    elif app.scoring.sealed is not None:
        screen.say(_("Already submitted; to change it, take it back first"))
    elif app.scoring.holes() and not left:
        app.open("completeness", then=then)
    else:
        app.open("submit", left)


def reopen(screen: "FrameScreen[Any]") -> None:
    """Ask why, and open the sheet for a new version; the sealed one is kept."""
    from reviewtui.domain.reasons import reopening_reasons
    from reviewtui.tui.screens.reason import ask_reason, confirm

    title = _("Take back and change")

    def take_back(reason: str) -> None:
        attend(screen, screen.review.scoring.reopen(reason), lambda _saved: screen.fill())

    def go(reason: str | None) -> None:
        if reason is not None:
            deed = _("{verb}, reason: {reason}").format(verb=title, reason=reason)
            confirm(screen, title, deed, lambda: take_back(reason))

    notes = [_("The submitted version is kept; submitting again makes a new one.")]
    sealed = screen.review.scoring.sealed
    if sealed is not None and sealed.elsewhere:
        from reviewtui.exchange.kit_notices import marks_elsewhere

        notes.append(marks_elsewhere())
    ask_reason(screen, title, reopening_reasons(), go, notes=notes)


def store(screen: "FrameScreen[Any]", changes: Sequence[Change]) -> None:
    """Commit changes; the page shows what holds, also when storing failed."""
    attend(screen, screen.review.scoring.commit(changes), lambda _saved: screen.fill())
    screen.fill()


def attend(
    screen: "FrameScreen[Any]", future: "Future[Value]", then: Callable[[Value], None]
) -> None:
    """Wait for the session without blocking the keys; a refusal is said in line 4."""
    _wait(screen, lambda: asyncio.wrap_future(future), then)


def carry_out(
    screen: "FrameScreen[Any]", work: Callable[[], Value], then: Callable[[Value], None]
) -> None:
    """Do something of the session's off the interface thread; a refusal is said in line 4.

    What it wrote into a desk's session is copied into the second place; what went wrong with
    the copy is said too.
    """
    app = screen.review

    def deed() -> tuple[Value, str]:
        before = app.session.meeting.writer.end()
        with uncollected(app.session):
            value = work()
        if app.session.meeting.writer.end() == before:
            return value, ""
        from reviewtui.exchange.collecting import secure_what_is_new

        return value, "\n".join(map(str, secure_what_is_new(app.session, app.backup)))

    def done(found: tuple[Value, str]) -> None:
        value, fault = found
        then(value)
        if fault:
            top: Any = screen.app.screen
            top.say(fault)

    _wait(screen, lambda: asyncio.to_thread(deed), done)


AT_ONCE: Final = 2_000
"""Marks of a panel whose result comes between two key presses; of more it is worked out beside
them.
"""


A_LOT: Final = 100_000
"""Marks of a panel whose numbers the collector of cycles does not look through in a moment."""


def much(session: "Session") -> bool:
    """Whether what looks at every mark would hold up the keys."""
    return _marks(session) > AT_ONCE


def _marks(session: "Session") -> int:
    panel = session.panel
    return len(panel.experts) * len(panel.candidates) * len(session.sheet.rows)


@contextmanager
def uncollected(session: "Session") -> Iterator[None]:
    """Work on a large panel's numbers, which hold no cycles, without the collector of cycles.

    It would stop every thread for up to half a second to look through millions of numbers; what
    is there afterwards it leaves alone for good.
    """
    if _marks(session) <= A_LOT:
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def soon(
    screen: "FrameScreen[Any]", work: Callable[[], Value], then: Callable[[Value], None]
) -> None:
    """Do what looks at every mark at once, or as `carry_out` where there are many."""
    if much(screen.review.session):
        screen.say(_("being worked out ..."))
        carry_out(screen, work, then)
    else:
        then(work())


def _wait(
    screen: "FrameScreen[Any]",
    begin: Callable[[], Awaitable[Value]],
    then: Callable[[Value], None],
) -> None:
    async def wait() -> None:
        try:
            value = await begin()
        except Refused as refusal:
            screen.fill()
            screen.say(refusal_words(screen, refusal))
        else:
            then(value)

    screen.run_worker(wait(), exit_on_error=True)


def refusal_words(screen: "FrameScreen[Any]", refusal: Refused) -> str:
    """Why something was not done; which session it is about stands in the header already."""
    path = screen.review.session.path
    own = {"", str(path), path.name}
    return "\n".join(
        reason.sentence
        if reason.place in own
        else _("{place}: {said}").format(place=reason.place, said=reason.sentence)
        for reason in refusal.reasons
    )

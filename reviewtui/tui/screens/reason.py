"""Numbered reasons, and the numbered yes of what is not done by accident."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from reviewtui.domain.ballot import Standing
from reviewtui.domain.naming import candidate_name
from reviewtui.domain.reasons import reasons as reasons_for
from reviewtui.domain.states import CandidateState
from reviewtui.locales import _
from reviewtui.tui.screens.menu import Item, Menu

if TYPE_CHECKING:
    from textual.screen import Screen

    from reviewtui.domain.panel import Panel


def ask_reason(
    screen: "Screen[Any]",
    title: str,
    reasons: Sequence[str],
    then: Callable[[str | None], None],
    *,
    notes: Sequence[str] = (),
    other: str = "",
) -> None:
    """Ask for one of the numbered reasons, the last one being typed by hand.

    Args:
        reasons: In words.
        then: Gets the reason in words, or None if the person went back.
        notes: Sentences above the reasons.
        other: What stands before the one that is typed, where it is no reason.
    """
    other = other or _("Another reason (type it)")

    def answer(reason: str | None) -> None:
        if reason == other:
            from reviewtui.tui.screens.ask import Ask  # brings Textual's Input: not at first paint

            screen.app.push_screen(Ask(title), then)
        else:
            then(reason)

    words = [*reasons, other]
    items = [Item(text, text) for text in words]
    screen.app.push_screen(Menu(title, items, notes=notes), answer)


def confirm(
    screen: "Screen[Any]",
    title: str,
    deed: str,
    then: Callable[[], None],
    *,
    notes: Sequence[str] = (),
) -> None:
    """Ask for a numbered yes; going back is the first item.

    Args:
        deed: What will be done, as the item that does it.
        then: Called only if the person chose it.
    """

    def answer(sure: bool | None) -> None:
        if sure:
            then()

    items = [Item(_("Go back, change nothing"), False), Item(deed, True)]
    screen.app.push_screen(Menu(title, items, notes=notes), answer)


def ask_standing(
    screen: "Screen[Any]",
    panel: "Panel",
    candidate: str,
    state: CandidateState,
    then: Callable[[Standing], None],
) -> None:
    """Ask why a whole candidate is not scored, and then whether that is really meant.

    Args:
        state: Recused or declined.
        then: Gets the standing only if the person chose it twice.
    """
    verb = _("Recuse myself") if state is CandidateState.RECUSED else _("Decline to score")
    title = _("{verb}: {name}").format(verb=verb, name=candidate_name(panel, candidate))
    kept = _(
        "Your marks for this candidate are kept but do not count; "
        "you can undo this until you submit."
    )

    def sure(reason: str | None) -> None:
        if reason is not None:
            deed = _("{verb}, reason: {reason}").format(verb=verb, reason=reason)
            confirm(screen, title, deed, lambda: then(Standing(state, reason)), notes=[kept])

    ask_reason(screen, title, reasons_for(state), sure)

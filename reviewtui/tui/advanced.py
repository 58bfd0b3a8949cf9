"""高级分析: the numbered menu one step behind the result, and what its entries open."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from reviewtui.locales import N_, _
from reviewtui.locales.width import wrap
from reviewtui.session.round_record import FIRST_ROUND
from reviewtui.tally.plain_lines import About
from reviewtui.tui.flow import carry_out
from reviewtui.tui.lines import Line, Tone, line
from reviewtui.tui.screens.menu import Item, Menu
from reviewtui.tui.screens.reason import confirm

if TYPE_CHECKING:
    from reviewtui.tally.expert_words import Experts
    from reviewtui.tally.verdict import Verdict
    from reviewtui.tui.screens.page import TablePage
    from reviewtui.tui.widgets.frame import FrameScreen

ENTRIES: Final = {
    "disagreement": N_("Where the experts differ: candidates and rows"),
    "discussion": N_("The list for discussion"),
    "without": N_("The ranking without one expert"),
    "analysis": N_("Agreement, severity, how solid the ranking is"),
    "what_if": N_("What if: another average, equal weights, without an expert"),
    "fix": N_("Fix the official ranking (what if can be asked then)"),
    "experts": N_("Statistics about experts, by number"),
    "rounds": N_("Two rounds side by side: who moved, what it changed"),
    "export": N_("Export to Excel with this analysis (for reference only)"),
}
"""In the order of the menu."""
WHO: Final = (N_("the secretariat"), N_("the chair"))


def open_menu(screen: "TablePage[Any]", verdict: "Verdict") -> None:
    """Show the menu over the result."""
    from reviewtui.tally.fixed import is_fixed

    stands = is_fixed(screen.review.session, verdict)
    refusals = {
        "fix": _("It is fixed already; the journal tells when") if stands else "",
        "what_if": "" if stands else _("First fix the official ranking: 6"),
    }
    if screen.review.session.meeting.official == FIRST_ROUND:
        refusals["rounds"] = _("No further round is open yet")
    if not screen.review.session.panel.ranking:
        refusals["without"] = _("This panel does not rank")
    items = [Item(_(words), name, refusals.get(name, "")) for name, words in ENTRIES.items()]

    def carry(name: str | None) -> None:
        match name:
            case None:
                return
            case "without":
                screen.review.open("behind", verdict, About.FIRST)
            case "fix":
                _fix(screen, verdict)
            case "experts":
                _ask_experts(screen, verdict)
            case "rounds":
                from reviewtui.tui.side_by_side import show_rounds

                show_rounds(screen)
            case "export":
                from reviewtui.tui.exporting import ask_workbook

                ask_workbook(screen, verdict, analysis=True)
            case _:
                screen.review.open(name, verdict)

    screen.app.push_screen(Menu(_("More analysis"), items), carry)


def _fix(screen: "FrameScreen[Any]", verdict: "Verdict") -> None:
    from reviewtui.tally.fixed import fix

    def work() -> None:
        carry_out(
            screen,
            lambda: fix(screen.review.session, verdict),
            lambda _new: screen.say(_("The ranking is fixed; it stands in the journal")),
        )

    confirm(
        screen,
        _("Fix the official ranking"),
        _("Fix it now"),
        work,
        notes=[_("A line in the journal; marks, rule and result stay as they are.")],
    )


def _ask_experts(screen: "FrameScreen[Any]", verdict: "Verdict") -> None:
    from reviewtui.tally.expert_words import experts_of

    found: list[Experts] = []
    session = screen.review.session
    ask_step(
        screen,
        lambda: found.append(experts_of(session, verdict)),
        lambda: _show_experts(screen, found[0]),
    )


def ask_step(
    screen: "FrameScreen[Any]", work: Callable[[], None], then: Callable[[], None]
) -> None:
    """The deliberate step before anything is said of single experts; the journal tells of it.

    Args:
        screen: Where the wish came from.
        work: Done before, off the interface thread.
        then: What is shown.
    """
    from reviewtui.session.result_deeds import note_experts_shown

    review = screen.review

    def open_for(who: str) -> None:
        work()
        note_experts_shown(review.session, review.session.meeting.official, who)

    def done(_none: None) -> None:
        review.experts_open = True
        then()

    def take(who: str | None) -> None:
        if who:
            carry_out(screen, lambda: open_for(who), done)

    items = [Item(_("Go back, open nothing"), "")]
    items += [Item(_("Open them for {who}").format(who=_(who)), _(who)) for who in WHO]
    screen.app.push_screen(
        Menu(
            _("Statistics about experts"),
            items,
            notes=[
                _("By number, for secretariat and chair; turn the projector off first."),
                _("The journal tells that they were opened, and for whom."),
            ],
        ),
        take,
    )


def _show_experts(screen: "FrameScreen[Any]", found: "Experts") -> None:
    from reviewtui.tally.expert_words import (
        figure_heads,
        figure_notes,
        figure_texts,
        notice_sentences,
    )
    from reviewtui.tui.screens.reading import ReadingScreen
    from reviewtui.tui.widgets.columns import Column, Layout

    heads = figure_heads()
    layout = Layout(tuple(Column(head, 9, right=at > 0) for at, head in enumerate(heads)))

    def write(width: int) -> list[Line]:
        rows = [(heads, Tone.STRONG), *((figure_texts(one), Tone.PLAIN) for one in found.figures)]
        lines = [
            line("".join(pieces).rstrip(), tone)
            for cells, tone in rows
            for pieces in layout.place(cells, width)
        ]
        lines.append(line())
        for text in figure_notes():
            lines += [line(part, Tone.DIM) for part in wrap(text, width)]
        if said := list(notice_sentences(found)):
            lines.append(line())
            lines.append(line(_("Striking, and perhaps quite right:"), Tone.STRONG))
        for text in said:
            lines += [line(part) for part in wrap(text, width)]
        return lines

    below = _("By number only; not for the projector; changes no result")
    screen.app.push_screen(ReadingScreen(_("Statistics about experts"), write, below=below))

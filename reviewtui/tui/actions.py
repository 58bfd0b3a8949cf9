"""The one table of actions: footer, menus, palette, help and the user's keymap read it.

Every action has a place in a numbered menu or a plain key, so that an input method that
eats letters never stands in the way. A screen carries out `id = "place.name"` in its
method `action_name`.
"""

from collections.abc import Iterator
from typing import Final

from reviewtui.locales import N_
from reviewtui.tui.action import Action, Scope
from reviewtui.tui.desk_actions import DESK_SCREENS
from reviewtui.tui.making_actions import MAKING_SCREENS
from reviewtui.tui.page_actions import PAGES
from reviewtui.tui.room_actions import ROOM_SCREENS

__all__ = ["ACTIONS", "Action", "Scope", "action", "of"]

FORM: Final = (
    Action(
        "form.enter",
        N_("Confirm the mark"),
        N_("Stores what stands in the box and moves to the next row; an empty box stores nothing."),
        ("enter",),
        foot=N_("confirm"),
        palette=False,
    ),
    Action("form.up", N_("Row above"), keys=("up",), palette=False),
    Action(
        "form.down",
        N_("Row below"),
        N_("Down stores what stands in the box, as Enter does. Up never stores."),
        ("down",),
        foot=N_("rows"),
        partner="form.up",
        palette=False,
    ),
    Action("form.left", N_("Group before"), keys=("left",), palette=False),
    Action(
        "form.right",
        N_("Group after"),
        N_("Left and Right change the group; inside a number they move the caret."),
        ("right",),
        foot=N_("other group"),
        partner="form.left",
        palette=False,
    ),
    Action("form.first", N_("First row"), keys=("home",), palette=False),
    Action(
        "form.last",
        N_("Last row"),
        N_("Home and End go to the first and last row."),
        ("end",),
        palette=False,
    ),
    Action("form.previous_candidate", N_("Candidate before"), keys=("pageup",)),
    Action(
        "form.next_candidate",
        N_("Candidate after"),
        N_("PgUp and PgDn change the candidate and keep the row."),
        ("pagedown",),
        foot=N_("other candidate"),
        partner="form.previous_candidate",
    ),
    Action(
        "form.next_hole",
        N_("Next unmarked row"),
        N_("Goes to the next row without a mark, in the next candidate if this one is done."),
        ("tab",),
    ),
    Action("form.previous_hole", N_("Unmarked row before"), keys=("shift+tab",)),
    Action(
        "form.menu",
        N_("More actions"),
        N_("The numbered menu of this row."),
        ("space",),
        foot=N_("more"),
        palette=False,
    ),
    Action(
        "form.screen_menu",
        N_("Menu"),
        N_("The menu of the screen, with Submit; with a number in the box, Esc empties the box."),
        ("escape",),
        foot=N_("menu, submit"),
        palette=False,
    ),
    Action("form.clear", N_("Clear this row"), N_("Takes the mark of this row away."), space=1),
    Action(
        "form.unable",
        N_("Unable to judge this row (choose a reason)"),
        N_("Says that you cannot judge this row. It is never counted as 0."),
        space=2,
    ),
    Action(
        "form.object",
        N_("Object to the materials or the settled result"),
        N_("Writes an objection, kept with your comments."),
        space=3,
    ),
    Action(
        "form.fill",
        N_("Fill the group: one rate for all unmarked rows"),
        N_("Fills the empty rows of the group at one rate or level; one undo takes it back."),
        space=4,
    ),
    Action(
        "form.comment",
        N_("Write a comment, use a phrase"),
        N_("Opens the comment of this row."),
        space=5,
    ),
    Action(
        "form.source",
        N_("Read the source text"),
        N_("Shows the article that this row stands on."),
        ("f2",),
        space=6,
    ),
    Action("form.undo", N_("Undo the last step"), N_("Works after a restart, too."), space=7),
    Action(
        "form.recuse",
        N_("Recuse myself from this candidate"),
        N_("Your marks for this candidate then do not count; it can be undone."),
        space=8,
    ),
    Action("form.hide", N_("Hide or show the marks"), N_("Covers all marks."), space=9),
    Action("form.redo", N_("Redo"), N_("Does again what was undone."), space=11),
    Action(
        "form.decline",
        N_("Decline to score this candidate"),
        N_("For other reasons than recusal; counted in neither sum nor number of marks."),
        space=12,
    ),
    Action(
        "form.comment_candidate",
        N_("Comment on the whole candidate"),
        N_("Opens the comment on the candidate."),
        space=13,
    ),
    Action(
        "form.candidate",
        N_("Facts and requirements of this candidate"),
        N_("What the candidate declared, and what is asked of it; no marks."),
        space=15,
    ),
    Action("form.help", N_("Help"), N_("This page."), ("f1",), space=14, esc=11),
    Action("form.submit", N_("Submit"), N_("Checks for holes and hands your marks in."), esc=1),
    Action("form.overview", N_("My marks for all candidates"), N_("With your own order."), esc=2),
    Action("form.completeness", N_("Find what is missing"), N_("Lists every hole."), esc=3),
    Action("form.candidates", N_("Go to a candidate"), N_("The list of candidates."), esc=4),
    Action("form.group", N_("Go to an indicator group"), N_("The list of groups."), esc=5),
    Action(
        "form.leave",
        N_("Leave early"),
        N_("Hands in what is finished; the rest is marked as left early."),
        esc=6,
    ),
    Action(
        "form.reopen",
        N_("Take back and change (new version)"),
        N_("After submitting: change marks and submit again as a new version."),
        esc=7,
    ),
    Action("form.settings", N_("Display"), N_("Light, dark, high contrast."), esc=8),
    Action("form.quit", N_("Exit"), N_("Everything confirmed is saved."), ("ctrl+q",), esc=9),
    Action("form.palette", N_("Search actions"), keys=("ctrl+p",), palette=False),
)

_HAND: Final = frozenset(
    [
        "enter",
        "up",
        "down",
        "left",
        "right",
        "first",
        "last",
        "previous_candidate",
        "next_candidate",
        "next_hole",
        "previous_hole",
        "menu",
        "screen_menu",
        "help",
    ]
)
"""What typing a paper sheet has in common with the form."""

TYPING: Final = (
    *(
        entry._replace(
            id=f"{Scope.TYPING}.{entry.name}",
            partner=entry.partner and entry.partner.replace(Scope.FORM, Scope.TYPING),
            space=0,
            esc=0,
            foot=N_("menu, finished") if entry.name == "screen_menu" else entry.foot,
        )
        for entry in FORM
        if entry.name in _HAND
    ),
    Action("typing.clear", N_("Empty this box"), N_("Takes what was typed away."), space=1),
    Action(
        "typing.unable",
        N_("The paper says: unable to judge"),
        N_("With the reason on the paper, if one is given."),
        space=2,
    ),
    Action(
        "typing.recuse",
        N_("Whole candidate: recused on the paper"),
        N_("Chosen again, it is taken back."),
        space=3,
    ),
    Action(
        "typing.decline",
        N_("Whole candidate: declined on the paper"),
        N_("Chosen again, it is taken back."),
        space=4,
    ),
    Action(
        "typing.finish",
        N_("Finished: everything is typed"),
        N_("Says first what is empty or changed, and asks."),
        esc=1,
    ),
    Action("typing.hole", N_("Go to the next empty box"), N_("As Tab does."), esc=2),
    Action("typing.stop", N_("Stop here, go on later"), N_("What was typed is kept."), esc=3),
)

READING: Final = (
    Action("reading.up", N_("Up"), keys=("up",), palette=False),
    Action(
        "reading.down",
        N_("Down"),
        keys=("down",),
        foot=N_("scroll"),
        partner="reading.up",
        palette=False,
    ),
    Action("reading.page_up", N_("Page up"), keys=("pageup",), palette=False),
    Action("reading.page_down", N_("Page down"), keys=("pagedown", "space"), palette=False),
    Action("reading.top", N_("Top"), keys=("home",), palette=False),
    Action("reading.bottom", N_("Bottom"), keys=("end",), palette=False),
    Action(
        "reading.back",
        N_("Back"),
        keys=("escape", "enter", "f1", "f2"),
        foot=N_("back"),
        palette=False,
    ),
)

COMMENT: Final = (
    Action(
        "comment.save",
        N_("Save the comment"),
        keys=("escape",),
        foot=N_("save and go back"),
        palette=False,
    ),
    Action(
        "comment.menu",
        N_("Phrases; go back without saving"),
        keys=("tab",),
        foot=N_("phrases, go back without saving"),
        palette=False,
    ),
)

ACTIONS: Final[tuple[Action, ...]] = (
    FORM + TYPING + READING + COMMENT + PAGES + ROOM_SCREENS + DESK_SCREENS + MAKING_SCREENS
)

_BY_ID: Final = {action.id: action for action in ACTIONS}


def action(name: str) -> Action:
    """The action of that id; KeyError if there is none."""
    return _BY_ID[name]


def of(scope: Scope) -> Iterator[Action]:
    """The actions of a place, in the table's order."""
    return (entry for entry in ACTIONS if entry.scope is scope)

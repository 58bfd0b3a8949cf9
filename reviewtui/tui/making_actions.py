"""Actions of the screens on which a meeting is made."""

from typing import Final

from reviewtui.locales import N_
from reviewtui.tui.action import Action, Scope
from reviewtui.tui.page_keys import back_key, space_key, table_keys

_BEGIN: Final = (*table_keys(Scope.BEGIN, N_("choose")), back_key(Scope.BEGIN))

_MAKING: Final = (*table_keys(Scope.MAKING, N_("choose")), back_key(Scope.MAKING))

_FIELDS: Final = (*table_keys(Scope.FIELDS, N_("fill in")), back_key(Scope.FIELDS))

_POINTS: Final = (
    *table_keys(Scope.POINTS, N_("fill in")),
    space_key(Scope.POINTS),
    back_key(Scope.POINTS),
    Action(
        "points.equal",
        N_("The same number for every row"),
        N_("The organiser's choice: the source documents give no points."),
        space=1,
    ),
    Action(
        "points.full",
        N_("Full marks of the rows"),
        N_("Only where the weight of a row is not its full mark."),
        space=2,
    ),
    Action(
        "points.compare",
        N_("Let the experts compare in pairs"),
        N_("First the primary indicators, then inside each group; it ends in a proposal."),
        space=3,
    ),
)

_WEIGHING: Final = (
    *table_keys(Scope.WEIGHING, N_("compare")),
    space_key(Scope.WEIGHING),
    back_key(Scope.WEIGHING),
    Action(
        "weighing.use",
        N_("Use these weights"),
        N_("Asks for the step and for the source line."),
        space=1,
    ),
    Action("weighing.clear", N_("Remove this expert's judgements"), N_("Asks once."), space=2),
)

_PAIR: Final = (
    *table_keys(Scope.PAIR, N_("answer")),
    Action("pair.before", N_("The pair before"), keys=("left", "pageup"), palette=False),
    Action(
        "pair.after",
        N_("The pair after"),
        keys=("right", "pagedown"),
        foot=N_("other pair"),
        partner="pair.before",
        palette=False,
    ),
    back_key(Scope.PAIR),
)

_MEMBERS: Final = (
    *table_keys(Scope.MEMBERS, N_("correct")),
    space_key(Scope.MEMBERS),
    back_key(Scope.MEMBERS),
    Action(
        "members.add",
        N_("Type or paste lines"),
        N_("One per line: number, name, unit; a line without a number gets the next one."),
        space=1,
    ),
    Action("members.remove", N_("Remove this line"), N_("Asks once."), space=2),
    Action("members.chair", N_("This expert is the chair"), N_("One at most."), space=3),
)

_MATERIAL: Final = (*table_keys(Scope.MATERIAL, N_("fill in")), back_key(Scope.MATERIAL))

_OVERLAYS: Final = (*table_keys(Scope.OVERLAYS, N_("choose")), back_key(Scope.OVERLAYS))

_RECUSALS: Final = (
    Action(
        "recusals.choose",
        N_("Recuse, or change it"),
        N_("Enter and Space do the same here."),
        keys=("enter", "space"),
        foot=N_("recuse, change"),
        palette=False,
    ),
    *(
        entry
        for entry in table_keys(Scope.RECUSALS, "", aside=N_("candidate"))
        if entry.name != "choose"
    ),
    back_key(Scope.RECUSALS),
)

_CHECKING: Final = (*table_keys(Scope.CHECKING, N_("go there")), back_key(Scope.CHECKING))

_LINES: Final = (
    Action(
        "lines.save",
        N_("Save the lines"),
        keys=("escape",),
        foot=N_("save and go back"),
        palette=False,
    ),
    Action(
        "lines.menu",
        N_("Other ways to leave"),
        keys=("tab",),
        foot=N_("more"),
        palette=False,
    ),
)

_MADE: Final = (*table_keys(Scope.MADE, N_("choose")), back_key(Scope.MADE))

MAKING_SCREENS: Final = (
    _BEGIN
    + _MAKING
    + _FIELDS
    + _POINTS
    + _WEIGHING
    + _PAIR
    + _MEMBERS
    + _MATERIAL
    + _OVERLAYS
    + _RECUSALS
    + _CHECKING
    + _LINES
    + _MADE
)

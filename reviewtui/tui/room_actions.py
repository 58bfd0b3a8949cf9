"""Actions of the results room's screens."""

from typing import Final

from reviewtui.locales import N_
from reviewtui.tui.action import Action, Scope
from reviewtui.tui.page_keys import back_key, space_key, table_keys

DISAGREEMENT: Final = (
    *table_keys(Scope.DISAGREEMENT, N_("open it")),
    space_key(Scope.DISAGREEMENT),
    back_key(Scope.DISAGREEMENT),
    Action(
        "disagreement.listed",
        N_("Put it on the list for discussion"),
        N_("The list is kept in the session; it changes no result."),
        space=1,
    ),
    Action(
        "disagreement.discussion",
        N_("The list for discussion"),
        N_("By a rule and by hand; to read out, print or keep."),
        space=2,
    ),
)

DISCUSSION: Final = (
    *table_keys(Scope.DISCUSSION, N_("open it")),
    space_key(Scope.DISCUSSION),
    back_key(Scope.DISCUSSION),
    Action(
        "discussion.off",
        N_("Take it off the list"),
        N_("It stays off, although the rule names it."),
        space=1,
    ),
    Action(
        "discussion.add", N_("Put a candidate on the list"), N_("By hand, without a rule."), space=2
    ),
    Action(
        "discussion.limit",
        N_("Change the rule: from which range on"),
        N_("Range of the experts' totals, in points; empty: by hand only."),
        space=3,
    ),
    Action(
        "discussion.write",
        N_("Write the list to a file"),
        N_("Plain text, to print; asks where to."),
        space=4,
    ),
)

BEHIND: Final = (*table_keys(Scope.BEHIND, N_("open it")), back_key(Scope.BEHIND))

WHAT_IF: Final = (*table_keys(Scope.WHAT_IF, N_("choose")), back_key(Scope.WHAT_IF))

PROJECTOR: Final = (
    *table_keys(Scope.PROJECTOR, N_("choose")),
    space_key(Scope.PROJECTOR),
    back_key(Scope.PROJECTOR),
    Action(
        "projector.totals",
        N_("The ranking with totals and valid marks"),
        N_("Shown only as the panel decides."),
        space=1,
    ),
    Action(
        "projector.ranks",
        N_("The ranking without totals"),
        N_("Shown only as the panel decides."),
        space=2,
    ),
    Action(
        "projector.one",
        N_("One candidate, large"),
        N_("Total, rank, valid marks, primary scores."),
        space=3,
    ),
    Action(
        "projector.page",
        N_("Write what is shown as a page"),
        N_("One file for any browser, without network; asks where to."),
        space=4,
    ),
)

ANALYSIS: Final = (
    *table_keys(Scope.ANALYSIS, N_("open it")),
    space_key(Scope.ANALYSIS),
    back_key(Scope.ANALYSIS),
    Action(
        "analysis.listed",
        N_("Put it on the list for discussion"),
        N_("The list is kept in the session; it changes no result."),
        space=1,
    ),
)

ROOM_SCREENS: Final = (*BEHIND, *ANALYSIS, *DISAGREEMENT, *DISCUSSION, *WHAT_IF, *PROJECTOR)

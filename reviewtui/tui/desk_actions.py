"""Actions of the secretary's screens; the choices of the board are the menu of its Esc."""

from typing import Final

from reviewtui.locales import N_
from reviewtui.tui.action import Action, Scope
from reviewtui.tui.page_keys import back_key, esc_key, space_key, table_keys

DESK: Final = (
    *table_keys(Scope.DESK, N_("choose"), aside=N_("experts")),
    Action("desk.page_up", N_("Experts before"), keys=("pageup",), palette=False),
    Action(
        "desk.page_down",
        N_("Experts after"),
        N_("The board turns its page where not all experts fit."),
        keys=("pagedown",),
        foot=N_("page"),
        partner="desk.page_up",
        palette=False,
    ),
    space_key(Scope.DESK),
    esc_key(Scope.DESK, N_("menu")),
    Action(
        "desk.collect",
        N_("Collect ballots"),
        N_("Watches sticks and folders and takes in what is clean without a key."),
        esc=1,
    ),
    Action(
        "desk.unseal",
        N_("Open, conclude"),
        N_("Who is missing, then all ballots are opened together, once, after one question."),
        esc=2,
    ),
    Action(
        "desk.conflicts",
        N_("Conflicts, kept aside"),
        N_("Two people settle which version counts; files that do not count, with the reason."),
        esc=3,
    ),
    Action(
        "desk.people",
        N_("People and order"),
        N_("Corrections, chair, order of presentation, recusal, somebody new or withdrawn."),
        esc=4,
    ),
    Action(
        "desk.issue",
        N_("Issue kits"),
        N_("Into a folder or stick by stick; a new kit revokes the old one."),
        esc=5,
    ),
    Action(
        "desk.sheets",
        N_("Enter, change, return"),
        N_(
            "For one expert: type in his paper sheet, read in his Excel sheet, change marks on "
            "the spot, hand back, withdraw."
        ),
        esc=6,
    ),
    Action("desk.journal", N_("Journal"), N_("What happened, in words; never a mark."), esc=7),
    Action("desk.results", N_("Result"), N_("The ranking, or who is missing."), esc=8),
    Action(
        "desk.backup",
        N_("Where backups go"),
        N_("A folder on another disk or a stick; a copy is written there at once."),
        space=1,
    ),
    Action(
        "desk.print",
        N_("Papers to print"),
        N_("Attendance to sign-off, in the order they are stapled; blind before the opening."),
        esc=9,
    ),
    Action(
        "desk.archive",
        N_("Archive"),
        N_("A folder that can be read and checked without this program; after the opening."),
        space=2,
    ),
    Action("desk.quit", N_("Exit"), N_("Everything is stored."), esc=10),
)

COLLECT: Final = (
    *table_keys(Scope.COLLECT, N_("choose")),
    space_key(Scope.COLLECT),
    back_key(Scope.COLLECT),
    Action(
        "collect.folder",
        N_("Take in a folder (type its path)"),
        N_("It is watched from then on, like a stick."),
        space=1,
    ),
    Action(
        "collect.conflicts",
        N_("Conflicts and files kept aside"),
        N_("What waits for two people, or does not count."),
        space=2,
    ),
)

OPENING: Final = (*table_keys(Scope.OPENING, N_("choose")), back_key(Scope.OPENING))

REOPENING: Final = (*table_keys(Scope.REOPENING, N_("choose")), back_key(Scope.REOPENING))

CONFLICTS: Final = (*table_keys(Scope.CONFLICTS, N_("choose it")), back_key(Scope.CONFLICTS))

PEOPLE: Final = (
    *table_keys(Scope.PEOPLE, N_("amend")),
    space_key(Scope.PEOPLE),
    back_key(Scope.PEOPLE),
    Action(
        "people.add",
        N_("Add an expert"),
        N_("With a code of his own, which is never given again."),
        space=1,
    ),
    Action(
        "people.lot",
        N_("Draw the order of presentation by lot"),
        N_("The seed is recorded, so that anybody can draw it again."),
        space=2,
    ),
    Action(
        "people.order",
        N_("Type the order of presentation"),
        N_("As it was drawn on the day."),
        space=3,
    ),
    Action(
        "people.early_leave",
        N_("Choose the rule for leaving early"),
        N_("Only before the first ballot is here."),
        space=4,
    ),
    Action(
        "people.recusals",
        N_("Recusals: who does not judge whom"),
        N_("Experts by candidates; Enter on a pair recuses."),
        space=5,
    ),
)

ISSUING: Final = (*table_keys(Scope.ISSUING, N_("issue")), back_key(Scope.ISSUING))

PRINTING: Final = (*table_keys(Scope.PRINTING, N_("choose")), back_key(Scope.PRINTING))

SHEETS: Final = (*table_keys(Scope.SHEETS, N_("choose")), back_key(Scope.SHEETS))

PAPER: Final = (*table_keys(Scope.PAPER, N_("choose")), back_key(Scope.PAPER))

COMPARING: Final = (*table_keys(Scope.COMPARING, N_("choose")), back_key(Scope.COMPARING))

ENTERED: Final = (*table_keys(Scope.ENTERED, N_("choose")), back_key(Scope.ENTERED))

JOURNAL: Final = (*table_keys(Scope.JOURNAL, N_("choose")), back_key(Scope.JOURNAL))

DESK_SCREENS: Final = (
    *(*DESK, *COLLECT, *OPENING, *CONFLICTS, *PEOPLE, *ISSUING, *JOURNAL),
    *(*PRINTING, *SHEETS, *PAPER, *COMPARING, *ENTERED, *REOPENING),
)

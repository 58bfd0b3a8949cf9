"""Actions of the screens beside the form; each scope in the order of its key line."""

from typing import Final

from reviewtui.locales import N_
from reviewtui.tui.action import Action, Scope


def _table(scope: Scope, word: str, *, aside: str = "") -> tuple[Action, ...]:
    """The keys of a table: Enter with its word, arrows, and left and right where they move."""
    entries = (
        Action(f"{scope}.choose", N_("Choose"), keys=("enter",), foot=word, palette=False),
        Action(f"{scope}.up", N_("Row above"), keys=("up",), palette=False),
        Action(
            f"{scope}.down",
            N_("Row below"),
            keys=("down",),
            foot=N_("row"),
            partner=f"{scope}.up",
            palette=False,
        ),
    )
    help_entry = Action(f"{scope}.help", N_("Help"), N_("This page."), ("f1",))
    if not aside:
        return (*entries, help_entry)
    return (
        *entries,
        Action(f"{scope}.left", N_("Column before"), keys=("left",), palette=False),
        Action(
            f"{scope}.right",
            N_("Column after"),
            keys=("right",),
            foot=aside,
            partner=f"{scope}.left",
            palette=False,
        ),
        help_entry,
    )


def _space(scope: Scope) -> Action:
    return Action(
        f"{scope}.menu",
        N_("More actions"),
        N_("The numbered menu of the place."),
        ("space",),
        foot=N_("more"),
        palette=False,
    )


def _esc(scope: Scope, word: str) -> Action:
    return Action(
        f"{scope}.screen_menu",
        N_("Menu"),
        N_("The numbered menu of the screen."),
        ("escape",),
        foot=word,
        palette=False,
    )


def _back(scope: Scope) -> Action:
    return Action(f"{scope}.back", N_("Back"), keys=("escape",), foot=N_("back"), palette=False)


IDENTIFY: Final = (
    *_table(Scope.IDENTIFY, N_("choose")),
    _esc(Scope.IDENTIFY, N_("back, menu")),
    Action("identify.quit", N_("Exit"), N_("Everything confirmed is saved."), esc=1),
)

CANDIDATES: Final = (
    *_table(Scope.CANDIDATES, N_("score it")),
    _space(Scope.CANDIDATES),
    _esc(Scope.CANDIDATES, N_("menu, submit")),
    Action(
        "candidates.recuse",
        N_("Recuse myself from this candidate"),
        N_("Your marks for this candidate then do not count; it can be taken back."),
        space=1,
    ),
    Action(
        "candidates.decline",
        N_("Decline to score this candidate"),
        N_("For other reasons than recusal; counted in neither sum nor number of marks."),
        space=2,
    ),
    Action(
        "candidates.take_back",
        N_("Take recusal or declining back"),
        N_("The marks given before are still there."),
        space=3,
    ),
    Action("candidates.hide", N_("Hide or show the marks"), N_("Covers all marks."), space=4),
    Action(
        "candidates.submit",
        N_("Submit"),
        N_("Checks for holes and hands your marks in."),
        esc=1,
    ),
    Action(
        "candidates.overview", N_("My marks for all candidates"), N_("With your own order."), esc=2
    ),
    Action("candidates.completeness", N_("Find what is missing"), N_("Lists every hole."), esc=3),
    Action(
        "candidates.leave_early",
        N_("Leave early"),
        N_("Hands in what is finished; the rest is marked as left early."),
        esc=4,
    ),
    Action(
        "candidates.reopen",
        N_("Take back and change (new version)"),
        N_("After submitting: change marks and submit again as a new version."),
        esc=5,
    ),
    Action("candidates.back", N_("Back to the score sheet"), N_("Where the cursor stood."), esc=6),
    Action(
        "candidates.quit",
        N_("Get up: another expert, or exit"),
        N_("Everything confirmed is saved."),
        esc=7,
    ),
)

OVERVIEW: Final = (
    *_table(Scope.OVERVIEW, N_("change it"), aside=N_("indicator")),
    _space(Scope.OVERVIEW),
    _back(Scope.OVERVIEW),
    Action("overview.hide", N_("Hide or show the marks"), N_("Covers all marks."), space=1),
    Action("overview.completeness", N_("Find what is missing"), N_("Lists every hole."), space=2),
    Action(
        "overview.submit", N_("Submit"), N_("Checks for holes and hands your marks in."), space=3
    ),
)

COMPLETENESS: Final = (*_table(Scope.COMPLETENESS, N_("go there")), _back(Scope.COMPLETENESS))

SUBMIT: Final = (*_table(Scope.SUBMIT, N_("choose")), _back(Scope.SUBMIT))

RESULTS: Final = (
    *_table(Scope.RESULTS, N_("explain"), aside=N_("indicator")),
    _space(Scope.RESULTS),
    _back(Scope.RESULTS),
    Action(
        "results.explain",
        N_("Explain"),
        N_("How the total came about, down to the marks."),
        space=1,
    ),
    Action(
        "results.compare",
        N_("Compare with another candidate"),
        N_("The difference by primary indicator, and who preferred whom."),
        space=2,
    ),
    Action(
        "results.export", N_("Export to Excel"), N_("Writes the workbook; asks where to."), space=3
    ),
    Action("results.rule", N_("The whole rule"), N_("In full sentences."), space=4),
)

EXPLAIN: Final = (*_table(Scope.EXPLAIN, N_("open it")), _back(Scope.EXPLAIN))

HOME: Final = (
    *_table(Scope.HOME, N_("choose")),
    Action("home.quit", N_("Exit"), keys=("escape",), foot=N_("exit")),
)

DESK: Final = (
    *_table(Scope.DESK, N_("choose")),
    _esc(Scope.DESK, N_("menu")),
    Action(
        "desk.unseal",
        N_("Open the ballots"),
        N_("All ballots are opened together, once, after one question."),
        esc=1,
    ),
    Action("desk.results", N_("Show the result"), N_("The ranking, or who is missing."), esc=2),
    Action("desk.quit", N_("Exit"), N_("Everything is stored."), esc=3),
)

PAGES: Final = (
    IDENTIFY + CANDIDATES + OVERVIEW + COMPLETENESS + SUBMIT + RESULTS + EXPLAIN + HOME + DESK
)

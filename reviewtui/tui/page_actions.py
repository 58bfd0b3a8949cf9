"""Actions of the screens beside the form; each scope in the order of its key line."""

from typing import Final

from reviewtui.locales import N_
from reviewtui.tui.action import Action, Scope
from reviewtui.tui.page_keys import back_key, esc_key, space_key, table_keys

IDENTIFY: Final = (
    *table_keys(Scope.IDENTIFY, N_("choose")),
    esc_key(Scope.IDENTIFY, N_("back, menu")),
    Action("identify.quit", N_("Exit"), N_("Everything confirmed is saved."), esc=1),
)

CANDIDATES: Final = (
    *table_keys(Scope.CANDIDATES, N_("score it")),
    space_key(Scope.CANDIDATES),
    esc_key(Scope.CANDIDATES, N_("menu, submit")),
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
        "candidates.practise",
        N_("Practise on an invented candidate (does not count)"),
        N_("The same form and the same keys; nothing of it is kept."),
        space=5,
        esc=8,
    ),
    Action(
        "candidates.candidate",
        N_("Facts and requirements of this candidate"),
        N_("What the candidate declared, and what is asked of it; no marks."),
        space=6,
    ),
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
    *table_keys(Scope.OVERVIEW, N_("change it"), aside=N_("indicator")),
    space_key(Scope.OVERVIEW),
    back_key(Scope.OVERVIEW),
    Action("overview.hide", N_("Hide or show the marks"), N_("Covers all marks."), space=1),
    Action("overview.completeness", N_("Find what is missing"), N_("Lists every hole."), space=2),
    Action(
        "overview.submit", N_("Submit"), N_("Checks for holes and hands your marks in."), space=3
    ),
)

COMPLETENESS: Final = (
    *table_keys(Scope.COMPLETENESS, N_("go there")),
    back_key(Scope.COMPLETENESS),
)

SUBMIT: Final = (*table_keys(Scope.SUBMIT, N_("choose")), back_key(Scope.SUBMIT))

RESULTS: Final = (
    *table_keys(Scope.RESULTS, N_("explain"), aside=N_("primary scores")),
    space_key(Scope.RESULTS),
    back_key(Scope.RESULTS),
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
    Action(
        "results.candidate",
        N_("Facts and requirements of this candidate"),
        N_("What the candidate declared, and what is asked of it; no marks."),
        space=5,
    ),
    Action(
        "results.closing",
        N_("Conclusion and signatures"),
        N_("The chair's adjustments, votes, and who signed."),
        space=6,
    ),
    Action(
        "results.projector",
        N_("Projector: what the whole room sees"),
        N_("Large, as the panel decides; nothing about experts."),
        space=7,
    ),
    Action(
        "results.advanced",
        N_("More analysis"),
        N_("Where experts differ, what the ranking hangs on, what if; changes no result."),
        space=8,
    ),
)

CLOSING: Final = (
    *table_keys(Scope.CLOSING, N_("choose")),
    space_key(Scope.CLOSING),
    back_key(Scope.CLOSING),
    Action(
        "closing.rest",
        N_("All the others have signed"),
        N_("Those who sat here and are not on record yet."),
        space=1,
    ),
)

EXPLAIN: Final = (*table_keys(Scope.EXPLAIN, N_("open it")), back_key(Scope.EXPLAIN))

HOME: Final = (
    *table_keys(Scope.HOME, N_("choose")),
    Action("home.quit", N_("Exit"), keys=("escape",), foot=N_("exit")),
)

PAGES: Final = (
    IDENTIFY + CANDIDATES + OVERVIEW + COMPLETENESS + SUBMIT + RESULTS + EXPLAIN + CLOSING + HOME
)

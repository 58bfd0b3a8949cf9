"""Keys that many screens share, as entries of the table of actions."""

from reviewtui.locales import N_
from reviewtui.tui.action import Action, Scope


def table_keys(scope: Scope, word: str, *, aside: str = "") -> tuple[Action, ...]:
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


def space_key(scope: Scope) -> Action:
    """Space opens the menu of the place."""
    return Action(
        f"{scope}.menu",
        N_("More actions"),
        N_("The numbered menu of the place."),
        ("space",),
        foot=N_("more"),
        palette=False,
    )


def esc_key(scope: Scope, word: str) -> Action:
    """Esc opens the menu of the screen; `word` names it in the key line."""
    return Action(
        f"{scope}.screen_menu",
        N_("Menu"),
        N_("The numbered menu of the screen."),
        ("escape",),
        foot=word,
        palette=False,
    )


def back_key(scope: Scope) -> Action:
    """Esc leaves the screen."""
    return Action(f"{scope}.back", N_("Back"), keys=("escape",), foot=N_("back"), palette=False)

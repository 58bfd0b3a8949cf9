"""The user's own keys: what is wrong is found, what is right works everywhere at once."""

from reviewtui.tui.actions import Scope, action
from reviewtui.tui.keymap import Keymap, check_keymap


def test_the_table_itself_is_without_clashes() -> None:
    assert check_keymap({}) == []


def test_a_chosen_key_replaces_the_default() -> None:
    keymap = Keymap({"form.undo": "ctrl+z", "form.next_hole": "F5, tab"})
    assert keymap.action(Scope.FORM, "ctrl+z") is action("form.undo")
    assert keymap.action(Scope.FORM, "f5") is action("form.next_hole")
    assert keymap.names(action("form.next_hole")) == "F5 Tab"


def test_unknown_actions_reserved_keys_and_clashes_are_all_found_at_once() -> None:
    found = check_keymap(
        {"form.fly": "f9", "form.undo": "5", "form.redo": "tab", "form.fill": "ö!", "form.hide": ""}
    )
    sentences = [str(item) for item in found]
    assert len(sentences) == 5
    for part in ("no action", "enters marks", "already taken by form.next_hole", "is no key"):
        assert any(part in sentence for sentence in sentences)


def test_a_keymap_with_faults_leaves_the_defaults_in_place() -> None:
    keymap = Keymap({"form.undo": "enter"})
    assert keymap.action(Scope.FORM, "enter") is action("form.enter")


def test_two_chosen_keys_that_clash_with_each_other_leave_the_defaults() -> None:
    keymap = Keymap({"form.undo": "f7", "form.redo": "f7"})
    assert keymap.action(Scope.FORM, "f7") is None

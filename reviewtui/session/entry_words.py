"""What is said once marks were entered or changed at the desk; never a mark."""

from reviewtui.domain.ballot import Ballot, Channel
from reviewtui.domain.naming import expert_name, round_name
from reviewtui.locales import _
from reviewtui.session.desk_change import Changed
from reviewtui.session.recall import Sealed
from reviewtui.session.typed_in import Entry, TypedIn


def how_entered(ballot: Ballot, taken: TypedIn, entry: Entry) -> list[str]:
    """By which way and by whom, and whether anything is new."""
    expert = expert_name(ballot.expert)
    if not taken.new:
        return [_("{expert}: just the same is here already, nothing changes").format(expert=expert)]
    if ballot.channel is Channel.EXCEL:
        return [_("{expert}: entered from the Excel sheet, by the desk").format(expert=expert)]
    sentence = _("{expert}: entered from the paper sheet by {people}")
    said = [sentence.format(expert=expert, people=_(", ").join(entry.by))]
    if entry.subtotals:
        said.append(_("By subtotals: the marks of the single rows are a spread of them."))
    return said


def version_words(sealed: Sealed) -> str:
    """Version and check code."""
    return _("Version {rev}. Check code: {code}").format(rev=sealed.rev, code=sealed.check_code)


def copy_words() -> str:
    """What to do with the check code."""
    return _("Copy the check code onto the paper or the signature list, and have it signed.")


def idle_words(taken: TypedIn) -> str:
    """Why what was entered does not count although it is not late, and what to do."""
    if taken.withdrawn:
        return _(
            "It was withdrawn and does not count. Enter it again with a reason if it counts "
            "after all."
        )
    return _(
        "It is in conflict with another version of this expert: none of them counts. Enter it "
        "again with a reason if it replaces the others, or let two people settle it."
    )


def late_words(number: int, at_work: int) -> list[str]:
    """What to do with what was entered after the opening of its round."""
    late = _(
        "The ballots of {round} were opened before: this one is late and does not count. It stays "
        "late until the round is opened again, with a reason."
    )
    said = [late.format(round=round_name(number))]
    if number != at_work:
        other = _("It is no sheet of {round}, which is at work: let the expert fill that one in.")
        said.append(other.format(round=round_name(at_work)))
    return said


def replaced_words(changed: Changed) -> str:
    """Which version a change replaces."""
    return _("It replaces version {rev}, {code}.").format(
        rev=changed.before.rev, code=changed.codes[0]
    )


def slip_words(path: object) -> str:
    """What to do with the change slip."""
    return _("{file}: print it, have it signed, keep it with the sheets").format(file=path)

"""What the screens of a kit say of its stick: where a mark is saved, when it may go."""

from typing import TYPE_CHECKING, NamedTuple

from reviewtui.domain.findings import Refused
from reviewtui.locales import _
from reviewtui.session.mirror import Reach
from reviewtui.tui.lines import Tone

if TYPE_CHECKING:
    from reviewtui.exchange.kits import OpenKit
    from reviewtui.session.recall import Sealed


class Told(NamedTuple):
    """How bringing the ballot onto the stick went."""

    text: str
    good: bool


def saved_words(work: "OpenKit") -> tuple[str, Tone]:
    """Where the last mark of a kit is saved, and whether that is as it should be."""
    match work.mirror.reach:
        case Reach.BOTH:
            return _("saved (this computer, stick)"), Tone.DIM
        case Reach.FORKED:
            return _("only here: stick used elsewhere"), Tone.WARN
        case Reach.PROTECTED:
            return _("only here: the stick is locked"), Tone.WARN
        case Reach.FULL:
            return _("only here: the stick is full"), Tone.WARN
        case Reach.FAILING:
            return _("only here: stick takes nothing"), Tone.WARN
        case Reach.GONE:
            return _("only here: the stick is out"), Tone.WARN


def way_out(work: "OpenKit") -> str:
    """What to do where the last mark of a kit is not on its stick, on one line; "" where it is."""
    match work.mirror.reach:
        case Reach.GONE:
            return _("Nothing is lost. Put the stick back in; the next mark brings it up to date")
        case Reach.PROTECTED:
            return _("Nothing is lost. Unlock the stick (a small switch), or ask for another one")
        case Reach.FULL:
            return _("Nothing is lost. Delete from the stick what is not of this meeting")
        case Reach.FAILING:
            return _("Nothing is lost. Pull the stick, put it in again, or ask for another one")
        case _:
            return ""


def hand_over_words(work: "OpenKit", sealed: "Sealed") -> Told:
    """Write the ballot onto the stick, and say whether the stick may go."""
    from reviewtui.exchange.kits import hand_over

    try:
        path = hand_over(work, sealed)
    except Refused as refusal:
        return Told(str(refusal), good=False)
    sentence = _(
        "Written to the stick and read back: {name}. You may pull the stick out now and hand "
        "it to the secretariat."
    )
    return Told(sentence.format(name=path.name), good=True)

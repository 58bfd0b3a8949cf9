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
        case _:
            return _("only here: the stick is out"), Tone.WARN


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

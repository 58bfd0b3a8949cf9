"""What an expert must know of a kit at work before he marks: what is elsewhere, what was left."""

from reviewtui.domain.ballot import Kind, check_code
from reviewtui.exchange.kits import OpenKit
from reviewtui.locales import _
from reviewtui.session.recall import Past, recall


def notices(work: OpenKit) -> list[str]:
    """The sentences that hold now; none on one machine with one stick."""
    session, kit = work.session, work.kit
    past = recall(session.meeting.file, session.id, kit.round, kit.expert)
    told = [*_elsewhere(past), *_beside(work, past)]
    if work.awaited and past.sealed is None:
        told.append(
            _(
                "This was submitted on another computer, but the ballot is not on the stick. Open "
                "the kit there once more: that brings the ballot"
            )
        )
    if work.broken:
        told.append(
            _(
                "Part of the record on the stick could not be used and was not taken over; it is "
                "kept. Please look over your marks"
            )
        )
    return told


def marks_elsewhere() -> str:
    """What taking a ballot back means where its marks are not."""
    return _(
        "Its marks are not on this computer: here all of them have to be given again. To change "
        "a few, go to the computer where it was submitted"
    )


def _elsewhere(past: Past) -> list[str]:
    if past.elsewhere is None:
        return []
    sentence = _(
        "Version {rev} was submitted on another computer: its marks are there and, closed, in "
        "the ballot; this computer does not have them"
    )
    return [sentence.format(rev=past.elsewhere.rev)]


def _beside(work: OpenKit, past: Past) -> list[str]:
    """Versions from the same kit that do not know each other, and what the desk withdrew."""
    stored = [item for item in work.session.stored() if item.round == work.kit.round]
    replaced = {earlier for item in stored for earlier in item.supersedes}
    heads = [item for item in stored if item.content_id not in replaced]
    if past.sealed is None:
        withdrawn = any(item.kind is Kind.WITHDRAW for item in heads)
        sentence = _("The desk withdrew what was submitted; what you submit now counts")
        return [sentence] if withdrawn else []
    sentence = _(
        "Version {rev}, check code {code}, was submitted with this kit elsewhere and stands "
        "beside it. Take back and submit anew to replace both"
    )
    return [
        sentence.format(rev=item.rev, code=check_code(item.content_id))
        for item in heads
        if item.content_id != past.sealed.content_id and item.kind is Kind.CAST
    ]

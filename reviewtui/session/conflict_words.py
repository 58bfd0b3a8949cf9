"""What people are told of ballots of whom none counts, and of what ends it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewtui.domain.ballot import Channel, Kind
from reviewtui.domain.naming import expert_name
from reviewtui.domain.panel import Panel
from reviewtui.domain.printable import printable
from reviewtui.locales import _
from reviewtui.session.journal import EventKind
from reviewtui.session.told import told

if TYPE_CHECKING:
    from reviewtui.session.resolving import Conflict
    from reviewtui.session.session import Session


def conflict_sentence(conflict: "Conflict", panel: Panel) -> str:
    """Of whom nothing counts, and why."""
    expert = panel.expert(conflict.expert)
    if conflict.people:
        text = _(
            "{expert}: two desks gave this code to two people, {people}; on the panel it is "
            "{name}. {count} versions lie under it and none counts"
        )
    elif conflict.contradicted:
        text = _(
            "{expert} {name}: {count} versions; two desks settled it, each time otherwise, so that "
            "none counts"
        )
    else:
        text = _("{expert} {name}: {count} versions, none of which replaces the others")
    return text.format(
        expert=expert_name(conflict.expert),
        name=expert.name,
        count=len(conflict.versions),
        people=_(", ").join(conflict.people),
    )


def ways_out(conflicts: Sequence["Conflict"]) -> list[str]:
    """What ends conflicts; the command for two people follows."""
    said = []
    kits = [item for item in conflicts if can_submit_anew(item)]
    if kits:
        names = _(", ").join(expert_name(item.expert) for item in kits)
        said.append(
            _(
                "{experts}: while the expert is here, issue the kit onto the stick again, which "
                "puts all versions beside it; a version submitted from there replaces them all."
            ).format(experts=names)
        )
    if any(item.people for item in conflicts):
        said.append(
            _(
                "A version counts as that of the person on the panel. If it is not, put the name "
                "right first, or withdraw it and add the other person under a new code."
            )
        )
    return [*said, _("Otherwise two people decide:") if kits else _("Two people decide:")]


def withdrawal_sentences(session: "Session", conflict: "Conflict") -> list[str]:
    """Of the versions that stand, which is a withdrawal, by whom and why."""
    facts = told(session.meeting.file, session.id, EventKind.WITHDRAWN)
    said = {one.body["content_id"]: one.body for one in facts}
    return [
        _("version {rev} [{code}] is a withdrawal by {by}, reason: {reason}").format(
            rev=version.rev,
            code=version.check_code,
            by=printable(found["by"]) or expert_name(conflict.expert),
            reason=printable(found["reason"]),
        )
        for version in conflict.versions
        if (found := said.get(version.content_id))
    ]


def after_withdrawal() -> str:
    """How whoever was withdrawn hands in again."""
    return _(
        "Whoever hands in again from a kit needs it issued onto the stick once more first; a "
        "version that does not know of the withdrawal stands in conflict with it."
    )


def can_submit_anew(conflict: "Conflict") -> bool:
    """Whether a version from the expert's kit, issued again, can replace all that stand."""
    handed_in = [version for version in conflict.versions if version.kind is Kind.CAST]
    kits = {version.kit for version in handed_in}
    return (
        not conflict.people
        and not conflict.opened
        and len(kits) == 1
        and "" not in kits
        and all(version.channel is Channel.FORM for version in conflict.versions)
    )

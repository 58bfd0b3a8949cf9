"""Since when the rule is frozen, as far as this desk knows: its page was printed for signature,
or the first ballot had come in.

Every desk knows its own printing and receipts, and takes over the earliest that another one knew
of; so all that took each other in know the same. On one desk the journal's order holds whatever
its clock did: a rule chosen there was chosen while nothing froze it, or it had been refused.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from reviewtui.domain.amendment import Amendment, LeaveRule
from reviewtui.locales import _
from reviewtui.session.file import SessionFile

if TYPE_CHECKING:
    from reviewtui.domain.amended import Idle

TOLD: Final = "first_ballot"
"""In the journal's entry of a merge: the earliest that came over, UTC milliseconds."""


def frozen_since(file: SessionFile, session: str, rules: Iterable[Amendment]) -> int | None:
    """When the first page of the rule was printed, or the first ballot had come in, anywhere.

    Args:
        file: The session file.
        session: Its id.
        rules: Its amendments.

    Returns:
        UTC milliseconds; None if neither happened.
    """
    found = file.read(
        "SELECT min(received_at) FROM ballot WHERE session_id = ? UNION ALL "
        "SELECT min(at) FROM journal WHERE session_id = ? AND kind = 'rule_printed'",
        (session, session),
    )
    own = min((at for (at,) in found if at is not None), default=None)
    told = [
        json.loads(body)[TOLD]
        for (body,) in file.read(
            "SELECT body FROM journal WHERE session_id = ? AND kind = 'received' "
            f"AND instr(body, '\"{TOLD}\"') > 0",
            (session,),
        )
    ]
    if own is not None:
        here = {
            json.loads(body)["amendment"]
            for (body,) in file.read(
                "SELECT body FROM journal WHERE session_id = ? AND kind = 'amended'", (session,)
            )
        }
        chosen = [
            item.at for item in rules if isinstance(item.change, LeaveRule) and item.id in here
        ]
        told.append(max([own, *chosen]))
    return min(told, default=None)


def too_late(rules: Iterable[Amendment], since: int | None) -> "list[Idle]":
    """Changes of the rule that were made when it was frozen."""
    from reviewtui.domain.amended import Idle

    why = _(
        "it was made when the page of the rule had been printed or a ballot had come in already, "
        "and the rule was frozen by then"
    )
    return [
        Idle(item, why)
        for item in rules
        if isinstance(item.change, LeaveRule) and since is not None and item.at > since
    ]

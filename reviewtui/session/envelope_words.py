"""What is said when the opening code is shown for its envelope."""

from reviewtui.domain.rule import Custody
from reviewtui.locales import _


def envelope_words(custody: Custody) -> list[str]:
    """What to do with the code, and what losing it means."""
    said = [_("Copy these 24 digits by hand, seal them in an envelope and keep it apart.")]
    if custody is Custody.SUPERVISOR:
        said.append(
            _(
                "The supervisor alone holds the code: it is not kept in the session and is shown "
                "this once. Without it no ballot can be opened, by nobody."
            )
        )
    else:
        said.append(
            _(
                "The office holds the code: it is also kept in the session, nobody types it. The "
                "envelope is needed if the session is lost and must be rebuilt from the sticks."
            )
        )
    return said

"""What the panel adds to its result: recorded, copied into the second place, shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reviewtui.tui.flow import carry_out

if TYPE_CHECKING:
    from reviewtui.tui.widgets.frame import FrameScreen


def record(screen: "FrameScreen[Any]", deed: Callable[[], object]) -> None:
    """Do it off the interface thread; what went wrong with the copy is said in line 4.

    Args:
        screen: Where it was decided; filled anew afterwards.
        deed: What writes into the session.
    """

    def work() -> str:
        from reviewtui.exchange.collecting import secure

        deed()
        _copy, faults = secure(screen.review.session, screen.review.backup)
        return "\n".join(map(str, faults))

    def then(said: str) -> None:
        screen.fill()
        screen.say(said)

    carry_out(screen, work, then)

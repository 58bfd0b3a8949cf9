"""What lies on no stick once it is decided: recorded, copied into the second place, shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reviewtui.tui.flow import carry_out

if TYPE_CHECKING:
    from reviewtui.tui.widgets.frame import FrameScreen


def record(
    screen: "FrameScreen[Any]",
    deed: Callable[[], object],
    then: Callable[[str], None] | None = None,
) -> None:
    """Do it off the interface thread; what went wrong with the copy is said in line 4.

    Args:
        screen: Where it was decided; filled anew afterwards.
        deed: What writes into the session.
        then: Called instead, with what went wrong with the copy; "" for nothing.
    """

    def work() -> str:
        from reviewtui.exchange.collecting import secure

        deed()
        _copy, faults = secure(screen.review.session, screen.review.backup)
        return "\n".join(map(str, faults))

    def show(said: str) -> None:
        screen.fill()
        screen.say(said)

    carry_out(screen, work, then or show)

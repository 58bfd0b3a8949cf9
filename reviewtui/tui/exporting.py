"""The workbook from a screen: the path is asked for, then it is written in the background."""

from typing import TYPE_CHECKING, Any

from reviewtui.domain.findings import Refused
from reviewtui.locales import _
from reviewtui.tui import handing_out

if TYPE_CHECKING:
    from reviewtui.tally.verdict import Verdict
    from reviewtui.tui.screens.page import TablePage


def ask_workbook(screen: "TablePage[Any]", verdict: "Verdict", *, analysis: bool = False) -> None:
    """Ask where to, and write.

    Args:
        screen: Where the wish came from.
        verdict: What is written.
        analysis: Whether sheets with its statistics are added; nothing in them is about experts.
    """
    from reviewtui.tui.screens.ask import Ask

    path = screen.review.session.path.with_suffix(".xlsx")
    if analysis:
        path = path.with_stem(f"{path.stem}-analysis")

    def write(answer: str | None) -> None:
        if answer is not None:
            screen.run_worker(work(answer), exclusive=True)

    async def work(answer: str) -> None:
        target = handing_out.typed_path(answer)
        screen.instruct(_("Writing {path} ...").format(path=target))
        session = screen.review.session
        try:
            await handing_out.write_workbook(session, verdict, target, analysis=analysis)
        except Refused as refusal:
            screen.say(str(refusal))
        else:
            screen.say(_("Written: {path}").format(path=target))
        screen.moved()

    note = _("An existing file is not overwritten")
    screen.app.push_screen(Ask(_("Write the workbook to"), note, str(path)), write)

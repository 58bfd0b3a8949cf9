"""What the desk's screen shows, printed: the board of who has handed in, and the journal."""

from typing import TYPE_CHECKING

from reviewtui.cli.console import aligned, say, tell
from reviewtui.cli.result import json_text
from reviewtui.domain.states import Why
from reviewtui.exchange.said_of_aside import count_words, said_of_aside
from reviewtui.locales import _
from reviewtui.session.board import Holding, board
from reviewtui.session.board_words import (
    missing_words,
    state_words,
    summary,
    unknown_progress,
)
from reviewtui.session.clock import local_time
from reviewtui.session.journal_words import told

if TYPE_CHECKING:
    from reviewtui.session.session import Session


def print_board(session: "Session", *, as_json: bool) -> None:
    """Per expert kit, version and completeness, and what lies aside and why; never a mark."""
    holdings, lying = board(session), said_of_aside(session)
    if as_json:
        aside = [
            {
                "name": one.item.name,
                "why": one.item.why.value,
                "standing": one.standing.value,
                "said": one.said,
                "findings": list(one.findings),
            }
            for one in lying
        ]
        tell(json_text({"experts": [_said(one) for one in holdings], "aside": aside}))
        return
    opened = session.opened is not None
    header = [_("no."), _("kit"), _("state"), _("checked"), _("name, unit")]
    rows = [
        [
            one.expert.code,
            _("is out") if one.kit else "",
            state_words(one, opened=opened),
            "" if one.checked is None else "{}/{}".format(*one.checked),
            f"{one.expert.name}  {one.expert.unit}".rstrip(),
        ]
        for one in holdings
    ]
    tell(session.panel.title)
    tell(summary(holdings))
    for line in aligned(header, rows, right=(3,)):
        tell(line)
    tell(missing_words(holdings))
    if not opened and (unknown := unknown_progress(holdings)):
        tell(unknown)
    if lying:
        tell(count_words(one.standing for one in lying))
    for one in lying:
        said, *findings = one.lines()
        tell(f"  {local_time(one.item.received_at):%m-%d %H:%M}  {said}")
        for finding in findings:
            tell(f"      {finding}")


def print_journal(session: "Session", *, as_json: bool) -> None:
    """What happened, the oldest first; on standard error whether the chain of entries is whole."""
    entries = told(session)
    if as_json:
        found = [
            {"first": one.first, "last": one.last, "at": one.at, "words": one.words}
            for one in entries
        ]
        tell(json_text({"entries": found}))
    else:
        for one in entries:
            tell(f"{one.last:>4}  {local_time(one.at):%Y-%m-%d %H:%M}  {one.words}")
    broken = session.verify_journal()
    say(str(broken) if broken else _("the chain is whole"))


def _said(one: Holding) -> dict[str, object]:
    away = isinstance(one.state, Why)
    return {
        "expert": one.expert.code,
        "name": one.expert.name,
        "kit": bool(one.kit),
        "state": one.state.value if isinstance(one.state, Why) else "counts",
        "rev": None if isinstance(one.state, Why) else one.state.rev,
        "checked": None if away or one.checked is None else list(one.checked),
        "reworking": one.reworking,
        "late": one.late,
        "sits_out": one.sits_out,
    }

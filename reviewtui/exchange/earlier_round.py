"""A stick that carried an earlier round: what it held of that one goes into a folder of its own."""

import contextlib
from pathlib import Path

from reviewtui.domain.findings import Refused
from reviewtui.domain.naming import round_name
from reviewtui.exchange.kits import BALLOT, mirror_of, read_kit_file
from reviewtui.exchange.paper_sheet import paper_sheet_name
from reviewtui.exchange.score_sheet import score_sheet_name
from reviewtui.session.kit import Kit


def put_by_earlier_round(path: Path, kit: Kit) -> None:
    """Make room for a kit where one of an earlier round of the same expert lies.

    Its kit, mirror, sheets and ballots are moved into a folder named after the round; nothing
    is deleted, and anything else stays where it is.

    Args:
        path: Where the new kit goes.
        kit: The new one.

    Raises:
        OSError: If something cannot be moved.
    """
    there = None
    if path.exists():
        with contextlib.suppress(Refused):
            there = read_kit_file(path)
    if there is None or (there.session, there.expert) != (kit.session, kit.expert):
        return
    if there.round >= kit.round:
        return
    folder = path.parent / round_name(there.round)
    folder.mkdir(exist_ok=True)
    names = [name(kit.expert, there.round) for name in (score_sheet_name, paper_sheet_name)]
    leaving = [mirror_of(path), *(path.parent / name for name in names)]
    leaving += sorted(path.parent.glob(f"*{BALLOT}"))
    for item in (*leaving, path):
        if item.exists():
            item.replace(folder / item.name)

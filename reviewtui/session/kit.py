"""A kit (评分包): all that one expert needs to score on any machine, in one file.

Three lines: the format, a canonical document, and the document's signature with the key
that lies in it. That key is the kit's identity: what a ballot names as its kit, and what
the desk revokes when it issues another one. No mark is in it, and of the recusals only the
expert's own.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reviewtui import __version__
from reviewtui.domain.ballot import Channel
from reviewtui.domain.canonical import Canonical, canonical_bytes
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.further_round import RoundStart
from reviewtui.domain.indicator_set import read_set
from reviewtui.domain.panel import Panel, read_panel
from reviewtui.domain.strict import hex64, parse_strictly, text, whole
from reviewtui.locales import _
from reviewtui.session.counting import counting
from reviewtui.session.effective import StoredBallot
from reviewtui.session.faults import refused
from reviewtui.session.founding import definition_of
from reviewtui.session.journal import EventKind
from reviewtui.session.keys import DESK, SEED_SIZE, store_key
from reviewtui.session.meeting import Meeting
from reviewtui.session.opening_code import read_opening_code
from reviewtui.session.round_record import FIRST_ROUND, read_round
from reviewtui.session.round_start import require_round, start_body, start_in, starts_of
from reviewtui.session.signed import BadBytes, bad, public_of, signature_line, verified
from reviewtui.session.writer import Transaction

FORMAT: Final = "reviewtui-kit/1"
SIGNED_PREFIX: Final = b"reviewtui/kit/1\n"
LARGEST: Final = 16 * 1024 * 1024
"""Bytes: the largest built-in table with 2 000 candidates takes a tenth of it."""


class Kit(NamedTuple):
    """What an expert receives.

    Attributes:
        session: Id of the session.
        expert: Code of the expert.
        round: Which round it is for.
        seed: Of the signing key; its public half is the kit's id.
        boxes: Public key of the boxes.
        sheet: Hash of the sheet.
        definition: Panel and indicator set, as the desk had them when it was issued.
        made_at: UTC milliseconds.
        start: Of a further round, what it begins with (`round_start.start_body`); else None.
    """

    session: str
    expert: str
    round: int
    seed: bytes
    boxes: bytes
    sheet: str
    definition: Mapping[str, Canonical]
    made_at: int
    start: Mapping[str, Canonical] | None = None

    @property
    def id(self) -> str:
        """The public key, 64 hexadecimal digits; people see the first eight."""
        return public_of(self.seed)

    def content(self) -> bytes:
        """The three lines of the file."""
        start = {} if self.start is None else {"start": dict(self.start)}
        document = canonical_bytes(
            {
                "format": FORMAT,
                "session": self.session,
                "expert": self.expert,
                "round": self.round,
                "seed": self.seed.hex(),
                "boxes": self.boxes.hex(),
                "sheet": self.sheet,
                "definition": dict(self.definition),
                "made_at": self.made_at,
                "app": __version__,
                **start,
            }
        )
        line = signature_line(document, self.seed, SIGNED_PREFIX)
        return b"%s\n%s\n%s\n" % (FORMAT.encode(), document, line)


def read_kit(content: bytes) -> Kit:
    """Verify and parse a kit.

    Raises:
        BadBytes: At the first thing that is not exactly as it must be.
    """
    if len(content) > LARGEST:
        bad(_("it is larger than any kit"))
    magic, _first, rest = content.partition(b"\n")
    if magic != FORMAT.encode():
        bad(_("it is not a kit of this program"))
    document, _second, rest = rest.partition(b"\n")
    line, end, after = rest.partition(b"\n")
    if not end or after:
        bad(_("it is damaged or incomplete"))
    signer = verified(document, line, SIGNED_PREFIX, None)
    try:
        kit = _kit(parse_strictly(document))
        if kit.id != signer:
            bad(_("it is signed with another key than its own"))
    except BadBytes:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        bad(_("the document is not that of a kit"))
    return kit


def panel_of(kit: Kit, place: str) -> Panel:
    """The panel in a kit.

    Args:
        kit: The kit.
        place: How findings name the file.

    Raises:
        Refused: If panel or indicator set are not fit, or this version reads them otherwise.
    """
    findings: list[Finding] = []
    definition: Any = kit.definition
    table = read_set(definition["set"], place, findings)
    panel = read_panel(definition["panel"], table, place, findings) if table else None
    if panel is None or findings:
        raise Refused(*findings)
    return panel


def start_of(kit: Kit) -> RoundStart | None:
    """What its expert begins the round with; None in the first."""
    return None if kit.start is None else start_in(read_round(kit.session, 0, kit.start))


def make_kit(
    meeting: Meeting, expert: str, *, anew: bool = False, number: int | None = None
) -> Kit:
    """The kit of an expert for a round, by default the one at work.

    It is made and registered when it is first issued. Issuing again gives the same kit, as
    often as sticks are needed; with `anew` the old one is revoked, and what comes from it
    later is kept aside.

    Raises:
        Refused: If the session cannot send anything out, the expert was replaced or takes no
            part in the round, or what he handed in with the kit to be revoked would silently
            cease to count.
    """
    number = number or meeting.round
    if by := meeting.panel.replacement(expert):
        sentence = _("expert {code} was replaced by expert {by}")
        raise refused(meeting.file.path, sentence.format(code=expert, by=by))
    code = meeting.file.lend(lambda connection: read_opening_code(connection, meeting.id))
    if code is None:
        raise refused(
            meeting.file.path,
            _("kits go with a meeting only: a trial, or a session of the first version, has none"),
        )

    start = None
    if number != FIRST_ROUND:
        record = require_round(meeting, number)
        start = start_body(record, expert, starts_of(meeting, record, expert)[expert])
    counted = counting(meeting, number)[expert] if anew else None
    if isinstance(counted, StoredBallot) and counted.channel is Channel.FORM:
        sentence = _(
            "what expert {code} handed in would no longer count with a new kit. If that is "
            "meant, withdraw it first"
        )
        raise refused(meeting.file.path, sentence.format(code=expert))

    def work(done: Transaction) -> tuple[bytes, int]:
        if anew:
            done.connection.execute(
                "UPDATE signing_key SET revoked_at = ? "
                "WHERE session_id = ? AND holder = ? AND revoked_at IS NULL",
                (done.at, meeting.id, expert),
            )
        seed, made_at = _registered(done.connection, meeting, expert, done.at)
        body: dict[str, Canonical] = {"expert": expert, "round": number, "kit": public_of(seed)}
        done.tell(DESK, EventKind.ISSUED, body)
        return seed, made_at

    seed, made_at = meeting.writer.submit(work).result()
    return Kit(
        session=meeting.id,
        expert=expert,
        round=number,
        seed=seed,
        boxes=code.public,
        sheet=meeting.sheet.hash,
        definition=_for_one(meeting.panel, expert),
        made_at=made_at,
        start=start,
    )


def _registered(
    connection: sqlite3.Connection, meeting: Meeting, expert: str, at: int
) -> tuple[bytes, int]:
    """Seed and age of the expert's valid key; a new one if there is none."""
    found = connection.execute(
        "SELECT seed, made_at FROM signing_key "
        "WHERE session_id = ? AND holder = ? AND revoked_at IS NULL",
        (meeting.id, expert),
    ).fetchone()
    if found:
        return bytes.fromhex(found[0]), found[1]
    seed = meeting.sources.random_bytes(SEED_SIZE)
    store_key(connection, meeting.id, expert, seed, at)
    return seed, at


def _for_one(panel: Panel, expert: str) -> Mapping[str, Canonical]:
    """The documents without other people's reasons for recusal."""
    definition: Any = dict(definition_of(panel))
    document = dict(definition["panel"])
    own = [item for item in document.get("recusals", ()) if item["expert"] == expert]
    document.pop("recusals", None)
    if own:
        document["recusals"] = own
    return {"panel": document, "set": definition["set"]}


def _kit(value: Mapping[str, Any]) -> Kit:
    if value["format"] != FORMAT:
        raise ValueError
    definition = value["definition"]
    if set(definition) != {"panel", "set"}:
        raise ValueError
    number, start = whole(value["round"]), value.get("start")
    if start is not None:
        begun = read_round(value["session"], 0, start)
        if begun.number != number or list(begun.base) != [value["expert"]]:
            raise ValueError
        start_in(begun)
    elif number != FIRST_ROUND:
        raise ValueError
    return Kit(
        session=text(value["session"]),
        expert=text(value["expert"]),
        round=number,
        seed=bytes.fromhex(hex64(value["seed"])),
        boxes=bytes.fromhex(hex64(value["boxes"])),
        sheet=hex64(value["sheet"]),
        definition=definition,
        made_at=whole(value["made_at"]),
        start=start,
    )

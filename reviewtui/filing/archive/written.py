"""What an archive holds, file by file: everything of a session that leaves it, and no secret."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reviewtui import __version__
from reviewtui.domain.canonical import Canonical, canonical_bytes, content_hash
from reviewtui.domain.findings import Finding, Refused
from reviewtui.domain.indicator_set import IndicatorSet
from reviewtui.domain.paper import paper as pages
from reviewtui.filing.archive import layout
from reviewtui.filing.archive.closed import closing_document, closing_text
from reviewtui.filing.archive.no_result import disputed_rounds, no_result_text, nothing_to_open
from reviewtui.filing.archive.readme import readme
from reviewtui.filing.archive.result import result_document
from reviewtui.filing.archive.tables import tables_of
from reviewtui.filing.gathering import gather
from reviewtui.filing.model import Progress
from reviewtui.filing.pack.html import html_page
from reviewtui.filing.plain_text import plain
from reviewtui.filing.record import Record
from reviewtui.filing.workbook import make_book
from reviewtui.locales import _, language
from reviewtui.session.may_leave import secrets_of
from reviewtui.session.opening_words import conflict_sentence
from reviewtui.session.papers import Papers, read_papers
from reviewtui.tally.official import outcome_of
from reviewtui.tally.wording import rule_sentences

if TYPE_CHECKING:
    from reviewtui.session.session import Session

APP: Final = f"reviewtui {__version__}"


@cache
def build() -> str:
    """SHA-256 of the code that lays files out: two builds of one version may differ."""
    found = hashlib.sha256()
    for room in ("filing", "tally", "domain"):
        folder = Path(__file__).parents[2] / room
        for path in sorted(folder.rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()


class Cover(NamedTuple):
    """What the office writes on the cover; each may be empty.

    Attributes:
        retention: How long it is to be kept, in the office's words.
        file_number: The office's file number.
        no_result: Why a meeting of which no ballot can be opened came to no result.
    """

    retention: str = ""
    file_number: str = ""
    no_result: str = ""

    @property
    def filed(self) -> tuple[str, str]:
        """What stands on the first page of everything that people read."""
        return self.retention, self.file_number


def records_of(session: "Session", cover: Cover) -> dict[int, Record]:
    """The rounds that are open, each gathered, also where the rule gives no result.

    Args:
        session: Open.
        cover: With why there is no result; a meeting without a ballot that can be opened needs it.

    Raises:
        Refused: If there is none, the last one is not open, or a reason is given and there is.
    """
    rounds = sorted({ballot.round for ballot in session.stored()})
    shown = [number for number in rounds if session.can_show_results(number)]
    if disputed := disputed_rounds(session):
        if not cover.no_result:
            told = conflict_sentence(session, disputed[0])
            sentence = _(
                "{conflict}. If it stays so, state why (--no-result) and the meeting is archived "
                "without a result of that round"
            )
            raise Refused(Finding(str(session.path), sentence.format(conflict=told)))
        return _gathered(session, shown, cover)
    if shown[-1:] != rounds[-1:] and not nothing_to_open(session):
        sentence = _("the ballots are not opened yet: there is nothing to archive before that")
        raise Refused(Finding(str(session.path), sentence))
    if not shown and not cover.no_result:
        sentence = _(
            "there is no ballot that can be opened; if the meeting is over, state why it came to "
            "no result (--no-result) and it is archived so"
        )
        raise Refused(Finding(str(session.path), sentence))
    if shown and cover.no_result:
        sentence = _("ballots were opened: whether there is a result follows from them")
        raise Refused(Finding(str(session.path), sentence))
    return _gathered(session, shown, cover)


def _gathered(session: "Session", rounds: Iterable[int], cover: Cover) -> dict[int, Record]:
    found = {
        number: gather(session, outcome_of(session, number), APP, number=number)
        for number in rounds
    }
    return {number: replace(record, filed=cover.filed) for number, record in found.items()}


def files_of(
    session: "Session", records: Mapping[int, Record], cover: Cover, progress: Progress
) -> dict[str, bytes]:
    """Every file of the archive but the workbooks and the manifest.

    Raises:
        Refused: If a ballot cannot be read any more, or a secret would be among the files.
    """
    progress(_("reading ballots and journal"))
    papers = read_papers(session)
    files: dict[str, bytes] = {}
    for number, record in records.items():
        progress(_("laying out round {number}").format(number=number))
        result = result_document(record, number)
        files[layout.result_file(number)] = canonical_bytes(result) + b"\n"
        for name, content in tables_of(result).items():
            files[layout.table_file(number, name)] = content
    files |= _rule_files(session, papers)
    files |= _record_files(papers)
    for paper in papers.ballots:
        received, opened, signature = layout.ballot_files(paper)
        files[received] = paper.received
        if paper.lines is not None:
            document, line, _end = paper.lines.split(b"\n")
            files[opened], files[signature] = document, line + b"\n"
    for item in papers.aside:
        if item.content:
            files[layout.aside_file(item)] = item.content
    said = cover_of(session, papers, records, cover)
    files[layout.COVER] = canonical_bytes(said) + b"\n"
    for number, record in records.items():
        if record.verdict.refused is None:
            files[layout.page_file(number)] = html_page(make_book(record))
    files |= readable_files(session, papers, records, said)
    require_no_secret(files, secrets_of(session))
    return files


def readable_files(
    session: "Session", papers: Papers, records: Mapping[int, Record], cover: Mapping[str, Any]
) -> dict[str, bytes]:
    """Texts that people read, and the second verifier: all of it follows from the other files.

    Args:
        session: Open, or built again from the papers.
        papers: What of it lies in the archive.
        records: Its rounds.
        cover: What the archive says of itself.
    """
    files: dict[str, bytes] = {}
    for number, record in records.items():
        files |= _closing_files(session, papers, number, record)
        if record.verdict.refused is not None:
            files[layout.no_result_file(number)] = no_result_text(record, number)
    files |= _rule_texts(session)
    texts = {key: plain(value) for key, value in cover.items() if isinstance(value, str)}
    without = [number for number, record in records.items() if record.verdict.refused]
    disputed = disputed_rounds(session)
    files[layout.README] = readme(texts, [*records, *disputed], without, disputed)
    files[layout.VERIFIER] = verifier()
    return files


def _closing_files(
    session: "Session", papers: Papers, number: int, record: Record
) -> dict[str, bytes]:
    """What was recorded after the ranking; nothing where nothing was."""
    document = closing_document(papers.journal, number)
    if document is None:
        return {}
    name, page = layout.closing_files(number)
    text = plain(closing_text(session, number, record.verdict)).replace("\n", "\r\n")
    return {
        name: canonical_bytes(document) + b"\n",
        page: b"\xef\xbb\xbf" + text.encode() + b"\r\n",
    }


def verifier() -> bytes:
    """The second verifier, as it lies in every archive."""
    return resources.files(__package__).joinpath(layout.VERIFIER).read_bytes()


def require_no_secret(files: dict[str, bytes], secrets: Iterable[bytes]) -> None:
    """Stop before a key leaves the session.

    Raises:
        Refused: Naming the file in which one stands.
    """
    secrets = list(secrets)
    for name, content in files.items():
        if any(secret in content for secret in secrets):
            sentence = _("a private key or the opening code stands in it; nothing was written")
            raise Refused(Finding(name, sentence))


def cover_of(
    session: "Session", papers: Papers, records: Mapping[int, Record], cover: Cover
) -> dict[str, Canonical]:
    """What the archive says of itself."""
    panel, table = session.panel, session.panel.table
    disputed = disputed_rounds(session)
    return {
        "format": layout.FORMAT,
        "title": panel.title,
        "organiser": panel.organiser,
        "date": panel.date.isoformat() if panel.date else "",
        "review": panel.review.value,
        "retention": cover.retention,
        "file_number": cover.file_number,
        **({"no_result": cover.no_result} if cover.no_result else {}),
        **({"disputed": list[Canonical](disputed)} if disputed else {}),
        "session": session.id,
        "language": language(),
        "table": {
            "id": table.id,
            "title": table.title,
            "status": table.status.value,
            "authority": table.authority,
            "document": table.document,
            "date": table.date.isoformat() if table.date else "",
            "sha256": table.hash,
        },
        "rounds": [
            {"round": number, "content_sha256": record.content, "check_code": record.code}
            for number, record in records.items()
        ],
        "official": 0 if disputed else max(records, default=0),
        "journal": {"entries": len(papers.journal), "last": papers.journal[-1].hash},
        "paper": [pages().body, pages().head, f"{pages().binding:g}"],
        "versions": {"archived_with": APP, "session_made_with": papers.head.app, "build": build()},
    }


def _rule_files(session: "Session", papers: Papers) -> dict[str, bytes]:
    panel, sheet = session.panel, session.sheet
    return {
        layout.DEFINITION: papers.head.definition.encode(),
        layout.PANEL: canonical_bytes(panel.data),
        layout.TABLE: canonical_bytes(panel.table.data),
        layout.RULE: canonical_bytes(panel.rule.frozen()),
        layout.SHEET: canonical_bytes(sheet.frozen),
    }


def _rule_texts(session: "Session") -> dict[str, bytes]:
    panel, sheet = session.panel, session.sheet
    sentences = "".join(
        f"{number}. {text}\n" for number, text in enumerate(rule_sentences(panel, sheet), 1)
    )
    return {
        layout.RULE_TEXT: b"\xef\xbb\xbf" + plain(sentences).replace("\n", "\r\n").encode(),
        layout.TABLE_TEXT: b"\xef\xbb\xbf" + _table_text(panel.table).encode(),
    }


def _table_text(table: IndicatorSet) -> str:
    """The table and the articles it stands on, to be read without any program."""
    lines = [table.title, table.standing()]
    lines.append(" ".join(filter(None, (table.authority, table.document))))
    lines.append(f"SHA-256 {content_hash(table.data)}")
    lines += ["", *(caution for caution in table.cautions)]
    for row in table.rows:
        lines.append("")
        lines.append(" ".join(filter(None, (row.code, row.title, row.source))))
        lines += [f"    {text}" for text in (row.guidance, row.quote) if text]
    for article, text in table.articles.items():
        lines += ["", article, f"    「{text}」"]
    return "\r\n".join(plain(line).replace("\n", "\r\n    ") for line in lines) + "\r\n"


def _record_files(papers: Papers) -> dict[str, bytes]:
    head = papers.head._asdict()
    del head["definition"]
    said: dict[str, Canonical] = {
        "session": head,
        "keys": [dict(item._asdict()) for item in papers.keys],
        "settled": [dict(item._asdict()) for item in papers.settled],
        "ballots": [
            {
                "content_id": paper.head.content_id,
                "number": paper.head.number,
                "expert": paper.head.expert,
                "round": paper.head.round,
                "rev": paper.head.rev,
                "kind": paper.head.kind.value,
                "channel": paper.head.channel.value,
                "supersedes": list(paper.head.supersedes),
                "received_at": paper.head.received_at,
                "opened": int(paper.lines is not None),
            }
            for paper in papers.ballots
        ],
        "aside": [
            {
                "file_id": item.file_id,
                "name": item.name,
                "expert": item.expert,
                "why": item.why,
                "received_at": item.received_at,
                "withheld": int(item.content is None),
                "size": item.size,
            }
            for item in papers.aside
        ],
    }
    return {
        layout.SESSION: canonical_bytes(said) + b"\n",
        layout.JOURNAL: _lines(item._asdict() for item in papers.journal),
        layout.RESOLUTIONS: _lines(json.loads(text) for text in papers.resolutions),
        layout.AMENDMENTS: _lines(json.loads(text) for text in papers.amendments),
    }


def _lines(documents: Iterable[dict[str, Canonical]]) -> bytes:
    return b"".join(canonical_bytes(document) + b"\n" for document in documents)

"""An archive verified: its files against the manifest, and everything in it recomputed.

The second does not trust the first: who changes a number and writes the manifest anew is
found by the ballots' signatures, the journal's chain and the result they come to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from reviewtui.domain.ballot import Ballot, content_id
from reviewtui.domain.canonical import Canonical, canonical_bytes
from reviewtui.domain.findings import Finding, Refused
from reviewtui.filing.archive import layout
from reviewtui.filing.archive.closed import closing_document
from reviewtui.filing.archive.no_result import disputed_rounds
from reviewtui.filing.archive.reading import Folder, Unreadable, document, papers_of, read_folder
from reviewtui.filing.archive.result import result_document
from reviewtui.filing.archive.tables import tables_of
from reviewtui.filing.archive.written import APP, Cover, cover_of
from reviewtui.filing.collector import uncollected
from reviewtui.filing.content import FIRST
from reviewtui.filing.model import Progress, silent
from reviewtui.filing.record import Record
from reviewtui.filing.verify.archived_pages import archived_pages
from reviewtui.filing.verify.archived_workbook import archived_workbook
from reviewtui.filing.verify.session import ballots_of, outcomes, recomputed, without_result
from reviewtui.filing.verify.verified import Outcome, Sealed, Subject, Verified
from reviewtui.locales import LANGUAGES, _, speaking
from reviewtui.session.ballots import LARGEST_OWN, document_of, read_ballot
from reviewtui.session.checks import check_ballots
from reviewtui.session.envelope import header_of, is_envelope, read_envelope
from reviewtui.session.journal import DRAFTING, entry_hash
from reviewtui.session.kept_aside import file_id
from reviewtui.session.papers import Paper, Papers, rebuilt
from reviewtui.session.recorded import recorded_findings
from reviewtui.session.session import Session
from reviewtui.session.shelf import signs_for
from reviewtui.session.signed import BadBytes

_OF_MEETING: Final = ("title", "organiser", "date", "review", "session", "table")
_BROKEN: Final = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)
"""What documents of the wrong shape raise; the sentence names the file."""


@uncollected()
def verify_archive(folder: Path, progress: Progress = silent) -> Verified:
    """Everything about an archive.

    Raises:
        Refused: If the folder cannot be read at all.
    """
    there = read_folder(folder, progress)
    findings, notes = list(there.findings), []
    rounds: tuple[Outcome, ...] = ()
    ballots: tuple[Sealed, ...] = ()
    journal = (0, "")
    try:
        cover = document(there.files, layout.COVER)
        if not isinstance(cover, dict) or cover.get("format") != layout.FORMAT:
            raise Unreadable(layout.COVER)
        papers = papers_of(there.files)
        findings += _journal(papers, cover)
        journal = (papers.journal[-1].seq, papers.journal[-1].hash) if papers.journal else journal
        known: dict[str, Ballot] = {}
        findings += _ballots(papers, known, progress)
        hidden = sum(entry.body is None for entry in papers.journal)
        if hidden:
            said = _("{count} entries of drafts that were never handed in keep their text back")
            notes.append(Finding(layout.JOURNAL, said.format(count=hidden)))
        with rebuilt(papers, folder) as session:
            session.meeting.taken_down.update(known)
            findings += _recorded(session)
            findings += _rule(session, there)
            with speaking(str(cover.get("language"))):
                records = _as_archived(recomputed(session, progress), there, cover)
                findings += _cover(session, papers, records, cover)
            disputed = disputed_rounds(session)
            findings += _results(records, disputed, there, cover)
            findings += _closing(papers, there, records)
            told = {}
            notes += without_result(records)
            if not records or disputed:
                said = _("no result came about: {reason}").format(reason=cover.get("no_result"))
                notes.append(Finding(layout.COVER, said))
            for number, record in records.items():
                if record.verdict.refused is not None:
                    told[number] = record
                    continue
                checked = archived_workbook(number, record, there, cover, progress)
                findings += checked.findings
                notes += checked.notes
                told[number] = checked.record
            found, unsure = archived_pages(session, papers, there, told, cover)
            findings += found
            notes += unsure
            rounds, ballots = outcomes(records), ballots_of(records)
    except Unreadable as fault:
        findings.append(Finding(fault.name, _("cannot be read as what it should be")))
    except Refused as refusal:
        findings += refusal.reasons
    except _BROKEN:
        findings.append(Finding(layout.SESSION, _("cannot be read as what it should be")))
    return Verified(
        Subject.ARCHIVE,
        tuple(dict.fromkeys(findings)),
        tuple(notes),
        rounds,
        ballots,
        there.manifest.hash if there.manifest else "",
        there.attached,
        there.second,
        journal,
    )


def _as_archived(
    records: Mapping[int, Record], there: Folder, cover: Mapping[str, Any]
) -> dict[int, Record]:
    """The records with what the archive says of itself: pages and workbook must say the same."""
    filed = str(cover.get("retention", "")), str(cover.get("file_number", ""))
    return {
        number: replace(record, filed=filed, first_content=_is_first(number, there))
        for number, record in records.items()
    }


def _is_first(number: int, there: Folder) -> bool:
    """Whether the content hash of an archived round is of the first format."""
    try:
        said = document(there.files, layout.result_file(number))["content"]["format"]
    except (Unreadable, KeyError, TypeError):  # told where the result is compared
        return False
    return bool(said == FIRST)


def _journal(papers: Papers, cover: Mapping[str, Any]) -> Iterator[Finding]:
    """The chain of hashes; an entry without its text is held by its neighbours only."""
    prev = ""
    for number, entry in enumerate(papers.journal, start=1):
        withheld = entry.body is None and entry.kind in DRAFTING
        expected = (
            entry.hash
            if withheld
            else entry_hash(
                *(papers.head.session_id, entry.seq, entry.at, entry.actor, entry.kind),
                *(entry.body or "", prev),
            )
        )
        if (entry.seq, entry.prev, entry.hash) != (number, prev, expected):
            sentence = _("entry {number} does not fit the chain: changed, removed or inserted")
            yield Finding(layout.JOURNAL, sentence.format(number=number))
            return
        prev = entry.hash
    if cover["journal"] != {"entries": len(papers.journal), "last": prev}:
        yield Finding(layout.COVER, _("names another end of the journal"))


def _ballots(papers: Papers, known: dict[str, Ballot], progress: Progress) -> Iterator[Finding]:
    """Every ballot: its signatures, its id, and that what came and what was opened agree.

    Those that are in order are put among `known`.
    """
    keys = {key.public: key.holder for key in papers.keys}
    for number, paper in enumerate(papers.ballots, start=1):
        progress(_("ballot {number} of {count}").format(number=number, count=len(papers.ballots)))
        received, opened, _signature = layout.ballot_files(paper)
        try:
            ballot = _opened(paper, keys)
        except BadBytes as bad:
            yield Finding(opened or received, str(bad))
            continue
        if ballot is not None:
            known[paper.head.content_id] = ballot
        try:
            _require_as_received(paper, ballot, keys)
        except BadBytes as bad:
            yield Finding(received, str(bad))
    for item in papers.aside:
        if item.content and file_id(item.content, len(item.content)) != item.file_id:
            yield Finding(layout.aside_file(item), _("is not as it was received"))


def _opened(paper: Paper, keys: Mapping[str, str]) -> Ballot | None:
    if paper.lines is None:
        return None
    ballot = read_ballot(paper.lines, keys)
    if content_id(document_of(paper.lines)) != paper.head.content_id:
        raise BadBytes(_("it is stored under the id of another"))
    signer = paper.lines.split(b"\n")[1][:64].decode()
    if keys.get(signer) != signs_for(ballot.expert, ballot.channel):
        raise BadBytes(_("it is signed with the key of somebody else"))
    return ballot


def _require_as_received(paper: Paper, ballot: Ballot | None, keys: Mapping[str, str]) -> None:
    if not is_envelope(paper.received):
        if paper.received != paper.lines:
            raise BadBytes(_("the opened ballot is not the one that was received"))
        return
    envelope = read_envelope(paper.received, largest=LARGEST_OWN)
    header = envelope.header
    if header.content_id != paper.head.content_id:
        raise BadBytes(_("it is stored under the id of another"))
    if keys.get(envelope.signer) != signs_for(header.expert, header.channel):
        raise BadBytes(_("it is signed with the key of somebody else"))
    if ballot is not None and header_of(ballot, envelope.boxed) != header:
        raise BadBytes(_("the ballot in it says something else than its header"))


def _recorded(session: Session) -> Iterator[Finding]:
    checked = check_ballots(session.meeting, session.stored(), session.open_ones())
    for finding in (*checked, *recorded_findings(session)):
        if not finding.warning:
            yield Finding(layout.SESSION, finding.sentence)


def _rule(session: Session, there: Folder) -> Iterator[Finding]:
    """The documents beside the definition are what it and the amendments come to."""
    panel, sheet = session.panel, session.sheet
    for name, value in (
        (layout.PANEL, panel.data),
        (layout.TABLE, panel.table.data),
        (layout.RULE, panel.rule.frozen()),
        (layout.SHEET, sheet.frozen),
    ):
        if there.files.get(name) != canonical_bytes(value):
            yield Finding(name, _("says otherwise than what the session was made with"))


def _cover(
    session: Session, papers: Papers, records: Mapping[int, Record], cover: Mapping[str, Any]
) -> Iterator[Finding]:
    """What the cover says of the meeting; its results and the journal's end apart."""
    for key, value in cover_of(session, papers, records, Cover()).items():
        if key in _OF_MEETING and cover.get(key) != value:
            sentence = _("{key} is not what the meeting's papers say").format(key=key)
            yield Finding(layout.COVER, sentence)
    said = cover["versions"]["session_made_with"], cover["language"] in LANGUAGES
    if said != (papers.head.app, True):
        yield Finding(layout.COVER, _("names another version or language than the records"))


def _results(
    records: Mapping[int, Record], disputed: list[int], there: Folder, cover: Mapping[str, Any]
) -> Iterator[Finding]:
    said = [
        {"round": number, "content_sha256": record.content, "check_code": record.code}
        for number, record in records.items()
    ]
    if cover["rounds"] != said:
        yield Finding(layout.COVER, _("names other results than the ballots come to"))
    official = 0 if disputed else max(records, default=0)
    if cover.get("official", official) != official:
        yield Finding(layout.COVER, _("names another round as the official one"))
    if cover.get("disputed", []) != disputed:
        yield Finding(layout.COVER, _("names other rounds whose openings disagree"))
    if bool(records and not disputed) == bool(cover.get("no_result")):
        sentence = _("must name results, or why there is none, and not both")
        yield Finding(layout.COVER, sentence)
    for number, record in records.items():
        found = result_document(record, number)
        yield from _differing_result(number, found, there, cover)
        for table, content in tables_of(found).items():
            own = layout.table_file(number, table)
            if there.files.get(own) != content:
                yield Finding(own, _("is not what the ballots come to"))


def _differing_result(
    number: int, found: Mapping[str, Canonical], there: Folder, cover: Mapping[str, Any]
) -> Iterator[Finding]:
    name = layout.result_file(number)
    if there.files.get(name) == canonical_bytes(found) + b"\n":
        return
    try:
        archived = document(there.files, name)
    except Unreadable:
        yield Finding(name, _("cannot be read as what it should be"))
        return
    same = cover["versions"]["archived_with"] == APP
    for place in [*_differing(archived, found, "", same=same)][:20]:
        yield Finding(name, _("{place} is not what the ballots come to").format(place=place))


def _closing(papers: Papers, there: Folder, records: Mapping[int, Record]) -> Iterator[Finding]:
    """What is said to have been recorded after the ranking stands in the journal so."""
    for number in records:
        name, _page = layout.closing_files(number)
        if name in there.files:
            found = closing_document(papers.journal, number)
            if found is None or there.files[name] != canonical_bytes(found) + b"\n":
                yield Finding(name, _("says otherwise than the journal"))


def _differing(archived: Any, found: Any, place: str, *, same: bool) -> Iterator[str]:
    """Where an archived value is not the recomputed one.

    Args:
        archived: What stands in the archive.
        found: What is recomputed today.
        place: Where both stand in the document.
        same: Whether the same version wrote it; what only a later one says is no difference.
    """
    if isinstance(archived, dict) and isinstance(found, dict):
        lacking = found.keys() - archived.keys()
        if lacking and (same or not place):
            yield f"{place}/{min(lacking)}"
        for key, value in archived.items():
            if key not in found:
                yield f"{place}/{key}"
            else:
                yield from _differing(value, found[key], f"{place}/{key}", same=same)
        return
    if isinstance(archived, list) and isinstance(found, list) and len(archived) == len(found):
        for number, (one, other) in enumerate(zip(archived, found, strict=True)):
            label = one.get("code", number) if isinstance(one, dict) else number
            yield from _differing(one, other, f"{place}/{label}", same=same)
        return
    if archived != found or type(archived) is not type(found):
        yield place or "/"

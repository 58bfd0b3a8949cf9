"""The read-me of an archive: what each file is and how to check it, Chinese first."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from reviewtui.locales import N_, in_every_language

TITLE: Final = N_("Archive of an expert review")
COVER: Final = (
    ("title", N_("Review: {text}")),
    ("organiser", N_("Organiser: {text}")),
    ("date", N_("Date: {text}")),
    ("retention", N_("Retention: {text}")),
    ("file_number", N_("File number: {text}")),
    ("no_result", N_("No result came about: {text}")),
    ("session", N_("Session id: {text}")),
)
FILES: Final = (
    (
        "round-N/page.html",
        N_("the result of round N, to be read in any browser and printed"),
    ),
    ("round-N/workbook.xlsx", N_("the same for WPS and Excel, with a sheet for each person")),
    (
        "round-N/*.csv",
        N_("marks, totals, ranks, states, comments, people, ballots as plain tables"),
    ),
    (
        "round-N/closing.txt, closing.json",
        N_("what was recorded after the ranking: adjusted grades, votes, signatures, discussion"),
    ),
    (
        "round-N/no-result.txt",
        N_("instead of page and workbook where no result came about: that, and why"),
    ),
    ("round-N/result.json", N_("all of that in one document for programs")),
    ("ballots/received/", N_("every ballot exactly as it was received, sealed as it came")),
    (
        "ballots/opened/",
        N_(
            "the same ballots opened, as .json; a .sig file holds the expert's key and signature. "
            "The SHA-256 of a .json file is printed in full on his score sheet. The check code "
            "that he copied by hand (12 digits) is made from it by verify.py, by no hash tool"
        ),
    ),
    ("late/", N_("ballots that were not opened: late, revoked or unreadable; still sealed")),
    (
        "aside/",
        N_(
            "ballots and score sheets that were received and do not count, as they came. Of a file "
            "that is neither only name, size, SHA-256 and reason stand in record/session.json: it "
            "could hold a private key"
        ),
    ),
    ("rule/", N_("panel, indicator table with its source text, rule of computation, sheet")),
    (
        "record/",
        N_("the journal (a chain of hashes), public keys, resolutions and amendments"),
    ),
    (
        "attached/",
        N_("scans of signed sheets, with a manifest of their own"),
    ),
    (
        "verify.py",
        N_(
            "a program that recomputes the result from the ballots and says what it left to the "
            "manifest; it needs Python only"
        ),
    ),
    ("SHA256SUMS", N_("the manifest: the SHA-256 of every file")),
)
ROUND: Final = N_("Round {number}: in the folder round-{number}/")
OFFICIAL: Final = N_("Round {number} (the official result): in the folder round-{number}/")
WITHOUT: Final = N_("Round {number}: no result came about, see round-{number}/no-result.txt")
DISPUTED: Final = N_(
    "Round {number}: its openings stand against each other, so that it has no result; they stand "
    "in record/journal.jsonl, all its ballots in the folders named below"
)
CHECK: Final = N_(
    "To check one file in Windows, open a command prompt in this folder and compare what it prints "
    "with the file's line in SHA256SUMS (open it with Notepad):"
)
CHECK_ALL: Final = N_("To check all files at once on Linux or macOS:")
RECOMPUTE: Final = N_(
    "To recompute the result from the ballots (Python 3.11 or later; with PyNaCl the signatures "
    "are checked too):"
)
CODES: Final = N_(
    "Then compare the check codes it prints with those that the experts copied by hand onto the "
    "signed sheet. That paper is the anchor, not this folder."
)
NO_KEYS: Final = N_(
    "No private key and no opening code is in this folder, nor anything that was drafted and never "
    "handed in."
)


def readme(
    cover: Mapping[str, str],
    rounds: Iterable[int],
    without: Collection[int] = (),
    disputed: Collection[int] = (),
) -> bytes:
    """The text, UTF-8 with a byte order mark and line ends as Notepad wants them.

    Args:
        cover: What stands on the cover.
        rounds: Which ones are in the archive; the last one is the official result.
        without: Those that came to no result.
        disputed: Those whose openings stand against each other; then none is official.
    """
    numbers = sorted(rounds)
    parts = [
        "\n".join(_lines(cover, numbers, without, disputed, language))
        for language in range(len(in_every_language(TITLE)))
    ]
    text = f"\n{'=' * 72}\n\n".join(parts)
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def _lines(
    cover: Mapping[str, str],
    rounds: list[int],
    without: Collection[int],
    disputed: Collection[int],
    language: int,
) -> Iterable[str]:
    def said(message: str) -> str:
        return in_every_language(message)[language]

    yield said(TITLE)
    yield ""
    for key, message in COVER:
        if cover.get(key):
            yield said(message).format(text=cover[key])
    for number in rounds:
        message = OFFICIAL if number == rounds[-1] else ROUND
        message = WITHOUT if number in without else message
        yield said(DISPUTED if number in disputed else message).format(number=number)
    yield ""
    for name, message in FILES:
        yield f"{name}"
        yield f"    {said(message)}"
    yield ""
    yield said(CHECK)
    yield "    certutil -hashfile README.txt SHA256"
    yield '    powershell -Command "Get-FileHash README.txt -Algorithm SHA256"'
    yield said(CHECK_ALL)
    yield "    sha256sum -c SHA256SUMS"
    yield said(RECOMPUTE)
    yield "    python verify.py"
    yield said(CODES)
    yield said(NO_KEYS)
    yield ""

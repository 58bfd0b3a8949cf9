"""What lies where in an archive, format `reviewtui-archive/1`.

Names are ASCII, so that every medium and every hash tool takes them; what they are is said
in the read-me, in Chinese and English.
"""

from typing import Final

from reviewtui.session.papers import Aside, Paper

FORMAT: Final = "reviewtui-archive/1"
RESULT_FORMAT: Final = "reviewtui-archive-result/1"

COVER: Final = "archive.json"
README: Final = "README.txt"
VERIFIER: Final = "verify.py"
MANIFEST: Final = "SHA256SUMS"
ATTACHED_MANIFEST: Final = "SHA256SUMS.attached"
ATTACHED: Final = "attached"

DEFINITION: Final = "rule/definition.json"
PANEL: Final = "rule/panel.json"
TABLE: Final = "rule/table.json"
RULE: Final = "rule/rule.json"
SHEET: Final = "rule/sheet.json"
RULE_TEXT: Final = "rule/rule.txt"
TABLE_TEXT: Final = "rule/table.txt"

SESSION: Final = "record/session.json"
JOURNAL: Final = "record/journal.jsonl"
RESOLUTIONS: Final = "record/resolutions.jsonl"
AMENDMENTS: Final = "record/amendments.jsonl"


def result_file(number: int) -> str:
    """The result of a round, for programs."""
    return f"round-{number}/result.json"


def closing_files(number: int) -> tuple[str, str]:
    """What was recorded after the ranking of a round: for programs, and to be read."""
    return f"round-{number}/closing.json", f"round-{number}/closing.txt"


def page_file(number: int) -> str:
    """The result of a round, to be read in a browser."""
    return f"round-{number}/page.html"


def workbook_file(number: int) -> str:
    """The workbook of a round."""
    return f"round-{number}/workbook.xlsx"


def no_result_file(number: int) -> str:
    """Where a round came to no result: that it did not, and why."""
    return f"round-{number}/no-result.txt"


def table_file(number: int, name: str) -> str:
    """A table of a round, for spreadsheets."""
    return f"round-{number}/{name}.csv"


def ballot_files(paper: Paper) -> tuple[str, str, str]:
    """A ballot as it was received, its opened document, the signature of that document.

    The SHA-256 of the document's file is the ballot's content id.
    """
    head = paper.head
    stem = f"{head.expert}-r{head.round}-v{head.rev}-{head.content_id[:8]}"
    if paper.lines is None:
        return f"late/{stem}.ballot", "", ""
    return (
        f"ballots/received/{stem}.ballot",
        f"ballots/opened/{stem}.json",
        f"ballots/opened/{stem}.sig",
    )


def aside_file(item: Aside) -> str:
    """A file that was kept aside; its own name stands in the records, where it does no harm."""
    return f"aside/{item.file_id[:16]}.bin"

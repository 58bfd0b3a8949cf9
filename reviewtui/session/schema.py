"""The tables of a session file, schema version 3, exactly as they are created.

The text is frozen: a file whose tables read otherwise is refused. Changes come as a new
version with a step in `migrate`. Version 1 had no `ADDED_IN_2`; in version 2 nobody's change
on the spot was kept (`TYPED_PASS_2`). Everything is
text, integers (UTC milliseconds, hundredths of a point) and bytes, so that PostgreSQL takes
it too.
"""

import sqlite3
from typing import Final

APPLICATION_ID: Final = 0x52565431
"""“RVT1”: marks a SQLite file as a session of this program."""

SCHEMA_VERSION: Final = 3

TABLES_1: Final[tuple[str, ...]] = (
    """CREATE TABLE session (
    session_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('desk', 'expert')),
    created_at BIGINT NOT NULL CHECK (created_at >= 0),
    definition TEXT NOT NULL,
    sheet_hash TEXT NOT NULL CHECK (length(sheet_hash) = 64),
    rule_hash TEXT NOT NULL CHECK (length(rule_hash) = 64),
    trial INTEGER NOT NULL CHECK (trial IN (0, 1)),
    app TEXT NOT NULL,
    PRIMARY KEY (session_id)
)""",
    """CREATE TABLE signing_key (
    session_id TEXT NOT NULL,
    holder TEXT NOT NULL,
    public TEXT NOT NULL CHECK (length(public) = 64),
    seed TEXT NOT NULL CHECK (length(seed) = 64),
    made_at BIGINT NOT NULL CHECK (made_at >= 0),
    revoked_at BIGINT,
    PRIMARY KEY (session_id, public)
) WITHOUT ROWID""",
    """CREATE TABLE settled (
    session_id TEXT NOT NULL,
    candidate TEXT NOT NULL,
    row TEXT NOT NULL,
    value TEXT NOT NULL,
    evidence TEXT NOT NULL,
    settled_at BIGINT NOT NULL CHECK (settled_at >= 0),
    PRIMARY KEY (session_id, candidate, row)
) WITHOUT ROWID""",
    """CREATE TABLE draft (
    session_id TEXT NOT NULL,
    round INTEGER NOT NULL CHECK (round BETWEEN 1 AND 99),
    expert TEXT NOT NULL,
    candidate TEXT NOT NULL,
    row TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('scored', 'blank', 'unable',
        'open', 'recused', 'declined')),
    mark INTEGER CHECK (mark BETWEEN -1000000000 AND 1000000000),
    filled INTEGER NOT NULL CHECK (filled IN (0, 1)),
    reason TEXT NOT NULL,
    comment TEXT NOT NULL,
    changed_at BIGINT NOT NULL CHECK (changed_at >= 0),
    PRIMARY KEY (session_id, round, expert, candidate, row),
    CHECK ((state = 'scored') = (mark IS NOT NULL)),
    CHECK ((row = '') = (state IN ('open', 'recused', 'declined')))
) WITHOUT ROWID""",
    """CREATE TABLE journal (
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    at BIGINT NOT NULL CHECK (at >= 0),
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (session_id, seq)
) WITHOUT ROWID""",
    """CREATE TABLE ballot (
    session_id TEXT NOT NULL,
    content_id TEXT NOT NULL CHECK (length(content_id) = 64),
    number INTEGER NOT NULL CHECK (number > 0),
    round INTEGER NOT NULL CHECK (round BETWEEN 1 AND 99),
    expert TEXT NOT NULL,
    rev INTEGER NOT NULL CHECK (rev > 0),
    kind TEXT NOT NULL CHECK (kind IN ('cast', 'withdraw')),
    channel TEXT NOT NULL CHECK (channel IN ('form', 'excel', 'paper', 'import')),
    supersedes TEXT NOT NULL,
    content BLOB NOT NULL,
    received_at BIGINT NOT NULL CHECK (received_at >= 0),
    PRIMARY KEY (session_id, content_id)
)""",
    """CREATE TABLE ballot_mark (
    session_id TEXT NOT NULL,
    ballot INTEGER NOT NULL CHECK (ballot > 0),
    candidate TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position BETWEEN -1 AND 999),
    row TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('scored', 'blank', 'unable',
        'recused', 'declined', 'left')),
    mark INTEGER CHECK (mark BETWEEN -1000000000 AND 1000000000),
    PRIMARY KEY (session_id, ballot, candidate, position),
    CHECK ((state = 'scored') = (mark IS NOT NULL)),
    CHECK ((position = -1) = (row = '')),
    CHECK ((position = -1) = (state IN ('recused', 'declined', 'left')))
) WITHOUT ROWID""",
    """CREATE TABLE place (
    session_id TEXT NOT NULL,
    round INTEGER NOT NULL CHECK (round BETWEEN 1 AND 99),
    expert TEXT NOT NULL,
    candidate TEXT NOT NULL,
    row TEXT NOT NULL,
    after_seq INTEGER NOT NULL CHECK (after_seq >= 0),
    PRIMARY KEY (session_id, round, expert)
) WITHOUT ROWID""",
)

ADDED_IN_2: Final[tuple[str, ...]] = (
    """CREATE TABLE opening_code (
    session_id TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    public TEXT NOT NULL CHECK (length(public) = 64),
    digits TEXT NOT NULL CHECK (length(digits) IN (0, 24)),
    PRIMARY KEY (session_id)
) WITHOUT ROWID""",
    """CREATE TABLE kept_aside (
    session_id TEXT NOT NULL,
    file_id TEXT NOT NULL CHECK (length(file_id) = 64),
    name TEXT NOT NULL,
    expert TEXT NOT NULL,
    why TEXT NOT NULL,
    content BLOB NOT NULL,
    received_at BIGINT NOT NULL CHECK (received_at >= 0),
    PRIMARY KEY (session_id, file_id)
)""",
    """CREATE TABLE resolution (
    session_id TEXT NOT NULL,
    resolution_id TEXT NOT NULL CHECK (length(resolution_id) = 64),
    document TEXT NOT NULL,
    PRIMARY KEY (session_id, resolution_id)
) WITHOUT ROWID""",
    """CREATE TABLE amendment (
    session_id TEXT NOT NULL,
    amendment_id TEXT NOT NULL CHECK (length(amendment_id) = 64),
    number INTEGER NOT NULL CHECK (number > 0),
    document TEXT NOT NULL,
    PRIMARY KEY (session_id, amendment_id)
) WITHOUT ROWID""",
)
"""`opening_code.digits` is "" where the supervisor alone holds the code, and in an expert's
working copy. `kept_aside.file_id` is the SHA-256 of the file; a file larger than any ballot
is named there with empty content."""

TYPED_PASS_2: Final = """CREATE TABLE typed_pass (
    session_id TEXT NOT NULL,
    round INTEGER NOT NULL CHECK (round BETWEEN 1 AND 99),
    expert TEXT NOT NULL,
    turn INTEGER NOT NULL CHECK (turn IN (1, 2)),
    typist TEXT NOT NULL,
    content BLOB NOT NULL,
    changed_at BIGINT NOT NULL CHECK (changed_at >= 0),
    PRIMARY KEY (session_id, round, expert, turn)
) WITHOUT ROWID"""

TYPED_PASS: Final = TYPED_PASS_2.replace("turn IN (1, 2)", "turn IN (1, 2, 3)")
"""`turn` 3 is a change on the spot that is not in force yet."""

TABLES_2: Final[tuple[str, ...]] = (*TABLES_1, *ADDED_IN_2, TYPED_PASS_2)
TABLES: Final[tuple[str, ...]] = (*TABLES_1, *ADDED_IN_2, TYPED_PASS)
"""`draft.row` "" is the whole candidate: its standing and its comment. `ballot.number`
counts in order of arrival and stands for the content id in `ballot_mark`, where the id
itself would double the file (267 against 131 MB for 1.9 million marks).
`ballot_mark.position` is the row's place on the sheet, -1 for the whole candidate.
`place.after_seq` is the last journal entry when the cursor was put there."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Create all tables and stamp the file, inside the caller's transaction."""
    for table in TABLES:
        connection.execute(table)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def tables_of(connection: sqlite3.Connection) -> set[str]:
    """The text of everything the file declares, automatic indexes left out."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {sql for (sql,) in found}

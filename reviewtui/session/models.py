"""The tables as SQLModel classes: for reading on screens and for filling in bulk.

What a file is created from is `schema`; a test holds both against each other. Nothing on
the way from opening a session to a durable mark imports this module.
"""

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel


class SessionRow(SQLModel, table=True):
    """The session itself, with its frozen documents."""

    __tablename__ = "session"
    session_id: str = Field(primary_key=True, sa_type=Text)
    role: str = Field(sa_type=Text)
    created_at: int = Field(sa_type=BigInteger)
    definition: str = Field(sa_type=Text)
    sheet_hash: str = Field(sa_type=Text)
    rule_hash: str = Field(sa_type=Text)
    trial: int = Field(sa_type=Integer)
    app: str = Field(sa_type=Text)


class SigningKeyRow(SQLModel, table=True):
    """A key pair and who signs with it."""

    __tablename__ = "signing_key"
    session_id: str = Field(primary_key=True, sa_type=Text)
    holder: str = Field(sa_type=Text)
    public: str = Field(primary_key=True, sa_type=Text)
    seed: str = Field(sa_type=Text)
    made_at: int = Field(sa_type=BigInteger)
    revoked_at: int | None = Field(default=None, sa_type=BigInteger)


class SettledRow(SQLModel, table=True):
    """A value that the desk settled."""

    __tablename__ = "settled"
    session_id: str = Field(primary_key=True, sa_type=Text)
    candidate: str = Field(primary_key=True, sa_type=Text)
    row: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)
    evidence: str = Field(sa_type=Text)
    settled_at: int = Field(sa_type=BigInteger)


class DraftRow(SQLModel, table=True):
    """One row of one candidate at work, or with row "" the whole candidate."""

    __tablename__ = "draft"
    session_id: str = Field(primary_key=True, sa_type=Text)
    round: int = Field(primary_key=True, sa_type=Integer)
    expert: str = Field(primary_key=True, sa_type=Text)
    candidate: str = Field(primary_key=True, sa_type=Text)
    row: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(sa_type=Text)
    mark: int | None = Field(default=None, sa_type=Integer)
    filled: int = Field(sa_type=Integer)
    reason: str = Field(sa_type=Text)
    comment: str = Field(sa_type=Text)
    changed_at: int = Field(sa_type=BigInteger)


class JournalRow(SQLModel, table=True):
    """One entry of the journal."""

    __tablename__ = "journal"
    session_id: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True, sa_type=Integer)
    at: int = Field(sa_type=BigInteger)
    actor: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    prev: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class BallotRow(SQLModel, table=True):
    """A ballot in its exact bytes."""

    __tablename__ = "ballot"
    session_id: str = Field(primary_key=True, sa_type=Text)
    content_id: str = Field(primary_key=True, sa_type=Text)
    number: int = Field(sa_type=Integer)
    round: int = Field(sa_type=Integer)
    expert: str = Field(sa_type=Text)
    rev: int = Field(sa_type=Integer)
    kind: str = Field(sa_type=Text)
    channel: str = Field(sa_type=Text)
    supersedes: str = Field(sa_type=Text)
    content: bytes = Field(sa_type=LargeBinary)
    received_at: int = Field(sa_type=BigInteger)


class BallotMarkRow(SQLModel, table=True):
    """One cell of an opened ballot."""

    __tablename__ = "ballot_mark"
    session_id: str = Field(primary_key=True, sa_type=Text)
    ballot: int = Field(primary_key=True, sa_type=Integer)
    candidate: str = Field(primary_key=True, sa_type=Text)
    position: int = Field(primary_key=True, sa_type=Integer)
    row: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    mark: int | None = Field(default=None, sa_type=Integer)


class PlaceRow(SQLModel, table=True):
    """Where an expert's cursor stood."""

    __tablename__ = "place"
    session_id: str = Field(primary_key=True, sa_type=Text)
    round: int = Field(primary_key=True, sa_type=Integer)
    expert: str = Field(primary_key=True, sa_type=Text)
    candidate: str = Field(sa_type=Text)
    row: str = Field(sa_type=Text)
    after_seq: int = Field(sa_type=Integer)


class OpeningCodeRow(SQLModel, table=True):
    """Who can open the boxes."""

    __tablename__ = "opening_code"
    session_id: str = Field(primary_key=True, sa_type=Text)
    salt: str = Field(sa_type=Text)
    public: str = Field(sa_type=Text)
    digits: str = Field(sa_type=Text)


class KeptAsideRow(SQLModel, table=True):
    """A file that was received and does not count, with the reason."""

    __tablename__ = "kept_aside"
    session_id: str = Field(primary_key=True, sa_type=Text)
    file_id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    expert: str = Field(sa_type=Text)
    why: str = Field(sa_type=Text)
    content: bytes = Field(sa_type=LargeBinary)
    received_at: int = Field(sa_type=BigInteger)


class ResolutionRow(SQLModel, table=True):
    """How a conflict was settled."""

    __tablename__ = "resolution"
    session_id: str = Field(primary_key=True, sa_type=Text)
    resolution_id: str = Field(primary_key=True, sa_type=Text)
    document: str = Field(sa_type=Text)


class AmendmentRow(SQLModel, table=True):
    """A correction of the panel after the session was made."""

    __tablename__ = "amendment"
    session_id: str = Field(primary_key=True, sa_type=Text)
    amendment_id: str = Field(primary_key=True, sa_type=Text)
    number: int = Field(sa_type=Integer)
    document: str = Field(sa_type=Text)


class TypedPassRow(SQLModel, table=True):
    """What one person typed from a paper sheet, sealed, until a second one agrees."""

    __tablename__ = "typed_pass"
    session_id: str = Field(primary_key=True, sa_type=Text)
    round: int = Field(primary_key=True, sa_type=Integer)
    expert: str = Field(primary_key=True, sa_type=Text)
    turn: int = Field(primary_key=True, sa_type=Integer)
    typist: str = Field(sa_type=Text)
    content: bytes = Field(sa_type=LargeBinary)
    changed_at: int = Field(sa_type=BigInteger)

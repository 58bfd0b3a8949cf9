"""The SQLModel classes and the frozen table texts are the same tables."""

import sqlite3

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

from reviewtui.session import models, schema
from reviewtui.session.schema import create_tables

OURS = [
    model.__table__
    for model in vars(models).values()
    if isinstance(model, type) and issubclass(model, SQLModel) and model is not SQLModel
]
Columns = dict[str, list[tuple[str, str, bool, int]]]


def columns(connection: sqlite3.Connection) -> Columns:
    """Name, type, required and place in the key of every column, per table."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: [
            (column, kind, bool(required), key)
            for _number, column, kind, required, _default, key in connection.execute(
                f"PRAGMA table_info({name})"
            )
        ]
        for (name,) in tables
    }


def test_models_and_table_texts_agree_column_by_column() -> None:
    frozen = sqlite3.connect(":memory:")
    create_tables(frozen)
    compiled = sqlite3.connect(":memory:")
    for table in OURS:
        compiled.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
    assert columns(compiled) == columns(frozen)
    assert len(columns(frozen)) == len(schema.TABLES) == 13
    frozen.close()
    compiled.close()


def test_every_table_carries_the_session() -> None:
    for table in OURS:
        assert "session_id" in table.primary_key.columns


def test_the_models_compile_for_postgresql_with_wide_times() -> None:
    for table in OURS:
        text = str(CreateTable(table).compile(dialect=postgresql.dialect()))
        for column in table.columns:
            if column.name == "at" or column.name.endswith("_at"):
                assert f"{column.name} BIGINT" in text

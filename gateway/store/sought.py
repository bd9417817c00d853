"""The engine's own index of what is written in reports: made here, and kept by the engine itself.

SQLite has an FTS5 table of trigrams, which finds parts of words in scripts that write no spaces, and keeps it
by triggers in the transaction that writes the words; `secure-delete` takes what is erased out of it at once.
PostgreSQL has an index of trigrams, where the database lets us have the extension; without it search is
slower and finds the same.
"""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

NAME = "sought"
SHORTEST = 3  # characters: what an index of trigrams can find
_OUT = "INSERT INTO sought(sought, rowid, text) VALUES ('delete', old.id, old.text);"
_IN = "INSERT INTO sought(rowid, text) VALUES (new.id, new.text);"
_HOW = "columnsize=0, tokenize='trigram case_sensitive 1'"
_SQLITE = (
    f"CREATE VIRTUAL TABLE sought USING fts5(text, content='wording', content_rowid='id', {_HOW})",
    "INSERT INTO sought(sought, rank) VALUES ('secure-delete', 1)",
    f"CREATE TRIGGER sought_in AFTER INSERT ON wording BEGIN {_IN} END",
    f"CREATE TRIGGER sought_out AFTER DELETE ON wording BEGIN {_OUT} END",
    f"CREATE TRIGGER sought_anew AFTER UPDATE OF text ON wording BEGIN {_OUT} {_IN} END",
)
_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX sought ON wording USING gin (text gin_trgm_ops)",
)


def make(conn: Connection) -> None:
    """Make the index over whatever `wording` holds from now on."""
    if conn.dialect.name == "sqlite":
        for statement in _SQLITE:
            conn.execute(text(statement))
        return
    try:
        with conn.begin_nested():
            for statement in _POSTGRES:
                conn.execute(text(statement))
    except DBAPIError:  # the extension is not installed, or this account may not add it
        return


def own(name: str | None) -> bool:
    """Say whether a table or index is the engine's own and none of ours: it is made anew, never copied."""
    return name is not None and (name == NAME or name.startswith(f"{NAME}_"))

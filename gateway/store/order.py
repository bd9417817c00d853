"""The order of commits: what must be numbered as it is committed takes its place here."""

from sqlalchemy import Connection, text

_TRY = text("SELECT pg_try_advisory_xact_lock(:place)")
_LOCK = text("SELECT pg_advisory_xact_lock(:place)")
_PLACE = 0x50_57_31  # one place in line for all that is numbered


def hold(conn: Connection) -> None:
    """Hold the place in line until COMMIT, so that numbers grow in the order of commits.

    SQLite has one writer and needs nothing. On PostgreSQL two transactions could take 7 and 8 and
    commit 8 first; a reader at 8 would then never see 7.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(_LOCK, {"place": _PLACE})


def alone(conn: Connection, place: int) -> bool:
    """Say whether nobody else is at the work that stands for `place`; until COMMIT it is ours."""
    return conn.dialect.name != "postgresql" or conn.execute(_TRY, {"place": place}).scalar_one()

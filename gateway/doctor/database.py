"""The database: whether it opens with its key, can be written, and forces each commit to the disk."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from gateway.errors import ConfigError, StoreLostError
from gateway.office import mark
from gateway.office.config import Config
from gateway.office.keys import store_key
from gateway.store.columns import UtcTime, table
from gateway.store.database import Database
from gateway.store.faults import store_error
from gateway.store.migrate import NO_OFFICE, newest, present
from gateway.store.tables import Audit
from gateway.store.use import Use
from hardware.finding import Finding, Grade, good, note, wrong

CHECK: Final = "database"
FULL: Final = {"sqlite": ("PRAGMA synchronous", "2"), "postgresql": ("SHOW synchronous_commit", "on")}
TRIAL: Final = "CREATE TABLE doctors_trial (one INTEGER)"  # rolled back
_AUDIT: Final = table(Audit)


def look(config: Config) -> tuple[Finding, datetime | None]:
    """Try the database beside a running station, changing nothing; also return its newest moment."""
    try:
        database = Database(config.dsn(), store_key(config.path(config.store.key_file)))
        database.check()
    except (ConfigError, OSError) as error:
        return wrong(CHECK, f"The database cannot be opened: {error}."), None
    except StoreLostError as error:
        return wrong(CHECK, str(error)), None
    return _try(config, database)


def _try(config: Config, database: Database) -> tuple[Finding, datetime | None]:
    engine: Engine | None = None
    try:
        engine = database.engine(Use.WRITE)
        with engine.connect() as conn, conn.begin() as begun:
            found = _look(conn)
            if found[0].grade is Grade.GOOD:
                mark.check(config, conn)
            begun.rollback()
    except (SQLAlchemyError, ConfigError, StoreLostError) as error:
        told = store_error(error, database.path) or error
        return wrong(CHECK, f"The database cannot be used: {_sentence(told)}"), None
    else:
        return found
    finally:
        if engine is not None:
            engine.dispose()


def _look(conn: Connection) -> tuple[Finding, datetime | None]:
    ask, wanted = FULL[conn.dialect.name]
    if not present(conn):
        raise StoreLostError(NO_OFFICE)
    forced = str(conn.execute(text(ask)).scalar_one())
    schema = conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    latest = conn.execute(select(func.max(_AUDIT.c.at, type_=UtcTime()))).scalar_one()
    conn.execute(text(TRIAL))
    if forced != wanted:
        return wrong(CHECK, "The database does not force commits to the disk: tell the engineer."), latest
    if schema != newest():
        return note(
            CHECK, "The database is of an older version; the next start brings it up to date."
        ), latest
    return good(CHECK, "The database opens, can be written, and forces each commit to the disk."), latest


def _sentence(error: BaseException) -> str:
    said = str(error).splitlines()[0]
    return said if said.endswith(".") else f"{said}: restore it from a backup if this lasts."

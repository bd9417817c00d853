"""Bringing a database to the newest schema, once, before anybody else may use it."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from gateway.errors import StoreLostError
from gateway.store.order import hold
from hardware.failpoint import reach

NO_OFFICE: Final = (
    "The database at this address holds no office, and none was begun in it. Put the right address into the "
    "configuration, or fill it from the newest backup: patrolwire restore --help"
)
_SCRIPTS = Path(__file__).parent / "migrations"


def config(conn: Connection | None = None) -> Config:
    """Return Alembic's configuration; there is no alembic.ini, and no connection but the one given."""
    found = Config()
    found.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    found.attributes["connection"] = conn
    return found


def newest() -> str:
    """Return the name of the newest schema."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def upgrade(engine: Engine, *, new: bool = False) -> None:
    """Run what is missing in one transaction; two programs that start at once wait for each other.

    StoreLostError where there is no schema at all, unless it may be a `new` store.
    """
    with engine.connect() as conn, conn.begin():
        hold(conn)
        if not (new or present(conn)):
            raise StoreLostError(NO_OFFICE)
        upgrade_on(conn)
        reach("migration-done")
    reach("migration-committed")


def present(conn: Connection) -> bool:
    """Return whether the database holds a store, of whatever schema."""
    return MigrationContext.configure(conn).get_current_revision() is not None


def upgrade_on(conn: Connection, to: str = "head") -> None:
    """Run what is missing up to the schema `to`, in the caller's transaction."""
    try:
        command.upgrade(config(conn), to)
    except CommandError as error:
        raise StoreLostError(
            "This database was written by a newer Patrolwire. Install that version again."
        ) from error

"""Views: filters of the queue that an account gave a name."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from gateway.store.columns import table
from gateway.store.rows import keep_last, many
from gateway.store.tables import View

_VIEW = table(View)
_KEEP = keep_last(_VIEW, ["account", "name"])


def of(conn: Connection, account: str) -> list[View]:
    """Return an account's views, by name."""
    return many(conn, View, select(_VIEW).where(_VIEW.c.account == account).order_by(_VIEW.c.name))


def keep(conn: Connection, account: str, name: str, query: str, at: datetime) -> None:
    """Keep a view; one of the same name is written over."""
    conn.execute(_KEEP(conn), {"account": account, "name": name, "query": query, "at": at})


def drop(conn: Connection, account: str, name: str) -> bool:
    """Forget a view; False when the account has none of that name."""
    which = (_VIEW.c.account == account, _VIEW.c.name == name)
    return conn.execute(delete(_VIEW).where(*which)).rowcount > 0

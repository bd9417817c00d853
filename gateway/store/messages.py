"""Messages: every MO text with the verdict on it; each one is shown, whatever it was."""

from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from gateway.store import wording
from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import many, one
from gateway.store.tables import Message

_MESSAGE = table(Message)
_THIS = _MESSAGE.c.id == bindparam("of_id")
_ADD = insert(_MESSAGE).returning(_MESSAGE.c.id)
_GET = select(_MESSAGE).where(_THIS)
_HOLD = _GET.with_for_update()
_OF_SENDER = (
    select(_MESSAGE)
    .where(_MESSAGE.c.sender == bindparam("whose"), _MESSAGE.c.sender_kind == bindparam("kind"))
    .order_by(_MESSAGE.c.id.desc())
    .limit(bindparam("most"))
)
_CHANGE = update(_MESSAGE).where(_THIS)


def add(conn: Connection, **values: Any) -> int:  # noqa: ANN401  # columns of Message
    """Keep one message; values are columns of `Message` without id. Return its id."""
    return conn.execute(_ADD, values).scalar_one()


def get(conn: Connection, message_id: int) -> Message | None:
    return one(conn, Message, _GET, {"of_id": message_id})


def hold(conn: Connection, message_id: int) -> Message | None:
    """Return a message that nobody else changes until this transaction ends; SQLite has one writer anyway."""
    return one(conn, Message, _HOLD, {"of_id": message_id})


def change(conn: Connection, message_id: int, **values: Any) -> None:  # noqa: ANN401  # columns of Message
    """Write another verdict on a message, or say which report it became (origin, epoch, seq)."""
    conn.execute(_CHANGE, {"of_id": message_id, **values})
    if values.get("origin") is not None:
        wording.renew(conn, [ReportKey(values["origin"], values["epoch"], values["seq"])])


def of_report(conn: Connection, key: ReportKey) -> list[Message]:
    """Return the messages a report was made of, the first of them first."""
    return many(conn, Message, select(_MESSAGE).where(same(_MESSAGE, key)).order_by(_MESSAGE.c.id))


def lane(conn: Connection, *, limit: int = 50, before: int | None = None) -> list[Message]:
    """Return the newest messages that nobody could read and that are no report yet; `before` is an id."""
    c = _MESSAGE.c
    query = select(_MESSAGE).where(c.outcome == "unreadable", c.origin.is_(None))
    query = query if before is None else query.where(c.id < before)
    return many(conn, Message, query.order_by(c.id.desc()).limit(limit))


def recent(conn: Connection, *, limit: int = 50, before: int | None = None) -> list[Message]:
    """Return the newest messages of every kind; `before` is an id."""
    query = select(_MESSAGE).order_by(_MESSAGE.c.id.desc()).limit(limit)
    return many(conn, Message, query if before is None else query.where(_MESSAGE.c.id < before))


def of_sender(conn: Connection, sender_kind: str, sender: str, *, limit: int = 20) -> list[Message]:
    """Return the newest messages of one sender."""
    return many(conn, Message, _OF_SENDER, {"whose": sender, "kind": sender_kind, "most": limit})

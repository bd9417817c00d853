"""Dialogues: the one open question to a sender."""

from typing import Any

from sqlalchemy import Connection, and_, delete, select

from gateway.store.columns import table
from gateway.store.rows import keep_last, one
from gateway.store.tables import Dialogue

_DIALOGUE = table(Dialogue)
_PUT = keep_last(_DIALOGUE, ["sender_kind", "sender"])


def get(conn: Connection, sender_kind: str, sender: str) -> Dialogue | None:
    """Return the open question to a sender; whether it has expired is the caller's to say."""
    return one(conn, Dialogue, select(_DIALOGUE).where(_of(sender_kind, sender)))


def put(conn: Connection, values: dict[str, Any]) -> None:
    """Open a question, in the place of an older one; `values` are the columns of `Dialogue`."""
    conn.execute(_PUT(conn), values)


def close(conn: Connection, sender_kind: str, sender: str) -> bool:
    """Forget the open question; False when there was none."""
    return conn.execute(delete(_DIALOGUE).where(_of(sender_kind, sender))).rowcount > 0


def _of(sender_kind: str, sender: str) -> Any:  # noqa: ANN401  # a condition
    return and_(_DIALOGUE.c.sender_kind == sender_kind, _DIALOGUE.c.sender == sender)

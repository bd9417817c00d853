"""Dialogues: the one open question to a sender."""

from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select

from gateway.store.columns import table
from gateway.store.rows import keep_last, one
from gateway.store.tables import Dialogue

_DIALOGUE = table(Dialogue)
_KEY = ("sender_kind", "sender")
_PUT = keep_last(_DIALOGUE, _KEY)
_THIS = and_(*(_DIALOGUE.c[name] == bindparam(f"of_{name}") for name in _KEY))
_GET = select(_DIALOGUE).where(_THIS)
_CLOSE = delete(_DIALOGUE).where(_THIS)


def get(conn: Connection, sender_kind: str, sender: str) -> Dialogue | None:
    """Return the open question to a sender; whether it has expired is the caller's to say."""
    return one(conn, Dialogue, _GET, _of(sender_kind, sender))


def put(conn: Connection, values: dict[str, Any]) -> None:
    """Open a question, in the place of an older one; `values` are the columns of `Dialogue`."""
    conn.execute(_PUT(conn), values)


def close(conn: Connection, sender_kind: str, sender: str) -> bool:
    """Forget the open question; False when there was none."""
    return conn.execute(_CLOSE, _of(sender_kind, sender)).rowcount > 0


def _of(sender_kind: str, sender: str) -> dict[str, str]:
    return {"of_sender_kind": sender_kind, "of_sender": sender}

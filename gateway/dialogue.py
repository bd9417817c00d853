"""The talk with one officer: `codes.dialogue` decides, and what waits for an answer is kept in the store."""

from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import Connection

from codes.dialogue import Step, Waiting
from codes.dialogue import hear as listen
from gateway.config import Officer
from gateway.incoming import Incoming
from gateway.kit import Kit
from gateway.store import dialogues


def hear(conn: Connection, kit: Kit, incoming: Incoming, officer: Officer, message: int) -> Step:
    """Take one text of an officer as the answer or the new report it is; `message` is its own row."""
    context = kit.context(officer.language, incoming.sent_at)
    step = listen(incoming.text, str(message), _waiting(conn, incoming), kit.book, context)
    _keep(conn, incoming, message, step.waiting)
    return step


def _waiting(conn: Connection, incoming: Incoming) -> tuple[Waiting, ...]:
    row = dialogues.get(conn, incoming.sender.kind.value, incoming.sender.value)
    kept = cast("Sequence[Mapping[str, object]]", row.open["waiting"]) if row else ()
    return tuple(Waiting.from_json(one) for one in kept)


def _keep(conn: Connection, incoming: Incoming, message: int, waiting: tuple[Waiting, ...]) -> None:
    kind, sender = incoming.sender.kind.value, incoming.sender.value
    if not waiting:
        dialogues.close(conn, kind, sender)
        return
    values = {
        "sender_kind": kind,
        "sender": sender,
        "open": {"waiting": [one.to_json() for one in waiting]},
        "message_id": message,
        "asked_at": incoming.received_at,
        "expires_at": waiting[-1].until,
    }
    dialogues.put(conn, values)

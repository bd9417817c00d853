"""Keeping a message, whatever it is: its row, its segments, the feed and the audit, before it is read."""

import hashlib
from datetime import timedelta

from sqlalchemy import Connection

from codes.report import Outcome
from gateway.incoming import Incoming
from gateway.kit import Kit
from gateway.store import feed, gather, messages, segments
from gateway.store.audit import Event
from hardware.sentence import NOTHING

LATE = timedelta(minutes=30)


def keep(conn: Connection, kit: Kit, incoming: Incoming, note: str = NOTHING, grade: str = "") -> int:
    """Keep a message as unread and return its id; `note` says in one sentence why nobody could read it.

    `grade` is its provenance where a code was looked at; else the number alone decides.
    """
    sent, now = incoming.sent_at, incoming.received_at
    message = messages.add(
        conn,
        bearer=incoming.bearer,
        sender_kind=incoming.sender.kind.value,
        sender=incoming.sender.value,
        text=incoming.text,
        sent_at=sent,
        received_at=now,
        outcome=Outcome.UNREADABLE.value,
        provenance=grade or ("C" if kit.roster.find(incoming.sender) else "D"),
        late=sent is not None and now - sent > LATE,
        note=note,
    )
    segments.attach(conn, incoming.segments, message)
    feed.add(conn, "message", now, message_id=message)
    digest = hashlib.sha256(incoming.text.encode("utf-8", "replace")).digest()
    gather.note(conn, Event(now, kit.code, "received", f"message {message}", digest))
    return message

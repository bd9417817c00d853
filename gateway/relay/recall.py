"""Recall: a report that was amended or cancelled supersedes itself with everyone who was to have it.

What was not sent yet is killed, the new version jumps the queue, and its receipt is the acknowledgement
(promise 7). A cancelled version carries no fields: a partner that never had them does not get them now.
"""

from sqlalchemy import Connection

from codes.precedence import Precedence
from gateway.kit import Kit
from gateway.relay.release import release
from gateway.store import envelopes, passages
from gateway.store.keys import ReportKey


def supersede(conn: Connection, kit: Kit, key: ReportKey, *, by: str, why: str) -> None:
    """Send the latest version of a report to each partner that an earlier one was queued for."""
    for passage in passages.of(conn, key):
        envelopes.cancel(conn, key, kit.clock.now(), partner=passage.partner)
        release(conn, kit, key, passage.partner, by=by, why=why, at_least=Precedence.IMMEDIATE)

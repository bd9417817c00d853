"""The next version of a report of ours: written, kept beside what it was, sent to whoever had the last one.

Officer and staff come this way alike, so that nothing is ever changed in place without a trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gateway.kit import Kit
from gateway.relay.recall import supersede
from gateway.store import feed, history, reports
from gateway.store.keys import key_of
from gateway.store.tables import Report


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes a report (`officer`, or a role), when, what it is called, and what else is to be kept.

    `reason` is what partners are told of a cancelled one, one of `gateway.relay.reason`.
    """

    actor: str
    at: datetime
    what: str
    detail: Mapping[str, Any]
    reason: str = ""


def change(conn: Connection, kit: Kit, filed: Report, how: Change, **values: object) -> None:
    """Write other values into a report, with what it was in its history, and tell the partners."""
    key = key_of(filed)
    kept = ("state", "canonical", "fields", "handling", "precedence")
    was = {name: getattr(filed, name) for name in kept}
    reports.amend(conn, key, **values)
    history.note(conn, key, how.at, how.actor, how.what, {"was": was, **how.detail})
    feed.add(conn, "report", how.at, key)
    supersede(conn, kit, key, by=how.actor, why=how.what, reason=how.reason)

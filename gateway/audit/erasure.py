"""Erasing on somebody's word: on record with its reason, and listed outside of the store.

The list, a line of JSON an erasure, stands beside the keys. A backup taken before an erasure holds what was
erased; a restore reads the list and erases it again. It names rows, never content or senders.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from gateway.errors import ConfigError
from gateway.office.config import Config, RetentionPart
from gateway.store import audit, erase, feed, history
from gateway.store.erase import What
from gateway.store.keys import ReportKey
from gateway.store.loose import Loose

NAME = "erased"


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants something erased, when, and why."""

    by: str
    at: datetime
    why: str


def listed(config: Config) -> Path:
    """Return where an office's list stands."""
    return config.path(config.keys) / NAME


def put_on(file: Path, what: What, order: Order) -> None:
    """Add an erasure to the list; it is on the disk when this returns, and only then is anything erased."""
    row = {
        "at": order.at.isoformat(),
        "by": order.by,
        "why": order.why,
        "reports": [str(key) for key in what.reports],
        "messages": [[number, at.isoformat()] for number, at in what.messages],
        "segments": [key.hex() for key in what.segments],
        "loose": [[one.of, one.id, one.at.isoformat()] for one in what.loose],
    }
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as out:
        out.write(json.dumps(row).encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())


def read(file: Path) -> list[What]:
    """Return all that is to be erased; a last line cut off by a crash was not erased, and is passed over."""
    if not file.exists():
        return []
    lines = file.read_bytes().split(b"\n")
    try:
        return [_what(line) for line in lines[:-1] if line.strip()]
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"the list of erasures {file} is damaged; put its copy in place") from error


def obey(conn: Connection, what: What, order: Order) -> int:
    """Erase in the caller's transaction, on record; return how many rows were overwritten."""
    rows = erase.erase(conn, what, order.at)
    why = hashlib.sha256(order.why.encode("utf-8", "replace")).digest()
    events = [audit.Event(order.at, order.by, "erased", name, why) for name in _named(what)]
    audit.append_all(conn, events)
    for key in what.reports:
        history.note(conn, key, order.at, "station", "erased", {"why": order.why})
        feed.add(conn, "report", order.at, key)
    return rows


def expired(conn: Connection, kept: RetentionPart, now: datetime) -> int:
    """Erase a part of what is older than is kept, one row on record for all of it; return how many rows."""
    rows = 0
    if kept.messages:
        old = erase.messages_before(conn, now - timedelta(days=kept.messages), erase.AT_ONCE)
        rows += _expire(conn, old, f"messages older than {kept.messages} days", now)
        old = erase.loose_before(conn, now - timedelta(days=kept.messages), erase.AT_ONCE)
        rows += _expire(conn, old, f"notes, texts and names older than {kept.messages} days", now)
    if kept.reports:
        old = erase.reports_before(conn, now - timedelta(days=kept.reports), erase.AT_ONCE)
        rows += _expire(conn, old, f"reports older than {kept.reports} days", now)
    return rows


def _expire(conn: Connection, what: What, which: str, now: datetime) -> int:
    if what == What():
        return 0
    names = _named(what)
    digest = hashlib.sha256("\n".join(names).encode()).digest()
    rows = erase.erase(conn, what, now)
    audit.append(conn, now, "station", "erased", f"{len(names)} {which}", digest)
    for key in what.reports:
        feed.add(conn, "report", now, key)
    return rows


def _named(what: What) -> list[str]:
    """Return what is erased as the record names it: never by content or person."""
    return [
        *map(str, what.reports),
        *(f"message {number}" for number, _ in what.messages),
        *(f"{one.of} {one.id}" for one in what.loose),
    ]


def _what(line: bytes) -> What:
    row = json.loads(line)
    keys = [ReportKey.parse(name) for name in row["reports"]]
    return What(
        tuple(key for key in keys if key is not None),
        tuple((int(number), _moment(at)) for number, at in row["messages"]),
        tuple(bytes.fromhex(key) for key in row["segments"]),
        tuple(Loose(of, int(number), _moment(at)) for of, number, at in row.get("loose", ())),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)

"""Rows to fill a store with: each function gives a whole row, and takes what the test cares about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from gateway.store.columns import table
from gateway.store.keys import ReportKey
from gateway.store.tables import Segment

NOON = datetime(2026, 3, 14, 5, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def segment(key: bytes, **other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    row = {"key": key, "bearer": "gsm", "sender_kind": "number", "sender": "+66810000001"}
    return {**row, "raw": b"\x07\x91" + key, "text": "PTL MSI", "heard_at": NOON, **other}


def keys_heard(conn: Connection) -> set[bytes]:
    return set(conn.execute(select(table(Segment).c.key)).scalars())


def message(**other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    row = {"bearer": "gsm", "sender_kind": "number", "sender": "+66810000001", "text": "PTL MSI"}
    return {**row, "sent_at": NOON, "received_at": NOON, "outcome": "accepted", "provenance": "C", **other}


def key(seq: int, origin: str = "MSI", epoch: int = 1) -> ReportKey:
    return ReportKey(origin, epoch, seq)


def report(name: ReportKey, **other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    row = {"ref": f"K{name.seq}", "type": "DRG", "fields": {"items": [{"code": "YAB", "quantity": "200000"}]}}
    row |= {"canonical": "DRG MSI YAB 200000T SEIZED", "edition": 1, "precedence": 2, "state": "new"}
    row |= {"provenance": "C", "corrections": [], "received_at": NOON}
    return {**name.values(), **row, **other}


def source(**other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    return {"sender_kind": "number", "sender": "+66810000001", "bearer": "gsm", "message_id": 1, **other}


def delivery(tag: str, **other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    row = {"tag": tag, "bearer": "gsm", "to_kind": "number", "to": "+66810000001", "text": "K7M4 received"}
    return {**row, "precedence": 2, "created_at": NOON, **other}


def envelope(name: ReportKey, **other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    row = {"partner": "TCL", "kind": "report", "precedence": 2, "frame": b"\xa1\x00", "state": "queued"}
    return {**name.values(), **row, "at": NOON, "changed_at": NOON, **other}


def account(name: str, **other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    return {"name": name, "role": "duty", "password": "$argon2id$none", "created_at": NOON, **other}


def session(id_hash: bytes, name: str, **other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    row = {"id_hash": id_hash, "account": name, "csrf": "c", "created_at": NOON, "seen_at": NOON}
    return {**row, "expires_at": later(3600), **other}


def witness(office: str, size: int, **other: Any) -> dict[str, Any]:  # noqa: ANN401  # columns
    row = {"office": office, "size": size, "root": bytes(32), "at": 1773464400, "signature": bytes(64)}
    return {**row, "seen_at": NOON, "proved": False, "problem": "", **other}

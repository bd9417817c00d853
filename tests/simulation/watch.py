"""Watches every change of state as it is written: triggers on the station's own writing connection."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from gateway.outbox import delivery
from gateway.store.states import RANK
from gateway.store.store import Store

Breach = Callable[[str], None]

_ENVELOPE = {
    ("queued", "sent"),
    ("queued", "cancelled"),
    ("sent", "stored"),
    ("sent", "refused"),
    ("queued", "stored"),
    # After a restore, of ours: what waited is held, then goes on, or is given up for what came later.
    ("held", "queued"),
    ("held", "cancelled"),
    # After a restore of the partner's: it asks for what it has no more.
    ("stored", "queued"),
}
_DELIVERY = {(str(was), str(now)) for (was, _), now in delivery.TABLE.items()}
_TRIGGERS = """
CREATE TEMP TRIGGER watch_delivery AFTER UPDATE OF state ON main.delivery WHEN OLD.state <> NEW.state BEGIN
  SELECT watch('delivery', NEW.tag, OLD.state, NEW.state, 0, 0);
END;
CREATE TEMP TRIGGER watch_envelope AFTER UPDATE OF state ON main.envelope WHEN OLD.state <> NEW.state BEGIN
  SELECT watch('envelope', NEW.seq, OLD.state, NEW.state, 0, 0);
END;
CREATE TEMP TRIGGER watch_passage AFTER UPDATE ON main.passage BEGIN
  SELECT watch('passage', NEW.origin || NEW.seq || ' to ' || NEW.partner,
    OLD.state, NEW.state, OLD.version, NEW.version);
END;
CREATE TEMP TRIGGER watch_report AFTER UPDATE ON main.report BEGIN
  SELECT watch('report', NEW.origin || NEW.seq, OLD.state, NEW.state, OLD.version, NEW.version);
END;
CREATE TEMP TRIGGER watch_audit AFTER UPDATE ON main.audit BEGIN
  SELECT watch('audit', NEW.seq, 'written', 'changed', 0, 0);
END;
CREATE TEMP TRIGGER watch_audit_gone AFTER DELETE ON main.audit BEGIN
  SELECT watch('audit', OLD.seq, 'written', 'gone', 0, 0);
END;
"""


def watch(store: Store, breach: Breach) -> None:
    """Have each change of state of this store looked at; `breach` hears of those that may not be."""

    def watched(kind: str, name: object, was: str, now: str, old: int, new: int) -> int:
        if not _ALLOWED[kind](was, now, old, new):
            breach(f"{kind} {name} went from {was} (version {old}) to {now} (version {new})")
        return 0

    @event.listens_for(store._writing, "connect")
    def connected(conn: Any, record: object) -> None:  # noqa: ANN401  # the driver's own
        del record
        conn.create_function("watch", 6, watched)
        conn.executescript(_TRIGGERS)


def _delivery(was: str, now: str, old: int, new: int) -> bool:
    del old, new
    return (was, now) in _DELIVERY


def _envelope(was: str, now: str, old: int, new: int) -> bool:
    del old, new
    return (was, now) in _ENVELOPE


def _passage(was: str, now: str, old: int, new: int) -> bool:
    return new > old or (new == old and RANK[now] >= RANK[was])


def _report(was: str, now: str, old: int, new: int) -> bool:
    return new >= old and (was != "cancelled" or now == "cancelled")


def _never(was: str, now: str, old: int, new: int) -> bool:
    del was, now, old, new
    return False


_ALLOWED: dict[str, Callable[[str, str, int, int], bool]] = {
    "delivery": _delivery,
    "envelope": _envelope,
    "passage": _passage,
    "report": _report,
    "audit": _never,
}

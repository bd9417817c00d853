"""The outbox towards bearers: texts for officers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from gateway.store import references as names
from gateway.store.columns import table
from gateway.store.keys import ReportKey, same
from gateway.store.rows import many, one
from gateway.store.states import DeliveryState
from gateway.store.tables import Delivery, Message
from gateway.store.tables.sending import WAITS
from gateway.store.wake import OUTBOX, touch

_DELIVERY, _MESSAGE = table(Delivery), table(Message)
_QUEUE = insert(_DELIVERY).returning(_DELIVERY.c.id)
_THIS = _DELIVERY.c.id == bindparam("of_id")
_GET = select(_DELIVERY).where(_THIS)
_CHANGE = update(_DELIVERY).where(_THIS)
# Asked after each commit: built once, since building it costs more than running it.
_DUE = (
    select(_DELIVERY)
    .where(WAITS, _DELIVERY.c.bearer == bindparam("whose"))
    .order_by(_DELIVERY.c.precedence, _DELIVERY.c.id)
    .limit(bindparam("most"))
)
_IN = _DELIVERY.c.state.in_(bindparam("states", expanding=True))
_ANY_IN = select(_DELIVERY.c.id).where(_IN).limit(1)
_IN_STATES = select(_DELIVERY).where(_IN).order_by(_DELIVERY.c.id)
_OPEN = (DeliveryState.QUEUED.value, DeliveryState.SUBMITTED.value)
_OF_KIND = _DELIVERY.c.state.in_(_OPEN), _DELIVERY.c.to_kind == bindparam("kind")
_BEARERS = (
    select(_DELIVERY.c.bearer)
    .distinct()
    .where(*_OF_KIND, _DELIVERY.c.bearer.not_in(bindparam("known", expanding=True)))
    .order_by(_DELIVERY.c.bearer)
)
_STRAYS = (
    select(_DELIVERY)
    .where(*_OF_KIND, _DELIVERY.c.bearer.in_(bindparam("lost", expanding=True)))
    .order_by(_DELIVERY.c.id)
    .limit(bindparam("most"))
)
_GROW_OLDER = update(_DELIVERY).where(_IN).values(age_s=_DELIVERY.c.age_s + bindparam("seconds"))


def queue(conn: Connection, **values: Any) -> int:  # noqa: ANN401  # columns of Delivery
    """Put a text into the outbox: tag, bearer, to_kind, to, text, precedence, created_at at least."""
    fixed: dict[str, Any] = {
        "state": DeliveryState.QUEUED,
        "references": [],
        "changed_at": values["created_at"],
    }
    touch(conn, OUTBOX)
    return conn.execute(_QUEUE, {**fixed, **values}).scalar_one()


def get(conn: Connection, delivery_id: int) -> Delivery | None:
    return one(conn, Delivery, _GET, {"of_id": delivery_id})


def due(conn: Connection, bearer: str, n: int) -> list[Delivery]:
    """Return the next `n` queued texts of a bearer, the most urgent first, then the oldest.

    `not_before` is not looked at: stored wall time is only a hint, and the sender schedules.
    """
    return many(conn, Delivery, _DUE, {"whose": bearer, "most": n})


def mark(conn: Connection, delivery_id: int, state: str, at: datetime, **values: Any) -> bool:  # noqa: ANN401
    """Move a text to `state`; further columns of `Delivery` (attempts, sentence, not_before) as given."""
    if state == DeliveryState.QUEUED:
        touch(conn, OUTBOX)
    change = {"of_id": delivery_id, "state": state, "changed_at": at, **values}
    return conn.execute(_CHANGE, change).rowcount > 0


def cancel(conn: Connection, key: ReportKey, at: datetime) -> int:
    """Kill what was not sent of a report's texts; return how many."""
    waiting = same(_DELIVERY, key), _DELIVERY.c.state == DeliveryState.QUEUED
    change = update(_DELIVERY).where(*waiting).values(state=DeliveryState.CANCELLED, changed_at=at)
    return conn.execute(change).rowcount


def state_of(conn: Connection, tag: str) -> str | None:
    """Return how far the text of that tag has come, None when there is none."""
    return conn.execute(select(_DELIVERY.c.state).where(_DELIVERY.c.tag == tag)).scalar_one_or_none()


def cancel_tagged(conn: Connection, tags: Sequence[str], at: datetime) -> None:
    """Kill those of the named texts that were not sent."""
    waiting = _DELIVERY.c.tag.in_(tags), _DELIVERY.c.state == DeliveryState.QUEUED
    conn.execute(update(_DELIVERY).where(*waiting).values(state=DeliveryState.CANCELLED, changed_at=at))


def of_report(conn: Connection, key: ReportKey) -> list[Delivery]:
    """Return the texts that were sent about a report, oldest first."""
    return many(conn, Delivery, select(_DELIVERY).where(same(_DELIVERY, key)).order_by(_DELIVERY.c.id))


def of_message(conn: Connection, message_id: int) -> list[Delivery]:
    """Return the texts that answered one message, oldest first."""
    query = select(_DELIVERY).where(_DELIVERY.c.message_id == message_id)
    return many(conn, Delivery, query.order_by(_DELIVERY.c.id))


def about(conn: Connection, key: ReportKey) -> list[Delivery]:
    """Return the texts about a report, oldest first: also the questions, and answers to its messages."""
    ours = select(_DELIVERY.c.id).where(same(_DELIVERY, key))
    heard = select(_MESSAGE.c.id).where(same(_MESSAGE, key))
    asked = select(_DELIVERY.c.id).where(_DELIVERY.c.message_id.in_(heard))
    query = select(_DELIVERY).where(_DELIVERY.c.id.in_(ours.union(asked)))
    return many(conn, Delivery, query.order_by(_DELIVERY.c.id))


def references(conn: Connection, delivery_id: int, bearer: str, refs: Sequence[str], at: datetime) -> None:
    """Keep the references the network gave to the segments of a text, in their order."""
    names.keep(conn, delivery_id, bearer, refs, at)
    conn.execute(_CHANGE, {"of_id": delivery_id, "references": list(refs)})


def requeue_interrupted(conn: Connection, bearer: str, at: datetime) -> int:
    """At start: what a bearer was sending when the station died is `unknown`, never sent again blindly."""
    mine = _DELIVERY.c.bearer == bearer, _DELIVERY.c.state == DeliveryState.SUBMITTED
    change = update(_DELIVERY).where(*mine)
    return conn.execute(change.values(state=DeliveryState.UNKNOWN, changed_at=at, leased_until=None)).rowcount


def bearers(conn: Connection, known: Sequence[str], kind: str) -> list[str]:
    """Return which bearers other than those `known` have texts to such addresses, queued or in hand."""
    return list(conn.execute(_BEARERS, {"known": known, "kind": kind}).scalars())


def strays(conn: Connection, lost: Sequence[str], kind: str, n: int) -> list[Delivery]:
    """Return texts to addresses of that kind, queued or in hand, of the bearers that are `lost`."""
    return many(conn, Delivery, _STRAYS, {"lost": lost, "kind": kind, "most": n})


def any_in(conn: Connection, states: Sequence[str]) -> bool:
    """Say whether any text is in one of the states."""
    return conn.execute(_ANY_IN, {"states": states}).first() is not None


def in_states(conn: Connection, states: Sequence[str]) -> list[Delivery]:
    """Return the texts in these states, oldest first."""
    return many(conn, Delivery, _IN_STATES, {"states": states})


def grow_older(conn: Connection, states: Sequence[str], seconds: int) -> None:
    """Add to the age of every text in these states."""
    conn.execute(_GROW_OLDER, {"states": states, "seconds": seconds})

"""References: the names the network gave to the segments of our texts, by which its receipts find them."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.states import DeliveryState
from gateway.store.tables import Delivery, Reference, Stray

PENDING = "pending"
_MOST_STRAYS = 1000
_CANDIDATES = 32
_DELIVERY, _REFERENCE, _STRAY = table(Delivery), table(Reference), table(Stray)
_OF = select(_REFERENCE).where(_REFERENCE.c.delivery_id == bindparam("of_id")).order_by(_REFERENCE.c.id)
_KEEP = insert(_REFERENCE)
_SETTLE = update(_REFERENCE).where(_REFERENCE.c.id == bindparam("of_id"))
_CALLED = (
    select(_REFERENCE)
    .where(_REFERENCE.c.reference == bindparam("name"))
    .order_by(_REFERENCE.c.id.desc())
    .limit(_CANDIDATES)
)
_STRAYS = select(_STRAY).where(_STRAY.c.bearer == bindparam("of_bearer")).order_by(_STRAY.c.id)
_OLD = select(_STRAY.c.id).order_by(_STRAY.c.id.desc()).offset(_MOST_STRAYS).limit(1).scalar_subquery()


def keep(conn: Connection, delivery_id: int, bearer: str, refs: Sequence[str], at: datetime) -> None:
    """Keep the references of the segments of a text, in order; those of an earlier attempt stay."""
    more = Counter(refs) - Counter(one.reference for one in of_delivery(conn, delivery_id))
    rows: list[dict[str, Any]] = []
    for name in refs:
        if more[name]:
            more[name] -= 1
            rows.append({"bearer": bearer, "reference": name, "delivery_id": delivery_id, "at": at})
    if rows:
        conn.execute(_KEEP, [{**row, "fate": PENDING} for row in rows])


def of_delivery(conn: Connection, delivery_id: int) -> list[Reference]:
    """Return the references of a text, in their order."""
    return many(conn, Reference, _OF, {"of_id": delivery_id})


def called(conn: Connection, name: str) -> list[Reference]:
    """Return the newest segments that were given a reference: TP-MR counts to 255 and begins again."""
    return many(conn, Reference, _CALLED, {"name": name})


def settle(conn: Connection, reference_id: int, fate: str, submitted_at: datetime | None) -> None:
    """Write what became of one segment, and when the network says it took it."""
    conn.execute(_SETTLE, {"of_id": reference_id, "fate": fate, "submitted_at": submitted_at})


def unsure(conn: Connection, others: Collection[str], tail: str) -> list[Delivery]:
    """Return the texts that may have gone out or are going out, to a number that ends so.

    Not those of `others`, the bearers that would say so themselves.
    """
    c = _DELIVERY.c
    states = (DeliveryState.UNKNOWN, DeliveryState.SUBMITTED)
    query = select(_DELIVERY).where(c.state.in_(states), c.bearer.not_in(others), c.to.endswith(tail))
    return many(conn, Delivery, query.order_by(c.id))


def stray(conn: Connection, **values: Any) -> None:  # noqa: ANN401  # columns of Stray
    """Keep a receipt that names no segment we know; of very many only the newest stay."""
    conn.execute(insert(_STRAY), values)
    conn.execute(delete(_STRAY).where(_STRAY.c.id <= _OLD))


def strays(conn: Connection, bearer: str) -> list[Stray]:
    """Return the receipts of a bearer that still name nothing, oldest first."""
    return many(conn, Stray, _STRAYS, {"of_bearer": bearer})


def found(conn: Connection, stray_id: int) -> None:
    """Forget a receipt that has found its segment."""
    conn.execute(delete(_STRAY).where(_STRAY.c.id == stray_id))

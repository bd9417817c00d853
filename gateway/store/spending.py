"""Spending: what each SIM has sent lately, in segments, so that no restart and no second worker forgets it.

Times are the wall clock's. A window looks back from now and never ahead, so a clock that jumped costs at most
one more window, and nothing is held back for years.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select

from gateway.store.columns import UtcTime, table
from gateway.store.states import DeliveryState
from gateway.store.tables import Delivery, Spent
from gateway.store.wake import OUTBOX, touch

_SPENT, _DELIVERY = table(Spent), table(Delivery)
_MOST = 20_000
_OLD = select(_SPENT.c.id).order_by(_SPENT.c.id.desc()).offset(_MOST).limit(1).scalar_subquery()

_SPEND, _FORGET = insert(_SPENT), delete(_SPENT).where(_SPENT.c.id <= _OLD)
# Asked at each look: built once, since building it costs more than running it.
_WITHIN = (
    select(_SPENT.c.flash, func.sum(_SPENT.c.segments), func.min(_SPENT.c.at, type_=UtcTime()))
    .where(_SPENT.c.bearer == bindparam("whose"))
    .where(_SPENT.c.at > bindparam("since"), _SPENT.c.at <= bindparam("until"))
    .group_by(_SPENT.c.flash)
)
_TO = and_(_DELIVERY.c.to == bindparam("whose"), _DELIVERY.c.to_kind == bindparam("kind"))
_LATELY = and_(_TO, _DELIVERY.c.created_at > bindparam("since"))
_COUNT = (
    select(func.count()).select_from(_DELIVERY).where(_LATELY, _DELIVERY.c.created_at <= bindparam("until"))
)
_ANSWERS = {True: _COUNT.where(_DELIVERY.c.precedence == 0), False: _COUNT.where(_DELIVERY.c.precedence > 0)}
_SAID = select(_DELIVERY.c.id).where(_LATELY, _DELIVERY.c.text == bindparam("words")).limit(1)


class Window(NamedTuple):
    """How many segments went out in a stretch of time, and when the first of them did."""

    segments: int
    first: datetime | None


def spend(
    conn: Connection, bearer: str, delivery_id: int, segments: int, *, flash: bool, at: datetime
) -> None:
    """Count an attempt, in the transaction that begins it; of very many only the newest stay."""
    row = {"bearer": bearer, "delivery_id": delivery_id, "segments": segments, "flash": flash, "at": at}
    touch(conn, OUTBOX)  # a limit may be reached, and another bearer takes the rest
    conn.execute(_SPEND, row)
    conn.execute(_FORGET)


def refund(conn: Connection, delivery_id: int) -> None:
    """Take the last attempt at a text back: nothing went out."""
    last = select(func.max(_SPENT.c.id)).where(_SPENT.c.delivery_id == delivery_id).scalar_subquery()
    conn.execute(delete(_SPENT).where(_SPENT.c.id == last))


def within(conn: Connection, bearer: str, since: datetime, until: datetime) -> dict[bool, Window]:
    """Return what a bearer sent after `since` and up to `until`: at True as FLASH, at False all else."""
    found = {flash: Window(0, None) for flash in (True, False)}
    for flash, *window in conn.execute(_WITHIN, {"whose": bearer, "since": since, "until": until}):
        found[flash] = Window(*window)
    return found


def answers(conn: Connection, to_kind: str, to: str, since: datetime, until: datetime, *, flash: bool) -> int:
    """Return how many texts were queued to one number after `since` and up to `until`."""
    given = {"whose": to, "kind": to_kind, "since": since, "until": until}
    return conn.execute(_ANSWERS[flash], given).scalar_one()


def said(conn: Connection, to_kind: str, to: str, text: str, since: datetime) -> bool:
    """Say whether we sent exactly this text to that number lately."""
    given = {"whose": to, "kind": to_kind, "words": text, "since": since}
    return conn.execute(_SAID, given).first() is not None


def waiting(conn: Connection, bearer: str, *, flash: bool) -> int:
    """Return how many texts of a bearer are queued."""
    c = _DELIVERY.c
    mine = c.bearer == bearer, c.state == DeliveryState.QUEUED, (c.precedence == 0) == flash
    return conn.execute(select(func.count()).select_from(_DELIVERY).where(*mine)).scalar_one()

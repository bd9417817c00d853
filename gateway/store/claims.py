"""Claims: several workers share one outbox, each taking some under a lease.

A worker that dies delays its share by at most the lease. One that comes back late is fenced off: each
claim counts `lease` up, and only who holds the present count may settle. On PostgreSQL workers step
past each other's rows (SKIP LOCKED); SQLite has one writer and nothing to step past.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    Integer,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    update,
)

from gateway.store.columns import table
from gateway.store.keys import EnvelopeKey, key_of
from gateway.store.rows import many
from gateway.store.states import DeliveryState, EnvelopeState
from gateway.store.tables import Delivery, Envelope
from gateway.store.tables.sending import WAITS

_DELIVERY = table(Delivery)
_ENVELOPE = table(Envelope)
_NAME = tuple_(_ENVELOPE.c.origin, _ENVELOPE.c.epoch, _ENVELOPE.c.seq)
_OPEN = (EnvelopeState.QUEUED, EnvelopeState.SENT)
_LONGEST = timedelta(hours=1)
_MINE = tuple_(_ENVELOPE.c.origin, _ENVELOPE.c.epoch, _ENVELOPE.c.seq, _ENVELOPE.c.lease)
_ALL = (
    select(_ENVELOPE)
    .where(_ENVELOPE.c.partner == bindparam("whose"), _ENVELOPE.c.state.in_(_OPEN))
    .order_by(_ENVELOPE.c.precedence, _ENVELOPE.c.epoch, _ENVELOPE.c.seq)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_NOBODYS = or_(
    _ENVELOPE.c.leased_until.is_(None),
    _ENVELOPE.c.leased_until <= bindparam("now"),
    _ENVELOPE.c.leased_until > bindparam("far"),
)
_FREE = {True: _ALL, False: _ALL.where(_NOBODYS)}  # by whether this worker is alone
_TAKE = (
    update(_ENVELOPE)
    .where(_NAME.in_(bindparam("chosen", expanding=True)))
    .values(
        attempts=_ENVELOPE.c.attempts + 1,
        changed_at=bindparam("now"),
        lease=_ENVELOPE.c.lease + 1,
        leased_until=bindparam("until"),
    )
    .returning(_ENVELOPE)
)
_FIRST = (
    select(_DELIVERY.c.id)
    .where(WAITS, _DELIVERY.c.bearer == bindparam("whose"))
    .order_by(_DELIVERY.c.precedence, _DELIVERY.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE_TEXTS = (
    update(_DELIVERY)
    .where(_DELIVERY.c.id.in_(_FIRST))
    .values(
        state=DeliveryState.SUBMITTED.value,
        attempts=_DELIVERY.c.attempts + 1,
        changed_at=bindparam("now"),
        lease=_DELIVERY.c.lease + 1,
        leased_until=bindparam("until"),
    )
    .returning(_DELIVERY)
)
_SETTLE_TEXTS = (
    update(_DELIVERY)
    .where(_DELIVERY.c.leased_until.is_not(None), _DELIVERY.c.state == DeliveryState.SUBMITTED.value)
    .values(state=bindparam("become"), changed_at=bindparam("now"), leased_until=None)
    .returning(_DELIVERY.c.id)
)
_HELD = func.unnest(bindparam("ids", type_=ARRAY(BigInteger)), bindparam("leases", type_=ARRAY(Integer)))
_IN_HAND = _HELD.table_valued("id", "lease", name="held").render_derived()
_SETTLE_HELD = {  # the same statement for any number on PostgreSQL; SQLite has no arrays
    "postgresql": _SETTLE_TEXTS.where(_DELIVERY.c.id == _IN_HAND.c.id, _DELIVERY.c.lease == _IN_HAND.c.lease),
    "sqlite": _SETTLE_TEXTS.where(
        tuple_(_DELIVERY.c.id, _DELIVERY.c.lease).in_(bindparam("held", expanding=True))
    ),
}
_LET_GO = update(_ENVELOPE).where(_MINE.in_(bindparam("held", expanding=True))).values(leased_until=None)


class Hold(NamedTuple):
    """A text in hand: its id and the count of its lease."""

    id: int
    lease: int


class EnvelopeHold(NamedTuple):
    """An envelope in hand."""

    key: EnvelopeKey
    lease: int


def texts(conn: Connection, bearer: str, n: int, *, at: datetime, until: datetime) -> list[Delivery]:
    """Take the next `n` queued texts of a bearer in hand; they are `submitted` until settled."""
    given = {"whose": bearer, "most": n, "now": at, "until": until}
    taken = many(conn, Delivery, _TAKE_TEXTS, given)
    return sorted(taken, key=lambda row: (row.precedence, row.id))


def envelopes(
    conn: Connection,
    partner: str,
    n: int,
    *,
    at: datetime,
    until: datetime,
    alone: bool = False,
    choose: Callable[[Sequence[Envelope]], Sequence[Envelope]] = list,
) -> list[Envelope]:
    """Take in hand what `choose` picks of the next `n` envelopes to a partner that nobody else holds.

    Who is `alone` has nobody else to mind. A lease that would last longer than any does was written by a
    clock that had jumped, and holds nobody.
    """
    given: dict[str, Any] = {"whose": partner, "most": n}
    given |= {} if alone else {"now": at, "far": at + _LONGEST}
    chosen = [key_of(one) for one in choose(many(conn, Envelope, _FREE[alone], given))]
    hand = {"chosen": chosen, "now": at, "until": until}
    taken = many(conn, Envelope, _TAKE, hand) if chosen else []
    return sorted(taken, key=lambda row: (row.precedence, row.epoch, row.seq))


def let_go(conn: Connection, held: Sequence[EnvelopeHold]) -> None:
    """Give envelopes back that were not settled."""
    conn.execute(_LET_GO, {"held": [(*one.key, one.lease) for one in held]})


def settle_texts(conn: Connection, held: Sequence[Hold], state: str, at: datetime) -> set[int]:
    """Move texts out of hand; return the ids that were still ours, the rest had been taken from us."""
    if not held:
        return set()
    given: dict[str, Any] = {"become": state, "now": at}
    if conn.dialect.name == "postgresql":
        ids, leases = zip(*held, strict=True)
        given |= {"ids": list(ids), "leases": list(leases)}
    else:
        given["held"] = list(held)
    return set(conn.execute(_SETTLE_HELD[conn.dialect.name], given).scalars())


def settle_envelopes(
    conn: Connection, held: Sequence[EnvelopeHold], state: str, at: datetime
) -> set[EnvelopeKey]:
    """Move envelopes out of hand; return the keys that were still ours."""
    c = _ENVELOPE.c
    mine = tuple_(c.origin, c.epoch, c.seq, c.lease).in_([(*hold.key, hold.lease) for hold in held])
    change = update(_ENVELOPE).where(mine, c.leased_until.is_not(None))
    change = change.values(state=state, changed_at=at, leased_until=None).returning(c.origin, c.epoch, c.seq)
    return {EnvelopeKey(*row) for row in conn.execute(change)} if held else set()


def expire_texts(conn: Connection, now: datetime) -> int:
    """Give up on texts whose worker is gone: `unknown`, for they may have gone out. Return how many.

    An envelope whose lease is over needs nothing: it may be sent twice, and is free again by itself.
    """
    c = _DELIVERY.c
    gone = c.state == DeliveryState.SUBMITTED, c.leased_until <= now
    change = update(_DELIVERY).where(*gone)
    return conn.execute(
        change.values(state=DeliveryState.UNKNOWN, changed_at=now, leased_until=None)
    ).rowcount

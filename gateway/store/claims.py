"""Claims: several workers share one outbox, each taking some under a lease.

A worker that dies delays its share by at most the lease. One that comes back late is fenced off: each
claim counts `lease` up, and only who holds the present count may settle. On PostgreSQL workers step
past each other's rows (SKIP LOCKED); SQLite has one writer and nothing to step past.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
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
from gateway.store.rows import many, one
from gateway.store.states import DeliveryState, EnvelopeState
from gateway.store.tables import Delivery, Envelope
from gateway.store.tables.sending import WAITS
from gateway.store.wake import OUTBOX, touch
from hardware.sentence import NOTHING, Sentence

_DELIVERY = table(Delivery)
_ENVELOPE = table(Envelope)
_NAME = tuple_(_ENVELOPE.c.origin, _ENVELOPE.c.epoch, _ENVELOPE.c.seq)
_OPEN = (EnvelopeState.QUEUED, EnvelopeState.SENT)
TEXT_LEASE: Final = timedelta(minutes=10)  # from a claim until others call a text `unknown`
SKEW: Final = timedelta(seconds=10)  # machines whose clocks differ by no more step past each other's leases
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
_ONE = (
    select(_DELIVERY.c.id)
    .where(WAITS, _DELIVERY.c.id == bindparam("of_id"))
    .with_for_update(skip_locked=True)
)
_FIRST = (
    select(_DELIVERY.c.id)
    .where(WAITS, _DELIVERY.c.bearer == bindparam("whose"))
    .order_by(_DELIVERY.c.precedence, _DELIVERY.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKING = (
    update(_DELIVERY)
    .values(
        state=DeliveryState.SUBMITTED.value,
        attempts=_DELIVERY.c.attempts + 1,
        changed_at=bindparam("now"),
        lease=_DELIVERY.c.lease + 1,
        leased_until=bindparam("until"),
    )
    .returning(_DELIVERY)
)
_TAKE_TEXTS = _TAKING.where(_DELIVERY.c.id.in_(_FIRST))
_TAKE_TEXT = _TAKING.where(_DELIVERY.c.id.in_(_ONE)).values(bearer=bindparam("whose"))
_UNSETTLED = _DELIVERY.c.state.in_((DeliveryState.SUBMITTED.value, DeliveryState.UNKNOWN.value))
_SETTLE_TEXTS = (
    update(_DELIVERY)
    .where(_UNSETTLED)
    .values(
        state=bindparam("become"), changed_at=bindparam("now"), sentence=bindparam("why"), leased_until=None
    )
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
_SETTLING = (
    update(_ENVELOPE)
    .values(state=bindparam("become"), changed_at=bindparam("now"), leased_until=None)
    .returning(_ENVELOPE.c.origin, _ENVELOPE.c.epoch, _ENVELOPE.c.seq)
)
_SETTLE_HAND = _SETTLING.where(_ENVELOPE.c.state.in_(_OPEN), _MINE.in_(bindparam("held", expanding=True)))
_STORED = _SETTLING.where(
    _ENVELOPE.c.state.in_((*_OPEN, EnvelopeState.REFUSED)), _NAME.in_(bindparam("held", expanding=True))
)
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


def text(conn: Connection, delivery: int, bearer: str, *, at: datetime, until: datetime) -> Delivery | None:
    """Take that queued text in hand for `bearer`; None when somebody else was quicker."""
    return one(conn, Delivery, _TAKE_TEXT, {"of_id": delivery, "whose": bearer, "now": at, "until": until})


def give_back(conn: Connection, bearer: str, until: datetime, at: datetime) -> list[int]:
    """Queue again what `bearer` claimed until then and was never given; return the ids.

    For a claim whose COMMIT took effect while the answer was lost: only the worker that made it knows that
    the bearer heard nothing of it.
    """
    c = _DELIVERY.c
    mine = c.bearer == bearer, c.state == DeliveryState.SUBMITTED, c.leased_until == until
    back = update(_DELIVERY).where(*mine).returning(c.id)
    back = back.values(state=DeliveryState.QUEUED, attempts=c.attempts - 1, changed_at=at, leased_until=None)
    touch(conn, OUTBOX)
    return list(conn.execute(back).scalars())


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

    Who is `alone` has nobody else to mind. A lease that lasts longer than the one that is written now was
    written by a clock that is ahead, and holds nobody: at worst an envelope is carried twice.
    """
    given: dict[str, Any] = {"whose": partner, "most": n}
    given |= {} if alone else {"now": at, "far": until + SKEW}
    chosen = [key_of(one) for one in choose(many(conn, Envelope, _FREE[alone], given))]
    hand = {"chosen": chosen, "now": at, "until": until}
    taken = many(conn, Envelope, _TAKE, hand) if chosen else []
    return sorted(taken, key=lambda row: (row.precedence, row.epoch, row.seq))


def let_go(conn: Connection, held: Sequence[EnvelopeHold]) -> None:
    """Give envelopes back that were not settled."""
    conn.execute(_LET_GO, {"held": [(*one.key, one.lease) for one in held]})


def settle_texts(
    conn: Connection, held: Sequence[Hold], state: str, at: datetime, why: Sentence = NOTHING
) -> set[int]:
    """Move texts out of hand; return the ids that were still ours, the rest had been taken from us.

    A text whose lease ran out is `unknown`: as long as nobody took it since, and nothing else became of it,
    who was last to hold it still knows best.
    """
    if not held:
        return set()
    if state == DeliveryState.QUEUED:
        touch(conn, OUTBOX)
    given: dict[str, Any] = {"become": state, "now": at, "why": why}
    if conn.dialect.name == "postgresql":
        ids, leases = zip(*held, strict=True)
        given |= {"ids": list(ids), "leases": list(leases)}
    else:
        given["held"] = list(held)
    return set(conn.execute(_SETTLE_HELD[conn.dialect.name], given).scalars())


def settle_envelopes(
    conn: Connection, held: Sequence[EnvelopeHold], state: str, at: datetime
) -> set[EnvelopeKey]:
    """Move open envelopes out of hand; return the keys that were still ours.

    That the partner stored one is so whoever was told, and were it after the lease: on a link whose
    exchanges last longer nobody would ever settle anything.
    """
    if not held:
        return set()
    if state == EnvelopeState.STORED:
        change, names = _STORED, [tuple(hold.key) for hold in held]
    else:
        change, names = _SETTLE_HAND, [(*hold.key, hold.lease) for hold in held]
    found = conn.execute(change, {"become": state, "now": at, "held": names})
    return {EnvelopeKey(*row) for row in found}


def any_over(conn: Connection, now: datetime) -> bool:
    """Say whether any text is in the hand of a worker that is gone."""
    return conn.execute(select(_DELIVERY.c.id).where(*_gone(now)).limit(1)).first() is not None


def expire_texts(conn: Connection, now: datetime) -> int:
    """Give up on texts whose worker is gone: `unknown`, for they may have gone out. Return how many.

    An envelope whose lease is over needs nothing: it may be sent twice, and is free again by itself.
    """
    change = update(_DELIVERY).where(*_gone(now))
    return conn.execute(
        change.values(state=DeliveryState.UNKNOWN, changed_at=now, leased_until=None)
    ).rowcount


def _gone(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a lease that is over, or that was written by a clock that is ahead."""
    c = _DELIVERY.c
    over = or_(c.leased_until.is_(None), c.leased_until <= now, c.leased_until > now + TEXT_LEASE + SKEW)
    return c.state == DeliveryState.SUBMITTED, over

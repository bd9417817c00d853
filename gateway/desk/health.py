"""How the station is doing, for one page that a lay person can read: what waits, since when, and for whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from gateway.store import audit
from gateway.store.columns import UtcTime, table
from gateway.store.states import DeliveryState, EnvelopeState
from gateway.store.tables import Delivery, Envelope, Message

BACKUP: Final = "backup taken"  # as `patrolwire backup` puts it on record
BACKUP_OF: Final = "store"
_DAY = timedelta(days=1)
_ENVELOPE = table(Envelope)
_DELIVERY = table(Delivery)
_MESSAGE = table(Message)
_UNDERWAY = (EnvelopeState.QUEUED.value, EnvelopeState.SENT.value, EnvelopeState.HELD.value)
_WAITING = (DeliveryState.QUEUED.value, DeliveryState.SUBMITTED.value)
_LOST = (DeliveryState.FAILED.value, DeliveryState.UNKNOWN.value, DeliveryState.EXPIRED.value)


@dataclass(frozen=True, slots=True)
class PartnerHealth:
    """One partner: what waits for it, since when, and when it last stored or sent something."""

    name: str
    waiting: int
    oldest: datetime | None
    stored: datetime | None
    heard: datetime | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """The whole station: the last message in, texts on their way to officers, and the partners."""

    heard: datetime | None
    texts: int
    oldest: datetime | None
    lost: int
    partners: tuple[PartnerHealth, ...]
    lost_lately: int = 0  # within a day
    backup: datetime | None = None
    since: datetime | None = None  # when this office's record began


def health(conn: Connection, partners: tuple[tuple[str, str], ...], now: datetime | None = None) -> Health:
    """Read how the station is doing at one committed moment."""
    d = _DELIVERY.c
    texts = conn.execute(
        select(func.count(), func.min(d.created_at, type_=UtcTime())).where(d.state.in_(_WAITING))
    ).one()
    lost = conn.execute(select(func.count()).select_from(_DELIVERY).where(d.state.in_(_LOST))).scalar_one()
    heard = conn.execute(select(func.max(_MESSAGE.c.received_at, type_=UtcTime()))).scalar_one()
    lately = _lost_since(conn, now - _DAY) if now else 0
    backup = audit.last(conn, BACKUP, BACKUP_OF)
    offices = tuple(_partner(conn, *one) for one in partners)
    return Health(heard, texts[0], texts[1], lost, offices, lately, backup, audit.began(conn))


def _lost_since(conn: Connection, since: datetime) -> int:
    d = _DELIVERY.c
    query = select(func.count()).select_from(_DELIVERY).where(d.state.in_(_LOST), d.changed_at > since)
    return conn.execute(query).scalar_one()


def _partner(conn: Connection, code: str, name: str) -> PartnerHealth:
    e = _ENVELOPE.c
    waiting = conn.execute(
        select(func.count(), func.min(e.at, type_=UtcTime())).where(e.partner == code, e.state.in_(_UNDERWAY))
    ).one()
    stored = _last(conn, code, EnvelopeState.STORED)
    return PartnerHealth(
        name, waiting[0], waiting[1], stored, _last(conn, code, EnvelopeState.RECEIVED), code
    )


def _last(conn: Connection, code: str, state: EnvelopeState) -> datetime | None:
    e = _ENVELOPE.c
    query = select(func.max(e.changed_at, type_=UtcTime())).where(e.partner == code, e.state == state.value)
    return conn.execute(query).scalar_one()

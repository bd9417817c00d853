"""The duty list: staff phones in the order in which they are texted about an alarm that nobody takes."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from gateway.store.columns import table
from gateway.store.rows import many
from gateway.store.tables import Duty

_DUTY = table(Duty)


def phones(conn: Connection) -> list[Duty]:
    """Return the list, first to be texted first."""
    return many(conn, Duty, select(_DUTY).order_by(_DUTY.c.rank, _DUTY.c.id))


def of_number(conn: Connection, number: str) -> list[Duty]:
    """Return the entries of one phone, which several persons may share."""
    return many(conn, Duty, select(_DUTY).where(_DUTY.c.number == number).order_by(_DUTY.c.rank))


def add(conn: Connection, account: str, number: str, at: datetime) -> int:
    """Put a phone at the end of the list and return its id."""
    last = conn.execute(select(func.coalesce(func.max(_DUTY.c.rank), 0))).scalar_one()
    row = {"rank": last + 1, "account": account, "number": number, "made_at": at}
    return conn.execute(insert(_DUTY).returning(_DUTY.c.id), row).scalar_one()


def remove(conn: Connection, duty_id: int) -> bool:
    """Take a phone off the list; False when it is not on it."""
    return conn.execute(delete(_DUTY).where(_DUTY.c.id == duty_id)).rowcount > 0


def order(conn: Connection, ids: list[int]) -> None:
    """Rank the phones in the order of `ids`."""
    for rank, one in enumerate(ids, 1):
        conn.execute(update(_DUTY).where(_DUTY.c.id == one).values(rank=rank))

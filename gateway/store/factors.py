"""Second factors, recovery codes, and sign-ins that wait for a code."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from gateway.store.columns import table
from gateway.store.rows import one
from gateway.store.tables import Factor, Halfway, Recovery

_FACTOR, _RECOVERY, _HALFWAY = table(Factor), table(Recovery), table(Halfway)


def of(conn: Connection, account: str) -> Factor | None:
    """Return an account's second factor, be it on or only begun."""
    return one(conn, Factor, select(_FACTOR).where(_FACTOR.c.account == account))


def begin(conn: Connection, account: str, secret: bytes, at: datetime) -> None:
    """Begin a second factor, in the place of one that was begun; it counts once it is on."""
    conn.execute(delete(_FACTOR).where(_FACTOR.c.account == account))
    values = {"account": account, "secret": secret, "drift": 0, "last": 0, "made_at": at}
    conn.execute(insert(_FACTOR), values)


def use(conn: Connection, account: str, step: int, drift: int) -> bool:
    """Use up a step and all before it; False when it was used already, by whoever was first."""
    change = update(_FACTOR).where(_FACTOR.c.account == account, _FACTOR.c.last < step)
    return conn.execute(change.values(last=step, drift=drift)).rowcount > 0


def switch_on(conn: Connection, account: str, at: datetime, hashes: Sequence[bytes]) -> None:
    """Let a factor count from now on, with these recovery codes in the place of others."""
    conn.execute(update(_FACTOR).where(_FACTOR.c.account == account).values(on_at=at))
    conn.execute(delete(_RECOVERY).where(_RECOVERY.c.account == account))
    conn.execute(insert(_RECOVERY), [{"account": account, "hash": one_} for one_ in hashes])


def end(conn: Connection, account: str) -> bool:
    """Take an account's second factor away, with all that hangs on it; False when it had none."""
    for rows in (_RECOVERY, _HALFWAY):
        conn.execute(delete(rows).where(rows.c.account == account))
    return conn.execute(delete(_FACTOR).where(_FACTOR.c.account == account)).rowcount > 0


def left(conn: Connection, account: str) -> int:
    """Return how many recovery codes an account has left."""
    query = select(func.count()).select_from(_RECOVERY).where(_RECOVERY.c.account == account)
    return conn.execute(query).scalar_one()


def recover(conn: Connection, account: str, hashed: bytes) -> bool:
    """Use up a recovery code; False when there is no such one, or no more."""
    mine = _RECOVERY.c.account == account, _RECOVERY.c.hash == hashed
    return conn.execute(delete(_RECOVERY).where(*mine)).rowcount > 0


def wait(conn: Connection, id_hash: bytes, account: str, now: datetime, until: datetime) -> None:
    """Keep a sign-in that waits for its code, one an account, and forget those that waited too long."""
    mine = _HALFWAY.c.account == account
    conn.execute(delete(_HALFWAY).where(mine | (_HALFWAY.c.expires_at <= now)))
    values = {"id_hash": id_hash, "account": account, "tries": 0, "expires_at": until}
    conn.execute(insert(_HALFWAY), values)


def waiting(conn: Connection, id_hash: bytes, now: datetime, most: int) -> str:
    """Return whose sign-in waits and count this try at it; nobody's when it is over or tried too often."""
    which = _HALFWAY.c.id_hash == id_hash
    fresh = (_HALFWAY.c.expires_at > now) & (_HALFWAY.c.tries < most)
    change = update(_HALFWAY).where(which, fresh).values(tries=_HALFWAY.c.tries + 1)
    return conn.execute(change.returning(_HALFWAY.c.account)).scalar_one_or_none() or ""


def over(conn: Connection, id_hash: bytes) -> None:
    """Forget a sign-in that waited for its code."""
    conn.execute(delete(_HALFWAY).where(_HALFWAY.c.id_hash == id_hash))

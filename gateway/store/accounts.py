"""Accounts and sign-ins of the staff: an argon2id hash and the hash of a cookie are kept, no secret."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from gateway.store.columns import table
from gateway.store.rows import many, one
from gateway.store.tables import Account, Session

_ACCOUNT = table(Account)
_SESSION = table(Session)
_LATELY = timedelta(minutes=5)  # who works without scripts is seen at each click only


class SignIn(NamedTuple):
    """A session with the account it belongs to."""

    session: Session
    account: Account


def create(conn: Connection, **values: Any) -> None:  # noqa: ANN401  # columns of Account
    """Make an account: name, role, password (argon2id), created_at, and more columns of `Account`."""
    fixed = {"agency": "", "language": "en", "disabled": False, "own_digits": False, "own_era": False}
    conn.execute(insert(_ACCOUNT), {**fixed, **values})


def by_name(conn: Connection, name: str) -> Account | None:
    return one(conn, Account, select(_ACCOUNT).where(_ACCOUNT.c.name == name))


def everyone(conn: Connection) -> list[Account]:
    return many(conn, Account, select(_ACCOUNT).order_by(_ACCOUNT.c.name))


def change(conn: Connection, name: str, **values: Any) -> bool:  # noqa: ANN401  # the same
    """Write other columns of an account; False when there is none."""
    return conn.execute(update(_ACCOUNT).where(_ACCOUNT.c.name == name).values(**values)).rowcount > 0


def sign_in(conn: Connection, **values: Any) -> None:  # noqa: ANN401  # columns of Session
    """Begin a session: id_hash, account, csrf, created_at, seen_at, expires_at."""
    conn.execute(insert(_SESSION), values)


def session_of(conn: Connection, id_hash: bytes, now: datetime) -> SignIn | None:
    """Return a session that has not expired, with its account, unless that is disabled."""
    session = one(
        conn,
        Session,
        select(_SESSION).where(_SESSION.c.id_hash == id_hash, _SESSION.c.expires_at > now),
    )
    account = None if session is None else by_name(conn, session.account)
    if session is None or account is None or account.disabled:
        return None
    return SignIn(session, account)


def holding(conn: Connection, id_hashes: Collection[bytes], now: datetime) -> list[SignIn]:
    """Return those sessions that have not expired, of accounts that are not disabled."""
    holds = _SESSION.c.id_hash.in_(id_hashes) & (_SESSION.c.expires_at > now)
    sessions = many(conn, Session, select(_SESSION).where(holds))
    named = _ACCOUNT.c.name.in_({one.account for one in sessions}) & _ACCOUNT.c.disabled.is_(False)
    of = {account.name: account for account in many(conn, Account, select(_ACCOUNT).where(named))}
    return [SignIn(one, of[one.account]) for one in sessions if one.account in of]


def sessions_of(conn: Connection, name: str) -> list[Session]:
    """Return an account's sessions, the last used first."""
    query = select(_SESSION).where(_SESSION.c.account == name).order_by(_SESSION.c.seen_at.desc())
    return many(conn, Session, query)


def touch(conn: Connection, id_hash: bytes, at: datetime, expires_at: datetime) -> bool:
    """Note that a session was used; False when it is gone, and it does not come back (a late request)."""
    change_ = update(_SESSION).where(_SESSION.c.id_hash == id_hash)
    return conn.execute(change_.values(seen_at=at, expires_at=expires_at)).rowcount > 0


def renew(conn: Connection, id_hash: bytes, new: bytes, at: datetime) -> bool:
    """Give a session another id, because its person has just proved who he is; False when it is gone."""
    change_ = update(_SESSION).where(_SESSION.c.id_hash == id_hash)
    return conn.execute(change_.values(id_hash=new, proved_at=at)).rowcount > 0


def revoke(conn: Connection, id_hash: bytes) -> bool:
    """End one session; False when it is gone already."""
    return conn.execute(delete(_SESSION).where(_SESSION.c.id_hash == id_hash)).rowcount > 0


def revoke_all(conn: Connection, name: str, *, but: bytes = b"") -> int:
    """End every session of an account, apart from the one of id `but`; return how many."""
    mine = _SESSION.c.account == name, _SESSION.c.id_hash != but
    return conn.execute(delete(_SESSION).where(*mine)).rowcount


def is_in(conn: Connection, name: str, now: datetime) -> bool:
    """Say whether somebody is signed in and was there a moment ago; an open page is there by itself."""
    c = _SESSION.c
    there = c.account == name, c.expires_at > now, c.seen_at >= now - _LATELY
    return conn.execute(select(c.account).where(*there).limit(1)).first() is not None


def purge(conn: Connection, now: datetime) -> int:
    """Forget sessions that have expired; return how many."""
    return conn.execute(delete(_SESSION).where(_SESSION.c.expires_at <= now)).rowcount


def seen_since(conn: Connection, moment: datetime) -> bool:
    """Say whether any session was used since then."""
    return (
        conn.execute(select(_SESSION.c.account).where(_SESSION.c.seen_at >= moment).limit(1)).first()
        is not None
    )

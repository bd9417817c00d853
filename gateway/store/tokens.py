"""Tokens of programs: made, found by their hash, used, revoked."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, insert, select, update

from gateway.store import accounts
from gateway.store.columns import table
from gateway.store.rows import many, one
from gateway.store.tables import Account, Token

_TOKEN = table(Token)
ACTOR: Final = "token "  # before its name, as the one who did something: no account has a space in its own


class Held(NamedTuple):
    """A token that holds, with the account it acts for."""

    token: Token
    account: Account


def make(conn: Connection, **values: Any) -> int:  # noqa: ANN401  # columns of Token
    """Keep a token: name, account, scopes, hash, made_by, made_at, expires_at; return its id."""
    return conn.execute(insert(_TOKEN).returning(_TOKEN.c.id), values).scalar_one()


def everyone(conn: Connection) -> list[Token]:
    """Return all tokens, the newest first."""
    return many(conn, Token, select(_TOKEN).order_by(_TOKEN.c.id.desc()))


def named(conn: Connection, name: str) -> Token | None:
    return one(conn, Token, select(_TOKEN).where(_TOKEN.c.name == name))


def held(conn: Connection, hash_: bytes, now: datetime) -> Held | None:
    """Return a token that is neither expired nor revoked, unless its account is disabled."""
    c = _TOKEN.c
    found = one(
        conn,
        Token,
        select(_TOKEN).where(c.hash == hash_, c.expires_at > now, c.revoked_at.is_(None)),
    )
    account = None if found is None else accounts.by_name(conn, found.account)
    if found is None or account is None or account.disabled:
        return None
    return Held(found, account)


def use(conn: Connection, token_id: int, at: datetime) -> None:
    """Note that a token was used."""
    conn.execute(update(_TOKEN).where(_TOKEN.c.id == token_id).values(used_at=at))


def revoke(conn: Connection, token_id: int, at: datetime) -> bool:
    """End a token for good; False when there is none, or it was ended before."""
    c = _TOKEN.c
    change = update(_TOKEN).where(c.id == token_id, c.revoked_at.is_(None)).values(revoked_at=at)
    return conn.execute(change).rowcount > 0

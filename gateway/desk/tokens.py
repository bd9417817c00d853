"""The tokens' desk: who may make and end them, and who a program is that shows one.

A token acts for an account, by the rights that account has at that moment and the token's own scopes, the
smaller of both. What it does is on record under a name of its own, `token NAME`. One that acts or releases is
made by the person it acts for and by nobody else: who lets people in must not decide in their names.
"""

import enum
import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.desk.roles import Right
from gateway.desk.values import Person
from gateway.errors import StoreFullError
from gateway.store import accounts, audit, tokens
from gateway.store.store import Store
from gateway.store.tables import Token
from gateway.store.tokens import ACTOR

PREFIX = "pwt_"  # so that one that lies about is known for what it is
LONGEST_DAYS = 366
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_AGAIN = timedelta(hours=1)  # what only looks is put on record once an hour


class Scope(enum.StrEnum):
    """What a token may be used for."""

    READ = "read"
    ACT = "act"
    RELEASE = "release"
    METRICS = "metrics"


RIGHTS: Mapping[Scope, frozenset[Right]] = {
    Scope.READ: frozenset({Right.READ, Right.AUDIT, Right.ROSTER}),
    Scope.ACT: frozenset({Right.CLAIM, Right.REPLY, Right.EDIT, Right.HANDOVER}),
    Scope.RELEASE: frozenset({Right.RELEASE}),
    Scope.METRICS: frozenset(),
}
GRAVE = frozenset({Scope.ACT, Scope.RELEASE})
"""What a token has only from its own person."""
ACTING = (Right.CLAIM, Right.RELEASE)


class Kept(enum.StrEnum):
    """How making or ending a token went; the page has one sentence for each."""

    MADE = "made"
    REVOKED = "revoked"
    BAD_NAME = "bad-name"
    NAME_TAKEN = "name-taken"
    NO_ACCOUNT = "no-account"
    NO_SCOPE = "no-scope"
    NOT_OWN = "not-own"
    BAD_DAYS = "bad-days"
    UNKNOWN = "unknown"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A token as somebody asks for it."""

    name: str
    account: str
    scopes: Sequence[str]
    days: int


@dataclass(frozen=True, slots=True)
class Made:
    """How it went; `secret` is the token itself, shown this once."""

    kept: Kept
    secret: str = ""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token as its list shows it; `holds` is False once it has expired or was revoked."""

    id: int
    name: str
    account: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class TokensPage:
    """The tokens that a person may end, the accounts he may make one for, and for what."""

    rows: tuple[TokenRow, ...]
    accounts: tuple[str, ...]
    scopes: tuple[Scope, ...]


def make(conn: Connection, wanted: Wanted, by: str, at: datetime) -> Made:
    """Make a token, on record; the command line does this without asking for a right."""
    problem = _problem(conn, wanted, by)
    if problem is not None:
        return Made(problem)
    secret = PREFIX + secrets.token_urlsafe(32)
    tokens.make(
        conn,
        name=wanted.name,
        account=wanted.account,
        scopes=sorted(set(wanted.scopes)),
        hash=_hash(secret),
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=wanted.days),
    )
    audit.append(conn, at, by, "token made", f"{ACTOR}{wanted.name}")
    return Made(Kept.MADE, secret)


def revoke(conn: Connection, token_id: int, by: str, at: datetime) -> Kept:
    """End a token, on record."""
    found = next((one for one in tokens.everyone(conn) if one.id == token_id), None)
    if found is None or not tokens.revoke(conn, token_id, at):
        return Kept.UNKNOWN
    audit.append(conn, at, by, "token revoked", f"{ACTOR}{found.name}")
    return Kept.REVOKED


def listed(conn: Connection, now: datetime) -> tuple[TokenRow, ...]:
    return tuple(_row(one, now) for one in tokens.everyone(conn))


@dataclass(frozen=True, slots=True)
class Tokens:
    """One office's tokens."""

    store: Store
    clock: Clock

    async def page(self, who: Person) -> TokensPage | None:
        """Return what the page of tokens shows: all, or one's own; None to whoever may not keep any."""
        if not _keeps(who):
            return None
        now = self.clock.now()

        def work(conn: Connection) -> TokensPage:
            names = tuple(one.name for one in accounts.everyone(conn) if not one.disabled)
            rows = tuple(row for row in listed(conn, now) if _theirs(who, row.account))
            scopes = tuple(one for one in Scope if one not in GRAVE or _acts(who))
            return TokensPage(rows, tuple(name for name in names if _theirs(who, name)), scopes)

        return await self.store.read(work)

    async def make(self, who: Person, wanted: Wanted) -> Made:
        if not _keeps(who):
            return Made(Kept.FORBIDDEN)
        if not _theirs(who, wanted.account):
            return Made(Kept.NOT_OWN)
        return await self.store.write(lambda conn: make(conn, wanted, who.name, self.clock.now()))

    async def revoke(self, who: Person, token_id: int) -> Kept:
        if not _keeps(who):
            return Kept.FORBIDDEN

        def work(conn: Connection) -> Kept:
            found = next((one for one in tokens.everyone(conn) if one.id == token_id), None)
            theirs = found is not None and _theirs(who, found.account)
            return revoke(conn, token_id, who.name, self.clock.now()) if theirs else Kept.UNKNOWN

        return await self.store.write(work)

    async def bearer(self, secret: str, scope: Scope, what: str) -> Person | Scope | None:
        """Return who shows this token, put on record that it asked for `what`.

        None when it does not hold; the scope itself when the token lacks it. Mere looks are on record once
        an hour, so that a program that polls does not fill it.
        """
        now = self.clock.now()
        found = await self.store.read(lambda conn: tokens.held(conn, _hash(secret), now))
        if found is None:
            return None
        token, account = found
        scopes = _scopes(token)
        if scope not in scopes:
            return scope
        if token.used_at is None or not timedelta() <= now - token.used_at < _AGAIN:
            with suppress(StoreFullError):  # a full disk must not make a program blind
                await self.store.write(lambda conn: _used(conn, token, what, now))
        only = frozenset[Right]().union(*(RIGHTS[one] for one in scopes))
        asking = Person(ACTOR + token.name, account.role, account.agency, account.language, "")
        return replace(asking, only=only, account=account.name)


def _acts(who: Person) -> bool:
    return any(who.may(right) for right in ACTING)


def _keeps(who: Person) -> bool:
    return who.may(Right.TOKENS) or _acts(who)


def _theirs(who: Person, account: str) -> bool:
    return who.may(Right.TOKENS) or account == who.name


def _scopes(token: Token) -> list[Scope]:
    """Return what a token may be used for; what somebody else made of another's rights never holds."""
    own = token.made_by == token.account
    return [one for one in Scope if one in token.scopes and (own or one not in GRAVE)]


def _used(conn: Connection, token: Token, what: str, at: datetime) -> None:
    tokens.use(conn, token.id, at)
    audit.append(conn, at, ACTOR + token.name, "used", what)


def _problem(conn: Connection, wanted: Wanted, by: str) -> Kept | None:
    account = accounts.by_name(conn, wanted.account)
    wrong = {
        Kept.BAD_NAME: not _NAME.fullmatch(wanted.name),
        Kept.NAME_TAKEN: tokens.named(conn, wanted.name) is not None,
        Kept.NO_ACCOUNT: account is None or account.disabled,
        Kept.NO_SCOPE: not wanted.scopes or not set(wanted.scopes) <= set(Scope),
        Kept.NOT_OWN: by != wanted.account and not GRAVE.isdisjoint(wanted.scopes),
        Kept.BAD_DAYS: not 1 <= wanted.days <= LONGEST_DAYS,
    }
    return next((kept for kept, holds in wrong.items() if holds), None)


def _row(token: Token, now: datetime) -> TokenRow:
    revoked = token.revoked_at is not None
    return TokenRow(
        id=token.id,
        name=token.name,
        account=token.account,
        scopes=tuple(_scopes(token)),
        made_at=token.made_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
        revoked=revoked,
        holds=not revoked and now < token.expires_at,
    )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()

"""Signing in and out: the cookie holds a random id, the store its SHA-256, checked at each request."""

import asyncio
import contextlib
import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.desk import factors, totp
from gateway.desk.browsers import browser_of
from gateway.desk.passwords import fits
from gateway.desk.throttle import LONGEST_WAIT, Throttle
from gateway.desk.turns import Turns
from gateway.desk.values import Person
from gateway.errors import StoreFullError
from gateway.store import accounts, audit
from gateway.store import factors as kept
from gateway.store.store import Store
from gateway.store.tables import Account, Session

TOUCH_AFTER = timedelta(minutes=1)
_AT_ONCE = 2  # hashing takes 64 MiB each: a flood of guesses must not take the machine down

LONGEST_NAME = 64
# Anybody who passes by can guess in a browser that an account has used: that must not keep its owner out.
LONGEST_HERE = 30.0
_BUSY = 1.0  # seconds until one may try again whose turns are all taken

_INSIDE, _CODE = "session", "code"
# Only who has the password gets as far as a code, so waiting for it by account alone locks nobody else out.
MOST_CODES = 5
HALFWAY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a sign-in lasts: since its last sign of life, and at most.

    `fresh` is how long a proof of who one is counts for what asks for it anew.
    """

    idle: timedelta
    absolute: timedelta
    fresh: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a sign-in went: the new cookie's secret, or the seconds to wait, or neither when it was wrong.

    `half` is the secret of a sign-in that waits for the account's code, and opens nothing before.
    `browser` is the cookie of the browser in which the password was right.
    """

    secret: str = ""
    half: str = ""
    wait: float = 0.0
    browser: str = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """By which way a password comes: what wrong ones count against, and how long they make wait at most."""

    name: str
    address: str
    longest: float = LONGEST_WAIT
    known: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """The staff at the door."""

    store: Store
    clock: Clock
    lasting: Lasting
    throttle: Throttle = field(default_factory=Throttle)
    hashing: Turns = field(default_factory=lambda: Turns(_AT_ONCE))

    async def sign_in(
        self, name: str, password: str, address: str, old: str = "", cookie: str = ""
    ) -> Attempt:
        """Check a name and a password; a new id each time, and the one the browser came with is ended.

        `cookie` is what the browser was given when a password was right in it.
        """
        name, here = plain(name), browser_of(cookie)
        account = await self.store.read(lambda conn: accounts.by_name(conn, name))
        way = _Way(address, address)
        if here.knows(account):
            way = _Way(f"browser {here.id}", address, LONGEST_HERE, known=True)
        refused = await self._refusal(name, account, password, way)
        if refused or account is None:
            return refused or Attempt()
        wait = self.throttle.wait(name, _CODE, self.clock.monotonic())
        if wait:
            return Attempt(wait=wait)
        secret, now, browser = secrets.token_urlsafe(32), self.clock.now(), here.learned(account)

        def work(conn: Connection) -> Attempt:
            if factors.wants(conn, name):
                kept.wait(conn, hash_secret(secret), name, now, now + HALFWAY)
                return Attempt(half=secret, browser=browser)
            self._begin(conn, name, secret, old)
            return Attempt(secret=secret, browser=browser)

        return await self.store.write(work)

    async def finish(self, half: str, code: str, address: str, old: str = "") -> Attempt:
        """Finish a sign-in that waits for its code; after a few wrong ones it begins anew with a password."""
        secret, at = secrets.token_urlsafe(32), self.clock.now()
        waiting = hash_secret(half)

        def work(conn: Connection) -> tuple[str, bool]:
            name = kept.waiting(conn, waiting, at, MOST_CODES)
            account = accounts.by_name(conn, name) if name else None
            if account is None or account.disabled or not factors.proves(conn, name, code, at):
                self._refused(conn, address)
                return name, False
            kept.over(conn, waiting)
            self._begin(conn, name, secret, old)
            return name, True

        name, right = await self.store.write(work)
        if right:
            self.throttle.passed(name, _CODE)
            return Attempt(secret=secret)
        self.throttle.failed(name, _CODE, self.clock.monotonic())
        return Attempt()

    async def _coded(self, who: Person, written: str) -> Attempt | None:
        """Judge what is a code by its looks; None when it is none, or the account has no second factor."""
        if not totp.figures(written) or not await self.store.read(lambda c: factors.wants(c, who.name)):
            return None
        now, at = self.clock.monotonic(), self.clock.now()
        wait = self.throttle.wait(who.name, _INSIDE, now)
        if wait:
            return Attempt(wait=wait)
        self.throttle.failed(who.name, _INSIDE, now)
        right = await self.store.write(lambda conn: factors.proves(conn, who.name, written, at))
        if right:
            self.throttle.passed(who.name, _INSIDE)
        return Attempt(half=who.name) if right else Attempt()

    async def _unproved(self, who: Person, written: str) -> Attempt | None:
        """Return how a code or password failed to prove who one is; None when it does."""
        coded = await self._coded(who, written)
        if coded is not None:
            return None if coded.half else coded
        account = await self.store.read(lambda conn: accounts.by_name(conn, who.name))
        return await self._refusal(who.name, account, written, _Way(_INSIDE, _INSIDE, known=True))

    async def _refusal(self, name: str, account: Account | None, password: str, way: _Way) -> Attempt | None:
        """Return how a password failed to open an account; None when it opens it."""
        now = self.clock.monotonic()
        wait = self.throttle.wait(name, way.name, now)
        whose = f"{way.name} {name}" if way.known else way.name
        if wait or self.hashing.full(whose):
            return Attempt(wait=wait or _BUSY)
        self.throttle.failed(name, way.name, now, way.longest)  # now, so that parallel guesses count too
        kept = account.password if account is not None and not account.disabled else None
        async with self.hashing.turn(whose, first=way.known):
            right = await asyncio.to_thread(fits, password, kept)
        if not right:
            await self.store.write(lambda conn: self._refused(conn, way.address))
            return Attempt()
        self.throttle.passed(name, way.name)
        return None

    async def who(self, secret: str) -> Person | None:
        """Return whose cookie this is, if its session still holds; that counts as a sign of life."""
        if not secret:
            return None
        now, hashed = self.clock.now(), hash_secret(secret)
        found = await self.store.read(lambda conn: accounts.session_of(conn, hashed, now))
        if found is None:
            return None
        await self._touch([found.session], now)
        return _person(found)

    async def holding(self, cookies: Iterable[str]) -> dict[str, Person]:
        """Return whose those of many cookies are that hold, in one look; each counts as a sign of life."""
        now, hashed = self.clock.now(), {hash_secret(one): one for one in cookies}
        held = await self.store.read(lambda conn: accounts.holding(conn, hashed, now))
        await self._touch([one.session for one in held], now)
        return {hashed[bytes(one.session.id_hash)]: _person(one) for one in held}

    def sure(self, who: Person) -> bool:
        """Say whether this person proved lately who he is; a clock that was set back proves nothing."""
        at = who.proved_at
        return at is not None and timedelta() <= self.clock.now() - at <= self.lasting.fresh

    async def prove(self, who: Person, secret: str, password: str) -> Attempt:
        """Let a signed-in person prove again who he is, by password or code; his session gets a new id.

        Guesses at the sign-in page do not slow this down: only who holds a session gets here.
        """
        refused = await self._unproved(who, password)
        if refused:
            return refused
        new, at = secrets.token_urlsafe(32), self.clock.now()

        def work(conn: Connection) -> bool:
            held = accounts.renew(conn, hash_secret(secret), hash_secret(new), at)
            if held:
                audit.append(conn, at, who.name, "proved himself", f"account {who.name}")
            return held

        return Attempt(secret=new) if await self.store.write(work) else Attempt()

    async def sign_out(self, secret: str, who: Person) -> None:
        """End a session; whatever request is still in flight finds it gone."""

        def work(conn: Connection) -> None:
            accounts.revoke(conn, hash_secret(secret))
            audit.append(conn, self.clock.now(), who.name, "signed out", f"account {who.name}")

        await self.store.write(work)

    async def _touch(self, held: Iterable[Session], now: datetime) -> None:
        late = [one for one in held if now - one.seen_at > TOUCH_AFTER]

        def work(conn: Connection) -> None:
            for one in late:
                accounts.touch(conn, one.id_hash, now, self._until(now, one.created_at))

        if late:
            with contextlib.suppress(StoreFullError):  # a full disk must not sign people out at once
                await self.store.write(work)

    def _until(self, now: datetime, created: datetime) -> datetime:
        return min(now + self.lasting.idle, created + self.lasting.absolute)

    def _begin(self, conn: Connection, name: str, secret: str, old: str) -> None:
        now = self.clock.now()
        accounts.purge(conn, now)
        if old:
            accounts.revoke(conn, hash_secret(old))
        values = {"id_hash": hash_secret(secret), "account": name, "csrf": secrets.token_urlsafe(24)}
        times = {"created_at": now, "seen_at": now, "expires_at": self._until(now, now)}
        times["proved_at"] = now
        accounts.sign_in(conn, **values, **times)
        audit.append(conn, now, name, "signed in", f"account {name}")

    def _refused(self, conn: Connection, address: str) -> None:
        # The name that was tried is left out: people type passwords into the wrong box.
        audit.append(conn, self.clock.now(), "nobody", "sign-in refused", f"address {address}")


def _person(found: accounts.SignIn) -> Person:
    session, account = found
    return Person(
        *(account.name, account.role, account.agency, account.language),
        *(session.csrf, session.proved_at),
        own_digits=account.own_digits,
        own_era=account.own_era,
    )


def plain(name: str) -> str:
    """Return an account's name as it is kept: keyboards of one language write one letter in two ways."""
    return unicodedata.normalize("NFC", name[: 4 * LONGEST_NAME])[:LONGEST_NAME]


def hash_secret(secret: str) -> bytes:
    """Return what the store keeps of a cookie's secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()

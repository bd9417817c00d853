"""The second factor of an account: begun, switched on by its first code, used, and taken away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.desk import totp
from gateway.desk.roles import Right
from gateway.desk.values import Person
from gateway.store import accounts, audit, factors
from gateway.store.store import Store


@dataclass(frozen=True, slots=True)
class Begun:
    """What is typed into a generator, once: the secret in groups, and the address with it."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an account has a second factor, and how many recovery codes are left of it."""

    on: bool
    left: int


def wants(conn: Connection, account: str) -> bool:
    """Say whether an account's sign-in needs a code."""
    found = factors.of(conn, account)
    return found is not None and found.on_at is not None


def proves(conn: Connection, account: str, written: str, at: datetime) -> bool:
    """Use up a code or a recovery code of an account; False when it is neither, or was used before."""
    found = factors.of(conn, account)
    if found is None or found.on_at is None:
        return False
    if code := totp.figures(written):
        step = totp.accepted(code, found.secret, at, found.drift, found.last, totp.WINDOW)
        return step is not None and factors.use(conn, account, step.number, step.drift)
    if not factors.recover(conn, account, totp.hash_code(account, written)):
        return False
    audit.append(conn, at, account, "used a recovery code", f"account {account}")
    return True


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors of one office's staff."""

    store: Store
    clock: Clock
    office: str

    async def standing(self, who: Person) -> Standing:
        return await self.store.read(
            lambda conn: Standing(wants(conn, who.name), factors.left(conn, who.name))
        )

    async def begin(self, who: Person) -> Begun | None:
        """Make a secret to type into a generator; None when a factor is on, which must end first."""
        secret, at = totp.fresh_secret(), self.clock.now()

        def work(conn: Connection) -> bool:
            if wants(conn, who.name):
                return False
            factors.begin(conn, who.name, secret, at)
            return True

        if not await self.store.write(work):
            return None
        return Begun(totp.shown(secret), totp.address(secret, self.office, who.name))

    async def switch_on(self, who: Person, written: str) -> list[str]:
        """Switch a begun factor on by its first code; return the recovery codes, none when it was wrong."""
        codes, at = totp.fresh_codes(), self.clock.now()

        def work(conn: Connection) -> bool:
            found = factors.of(conn, who.name)
            if found is None or found.on_at is not None:
                return False
            code = totp.figures(written)
            step = totp.accepted(code, found.secret, at, 0, found.last, totp.FIRST_WINDOW)
            if step is None or not factors.use(conn, who.name, step.number, step.drift):
                return False
            factors.switch_on(conn, who.name, at, [totp.hash_code(who.name, one) for one in codes])
            audit.append(conn, at, who.name, "second factor on", f"account {who.name}")
            return True

        return codes if await self.store.write(work) else []

    async def end(self, who: Person, account: str) -> bool:
        """Take a second factor away: one's own, or a colleague's who lost his generator, by STAFF."""
        if account != who.name and not who.may(Right.STAFF):
            return False
        at = self.clock.now()

        def work(conn: Connection) -> bool:
            ended = factors.end(conn, account)
            if ended:
                audit.append(conn, at, who.name, "second factor ended", f"account {account}")
                if account != who.name:
                    accounts.revoke_all(conn, account)
            return ended

        return await self.store.write(work)

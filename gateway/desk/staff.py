"""The staff's accounts: who may come in, as what, and from where he is signed in; each change on record."""

import asyncio
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.desk.members import RECORDS, Given, Member, StaffDone, Wanted, handle_of, member
from gateway.desk.passwords import LONGEST, SHORTEST, hash_password
from gateway.desk.people import plain
from gateway.desk.roles import Right
from gateway.desk.values import Person
from gateway.store import accounts, audit
from gateway.store.store import Store

_NAME = re.compile(r"[^\W_][\w.-]{1,31}")
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another on paper


@dataclass(frozen=True, slots=True)
class Staff:
    """The accounts of one office, none of which is called as an office is: the record names those too."""

    store: Store
    clock: Clock
    offices: frozenset[str] = frozenset()

    async def everyone(self, who: Person) -> list[Member] | None:
        """Return all accounts, or None when this person may not see them."""
        if not who.may(Right.STAFF):
            return None
        now = self.clock.now()
        return await self.store.read(lambda conn: [member(conn, one, now) for one in accounts.everyone(conn)])

    async def one(self, who: Person, name: str, mine: bytes = b"") -> Member | None:
        """Return one account: anybody his own, whose session of id `mine` this is; STAFF each."""
        if name != who.name and not who.may(Right.STAFF):
            return None
        now = self.clock.now()

        def work(conn: Connection) -> Member | None:
            found = accounts.by_name(conn, name)
            return None if found is None else member(conn, found, now, mine)

        return await self.store.read(work)

    async def add(self, who: Person, name: str, wanted: Wanted) -> Given:
        """Make an account with a password of our making."""
        if not who.may(Right.STAFF):
            return Given(StaffDone.FORBIDDEN)
        name = plain(name)
        if not _is_name(name):
            return Given(StaffDone.NAME)
        if name.casefold() in RECORDS or name.upper() in self.offices:
            return Given(StaffDone.RESERVED)
        if not wanted.good:
            return Given(StaffDone.ROLE)
        password, at = fresh_password(), self.clock.now()
        hashed = await asyncio.to_thread(hash_password, password)

        def work(conn: Connection) -> Given:
            if any(one.name.casefold() == name.casefold() for one in accounts.everyone(conn)):
                return Given(StaffDone.TAKEN)
            values = {"role": wanted.role, "agency": wanted.agency, "language": wanted.language}
            accounts.create(conn, name=name, password=hashed, created_at=at, **values)
            audit.append(conn, at, who.name, f"added as {wanted.role}", f"account {name}")
            return Given(StaffDone.ADDED, password)

        return await self.store.write(work)

    async def change(self, who: Person, name: str, wanted: Wanted) -> StaffDone:
        """Give an account another role, agency or language; it keeps its sign-ins, with the new rights."""
        if not wanted.good:
            return StaffDone.ROLE
        values = {"role": wanted.role, "agency": wanted.agency, "language": wanted.language}
        what = f"changed to {wanted.role}" + (f", {wanted.agency}" if wanted.agency else "")
        return await self._other(who, name, what, lambda conn: accounts.change(conn, name, **values))

    async def disable(self, who: Person, name: str, *, disabled: bool) -> StaffDone:
        """Shut an account out and end its sign-ins, or let it in again."""

        def work(conn: Connection) -> None:
            accounts.change(conn, name, disabled=disabled)
            accounts.revoke_all(conn, name)

        return await self._other(who, name, "disabled" if disabled else "enabled", work)

    async def reset(self, who: Person, name: str) -> Given:
        """Give an account a new password of our making; its sign-ins end."""
        password = fresh_password()
        hashed = await asyncio.to_thread(hash_password, password)

        def work(conn: Connection) -> None:
            accounts.change(conn, name, password=hashed)
            accounts.revoke_all(conn, name)

        done = await self._other(who, name, "gave a new password", work)
        return Given(done, password if done is StaffDone.CHANGED else "")

    async def revoke(self, who: Person, name: str, handle: str) -> StaffDone:
        """End one sign-in of an account: one's own, or anybody's by STAFF."""
        if name != who.name and not who.may(Right.STAFF):
            return StaffDone.FORBIDDEN
        at = self.clock.now()

        def work(conn: Connection) -> StaffDone:
            held = [one.id_hash for one in accounts.sessions_of(conn, name)]
            found = next((one for one in held if handle_of(one) == handle), None)
            if found is None:
                return StaffDone.UNKNOWN
            accounts.revoke(conn, found)
            audit.append(conn, at, who.name, "ended a sign-in", f"account {name}")
            return StaffDone.SIGNED_OUT

        return await self.store.write(work)

    async def new_password(self, who: Person, password: str, mine: bytes) -> StaffDone:
        """Give a person, who has just proved who he is, the password he chose; his other sign-ins end."""
        if not SHORTEST <= len(password) <= LONGEST or password.casefold() == who.name.casefold():
            return StaffDone.SHORT
        hashed, at = await asyncio.to_thread(hash_password, password), self.clock.now()

        def work(conn: Connection) -> StaffDone:
            accounts.change(conn, who.name, password=hashed)
            accounts.revoke_all(conn, who.name, but=mine)
            audit.append(conn, at, who.name, "chose a password", f"account {who.name}")
            return StaffDone.CHANGED

        return await self.store.write(work)

    async def _other(
        self, who: Person, name: str, what: str, work: Callable[[Connection], object]
    ) -> StaffDone:
        """Do something to somebody else's account, and put it on record."""
        if not who.may(Right.STAFF):
            return StaffDone.FORBIDDEN
        if name == who.name:
            return StaffDone.OWN
        at = self.clock.now()

        def whole(conn: Connection) -> StaffDone:
            if accounts.by_name(conn, name) is None:
                return StaffDone.UNKNOWN
            work(conn)
            audit.append(conn, at, who.name, what, f"account {name}")
            return StaffDone.CHANGED

        return await self.store.write(whole)


def _is_name(name: str) -> bool:
    """Say whether it is letters, with the vowels and tones above and below them, and a few signs."""
    bare = "".join("a" if unicodedata.category(c).startswith("M") else c for c in name[1:])
    return bool(_NAME.fullmatch(name[:1] + bare))


def fresh_password() -> str:
    """Return 16 signs in groups of four, 79 bits, easy to read out."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))

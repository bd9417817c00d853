"""The duty desk: whose phones are texted about an alarm that nobody takes, and in which order."""

import enum
import re
from dataclasses import dataclass

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.desk.roles import Right, rights_of
from gateway.desk.rows import mask
from gateway.desk.values import Person
from gateway.store import accounts, audit, duty
from gateway.store.batch import Work
from gateway.store.store import Store

_NUMBER = re.compile(r"\+[0-9]{5,15}")
_MOST = 20


class Kept(enum.StrEnum):
    """How a change of the list ended; the page has one sentence for each."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    NO_NUMBER = "no-number"
    NO_ACCOUNT = "no-account"
    TWICE = "twice"
    FULL = "full"
    UNKNOWN = "unknown"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of the list as staff see it; `reached` says whether its person may take an alarm at all."""

    id: int
    account: str
    masked: str
    language: str
    reached: bool


@dataclass(frozen=True, slots=True)
class DutyPage:
    """The list, first to be texted first, and the accounts that could be put on it."""

    phones: tuple[Phone, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """One office's duty list."""

    store: Store
    clock: Clock

    async def page(self) -> DutyPage:
        return await self.store.read(_page)

    async def add(self, who: Person, account: str, number: str) -> Kept:
        """Put a phone at the end of the list; numbers are international, spaces and hyphens do not count."""
        plain = re.sub(r"[ ().-]", "", number)

        def work(conn: Connection) -> Kept:
            problem = _refused(conn, account, plain)
            if problem is None:
                duty.add(conn, account, plain, self.clock.now())
                self._record(conn, who, "duty phone added", account)
            return problem or Kept.ADDED

        return await self._change(who, work)

    async def remove(self, who: Person, duty_id: int) -> Kept:
        def work(conn: Connection) -> Kept:
            found = next((one for one in duty.phones(conn) if one.id == duty_id), None)
            if found is None:
                return Kept.UNKNOWN
            duty.remove(conn, duty_id)
            self._record(conn, who, "duty phone removed", found.account)
            return Kept.REMOVED

        return await self._change(who, work)

    async def first(self, who: Person, duty_id: int) -> Kept:
        """Put a phone at the head of the list: it is texted first."""

        def work(conn: Connection) -> Kept:
            phones = duty.phones(conn)
            found = next((one for one in phones if one.id == duty_id), None)
            if found is None:
                return Kept.UNKNOWN
            duty.order(conn, [duty_id, *(one.id for one in phones if one is not found)])
            self._record(conn, who, "duty phone put first", found.account)
            return Kept.MOVED

        return await self._change(who, work)

    async def _change(self, who: Person, work: Work[Kept]) -> Kept:
        return await self.store.write(work) if who.may(Right.DUTY) else Kept.FORBIDDEN

    def _record(self, conn: Connection, who: Person, what: str, account: str) -> None:
        audit.append(conn, self.clock.now(), who.name, what, f"account {account}")


def _refused(conn: Connection, account: str, number: str) -> Kept | None:
    known = accounts.by_name(conn, account)
    if known is None or known.disabled or Right.CLAIM not in rights_of(known.role):
        return Kept.NO_ACCOUNT
    if not _NUMBER.fullmatch(number):
        return Kept.NO_NUMBER
    phones = duty.phones(conn)
    if any((one.account, one.number) == (account, number) for one in phones):
        return Kept.TWICE
    return Kept.FULL if len(phones) >= _MOST else None


def _page(conn: Connection) -> DutyPage:
    known = {one.name: one for one in accounts.everyone(conn)}
    able = {name for name, one in known.items() if not one.disabled and Right.CLAIM in rights_of(one.role)}
    phones = tuple(
        Phone(
            id=one.id,
            account=one.account,
            masked=mask("number", one.number),
            language=known[one.account].language if one.account in known else "",
            reached=one.account in able,
        )
        for one in duty.phones(conn)
    )
    return DutyPage(phones, tuple(sorted(able)))

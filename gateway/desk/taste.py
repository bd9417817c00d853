"""How each of the staff reads: his own to choose, for himself alone."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.desk.values import Person
from gateway.store import accounts, audit
from gateway.store.store import Store


@dataclass(frozen=True, slots=True)
class Taste:
    """A language of the console, its digits or the usual ones, the Buddhist Era or the common one."""

    language: str
    own_digits: bool
    own_era: bool


@dataclass(frozen=True, slots=True)
class Tastes:
    """Keeps what each has chosen."""

    store: Store
    clock: Clock

    async def keep(self, who: Person, taste: Taste) -> None:
        """Write what this person has chosen for himself; it holds from the next page on."""
        at = self.clock.now()

        def work(conn: Connection) -> None:
            accounts.change(conn, who.name, **asdict(taste))
            audit.append(conn, at, who.name, "chose how to read", f"account {who.name}")

        await self.store.write(work)

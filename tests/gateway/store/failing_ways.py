"""What is handed in to an office on a failing disk, by a modem or by a partner, and what of it is kept."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, func, select

from gateway.intake import intake
from gateway.office import keys
from gateway.relay import sealing
from gateway.relay.receive import receive
from gateway.store import envelopes
from gateway.store.columns import table
from gateway.store.store import Store
from gateway.store.tables import Delivery, Envelope, Feed, Message, Report, Segment, Stray
from hardware.bearer import Address, AddressKind, Fate, Hearing, Part, Receipt
from tests.gateway.offices import BEARER, House, found_pair
from tests.gateway.offices import text as said

_OFFICER = "+668{:09d}"


class Way(Protocol):
    """One office, handed in batches by number."""

    def take(self, number: int) -> None:
        """Hand a batch in; raises when it was not taken."""
        ...

    def kept(self, conn: Connection, number: int) -> dict[str, int]:
        """Return how often each thing of a batch is there."""
        ...

    def again(self) -> Store:
        """Close the store, and open it as after a start."""
        ...


class _Office:
    """The house whose disk fails."""

    def __init__(self, house: House) -> None:
        self.house = house

    def again(self) -> Store:
        self.house.store.close()
        config = self.house.kit.config
        return Store.open(config.dsn(), keys.store_key(config.path(config.store.key_file)), inline=True)


class _Modem(_Office):
    """Two reports, a long message in two parts, and a receipt, of a sender of their own."""

    def __init__(self, folder: Path, _: int) -> None:
        super().__init__(found_pair(folder)["MSI"])

    def take(self, number: int) -> None:
        house, heard = self.house, _batch(number)
        house.store.write_now(lambda conn: intake.take(conn, house.kit, BEARER, heard))

    def kept(self, conn: Connection, number: int) -> dict[str, int]:
        sender = _OFFICER.format(number)
        rows = table(Segment).c.key, table(Segment).c.sender
        names = [bytes(row[0]) for row in conn.execute(select(*rows).where(rows[1] == sender))]
        counts = {"segments": len(names), "segments twice": len(names) - len(set(names))}
        for model, column in ((Message, "sender"), (Stray, "to"), (Delivery, "to")):
            counts[model.__name__] = _count(conn, model, table(model).c[column] == sender)
        wanted = table(Report).c.canonical.contains(f"YAB {1000 + number}T")
        return {**counts, "Report": _count(conn, Report, wanted)}


def _batch(number: int) -> list[Hearing]:
    sender = _OFFICER.format(number)
    words = [f"DRG MSI YAB {1000 + number}T SEIZED", "MIG MSI 12M 5F MM", "PTL MSI ", "ALL QUIET"]
    one, two, first, last = (said(word, sender=sender, key=f"{number}-{word}") for word in words)
    to = Address(AddressKind.NUMBER, sender)
    receipt = replace(one, key=b"r%d" % number, text=None, receipt=Receipt(f"{number}", Fate.DELIVERED))
    parts = [replace(part, part=Part(7, 2, place)) for place, part in ((1, first), (2, last))]
    return [one, two, *parts, replace(receipt, sender=to)]


class _Partner(_Office):
    """A report of the office across the border, which forgets it once it is called stored."""

    def __init__(self, folder: Path, rounds: int) -> None:
        pair = found_pair(folder)
        super().__init__(pair["TCL"])
        msi = pair["MSI"]
        heard = [said(f"DRG MSI YAB {1000 + number}T SEIZED", key=f"{number}") for number in range(rounds)]
        msi.store.write_now(lambda conn: intake.take(conn, msi.kit, BEARER, heard))
        rows = msi.store.read_now(lambda conn: envelopes.due(conn, "TCL", rounds))
        self._frames = [sealing.frames(msi.kit, "TCL", [row]) for row in rows]

    def take(self, number: int) -> None:
        asyncio.run(receive(self.house.store, self.house.kit, self._frames[number]))

    def kept(self, conn: Connection, number: int) -> dict[str, int]:
        report = table(Report)
        ours = (report.c.origin == "MSI") & (report.c.seq == number + 1)
        fed = (table(Feed).c.origin == "MSI") & (table(Feed).c.report_seq == number + 1)
        envelope = table(Envelope).c
        came = (envelope.origin == "MSI") & (envelope.seq == number + 1)
        wheres = ((Envelope, came), (Report, ours), (Feed, fed))
        return {model.__name__: _count(conn, model, where) for model, where in wheres}


def _count(conn: Connection, model: type, where: object) -> int:
    return conn.execute(select(func.count()).select_from(table(model)).where(where)).scalar_one()  # pyright: ignore[reportArgumentType]  # a condition


WAYS: dict[str, Callable[[Path, int], Way]] = {"modem": _Modem, "partner": _Partner}

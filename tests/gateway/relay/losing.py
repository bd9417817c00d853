"""An office that loses its machine and is restored from an old backup, and the partner it meets then."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.backup.backup import take as back_up
from gateway.backup.restore import restore
from gateway.relay import restored
from gateway.store import logs, notices, reports
from gateway.store.database import Database
from gateway.store.keys import ReportKey
from gateway.store.store import Store
from gateway.store.tables import Report
from tests.gateway.offices import House
from tests.gateway.relay.test_relay import Wire, carry

_SECRET = X25519PrivateKey.generate()
DAY = timedelta(days=1)


def saved(house: House, folder: Path) -> Path:
    """Take a backup of an office as it is now."""
    file = folder / f"{house.kit.code}-{house.clock.at:%H%M%S}.backup"
    back_up(house.store, file, [_SECRET.public_key()], house.clock.now())
    return file


def lost(house: House, file: Path) -> House:
    """Lose an office's machine a day later, and restore that backup on another."""
    house.store.close()
    house.clock.go(DAY)
    database = Database(f"sqlite:///{file}.{house.clock.at:%d%H%M%S}.db", b"n" * 32)
    restore(file, _SECRET, database, house.clock.now())
    return replace(house, store=Store.open(database.dsn, database.key, inline=True))


def begin(house: House) -> None:
    """Do what the station does as it comes up."""
    if house.store.read_now(lambda conn: restored.due(conn, house.kit)):
        house.store.write_now(lambda conn: restored.ask(conn, house.kit))


async def meet(one: House, other: House, times: int = 3) -> None:
    """Let two offices exchange all they have for each other."""
    for _ in range(times):
        await carry(one, Wire(other), until=0.15)
        await carry(other, Wire(one), until=0.15)


def report(house: House, key: ReportKey) -> Report | None:
    return house.store.read_now(lambda conn: reports.get(conn, key))


def said(house: House) -> str:
    found = house.store.read_now(notices.standing)
    return next((one.sentence for one in found if one.name == restored.NOTICE), "")


FIRST, SECOND = ReportKey("MSI", 1, 1), ReportKey("MSI", 1, 2)


def logs_of(house: House, state: str) -> list[int]:
    found = house.store.read_now(lambda conn: logs.lines(conn, house.kit.code, "TCL"))
    return [one.key.seq for one in found if one.state == state]

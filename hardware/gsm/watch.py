"""Looks at signal, registration and operator now and then (TS 27.007, 7.2, 7.3, 8.5, 8.71)."""

from typing import Final

from hardware.gsm.at.answers import quoted, registration, signal_dbm
from hardware.gsm.at.words import Command
from hardware.gsm.condition import REGISTERED
from hardware.gsm.connection import Connection
from hardware.gsm.setup import announce

OPERATOR_S: Final = 45.0
CALM_S: Final = 2.0
NETWORKS: Final = ("CREG", "CEREG")
ANNOUNCE_EVERY: Final = 4  # looks; a modem that missed one CNMA stops announcing (TS 27.005, 3.4.4)
ANNOUNCE_FIRST: Final = 3  # when one that this modem missed before the connection is over for certain


async def watch(connection: Connection) -> None:
    """Look until the conversation ends."""
    looks = 0
    while True:
        await look(connection)
        looked = connection.monotonic()
        looks += 1
        if looks == ANNOUNCE_FIRST or looks % ANNOUNCE_EVERY == 0:
            await announce(connection.terminal, connection.equipment.profile)
        while connection.monotonic() - looked < CALM_S:  # a look may itself be answered as if unasked
            await connection.rung(connection.heard.network_changed, connection.options.watch_s)


async def look(connection: Connection) -> None:
    """Note what the modem knows of its network."""
    terminal, condition = connection.terminal, connection.condition
    found = [await _registration(connection, name) for name in NETWORKS]
    known = [stat for stat in found if stat is not None]
    condition.network = next((stat for stat in known if stat in REGISTERED), known[0] if known else None)
    condition.ims = await _registration(connection, "CIREG") if connection.equipment.ims else None
    condition.signal_dbm = signal_dbm((await terminal.ask(Command("AT+CSQ", "+CSQ"))).first())
    condition.operator = quoted((await terminal.ask(Command("AT+COPS?", "+COPS", wait_s=OPERATOR_S))).first())


async def _registration(connection: Connection, name: str) -> int | None:
    answer = await connection.terminal.ask(Command(f"AT+{name}?", f"+{name}"))
    return registration(answer.first()) if answer.ok else None

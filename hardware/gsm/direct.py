"""Takes in what the modem hands over unstored: class 0 messages, status reports (TS 27.005, 3.4.1)."""

import asyncio
from collections import deque
from typing import Final

import structlog

from hardware.bearer import Deliver, Hearing
from hardware.gsm.announcements import Direct
from hardware.gsm.at.words import Command
from hardware.gsm.connection import Connection
from hardware.gsm.hear import hearing_of
from hardware.gsm.setup import announce
from hardware.gsm.stores import NOT_STORED

ACKNOWLEDGE_S: Final = (
    10.0  # the network waits some 15 s for CNMA (TS 24.011, TR2M), then takes it as refused
)
_REFUSE: Final = Command("AT+CNMA=2")  # RP-ERROR without a PDU of ours: the network sends it again
_log = structlog.get_logger()


async def take_direct(connection: Connection, deliver: Deliver) -> None:
    """Hand up what comes, in order, and acknowledge it to the network only then.

    What could not be handed up stays in `direct`, also for the next connection: a modem without CSMS=1
    has told the network that we have it.
    """
    heard = connection.heard
    await _give_back(connection)
    while True:
        while heard.direct:
            connection.terminal.check()
            if await _take(connection, heard.direct, deliver):
                heard.direct.popleft()
            else:
                await asyncio.sleep(connection.options.sweep_s)
        await connection.rung(heard.direct_came)


async def _give_back(connection: Connection) -> None:
    """Refuse what a station that died was handed and never acknowledged (TS 27.005, 3.4.4).

    The modem hands over nothing else until it has an answer, and without one in time it stops announcing
    for good. To accept would lose a message that nobody stored; a stored one is known again by its key.
    """
    terminal, heard = connection.terminal, connection.heard
    if not connection.equipment.acknowledges:
        return
    before = len(heard.direct)
    if (await terminal.ask(_REFUSE)).ok:
        heard.settle(before)
    else:  # nothing was owed, or no longer: its time may have run out during set-up
        await announce(terminal, connection.equipment.profile)


async def _take(connection: Connection, waiting: deque[Direct], deliver: Deliver) -> bool:
    one, acknowledges = waiting[0], connection.equipment.acknowledges
    if acknowledges and one.owed and not one.intact:
        return True  # damaged on the line; unacknowledged, the network sends it again
    begun = connection.monotonic()
    if not await _stored(connection, hearing_of(one.pdu), deliver):
        return False
    if acknowledges and waiting[0].owed and connection.monotonic() - begun < ACKNOWLEDGE_S:
        await _acknowledge(connection)
    return True


async def _stored(connection: Connection, hearing: Hearing, deliver: Deliver) -> bool:
    try:
        await deliver([hearing])
    except Exception as error:  # noqa: BLE001  # whatever it was, it is not stored
        connection.condition.trouble = NOT_STORED
        _log.warning("a direct message waits in memory", error=type(error).__name__)
        return False
    connection.note_heard(1)
    return True


async def _acknowledge(connection: Connection) -> None:
    """Say CNMA; a modem that missed one has stopped announcing anything (TS 27.005, 3.4.4)."""
    if not (await connection.terminal.ask(Command("AT+CNMA"))).ok:
        await announce(connection.terminal, connection.equipment.profile)

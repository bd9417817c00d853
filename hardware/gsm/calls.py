"""Refuses incoming calls, which would keep the modem from its messages, and says who called."""

from collections.abc import Callable
from typing import Final

import structlog

from hardware.bearer import Address, AddressKind
from hardware.gsm.at.words import Command
from hardware.gsm.connection import Connection

CALLER_S: Final = 0.5  # +CLIP comes after the first RING
SAME_CALL_S: Final = 8.0  # RING comes every 5 s
_log = structlog.get_logger()

Called = Callable[[Address], None]


def nobody_listens(_caller: Address) -> None:
    """Tell nobody."""


async def refuse_calls(connection: Connection, called: Called) -> None:
    """Hang up on every caller until the conversation ends; `called` is told once a call."""
    heard, last = connection.heard, float("-inf")
    while True:
        await connection.rung(heard.ringing)
        if not heard.caller:
            await connection.rung(heard.ringing, CALLER_S)
        caller, heard.caller = heard.caller, ""
        await _hang_up(connection)
        now = connection.monotonic()
        if now - last > SAME_CALL_S:
            connection.condition.calls += 1
            _log.info("refused a call")
            called(Address(AddressKind.NUMBER if caller else AddressKind.UNKNOWN, caller))
        last = now


async def _hang_up(connection: Connection) -> None:
    for line in connection.equipment.profile.hang_up:
        if (await connection.terminal.ask(Command(line))).ok:
            return

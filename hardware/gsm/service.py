"""Serves one modem while it is connected: what it stores, what it hands over, calls, and the network."""

import asyncio
from collections.abc import Coroutine

from hardware.bearer import Deliver
from hardware.gsm.balance import watch_balance
from hardware.gsm.calls import Called, refuse_calls
from hardware.gsm.connection import Connection
from hardware.gsm.direct import take_direct
from hardware.gsm.sweeper import Sweeper
from hardware.gsm.watch import watch


async def serve(connection: Connection, sweeper: Sweeper, deliver: Deliver, called: Called) -> None:
    """Serve until the conversation ends, then raise why; a `deliver` under way is never cut short."""
    terminal, heard = connection.terminal, connection.heard
    terminal.lost.add_done_callback(lambda _: heard.ring_all())
    heard.broken, heard.came = terminal.fail, terminal.announced

    async def until_over(job: Coroutine[None, None, None]) -> None:
        try:
            await job
        except Exception as error:  # noqa: BLE001  # one job's end is everyone's, and `check` raises it
            terminal.fail(error)

    jobs = (
        sweeper.run(deliver),
        take_direct(connection, deliver),
        refuse_calls(connection, called),
        watch(connection),
        watch_balance(connection),
    )
    await asyncio.gather(*map(until_over, jobs))
    terminal.check()

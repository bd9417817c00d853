"""How a command that serves until told otherwise waits for its end."""

import asyncio
import signal


async def until_ended(ended: asyncio.Event) -> None:
    """Wait for the end: the device's own, Ctrl-C, or a signal from whoever started us."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    await ended.wait()
